package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// openConn opens a connection to a destination for an exchange.
func (w *World) openConn(d, x uint32, cause EventID) {
	a := &w.agents
	de := a.dests.At(d)
	slot := w.takePort(d)
	s := a.slots.At(slot - 1)
	prev := s.conn
	ci := w.addConn(connRec{host: [2]uint8{de.from, de.to}, port: [2]uint16{s.port, de.port}, script: -1, lst: de.lst, prev: prev})
	a.slots.Mut(slot - 1).conn = ci + 1
	if !a.opened {
		a.opened, a.first = true, ci
	}
	n := a.conns.Push(agentConn{dest: d, slot: slot, tls: a.set.TLS, askAt: a.set.TLS.Prefix(0), ansAt: a.set.TLS.Prefix(1), keep: a.set.Keeps(), giveUp: Never, pause: Never, think: Never, idle: Never, will: Never})
	ac := a.conns.Mut(n)
	ac.comp = [2]uint32{w.addComp(compAgent, 2*ci), w.addComp(compAgent, 2*ci+1)}
	if de.hop > 0 {
		ac.keep = a.set.Relay[de.hop-1] == http.RelayHTTP11
	} else {
		a.open++
	}
	w.link(d, ci)
	w.ends.Mut(2 * ci).agent = true
	w.ends.Mut(2*ci + 1).agent = true
	w.carry(ci, x)
	id := w.tell(http.Port, x, 0, rule.URLHost, cause, int64(w.conns.At(ci).port[0]), int64(w.conns.At(ci).port[1]))
	id = w.tell(http.Connect, x, 0, rule.Handshaking, id, w.agents.dests.At(d).open, w.agents.dests.At(d).used)
	w.patience(ci, id)
	w.agentCall(2*ci, OpConnect, int64(w.conns.At(ci).port[1]), 0, tcp.OK, id)
	if a.set.NoDelay {
		w.open(2*ci).conn.SetOpt(w.callEnv(2*ci), tcp.OptNoDelay, 1)
	}
	w.connect(2 * ci)
	w.arm(2 * ci)
}

// link puts a connection in the list of those that are open to a destination.
func (w *World) link(d, ci uint32) {
	a := &w.agents
	de, ac := a.dests.Mut(d), w.agentConn(ci)
	de.open++
	n := ci - a.first + 1
	// At the end: an older idle connection is taken before a newer one.
	if de.live == 0 {
		de.live, de.liveTail = n, n
		return
	}
	a.conns.Mut(de.liveTail - 1).nextLive = n
	ac.prevLive = de.liveTail
	de.liveTail = n
}

func (w *World) unlink(ci uint32) {
	a := &w.agents
	ac := w.agentConn(ci)
	de := a.dests.Mut(ac.dest)
	de.open--
	if ac.prevLive != 0 {
		a.conns.Mut(ac.prevLive - 1).nextLive = ac.nextLive
	} else {
		de.live = ac.nextLive
	}
	if ac.nextLive != 0 {
		a.conns.Mut(ac.nextLive - 1).prevLive = ac.prevLive
	} else {
		de.liveTail = ac.prevLive
	}
}

// carry binds an exchange to a connection, behind those that it carries.
func (w *World) carry(ci, x uint32) {
	ac, ex := w.agentConn(ci), w.ex(x)
	ex.conn, ex.next, ex.state = ci+1, 0, exSent
	if ac.end != 0 {
		w.ex(ac.end).next = x
	} else {
		ac.begin = x
	}
	if ac.head == 0 {
		ac.head = x
	}
	ac.tail, ac.end = x, x
	if ac.writing == 0 {
		ac.writing = x
	}
	if ac.in == 0 {
		ac.in = x
	}
	ac.depth++
}

// use sends an exchange's request on an open connection.
func (w *World) use(ci, x uint32, v http.Verdict, cause EventID) {
	w.carry(ci, x)
	id := w.tell(http.Reused, x, 0, v.Rule, cause, w.agentConn(ci).used, w.agentConn(ci).depth-1)
	w.writeAsks(ci, id)
	w.arm(2 * ci)
}

// patience starts the client's time-out afresh.
func (w *World) patience(ci uint32, by EventID) {
	ac := w.agentConn(ci)
	ac.giveUp = Never
	if t := w.agents.set.Timeout; t > 0 && ac.head != 0 && w.agents.dests.At(ac.dest).hop == 0 {
		ac.giveUp, ac.giveUpBy = w.now+t, by
	}
}

