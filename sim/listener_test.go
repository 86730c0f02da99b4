package sim_test

import (
	"fmt"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/simtest"
)

// backlogScenario has more connections than one listening socket takes before its application accepts.
var backlogScenario = atOnePort("linux", 1, 9*time.Second, 0, 0, 0, 0)

// atOnePort is a scenario of clients that connect to one port at the given times, and of a server that
// accepts from a time on, as they come.
func atOnePort(profile string, backlog int, accept time.Duration, connect ...time.Duration) string {
	src := fmt.Sprintf("profile: %s\nlink: {delay: 15ms}\nhosts: {server: {backlog: %d}}\nconnections:\n", profile, backlog)
	for _, at := range connect {
		src += fmt.Sprintf("  - {server_port: 80, client: [{sleep: %v}, connect, {write: 10}, read_eof], "+
			"server: [{sleep: %v}, accept, {read: 10}, close]}\n", at, accept)
	}
	return src
}

// connectTimes is how long each connect took, in milliseconds.
func connectTimes(r *sim.Run) []time.Duration {
	out := make([]time.Duration, r.At(r.Frames()-1).Conns())
	r.Each(0, r.Frames(), 1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		if e.Op == sim.OpConnect && e.Kind == sim.EvCall {
			out[e.Conn] = -e.At
		} else if e.Op == sim.OpConnect {
			out[e.Conn] += e.At
		}
		return true
	})
	return out
}

// TestBacklog compares how long connect takes with a Linux kernel (6.18, tcp_syncookies=0) whose server
// listens with this backlog and accepts late. The simulation's timers are exact; a kernel's come up to
// 256 ms late.
func TestBacklog(t *testing.T) {
	ms := time.Millisecond
	for _, c := range []struct {
		name    string
		backlog int
		accept  time.Duration
		connect []time.Duration
		kernel  []time.Duration // how long connect took there
		rules   []rule.ID       // what drops segments
	}{
		{"four at once", 1, 8700 * ms, []time.Duration{0, 0, 0, 0}, []time.Duration{31 * ms, 31 * ms, 11209 * ms, 11209 * ms},
			[]rule.ID{rule.SynQueue, rule.Backlog}},
		{"one after the other", 1, 2500 * ms, []time.Duration{0, 200 * ms, 400 * ms, 600 * ms},
			[]time.Duration{31 * ms, 31 * ms, 3095 * ms, 2062 * ms}, []rule.ID{rule.Backlog}},
		{"no backlog", 0, 1700 * ms, []time.Duration{0, 200 * ms, 200 * ms}, []time.Duration{37 * ms, 2073 * ms, 3093 * ms},
			[]rule.ID{rule.Backlog, rule.SynQueue}},
		{"room for one of two", 1, 1700 * ms, []time.Duration{0, 200 * ms, 200 * ms}, []time.Duration{31 * ms, 39 * ms, 39 * ms},
			[]rule.ID{rule.AcceptFull}},
	} {
		r := simtest.Of(t, parse(t, atOnePort("linux", c.backlog, c.accept, c.connect...)))
		for i, got := range connectTimes(r) {
			if late := c.kernel[i] - got; late < 0 || late > 256*ms {
				t.Errorf("%s: connection %d: connect takes %v, a kernel %v", c.name, i, got, c.kernel[i])
			}
		}
		seen := map[rule.ID]bool{}
		r.Each(0, r.Frames(), 1<<sim.EvIgnored, func(e *sim.Event) bool {
			seen[e.Rule] = true
			return true
		})
		for _, id := range c.rules {
			if !seen[id] {
				t.Errorf("%s: no segment is ignored by %s", c.name, id)
			}
		}
	}
}
