package sim_test

import (
	"fmt"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// TestOldDuplicateOfSyn delivers a copy of the SYN when the connection is over at the server: the
// listening socket answers with a SYN-ACK and repeats it, TIME-WAIT answers with its ACK, and the server
// resets (RFC 9293 section 3.5.1). In the end no control block is left.
func TestOldDuplicateOfSyn(t *testing.T) {
	r := mustRun(t, parse(t, ghost("to: server", "syn", time.Second)))
	r.Finish()
	want := []struct {
		kind sim.Kind
		side uint8
		seg  string
	}{
		{sim.EvRecv, 1, "S 0"}, {sim.EvSend, 1, "SA 251260"}, {sim.EvRecv, 0, "SA 251260"}, {sim.EvSend, 0, "A 102"},
		{sim.EvRecv, 1, "A 102"}, {sim.EvSend, 1, "R 2"}, {sim.EvRecv, 0, "R 2"}, // TIME-WAIT is over
		{sim.EvSend, 1, "SA 251260"}, {sim.EvRecv, 0, "SA 251260"}, {sim.EvSend, 0, "R 1"}, {sim.EvRecv, 1, "R 1"},
	}
	i := 0
	r.Each(0, r.Frames(), 1<<sim.EvSend|1<<sim.EvRecv, func(e *sim.Event) bool {
		if e.At < time.Second {
			return true
		}
		got := fmt.Sprintf("%s %d", e.Seg.Flags, e.Seg.Seq)
		if i >= len(want) || e.Kind != want[i].kind || e.Side != want[i].side || got != want[i].seg {
			t.Fatalf("segment %d is %s by side %d: %s", i, e.Kind, e.Side, got)
		}
		i++
		return true
	})
	if i != len(want) || r.Ended() != rule.RunEnd || r.Duration() > 10*time.Second {
		t.Errorf("%d segments, and the run ends by %s at %v", i, r.Ended(), r.Duration())
	}
	w := r.At(r.Frames() - 1)
	w.Living(func(conn uint32) bool {
		t.Errorf("connection %d is left: %v", conn, w.Conn(conn).State)
		return true
	})
	w.Listeners(func(l sim.Listening) bool {
		if l.HalfOpen != 0 || l.Queue != 0 {
			t.Errorf("the listening socket is left with %d half-open and %d waiting", l.HalfOpen, l.Queue)
		}
		return true
	})
}

// ghost is a scenario in which a copy of one segment arrives late.
func ghost(to, of string, late time.Duration) string {
	return fmt.Sprintf("profile: rfc\nlink: {delay: 5ms}\nconnections:\n"+
		"  - {client: [connect, {write: 100}, close], server: [accept, {read: 100}, read_eof, close]}\n"+
		"faults:\n  - {name: late copy, duplicate: {nth: 1, of: %s, %s}, by: %v}\n", of, to, late)
}

// TestOldDuplicatesEnd delivers a copy of each kind of segment in each state of the receiver: whatever it
// reaches, the run ends by itself and no control block is left.
func TestOldDuplicatesEnd(t *testing.T) {
	states := map[tcp.State]bool{}
	for _, profile := range tcp.ProfileNames {
		for _, of := range []string{"syn", "ack", "data", "fin"} {
			for _, to := range []string{"to: server", "to: client"} {
				for _, late := range []time.Duration{1, 2, 3, 4, 5, 6, 8, 10, 15, 25, 300, 100_000, 300_000} {
					cfg := parse(t, ghost(to, of, late*2*time.Millisecond))
					r := mustRun(t, cfg, sim.Change{Knob: "profile", Value: profile})
					what := fmt.Sprintf("%s, %s %s, %v late", profile, of, to, 2*late*time.Millisecond)
					for !r.Extend(1) {
						w := r.At(r.Frames() - 1)
						if err := w.Check(); err != nil {
							t.Fatalf("%s: %v", what, err)
						}
						for _, s := range w.Conn(0).State {
							states[s] = true
						}
					}
					w := r.At(r.Frames() - 1)
					w.Living(func(conn uint32) bool {
						t.Errorf("%s: connection %d is left: %v", what, conn, w.Conn(conn).State)
						return true
					})
					if r.Ended() != rule.RunEnd {
						t.Errorf("%s: ends by %s", what, r.Ended())
					}
				}
			}
		}
	}
	for _, s := range []tcp.State{tcp.Listen, tcp.SynSent, tcp.SynReceived, tcp.Established, tcp.FinWait1,
		tcp.FinWait2, tcp.LastAck, tcp.TimeWait, tcp.Closed} {
		if !states[s] {
			t.Errorf("no copy in state %s is tried", s)
		}
	}
}
