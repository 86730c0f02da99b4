package capture_test

import (
	"bytes"
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/views/export"
)

// TestInfer holds what is inferred from captures of simulations, made at three places, to
// what the simulation did: how often Nagle's algorithm and a full congestion window held
// something, and whether an ACK was delayed.
func TestInfer(t *testing.T) {
	for _, c := range []struct {
		scenario     string
		nagle        [2]int // at least, at most
		cwnd, delack [2]int
	}{
		{"nagle-delayed-ack", [2]int{1, 1}, [2]int{}, [2]int{1, 1}},
		{"nagle", [2]int{3, 4}, [2]int{}, [2]int{}},
		{"nodelay", [2]int{}, [2]int{}, [2]int{}},
		{"delayed-ack", [2]int{}, [2]int{}, [2]int{1, 1}},
		{"slow-start", [2]int{}, [2]int{3, 4}, [2]int{0, 4}}, // once a flight
	} {
		for _, vantage := range []string{"wire", "client", "server"} {
			r := scenariotest.Run(t, c.scenario)
			var b bytes.Buffer
			f, _ := export.ByName("pcapng")
			if err := f.Write(&b, &export.Input{Run: r, Lang: "en", Vantage: vantage}); err != nil {
				t.Fatal(err)
			}
			o := opened(t, b.Bytes())
			n := map[rule.ID]int{}
			o.Each(0, o.Frames(), 1<<sim.EvInfer, func(e *sim.Event) bool {
				n[e.Rule]++
				return true
			})
			for _, x := range []struct {
				id   rule.ID
				want [2]int
			}{{rule.InferNagle, c.nagle}, {rule.InferCwnd, c.cwnd}, {rule.InferDelayedAck, c.delack}} {
				if got := n[x.id]; got < x.want[0] || got > x.want[1] {
					t.Errorf(
						"%s seen at %s: %s: expected %d to %d, found %d",
						c.scenario,
						vantage,
						x.id,
						x.want[0],
						x.want[1],
						got,
					)
				}
			}
		}
	}
}
