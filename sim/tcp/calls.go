package tcp

import "teacp/sim/rule"

// Room is how many bytes a write would take now, and the error that it would give.
func (c *Conn) Room(mem *Mem) (int64, Errno) {
	switch {
	case c.err != OK:
		return 0, c.err
	case c.finQueued || c.state == Closed || c.state == TimeWait || c.state >= FinWait1 && c.state != CloseWait:
		return 0, ErrPipe
	case c.state == SynSent || c.state == SynReceived:
		return max(c.sndBuf-c.sndQueued, 0), OK
	}
	if c.sndQueued >= c.sndBuf {
		return 0, OK
	}
	return c.roomBytes() + c.tailRoom(mem), OK
}

// tailRoom is what still fits in the last unsent piece of the queue.
func (c *Conn) tailRoom(mem *Mem) int64 {
	if c.tail == 0 || c.next == 0 {
		return 0
	}
	n := mem.nodes.At(c.tail)
	if n.Flags&(NodeSyn|NodeFin|NodeSent) != 0 {
		return 0
	}
	return max(int64(c.mss)-n.Len(), 0)
}

// roomBytes is the payload that fits in the send buffer: as many full segments as begin
// before it is full.
func (c *Conn) roomBytes() int64 {
	per := int64(c.mss) + c.nodeCost()
	free := c.sndBuf - c.sndQueued
	n := (free + per - 1) / per * int64(c.mss)
	return max(n, 0)
}

// nodeCost is the buffer space that a segment takes beside its payload.
func (c *Conn) nodeCost() int64 {
	if c.ratio == 256 {
		return 0
	}
	return 1280
}

// AwaitRoom asks for OutWritable when the send buffer has room again.
func (c *Conn) AwaitRoom() { c.wantWrite = true }

// Write takes n bytes into the send buffer and sends what may go; more is MSG_MORE. It
// returns how many bytes were taken.
func (c *Conn) Write(env *Env, n int64, more bool) (int64, Errno) {
	room, e := c.Room(env.Mem)
	if e != OK {
		if e == c.err {
			c.err = OK
		}
		if e == ErrPipe || e == ErrReset {
			e = ErrPipe
		}
		return 0, e
	}
	take := min(room, n)
	if take < n {
		c.wantWrite = true
	}
	if take <= 0 {
		if n == 0 {
			return 0, OK
		}
		return 0, ErrAgain
	}
	c.idleRestart(env)
	c.more = more
	c.fill(env, take, c.wantWrite)
	c.push(env)
	c.more = false
	return take, OK
}

// fill appends bytes to the send queue in pieces of one full segment. As a kernel does, a
// large write pushes what is complete while it goes on.
func (c *Conn) fill(env *Env, n int64, cut bool) {
	fresh := true
	for left := n; left > 0; {
		t := c.tail
		room := int64(0)
		if t != 0 && c.next != 0 {
			if nd := env.Mem.nodes.At(t); nd.Flags&(NodeSyn|NodeFin|NodeSent) == 0 {
				room = int64(c.mss) - nd.Len()
			}
		}
		if room <= 0 {
			t = c.append(env, 0)
			room = int64(c.mss)
		}
		k := min(room, left)
		nd := env.Mem.nodes.Mut(t)
		if fresh { // what was the end of a write is one no more
			nd.Flags &^= NodePush
			fresh = false
		}
		nd.End += k
		c.writeSeq += k
		c.sndQueued += k
		left -= k
		if (left > 0 || cut) && k == room {
			c.filled(env, nd)
		}
	}
	if t := c.tail; t != 0 && (!c.more || c.writeSeq > c.pushedSeq+c.maxWnd/2) {
		if nd := env.Mem.nodes.Mut(t); nd.Flags&NodeSent == 0 {
			nd.Flags |= NodePush
			c.pushedSeq = c.writeSeq
		}
	}
}

// filled is called for a piece that is complete while the write goes on.
func (c *Conn) filled(env *Env, n *Node) {
	if c.state < Established {
		return
	}
	if c.writeSeq > c.pushedSeq+c.maxWnd/2 {
		n.Flags |= NodePush
		c.pushedSeq = c.writeSeq
		c.push(env)
		return
	}
	if c.next == c.tail {
		c.push(env)
	}
}

// append adds an empty piece at the end of the queue.
func (c *Conn) append(env *Env, flags NodeFlags) uint32 {
	i := env.Mem.nodes.Alloc()
	*env.Mem.nodes.Mut(i) = Node{Seq: c.writeSeq, End: c.writeSeq, prev: c.tail, Flags: flags}
	if c.tail != 0 {
		env.Mem.nodes.Mut(c.tail).next = i
	} else {
		c.head = i
	}
	c.tail = i
	if c.next == 0 {
		c.next = i
	}
	c.sndQueued += c.nodeCost()
	return i
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
	if c.state < Established {
		return 0, false, ErrNotConn
	}
	return 0, false, ErrAgain
}

