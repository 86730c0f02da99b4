package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// The calls that set up a socket, read it, or close a side of it. None of them blocks.

// setUpListeners reports the calls by which the servers of a page, and its proxies, make their listening
// sockets, if the page is to show them. They belong to no connection.
func (c pageClient) setUpListeners() {
	w := c.w
	if !w.page().SocketCalls {
		return
	}
	for i := range uint32(w.agents.Dests.Len()) {
		d := w.agents.Dests.At(i)
		l := w.listeners.Mut(d.Listener - 1)
		if l.bound {
			continue
		}
		l.bound = true
		by := w.root
		for _, op := range [...]Op{OpSocket, OpBind, OpListen} {
			ev := w.blank(EvCall)
			ev.Cause, ev.Op, ev.Host, ev.Side, ev.Rule, ev.At2 = by, op, l.host, 1, rule.AppCall, w.now
			if op == OpBind {
				ev.A = int64(l.port)
			}
			by = w.emit()
		}
	}
}

// setUpSocket reports the calls that come before connect, if the page is to show them.
func (e agentEnd) setUpSocket(by EventID) EventID {
	if !e.w.page().SocketCalls {
		return by
	}
	by = e.w.emitCall(e.ei, OpSocket, 0, 0, tcp.OK, by)
	if e.w.agents.Set.NoDelay {
		by = e.reportNoDelay(by)
	}
	return by
}

// reportNoDelay reports that the end sets TCP_NODELAY, if the page is to show it.
func (e agentEnd) reportNoDelay(by EventID) EventID {
	if !e.w.page().SocketCalls {
		return by
	}
	return e.w.emitCall(e.ei, OpSet, OptionArg(tcp.OptNoDelay, 1), 0, tcp.OK, by)
}

// bind gives the socket its local address. A socket that has one refuses another (EINVAL); applications
// that accept from one port share its listening socket.
func (p scriptRun) bind() stepResult {
	w, a := p.w, p.a
	port := int64(w.conns.At(a.ei / 2).port[a.side])
	bound := &a.bound
	if l := w.listenerOf(a.ei); l != nil {
		bound, port = &l.bound, int64(l.port)
		*bound = *bound || l.open
	}
	if e := p.endpoint(); e != nil && e.conn.State() != tcp.Closed {
		*bound = true
	}
	errno := tcp.OK
	if *bound {
		errno = tcp.ErrInvalid
	}
	*bound = true
	p.emitCall(port, 0, errno, false)
	return stepDone
}

// listen lets the socket take connections. Called again it changes nothing.
func (p scriptRun) listen() stepResult {
	l, errno := p.w.listenerOf(p.a.ei), tcp.OK
	if l == nil || p.endpoint() != nil { // the socket of a connection
		errno = tcp.ErrInvalid
	} else {
		l.open, l.bound = true, true
	}
	p.emitCall(0, 0, errno, false)
	return stepDone
}

// getOption reads an option of the connection's socket or, before accept, of the listening one.
func (p scriptRun) getOption(st *Step) stepResult {
	w, ei := p.w, p.a.ei
	e, l := p.endpoint(), w.listenerOf(ei)
	var value int64
	switch {
	case e != nil:
		value = e.conn.Option(w.policyOf(ei), st.Opt)
	case l != nil:
		value = p.listenerOption(l, st.Opt)
	default: // before connect: the control block is there from socket() on
		value = w.open(ei).conn.Option(w.policyOf(ei), st.Opt)
	}
	p.emitCall(OptionArg(st.Opt, 0), value, tcp.OK, false)
	return stepDone
}

// listenerOption reads an option of a listening socket: that of a socket on which the same are set.
func (p scriptRun) listenerOption(l *listener, o tcp.Opt) int64 {
	var c tcp.Conn
	env := p.w.callEnv(p.a.ei)
	for i := range l.opts[:l.nopts] {
		c.SetOpt(env, l.opts[i].opt, l.opts[i].val)
	}
	return c.Option(env.Pol, o)
}

// shutdown closes one side of a connection or both.
func (p scriptRun) shutdown(st *Step) stepResult {
	w, ei, side := p.w, p.a.ei, ShutSide(st.Value)
	e, errno := p.endpoint(), tcp.ErrNotConn
	if e != nil {
		errno = e.conn.ShutdownError()
	}
	p.emitCall(st.Value, 0, errno, false)
	if errno != tcp.OK {
		return stepDone
	}
	env := w.callEnv(ei) // SHUT_RD reports nothing: settle must not find the reports of an earlier call
	if side != ShutWrite {
		e.conn.ShutdownRead()
	}
	if side != ShutRead {
		e.conn.Shutdown(env)
	}
	w.settle(ei)
	return stepDone
}
