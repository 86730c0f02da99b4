package capture_test

import (
	"os"
	"path/filepath"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/capture"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
)

// TestSimulate: what is made of every connection of every recorded capture is a scenario
// without a mistake, and its simulation carries the same bytes both ways, in about the time.
func TestSimulate(t *testing.T) {
	files, err := filepath.Glob("testdata/*.pcap*")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	made := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		real := opened(t, data)
		for conn := 0; conn < real.At(real.Frames()-1).Conns(); conn++ {
			text, err := capture.Scenario(real, uint32(conn))
			if err != nil {
				t.Logf("%s: %v", name, err)
				continue
			}
			sc, problems := scenarios.Parse("made.yaml", []byte(text))
			if len(problems) > 0 {
				t.Errorf("%s, connection %d: %v\n%s", name, conn, problems, text)
				continue
			}
			r := simtest.Of(t, sc.Config)
			made++
			alike(t, name, text, real, uint32(conn), r)
		}
	}
	if made < 20 {
		t.Errorf("expected scenarios from twenty connections, found %d", made)
	}
}

// tally is what both runs are compared by.
type tally struct {
	bytes       [2]int64
	again       int
	first, last sim.Time
}

func count(r *sim.Run, conn uint32) tally {
	c := tally{first: -1}
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Conn != conn {
			return true
		}
		if c.first < 0 {
			c.first = e.At
		}
		if e.Flag&sim.FlagRetrans != 0 {
			c.again++
		}
		if e.Seg.Len > 0 {
			c.bytes[e.Side] = max(c.bytes[e.Side], e.Seg.Seq+int64(e.Seg.Len)-1)
			c.last = e.At
		}
		return true
	})
	return c
}

// apart are recordings whose simulation takes another time, and why.
var apart = map[string]string{
	"kernel-late_retransmission-client.pcap": "what was late is on the way, and the capture does not show where",
	"kernel-late_retransmission-server.pcap": "as the same case at the client",
	"kernel-rto_backoff_notlp-client.pcap":   "tail loss probes were off, which no packet says",
	"zero-window.pcap":                       "the reader took 3000 bytes at a time, which no packet says",
	"midstream-keepalive.pcap":               "one byte before the recording is counted",
}

func alike(t *testing.T, name, text string, real *sim.Run, conn uint32, r *sim.Run) {
	t.Helper()
	a, b := count(real, conn), count(r, 0)
	ta, tb := a.last-a.first, b.last-b.first
	d := max(ta-tb, tb-ta)
	t.Logf(
		"%-45s #%d: %v in %v with %d again, simulated %v in %v with %d",
		filepath.Base(name),
		conn,
		a.bytes,
		ta,
		a.again,
		b.bytes,
		tb,
		b.again,
	)
	if apart[filepath.Base(name)] != "" {
		return
	}
	if a.bytes != b.bytes || d > 10_000_000+ta/4 {
		t.Errorf(
			"%s, connection %d: expected %v in %v, simulated %v in %v\n%s",
			name,
			conn,
			a.bytes,
			ta,
			b.bytes,
			tb,
			text,
		)
	}
}

// TestAlone: one connection of a capture is a run of its own that begins with its first
// packet, with the same segments as in the whole.
func TestAlone(t *testing.T) {
	const file = "testdata/reuse.pcap"
	whole, err := scenarios.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	r := simtest.Of(t, whole.Config)
	for conn := uint32(0); conn < 2; conn++ {
		a := scenariotest.Run(t, file+"#"+string(rune('0'+conn)))
		var want []sim.Event
		for _, e := range sent(r) {
			if e.Conn == conn {
				want = append(want, e)
			}
		}
		got := sent(a)
		if len(got) == 0 || got[0].At != 0 || got[0].Conn != 0 {
			t.Fatalf("connection %d: expected it from time 0 on, found %d segments", conn, len(got))
		}
		compare(t, file, want, got)
	}
	for _, bad := range []string{"#9", "#x", "#0:other", "#"} {
		if _, err := scenarios.Load(file + bad); err == nil {
			t.Errorf("%s%s: expected an error", file, bad)
		}
	}
}
