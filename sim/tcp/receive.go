package tcp

import "teacp/sim/rule"

// Receive is the arrival of a segment (RFC 9293 section 3.10.7).
func (c *Conn) Receive(env *Env, s *Segment) {
	switch c.state {
	case Closed, Listen:
		Stray(env, s)
	case SynSent:
		c.inSynSent(env, s)
		c.push(env)
		c.checkSpace(env)
		return
	case TimeWait:
		c.inTimeWait(env, s)
	default:
		expected := c.predicted(env, s)
		if c.inOthers(env, s); expected {
			c.push(env)
			c.checkSpace(env)
			return
		}
	}
	c.push(env)
	c.checkSpace(env)
	c.ackCheck(env)
}

// predicted reports whether a segment is the pure ACK that a Linux kernel's header prediction
// expects: what is owed to the peer is not looked at then, and a delayed ACK goes on waiting.
func (c *Conn) predicted(env *Env, s *Segment) bool {
	return env.Pol.Linux && c.state == Established && s.Flags == ACK && s.Len == 0 && s.NSack == 0 &&
		s.Seq == c.rcvNxt && s.Ack <= c.sndNxt && int64(s.Wnd) == c.sndWnd && c.ooo == 0
}

// drop reports an ignored segment.
func (c *Conn) drop(env *Env, s *Segment, r rule.ID) {
	env.Out = append(env.Out, Out{Kind: OutDrop, Rule: r, Seg: *s})
}

// inSynSent is RFC 9293 section 3.10.7.3.
func (c *Conn) inSynSent(env *Env, s *Segment) {
	if s.Flags&ACK != 0 && (s.Ack <= 0 || s.Ack > c.sndNxt) {
		if env.Pol.Linux && c.loss.timeouts == 0 { // the SYN goes again soon: an answer may have been ignored
			c.cancel(env, TimerRexmt)
			c.arm(env, TimerRexmt, env.Now+ms(8), rule.RexmtArm)
		}
		if s.Flags&RST == 0 {
			stray(env, s, rule.FutureAck)
		}
		return
	}
	if s.Flags&RST != 0 {
		if s.Flags&ACK != 0 {
			c.err = ErrRefused
			env.out(OutError, rule.StateReset, int64(ErrRefused), 0)
			c.closed(env, rule.StateReset)
		}
		return
	}
	if s.Flags&SYN == 0 {
		c.drop(env, s, rule.OldSegment)
		return
	}
	c.peerSyn(env, s)
	if s.Flags&ACK == 0 { // both ends open at once
		c.setState(env, SynReceived, rule.StateOpen)
		c.cancel(env, TimerRexmt)
		n := env.Mem.nodes.At(c.head)
		syn := c.nodeSegment(env, n)
		c.emit(env, &syn, rule.SynAck, true)
		c.arm(env, TimerRexmt, env.Now+c.rto, rule.RexmtArm)
		return
	}
	c.handleAck(env, s)
	c.established(env)
	c.ack.lastRcv = env.Pol.clock(env.Now)
	if c.next != 0 || c.ack.pingpong { // data waits, or soon will: the ACK rides on it
		c.ack.owed = true
		c.enterQuickAck(env)
		c.arm(env, TimerDelAck, env.Now+env.Pol.DelAckMax, rule.PingPong)
		c.push(env)
		if env.Pol.DelAck == DelAckQuick || !c.ack.owed {
			return
		}
	}
	c.sendAck(env, rule.HandshakeAck)
}

// acceptable is the first check of RFC 9293 section 3.10.7.4.
func (c *Conn) acceptable(s *Segment) bool {
	wnd := c.curWindow()
	length := s.End() - s.Seq
	if length == 0 {
		return s.Seq == c.rcvNxt || s.Seq > c.rcvNxt && s.Seq <= c.rcvNxt+wnd || s.Seq >= c.rcvWup && s.Seq <= c.rcvNxt
	}
	return s.End() >= c.rcvWup && s.Seq <= c.rcvNxt+wnd
}

