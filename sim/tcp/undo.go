package tcp

import "teacp/sim/rule"

// mayUndo reports whether the reduction of this episode was for nothing: every
// retransmission came twice (RFC 3708), or the first ACK was for the original (RFC 4015).
func (c *Conn) mayUndo() bool {
	l := &c.loss
	return l.undoMarker > 0 && (l.undoRetrans == 0 || c.delayed())
}

// delayed reports whether the timestamp that came back is older than the first retransmission:
// the original has arrived, only late (RFC 3522). Without any retransmission it has, too.
func (c *Conn) delayed() bool {
	l := &c.loss
	if l.retransAt != 0 {
		return c.tsOK && c.ecr != 0 && int32(c.ecr-l.retransTS) < 0
	}
	return (c.sackOK || c.sndUna < l.highSeq) && c.state != SynSent
}

// undoPartial is a partial ACK in recovery that turns out to be for a late original: while
// nothing resent is in flight the reduction is taken back; it reports whether the ACK is
// settled.
func (c *Conn) undoPartial(env *Env, a *ackInfo) bool {
	l := &c.loss
	if !env.Pol.Undo || l.undoMarker == 0 || !c.delayed() {
		return false
	}
	if c.sackOK {
		c.sawReordering(env, a.priorUna)
	} else if env.Pol.Linux {
		l.reordering, l.reordSeen = max(l.reordering, min(l.packets, 300)), true
	}
	if l.retrans > 0 {
		return true
	}
	if !c.anyResent(env.Mem) {
		l.retransAt = 0
	}
	c.undo(env, true)
	c.keepOpen(env)
	return false
}

// undo takes the reduction back.
func (c *Conn) undo(env *Env, unmark bool) {
	l := &c.loss
	if unmark {
		for i := c.head; i != 0; {
			n := env.Mem.nodes.Mut(i)
			if n.Flags&NodeSent == 0 {
				break
			}
			n.Flags &^= NodeLost
			i = n.next
		}
		l.lost = 0
	}
	if l.priorSsthresh > 0 {
		c.cc.cwnd = max(c.cc.cwnd, c.cc.undoWindow(c))
		if l.priorSsthresh > c.cc.ssthresh {
			c.cc.ssthresh = l.priorSsthresh
			c.ecn.cwr = false
		}
	}
	c.cc.stamp = env.Pol.clock(env.Now)
	l.undoMarker = 0
	l.rackAdvanced = true
	env.out(OutUndo, rule.Undo, int64(c.cc.cwnd), int64(c.ssthreshOut()))
}

// undoRecovery ends recovery; it reports whether the connection stays where it is until
// something above the episode is acknowledged, as RFC 6582 section 3.2 asks without SACK.
func (c *Conn) undoRecovery(env *Env) bool {
	l := &c.loss
	if env.Pol.Undo && c.mayUndo() {
		c.undo(env, false)
	} else if l.rackPersist > 0 {
		l.rackPersist--
	}
	if c.sndUna == l.highSeq && !c.sackOK && env.Pol.Linux {
		if !c.anyResent(env.Mem) {
			l.retransAt = 0
		}
		return true
	}
	if c.ca == caRecovery {
		c.endReduction(env)
	}
	c.setCA(env, caOpen)
	return false
}

func (c *Conn) undoByDsack(env *Env) bool {
	l := &c.loss
	if env.Pol.Undo && l.undoMarker > 0 && l.undoRetrans == 0 {
		l.rackPersist = min(16, l.rackPersist+1)
		c.undo(env, false)
		return true
	}
	return false
}

// undoLoss undoes a time-out that was spurious.
func (c *Conn) undoLoss(env *Env, frto bool) bool {
	if !env.Pol.Undo || !frto && !c.mayUndo() {
		return false
	}
	c.undo(env, true)
	if frto || c.sackOK {
		c.setCA(env, caOpen)
	}
	c.loss.timeouts = 0
	return true
}

// scheduleProbe arms the tail loss probe (RFC 8985 section 7.2): two round trips after the
// last segment, with one segment out also the time by which its ACK may be delayed.
func (c *Conn) scheduleProbe(env *Env, advancing bool) bool {
	l := &c.loss
	if !env.Pol.TLP || !c.sackOK || l.packets == 0 || c.ca != caOpen && c.ca != caCWR || c.state < Established {
		return false
	}
	wait := env.Pol.RTOInit
	if c.srtt > 0 {
		wait = c.srtt / 4
		if l.packets == 1 {
			wait += env.Pol.RTOMin
		} else {
			wait += ms(2)
		}
	}
	if g := env.Pol.Granularity; g > 0 {
		wait = (wait + g - 1) / g * g
	}
	limit := c.rto
	if !advancing {
		limit = env.Mem.nodes.At(c.head).Sent + c.rto - env.Now
	}
	if limit > 0 {
		wait = min(wait, limit)
	}
	c.cancel(env, TimerRexmt)
	c.cancel(env, TimerReorder)
	c.arm(env, TimerLoss, env.Now+wait, rule.TlpArm)
	return true
}

// tailLossProbe sends new data, or the last segment once more (RFC 8985 section 7.3).
func (c *Conn) tailLossProbe(env *Env) {
	l := &c.loss
	if l.packets == 0 {
		return
	}
	sent := false
	if l.tlpHigh == 0 {
		l.tlpRexmt = false
		if c.next != 0 && env.Mem.nodes.At(c.next).End <= c.sndUna+c.sndWnd {
			c.sendNew(env, rule.Tlp)
			sent = true
		} else if i := c.lastSent(env.Mem); i != 0 && c.mayResend(env, i) {
			c.retransmit(env, i, rule.Tlp)
			l.tlpRexmt = true
			sent = true
		}
		if sent {
			l.tlpHigh = c.sndNxt
		}
	}
	at := env.Now + c.rto
	if !sent { // one probe is enough: the time since the head was sent counts
		at = max(env.Mem.nodes.At(c.head).Sent+c.rto, env.Now+1)
	}
	c.cancel(env, TimerLoss)
	c.arm(env, TimerRexmt, at, rule.RexmtArm)
}

// mayResend reports whether a piece lies within the window; a Linux kernel sends nothing again
// that the peer has taken its window back from, but for the first piece, which probes.
func (c *Conn) mayResend(env *Env, i uint32) bool {
	n := env.Mem.nodes.At(i)
	return !env.Pol.Linux || n.Seq < c.sndUna+c.sndWnd || n.Seq == c.sndUna
}

func (c *Conn) lastSent(mem *Mem) uint32 {
	i := c.tail
	if c.next != 0 {
		i = mem.nodes.At(c.next).prev
	}
	return i
}

// tlpAcked finds out what became of a probe (RFC 8985 section 7.4).
func (c *Conn) tlpAcked(env *Env, s *Segment, a *ackInfo) {
	l := &c.loss
	if l.tlpHigh == 0 || s.Ack < l.tlpHigh {
		return
	}
	switch {
	case !l.tlpRexmt, a.dsackTLP:
		l.tlpHigh = 0
	case s.Ack > l.tlpHigh:
		c.initReduction(env)
		c.setCA(env, caCWR)
		c.endReduction(env)
		c.keepOpen(env)
	case !a.nonDup && !a.sacked:
		l.tlpHigh = 0
	}
}
