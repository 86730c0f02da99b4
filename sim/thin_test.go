package sim_test

import (
	"testing"

	"teacp/sim"
)

// TestEachFarAhead checks that Each after the simulated frames starts at the requested frame.
func TestEachFarAhead(t *testing.T) {
	r := mustRun(t, bulk("rfc", 20_000_000, 1))
	first := int64(-1)
	r.Each(20_000, 20_010, 0, func(e *sim.Event) bool {
		first = e.ID.Frame()
		return false
	})
	if first != 20_000 {
		t.Errorf("the walk begins at frame %d", first)
	}
}

// TestThin checks that a thin run equals the full run, when read in order and in jumps, and so does
// a fork of it.
func TestThin(t *testing.T) {
	a, b := mustRun(t, bulk("linux", 200_000_000, 1)), mustRun(t, bulk("linux", 200_000_000, 1))
	b.Thin()
	a.Finish()
	b.Finish()
	if a.Hash() != b.Hash() || a.Frames() != b.Frames() || a.Frames() < 80*4096 {
		t.Fatalf("%x after %d frames, thin %x after %d", a.Hash(), a.Frames(), b.Hash(), b.Frames())
	}
	for i := int64(0); i < 40; i++ {
		f := i * 104_729 % a.Frames()
		x, y := a.Events(f), b.Events(f)
		if len(x) != len(y) || x[0] != y[0] || a.At(f).Info(0, 1) != b.At(f).Info(0, 1) {
			t.Fatalf("frame %d differs in a thin run", f)
		}
	}
	var next int64
	b.Each(0, 120_000, 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.ID.Frame() < next {
			t.Fatalf("frame %d comes after %d", e.ID.Frame(), next)
		}
		next = e.ID.Frame()
		return true
	})
	c := sim.Change{Frame: 90_000, Knob: "client.delayed_ack", Value: "off"}
	x, err1 := a.Fork(c)
	y, err2 := b.Fork(c)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	x.Extend(20_000)
	y.Extend(20_000)
	if x.Hash() != y.Hash() {
		t.Error("the fork of a thin run is another run")
	}
}