// inOthers is RFC 9293 section 3.10.7.4.
func (c *Conn) inOthers(env *Env, s *Segment) {
	if c.tsOK && s.TS && s.Flags&RST == 0 && c.stale(env, s) {
		c.drop(env, s, rule.Paws)
		if !env.Pol.Linux || !pureAck(s) || s.Seq >= c.rcvNxt { // to a pure ACK from the past a kernel says nothing
			c.ackMisfit(env, s)
		}
		return
	}
	if !c.acceptable(s) {
		if c.resetAfterFin(env, s) {
			c.gotReset(env, s)
			return
		}
		if s.Flags&RST == 0 || env.Pol.Linux && c.lonely(env.Pol) {
			c.drop(env, s, rule.OldSegment)
			if s.Flags&SYN != 0 && c.state == SynReceived {
				c.repeatSynAck(env)
				return
			}
			c.ackMisfit(env, s)
		} else {
			c.drop(env, s, rule.OldSegment)
		}
		return
	}
	if env.Pol.Linux && c.lonely(env.Pol) && c.nobodyWaits(env, s) {
		return
	}
	if s.Flags&RST != 0 {
		c.gotReset(env, s)
		return
	}
	if s.Flags&SYN != 0 {
		c.gotSyn(env, s)
		return
	}
	if s.Flags&ACK == 0 {
		c.drop(env, s, rule.OldSegment)
		return
	}
	if c.state == SynReceived {
		if s.Ack <= 0 || s.Ack > c.sndNxt {
			stray(env, s, rule.FutureAck)
			return
		}
		c.sndWnd, c.sndWl1 = int64(s.Wnd), s.Seq
		c.maxWnd = max(c.maxWnd, c.sndWnd)
		c.firstWnd = c.sndWnd
		c.setMSS(env.Pol)
		c.handleAck(env, s)
		c.established(env)
		if c.finQueued && c.finSent {
			c.setState(env, FinWait1, rule.StateClose)
		}
	} else if !c.handleAck(env, s) {
		return
	}
	if c.released || c.state == Closed {
		return
	}
	if c.finAcked(env); c.state == Closed { // the last ACK: what came with it is nobody's
		return
	}
	c.stamp(env, s)
	c.measureEcho(env, s)
	c.handleData(env, s)
}

// gotSyn is the fourth check of RFC 9293 section 3.10.7.4 with RFC 5961 section 4: a SYN is
// answered with an ACK, except while the handshake goes on.
func (c *Conn) gotSyn(env *Env, s *Segment) {
	switch {
	case env.Pol.Linux && c.state == SynReceived && c.passive && s.Seq != 0:
		stray(env, s, rule.RstNoConn) // a half-open connection does not survive another SYN
		c.closed(env, rule.StateReset)
	case c.state == SynReceived && !c.passive && s.Flags&ACK != 0 && s.Seq+1 == c.rcvNxt:
		c.handleAck(env, s)
		if c.sndUna > 0 {
			c.established(env)
			c.stamp(env, s)
			if c.sackOK && env.Pol.DSACK { // the SYN has come twice
				c.dsack = Block{s.Seq, s.Seq + 1}
			}
			c.sendAck(env, rule.HandshakeAck)
		}
	case c.state == SynReceived && s.Seq == 0:
		c.repeatSynAck(env)
	default:
		c.challenge(env)
	}
}

// stale is PAWS (RFC 7323 section 5.2): the timestamp is older than the last one. A Linux kernel
// lets a millisecond pass, and a repeated ACK that came out of order and says nothing new.
func (c *Conn) stale(env *Env, s *Segment) bool {
	old := int32(c.tsRecent - s.TSVal)
	if !env.Pol.Linux {
		return old > 0
	}
	if old <= 1 {
		return false
	}
	w := int64(s.Wnd)
	news := s.Ack > c.sndUna || s.Seq > c.sndWl1 || s.Seq == c.sndWl1 && (w > c.sndWnd || w == 0)
	return !pureAck(s) || s.Seq != c.rcvNxt || s.Ack != c.sndUna || news || Time(old)*ms(1) > c.rto*12/10
}

// pureAck reports whether a segment has nothing but an ACK.
func pureAck(s *Segment) bool { return s.Flags&ACK != 0 && s.End() == s.Seq }

// lonely reports whether this is the FIN-WAIT-2 of a closed socket that a kernel keeps as it keeps
// a TIME-WAIT.
func (c *Conn) lonely(p *Policy) bool {
	return c.state == FinWait2 && c.orphan && c.finTimeout(p) <= p.TimeWait
}

// resetAfterFin reports whether a reset carries the number of the peer's FIN: some stacks send
// that, and a Linux kernel believes it.
func (c *Conn) resetAfterFin(env *Env, s *Segment) bool {
	return env.Pol.Linux && s.Flags&RST != 0 && s.Seq == c.rcvNxt-1 && (c.state == CloseWait || c.state == LastAck || c.state == Closing)
}

// nobodyWaits is FIN-WAIT-2 of a socket that has been closed, as a Linux kernel has it: any
// reset in the window ends it, and a SYN is answered with one. It reports whether that
// settles the segment.
func (c *Conn) nobodyWaits(env *Env, s *Segment) bool {
	switch {
	case s.Flags&RST != 0:
		c.closed(env, rule.StateReset)
	case s.Flags&SYN != 0 && s.Seq >= c.rcvNxt:
		stray(env, s, rule.RstClosed)
		c.closed(env, rule.RstClosed)
	default:
		return false
	}
	return true
}

// repeatSynAck answers a repeated SYN.
func (c *Conn) repeatSynAck(env *Env) {
	n := env.Mem.nodes.At(c.head)
	syn := c.nodeSegment(env, n)
	c.loss.synRetries++
	env.Mem.nodes.Mut(c.head).Flags |= NodeEver
	c.emit(env, &syn, rule.SynAck, true)
	c.arm(env, TimerRexmt, env.Now+c.rto, rule.RexmtArm)
}

