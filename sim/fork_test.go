package sim_test

import (
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
)

// TestRandomForks checks that a fork of a random scenario at a random frame equals a run with the same
// changes from the start. TEACP_FORKS is how many are tried (10 unless set), from seed TEACP_SEED on.
func TestRandomForks(t *testing.T) {
	first := simtest.Number(t, "TEACP_SEED", 1)
	for seed := first; seed < first+simtest.Number(t, "TEACP_FORKS", 10); seed++ {
		cfg, _ := scenariotest.RandomRun(t, seed, 0, 0)
		parent, err := sim.NewSpaced(cfg, nil, spacing)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		parent.Finish()
		_, changes := scenariotest.RandomRun(t, seed, 3, parent.Frames())
		if len(changes) == 0 {
			continue
		}
		fork := parent
		for _, c := range changes { // each is a fork of the last one
			if fork, err = fork.Fork(c); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			fork.Finish()
		}
		fresh, err := sim.NewSpaced(cfg, changes, spacing)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		fresh.Finish()
		if fork.Hash() != fresh.Hash() || fork.Frames() != fresh.Frames() {
			t.Errorf("seed %d, changes %v: the fork has %d frames and hash %x, a new run %d and %x", seed, changes,
				fork.Frames(), fork.Hash(), fresh.Frames(), fresh.Hash())
		}
	}
}
