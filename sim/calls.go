package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// act does the application's current step, or goes on with it.
func (p scriptRun) act(st *Step) stepResult {
	switch st.Op {
	case OpSleep:
		return p.sleep(st)
	case OpSignal:
		return p.signal(st)
	case OpWait:
		return p.wait(st)
	case OpBind:
		return p.bind()
	case OpListen:
		return p.listen()
	case OpGet:
		return p.getOption(st)
	case OpShutdown:
		return p.shutdown(st)
	case OpAccept:
		return p.accept()
	case OpConnect:
		return p.connect()
	case OpRead, OpReadEOF:
		return p.read(st)
	case OpWrite:
		return p.write(st)
	}
	return p.callPlain(st)
}

func (p scriptRun) sleep(st *Step) stepResult {
	w, a := p.w, p.a
	if a.sleepUntil == Never {
		a.sleepUntil = w.now + st.Pause + w.wakeDelay(a)
		p.emitCall(int64(st.Pause), 0, tcp.OK, true)
		w.ev.Rule = rule.AppSleep
		a.blocked = true
		return stepSleeps
	}
	a.sleepUntil = Never
	a.wakeBy = a.last
	p.emitCall(int64(st.Pause), 0, tcp.OK, false)
	return stepDone
}

// label is where the last signal of a step's label stands.
func (p scriptRun) label(st *Step) uint32 { return 2*uint32(st.Label) + uint32(p.a.side) }

func (p scriptRun) wait(st *Step) stepResult {
	by := *p.w.labels.At(p.label(st))
	if by == 0 {
		p.emitCall(int64(st.Label), 0, tcp.OK, true)
		return stepBlocks
	}
	if p.a.blocked {
		p.a.wakeBy = by
	}
	p.emitCall(int64(st.Label), 0, tcp.OK, false)
	return stepDone
}

func (p scriptRun) signal(st *Step) stepResult {
	w := p.w
	p.emitCall(int64(st.Label), 0, tcp.OK, false)
	*w.labels.Mut(p.label(st)) = p.a.last
	for i := range uint32(w.apps.Len()) {
		o := w.apps.At(i)
		if !o.exists || !o.blocked || o.op != OpWait || o.side != p.a.side {
			continue
		}
		if other := &w.stepsOf(o)[o.pc]; other.Label == st.Label {
			w.heap.set(o.component, w.now+other.Wake)
		}
	}
	return stepDone
}

func (p scriptRun) accept() stepResult {
	w, a := p.w, p.a
	l := w.listenerOf(a.ei)
	if !a.blocked && (l == nil || !l.open || p.endpoint() != nil) { // no listening socket
		p.emitCall(0, 0, tcp.ErrInvalid, false)
		return stepDone
	}
	if !a.blocked && !w.takeQueued(l, p.i) {
		p.emitCall(0, 0, tcp.OK, true)
		w.awaitConnection(l, p.i)
		return stepBlocks
	}
	w.leaveQueue(a.ei)
	if a.wakeBy == 0 {
		a.wakeBy = w.ends.At(a.ei).wake
	}
	p.emitCall(0, int64(a.ei/2), tcp.OK, false)
	return stepDone
}

func (p scriptRun) connect() stepResult {
	w, a := p.w, p.a
	port := int64(w.conns.At(a.ei / 2).port[1-a.side])
	if a.blocked {
		errno := w.ends.Mut(a.ei).conn.TakeError()
		p.emitCall(port, 0, errno, false)
		if errno != tcp.OK {
			return stepEnds
		}
		return stepDone
	}
	p.emitCall(port, 0, tcp.OK, true)
	w.connect(a.ei)
	return stepBlocks
}

// endpoint is the control block that the application works on; nil if there is none, or accept has not
// returned it.
func (p scriptRun) endpoint() *endpoint {
	e := p.w.ends.Mut(p.a.ei)
	if !e.exists || e.app != p.i+1 {
		return nil
	}
	return e
}

