package tcp

import "teacp/sim/rule"

// Receive is the arrival of a segment (RFC 9293 section 3.10.7).
func (c *Conn) Receive(env *Env, s *Segment) {
	review := reviewArrival
	switch c.state {
	case Closed, Listen:
		Stray(env, s, c.state == Listen)
	case SynSent:
		c.receiveSynSent(env, s)
		review = reviewNothing
	case TimeWait:
		c.receiveTimeWait(env, s)
	default:
		if c.predicted(env, s) {
			review = reviewNothing
		}
		c.receiveSynchronized(env, s)
	}
	c.acknowledge(env) // recorded answers precede data
	c.push(env)
	c.checkSpace(env)
	c.ack.review = review
	c.acknowledge(env)
}

// predicted reports whether a segment is the pure ACK that the header prediction of a Linux kernel
// expects: it does not review a delayed ACK.
func (c *Conn) predicted(env *Env, s *Segment) bool {
	return env.Pol.HeaderPrediction && c.state == Established && s.Flags == ACK && s.Len == 0 && s.NSack == 0 &&
		s.Seq == c.rcvNxt && s.Ack <= c.sndNxt && int64(s.Wnd) == c.sndWnd && c.ooo == 0
}

// receiveSynSent is RFC 9293 section 3.10.7.3.
func (c *Conn) receiveSynSent(env *Env, s *Segment) {
	if s.Flags&ACK != 0 && (s.Ack <= 0 || s.Ack > c.sndNxt) {
		if env.Pol.KernelHandshake && c.loss.timeouts == 0 { // send the SYN again soon: the peer may have ignored it
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
	if s.Flags&ACK == 0 { // simultaneous open
		c.setState(env, SynReceived, rule.StateSyn)
		c.cancel(env, TimerRexmt)
		c.sendDue(env, dueSynAck)
		c.arm(env, TimerRexmt, env.Now+c.rto, rule.RexmtArm)
		return
	}
	c.handleAck(env, s)
	c.established(env)
	c.ack.lastRcv = env.Pol.clock(env.Now)
	if c.next != 0 || c.ack.pingpong { // data is queued, or expected soon: it carries the ACK
		c.ack.pending = true
		c.enterQuickAck(env)
		c.arm(env, TimerDelAck, env.Now+env.Pol.DelAckMax, rule.PingPong)
		c.push(env)
		if env.Pol.DelAck == DelAckQuick || !c.ack.pending {
			return
		}
	}
	c.answerNow(rule.HandshakeAck)
}

// receiveSynchronized is RFC 9293 section 3.10.7.4.
func (c *Conn) receiveSynchronized(env *Env, s *Segment) {
	if c.tsOK && s.TS && s.Flags&RST == 0 && c.failsPaws(env, s) {
		c.drop(env, s, rule.Paws)
		if !env.Pol.PawsSlack || !pureAck(s) || s.Seq >= c.rcvNxt { // a kernel ignores an old pure ACK
			c.ackUnacceptable(env, s)
		}
		return
	}
	if !c.acceptable(s) {
		if c.resetAfterFin(env, s) {
			c.receiveReset(env, s)
			return
		}
		if s.Flags&RST == 0 || env.Pol.OrphanFinWait2 && c.orphanedFinWait2(env.Pol) {
			c.drop(env, s, rule.OldSegment)
			if s.Flags&SYN != 0 && c.state == SynReceived {
				c.repeatSynAck(env)
				return
			}
			c.ackUnacceptable(env, s)
		} else {
			c.drop(env, s, rule.OldSegment)
		}
		return
	}
	if env.Pol.OrphanFinWait2 && c.orphanedFinWait2(env.Pol) && c.receiveOrphanedFinWait2(env, s) {
		return
	}
	if s.Flags&RST != 0 {
		c.receiveReset(env, s)
		return
	}
	if s.Flags&SYN != 0 {
		c.receiveSyn(env, s)
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
		if c.passive && env.Pol.acceptFull(env.Queue) { // the timer repeats the SYN-ACK
			c.drop(env, s, rule.AcceptFull)
			return
		}
		c.sndWnd, c.sndWl1 = int64(s.Wnd), s.Seq
		if c.maxWnd = max(c.maxWnd, c.sndWnd); env.Pol.HalfWindowMSS { // that of a SYN is not counted
			c.maxWnd = c.sndWnd
		}
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
	if c.finAcked(env); c.state == Closed { // after the last ACK, payload is ignored
		return
	}
	c.storeTimestamp(env, s)
	c.measureEcho(env, s)
	c.handleData(env, s)
}

// orphanedFinWait2 reports whether this is the FIN-WAIT-2 of a closed socket, which a Linux kernel treats
// like TIME-WAIT.
func (c *Conn) orphanedFinWait2(p *Policy) bool {
	return c.state == FinWait2 && c.orphan && c.finTimeout(p) <= p.TimeWait
}

// receiveOrphanedFinWait2 handles a segment for a closed socket in FIN-WAIT-2 as a Linux kernel does: any
// reset in the window ends it, and a new SYN is answered with a reset. It reports whether the segment
// needs no further processing.
func (c *Conn) receiveOrphanedFinWait2(env *Env, s *Segment) bool {
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

// receiveTimeWait answers segments in TIME-WAIT (RFC 9293 section 3.10.7.4).
func (c *Conn) receiveTimeWait(env *Env, s *Segment) {
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
		if s.Len > 0 || s.Flags&FIN != 0 { // an ACK of data cannot start an endless exchange
			c.answerNow(rule.AckDup)
		} else {
			c.answerLimited(rule.AckDup)
		}
	}
}

// drop reports an ignored segment.
func (c *Conn) drop(env *Env, s *Segment, r rule.ID) {
	env.Out = append(env.Out, Out{Kind: OutDrop, Rule: r, Seg: *s})
}
