package tcp

import "teacp/sim/rule"

// Connect opens actively: CLOSED -> SYN-SENT (RFC 9293 section 3.10.1).
func (c *Conn) Connect(env *Env) {
	c.init(env)
	c.setState(env, SynSent, rule.StateOpen)
	c.queueSyn(env)
	c.push(env)
}

// Accept answers a SYN on a listening socket: LISTEN -> SYN-RECEIVED (RFC 9293 section
// 3.10.7.2).
func (c *Conn) Accept(env *Env, syn *Segment) {
	c.init(env)
	c.passive = true
	c.state = Listen
	c.setState(env, SynReceived, rule.StateSyn)
	c.peerSyn(env, syn)
	c.selectInitialWindow(env.Pol)
	if !c.scaleOK {
		c.rcvScale, c.rcvWnd = 0, min(c.rcvWnd, 65535)
	}
	c.queueSyn(env)
	c.push(env)
}

// Room reports whether a write would accept any bytes now, and the error that it would return.
func (c *Conn) Room(p *Policy, mem *Mem) (bool, Errno) {
	if e := c.writeError(); e != OK {
		return false, e
	}
	return c.memoryFree(p) || c.tailRoom(p, mem) > 0, OK
}

func (c *Conn) writeError() Errno {
	switch {
	case c.err != OK:
		return c.err
	case c.finQueued || c.state == Closed || c.state.finSent():
		return ErrPipe
	}
	return OK
}

// AwaitRoom requests OutWritable once the send buffer has room again.
func (c *Conn) AwaitRoom() { c.wantWrite = true }

// Write copies n bytes into the send buffer, as far as there is room, and sends what it may;
// more is MSG_MORE. It returns how many bytes were taken; where that is less than n,
// OutWritable reports when there is room again.
func (c *Conn) Write(env *Env, n int64, more bool) (int64, Errno) {
	if e := c.writeError(); e != OK {
		if e == c.err {
			c.err = OK
		}
		if e == ErrReset && !env.Pol.KernelErrors {
			e = ErrPipe
		}
		return 0, e
	}
	if n <= 0 {
		return 0, OK
	}
	c.idleRestart(env)
	c.updateMSS()
	c.more, c.wantWrite = more, false
	c.writing = true
	take := c.fill(env, n)
	if c.writing = false; take > 0 {
		c.push(env)
	}
	c.more = false
	c.midWrite = take < n && (take > 0 || c.midWrite)
	if take < n {
		c.wantWrite = true
	}
	if take == 0 {
		return 0, ErrAgain
	}
	return take, OK
}

// WriteRecord is Write with MSG_EOR: the next write begins a new segment.
func (c *Conn) WriteRecord(env *Env, n int64, more bool) (int64, Errno) {
	c.record = true
	take, e := c.Write(env, n, more)
	c.record = false
	return take, e
}

// Peek is what a read of up to max bytes would return now.
func (c *Conn) Peek(max int64) (n int64, eof bool, e Errno) {
	if n = min(c.Unread(), max); n > 0 {
		return n, false, OK
	}
	if c.err != OK {
		return 0, false, c.err
	}
	if c.AtEOF() {
		return 0, true, OK
	}
	if !c.state.synchronized() {
		return 0, false, ErrNotConn
	}
	return 0, false, ErrAgain
}

// Read removes up to max bytes from the receive buffer.
func (c *Conn) Read(env *Env, max int64) (n int64, eof bool, e Errno) {
	n, eof, e = c.Peek(max)
	if e == c.err && e != OK {
		c.err = OK
		return
	}
	if n > 0 {
		c.consume(env, n)
		c.ack.review = reviewRead
		c.acknowledge(env)
	}
	return
}

// Shutdown closes the sending side: FIN after all that was written.
func (c *Conn) Shutdown(env *Env) Errno {
	switch c.state {
	case SynSent, SynReceived, Established, CloseWait:
	default:
		return ErrNotConn
	}
	if c.state == SynSent {
		if env.Pol.KernelErrors { // a Linux kernel resets the socket
			c.err = ErrReset
		}
		c.closed(env, rule.StateClose)
		return OK
	}
	c.queueFin(env)
	return OK
}

// ShutdownError is what Shutdown of a socket returns that has had a connection: ENOTCONN once it is over.
func (c *Conn) ShutdownError() Errno {
	if c.state == Closed || c.state == TimeWait {
		return ErrNotConn
	}
	return OK
}

// ShutdownRead makes reads return end of file once the received data is read. The peer does not
// notice.
func (c *Conn) ShutdownRead() { c.rcvShut = true }

// Close closes the socket (RFC 9293 section 3.10.4): with unread data it sends a reset (RFC 2525
// section 2.17), with SO_LINGER 0 too, else a FIN.
func (c *Conn) Close(env *Env) Errno {
	switch {
	case c.state == TimeWait:
		return OK
	case c.orphan:
		return ErrNotConn
	}
	c.orphan, c.rcvShut = true, true
	switch {
	case c.state == Closed || c.state == Listen:
		return OK
	case c.state == SynSent:
		c.closed(env, rule.StateClose)
		return OK
	case c.Unread() > 0:
		c.reset(env, rule.RstUnread)
		c.closed(env, rule.RstUnread)
		return OK
	case c.linger == 0:
		c.reset(env, rule.RstLinger)
		c.closed(env, rule.RstLinger)
		return OK
	}
	if c.state == Established || c.state == CloseWait || c.state == SynReceived {
		c.queueFin(env)
	}
	c.finWait2(env)
	return OK
}

// Abort resets the connection (RFC 9293 section 3.10.5).
func (c *Conn) Abort(env *Env) {
	c.orphan, c.rcvShut = true, true
	switch c.state {
	case Closed, Listen, TimeWait:
		return
	case SynSent:
	default:
		c.reset(env, rule.RstAbort)
	}
	c.closed(env, rule.RstAbort)
}

// reset sends a RST for a connection that exists.
func (c *Conn) reset(env *Env, r rule.ID) {
	s := c.segment(env, c.sndNxt, 0, RST|ACK)
	s.Wnd, s.NSack = 0, 0
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: s})
}

// PolicyChanged re-evaluates the connection after a knob was turned.
func (c *Conn) PolicyChanged(env *Env) {
	if c.released || c.state == Closed {
		return
	}
	if c.state.synchronized() {
		c.setMSS(env.Pol)
	}
	c.ccChanged(env.Pol)
	if c.ack.pending && env.Pol.DelAck == DelAckOff {
		c.ack.review = reviewArrival
		c.acknowledge(env)
	}
	c.push(env)
}
