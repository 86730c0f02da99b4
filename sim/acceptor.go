package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// runAcceptor is what a server, or a proxy towards its client, does when its socket wakes it
// or a time of its own has come.
func (w *World) runAcceptor(ci uint32) {
	ac := w.agentConn(ci)
	ei, cause := 2*ci+1, ac.wake[1]
	if ac.closed[1] {
		return
	}
	if !ac.accepted {
		ac.accepted = true
		id := w.agentCall(ei, OpAccept, 0, int64(ci), tcp.OK, ac.wake[1])
		if w.agents.set.NoDelay {
			w.ends.Mut(ei).conn.SetOpt(w.callEnv(ei), tcp.OptNoDelay, 1)
			w.settle(ei)
		}
		if t := w.agents.set.CloseAt; t > 0 && w.server(ci) {
			ac.will, ac.willBy = w.now+t, id
		}
	}
	switch {
	case ac.will <= w.now:
		ac.will = Never
		w.closeAcceptor(ci, rule.AtWill, ac.willBy)
		return
	case ac.tls != http.TLSOff && int(ac.flight[1]) < len(ac.tls.Flights()):
		by, ok := w.secure(ci, 1, cause)
		if !ok {
			return
		}
		cause = by
	case ac.idle <= w.now:
		ac.idle = Never
		id := w.tellConn(http.Idle, ei, rule.IdleTimeout, ac.idleBy, int64(w.agents.set.Idle), ac.answers)
		w.endServing(ci, rule.IdleTimeout, id)
	case ac.think <= w.now:
		ac.think = Never
		w.answer(ci, ac.cur, ac.thinkBy)
	case ac.cur != 0:
		w.serve(ci, cause)
	}
	w.readAsks(ci, cause)
}

// server reports whether the acceptor of a connection is a server and no proxy.
func (w *World) server(ci uint32) bool {
	return w.agents.dests.At(w.agents.conns.At(ci - w.agents.first).dest).last
}

// relayOf is how the proxy at the acceptor's end of a connection works.
func (w *World) relayOf(ci uint32) http.Relay {
	d := w.agents.dests.At(w.agents.conns.At(ci - w.agents.first).dest)
	if d.last {
		return http.RelayHTTP11
	}
	return w.agents.set.Relay[d.hop]
}

// readAsks reads what has come: requests, or the end of the client's sending.
func (w *World) readAsks(ci uint32, cause EventID) {
	ei := 2*ci + 1
	for {
		ac := w.agentConn(ci)
		if ac.closed[1] {
			return
		}
		limit := int64(1 << 19)
		blind := w.relayOf(ci) == http.RelayBlind
		if (blind || !w.agents.set.ReadAhead && !ac.shut) && ac.in != 0 {
			ex := w.ex(ac.in)
			limit = max(ex.askLen-ex.askGot, 1)
		}
		e := w.ends.Mut(ei)
		n, eof, errno := e.conn.Peek(limit)
		switch {
		case n == 0 && sockErr(errno):
			id := w.agentCall(ei, OpRead, limit, 0, errno, cause)
			w.closeAcceptor(ci, rule.StateReset, id)
			return
		case n == 0 && eof && (blind || ac.cur == 0 && ac.waiting == 0):
			id := w.agentCall(ei, OpRead, limit, 0, tcp.OK, cause)
			w.closeAcceptor(ci, rule.PeerClosed, id)
			return
		case n == 0:
			return
		case blind && ac.cur != 0:
			w.stuck(ci, cause)
			return
		case !w.agents.set.ReadAhead && !ac.shut && ac.cur != 0:
			return // one request at a time: the rest stays where it is
		}
		id := w.agentCall(ei, OpRead, limit, n, tcp.OK, cause)
		e.conn.Read(w.callEnv(ei), n)
		w.settle(ei)
		if ac = w.agentConn(ci); !ac.shut {
			ac.idle = Never
			w.gotAsk(ci, n, id)
		}
	}
}

