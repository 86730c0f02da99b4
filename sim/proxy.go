package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
)

// A proxy accepts connections like a server and opens others like a client: two connections
// of their own for each request. What it takes out of a message and what it lets through is
// decided in package http.

// forward passes a request that has arrived on to the next hop.
func (w *World) forward(ci, x uint32, cause EventID) {
	hop := int(w.agents.dests.At(w.agentConn(ci).dest).hop) + 1
	ex := w.ex(x)
	ex.state = exWorking
	d := w.destOf(hop, w.object(ex.req).Site)
	m, v := http.Forward(w.relayOf(ci), &ex.ask, w.agents.dests.At(d).last)
	u := w.agents.exs.Push(exchange{req: ex.req, down: x, ask: m}) + 1
	w.ex(x).up = u
	id := w.tell(http.Forwarded, x, 1, v.Rule, cause, v.A, v.B)
	w.queueUp(d, u, id)
}

// relay passes back what has come of an answer from the next hop.
func (w *World) relay(u uint32, cause EventID) {
	up := w.ex(u)
	x := up.down
	d := w.ex(x)
	ci := d.conn - 1
	ac := w.agentConn(ci)
	if ac.closed[1] || up.ansGot < up.ansHead {
		return
	}
	blind := w.relayOf(ci) == http.RelayBlind
	if d.ans.Status == 0 {
		m := http.Return(w.relayOf(ci), &d.ask, &up.ans)
		w.replies(ci, x, m)
		ac.last = http.Verdict{Do: http.Close, Rule: rule.NotPersistent}
		if m.Fields&http.ConnClose == 0 && m.Framing != http.FramingClose {
			ac.last = http.Verdict{Do: http.Keep, Rule: rule.Persistent}
		}
		gone := up.ans.HopByHop() &^ m.HopByHop()
		r := rule.HopByHop
		if blind {
			r = rule.BlindRelay
		}
		cause = w.tell(http.Relayed, x, 1, r, cause, int64(gone), int64(m.Status))
		d = w.ex(x)
	}
	d.ansReady = d.ready(w.ex(u))
	w.serve(ci, cause)
}

// ready is how much of an answer can be passed back when so much of it has come from behind.
func (d *exchange) ready(up *exchange) int64 {
	switch {
	case up.state == exDone:
		return d.ansLen
	case d.ans.Framing != up.ans.Framing: // unpacked when it is all there
		return d.ansHead
	}
	return min(d.ansHead+up.ansGot-up.ansHead, d.ansLen)
}

// relayed is told that an answer has come whole.
func (w *World) relayed(u uint32, cause EventID) {
	x := w.ex(u).down
	ci := w.ex(x).conn - 1
	if w.agentConn(ci).closed[1] {
		return
	}
	w.relay(u, cause)
}

// upstreamLost is told that the connection behind the proxy ended before the answer.
func (w *World) upstreamLost(u uint32, cause EventID) {
	x := w.ex(u).down
	ex := w.ex(x)
	ci := ex.conn - 1
	ac := w.agentConn(ci)
	if ac.closed[1] || ac.cur != x {
		return
	}
	if w.relayOf(ci) == http.RelayBlind || ex.ans.Status != 0 {
		w.closeAcceptor(ci, rule.PeerClosed, cause)
		return
	}
	ac.last = http.Verdict{Do: http.Close, Rule: rule.BadGateway}
	w.replies(ci, x, http.BadGateway(&ex.ask))
	ex = w.ex(x)
	ex.ansReady = ex.ansLen
	w.serve(ci, w.tell(http.Served, x, 1, rule.BadGateway, cause, 0, 502))
}

// upstreamClosed is told that the server behind a blind relay has closed: so does the relay.
func (w *World) upstreamClosed(ci uint32, cause EventID) {
	u := w.agentConn(ci).lastDone
	if u == 0 || w.ex(u).down == 0 {
		return
	}
	down := w.ex(w.ex(u).down).conn - 1
	if w.relayOf(down) == http.RelayBlind && !w.agentConn(down).closed[1] {
		w.closeAcceptor(down, rule.PeerClosed, cause)
	}
}

// stuck tells, once, that a blind relay does not read what its client has sent.
func (w *World) stuck(ci uint32, cause EventID) {
	ac := w.agentConn(ci)
	if ac.stuck {
		return
	}
	ac.stuck = true
	ex := w.ex(ac.cur)
	next := ac.in
	if next == 0 {
		next = ac.cur
	}
	w.tell(http.Stuck, next, 1, rule.BlindRelay, cause, int64(http.Hang(&ex.ask, &ex.ans)), 0)
}

// downClosed is told that the proxy's connection towards its client is closed: what it was
// fetching for it is given up, and idle connections behind it are closed.
func (w *World) downClosed(ci, x uint32, cause EventID) {
	a := &w.agents
	hop := a.dests.At(w.agentConn(ci).dest).hop + 1
	if x != 0 && w.ex(x).up != 0 {
		u := w.ex(w.ex(x).up)
		if u.conn != 0 && !w.agentConn(u.conn - 1).closed[0] && (u.state != exDone || w.relayOf(ci) == http.RelayBlind) {
			up := w.agentConn(u.conn - 1)
			up.head, up.tail, up.writing, up.depth = 0, 0, 0, 0
			w.closeOpener(u.conn-1, rule.PeerClosed, cause)
		}
	}
	if !a.over {
		return
	}
	for d := 0; d < a.dests.Len(); d++ {
		de := a.dests.At(uint32(d))
		for c := de.live; c != 0 && de.hop == hop; {
			next := a.conns.At(c - 1).nextLive
			if up := a.conns.At(c - 1); up.connected && up.depth == 0 {
				w.closeOpener(a.first+c-1, rule.ClientDone, cause)
			}
			c = next
		}
	}
}