// compose fixes the text of an exchange's request, when it is about to be written.
func (w *World) compose(ci, x uint32) {
	ex, ac := w.ex(x), w.agentConn(ci)
	if w.agents.dests.At(ac.dest).hop == 0 {
		ex.ask = http.Ask(w.page(), &w.agents.set, int(ex.req)%len(w.page().Objects))
	}
	ex.askAt = ac.askAt
	ex.askLen = ex.ask.HeadLen(w.page()) + ex.ask.BodyLen()
	ac.askAt += ex.askLen
	ac.used++
}

// writeAsks writes the requests of a connection as far as the send buffer takes them.
func (w *World) writeAsks(ci uint32, cause EventID) {
	for {
		ac := w.agentConn(ci)
		x := ac.writing
		if x == 0 || !ac.connected || ac.closed[0] {
			return
		}
		ex := w.ex(x)
		by := cause
		if ex.askLen == 0 {
			w.compose(ci, x)
			ex = w.ex(x)
			body := ex.ask.BodyLen()
			by = w.tell(http.Sent, x, 0, rule.Request, cause, ex.askLen-body, body)
			w.patience(ci, by)
		}
		e := w.ends.Mut(2 * ci)
		free, errno := e.conn.Room(w.policyOf(2*ci), &w.mem)
		if errno != tcp.OK {
			return // a read will tell
		}
		if !free {
			e.conn.AwaitRoom()
			return
		}
		left := ex.askLen - ex.askSent
		n, _ := e.conn.Write(w.callEnv(2*ci), left, false)
		w.agentCall(2*ci, OpWrite, left, n, tcp.OK, by) // before what came of it
		if ex.askSent += n; ex.askSent == ex.askLen {
			ac.writing = ex.next
		}
		w.settle(2 * ci)
	}
}

// runOpener is what a client, or a proxy towards the next hop, does when its socket wakes it.
func (w *World) runOpener(ci uint32) {
	ac := w.agentConn(ci)
	cause := ac.wake[0]
	if ac.closed[0] {
		return
	}
	if ac.giveUp <= w.now {
		w.gaveUp(ci)
		return
	}
	if ac.pause <= w.now {
		ac.pause, cause = Never, ac.pauseBy
	}
	if !ac.connected && w.ends.At(2*ci).conn.State() >= tcp.Established {
		if ac.tls != http.TLSOff {
			if by, ok := w.secure(ci, 0, cause); !ok {
				return
			} else {
				cause = by
			}
			ac = w.agentConn(ci)
		}
		ac.connected = true
		w.writeAsks(ci, cause)
		w.pump(ac.dest, cause)
	} else if ac.writing != 0 {
		w.writeAsks(ci, cause)
	}
	w.readAnswers(ci, cause)
}

func (w *World) readAnswers(ci uint32, cause EventID) {
	for {
		ac := w.agentConn(ci)
		if ac.closed[0] || ac.pause != Never {
			return
		}
		e := w.ends.Mut(2 * ci)
		n, eof, errno := e.conn.Peek(1 << 19)
		if n == 0 {
			if eof || sockErr(errno) {
				id := w.agentCall(2*ci, OpRead, 1<<19, 0, errno, cause)
				w.connEnded(ci, errno, id)
			}
			return
		}
		id := w.agentCall(2*ci, OpRead, 1<<19, n, tcp.OK, cause)
		e.conn.Read(w.callEnv(2*ci), n)
		w.settle(2 * ci)
		w.patience(ci, id)
		if p := w.agents.set.Pause; p > 0 && w.agents.dests.At(ac.dest).hop == 0 {
			ac = w.agentConn(ci)
			ac.pause, ac.pauseBy = w.now+p, id
		}
		w.take(ci, n, id)
	}
}

// take gives the bytes that were read to the exchanges whose answers they are.
func (w *World) take(ci uint32, n int64, cause EventID) {
	for n > 0 {
		ac := w.agentConn(ci)
		x := ac.head
		if ac.closed[0] {
			return
		}
		if ac.extra > 0 {
			k := min(ac.extra, n)
			ac.extra -= k
			if ac.keep || x != 0 { // taken for the beginning of an answer, it makes no sense
				w.lose(ci, rule.BadFraming, rule.BadFraming, w.tellConn(http.Lost, 2*ci, rule.BadFraming, cause, k, 0))
				return
			}
			n -= k
			continue
		}
		if x == 0 {
			return
		}
		ex := w.ex(x)
		want := ex.want()
		k := min(n, want-ex.ansGot)
		first := ex.ansGot == 0
		ex.ansGot += k
		n -= k
		by := cause
		if w.agents.dests.At(ac.dest).hop > 0 {
			w.relay(x, cause)
		} else if first {
			by = w.tell(http.FirstByte, x, 0, rule.Response, cause, k, want)
		}
		if ex = w.ex(x); ex.ansGot >= want && ex.ans.Framing != http.FramingClose {
			w.complete(ci, x, by)
		}
	}
}

