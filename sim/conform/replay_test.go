package conform

import (
	"path/filepath"
	"testing"

	"teacp/sim"
	"teacp/sim/tcp"
)

// TestReplay checks that the replay of a recording sends, loses and delivers the same segments at
// the same times, and that seeking gives the same world as stepping.
func TestReplay(t *testing.T) {
	files, err := filepath.Glob("../testdata/linux/traces/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		tr, err := Parse(read(t, f))
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := tr.Replay()
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		r, err := sim.New(cfg, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Finish()
		sameSegments(t, tr, r)
		arrivals(t, tr, r)
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Errorf("%s: %v", tr.Case.Name, err)
		}
		for f := r.Frames() - 1; f >= 0; f -= max(r.Frames()/7, 1) {
			at := r.At(f)
			if at.Frame() != f || len(r.Events(f)) == 0 {
				t.Errorf("%s: frame %d: expected its world and an event", tr.Case.Name, f)
			}
		}
	}
}

func sameSegments(t *testing.T, tr *Trace, r *sim.Run) {
	t.Helper()
	list := Simulated(r)
	if len(list) != len(tr.Segments) {
		t.Fatalf("%s: expected %d segments, found %d", tr.Case.Name, len(tr.Segments), len(list))
	}
	for i := range list {
		a, b := &tr.Segments[i], &list[i]
		d := a.TSentUs - b.TSentUs
		if a.Conn != b.Conn || a.Dir != b.Dir || a.Flags != b.Flags || a.Seq != b.Seq || a.Ack != b.Ack ||
			a.Len != b.Len || a.Win != b.Win || a.Retrans && !b.Retrans || d > 0.01 || d < -0.01 {
			t.Fatalf("%s: segment %d: expected\n%s\n%s", tr.Case.Name, i, a.Line(), b.Line())
		}
	}
}

// arrivals compares the arrivals and losses of a replay with the recording.
func arrivals(t *testing.T, tr *Trace, r *sim.Run) {
	t.Helper()
	want, lost := 0, 0
	for i := range tr.Segments {
		if tr.Segments[i].Drop != "" {
			lost++
			continue
		}
		want++
		if tr.Segments[i].TRecvDupUs != nil {
			want++
		}
	}
	r.Each(0, r.Frames(), 1<<sim.EvRecv|1<<sim.EvLost, func(e *sim.Event) bool {
		sent := r.Event(e.Cause)
		if sent == nil || sent.Kind != sim.EvSend || sent.Seg != e.Seg {
			t.Fatalf("%s: %s at frame %d: expected the sending as the cause", tr.Case.Name, e.Kind, e.ID.Frame())
		}
		if e.Kind == sim.EvLost {
			lost--
		} else {
			want--
		}
		return true
	})
	if want != 0 || lost != 0 {
		t.Errorf("%s: %d arrivals and %d losses are missing", tr.Case.Name, want, lost)
	}
	flying := 0
	r.At(r.Frames() - 1).Flying(func(*sim.Packet) bool { flying++; return true })
	if flying != 0 {
		t.Errorf("%s: %d packets are in flight at the end", tr.Case.Name, flying)
	}
}

// TestReplayStates checks that the states inferred from the segments are those of the kernel's last
// readings.
func TestReplayStates(t *testing.T) {
	for _, c := range []struct {
		name string
		want [2]tcp.State
	}{
		{"basic_client_close", [2]tcp.State{tcp.TimeWait, tcp.Closed}},
		{"basic_server_close", [2]tcp.State{tcp.Closed, tcp.TimeWait}},
		{"fin_simultaneous", [2]tcp.State{tcp.TimeWait, tcp.TimeWait}},
		{"rst_linger0", [2]tcp.State{tcp.Closed, tcp.Closed}},
	} {
		tr, err := Parse(read(t, "../testdata/linux/traces/"+c.name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := tr.Replay()
		if err != nil {
			t.Fatal(err)
		}
		r, _ := sim.New(cfg, nil)
		r.Finish()
		if got := r.At(r.Frames() - 1).Conn(0).State; got != c.want {
			t.Errorf("%s: expected %v at the end, found %v", c.name, c.want, got)
		}
	}
}