// gotAsk gives bytes that were read to the requests that they belong to.
func (w *World) gotAsk(ci uint32, n int64, cause EventID) {
	for n > 0 {
		ac := w.agentConn(ci)
		x := ac.in
		if x == 0 || ac.closed[1] || ac.shut {
			return
		}
		ex := w.ex(x)
		k := min(n, ex.askLen-ex.askGot)
		ex.askGot += k
		n -= k
		if ex.askGot < ex.askLen {
			return
		}
		ex.state = exArrived
		ac.in = ex.next
		id := w.tell(http.Arrived, x, 1, rule.Request, cause, ex.askLen, 0)
		ac = w.agentConn(ci)
		if ac.cur != 0 {
			ac.waiting++
			w.waitFor(x, 1, http.Verdict{Rule: rule.HeadOfLine, A: ac.waiting}, id)
			continue
		}
		w.takeUp(ci, x, id)
	}
}

// takeUp takes up the next request of a connection.
func (w *World) takeUp(ci, x uint32, cause EventID) {
	w.agentConn(ci).cur = x
	if !w.server(ci) {
		w.forward(ci, x, cause)
		return
	}
	host := uint32(w.conns.At(ci).host[1])
	p := w.agents.srvs.Mut(host)
	if lim := w.agents.set.Workers; lim > 0 && p.busy >= lim {
		if p.tail != 0 {
			w.ex(p.tail).nextWorker = x
		} else {
			p.head = x
		}
		p.tail = x
		w.waitFor(x, 1, http.Verdict{Rule: rule.Workers, A: p.busy, B: lim}, cause)
		return
	}
	w.work(ci, x, cause)
}

// work lets a worker think about an answer.
func (w *World) work(ci, x uint32, cause EventID) {
	w.agents.srvs.Mut(uint32(w.conns.At(ci).host[1])).busy++
	ex := w.ex(x)
	ex.state = exWorking
	think := w.agents.set.Think
	if t := w.object(ex.req).Think; t > 0 {
		think = t
	}
	if think <= 0 {
		w.answer(ci, x, cause)
		return
	}
	ev := w.blankHTTP(http.Working, x, 1, rule.Server, cause)
	ev.A, ev.At2 = int64(think), w.now+think
	id := w.emit()
	ac := w.agentConn(ci)
	ac.think, ac.thinkBy = w.now+think, id
	w.arm(2*ci + 1)
}

// answer composes a server's answer and begins to write it.
func (w *World) answer(ci, x uint32, cause EventID) {
	ac, ex := w.agentConn(ci), w.ex(x)
	ac.answers++
	ac.last = http.Serves(&w.agents.set, &ex.ask, ac.answers)
	m := http.Answer(w.page(), &w.agents.set, &ex.ask, ac.answers, ac.last)
	w.replies(ci, x, m)
	ex.ansReady = ex.ansLen
	w.serve(ci, w.tell(http.Served, x, 1, rule.Server, cause, m.Body, int64(m.Status)))
}

// replies fixes the text of an answer and its place in the stream.
func (w *World) replies(ci, x uint32, m http.Message) {
	ac, ex := w.agentConn(ci), w.ex(x)
	ex.ans, ex.state = m, exAnswered
	ex.ansHead = m.HeadLen(w.page())
	ex.ansLen = ex.ansHead + m.BodyLen()
	ex.ansAt = ac.ansAt
	ac.ansAt += ex.ansLen
}

