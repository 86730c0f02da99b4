package sim

import (
	"teacp/sim/agent"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// acceptor is the agent at the end of a connection that accepted it: a server, or a proxy towards
// its client.
type acceptor struct {
	w  *World
	ci uint32
	c  *agent.Conn
}

func (w *World) acceptor(ci uint32) acceptor { return acceptor{w, ci, w.agents.Conn(ci)} }

// run is the frame in which the socket wakes the acceptor, or a deadline of its own has come.
func (s acceptor) run() {
	w, c := s.w, s.c
	ei, cause := 2*s.ci+1, c.Wake[1]
	if c.Closed[1] {
		return
	}
	if !c.Accepted {
		c.Accepted = true
		w.leaveQueue(ei)
		id := w.emitCall(ei, OpAccept, 0, int64(s.ci), tcp.OK, c.Wake[1])
		if w.agents.Set.NoDelay {
			id = agentEnd{w, ei}.reportNoDelay(id)
			w.ends.Mut(ei).conn.SetOpt(w.callEnv(ei), tcp.OptNoDelay, 1)
			w.settle(ei)
		}
		if t := w.agents.Set.CloseAt; t > 0 && s.isServer() {
			c.CloseAt, c.CloseAtBy = w.now+t, id
		}
	}
	switch {
	case c.CloseAt <= w.now:
		c.CloseAt = Never
		s.close(rule.AtWill, c.CloseAtBy)
		return
	case c.TLS != http.TLSOff && int(c.Flight[1]) < len(c.TLS.Flights()):
		by, ok := agentEnd{w, ei}.setUpTLS(cause)
		if !ok {
			return
		}
		cause = by
	case c.Idle <= w.now:
		c.Idle = Never
		id := w.emitHTTPConn(http.Idle, ei, rule.IdleTimeout, c.IdleBy, int64(w.agents.Set.Idle), c.Answers)
		s.endServing(rule.IdleTimeout, id)
	case c.Think <= w.now:
		c.Think = Never
		s.answer(c.Cur, c.ThinkBy)
	case c.Cur != 0:
		s.writeAnswer(cause)
	}
	s.readRequests(cause)
}

// isServer reports whether the acceptor is a server and no proxy.
func (s acceptor) isServer() bool { return s.w.agents.DestOf(s.ci).Last }

// isBlind reports whether it is a proxy that copies bytes without reading them.
func (s acceptor) isBlind() bool { return s.w.agents.Relay(s.ci) == http.RelayBlind }

// host is where it runs.
func (s acceptor) host() uint32 { return uint32(s.w.conns.At(s.ci).host[1]) }

// readRequests reads what has come: requests, or the end of the client's sending.
func (s acceptor) readRequests(cause EventID) {
	w, c, ei := s.w, s.c, 2*s.ci+1
	for !c.Closed[1] {
		limit := int64(maxRead)
		blind := s.isBlind()
		if (blind || !w.agents.Set.ReadAhead && !c.Shut) && c.In != 0 {
			ex := w.agents.Ex(c.In)
			limit = max(ex.AskLen-ex.AskGot, 1)
		}
		e := w.ends.Mut(ei)
		n, eof, errno := e.conn.Peek(limit)
		switch {
		case n == 0 && connectionError(errno):
			id := w.emitCall(ei, OpRead, limit, 0, errno, cause)
			s.close(rule.StateReset, id)
			return
		case n == 0 && eof && (blind || c.Cur == 0 && c.Waiting == 0):
			id := w.emitCall(ei, OpRead, limit, 0, tcp.OK, cause)
			s.close(rule.PeerClosed, id)
			return
		case n == 0:
			return
		case blind && c.Cur != 0:
			s.reportStuck(cause)
			return
		case !w.agents.Set.ReadAhead && !c.Shut && c.Cur != 0:
			return // one request at a time: the rest stays in the receive buffer
		}
		id := w.emitCall(ei, OpRead, limit, n, tcp.OK, cause)
		e.conn.Read(w.callEnv(ei), n)
		w.settle(ei)
		if !c.Shut {
			c.Idle = Never
			s.takeBytes(n, id)
		}
	}
}

// takeBytes gives bytes that were read to the requests that they belong to.
func (s acceptor) takeBytes(n int64, cause EventID) {
	w, c := s.w, s.c
	for n > 0 {
		x := c.In
		if x == 0 || c.Closed[1] || c.Shut {
			return
		}
		ex := w.agents.Ex(x)
		k := min(n, ex.AskLen-ex.AskGot)
		ex.AskGot += k
		n -= k
		if ex.AskGot < ex.AskLen {
			return
		}
		ex.State = agent.ExArrived
		c.In = ex.Next
		id := w.emitHTTP(http.Arrived, x, 1, rule.Request, cause, ex.AskLen, 0)
		if c.Cur != 0 {
			c.Waiting++
			w.beginWait(x, 1, http.Verdict{Rule: rule.HeadOfLine, A: c.Waiting}, id)
			continue
		}
		s.takeUp(x, id)
	}
}

// takeUp begins with the next request of the connection: a proxy passes it on, a server gives it to
// a worker.
func (s acceptor) takeUp(x uint32, cause EventID) {
	w := s.w
	s.c.Cur = x
	if !s.isServer() {
		s.forward(x, cause)
		return
	}
	if busy, ok := w.agents.TakeWorker(s.host(), x); !ok {
		w.beginWait(x, 1, http.Verdict{Rule: rule.Workers, A: busy, B: w.agents.Set.Workers}, cause)
		return
	}
	s.work(x, cause)
}

// work lets a worker think about an answer.
func (s acceptor) work(x uint32, cause EventID) {
	w := s.w
	ex := w.agents.Ex(x)
	ex.State = agent.ExWorking
	think := w.agents.Set.Think
	if t := w.page().Object(int32(ex.Req)).Think; t > 0 {
		think = t
	}
	if think <= 0 {
		s.answer(x, cause)
		return
	}
	ev := w.blankHTTP(http.Working, x, 1, rule.Server, cause)
	ev.A, ev.At2 = int64(think), w.now+think
	id := w.emit()
	s.c.Think, s.c.ThinkBy = w.now+think, id
	w.scheduleAgent(2*s.ci + 1)
}

// answer composes a server's answer and begins to write it.
func (s acceptor) answer(x uint32, cause EventID) {
	w, a, c := s.w, &s.w.agents, s.c
	ex := a.Ex(x)
	c.Answers++
	c.Last = http.Serves(&a.Set, &ex.Ask, c.Answers)
	m := http.Answer(w.page(), &a.Set, &ex.Ask, c.Answers, c.Last)
	a.SetAnswer(w.page(), s.ci, x, m)
	ex.AnsReady = ex.AnsLen
	s.writeAnswer(w.emitHTTP(http.Served, x, 1, rule.Server, cause, m.Body, int64(m.Status)))
}

// writeAnswer writes as much of the current answer as is ready and the send buffer takes.
func (s acceptor) writeAnswer(cause EventID) {
	w, c, ei := s.w, s.c, 2*s.ci+1
	for {
		x := c.Cur
		if x == 0 || c.Closed[1] {
			return
		}
		ex := w.agents.Ex(x)
		if ex.Ans.Status == 0 || ex.AnsSent >= ex.AnsLen {
			return
		}
		e := w.ends.Mut(ei)
		free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
		left := ex.AnsReady - ex.AnsSent
		if w.agents.Set.Split && ex.AnsSent < ex.AnsHead {
			left = min(left, ex.AnsHead-ex.AnsSent)
		}
		switch {
		case errno != tcp.OK || left == 0: // broken: the next read reports it; or the proxy has no more yet
			return
		case !free:
			e.conn.AwaitRoom()
			return
		}
		n, _ := e.conn.Write(w.callEnv(ei), left, false)
		id := w.emitCall(ei, OpWrite, left, n, tcp.OK, cause) // before what TCP makes of it
		ex.AnsSent += n
		done := ex.AnsSent == ex.AnsLen
		w.settle(ei)
		if done {
			s.answered(x, id)
			return
		}
	}
}

// answered goes on after an answer has been written: with the next request of the connection, its
// end, or a time of idleness.
func (s acceptor) answered(x uint32, cause EventID) {
	w, c := s.w, s.c
	if s.isBlind() {
		return // it waits for the server to close
	}
	c.Cur = 0
	if s.isServer() {
		s.freeWorker(cause)
	}
	if c.Last.Do == http.Close {
		s.endServing(c.Last.Rule, cause)
		return
	}
	if next := w.agents.Ex(x).Next; next != 0 && w.agents.Ex(next).State == agent.ExArrived {
		c.Waiting--
		s.takeUp(next, w.endWait(next, 1, cause))
		return
	}
	if t := w.agents.Set.Idle; t > 0 {
		c.Idle, c.IdleBy = w.now+t, cause
		w.scheduleAgent(2*s.ci + 1)
	}
}

// freeWorker hands the worker to the next request at this host that waits for one.
func (s acceptor) freeWorker(cause EventID) {
	if x := s.w.agents.FreeWorker(s.host()); x != 0 {
		s.w.acceptor(s.w.agents.Ex(x).Conn-1).work(x, s.w.endWait(x, 1, cause))
	}
}

// endServing ends the connection as the server is set to do it.
func (s acceptor) endServing(r rule.ID, cause EventID) {
	w, set, ei := s.w, &s.w.agents.Set, 2*s.ci+1
	switch {
	case set.ClientCloses && r != rule.IdleTimeout && r != rule.EOFFraming && s.isServer():
		return
	case set.Ending == http.CloseStaged: // RFC 9112 section 9.6
		s.c.Shut = true
		id := w.emitHTTPConn(http.Closing, ei, r, cause, s.c.Answers, 1)
		w.emitCall(ei, OpShutdown, 0, 0, tcp.OK, id)
		w.ends.Mut(ei).conn.Shutdown(w.callEnv(ei))
		w.settle(ei)
		return
	}
	s.close(r, cause)
}

// close closes the acceptor's end of the connection.
func (s acceptor) close(r rule.ID, cause EventID) {
	w, c, ei := s.w, s.c, 2*s.ci+1
	x := c.Cur
	c.Closed[1], c.Cur = true, 0
	w.leaveQueue(ei)
	c.Think, c.Idle, c.CloseAt = Never, Never, Never
	id := w.emitHTTPConn(http.Closing, ei, r, cause, c.Answers, 0)
	if e := w.ends.Mut(ei); e.exists {
		w.emitCall(ei, OpClose, 0, 0, tcp.OK, id)
		e.conn.Close(w.callEnv(ei))
		w.settle(ei)
	}
	if !s.isServer() {
		s.downstreamClosed(x, id)
		return
	}
	if x == 0 {
		return
	}
	if st := w.agents.Ex(x).State; st == agent.ExWorking || st == agent.ExAnswered {
		s.freeWorker(id)
	}
}
