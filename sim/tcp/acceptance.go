package tcp

import "teacp/sim/rule"

// failsPaws is PAWS (RFC 7323 section 5.2): the timestamp is older than the last one. A Linux kernel
// accepts a timestamp that is 1 ms old, and a reordered duplicate ACK that carries nothing new.
func (c *Conn) failsPaws(env *Env, s *Segment) bool {
	old := int32(c.tsRecent - s.TSVal)
	if !env.Pol.PawsSlack {
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

// acceptable is the first check of RFC 9293 section 3.10.7.4.
func (c *Conn) acceptable(s *Segment) bool {
	wnd := c.curWindow()
	length := s.End() - s.Seq
	if length == 0 {
		return s.Seq == c.rcvNxt || s.Seq > c.rcvNxt && s.Seq <= c.rcvNxt+wnd || s.Seq >= c.rcvWup && s.Seq <= c.rcvNxt
	}
	return s.End() >= c.rcvWup && s.Seq <= c.rcvNxt+wnd
}

// ackUnacceptable answers a segment that lies outside the window at once: a probe not too often, and
// data with a D-SACK where it had been received.
func (c *Conn) ackUnacceptable(env *Env, s *Segment) {
	if s.End() == s.Seq {
		c.answerLimited(rule.AckProbe)
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
	c.answerNow(r)
}

// receiveReset is the second check of RFC 9293 section 3.10.7.4 with RFC 5961 section 3: only
// a reset whose sequence number is exactly RCV.NXT is accepted.
func (c *Conn) receiveReset(env *Env, s *Segment) {
	if env.Pol.ChallengeAck && s.Seq != c.rcvNxt && !c.resetAfterFin(env, s) {
		c.drop(env, s, rule.ChallengeAck)
		c.challenge()
		return
	}
	if c.state == SynReceived && c.passive { // back to LISTEN; no application is told
		c.closed(env, rule.StateReset)
		return
	}
	e := ErrReset
	switch c.state {
	case SynReceived:
		if !env.Pol.KernelErrors {
			e = ErrRefused
		}
	case CloseWait:
		e = ErrPipe
	}
	if c.state != TimeWait && (env.Pol.KernelErrors || c.state != Closing && c.state != LastAck) {
		c.err = e
		c.resetUnread(env, e)
	}
	if c.orphan {
		c.err = OK
	}
	if env.Pol.ResetFlush { // "all segment queues should be flushed" (RFC 9293 section 3.10.7.4)
		c.flushReceived(env.Mem)
	}
	c.closed(env, rule.StateReset)
}

// resetAfterFin reports whether a reset carries the number of the peer's FIN: some stacks send
// it, and a Linux kernel accepts it.
func (c *Conn) resetAfterFin(env *Env, s *Segment) bool {
	closing := c.state.finReceived() && c.state != TimeWait
	return env.Pol.KernelAnswers && s.Flags&RST != 0 && s.Seq == c.rcvNxt-1 && closing
}

// resetUnread reports the error of a reset, and whether unread bytes are discarded or stay readable.
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

// receiveSyn is the fourth check of RFC 9293 section 3.10.7.4 with RFC 5961 section 4: a SYN is
// answered with an ACK, except during the handshake.
func (c *Conn) receiveSyn(env *Env, s *Segment) {
	switch {
	case env.Pol.KernelHandshake && c.state == SynReceived && c.passive && s.Seq != 0:
		stray(env, s, rule.RstNoConn) // a half-open connection does not survive another SYN
		c.closed(env, rule.StateReset)
	case c.state == SynReceived && !c.passive && s.Flags&ACK != 0 && s.Seq+1 == c.rcvNxt:
		c.handleAck(env, s)
		if c.sndUna > 0 {
			c.established(env)
			c.storeTimestamp(env, s)
			if c.sackOK && env.Pol.DSACK { // the SYN has come twice
				c.dsack = Block{s.Seq, s.Seq + 1}
			}
			c.answerNow(rule.HandshakeAck)
		}
	case c.state == SynReceived && s.Seq == 0:
		c.repeatSynAck(env)
	default:
		c.challenge()
	}
}

// repeatSynAck answers a repeated SYN.
func (c *Conn) repeatSynAck(env *Env) {
	c.loss.synRetries++
	env.Mem.nodes.Mut(c.head).Flags |= NodeEver
	c.sendDue(env, dueSynAck)
	c.arm(env, TimerRexmt, env.Now+c.rto, rule.RexmtArm)
}

// challenge records a challenge ACK (RFC 5961 sections 3 to 5).
func (c *Conn) challenge() { c.answerLimited(rule.ChallengeAck) }

// answeredRecently reports whether the last rate-limited answer was sent less than OOWLimit ago (RFC 5961
// section 7).
func (c *Conn) answeredRecently(env *Env) bool {
	limit := env.Pol.OOWLimit
	return limit > 0 && c.lastLimited != 0 && env.Now-c.lastLimited < limit
}

// storeTimestamp stores the peer's timestamp (RFC 7323 section 4.3).
func (c *Conn) storeTimestamp(env *Env, s *Segment) {
	if c.tsOK && s.TS && s.Seq <= c.rcvWup && int32(s.TSVal-c.tsRecent) >= 0 {
		c.tsRecent = s.TSVal
	}
}

// Stray answers a segment for which there is no connection (RFC 9293 section 3.10.7.1); listening says that
// it reaches a listening socket and is no SYN (section 3.10.7.2).
func Stray(env *Env, s *Segment, listening bool) {
	if v := strayVerdict(s, listening); v.Do == Send {
		stray(env, s, v.Rule)
	} else {
		env.Out = append(env.Out, Out{Kind: OutDrop, Rule: v.Rule, Seg: *s})
	}
}

// strayVerdict decides whether such a segment is answered with a reset.
func strayVerdict(s *Segment, listening bool) Verdict {
	v := Verdict{Seq: s.Ack, Until: Never}
	if s.Flags&RST != 0 || listening && s.Flags&ACK == 0 {
		v.Rule = rule.StrayIgnored
		return v
	}
	return v.send(rule.RstNoConn)
}

// stray resets the sender of a segment that belongs to no connection.
func stray(env *Env, s *Segment, r rule.ID) {
	if s.Flags&ACK != 0 {
		env.rst(s.Ack, r)
		return
	}
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: Segment{Ack: s.End(), Flags: RST | ACK, WScale: -1}})
}

// rst sends a RST that acknowledges nothing.
func (env *Env) rst(seq int64, r rule.ID) {
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: Segment{Seq: seq, Flags: RST, WScale: -1}})
}
