package sim

import (
	"teacp/sim/agent"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// A proxy accepts connections like a server and opens others like a client: two connections
// of their own for each request. What it takes out of a message and what it lets through is
// decided in package http.

// forward passes a request that has arrived on to the next hop.
func (s acceptor) forward(x uint32, cause EventID) {
	w, a := s.w, &s.w.agents
	ex := a.Ex(x)
	ex.State = agent.ExWorking
	d := agent.DestBehind(w.page(), int(a.Hop(s.ci))+1, w.page().Object(int32(ex.Req)).Site)
	m, v := http.Forward(a.Relay(s.ci), &ex.Ask, a.Dests.At(d).Last)
	u := a.AddUpstream(x, m)
	id := w.emitHTTP(http.Forwarded, x, 1, v.Rule, cause, v.A, v.B)
	connQueue{w, d}.add(u, id)
}

// downstream is the exchange before the proxy that exchange u serves, and the proxy's end of its
// connection.
func (w *World) downstream(u uint32) (uint32, acceptor) {
	x := w.agents.Ex(u).Down
	return x, w.acceptor(w.agents.Ex(x).Conn - 1)
}

// relay passes back what has come of an answer from the next hop.
func (o opener) relay(u uint32, cause EventID) {
	w, a := o.w, &o.w.agents
	up := a.Ex(u)
	x, s := w.downstream(u)
	ex := a.Ex(x)
	if s.c.Closed[1] || up.AnsGot < up.AnsHead {
		return
	}
	if ex.Ans.Status == 0 {
		m := http.Return(a.Relay(s.ci), &ex.Ask, &up.Ans)
		a.SetAnswer(w.page(), s.ci, x, m)
		s.c.Last = http.Verdict{Do: http.Close, Rule: rule.NotPersistent}
		if m.Fields&http.ConnClose == 0 && m.Framing != http.FramingClose {
			s.c.Last = http.Verdict{Do: http.Keep, Rule: rule.Persistent}
		}
		gone := up.Ans.HopByHop() &^ m.HopByHop()
		r := rule.HopByHop
		if s.isBlind() {
			r = rule.BlindRelay
		}
		cause = w.emitHTTP(http.Relayed, x, 1, r, cause, int64(gone), int64(m.Status))
	}
	ex.AnsReady = ex.Ready(up)
	s.writeAnswer(cause)
}

// upstreamLost goes on after the connection behind the proxy ended before the answer.
func (w *World) upstreamLost(u uint32, cause EventID) {
	x, s := w.downstream(u)
	ex := w.agents.Ex(x)
	if s.c.Closed[1] || s.c.Cur != x {
		return
	}
	if s.isBlind() || ex.Ans.Status != 0 {
		s.close(rule.PeerClosed, cause)
		return
	}
	s.c.Last = http.Verdict{Do: http.Close, Rule: rule.BadGateway}
	w.agents.SetAnswer(w.page(), s.ci, x, http.BadGateway(&ex.Ask))
	ex.AnsReady = ex.AnsLen
	s.writeAnswer(w.emitHTTP(http.Served, x, 1, rule.BadGateway, cause, 0, 502))
}

// upstreamClosed makes a blind relay close when the server behind it has closed.
func (o opener) upstreamClosed(cause EventID) {
	u := o.c.LastDone
	if u == 0 || o.w.agents.Ex(u).Down == 0 {
		return
	}
	if _, s := o.w.downstream(u); s.isBlind() && !s.c.Closed[1] {
		s.close(rule.PeerClosed, cause)
	}
}

// reportStuck reports, once, that a blind relay does not read what its client has sent.
func (s acceptor) reportStuck(cause EventID) {
	c := s.c
	if c.Stuck {
		return
	}
	c.Stuck = true
	ex := s.w.agents.Ex(c.Cur)
	next := c.In
	if next == 0 {
		next = c.Cur
	}
	s.w.emitHTTP(http.Stuck, next, 1, rule.BlindRelay, cause, int64(http.Hang(&ex.Ask, &ex.Ans)), 0)
}

// downstreamClosed goes on after the proxy has closed its connection towards its client: what it was
// fetching (x) is given up, and when the page is done idle connections behind it are closed.
func (s acceptor) downstreamClosed(x uint32, cause EventID) {
	w, a := s.w, &s.w.agents
	hop := a.Hop(s.ci) + 1
	if x != 0 && a.Ex(x).Up != 0 {
		u := a.Ex(a.Ex(x).Up)
		if u.Conn != 0 && (u.State != agent.ExDone || s.isBlind()) {
			if up := w.opener(u.Conn - 1); !up.c.Closed[0] {
				up.c.DropUnanswered()
				up.close(rule.PeerClosed, cause)
			}
		}
	}
	if !a.Over {
		return
	}
	for d := range uint32(a.Dests.Len()) {
		if a.Dests.At(d).Hop != hop {
			continue
		}
		a.EachLive(d, func(ci uint32, c *agent.Conn) {
			if c.Connected && c.Depth == 0 {
				w.opener(ci).close(rule.ClientDone, cause)
			}
		})
	}
}
