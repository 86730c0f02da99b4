package tcp

import "teacp/sim/rule"

// maxQuick is how many segments a Linux kernel acknowledges at once at the start.
const maxQuick = 16

// moreQuick grants quick ACKs: as many as half the window has segments.
func (c *Conn) moreQuick(most int32) {
	q := int32(c.rcvWnd / (2 * int64(max(c.ack.rcvMSS, 1))))
	if q == 0 {
		q = 2
	}
	c.ack.quick = max(c.ack.quick, min(q, most))
}

func (c *Conn) enterQuickAck(env *Env) {
	c.moreQuick(maxQuick)
	c.ack.pingpong = false
	c.ack.ato = env.Pol.DelAckMin
}

// setQuickAck is TCP_QUICKACK.
func (c *Conn) setQuickAck(env *Env, on bool) {
	a := &c.ack
	if !on {
		a.pingpong = true
		return
	}
	a.pingpong = false
	if c.state.synchronized() && a.owed {
		a.pushed = true
		c.cleanupRead(env)
	}
}

// ackWanted decides whether what is owed is acknowledged now, and if not what keeps it.
// It changes nothing.
func (c *Conn) ackWanted(env *Env) Verdict {
	a := &c.ack
	v := Verdict{Until: Never, A: c.rcvNxt - c.rcvWup, Seq: c.rcvNxt}
	if !a.owed {
		return v
	}
	switch env.Pol.DelAck {
	case DelAckOff:
		return v.send(rule.AckEvery)
	case DelAckQuick:
		return c.quickVerdict(env, v)
	}
	switch {
	case a.now:
		return v.send(a.rule)
	case c.ooo != 0:
		return v.send(rule.AckOutOfOrder)
	case env.Pol.DelAck == DelAckSecond && c.rcvNxt-c.rcvWup >= 2*int64(a.rcvMSS) && a.segs >= 2:
		return v.send(rule.AckSecond)
	}
	return v.hold(rule.DelayedAck, v.A, 2*int64(a.rcvMSS), c.delAckAt(env, env.Pol.DelAckMin))
}

// compressible marks the verdict on an ACK that only repeats what is missing.
const compressible = -1

// quickVerdict is the policy of a Linux kernel.
func (c *Conn) quickVerdict(env *Env, v Verdict) Verdict {
	a := &c.ack
	switch {
	case c.rcvNxt-c.rcvWup > int64(a.rcvMSS) && c.room(env) >= c.rcvWnd:
		return v.send(rule.AckSecond)
	case env.Pol.QuickRoute || a.quick > 0 && !a.pingpong:
		return v.send(c.ruleOr(rule.QuickAck))
	case a.now:
		return v.send(a.rule)
	case c.ooo != 0:
		v.B = compressible
		return v.send(rule.AckOutOfOrder)
	case a.pingpong:
		return v.hold(rule.PingPong, v.A, int64(a.rcvMSS), c.delAckAt(env, c.delAckWait(env)))
	}
	return v.hold(rule.DelayedAck, v.A, int64(a.rcvMSS), c.delAckAt(env, c.delAckWait(env)))
}

// ruleOr prefers the reason that an event gave over the general one.
func (c *Conn) ruleOr(r rule.ID) rule.ID {
	if c.ack.rule != rule.None {
		return c.ack.rule
	}
	return r
}

func (c *Conn) delAckAt(env *Env, wait Time) Time {
	if t := c.timer[TimerDelAck].at; t != 0 {
		return min(t, env.Now+wait)
	}
	return env.Now + wait
}

// delAckWait is the adaptive delay: between the minimum and the maximum, bounded by the
// round trip.
func (c *Conn) delAckWait(env *Env) Time {
	p, ato := env.Pol, c.ack.ato
	if ato == 0 {
		return ms(1) / 2 // no data so far, nothing to wait for: the kernel's next tick
	}
	if ato > p.DelAckMin {
		most := ms(500)
		if c.ack.pingpong || c.ack.pushed {
			most = p.DelAckMax
		}
		if c.srtt > 0 {
			rtt := c.srtt / 8
			if g := p.Granularity; p.Linux && g > 0 {
				rtt = (rtt + g - 1) / g * g
			}
			most = min(most, max(rtt, p.DelAckMin))
		}
		ato = min(ato, most)
	}
	return min(max(ato, p.DelAckMin), p.DelAckMax)
}

// AckVerdict is what keeps an acknowledgment back.
func (c *Conn) AckVerdict(env *Env) Verdict { return c.ackWanted(env) }

// ackCheck acknowledges what arrived, or starts the delayed-ACK timer.
func (c *Conn) ackCheck(env *Env) {
	if c.released || c.state == Closed || c.state == SynSent || c.state == SynReceived {
		return
	}
	v := c.ackWanted(env)
	if a := &c.ack; a.deferred && a.owed {
		v = v.send(rule.AckDeferred)
	}
	switch v.Do {
	case Send:
		if env.Held && env.Pol.Linux {
			c.ack.deferred = true
			return
		}
		if v.Rule == rule.AckOutOfOrder && v.B == compressible && c.compress(env) {
			return
		}
		c.sendAck(env, v.Rule)
	case Hold:
		if t := c.timer[TimerDelAck].at; t != 0 && env.Pol.DelAck == DelAckQuick && t-env.Pol.Tick <= env.Pol.clock(env.Now)+c.ack.ato/4 {
			c.sendAck(env, rule.DelAckTimer) // the timer is about to fire anyway
			return
		}
		c.armDelAck(env, v)
	}
	c.ack.rule = rule.None
}

