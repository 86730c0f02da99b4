package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// act does the application's current step, or goes on with it.
func (w *World) act(a *app, st *Step) actResult {
	switch st.Op {
	case OpSleep:
		return w.actSleep(a, st)
	case OpSignal, OpWait:
		return w.actLabel(a, st)
	case OpListen:
		l := w.lst.Mut(w.conns.At(a.ei/2).lst - 1)
		l.open = true
		w.called(a, 0, 0, tcp.OK, false)
		return actDone
	case OpAccept:
		return w.actAccept(a)
	case OpConnect:
		return w.actConnect(a)
	case OpRead, OpReadEOF:
		return w.actRead(a, st)
	case OpWrite:
		return w.actWrite(a, st)
	}
	return w.actPlain(a, st)
}

func (w *World) actSleep(a *app, st *Step) actResult {
	if a.until == Never {
		a.until = w.now + st.Pause + w.wakeDelay(a)
		w.called(a, int64(st.Pause), 0, tcp.OK, true)
		w.ev.Rule = rule.AppSleep
		a.blocked = true
		return actSleep
	}
	a.until = Never
	a.wakeBy = a.last
	w.called(a, int64(st.Pause), 0, tcp.OK, false)
	return actDone
}

func (w *World) actLabel(a *app, st *Step) actResult {
	li := 2*uint32(st.Label) + uint32(a.side)
	if st.Op == OpWait {
		by := *w.labels.At(li)
		if by == 0 {
			w.called(a, int64(st.Label), 0, tcp.OK, true)
			return actBlocked
		}
		if a.blocked {
			a.wakeBy = by
		}
		w.called(a, int64(st.Label), 0, tcp.OK, false)
		return actDone
	}
	w.called(a, int64(st.Label), 0, tcp.OK, false)
	*w.labels.Mut(li) = a.last
	for i := 0; i < w.apps.Len(); i++ {
		o := w.apps.At(uint32(i))
		if o.exists && o.blocked && o.op == OpWait && o.side == a.side && w.script(o)[o.pc].Label == st.Label {
			w.heap.set(o.comp, w.now+w.script(o)[o.pc].Wake)
		}
	}
	return actDone
}

func (w *World) actAccept(a *app) actResult {
	li := w.conns.At(a.ei/2).lst - 1
	l := w.lst.Mut(li)
	if l.queue == 0 {
		w.called(a, 0, 0, tcp.OK, true)
		return actBlocked
	}
	l.queue--
	ei := l.waiting - 1
	e := w.ends.Mut(ei)
	e.app = w.appIndex(a) + 1
	if a.wakeBy == 0 {
		a.wakeBy = e.wake
	}
	w.called(a, 0, int64(ei/2), tcp.OK, false)
	return actDone
}

func (w *World) actConnect(a *app) actResult {
	port := int64(w.conns.At(a.ei / 2).port[1-a.side])
	if a.blocked {
		errno := w.ends.Mut(a.ei).conn.TakeError()
		w.called(a, port, 0, errno, false)
		if errno != tcp.OK {
			return actStop
		}
		return actDone
	}
	w.called(a, port, 0, tcp.OK, true)
	w.connect(a.ei)
	return actBlocked
}

// endOf is the control block that an application works on; nil if there is none.
func (w *World) endOf(a *app) *end {
	e := w.ends.Mut(a.ei)
	if !e.exists {
		return nil
	}
	return e
}

func (w *World) actRead(a *app, st *Step) actResult {
	e := w.endOf(a)
	if e == nil {
		w.called(a, st.Bytes, 0, tcp.ErrNotConn, false)
		return actDone
	}
	if a.until != Never { // a pause between reads is over
		a.until = Never
		a.blocked = false
	}
	want := int64(maxRead)
	if st.Op == OpRead {
		want = min(want, a.left)
	}
	if st.Chunk > 0 {
		want = min(want, st.Chunk)
	}
	if r := st.readTime(st.Bytes - a.left); r != nil && r.Took > 0 {
		want = min(want, r.Took)
	}
	if st.Op == OpRead && a.left <= 0 {
		w.called(a, 0, 0, tcp.OK, false)
		return actDone
	}
	// The call's event comes before what the endpoint makes of it.
	if e.conn.Unread() == 0 && !e.conn.AtEOF() && !e.conn.HasError() {
		w.called(a, want, 0, tcp.OK, true)
		return actBlocked
	}
	if w.awaitsMore(a, st, e) {
		return actWait
	}
	n, eof, errno := e.conn.Peek(want)
	w.called(a, want, n, errno, false)
	e.conn.Read(w.callEnv(a.ei), want)
	w.settle(a.ei)
	if eof || errno != tcp.OK {
		return actDone
	}
	a.left -= n
	if st.Op == OpRead && a.left == 0 {
		return actDone
	}
	if st.Pause > 0 {
		a.until = w.now + w.pauseOf(a, st, st.Bytes-a.left-n)
		return actSleep
	}
	return actAgain
}

// pauseOf is how long the pause behind a read takes.
func (w *World) pauseOf(a *app, st *Step, from int64) Time {
	if r := st.readTime(from); r != nil && r.Pause > 0 {
		return r.Pause
	}
	return st.Pause + w.cfg.Hosts[w.conns.At(a.ei / 2).host[a.side]].Pause
}

func (w *World) actWrite(a *app, st *Step) actResult {
	e := w.endOf(a)
	if e == nil {
		w.called(a, st.Bytes, 0, tcp.ErrNotConn, false)
		return actDone
	}
	n, errno := e.conn.Write(w.callEnv(a.ei), a.left, st.More)
	blocked := errno == tcp.ErrAgain || errno == tcp.OK && n < a.left
	if blocked {
		errno = tcp.OK
	}
	// The call's event comes before what the endpoint made of it.
	w.called(a, a.left, n, errno, blocked)
	w.settle(a.ei)
	a = w.apps.Mut(w.appIndex(a))
	if errno != tcp.OK {
		return actDone
	}
	if a.left -= n; blocked {
		return actBlocked
	}
	return actDone
}

// actPlain does the calls that never block.
func (w *World) actPlain(a *app, st *Step) actResult {
	if st.Op == OpSocket {
		w.called(a, 0, 0, tcp.OK, false)
		return actDone
	}
	e := w.endOf(a)
	if e == nil {
		if st.Op == OpSet { // before connect: the control block is there from socket() on
			e = w.open(a.ei)
		} else {
			w.called(a, st.Value, 0, tcp.ErrNotConn, false)
			return actDone
		}
	}
	arg := st.Value
	if st.Op == OpSet {
		arg = OptionArg(st.Opt, st.Value)
	}
	w.called(a, arg, 0, tcp.OK, false)
	env := w.callEnv(a.ei)
	switch st.Op {
	case OpSet:
		e.conn.SetOpt(env, st.Opt, st.Value)
	case OpShutdown:
		e.conn.Shutdown(env)
	case OpClose:
		e.conn.Close(env)
	case OpAbort:
		e.conn.Abort(env)
	}
	w.settle(a.ei)
	return actDone
}

// awaitsMore lets a read that has been woken go on a moment later, where the recording's took more
// than is there: the rest was about to arrive.
func (w *World) awaitsMore(a *app, st *Step, e *end) bool {
	r := st.readTime(st.Bytes - a.left)
	if r == nil || a.wakeBy == 0 || e.conn.Unread() >= r.Took || e.conn.HasError() || a.patient != 0 && w.now >= a.patient {
		a.patient = 0
		return false
	}
	if a.patient == 0 {
		a.patient = w.now + besideCall/2
	}
	return true
}
