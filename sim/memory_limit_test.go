package sim_test

import (
	"errors"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// manyConnections opens so many connections, some at the same time.
func manyConnections(n int) *sim.Config {
	p, _ := tcp.Profile("linux")
	host := sim.HostConfig{Profile: "linux", Policy: p}
	cfg := &sim.Config{Seed: 1, Hosts: []sim.HostConfig{host, host}, Links: []sim.LinkConfig{{A: 0, B: 1}}}
	for d := range cfg.Links[0].Dir {
		cfg.Links[0].Dir[d] = sim.PathConfig{Delay: sim.Time(time.Millisecond), RateBps: 100_000_000}
	}
	for i := range n {
		cfg.Conns = append(cfg.Conns, sim.ConnScript{ServerHost: 1, ClientPort: uint16(10_000 + i), ServerPort: uint16(10_000 + i),
			Client: []sim.Step{{Op: sim.OpSleep, At: sim.Time(i/8) * 1_000_000}, {Op: sim.OpConnect}, {Op: sim.OpWrite, Bytes: 9000}, {Op: sim.OpClose}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpReadEOF}, {Op: sim.OpClose}}})
	}
	return cfg
}

func newRun(t *testing.T, cfg *sim.Config, changes ...sim.Change) *sim.Run {
	t.Helper()
	r, err := sim.New(cfg, changes)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMemoryLimit: a limit of memory ends the run at the same frame whether its checkpoints are kept or
// not, whether it was forked or not, and for who seeks back to its end.
func TestMemoryLimit(t *testing.T) {
	cfg := manyConnections(400)
	whole := newRun(t, cfg)
	whole.Finish()
	limited := *cfg
	limited.Limits.Memory = whole.StateBytes() * 2 / 3
	late := sim.Change{Frame: 5000, Knob: "client.nagle", Value: "off"}
	for _, changes := range [][]sim.Change{nil, {late}} {
		r := newRun(t, &limited, changes...)
		r.Finish()
		kind, value := r.Limit()
		if r.Ended() != rule.Limit || kind != sim.LimitMemory || value != limited.Limits.Memory || r.Frames() >= whole.Frames() {
			t.Fatalf("ended by %s, limit %d of %d, after %d frames of %d", r.Ended(), kind, value, r.Frames(), whole.Frames())
		}
		if b := r.StateBytes(); b <= value || b > value+100_000 {
			t.Errorf("it ended with %d bytes, the limit is %d", b, value)
		}
		thin := newRun(t, &limited, changes...)
		thin.Thin()
		thin.Finish()
		fork, err := newRunTo(t, &limited, 6000).With(changes)
		if err != nil {
			t.Fatal(err)
		}
		fork.Finish()
		for name, other := range map[string]*sim.Run{"thin": thin, "forked": fork} {
			if other.Frames() != r.Frames() || other.Hash() != r.Hash() || other.StateBytes() != r.StateBytes() {
				t.Errorf("%s: %d frames and %d bytes, expected %d and %d", name, other.Frames(), other.StateBytes(), r.Frames(), r.StateBytes())
			}
			r.At(2 * r.Frames() / 3)
			if evs := other.Events(r.Frames() - 1); len(evs) != 1 || evs[0].Kind != sim.EvEnd || evs[0].Rule != rule.Limit {
				t.Errorf("%s: the last frame is %v", name, evs)
			}
		}
	}
}

func newRunTo(t *testing.T, cfg *sim.Config, frames int64) *sim.Run {
	t.Helper()
	r := newRun(t, cfg)
	r.Extend(frames)
	return r
}

// TestBudget: a run that needs more memory than its budget stops and says so, and is what the run without
// a budget is up to there; a budget that suffices changes nothing.
func TestBudget(t *testing.T) {
	cfg := manyConnections(400)
	whole := newRun(t, cfg)
	whole.Finish()
	tight := *cfg
	tight.Budget = whole.Memory() / 2
	r := newRun(t, &tight)
	r.Finish()
	var e *sim.BudgetError
	if !errors.As(r.OverBudget(), &e) || e.Frame != r.Frames()-1 || e.Budget != tight.Budget || !r.Done() || r.Ended() != rule.None {
		t.Fatalf("%v after %d frames, done %t, ended %s", r.OverBudget(), r.Frames(), r.Done(), r.Ended())
	}
	if m := r.Memory(); m <= tight.Budget || m > tight.Budget*2 || r.Frames() >= whole.Frames() {
		t.Errorf("it stopped with %d bytes after %d frames; the budget is %d", m, r.Frames(), tight.Budget)
	}
	if want := newRunTo(t, cfg, r.Frames()-1); want.Hash() != r.Hash() {
		t.Error("a budget changes what is simulated")
	}
	wide := *cfg
	wide.Budget = whole.Memory()
	if r := newRun(t, &wide); !r.Extend(1<<40) || r.OverBudget() != nil || r.Hash() != whole.Hash() {
		t.Errorf("a budget that suffices stops the run: %v", r.OverBudget())
	}
	thin := newRun(t, &tight)
	thin.Thin()
	thin.Finish()
	if thin.Frames() <= r.Frames() {
		t.Error("a thin run takes less memory, but stops as early")
	}
	if fork, err := whole.With([]sim.Change{{Frame: whole.Frames() - 100, Knob: "client.nagle", Value: "off"}}); err != nil ||
		fork.Memory() > whole.Memory()/4 {
		t.Errorf("a late fork counts %d bytes of %d, %v", fork.Memory(), whole.Memory(), err)
	}
}
