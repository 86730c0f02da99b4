package scenarios_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
)

// TestNotesAreInTheOrderOfTheRun checks that the notes of each scenario of the library stand in the order of the
// frames that they are about.
func TestNotesAreInTheOrderOfTheRun(t *testing.T) {
	for _, meta := range scenarios.List() {
		sc, err := scenarios.Load(meta.Name)
		if err != nil {
			t.Fatal(err)
		}
		r, last := scenariotest.Run(t, meta.Name), int64(-1)
		for i := range sc.Notes {
			id, ok := sc.Notes[i].On.Find(r)
			if !ok {
				continue
			}
			if id.Frame() < last {
				t.Errorf("%s: note %d is about frame %d, the one before it about frame %d", meta.Name, i+1, id.Frame(), last)
			}
			last = id.Frame()
		}
	}
}
