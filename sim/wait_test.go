package sim_test

import (
	"testing"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// TestWaitIsCausedByArrival checks at a server with one worker that a request which waits does so
// because it has arrived, and for nothing else that the frame has begun with.
func TestWaitIsCausedByArrival(t *testing.T) {
	for strategy, want := range map[string]rule.ID{"pipeline": rule.HeadOfLine, "persistent-parallel": rule.Workers} {
		r := mustRun(t, parse(t, "link: {delay: 5ms, rate: 10Mbit/s}\nhttp: {requests: [{size: 1kB, count: 6}], "+
			"connections: 2, think: 50ms, workers: 1, strategy: "+strategy+"}\n"))
		r.Finish()
		waits := 0
		r.Each(0, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
			if http.Kind(e.Sub) != http.Queued || e.Rule != want {
				return true
			}
			waits++
			c := r.Event(e.Cause)
			if c == nil || c.Kind != sim.EvHTTP || http.Kind(c.Sub) != http.Arrived || c.Req != e.Req {
				t.Errorf("frame %d: request %d waits by %s because of %+v", e.ID.Frame(), e.Req, e.Rule, c)
			}
			return true
		})
		if waits == 0 {
			t.Errorf("%s: nothing waits by %s", strategy, want)
		}
	}
}

// TestEvictionLetsRequestsGoOn checks that a request to a second host goes on when the only
// connection that is allowed has been closed for it.
func TestEvictionLetsRequestsGoOn(t *testing.T) {
	r := mustRun(t, parse(t, "link: {delay: 5ms}\nhttp:\n  requests: [{size: 1kB}, {size: 1kB, server: images}, {size: 1kB}]\n"+
		"  strategy: persistent\n  total: 1\n  servers: [{name: images}]\n"))
	httpEnds(t, "one connection for two hosts", r)
	waits := 0
	r.Each(0, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
		if http.Kind(e.Sub) == http.Queued && e.Rule == rule.PoolTotal {
			waits++
		}
		return true
	})
	if p := r.At(r.Frames() - 1).Progress(); p.Done != 3 || waits == 0 {
		t.Errorf("%+v, %d waits for room among the connections", p, waits)
	}
}

// TestSleepWakesLate checks that a sleep lasts as much longer as its host takes to wake a process.
func TestSleepWakesLate(t *testing.T) {
	const pause, wake = 10_000_000, 300_000
	c := bulk("rfc", 1000, 1)
	c.Hosts[0].Wake = wake
	c.Conns[0].Client = []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpSleep, Pause: pause}, {Op: sim.OpWrite, Bytes: 100},
		{Op: sim.OpReadEOF}, {Op: sim.OpClose}}
	r := mustRun(t, c)
	r.Finish()
	at := map[sim.Op]sim.Time{}
	r.Each(0, r.Frames(), 1<<sim.EvCall, func(e *sim.Event) bool {
		if _, ok := at[e.Op]; !ok && e.Side == 0 {
			at[e.Op] = e.At
		}
		return true
	})
	if took := at[sim.OpWrite] - at[sim.OpSleep]; took != pause+wake {
		t.Errorf("the sleep takes %v, expected %v", took, sim.Time(pause+wake))
	}
}
