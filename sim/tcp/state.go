package tcp

import "teacp/sim/rule"

// setState moves to another state and reports it.
func (c *Conn) setState(env *Env, s State, r rule.ID) {
	if c.state == s {
		return
	}
	env.out(OutState, r, int64(c.state), int64(s))
	c.state = s
}

func (c *Conn) takeFin(at int64) {
	c.finRcv = at
	c.rcvNxt = at + 1
}

// peerClosed makes the transitions of a FIN in order (RFC 9293 section 3.10.7.4, eighth).
func (c *Conn) peerClosed(env *Env) {
	c.eofReported = true
	c.ack.pending = true
	if env.Pol.DelAck != DelAckQuick { // a Linux kernel delays the ACK of a FIN
		c.ack.rule, c.ack.now = rule.AckFin, true
	}
	switch c.state {
	case SynReceived, Established:
		c.setState(env, CloseWait, rule.StateFinReceived)
		if env.Pol.QuickAckDetails { // in a Linux kernel a FIN makes the connection interactive
			c.ack.pingpong = true
		}
	case FinWait1:
		c.answerNow(rule.AckFin)
		c.acknowledge(env) // before the state changes (RFC 9293 section 3.10.7.4, eighth)
		if c.finSent && c.sndUna >= c.writeSeq {
			c.timeWait(env)
		} else {
			c.setState(env, Closing, rule.StateFinReceived)
		}
	case FinWait2:
		c.answerNow(rule.AckFin)
		c.acknowledge(env) // before the state changes (RFC 9293 section 3.10.7.4, eighth)
		c.timeWait(env)
	}
	env.out(OutEOF, rule.StateFinReceived, 0, 0)
}

// finAcked makes the transitions of an acknowledged FIN.
func (c *Conn) finAcked(env *Env) {
	if !c.finSent || c.sndUna < c.writeSeq {
		return
	}
	switch c.state {
	case FinWait1:
		c.setState(env, FinWait2, rule.StateFinAcked)
		if c.finWait2(env); c.state == Closed && env.Pol.OrphanFinWait2 { // TCP_LINGER2 is negative
			env.rst(c.sndUna, rule.RstClosed)
		}
	case Closing:
		c.timeWait(env)
	case LastAck:
		c.closed(env, rule.StateFinAcked)
		c.orphan = true
	}
}

// finState is the transition that sending the FIN makes.
func (c *Conn) finState(env *Env) {
	switch c.state {
	case Established, SynReceived:
		c.setState(env, FinWait1, rule.StateClose)
	case CloseWait:
		c.setState(env, LastAck, rule.StateClose)
	}
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

// finTimeout is how long FIN-WAIT-2 lasts for a closed socket.
func (c *Conn) finTimeout(p *Policy) Time {
	if c.linger2 > 0 {
		return c.linger2
	}
	return p.FinTimeout
}

// timeWait enters TIME-WAIT (RFC 9293 section 3.6.1).
func (c *Conn) timeWait(env *Env) {
	c.setState(env, TimeWait, rule.TimeWait)
	for k := range c.timer {
		if TimerKind(k) != TimerTimeWait && TimerKind(k) != TimerDelAck {
			c.cancel(env, TimerKind(k))
		}
	}
	c.dropQueue(env)
	c.orphan = true
	c.arm(env, TimerTimeWait, env.Now+max(env.Pol.TimeWait, 1), rule.TimeWait)
}

func (c *Conn) timeWaitRule() rule.ID {
	if c.state == FinWait2 {
		return rule.FinWait2Timeout
	}
	return rule.TimeWait
}

// Reopens reports whether a segment is a new SYN that may end TIME-WAIT (RFC 9293 section 3.6.1, MAY-2): its
// timestamp is newer than the last one (RFC 6191), or, where timestamps say nothing, its sequence number is
// above RCV.NXT (Linux tcp_timewait_state_process).
func (c *Conn) Reopens(s *Segment) bool {
	if c.state != TimeWait || s.Flags&(SYN|ACK|RST) != SYN {
		return false
	}
	if newer := int32(s.TSVal - c.tsRecent); c.tsOK && s.TS && newer != 0 {
		return newer > 0
	}
	return s.Seq > c.rcvNxt
}

// Recycle ends TIME-WAIT because a new connection reuses its four-tuple (RFC 9293 section 3.6.1). It returns
// the initial sequence number of that connection, in the numbers of this one: two more than a window without
// scaling beyond SND.NXT (Linux tcp_timewait_state_process).
func (c *Conn) Recycle(env *Env) int64 {
	c.orphan = true
	c.closed(env, rule.TwRecycled)
	return c.sndNxt + 65535 + 2
}

// fail ends the connection with an error for the application.
func (c *Conn) fail(env *Env, e Errno, r rule.ID) {
	if c.state != SynReceived || !c.passive { // such a connection has no application yet
		c.err = e
		env.out(OutError, r, int64(e), 0)
	}
	c.closed(env, r)
}

// closed enters CLOSED, stops all timers and frees the send queue.
func (c *Conn) closed(env *Env, r rule.ID) {
	if c.state == SynReceived && c.passive {
		c.orphan = true // no application has it: back to LISTEN (RFC 9293 section 3.10.7.4)
	}
	c.setState(env, Closed, r)
	for k := range c.timer {
		c.cancel(env, TimerKind(k))
	}
	c.dropQueue(env)
	c.ack.pending, c.ack.now = false, false
	c.hold = Verdict{}
}

func (c *Conn) dropQueue(env *Env) {
	for c.head != 0 {
		i := c.head
		c.head = env.Mem.nodes.At(i).next
		env.Mem.nodes.Free(i)
	}
	c.tail, c.next, c.thead, c.ttail = 0, 0, 0, 0
	l := &c.loss
	l.packets, l.sacked, l.lost, l.retrans = 0, 0, 0, 0
	c.sndQueued = 0
}
