package tcp

import "teacp/sim/rule"

// mayProbe reports whether a tail loss probe may be sent: not in recovery, and not while data is selectively
// acknowledged, which other rules repair (RFC 8985 section 7.2).
func (c *Conn) mayProbe(p *Policy) bool {
	l := &c.loss
	return p.TLP && c.sackOK && l.packets > 0 && l.sacked == 0 && (c.ca == caOpen || c.ca == caCWR) &&
		c.state.synchronized()
}

// stopProbe lets the retransmission timer run in place of the probe's once a probe may no longer be sent.
func (c *Conn) stopProbe(env *Env) {
	if c.running(TimerLoss) && !c.mayProbe(env.Pol) {
		c.armRexmt(env)
	}
}

// scheduleProbe starts the timer of the tail loss probe (RFC 8985 section 7.2): two round trips after the
// last segment, plus the delay of its ACK if only one segment is in flight.
func (c *Conn) scheduleProbe(env *Env, advancing bool) bool {
	l := &c.loss
	if !c.mayProbe(env.Pol) {
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

// tailLossProbe sends new data, or retransmits the last segment (RFC 8985 section 7.3).
func (c *Conn) tailLossProbe(env *Env) {
	l := &c.loss
	if l.packets == 0 {
		return
	}
	sent := false
	if l.tlpHigh == 0 {
		l.tlpRexmt = false
		if v := c.sendDue(env, dueTlp); v.Do == Send {
			sent = true
			l.tlpRexmt = v.Retrans
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

func (c *Conn) lastSent(mem *Mem) uint32 {
	i := c.tail
	if c.next != 0 {
		i = mem.nodes.At(c.next).prev
	}
	return i
}

// tlpAcked detects whether a probe repaired a loss (RFC 8985 section 7.4).
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
