package tcp

import "teacp/sim/rule"

// recover is what an ACK means for loss recovery (RFC 5681, 6582, 6675, 8985): an episode may end, its
// state decides what is lost and how it goes on, and a.resend says what may be sent.
func (c *Conn) recover(env *Env, a *ackInfo) {
	lost := c.loss.lost
	if !c.episodeEnds(env, a) {
		settled := false
		switch c.ca {
		case caRecovery:
			settled = c.continueRecovery(env, a)
		case caLoss:
			settled = c.continueLoss(env, a)
		default:
			settled = c.startRecovery(env, a)
		}
		if !settled {
			a.resend = resendLost
		}
	}
	a.newLost += max(c.loss.lost-lost, 0)
}

// episodeEnds reports whether an ACK needs no further recovery: the peer has reneged on SACK blocks, or
// the data sent before the episode is acknowledged.
func (c *Conn) episodeEnds(env *Env, a *ackInfo) bool {
	l := &c.loss
	if a.ece {
		l.priorSsthresh = 0
	}
	if l.packets == 0 {
		l.sacked = 0
	}
	if a.advanced && c.reneged(env) { // the peer discarded data: wait, then retransmit everything
		c.cancel(env, TimerLoss)
		c.cancel(env, TimerReorder)
		c.arm(env, TimerRexmt, env.Now+max(c.srtt/16, ms(10)), rule.SackReneging)
		a.setTimer = false
		return true
	}
	return c.ca != caOpen && c.sndUna >= l.highSeq && c.endEpisode(env, a)
}

// continueRecovery is an ACK in fast recovery; it reports whether that settles the ACK.
func (c *Conn) continueRecovery(env *Env, a *ackInfo) bool {
	switch {
	case !a.advanced:
		if !c.sackOK {
			c.addDupAck(env, a)
		}
	case c.undoPartial(env, a):
		return true
	case c.firstAckEnds(env.Pol):
		c.endReduction(env)
		c.setCA(env, caOpen)
		return true
	}
	if c.undoByDsack(env) {
		c.tryOpen(env, a)
	}
	if c.findLost(env, a); c.ca == caRecovery {
		return false
	}
	if c.loss.lost == 0 {
		c.tryOpen(env, a)
		return true
	}
	c.enterRecovery(env)
	return false
}

// continueLoss is an ACK after a retransmission timeout.
func (c *Conn) continueLoss(env *Env, a *ackInfo) bool {
	c.inLoss(env, a)
	c.findLost(env, a)
	if c.ca == caLoss || c.ca != caOpen && !a.lostRexmt {
		return true
	}
	return c.startRecovery(env, a)
}

// startRecovery is an ACK outside of recovery: a loss that it shows begins fast recovery.
func (c *Conn) startRecovery(env *Env, a *ackInfo) bool {
	if !c.sackOK {
		if a.advanced {
			c.loss.sacked = 0
		}
		c.addDupAck(env, a)
	}
	if c.ca.normal() {
		c.undoByDsack(env)
	}
	if c.findLost(env, a); c.loss.lost == 0 {
		c.tryOpen(env, a)
		return true
	}
	c.enterRecovery(env)
	c.loss.force = true
	return false
}

// endEpisode ends an episode whose end is acknowledged; it reports whether that settles the ACK.
func (c *Conn) endEpisode(env *Env, a *ackInfo) bool {
	switch c.ca {
	case caCWR:
		if c.sndUna != c.loss.highSeq {
			c.endReduction(env)
			c.setCA(env, caOpen)
		}
	case caRecovery:
		if !c.sackOK {
			c.loss.sacked = 0
		}
		return c.undoRecovery(env)
	}
	return false
}

// enterRecovery starts fast recovery.
func (c *Conn) enterRecovery(env *Env) {
	l := &c.loss
	l.priorSsthresh = 0
	c.initUndo(env)
	if c.ca != caCWR {
		l.priorSsthresh = c.currentSsthresh()
		c.initReduction(env)
	}
	c.enterFastRecovery(env)
	env.out(OutWindow, rule.FastRecovery, int64(c.cc.cwnd), int64(c.ssthreshOut()))
}

