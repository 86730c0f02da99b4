package tcp

import "teacp/sim/rule"

// Room reports whether a write would take anything now, and the error that it would give.
func (c *Conn) Room(p *Policy, mem *Mem) (bool, Errno) {
	if e := c.writeError(); e != OK {
		return false, e
	}
	return c.memoryFree() || c.tailRoom(p, mem) > 0, OK
}

func (c *Conn) writeError() Errno {
	switch {
	case c.err != OK:
		return c.err
	case c.finQueued || c.state == Closed || c.state >= FinWait1 && c.state != CloseWait:
		return ErrPipe
	}
	return OK
}

// memoryFree reports whether a new buffer may begin: the send buffer is not full, and not
// more than TCP_NOTSENT_LOWAT waits unsent.
func (c *Conn) memoryFree() bool {
	return c.sndQueued < c.sndBuf && (c.notSentLowat <= 0 || c.writeSeq-c.sndNxt < c.notSentLowat)
}

// tailRoom is what still fits in the last unsent buffer of the queue.
func (c *Conn) tailRoom(p *Policy, mem *Mem) int64 {
	if c.tail == 0 || c.next == 0 || mem.nodes.At(c.tail).Flags&(NodeSyn|NodeFin|NodeSent|NodeEOR) != 0 {
		return 0
	}
	room := c.sizeGoal(p)
	for i := c.tail; i != 0 && room > 0; {
		n := mem.nodes.At(i)
		if n.Flags&NodeSent != 0 {
			break
		}
		room -= n.Len()
		if n.Flags&NodeHead != 0 {
			break
		}
		i = n.prev
	}
	return max(room, 0)
}

// nodeCost is the buffer space that a buffer of the queue takes beside its payload: in a
// Linux kernel its descriptor and its room for headers.
func (c *Conn) nodeCost() int64 {
	if c.ratio == 256 {
		return 0
	}
	return sndHeader + sndShared + sndDescriptor
}

// AwaitRoom asks for OutWritable when the send buffer has room again.
func (c *Conn) AwaitRoom() { c.wantWrite = true }

