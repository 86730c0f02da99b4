package agent

import (
	"testing"

	"teacp/sim/http"
)

// TestWorkers checks that a host's workers serve exchanges in the order in which they came, pass over
// those whose connection was closed meanwhile, and are free again at the end.
func TestWorkers(t *testing.T) {
	const host = 1
	var a State
	a.Init(&http.Config{}, 2, 10)
	a.Set.Workers = 1
	for n := range uint32(3) { // exchange n+1 is on connection n
		a.Exs.Push(Exchange{Conn: n + 1})
		a.Conns.Push(Conn{})
	}
	for _, c := range []struct {
		x    uint32
		busy int64
		ok   bool
	}{{1, 1, true}, {2, 1, false}, {3, 1, false}} {
		if busy, ok := a.TakeWorker(host, c.x); busy != c.busy || ok != c.ok {
			t.Fatalf("exchange %d: %d busy, %t; expected %d, %t", c.x, busy, ok, c.busy, c.ok)
		}
	}
	a.Conn(1).Closed[1] = true
	for _, want := range []uint32{3, 0} {
		if got := a.FreeWorker(host); got != want {
			t.Fatalf("the free worker goes to exchange %d, expected %d", got, want)
		}
	}
	if busy, ok := a.TakeWorker(host, 1); busy != 1 || !ok {
		t.Errorf("after all have been served %d workers are busy, %t", busy, ok)
	}
}
