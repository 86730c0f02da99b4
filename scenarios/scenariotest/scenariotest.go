package scenariotest

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/simtest"
)

// Run loads a scenario by its name or file and runs it to its end, with changes.
func Run(t testing.TB, name string, changes ...sim.Change) *sim.Run {
	t.Helper()
	sc, err := scenarios.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return simtest.Of(t, sc.Config, changes...)
}