// Write takes n bytes into the send buffer, as far as there is room, and sends what may go;
// more is MSG_MORE. It returns how many bytes were taken; where that is less than n,
// OutWritable tells when there is room again.
func (c *Conn) Write(env *Env, n int64, more bool) (int64, Errno) {
	if e := c.writeError(); e != OK {
		if e == c.err {
			c.err = OK
		}
		if e == ErrReset && !env.Pol.Linux {
			e = ErrPipe
		}
		return 0, e
	}
	if n <= 0 {
		return 0, OK
	}
	c.idleRestart(env)
	c.fitMSS()
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

// WriteRecord is Write with MSG_EOR: what is written next begins a segment of its own.
func (c *Conn) WriteRecord(env *Env, n int64, more bool) (int64, Errno) {
	c.record = true
	take, e := c.Write(env, n, more)
	c.record = false
	return take, e
}

// fill appends bytes to the send queue in pieces of one full segment, in buffers of the size
// goal, until the send buffer is full. As a kernel does, a large write pushes what is complete
// while it goes on; what it marked to be pushed before it waited for room stays marked.
func (c *Conn) fill(env *Env, n int64) int64 {
	left := n
	if t := c.tail; !c.midWrite && t != 0 && c.next != 0 && c.tailRoom(env.Pol, env.Mem) > 0 {
		env.Mem.nodes.Mut(t).Flags &^= NodePush // what was the end of a write is one no more
	}
	for {
		space := c.tailRoom(env.Pol, env.Mem)
		if space <= 0 {
			if !c.memoryFree() {
				break
			}
			c.append(env, 0)
			space = c.sizeGoal(env.Pol)
		}
		k := min(left, space)
		c.fillBuffer(env, k)
		if left -= k; left == 0 {
			break
		}
		if k == space {
			c.filled(env)
		}
	}
	if t := c.tail; c.record && left == 0 && t != 0 {
		env.Mem.nodes.Mut(t).Flags |= NodeEOR
	}
	if t := c.tail; left < n && t != 0 && (!c.more || c.writeSeq > c.pushedSeq+c.maxWnd/2) {
		if nd := env.Mem.nodes.Mut(t); nd.Flags&NodeSent == 0 {
			nd.Flags |= NodePush
			c.pushedSeq = c.writeSeq
		}
	}
	return n - left
}

// fillBuffer appends bytes to the last buffer of the queue.
func (c *Conn) fillBuffer(env *Env, n int64) {
	for n > 0 {
		room := int64(c.mss) - env.Mem.nodes.At(c.tail).Len()
		if room <= 0 {
			from := env.Mem.nodes.Mut(c.tail)
			push := from.Flags & NodePush // belongs to the end of the buffer
			from.Flags &^= NodePush
			c.append(env, 0)
			to := env.Mem.nodes.Mut(c.tail)
			to.Flags = to.Flags&^NodeHead | push
			c.sndQueued -= c.nodeCost()
			room = int64(c.mss)
		}
		k := min(room, n)
		env.Mem.nodes.Mut(c.tail).End += k
		c.writeSeq += k
		c.sndQueued += k
		n -= k
	}
}

// filled is called for a buffer that is complete while the write goes on.
func (c *Conn) filled(env *Env) {
	if c.state < Established {
		return
	}
	if c.writeSeq > c.pushedSeq+c.maxWnd/2 {
		env.Mem.nodes.Mut(c.tail).Flags |= NodePush
		c.pushedSeq = c.writeSeq
		c.push(env)
		return
	}
	if c.next == c.bufferStart(env.Mem, c.tail) {
		c.pushOne = true
		c.push(env)
		c.pushOne = false
	}
}

// bufferStart is the first piece of the buffer that a piece belongs to.
func (c *Conn) bufferStart(mem *Mem, i uint32) uint32 {
	for i != 0 && mem.nodes.At(i).Flags&NodeHead == 0 {
		i = mem.nodes.At(i).prev
	}
	return i
}

// bufferEnd is the last piece of the buffer that a piece belongs to.
func (c *Conn) bufferEnd(mem *Mem, i uint32) uint32 {
	for {
		next := mem.nodes.At(i).next
		if next == 0 || mem.nodes.At(next).Flags&NodeHead != 0 {
			return i
		}
		i = next
	}
}

// append adds an empty piece at the end of the queue.
func (c *Conn) append(env *Env, flags NodeFlags) uint32 {
	i := env.Mem.nodes.Alloc()
	*env.Mem.nodes.Mut(i) = Node{Seq: c.writeSeq, End: c.writeSeq, prev: c.tail, Flags: flags | NodeHead}
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
		if env.Pol.Linux { // a kernel disconnects, and says so
			c.err = ErrReset
		}
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
	if c.state != FinWait2 || !c.orphan {
		return
	}
	if c.linger2 < 0 {
		c.closed(env, rule.FinWait2Timeout)
	} else if wait := c.finTimeout(env.Pol); wait > 0 {
		c.arm(env, TimerTimeWait, env.Now+wait, rule.FinWait2Timeout)
	}
}

// setLinger2 is TCP_LINGER2: negative for none at all, 0 for the host's time, no more than two minutes.
func (c *Conn) setLinger2(v int64) {
	switch {
	case v < 0:
		c.linger2 = -1
	case v > 120:
		c.linger2 = 0
	default:
		c.linger2 = ms(v * 1000)
	}
}

// finTimeout is how long FIN-WAIT-2 lasts for a closed socket.
func (c *Conn) finTimeout(p *Policy) Time {
	if c.linger2 > 0 {
		return c.linger2
	}
	return p.FinTimeout
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
			c.pushPart(env)
		}
	case OptCork:
		c.cork = v != 0
		if !c.cork { // Nagle's rule may still hold the part
			c.push(env)
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
	case OptUserTimeout:
		c.userTimeout = ms(v)
	case OptLinger2:
		c.setLinger2(v)
	case OptKeepAlive, OptKeepIdle, OptKeepInterval, OptKeepCount:
		c.setKeep(env, o, v)
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

// pushPart lets a part of a segment go that has been held: TCP_NODELAY breaks even the cork once.
func (c *Conn) pushPart(env *Env) {
	if !c.cork || c.next == 0 || c.next != c.tail {
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
	case OptUserTimeout:
		return int64(c.userTimeout / ms(1))
	case OptKeepAlive:
		return b(c.keepSet.on)
	}
	return 0
}
