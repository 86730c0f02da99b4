package scenarios_test

import (
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

// TestRandomScenarios runs random scenarios under every profile with changes and interventions at random
// frames: after each frame the world is sound, and in the end every byte and packet is accounted for.
// TEACP_RANDOM is how many are tried (12 unless set), from seed TEACP_SEED on. Each third one has two ends
// that fit each other.
func TestRandomScenarios(t *testing.T) {
	first := simtest.Number(t, "TEACP_SEED", 1)
	for seed := first; seed < first+simtest.Number(t, "TEACP_RANDOM", 12); seed++ {
		cfg, changes := scenariotest.RandomRun(t, seed, int(seed%4), 300)
		src := scenariotest.RandomAny(seed)
		if seed%3 == 0 {
			src = scenariotest.Random(seed)
			cfg, changes = scenariotest.Parse(t, "random.yaml", src), scenariotest.RandomChanges(seed, 300)
			cfg.Limits.Frames = 3000
		}
		for _, profile := range tcp.ProfileNames {
			all := append([]sim.Change{{Knob: "profile", Value: profile}}, changes...)
			r, err := sim.New(cfg, all)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if err := simtest.Checked(r); err != nil {
				t.Errorf("seed %d, %s, changes %v: %v", seed, profile, changes, err)
				t.Logf("%s", src)
			}
		}
	}
}
