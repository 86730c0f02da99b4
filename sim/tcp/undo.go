package tcp

import "teacp/sim/rule"

// undoRecovery ends recovery. It reports whether the connection stays in recovery until data beyond the
// episode is acknowledged (RFC 6582 section 3.2, without SACK).
func (c *Conn) undoRecovery(env *Env) bool {
	l := &c.loss
	if env.Pol.Undo && c.wasSpurious() {
		c.undo(env, false)
	} else if l.rackPersist > 0 {
		l.rackPersist--
	}
	if c.sndUna == l.highSeq && !c.sackOK && env.Pol.StayInRecovery {
		if !c.anyRetransmitted(env.Mem) {
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

// undoPartial undoes the reduction if a partial ACK in recovery is for a late original and no
// retransmission is in flight. It reports whether the ACK needs no further processing.
func (c *Conn) undoPartial(env *Env, a *ackInfo) bool {
	l := &c.loss
	if !env.Pol.Undo || l.undoMarker == 0 || !c.originalArrived() {
		return false
	}
	if c.sackOK {
		c.sawReordering(env, a.priorUna)
	} else if env.Pol.DetectReordering {
		l.reordering, l.reordSeen = max(l.reordering, min(l.packets, 300)), true
	}
	if l.retrans > 0 {
		return true
	}
	if !c.anyRetransmitted(env.Mem) {
		l.retransAt = 0
	}
	c.undo(env, true)
	c.keepOpen(env)
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

// undoLoss undoes the reduction of a spurious timeout.
func (c *Conn) undoLoss(env *Env, frto bool) bool {
	if !env.Pol.Undo || !frto && !c.wasSpurious() {
		return false
	}
	c.undo(env, true)
	if frto || c.sackOK {
		c.setCA(env, caOpen)
	}
	c.loss.timeouts = 0
	return true
}

// wasSpurious reports whether the reduction of this episode was unnecessary: every
// retransmission was a duplicate (RFC 3708), or the first ACK was for the original (RFC 4015).
func (c *Conn) wasSpurious() bool {
	l := &c.loss
	return l.undoMarker > 0 && (l.undoRetrans == 0 || c.originalArrived())
}

// originalArrived reports whether the echoed timestamp is older than the first retransmission, so the
// original has arrived late (RFC 3522). Without a retransmission the original has arrived as well.
func (c *Conn) originalArrived() bool {
	l := &c.loss
	if l.retransAt != 0 {
		return c.tsOK && c.ecr != 0 && int32(c.ecr-l.retransTS) < 0
	}
	return (c.sackOK || c.sndUna < l.highSeq) && c.state != SynSent
}

// undo restores cwnd and ssthresh.
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