// want is how many bytes of answer the reader of its header expects.
func (ex *exchange) want() int64 {
	if n := ex.ans.Wants(); n >= 0 {
		return ex.ansHead + n
	}
	return Never.Nanoseconds()
}

// complete is what follows when the whole of an answer has been read.
func (w *World) complete(ci, x uint32, cause EventID) {
	ac, ex := w.agentConn(ci), w.ex(x)
	ex.state = exDone
	if ac.head = ex.next; ac.head == 0 {
		ac.tail = 0
	}
	ac.depth--
	ac.lastDone = x
	v := http.Persists(&ex.ask, &ex.ans)
	if v.Do == http.Keep {
		ac.sure = true
		if n := ex.ansLen - ex.ansHead - ex.ans.Wants(); n > 0 {
			ac.extra += n
		}
	} else {
		ac.keep, ac.refuses = false, true
	}
	w.patience(ci, cause)
	if w.agents.dests.At(ac.dest).hop > 0 {
		w.relayed(x, cause)
		w.pump(ac.dest, cause)
		return
	}
	req := ex.req
	w.agents.reqs.Mut(req).state = reqDone
	w.agents.done++
	id := w.tell(http.Done, x, 0, rule.Response, cause, ex.ans.Body, int64(ex.ans.Status))
	switch ac = w.agentConn(ci); {
	case ac.closed[0]:
	case v.Do == http.Close && w.agents.set.ClientCloses && ac.head == 0:
		w.closeOpener(ci, rule.ClientDone, id)
	case v.Do == http.Keep && !w.agents.set.Keeps() && ac.head == 0:
		w.closeOpener(ci, rule.ClientDone, id)
	}
	w.requestEnded(req, id)
	w.pump(w.agentConn(ci).dest, id)
	if ac = w.agentConn(ci); w.agents.over && ac.keep && ac.depth == 0 && !ac.closed[0] {
		w.closeOpener(ci, rule.ClientDone, id)
	} else if ac.keep && ac.depth == 0 && !ac.closed[0] {
		w.pokeOthers(id) // it may be closed for a request to another host
	}
}

// connEnded is told that the other end has closed, or that the connection is broken.
func (w *World) connEnded(ci uint32, errno tcp.Errno, cause EventID) {
	ac := w.agentConn(ci)
	if x := ac.head; x != 0 && errno == tcp.OK {
		if ex := w.ex(x); ex.ans.Framing == http.FramingClose && ex.ansGot > ex.ansHead {
			w.complete(ci, x, cause)
		} else if ex.ans.Framing == http.FramingClose && ex.ansGot > 0 && ex.ans.Body == 0 {
			w.complete(ci, x, cause)
		}
	}
	if w.agentConn(ci).closed[0] {
		return
	}
	why := rule.PeerClosed
	if errno != tcp.OK {
		why = rule.StateReset
		if errno == tcp.ErrTimedOut {
			why = rule.GiveUp
		}
	}
	w.lose(ci, rule.ConnLost, why, cause)
}

// lose closes an opener's connection; what it still carried is lost by the rule, and asked for
// again where that may be.
func (w *World) lose(ci uint32, lost, why rule.ID, cause EventID) {
	ac := w.agentConn(ci)
	x, d, refuses := ac.head, ac.dest, ac.refuses
	hop := w.agents.dests.At(d).hop
	ac.head, ac.tail, ac.writing, ac.depth, ac.giveUp = 0, 0, 0, 0, Never
	id := w.closeOpener(ci, why, cause)
	if hop > 0 {
		w.upstreamClosed(ci, id)
	}
	var again [2]uint32 // exchanges that repeat what was lost: the first and the last, plus 1
	for x != 0 {
		next := w.ex(x).next
		if y := w.lostExchange(x, hop, lost, refuses && w.ex(x).ansGot == 0, id); y != 0 {
			if again[1] == 0 {
				again[0] = y
			} else {
				w.ex(again[1]).next = y
			}
			again[1] = y
		}
		x = next
	}
	w.putFirst(d, again, id)
}

