package cli

import (
	"encoding/json"
	"testing"
)

// TestNagleNumbers: what switching either mechanism off saves is what the run waited for.
func TestNagleNumbers(t *testing.T) {
	delivered := func(args ...string) int64 {
		t.Helper()
		code, out, stderr := teacp(append([]string{"run", "nagle-delayed-ack", "--format", "json"}, args...)...)
		if code != exitDone {
			t.Fatal(stderr)
		}
		var tr struct {
			Segments []struct {
				Dir   string
				Seq   int64
				Len   int64
				TRecv float64 `json:"t_recv_us"`
			}
		}
		if err := json.Unmarshal([]byte(out), &tr); err != nil {
			t.Fatal(err)
		}
		for _, s := range tr.Segments {
			if s.Dir == "c2s" && s.Seq <= 101 && 101 < s.Seq+s.Len {
				return int64(s.TRecv*1000 + 0.5)
			}
		}
		t.Fatal("the second write is never delivered")
		return 0
	}
	const delayedAck = 200_000_000
	base := delivered()
	if d := base - delivered("--set", "server.delayed_ack=off"); d != delayedAck {
		t.Errorf("without delayed ACK: expected %d ns less, found %d", int64(delayedAck), d)
	}
	// The round trip is that of the first write and its ACK: two delays of 25 ms, 140 and 40
	// bytes at 10 Mbit/s; the second write's own 112 µs are then spent behind the first's.
	const roundTrip = 2*25_000_000 + (140+40)*8*100
	if d := base - delivered("--set", "client.nagle=off"); d != delayedAck+roundTrip-140*8*100 {
		t.Errorf("without Nagle: expected %d ns less, found %d", int64(delayedAck+roundTrip-140*8*100), d)
	}
}