// Read takes up to max bytes out of the receive buffer.
func (c *Conn) Read(env *Env, max int64) (n int64, eof bool, e Errno) {
	n, eof, e = c.Peek(max)
	if e == c.err && e != OK {
		c.err = OK
		return
	}
	if n > 0 {
		c.consume(env, n)
		c.cleanupRead(env)
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
		c.closed(env, rule.StateClose)
		return OK
	}
	c.queueFin(env)
	return OK
}

// queueFin puts a FIN behind the data. It rides on data that has not left yet.
func (c *Conn) queueFin(env *Env) {
	if c.finQueued {
		return
	}
	c.finQueued = true
	t := c.tail
	if t == 0 || c.next == 0 || env.Mem.nodes.At(t).Flags&(NodeSent|NodeSyn) != 0 {
		t = c.append(env, 0)
	}
	n := env.Mem.nodes.Mut(t)
	n.Flags |= NodeFin
	n.End++
	c.writeSeq++
	c.push(env)
}

// Close gives the socket up (RFC 9293 section 3.10.4): unread data is answered with a
// reset (RFC 2525 section 2.17), SO_LINGER 0 resets at once, else a FIN goes.
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

// finWait2 starts the timer of a closed socket that waits for the peer's FIN.
func (c *Conn) finWait2(env *Env) {
	if c.state == FinWait2 && c.orphan && env.Pol.FinTimeout > 0 {
		c.arm(env, TimerTimeWait, env.Now+env.Pol.FinTimeout, rule.FinWait2Timeout)
	}
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

// SetOpt sets a socket option.
func (c *Conn) SetOpt(env *Env, o Opt, v int64) Errno {
	if c.advMSS == 0 {
		c.setup(env.Pol)
	}
	switch o {
	case OptNoDelay:
		c.nodelay = v != 0
		if c.nodelay {
			c.push(env)
		}
	case OptCork:
		c.cork = v != 0
		if !c.cork {
			c.uncork(env)
		}
	case OptQuickAck:
		c.setQuickAck(env, v != 0)
	case OptLinger:
		c.linger = v
	case OptRcvBuf:
		c.rcvBuf, c.rcvLocked = bufBytes(env, v), true
	case OptSndBuf:
		c.sndBuf, c.sndLocked = bufBytes(env, v), true
	case OptWindowClamp:
		c.userClamp = v
		if v > 0 {
			c.winClamp = min(c.winClamp, v)
			c.rcvSsthresh = min(c.rcvSsthresh, v)
		}
	case OptNotSentLowat:
		c.notSentLowat = v
	case OptMaxSeg:
		if v < 88 || v > 32767 {
			return ErrInvalid
		}
		c.userMSS = int32(v)
	}
	return OK
}

// bufBytes is what a buffer size asked for becomes: a Linux kernel doubles it.
func bufBytes(env *Env, v int64) int64 {
	if env.Pol.Linux {
		return max(2*v, 2304)
	}
	return v
}

// uncork lets a part go that the cork held.
func (c *Conn) uncork(env *Env) {
	if c.next == 0 || c.next != c.tail {
		c.push(env)
		return
	}
	if c.state >= Established && c.cwndRoom() && env.Mem.nodes.At(c.next).End <= c.sndUna+c.sndWnd {
		c.release(env, Verdict{Seq: env.Mem.nodes.At(c.next).Seq, Rule: rule.NoDelay})
		env.Mem.nodes.Mut(c.next).Flags |= NodePush
		c.sendNew(env, rule.NewData)
		c.scheduleProbe(env, false)
	}
	c.push(env)
}

func (c *Conn) cwndRoom() bool { return c.inFlight() < c.cc.cwnd }

// GetOpt reads a socket option.
func (c *Conn) GetOpt(o Opt) int64 {
	b := func(x bool) int64 {
		if x {
			return 1
		}
		return 0
	}
	switch o {
	case OptNoDelay:
		return b(c.nodelay)
	case OptCork:
		return b(c.cork)
	case OptLinger:
		return c.linger
	case OptRcvBuf:
		return c.rcvBuf
	case OptSndBuf:
		return c.sndBuf
	case OptMaxSeg:
		return int64(c.mss)
	case OptNotSentLowat:
		return c.notSentLowat
	case OptWindowClamp:
		return c.userClamp
	}
	return 0
}
