package sim_test

import (
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// TestPortReusedInTimeWait lets a client with one port fetch three objects from a server that closes first:
// each new SYN ends the server's TIME-WAIT of the connection before, and the listening socket takes it.
func TestPortReusedInTimeWait(t *testing.T) {
	for _, profile := range tcp.ProfileNames {
		r := mustRun(t, parse(t, "profile: "+profile+"\nhosts: {client: {ports: 5000-5000}}\nlink: {delay: 5ms}\n"+
			"http: {requests: [{path: /, size: 100}], strategy: serial, transactions: 3}\n"))
		r.Finish()
		reused, answers := 0, 0
		var port [3]uint16
		r.Each(0, r.Frames(), 1<<sim.EvState|1<<sim.EvConnected, func(e *sim.Event) bool {
			switch {
			case e.Kind == sim.EvState && e.Rule == rule.TwRecycled:
				if reused++; e.Side != 1 || tcp.State(e.A) != tcp.TimeWait || tcp.State(e.B) != tcp.Closed {
					t.Errorf("%s: side %d goes from %v to %v", profile, e.Side, tcp.State(e.A), tcp.State(e.B))
				}
			case e.Kind == sim.EvConnected && e.Side == 1:
				port[answers] = r.At(r.Frames() - 1).Conn(e.Conn).Port[0]
				answers++
			}
			return true
		})
		if reused != 2 || answers != 3 || port != [3]uint16{5000, 5000, 5000} {
			t.Errorf("%s: %d times TIME-WAIT ended by a new SYN, %d connections from the ports %v", profile, reused,
				answers, port)
		}
	}
}