// putFirst puts exchanges before all others that wait for a destination.
func (w *World) putFirst(d uint32, list [2]uint32, cause EventID) {
	de := w.agents.dests.Mut(d)
	if list[0] != 0 {
		w.ex(list[1]).next = de.head
		de.head = list[0]
		if de.tail == 0 {
			de.tail = list[1]
		}
	}
	w.pump(d, cause)
	head := w.agents.dests.At(d).head
	for x := head; x != 0 && list[0] != 0; x = w.ex(x).next {
		if w.ex(x).waits == rule.None {
			v, _ := w.place(d, head)
			w.waitFor(x, 0, http.Verdict{Rule: w.ex(head).waits, A: v.A, B: v.B}, w.ex(x).by)
		}
	}
}

// lostExchange decides what becomes of a request whose connection is gone; it returns the
// exchange that repeats it, 0 if none does.
func (w *World) lostExchange(x uint32, hop uint8, lost rule.ID, refused bool, cause EventID) uint32 {
	ex := w.ex(x)
	ex.state = exLost
	if ex.ansGot > 0 && lost == rule.ConnLost {
		lost = rule.Truncated
	}
	want := ex.want()
	if ex.ansGot == 0 || want == Never.Nanoseconds() {
		want = 0
	}
	id := w.tell(http.Lost, x, 0, lost, cause, ex.ansGot, want)
	if hop > 0 {
		w.upstreamLost(x, id)
		return 0
	}
	ex = w.ex(x)
	total := ex.askLen
	if total == 0 {
		m := http.Ask(w.page(), &w.agents.set, int(ex.req)%len(w.page().Objects))
		total = m.HeadLen(w.page()) + m.BodyLen()
	}
	if lost == rule.ClientTimeout {
		w.fail(x, id, rule.ClientTimeout, ex.askSent, total)
		return 0
	}
	v := http.Repeat(&w.agents.set, http.Loss{Method: w.object(ex.req).Method, Sent: ex.askSent, Total: total,
		Attempts: w.agents.reqs.At(ex.req).attempts, Refused: refused})
	if v.Do == http.Fail {
		w.fail(x, id, v.Rule, v.A, v.B)
		return 0
	}
	req := ex.req
	by := w.tell(http.Retry, x, 0, v.Rule, id, v.A, v.B)
	y := w.newExchange(req)
	w.ex(y).by = by
	return y
}

// fail ends a request without an answer.
func (w *World) fail(x uint32, cause EventID, r rule.ID, a, b int64) {
	req := w.ex(x).req
	w.agents.reqs.Mut(req).state = reqFailed
	w.agents.failed++
	w.requestEnded(req, w.tell(http.Failed, x, 0, r, cause, a, b))
}

// gaveUp is the client's time-out.
func (w *World) gaveUp(ci uint32) {
	ac := w.agentConn(ci)
	ac.giveUp = Never
	id := w.tell(http.Timeout, ac.head, 0, rule.ClientTimeout, ac.giveUpBy, int64(w.agents.set.Timeout), 0)
	w.lose(ci, rule.ClientTimeout, rule.ClientTimeout, id)
}

// closeOpener closes the opener's end of a connection.
func (w *World) closeOpener(ci uint32, r rule.ID, cause EventID) EventID {
	ac := w.agentConn(ci)
	d := ac.dest
	ac.closed[0] = true
	ac.giveUp, ac.pause = Never, Never
	if w.agents.dests.At(d).hop == 0 {
		w.agents.open--
	}
	w.unlink(ci)
	id := w.tellConn(http.Closing, 2*ci, r, cause, ac.used, 0)
	if e := w.ends.Mut(2 * ci); e.exists {
		w.agentCall(2*ci, OpClose, 0, 0, tcp.OK, id)
		e.conn.Close(w.callEnv(2 * ci))
		w.settle(2 * ci)
	}
	w.pokeOthers(id)
	return id
}

// pokeOthers lets requests go on, in a frame of their own, that wait for room among the
// connections in all.
func (w *World) pokeOthers(cause EventID) {
	a := &w.agents
	for d := 0; d < a.dests.Len(); d++ {
		if x := a.dests.At(uint32(d)).head; x != 0 && a.exs.At(x-1).waits == rule.PoolTotal {
			a.poke, a.wake = w.now, cause
			w.sooner(a.comp, w.now)
			return
		}
	}
}
