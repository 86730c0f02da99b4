package sim

import (
	"teacp/sim/agent"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// opener is the agent at the end of a connection that opened it: the client, or a proxy towards
// the next hop.
type opener struct {
	w  *World
	ci uint32
	c  *agent.Conn
}

func (w *World) opener(ci uint32) opener { return opener{w, ci, w.agents.Conn(ci)} }

// isClient reports whether the client opened the connection, not a proxy.
func (o opener) isClient() bool { return o.w.agents.Hop(o.ci) == 0 }

// queue is where the exchanges wait that the connection could carry.
func (o opener) queue() connQueue { return connQueue{o.w, o.c.Dest} }

// open opens a connection to the destination for an exchange.
func (q connQueue) open(x uint32, cause EventID) {
	w, a := q.w, &q.w.agents
	de := a.Dests.At(q.d)
	slot, port, prev := a.NextPort(q.d)
	ci := w.addConn(connection{host: [2]uint8{de.From, de.To}, port: [2]uint16{port, de.Port},
		script: -1, listener: de.Listener, prev: prev})
	o := opener{w, ci, a.OpenConn(ci, q.d, slot)}
	o.c.Comp = [2]uint32{w.addComp(compAgent, 2*ci), w.addComp(compAgent, 2*ci+1)}
	w.ends.Mut(2 * ci).agent = true
	w.ends.Mut(2*ci + 1).agent = true
	a.Carry(ci, x)
	id := w.emitHTTP(http.Port, x, 0, rule.URLHost, cause, int64(port), int64(w.conns.At(ci).port[1]))
	de = a.Dests.At(q.d)
	id = w.emitHTTP(http.Connect, x, 0, rule.Handshaking, id, de.Open, de.Used)
	a.RestartClientTimeout(ci, w.now, id)
	id = agentEnd{w, 2 * ci}.setUpSocket(id)
	w.emitCall(2*ci, OpConnect, int64(w.conns.At(ci).port[1]), 0, tcp.OK, id)
	if a.Set.NoDelay {
		w.open(2*ci).conn.SetOpt(w.callEnv(2*ci), tcp.OptNoDelay, 1)
	}
	w.connect(2 * ci)
	w.scheduleAgent(2 * ci)
}

// reuse sends an exchange's request on an open connection.
func (o opener) reuse(x uint32, v http.Verdict, cause EventID) {
	o.w.agents.Carry(o.ci, x)
	id := o.w.emitHTTP(http.Reused, x, 0, v.Rule, cause, o.c.Used, o.c.Depth-1)
	o.writeRequests(id)
	o.w.scheduleAgent(2 * o.ci)
}

// restartClientTimeout starts the client's time-out again.
func (o opener) restartClientTimeout(by EventID) { o.w.agents.RestartClientTimeout(o.ci, o.w.now, by) }

// writeRequests writes the requests of the connection as far as the send buffer takes them.
func (o opener) writeRequests(cause EventID) {
	w, a, ei := o.w, &o.w.agents, 2*o.ci
	for {
		x := o.c.Writing
		if x == 0 || !o.c.Connected || o.c.Closed[0] {
			return
		}
		ex := a.Ex(x)
		by := cause
		if ex.AskLen == 0 {
			a.Compose(w.page(), o.ci, x)
			body := ex.Ask.BodyLen()
			by = w.emitHTTP(http.Sent, x, 0, rule.Request, cause, ex.AskLen-body, body)
			o.restartClientTimeout(by)
		}
		e := w.ends.Mut(ei)
		free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
		if errno != tcp.OK {
			return // the next read reports it
		}
		if !free {
			e.conn.AwaitRoom()
			return
		}
		left := ex.AskLen - ex.AskSent
		n, _ := e.conn.Write(w.callEnv(ei), left, false)
		w.emitCall(ei, OpWrite, left, n, tcp.OK, by) // before what TCP makes of it
		if ex.AskSent += n; ex.AskSent == ex.AskLen {
			o.c.Writing = ex.Next
		}
		w.settle(ei)
	}
}

// run is the frame in which the socket wakes the opener, or a deadline of its own has come.
func (o opener) run() {
	c, cause := o.c, o.c.Wake[0]
	if c.Closed[0] {
		return
	}
	if c.GiveUp <= o.w.now {
		o.timeOut()
		return
	}
	if c.Pause <= o.w.now {
		c.Pause, cause = Never, c.PauseBy
	}
	if !c.Connected && o.w.ends.At(2*o.ci).conn.State() >= tcp.Established {
		if c.TLS != http.TLSOff {
			by, ok := agentEnd{o.w, 2 * o.ci}.setUpTLS(cause)
			if !ok {
				return
			}
			cause = by
		}
		c.Connected = true
		o.writeRequests(cause)
		o.queue().serve(cause)
	} else if c.Writing != 0 {
		o.writeRequests(cause)
	}
	o.readAnswers(cause)
}

// readAnswers reads what has arrived.
func (o opener) readAnswers(cause EventID) {
	w, c, ei := o.w, o.c, 2*o.ci
	for !c.Closed[0] && c.Pause == Never {
		e := w.ends.Mut(ei)
		n, eof, errno := e.conn.Peek(maxRead)
		if n == 0 {
			if eof || connectionError(errno) {
				id := w.emitCall(ei, OpRead, maxRead, 0, errno, cause)
				o.ended(errno, id)
			}
			return
		}
		id := w.emitCall(ei, OpRead, maxRead, n, tcp.OK, cause)
		e.conn.Read(w.callEnv(ei), n)
		w.settle(ei)
		o.restartClientTimeout(id)
		if p := w.agents.Set.Pause; p > 0 && o.isClient() {
			c.Pause, c.PauseBy = w.now+p, id
		}
		o.takeBytes(n, id)
	}
}

// takeBytes gives bytes that were read to the exchanges whose answers they are.
func (o opener) takeBytes(n int64, cause EventID) {
	w, c := o.w, o.c
	for n > 0 {
		x := c.Head
		if c.Closed[0] {
			return
		}
		if c.Extra > 0 {
			k := min(c.Extra, n)
			c.Extra -= k
			if c.Keep || x != 0 { // read as the beginning of an answer, it is none
				id := w.emitHTTPConn(http.Lost, 2*o.ci, rule.BadFraming, cause, k, 0)
				o.abandon(rule.BadFraming, rule.BadFraming, id)
				return
			}
			n -= k
			continue
		}
		if x == 0 {
			return
		}
		ex := w.agents.Ex(x)
		want := ex.Want()
		k := min(n, want-ex.AnsGot)
		first := ex.AnsGot == 0
		ex.AnsGot += k
		n -= k
		by := cause
		if !o.isClient() {
			o.relay(x, cause)
		} else if first {
			by = w.emitHTTP(http.FirstByte, x, 0, rule.Response, cause, k, want)
		}
		if ex.AnsGot >= want && ex.Ans.Framing != http.FramingClose {
			o.complete(x, by)
		}
	}
}

// complete goes on after the whole of an answer has been read.
func (o opener) complete(x uint32, cause EventID) {
	w, a, c := o.w, &o.w.agents, o.c
	a.Answered(o.ci)
	ex := a.Ex(x)
	v := http.Persists(&ex.Ask, &ex.Ans)
	if v.Do == http.Keep {
		c.Sure = true
		if n := ex.AnsLen - ex.AnsHead - ex.Ans.Wants(); n > 0 {
			c.Extra += n
		}
	} else {
		c.Keep, c.Refuses = false, true
	}
	o.restartClientTimeout(cause)
	if !o.isClient() {
		o.relay(x, cause)
		o.queue().serve(cause)
		return
	}
	a.Reqs.Mut(ex.Req).State = agent.ReqDone
	a.Done++
	id := w.emitHTTP(http.Done, x, 0, rule.Response, cause, ex.Ans.Body, int64(ex.Ans.Status))
	switch {
	case c.Closed[0] || c.Head != 0:
	case v.Do == http.Close && a.Set.ClientCloses, v.Do == http.Keep && !a.Set.Keeps():
		o.close(rule.ClientDone, id)
	}
	pageClient{w}.requestEnded(ex.Req, id)
	o.queue().serve(id)
	if !c.Keep || c.Depth != 0 {
		return
	}
	if a.Over && !c.Closed[0] {
		o.close(rule.ClientDone, id)
	} else if !c.Closed[0] {
		o.wakePoolWaiters(id) // it may be closed for a request to another host
	}
}

// ended goes on after the other end has closed, or the connection is broken.
func (o opener) ended(errno tcp.Errno, cause EventID) {
	if x := o.c.Head; x != 0 && errno == tcp.OK {
		ex := o.w.agents.Ex(x)
		head := ex.AnsGot > ex.AnsHead || ex.AnsGot > 0 && ex.Ans.Body == 0
		if ex.Ans.Framing == http.FramingClose && head {
			o.complete(x, cause)
		}
	}
	if o.c.Closed[0] {
		return
	}
	why := rule.PeerClosed
	if errno != tcp.OK {
		why = rule.StateReset
		if errno == tcp.ErrTimedOut {
			why = rule.GiveUp
		}
	}
	o.abandon(rule.ConnLost, why, cause)
}

// abandon closes the connection; what it still carried is lost by the rule, and asked for again
// where that may be.
func (o opener) abandon(lost, why rule.ID, cause EventID) {
	a, c := &o.w.agents, o.c
	refuses := c.Refuses
	x := c.DropUnanswered()
	c.GiveUp = Never
	id := o.close(why, cause)
	if !o.isClient() {
		o.upstreamClosed(id)
	}
	var again agent.List // exchanges that repeat what was lost
	for x != 0 {
		next := a.Ex(x).Next
		if y := o.lostExchange(x, lost, refuses && a.Ex(x).AnsGot == 0, id); y != 0 {
			a.Append(&again, y)
		}
		x = next
	}
	o.queue().addFirst(again, id)
}

// lostExchange decides what becomes of a request whose connection is gone; it returns the
// exchange that repeats it, 0 if none does.
func (o opener) lostExchange(x uint32, lost rule.ID, refused bool, cause EventID) uint32 {
	w, a := o.w, &o.w.agents
	ex := a.Ex(x)
	ex.State = agent.ExLost
	if ex.AnsGot > 0 && lost == rule.ConnLost {
		lost = rule.Truncated
	}
	want := ex.Want()
	if ex.AnsGot == 0 || want == int64(Never) {
		want = 0
	}
	id := w.emitHTTP(http.Lost, x, 0, lost, cause, ex.AnsGot, want)
	if !o.isClient() {
		w.upstreamLost(x, id)
		return 0
	}
	total := a.AskTotal(w.page(), x)
	if lost == rule.ClientTimeout {
		pageClient{w}.fail(x, id, rule.ClientTimeout, ex.AskSent, total)
		return 0
	}
	v := http.Repeat(&a.Set, http.Loss{Method: w.page().Object(int32(ex.Req)).Method, Sent: ex.AskSent, Total: total,
		Attempts: a.Reqs.At(ex.Req).Attempts, Refused: refused})
	if v.Do == http.Fail {
		pageClient{w}.fail(x, id, v.Rule, v.A, v.B)
		return 0
	}
	by := w.emitHTTP(http.Retry, x, 0, v.Rule, id, v.A, v.B)
	y := a.AddExchange(w.page(), ex.Req)
	a.Ex(y).By = by
	return y
}

// timeOut is the client's time-out.
func (o opener) timeOut() {
	o.c.GiveUp = Never
	id := o.w.emitHTTP(http.Timeout, o.c.Head, 0, rule.ClientTimeout, o.c.GiveUpBy, int64(o.w.agents.Set.Timeout), 0)
	o.abandon(rule.ClientTimeout, rule.ClientTimeout, id)
}

// close closes the opener's end of the connection.
func (o opener) close(r rule.ID, cause EventID) EventID {
	w, ei := o.w, 2*o.ci
	w.agents.CloseConn(o.ci)
	id := w.emitHTTPConn(http.Closing, ei, r, cause, o.c.Used, 0)
	if e := w.ends.Mut(ei); e.exists {
		w.emitCall(ei, OpClose, 0, 0, tcp.OK, id)
		e.conn.Close(w.callEnv(ei))
		w.settle(ei)
	}
	o.wakePoolWaiters(id)
	return id
}

// wakePoolWaiters lets requests go on, in a frame of their own, that wait for room among the
// connections in all.
func (o opener) wakePoolWaiters(cause EventID) {
	a := &o.w.agents
	for d := range uint32(a.Dests.Len()) {
		if x := a.Dests.At(d).Head; x != 0 && a.Exs.At(x-1).Waits == rule.PoolTotal {
			o.w.wakeClient(cause)
			return
		}
	}
}
