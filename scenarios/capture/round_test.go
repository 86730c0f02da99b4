package capture_test

import (
	"bytes"
	"slices"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/capture"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
	"teacp/views/export"
)

// exported is a run as pcapng.
func exported(t *testing.T, r *sim.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	f, _ := export.ByName("pcapng")
	if err := f.Write(&b, &export.Input{Run: r, Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened is a capture in memory as a run.
func opened(t *testing.T, data []byte) *sim.Run {
	t.Helper()
	c, err := capture.New("memory", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r := simtest.Of(t, c.Config())
	return r
}

// sent are the segments of a run in order of sending.
func sent(r *sim.Run) []sim.Event {
	var out []sim.Event
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		out = append(out, *e)
		return true
	})
	return out
}

// TestRoundTrip: what a scenario exports as a capture is, opened, the same ladder segment by
// segment: connection, direction, flags, numbers, options, window and time.
func TestRoundTrip(t *testing.T) {
	for _, meta := range scenarios.List() {
		for _, profile := range []string{"rfc", "linux"} {
			r := scenariotest.Run(t, meta.Name, sim.Change{Knob: "profile", Value: profile})
			if r.Stats().Segments == 0 || r.Stats().Segments > 200_000 {
				continue
			}
			compare(t, meta.Name+" under "+profile, sent(r), sent(opened(t, exported(t, r))))
		}
	}
}

func compare(t *testing.T, name string, want, got []sim.Event) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s: expected %d segments, found %d", name, len(want), len(got))
		return
	}
	conns := map[uint32]uint32{}
	for i := range want {
		a, b := want[i], got[i]
		id, known := conns[a.Conn]
		if !known {
			id, conns[a.Conn] = b.Conn, b.Conn
		}
		// A window is a multiple of its scale on the wire, and 65535 at most without one.
		unscaled := a.Seg.Wnd - b.Seg.Wnd
		b.Seg.Wnd = a.Seg.Wnd
		if a.Seg.Flags&tcp.ACK == 0 { // the field says nothing
			b.Seg.Ack = a.Seg.Ack
		}
		if a.Seg.Flags&tcp.RST != 0 && a.Seg.Seq == 0 { // from no connection: there was no SYN to count from
			b.Seg.Seq = a.Seg.Seq
		}
		if id != b.Conn || a.Side != b.Side || a.At-want[0].At != b.At-got[0].At || a.Seg != b.Seg || unscaled < 0 ||
			unscaled >= 1<<14 ||
			a.A != b.A {
			t.Errorf(
				"%s: segment %d:\nexpected #%d %d %v %+v\nfound    #%d %d %v %+v",
				name,
				i,
				id,
				a.Side,
				a.At,
				a.Seg,
				b.Conn,
				b.Side,
				b.At,
				b.Seg,
			)
			return
		}
		if a.Flag&sim.FlagRetrans != 0 && b.Flag&sim.FlagRetrans == 0 {
			t.Errorf("%s: segment %d at %v: sent again, and not told (%s, seen as %s)", name, i, a.At, a.Rule, b.Rule)
		}
	}
}

// TestBothEnds: a capture of both hosts shows every packet once as sent, and tells the second
// sighting of each that arrived as such, with the time that it took.
func TestBothEnds(t *testing.T) {
	r := scenariotest.Run(t, "reliable-stream")
	var b bytes.Buffer
	f, _ := export.ByName("pcapng")
	if err := f.Write(&b, &export.Input{Run: r, Lang: "en", Vantage: "both"}); err != nil {
		t.Fatal(err)
	}
	both := opened(t, b.Bytes())
	compare(t, "both ends", sent(r), sent(both))
	var want, got []sim.Time
	r.Each(0, r.Frames(), 1<<sim.EvRecv, func(e *sim.Event) bool {
		want = append(want, sim.Time(e.A))
		return true
	})
	both.Each(0, both.Frames(), 1<<sim.EvInfer, func(e *sim.Event) bool {
		if e.Rule == rule.SeenTwice {
			got = append(got, sim.Time(e.A))
		}
		return true
	})
	if !slices.Equal(want, got) {
		t.Errorf("expected every arrival as a second sighting, with the time that it took:\n%v\n%v", want, got)
	}
}
