package sim_test

import (
	"fmt"
	"math/rand"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

// upload is one connection over which the client sends bytes to a server that reads all of it.
func upload(profile string, bytes int64, delay sim.Time, rateBps int64) *sim.Config {
	p, _ := tcp.Profile(profile)
	c := &sim.Config{Name: "upload", Seed: 1,
		Hosts: []sim.HostConfig{{Name: "client", Profile: profile, Policy: p}, {Name: "server", Profile: profile, Policy: p}},
		Links: []sim.LinkConfig{{A: 0, B: 1}},
		Conns: []sim.ConnScript{{ServerHost: 1, ClientPort: 40001, ServerPort: 8001,
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpWrite, Bytes: bytes}, {Op: sim.OpClose}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpReadEOF}, {Op: sim.OpClose}}}}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: delay, RateBps: rateBps}
	}
	return c
}

// sentBy lists what one end sent, as text.
func sentBy(r *sim.Run, side uint8) (out []string) {
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		if e.Kind == sim.EvSend && e.Side == side {
			out = append(out, fmt.Sprintf("%s %d:%d ack %d win %d", e.Seg.Flags, e.Seg.Seq, e.Seg.Len, e.Seg.Ack, e.Seg.Wnd))
		}
		return true
	})
	return out
}

// TestUnlimitedRateIsLimitOfFasterLinks expects of a link without a rate what the fastest link shows: a reader
// takes each segment before the next arrives, and the receive window grows as it does there.
func TestUnlimitedRateIsLimitOfFasterLinks(t *testing.T) {
	rnd := rand.New(rand.NewSource(12))
	for i := range 12 {
		profile := tcp.ProfileNames[i%3]
		bytes := 1 + rnd.Int63n(600_000)
		delay := sim.Time(1+rnd.Int63n(40)) * time.Millisecond
		none, fast := simtest.Of(t, upload(profile, bytes, delay, 0)), simtest.Of(t, upload(profile, bytes, delay, 1e12))
		for side := range uint8(2) {
			a, b := sentBy(none, side), sentBy(fast, side)
			for k := range min(len(a), len(b)) {
				if a[k] != b[k] {
					t.Fatalf("%s, %d bytes, %v, side %d, segment %d: unlimited %s, 1 Tbit/s %s", profile, bytes, delay, side, k,
						a[k], b[k])
				}
			}
			if len(a) != len(b) {
				t.Fatalf("%s, %d bytes, %v, side %d: unlimited %d segments, 1 Tbit/s %d", profile, bytes, delay, side, len(a),
					len(b))
			}
		}
	}
}

// TestUnlimitedRateTunesReceiveWindow is a recording on Linux 6.18: 1 MB over 10 ms without a rate takes 131 ms
// from the first segment to the arrival of the last, and the window grows beyond 700 kB.
func TestUnlimitedRateTunesReceiveWindow(t *testing.T) {
	r := simtest.Of(t, upload("linux", 1_000_000, 10*time.Millisecond, 0))
	first, last, window := sim.Never, sim.Time(0), int64(0)
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		switch {
		case e.Kind == sim.EvSend && e.Side == 0 && e.Seg.Len > 0:
			first, last = min(first, e.At), e.At2
		case e.Kind == sim.EvSend && e.Side == 1 && e.Seg.Flags&tcp.SYN == 0:
			window = max(window, int64(e.Seg.Wnd))
		}
		return true
	})
	if took := last - first; took < 128*time.Millisecond || took > 134*time.Millisecond || window < 700_000 {
		t.Errorf("expected 131 ms and a window beyond 700 kB, found %v and %d bytes", took, window)
	}
}