func (p scriptRun) read(st *Step) stepResult {
	w, a, e := p.w, p.a, p.endpoint()
	if e == nil {
		p.emitCall(st.Bytes, 0, tcp.ErrNotConn, false)
		return stepDone
	}
	if a.sleepUntil != Never { // a pause between reads is over
		a.sleepUntil = Never
		a.blocked = false
	}
	if st.Op == OpRead && a.left <= 0 {
		p.emitCall(0, 0, tcp.OK, false)
		return stepDone
	}
	want := p.readSize(st)
	// The call's event comes before what the endpoint makes of it.
	if e.conn.Unread() == 0 && !e.conn.AtEOF() && !e.conn.HasError() {
		p.emitCall(want, 0, tcp.OK, true)
		return stepBlocks
	}
	if p.awaitsMore(st, e) {
		return stepWaits
	}
	n, eof, errno := e.conn.Peek(want)
	p.emitCall(want, n, errno, false)
	e.conn.Read(w.callEnv(a.ei), want)
	w.settle(a.ei)
	if eof || errno != tcp.OK {
		return stepDone
	}
	a.left -= n
	if st.Op == OpRead && a.left == 0 {
		return stepDone
	}
	if st.Pause > 0 {
		a.sleepUntil = w.now + p.pauseAfter(st, st.Bytes-a.left-n)
		return stepSleeps
	}
	return stepAgain
}

// readSize is how many bytes the next read asks for.
func (p scriptRun) readSize(st *Step) int64 {
	want := int64(maxRead)
	if st.Op == OpRead {
		want = min(want, p.a.left)
	}
	if st.Chunk > 0 {
		want = min(want, st.Chunk)
	}
	if r := st.readTime(st.Bytes - p.a.left); r != nil && r.Took > 0 {
		want = min(want, r.Took)
	}
	return want
}

// awaitsMore lets a read that has been woken go on a moment later, where the recording's took more
// than is there: the rest was about to arrive.
func (p scriptRun) awaitsMore(st *Step, e *endpoint) bool {
	w, a := p.w, p.a
	r := st.readTime(st.Bytes - a.left)
	enough := r == nil || a.wakeBy == 0 || e.conn.Unread() >= r.Took || e.conn.HasError()
	if enough || a.readUntil != 0 && w.now >= a.readUntil {
		a.readUntil = 0
		return false
	}
	if a.readUntil == 0 {
		a.readUntil = w.now + maxPutOff/2
	}
	return true
}

// pauseAfter is how long the pause after a read takes.
func (p scriptRun) pauseAfter(st *Step, from int64) Time {
	if r := st.readTime(from); r != nil && r.Pause > 0 {
		return r.Pause
	}
	return st.Pause + p.w.cfg.Hosts[p.w.conns.At(p.a.ei / 2).host[p.a.side]].Pause
}

func (p scriptRun) write(st *Step) stepResult {
	w, a, e := p.w, p.a, p.endpoint()
	if e == nil {
		p.emitCall(st.Bytes, 0, tcp.ErrNotConn, false)
		return stepDone
	}
	n, errno := e.conn.Write(w.callEnv(a.ei), a.left, st.More)
	blocked := errno == tcp.ErrAgain || errno == tcp.OK && n < a.left
	if blocked {
		errno = tcp.OK
	}
	// The call's event comes before what the endpoint made of it.
	p.emitCall(a.left, n, errno, blocked)
	w.settle(a.ei)
	if errno != tcp.OK {
		return stepDone
	}
	if a.left -= n; blocked {
		return stepBlocks
	}
	return stepDone
}

// callPlain does the calls that never block.
func (p scriptRun) callPlain(st *Step) stepResult {
	w, ei := p.w, p.a.ei
	if st.Op == OpSocket {
		p.emitCall(0, 0, tcp.OK, false)
		return stepDone
	}
	e, l := p.endpoint(), w.listenerOf(ei)
	switch {
	case e != nil:
	case st.Op == OpSet && l != nil: // before accept: of the listening socket
		l.set(st.Opt, st.Value)
		p.emitCall(OptionArg(st.Opt, st.Value), 0, tcp.OK, false)
		return stepDone
	case st.Op == OpSet: // before connect: the control block is there from socket() on
		e = w.open(ei)
	default:
		p.emitCall(st.Value, 0, tcp.ErrNotConn, false)
		return stepDone
	}
	arg := st.Value
	if st.Op == OpSet {
		arg = OptionArg(st.Opt, st.Value)
	}
	p.emitCall(arg, 0, tcp.OK, false)
	env := w.callEnv(ei)
	switch st.Op {
	case OpSet:
		e.conn.SetOpt(env, st.Opt, st.Value)
	case OpClose:
		e.conn.Close(env)
	case OpAbort:
		e.conn.Abort(env)
	}
	w.settle(ei)
	return stepDone
}