// serve writes as much of the answer at hand as is ready and the send buffer takes.
func (w *World) serve(ci uint32, cause EventID) {
	ei := 2*ci + 1
	for {
		ac := w.agentConn(ci)
		x := ac.cur
		if x == 0 || ac.closed[1] {
			return
		}
		ex := w.ex(x)
		if ex.ans.Status == 0 || ex.ansSent >= ex.ansLen {
			return
		}
		e := w.ends.Mut(ei)
		free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
		left := ex.ansReady - ex.ansSent
		if w.agents.set.Split && ex.ansSent < ex.ansHead {
			left = min(left, ex.ansHead-ex.ansSent)
		}
		switch {
		case errno != tcp.OK || left == 0: // broken: a read will tell; or the proxy has no more yet
			return
		case !free:
			e.conn.AwaitRoom()
			return
		}
		n, _ := e.conn.Write(w.callEnv(ei), left, false)
		id := w.agentCall(ei, OpWrite, left, n, tcp.OK, cause) // before what came of it
		ex.ansSent += n
		done := ex.ansSent == ex.ansLen
		w.settle(ei)
		if done {
			w.answered(ci, x, id)
			return
		}
	}
}

// answered is what follows when an answer has been written: the next request of the
// connection, its end, or a time of idleness.
func (w *World) answered(ci, x uint32, cause EventID) {
	if w.relayOf(ci) == http.RelayBlind {
		return // it waits for the server to close
	}
	ac := w.agentConn(ci)
	ac.cur = 0
	if w.server(ci) {
		w.freeWorker(ci, cause)
	}
	ac = w.agentConn(ci)
	if ac.last.Do == http.Close {
		w.endServing(ci, ac.last.Rule, cause)
		return
	}
	if next := w.ex(x).next; next != 0 && w.ex(next).state == exArrived {
		ac.waiting--
		w.takeUp(ci, next, w.goesOn(next, 1, cause))
		return
	}
	if t := w.agents.set.Idle; t > 0 {
		ac.idle, ac.idleBy = w.now+t, cause
		w.arm(2*ci + 1)
	}
}

// freeWorker hands the worker of a host to the next request that waits for one.
func (w *World) freeWorker(ci uint32, cause EventID) {
	host := uint32(w.conns.At(ci).host[1])
	p := w.agents.srvs.Mut(host)
	p.busy--
	for p.head != 0 {
		x := p.head
		ex := w.ex(x)
		if p.head = ex.nextWorker; p.head == 0 {
			p.tail = 0
		}
		if other := ex.conn - 1; !w.agentConn(other).closed[1] {
			w.work(other, x, w.goesOn(x, 1, cause))
			return
		}
	}
}

// endServing ends a connection as the server is set to do it.
func (w *World) endServing(ci uint32, r rule.ID, cause EventID) {
	s, ei := &w.agents.set, 2*ci+1
	ac := w.agentConn(ci)
	switch {
	case s.ClientCloses && r != rule.IdleTimeout && r != rule.EOFFraming && w.server(ci):
		return
	case s.Ending == http.CloseStaged: // RFC 9112 section 9.6
		ac.shut = true
		id := w.tellConn(http.Closing, ei, r, cause, ac.answers, 1)
		w.agentCall(ei, OpShutdown, 0, 0, tcp.OK, id)
		w.ends.Mut(ei).conn.Shutdown(w.callEnv(ei))
		w.settle(ei)
		return
	}
	w.closeAcceptor(ci, r, cause)
}

// closeAcceptor closes the acceptor's end of a connection.
func (w *World) closeAcceptor(ci uint32, r rule.ID, cause EventID) {
	ac, ei := w.agentConn(ci), 2*ci+1
	x := ac.cur
	ac.closed[1], ac.cur = true, 0
	ac.think, ac.idle, ac.will = Never, Never, Never
	id := w.tellConn(http.Closing, ei, r, cause, ac.answers, 0)
	if e := w.ends.Mut(ei); e.exists {
		w.agentCall(ei, OpClose, 0, 0, tcp.OK, id)
		e.conn.Close(w.callEnv(ei))
		w.settle(ei)
	}
	switch {
	case !w.server(ci):
		w.downClosed(ci, x, id)
	case x != 0 && (w.ex(x).state == exWorking || w.ex(x).state == exAnswered):
		w.freeWorker(ci, id)
	}
}
