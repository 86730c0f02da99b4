package tcp

import "teacp/sim/rule"

// findLost marks lost segments by the rule in force: RACK, SACK counting, or NewReno.
func (c *Conn) findLost(env *Env, a *ackInfo) {
	l := &c.loss
	if l.packets == 0 {
		return
	}
	if !c.sackOK {
		if !c.ca.recovering() && l.sacked >= l.reordering {
			c.headLost(env, rule.FastRetransmit)
		} else if c.ca == caRecovery && a.advanced {
			c.headLost(env, rule.PartialAck)
		}
		return
	}
	if env.Pol.RACK {
		before := l.retrans
		if c.rackMark(env) {
			a.setTimer = false
		}
		if l.retrans < before {
			a.lostRexmt = true
		}
		return
	}
	c.countLost(env)
}

// headLost considers the first segment lost; the rest of its buffer becomes a buffer of its own.
func (c *Conn) headLost(env *Env, r rule.ID) {
	n := env.Mem.nodes.At(c.head)
	if n.Flags&NodeLost != 0 {
		return
	}
	if n.next != 0 {
		c.makeHead(env.Mem, n.next)
	}
	c.markLost(env, c.head, r)
}

// countLost is RFC 6675 section 4, IsLost: a segment is lost when enough segments behind it
// have arrived.
func (c *Conn) countLost(env *Env) {
	behind := c.loss.sacked
	for i := c.head; i != 0 && behind >= c.loss.reordering; {
		n := env.Mem.nodes.At(i)
		if n.Flags&NodeSent == 0 {
			return
		}
		if n.Flags&NodeSacked != 0 {
			behind--
		} else if n.Flags&NodeLost == 0 {
			r := rule.SackHole
			if !c.ca.recovering() {
				r = rule.FastRetransmit
			}
			next := n.next
			c.markLost(env, i, r)
			i = next
			continue
		}
		i = n.next
	}
}

// rackAdvance notes the most recently sent segment that has arrived (RFC 8985 section 6.2
// step 2). n is not yet marked as arrived.
func (c *Conn) rackAdvance(env *Env, n *Node) {
	l := &c.loss
	rtt := env.Now - n.Sent
	if n.Flags&NodeEver != 0 && rtt < c.minRTT {
		return // the ACK may be for the first copy
	}
	l.rackAdvanced = true
	l.rackRTT = rtt
	if n.Sent > l.rackAt || n.Sent == l.rackAt && n.End > l.rackEnd {
		l.rackAt, l.rackEnd = n.Sent, n.End
	}
}

// rackMark looks for losses after an ACK; it reports whether the reordering timer runs.
func (c *Conn) rackMark(env *Env) bool {
	l := &c.loss
	c.rackAdapt()
	if !l.rackAdvanced {
		return false
	}
	l.rackAdvanced = false
	wait := c.rackDetect(env)
	if wait == 0 {
		return false
	}
	wait += ms(2)
	if g := env.Pol.Granularity; g > 0 {
		wait = (wait + g - 1) / g * g
	}
	c.cancel(env, TimerRexmt)
	c.cancel(env, TimerLoss)
	c.arm(env, TimerReorder, env.Now+min(wait, c.rto), rule.RackWait)
	return true
}

// rackAdapt widens the window after a D-SACK (RFC 8985 section 6.2 step 4).
func (c *Conn) rackAdapt() {
	l := &c.loss
	switch {
	case l.dsackSeen:
		l.rackSteps = min(max(l.rackSteps, 1)+1, 255)
		l.dsackSeen = false
		l.rackPersist = 16
	case l.rackPersist == 0:
		l.rackSteps = 1
	}
}

// rackDetect marks what was sent long enough before something that has arrived (RFC 8985
// section 6.2 step 5) and returns the time after which to look again, 0 if not at all.
func (c *Conn) rackDetect(env *Env) Time {
	l := &c.loss
	window := c.rackWindow()
	var wait Time
	for i := c.thead; i != 0; {
		n := env.Mem.nodes.At(i)
		next := n.tnext
		if n.Flags&(NodeLost|NodeRetrans) == NodeLost {
			i = next
			continue
		}
		if n.Sent > l.rackAt || n.Sent == l.rackAt && n.End >= l.rackEnd {
			break
		}
		if left := c.rackWait(env, n, window); left <= 0 {
			c.markLost(env, i, c.rackRule())
			c.unlinkTx(env.Mem, i)
		} else {
			wait = max(wait, left)
		}
		i = next
	}
	return wait
}

// rackWindow is the reordering window (RFC 8985 section 6.2 step 4).
func (c *Conn) rackWindow() Time {
	l := &c.loss
	if !l.reordSeen {
		if c.ca.recovering() || l.sacked >= l.reordering {
			return 0
		}
	}
	return min(c.minRTT/4*Time(max(l.rackSteps, 1)), c.srtt/8)
}

// rackWait is how long until a segment counts as lost.
func (c *Conn) rackWait(env *Env, n *Node, window Time) Time {
	return n.Sent + c.loss.rackRTT + window - env.Now
}

// rackRule names the first loss of an episode by the threshold that it also meets.
func (c *Conn) rackRule() rule.ID {
	if !c.ca.recovering() && c.loss.sacked >= c.loss.reordering {
		return rule.FastRetransmit
	}
	return rule.Rack
}

// reorderTimeout is the reordering timer.
func (c *Conn) reorderTimeout(env *Env) {
	l := &c.loss
	before, lost := c.inFlight(), l.lost
	c.rackDetect(env)
	if c.inFlight() != before {
		if c.ca != caRecovery {
			c.enterRecovery(env)
			if env.Pol.PRR {
				c.prr(env, 1, l.lost-lost, false)
			}
		}
		l.force = true
	}
	if !c.running(TimerRexmt) {
		c.armRexmt(env)
	}
}