// stamp takes over the peer's timestamp (RFC 7323 section 4.3).
func (c *Conn) stamp(env *Env, s *Segment) {
	if c.tsOK && s.TS && s.Seq <= c.rcvWup && int32(s.TSVal-c.tsRecent) >= 0 {
		c.tsRecent = s.TSVal
	}
}

// gotReset is the second check of RFC 9293 section 3.10.7.4 with RFC 5961 section 3: only
// a reset that hits RCV.NXT exactly is believed.
func (c *Conn) gotReset(env *Env, s *Segment) {
	if env.Pol.ChallengeAck && s.Seq != c.rcvNxt && !c.resetAfterFin(env, s) {
		c.drop(env, s, rule.ChallengeAck)
		c.challenge(env)
		return
	}
	e := ErrReset
	switch c.state {
	case SynReceived:
		if !c.passive && !env.Pol.Linux {
			e = ErrRefused
		}
	case CloseWait:
		e = ErrPipe
	}
	if c.state != TimeWait && (env.Pol.Linux || c.state != Closing && c.state != LastAck) {
		c.err = e
		c.resetUnread(env, e)
	}
	if c.orphan {
		c.err = OK
	}
	if env.Pol.ResetFlush { // "all segment queues should be flushed" (RFC 9293 section 3.10.7.4)
		c.rcvNxt = c.copied
	}
	c.closed(env, rule.StateReset)
}

// resetUnread tells of a reset, and what becomes of the bytes that have not been read.
func (c *Conn) resetUnread(env *Env, e Errno) {
	r, n := rule.StateReset, int64(0)
	if !c.orphan {
		n = c.Unread()
	}
	switch {
	case n > 0 && env.Pol.ResetFlush:
		r = rule.ResetFlush
	case n > 0:
		r = rule.ResetReadable
	}
	env.out(OutError, r, int64(e), n)
}

// finAcked makes the transitions of an acknowledged FIN.
func (c *Conn) finAcked(env *Env) {
	if !c.finSent || c.sndUna < c.writeSeq {
		return
	}
	switch c.state {
	case FinWait1:
		c.setState(env, FinWait2, rule.StateFinAcked)
		if c.finWait2(env); c.state == Closed && env.Pol.Linux { // TCP_LINGER2 says not to wait
			env.rst(c.sndUna, rule.RstClosed)
		}
	case Closing:
		c.timeWait(env)
	case LastAck:
		c.closed(env, rule.StateFinAcked)
		c.orphan = true
	}
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

// inTimeWait answers what still comes (RFC 9293 section 3.10.7.4).
func (c *Conn) inTimeWait(env *Env, s *Segment) {
	if s.Flags&RST != 0 {
		if s.Seq == c.rcvNxt {
			c.closed(env, rule.StateReset)
		}
		return
	}
	if s.Flags&FIN != 0 {
		c.arm(env, TimerTimeWait, env.Now+env.Pol.TimeWait, rule.TimeWait)
	}
	if s.End() > s.Seq || s.Seq != c.rcvNxt {
		c.drop(env, s, rule.Duplicate)
		if s.Len > 0 || s.Flags&FIN != 0 || !c.oowLimited(env) { // data begins no endless exchange
			c.sendAck(env, rule.AckDup)
		}
	}
}

// ackMisfit answers a segment that lies outside the window at once: a probe not too often, and
// data with a D-SACK where it had been received.
func (c *Conn) ackMisfit(env *Env, s *Segment) {
	if s.End() == s.Seq {
		if !c.oowLimited(env) {
			c.sendAck(env, rule.AckProbe)
		}
		return
	}
	r := rule.AckDup
	if s.Seq < c.rcvNxt {
		c.enterQuickAck(env)
		if c.sackOK && env.Pol.DSACK {
			c.dsack = Block{s.Seq, min(s.End(), c.rcvNxt)}
			r = rule.Dsack
		}
	}
	c.sendAck(env, r)
}

// ackDuplicate owes an ACK at once for a segment that had been received. A Linux kernel grants
// quick ACKs for it, which a buffer that is more than half full takes away again.
func (c *Conn) ackDuplicate(env *Env, s *Segment) {
	c.ack.owed, c.ack.now = true, !env.Pol.Linux
	c.ack.rule = rule.AckDup
	c.enterQuickAck(env)
	if s.Len > 0 && c.sackOK && env.Pol.DSACK && s.End() <= c.rcvNxt {
		c.dsack = Block{s.Seq, s.End()}
		c.ack.rule = rule.Dsack
	}
}

// challenge answers a segment that does not fit with an ACK (RFC 5961).
func (c *Conn) challenge(env *Env) {
	if !c.oowLimited(env) {
		c.sendAck(env, rule.ChallengeAck)
	}
}

// oowLimited reports whether an answer to a segment that does not fit has been given too short
// a time ago; else it notes that one is given now. It keeps two ends from answering each other
// for ever.
func (c *Conn) oowLimited(env *Env) bool {
	limit := env.Pol.OOWLimit
	if limit > 0 && c.oowAt != 0 && env.Now-c.oowAt < limit {
		return true
	}
	c.oowAt = env.Now
	return false
}