// compressSlack is how much later than asked the timer of compressed ACKs may fire; with
// nothing else to wake the machine, it does. An interrupt takes a little more.
const (
	compressSlack = 100_000
	compressMost  = 200_000
)

// compress keeps back ACKs that only repeat SACK blocks, from the fourth on, for at most a
// millisecond or a twentieth of the round trip (a Linux kernel's ACK compression).
func (c *Conn) compress(env *Env) bool {
	a := &c.ack
	if !env.Pol.Linux || !c.sackOK || a.comp >= 44 {
		return false
	}
	if a.compNxt != c.rcvNxt {
		a.compNxt, a.dups = c.rcvNxt, 0
	}
	if a.dups < 3 {
		a.dups++
		return false
	}
	rtt := c.rrtt / 8
	if r := c.srtt / 8; r > 0 && r < rtt {
		rtt = r
	}
	wait := min(ms(1), rtt/20) // none without an estimate of the round trip at the receiver
	a.comp++
	if !c.running(TimerPace) {
		at := env.Now + wait + compressSlack
		if late := env.Acked - wait; late >= 0 && late <= compressMost {
			at = env.Now + env.Acked
		}
		if a.stale > env.Now { // a kernel does not stop its delayed-ACK timer; it lets compressed ACKs go, too
			at = min(at, a.stale)
		}
		c.arm(env, TimerPace, at, rule.AckOutOfOrder)
	}
	return true
}

func (c *Conn) armDelAck(env *Env, v Verdict) {
	if c.running(TimerDelAck) && c.timer[TimerDelAck].at <= v.Until {
		return
	}
	c.arm(env, TimerDelAck, v.Until, v.Rule)
	c.ack.stale = 0
	env.Out = append(env.Out, Out{Kind: OutAckHeld, Rule: v.Rule, A: v.A, B: v.B, At: c.timer[TimerDelAck].at})
}

// delAckTimeout is the delayed-ACK timer.
func (c *Conn) delAckTimeout(env *Env) {
	a := &c.ack
	if !a.owed {
		return
	}
	if env.Pol.DelAck == DelAckQuick {
		if a.pingpong {
			a.pingpong, a.ato = false, env.Pol.DelAckMin
		} else {
			a.ato = min(a.ato*2, c.rto)
		}
	}
	c.sendAck(env, rule.DelAckTimer)
}

// cleanupRead runs after the application has read: it acknowledges what is owed where the
// buffer is empty, and announces a window that has opened.
func (c *Conn) cleanupRead(env *Env) {
	a := &c.ack
	if c.state == Closed || c.state == TimeWait {
		return
	}
	if a.owed && env.Pol.Linux {
		empty := c.rcvMem == 0
		if c.rcvNxt-c.rcvWup > int64(a.rcvMSS) || empty && (a.pushed2 || a.pushed && !a.pingpong) {
			c.sendAck(env, rule.AckOnRead)
			return
		}
	}
	if c.finRcv != 0 && c.rcvNxt > c.finRcv {
		return // nothing more can come: no window is needed
	}
	now := c.curWindow()
	w := c.room(env)
	if env.Pol.Linux {
		if 2*now <= c.winClamp && w > 0 && w >= 2*now {
			c.sendAck(env, rule.AckWindow)
		}
		return
	}
	// RFC 9293 section 3.8.6.2.2: announce when the window grows by a segment or half the buffer.
	if w-now >= min(int64(a.rcvMSS), c.rcvBuf/2) && (now < int64(a.rcvMSS) || w-now >= 2*int64(c.advMSS)) && now < c.winClamp/2 {
		c.sendAck(env, rule.AckWindow)
	}
}

// sendAck sends a pure ACK now.
func (c *Conn) sendAck(env *Env, r rule.ID) {
	s := c.segment(env, c.sndNxt, 0, ACK)
	c.emit(env, &s, r, false)
}

// ackSent clears what was owed: every segment with an ACK acknowledges all.
func (c *Conn) ackSent(env *Env, s *Segment) {
	a := &c.ack
	if a.owed && a.quick > 0 {
		if a.quick--; a.quick == 0 {
			a.ato = env.Pol.DelAckMin
		}
	}
	a.owed, a.now, a.pushed, a.pushed2, a.deferred, a.full, a.segs, a.rule = false, false, false, false, false, false, 0, rule.None
	if a.comp > 0 {
		a.comp = 0
		c.cancel(env, TimerPace)
	}
	if c.running(TimerDelAck) {
		a.stale = c.timer[TimerDelAck].at
	}
	c.cancel(env, TimerDelAck)
}
