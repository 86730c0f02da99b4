package scenarios_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// FuzzRun turns bytes into a scenario of the catalogue, a seed, and knobs turned at frames
// of the run. Every frame keeps the world's invariants, the run ends, and the same bytes
// give the same run.
func FuzzRun(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{2, 7, 3, 0, 1, 9, 40, 3})
	f.Add([]byte("\x05\x01\x20\x01\x02\x30\x02\x01\x40\x10\x03"))
	list := scenarios.List()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		sc, err := scenarios.Load(list[int(data[0])%len(list)].Name)
		if err != nil {
			t.Fatal(err)
		}
		cfg := *sc.Config
		cfg.Limits = sim.Limits{Frames: 4000}
		if len(data) > 1 {
			cfg.Seed = uint64(data[1])
		}
		changes := turns(&cfg, data)
		r := checked(t, &cfg, changes)
		if err := ledger.Of(r).Check(); err != nil {
			t.Errorf("%s %v: the ledger does not add up: %v", sc.Name, changes, err)
		}
		if again := checked(t, &cfg, changes); again.Hash() != r.Hash() || again.Frames() != r.Frames() {
			t.Errorf("%s %v: two runs differ", sc.Name, changes)
		}
	})
}

// turns reads the knobs that are turned: three bytes each, frame, knob, value.
func turns(cfg *sim.Config, data []byte) []sim.Change {
	knobs := cfg.Knobs()
	var out []sim.Change
	for i := 2; i+2 < len(data) && len(out) < 16; i += 3 {
		k := &knobs[int(data[i+1])*7%len(knobs)]
		if k.Max == 0 && k.Kind != sim.KnobEnum {
			continue
		}
		v := int64(data[i+2])
		switch k.Kind {
		case sim.KnobEnum:
			v %= int64(len(k.Values))
		case sim.KnobDuration:
			v *= 1_000_000
		case sim.KnobRate:
			v *= 100_000
		case sim.KnobPPM:
			v *= 2000
		}
		if k.Kind != sim.KnobEnum {
			v = min(max(v, k.Min), k.Max)
		}
		s := k.Format(v)
		if _, _, err := cfg.ParseKnob(k.Name, s); err == nil {
			out = append(out, sim.Change{Frame: int64(data[i]), Knob: k.Name, Value: s})
		}
	}
	return out
}

// checked simulates to the end, frame by frame.
func checked(t *testing.T, cfg *sim.Config, changes []sim.Change) *sim.Run {
	t.Helper()
	r, err := sim.New(cfg, changes)
	if err != nil {
		t.Fatalf("%v: %v", changes, err)
	}
	for done := false; !done; {
		done = r.Extend(1)
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Fatalf("%v: frame %d: %v", changes, r.Frames()-1, err)
		}
		if r.Frames() > cfg.Limits.Frames+2 {
			t.Fatalf("%v: the run does not end", changes)
		}
	}
	if e := r.Ended(); e != rule.RunEnd && e != rule.Limit {
		t.Errorf("%v: ends by %s", changes, e)
	}
	return r
}
