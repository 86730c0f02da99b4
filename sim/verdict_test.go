package sim_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

// TestVerdictsAreActs checks in the library under every profile that each act has the rule of the
// verdict that was read before it, and that reading a verdict changes nothing. Between frames no
// segment is left to send, and the timer that a hold names ends it; that is checked after each of
// the first 3000 frames, then after some.
func TestVerdictsAreActs(t *testing.T) {
	for _, m := range scenarios.List() {
		for _, profile := range tcp.ProfileNames {
			sc, err := scenarios.Load(m.Name)
			if err != nil {
				t.Fatal(err)
			}
			cfg := *sc.Config
			acts := 0
			cfg.Audit = func(err error) {
				if acts++; err != nil {
					t.Errorf("%s, %s: %v", m.Name, profile, err)
				}
			}
			r, err := sim.New(&cfg, []sim.Change{{Knob: "profile", Value: profile}})
			if err != nil {
				t.Fatal(err)
			}
			for step := int64(1); !r.Extend(step) && !t.Failed(); {
				if r.Frames() > 3000 && !simtest.Full() {
					step = 97
				}
				atRest(t, r)
			}
			if acts == 0 && r.At(r.Frames()-1).Stats().Segments > 0 {
				t.Errorf("%s, %s: segments without an act", m.Name, profile)
			}
			if t.Failed() {
				t.Fatalf("%s, %s, frame %d", m.Name, profile, r.Frames()-1)
			}
		}
	}
}

// atRest checks the verdicts of all ends after the newest frame.
func atRest(t *testing.T, r *sim.Run) {
	t.Helper()
	w := r.At(r.Frames() - 1)
	var timers []sim.TimerView
	w.Living(func(conn uint32) bool {
		for side := range 2 {
			v, ack, in := w.Verdict(conn, side), w.AckVerdict(conn, side), w.Info(conn, side)
			timers = w.Timers(timers[:0], conn, side)
			if v.Do == tcp.Send {
				t.Errorf("#%d side %d: in %s a segment is left to send by %s", conn, side, in.State, v.Rule)
			}
			if ack.Do == tcp.Send || (ack.Do == tcp.Hold) != in.AckPending {
				t.Errorf("#%d side %d: the ACK's verdict is %d by %s, owed: %v", conn, side, ack.Do, ack.Rule,
					in.AckPending)
			}
			for _, x := range []tcp.Verdict{v, ack} {
				if x.Do == tcp.Hold && x.Until != sim.Never && !firesAt(timers, x.Until) {
					t.Errorf("#%d side %d: held by %s until %v, but no timer expires then", conn, side, x.Rule,
						x.Until)
				}
			}
			if ack.Do == tcp.Hold && ack.Until == sim.Never {
				t.Errorf("#%d side %d: the ACK is held by %s, but no timer ends that", conn, side, ack.Rule)
			}
		}
		return true
	})
}

func firesAt(timers []sim.TimerView, at sim.Time) bool {
	for _, x := range timers {
		if x.Fires == at {
			return true
		}
	}
	return false
}