// inLoss processes an ACK after a retransmission timeout; F-RTO (RFC 5682 section 2) detects whether the
// timeout was spurious.
func (c *Conn) inLoss(env *Env, a *ackInfo) {
	l := &c.loss
	recovered := c.sndUna >= l.highSeq
	if a.advanced && c.undoLoss(env, false) {
		return
	}
	if l.frto {
		if a.origSacked && c.undoLoss(env, true) {
			return
		}
		switch {
		case c.sndNxt > l.highSeq:
			if a.sacked || a.dupAcks > 0 {
				l.frto = false
			}
		case a.advanced && !recovered:
			l.highSeq = c.sndNxt
			if c.next != 0 && c.sndUna+c.sndWnd > c.sndNxt {
				a.resend = resendNew
				return
			}
			l.frto = false
		}
	}
	if recovered {
		c.undoRecovery(env)
		return
	}
	if !c.sackOK {
		if c.sndNxt > l.highSeq && a.dupAcks > 0 {
			c.addDupAck(env, a)
		} else if a.advanced {
			l.sacked = 0
		}
	}
	a.resend = resendLost
}

// frtoNew sends new data instead of a retransmission (RFC 5682 section 2 step 2b).
func (c *Conn) frtoNew(env *Env) {
	before := c.sndNxt
	for c.sendDue(env, dueFrto).Do == Send {
	}
	if c.loss.frtoSent = c.sndNxt > before; !c.loss.frtoSent {
		c.loss.frto = false
	}
}

// enterLoss is a retransmission timeout (RFC 5681 section 3.1, RFC 6298 section 5.4).
func (c *Conn) enterLoss(env *Env) {
	l := &c.loss
	fresh := !c.ca.recovering()
	reneged := c.reneged(env)
	if reneged {
		c.clearSacks(env.Mem)
	}
	if !c.sackOK {
		l.sacked = 0
	}
	for i := c.head; i != 0; {
		n := env.Mem.nodes.At(i)
		next := n.next
		if n.Flags&NodeSent == 0 {
			break
		}
		if !reneged && env.Pol.RACK && c.sackOK && i != c.head && l.rackRTT > 0 && c.rackWait(env, n, 0) > 0 {
			i = next
			continue
		}
		c.markLost(env, i, rule.Rto)
		i = next
	}
	if c.ca.normal() || c.sndUna >= l.highSeq || c.ca == caLoss && l.timeouts == 0 {
		l.priorSsthresh = c.currentSsthresh()
		l.priorCwnd = c.cc.cwnd
		c.cc.ssthresh = c.cc.reduce(c, env)
		c.cc.ccTimedOut()
		c.initUndo(env)
	}
	if env.Pol.controlled() {
		c.cc.cwnd = c.inFlight() + 1
	}
	c.cc.count = 0
	c.cc.stamp = env.Pol.clock(env.Now)
	if c.ca.normal() && l.sacked >= env.Pol.Reordering {
		l.reordering = min(l.reordering, env.Pol.Reordering)
	}
	c.setCA(env, caLoss)
	l.highSeq = c.sndNxt
	l.frto, l.frtoSent = env.Pol.FRTO && (fresh || l.timeouts > 0), false
	l.tlpHigh = 0
	c.ecn.cwr = c.ecn.on
	if c.state.synchronized() {
		env.out(OutWindow, rule.Rto, int64(c.cc.cwnd), int64(c.ssthreshOut()))
	}
}

func (c *Conn) initUndo(env *Env) {
	l := &c.loss
	l.undoMarker = c.sndUna
	l.undoRetrans = l.retrans
	if l.retrans == 0 {
		l.undoRetrans = -1
	}
}

// tryOpen returns to the open state, or to disorder while a segment is missing.
func (c *Conn) tryOpen(env *Env, a *ackInfo) {
	if !c.anyRetransmitted(env.Mem) {
		c.loss.retransAt = 0
	}
	if a.ece {
		c.enterCWR(env)
	}
	if c.ca == caCWR {
		return
	}
	c.keepOpen(env)
}

func (c *Conn) keepOpen(env *Env) {
	s := caOpen
	if c.loss.sacked+c.loss.lost > 0 || c.anyRetransmitted(env.Mem) {
		s = caDisorder
	}
	if c.ca != s {
		c.setCA(env, s)
		c.loss.highSeq = c.sndNxt
	}
}

func (c *Conn) anyRetransmitted(mem *Mem) bool {
	if c.loss.retrans > 0 {
		return true
	}
	return c.head != 0 && mem.nodes.At(c.head).Flags&(NodeSent|NodeEver) == NodeSent|NodeEver
}

func (c *Conn) setCA(env *Env, s caState) {
	c.ca = s
	if s == caOpen {
		c.loss.lostRule = rule.None
		c.loss.force = false
	}
}
