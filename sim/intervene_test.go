package sim_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// begun returns the run of a scenario before its first frame.
func begun(t *testing.T, name string, changes ...sim.Change) *sim.Run {
	t.Helper()
	sc, err := scenarios.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.New(sc.Config, changes)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// play runs a scenario to its end and checks the world after every frame.
func play(t *testing.T, name string, changes ...sim.Change) *sim.Run {
	t.Helper()
	r := begun(t, name, changes...)
	for done := false; !done; {
		done = r.Extend(1)
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// first returns the first event from a frame on for which f returns true.
func first(r *sim.Run, from int64, kind sim.Kind, f func(*sim.Event) bool) *sim.Event {
	var out *sim.Event
	r.Each(from, r.Frames(), 1<<kind, func(e *sim.Event) bool {
		if f == nil || f(e) {
			x := *e
			out = &x
		}
		return out == nil
	})
	return out
}

// TestSegmentInterventions loses, delays and duplicates the segment of one frame, and no other.
func TestSegmentInterventions(t *testing.T) {
	data := func(e *sim.Event) bool { return e.Seg.Len > 0 }
	base := play(t, "reliable-stream")
	at := first(base, 0, sim.EvSend, data).ID.Frame()
	usual := first(base, at, sim.EvSend, data)

	r := play(t, "reliable-stream", sim.Change{Frame: at, Knob: "wire.lose", Value: "1"})
	lost := first(r, at, sim.EvLost, nil)
	if lost == nil || lost.Rule != rule.HandLose || lost.Seg != usual.Seg || lost.ID.Frame() != at+1 {
		t.Errorf("lost: %+v, expected the segment of frame %d", lost, at)
	}
	again := first(r, at+2, sim.EvSend, func(e *sim.Event) bool {
		return e.Seg.Seq == usual.Seg.Seq &&
			e.Flag&sim.FlagRetrans != 0
	})
	if again == nil {
		t.Error("the lost segment is not sent again")
	}

	r = play(t, "reliable-stream", sim.Change{Frame: at, Knob: "wire.delay", Value: "7ms"})
	late := first(r, at, sim.EvSend, data)
	if late.At2-late.At != usual.At2-usual.At+7_000_000 {
		t.Errorf("delayed by 7 ms it travels %v instead of %v", late.At2-late.At, usual.At2-usual.At)
	}
	if e := first(r, at, sim.EvWire, nil); e == nil || e.Rule != rule.HandDelay || e.A != 7_000_000 ||
		e.Cause != late.ID {
		t.Errorf("disturbed: %+v", e)
	}

	r = play(t, "reliable-stream", sim.Change{Frame: at, Knob: "wire.duplicate", Value: "1"})
	n := 0
	r.Each(at, r.Frames(), 1<<sim.EvRecv, func(e *sim.Event) bool {
		if e.Seg == usual.Seg {
			n++
		}
		return true
	})
	if e := first(r, at, sim.EvWire, nil); n != 2 || e == nil || e.Rule != rule.HandDup {
		t.Errorf("doubled, it arrives %d times: %+v", n, e)
	}

	second := first(base, at+1, sim.EvSend, nil) // the next packet of any kind
	r = play(t, "reliable-stream", sim.Change{Frame: at, Knob: "wire.delay", Value: "2:3ms"})
	if e := first(r, at, sim.EvWire, nil); e == nil || e.Seg != second.Seg {
		t.Errorf("2:3ms delays %+v, want %+v", e, second.Seg)
	}
}

// TestCloseInterventions checks that both ends finish after an application closes or aborts at a
// frame.
func TestCloseInterventions(t *testing.T) {
	for _, name := range []string{"nagle-delayed-ack", "slow-start", "page", "flow-control"} {
		base := play(t, name)
		for _, knob := range []string{"client.close", "server.close", "client.reset", "server.reset"} {
			for at := int64(1); at < base.Frames(); at += 1 + base.Frames()/23 {
				r := play(t, name, sim.Change{Frame: at, Knob: knob, Value: "0"})
				if r.Ended() != rule.RunEnd {
					t.Errorf("%s, %s at %d: the run ends by %s", name, knob, at, r.Ended())
				}
			}
		}
	}
	r := play(t, "nagle-delayed-ack", sim.Change{Frame: 20, Knob: "server.close", Value: "#0"})
	if e := first(r, 20, sim.EvCall, nil); e == nil || e.Op != sim.OpClose || e.Rule != rule.HandClose || e.Host != 1 {
		t.Errorf("the server does not close: %+v", e)
	}
}

// TestInterventionsOffChangeNothing checks that interventions that are off leave a run unchanged,
// and that the same interventions give the same run again.
func TestInterventionsOffChangeNothing(t *testing.T) {
	base := play(t, "page")
	for _, c := range []sim.Change{{Knob: "wire.lose", Value: "0"}, {Knob: "wire.delay", Value: "off"},
		{Knob: "wire.duplicate", Value: "0"},
		{Knob: "client.close", Value: "off"}, {Knob: "server.reset", Value: "off"},
		{Knob: "client.close", Value: "9999"}} {
		c.Frame = 30
		if r := play(t, "page", c); r.Hash() != base.Hash() {
			t.Errorf("%s=%s changes the run", c.Knob, c.Value)
		}
	}
	lose := sim.Change{Frame: 30, Knob: "wire.lose", Value: "3"}
	a, b := play(t, "page", lose), play(t, "page", lose)
	f, err := base.Fork(lose)
	if err != nil {
		t.Fatal(err)
	}
	f.Finish()
	if a.Hash() != b.Hash() || a.Hash() != f.Hash() || a.Hash() == base.Hash() {
		t.Error("the same intervention gives another run")
	}
	took := play(t, "page", lose, sim.Change{Frame: 31, Knob: "wire.lose", Value: "0"})
	if took.Hash() != base.Hash() {
		t.Error("an intervention that is taken back still acts")
	}
}

// TestNthValues parses and formats which packet an intervention applies to, and the delay.
func TestNthValues(t *testing.T) {
	sc, err := scenarios.Load("page")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ in, out string }{{"50ms", "50ms"}, {"1:50ms", "50ms"}, {"2:50ms", "2:50ms"},
		{"off", "off"}, {"0", "off"}} {
		k, v, err := sc.Config.ParseKnob("wire.delay", c.in)
		if err != nil || k.Format(v) != c.out {
			t.Errorf("%s: %v, %v", c.in, v, err)
		}
	}
	for _, bad := range []string{"", "x", "0:5ms", "2:", "2:-1ms", "99999:1ms", "2h", "2:5"} {
		if _, v, err := sc.Config.ParseKnob("wire.delay", bad); err == nil {
			t.Errorf("%q is read as %d", bad, v)
		}
	}
}

// TestInterventionsInLedger checks that an intervention on a segment has a cause of its own in the
// ledger, and that the items still add up.
func TestInterventionsInLedger(t *testing.T) {
	for _, c := range []struct {
		scenario, knob, value string
		nth                   int64 // the data segment that the intervention changes
		cause, with           rule.ID
		atLeast               sim.Time
	}{
		{"reliable-stream", "wire.delay", "70ms", 1, rule.HandDelay, rule.None, 70_000_000},
		{"nagle-delayed-ack", "wire.delay", "1:50ms", 1, rule.HandDelay, rule.Nagle, 50_000_000},
		{"nagle-delayed-ack", "wire.lose", "1", 1, rule.Rto, rule.HandLose, 200_000_000},
	} {
		base, n := play(t, c.scenario), int64(0)
		at := first(base, 0, sim.EvSend, func(e *sim.Event) bool {
			if e.Seg.Len > 0 {
				n++
			}
			return n == c.nth
		}).ID.Frame()
		r := play(t, c.scenario, sim.Change{Frame: at, Knob: c.knob, Value: c.value})
		l := ledger.New(r)
		for !l.Current() {
			l.Grow(1 << 20)
		}
		if err := l.Check(); err != nil {
			t.Errorf("%s, %s: %v", c.scenario, c.knob, err)
		}
		got := sim.Time(0)
		for _, v := range l.Whole() {
			if v.Cause == c.cause && (c.with == rule.None || v.With == c.with) {
				got += v.To - v.From
			}
			if v.Cause == rule.FaultDelay || v.Cause == rule.FaultDup {
				t.Errorf("%s, %s: booked to the scenario: %+v", c.scenario, c.knob, v)
			}
		}
		if got < c.atLeast {
			t.Errorf("%s, %s: %v booked to %s with %s, want %v", c.scenario, c.knob, got, c.cause, c.with, c.atLeast)
		}
	}
}
