package sim_test

import (
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
)

// TestRecorded reverses the recorded fate of every packet. Without slack the queue decides as
// before. With slack some packets follow the recording, and no others change.
func TestRecorded(t *testing.T) {
	base := func() *sim.Config {
		c := bulk("linux", 300_000, 1)
		for d := range c.Links[0].Dir {
			c.Links[0].Dir[d].RateBps, c.Links[0].Dir[d].QueuePackets = 10_000_000, 10
		}
		return c
	}
	r := mustRun(t, base())
	r.Finish()
	var turned sim.Recorded
	drops := 0
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		if e.Kind == sim.EvSend {
			kept := e.At2 != sim.Never
			turned.List = append(turned.List, sim.RecordedPacket{Dir: e.Dir, Conn: e.Conn, Seq: e.Seg.Seq,
				Ack: e.Seg.Ack, Len: e.Seg.Len, At: e.At, Dropped: kept, Took: -1})
		}
		if e.Kind == sim.EvLost && e.Rule == rule.QueueDrop {
			drops++
		}
		return true
	})
	turned.Sort()
	if drops == 0 {
		t.Fatal("no packet was dropped: the test shows nothing")
	}
	for _, c := range []struct {
		slack sim.Time
		same  bool
	}{{-1, true}, {1_200_000, false}} {
		cfg := base()
		cfg.Recorded = turned
		cfg.Recorded.Slack = c.slack
		got := mustRun(t, cfg)
		got.Finish()
		if same := got.Hash() == r.Hash(); same != c.same {
			t.Errorf("slack %v: the run is the same: %v, want %v", c.slack, same, c.same)
		}
	}
}
