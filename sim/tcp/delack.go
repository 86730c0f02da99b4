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
	if c.state.synchronized() && a.pending {
		a.pushed = true
		a.review = reviewRead
		c.acknowledge(env)
	}
}

// compressible marks the verdict on an ACK that only repeats what is missing.
const compressible = -1

// ruleOr prefers the reason that an event gave over the general one.
func (c *Conn) ruleOr(r rule.ID) rule.ID {
	if c.ack.rule != rule.None {
		return c.ack.rule
	}
	return r
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
			if g := p.Granularity; p.QuickAckDetails && g > 0 {
				rtt = (rtt + g - 1) / g * g
			}
			most = min(most, max(rtt, p.DelAckMin))
		}
		ato = min(ato, most)
	}
	return min(max(ato, p.DelAckMin), p.DelAckMax)
}

// ackThreshold is how many received bytes are acknowledged at once.
func (c *Conn) ackThreshold(p *Policy) int64 {
	if p.DelAck == DelAckQuick {
		return int64(c.ack.rcvMSS)
	}
	return 2 * int64(c.ack.rcvMSS)
}

// aboutToExpire reports whether the delayed-ACK timer is so near its end that the ACK may as well go.
func (c *Conn) aboutToExpire(p *Policy, now Time) bool {
	t := c.timer[TimerDelAck].at
	return t != 0 && t-p.Tick <= p.clock(now)+c.ack.ato/4
}

// compressSlack is how much later than asked the timer of compressed ACKs may fire; with
// nothing else to wake the machine, it does. An interrupt takes a little more.
const (
	compressSlack = 100_000
	compressMost  = 200_000
)

// repeats reports whether a verdict is about an ACK that only repeats what is missing.
func (c *Conn) repeats(v ackVerdict) bool {
	return v.rule == rule.AckCompressed || v.do == Send && v.rule == rule.AckOutOfOrder && v.b == compressible
}

// compressUntil is until when an ACK that only repeats SACK blocks is kept back, 0 where it is not:
// from the fourth on for at most a millisecond or a twentieth of the round trip, and no more than 44
// of them (a Linux kernel's ACK compression).
func (c *Conn) compressUntil(env *Env) Time {
	a := &c.ack
	if !c.compresses(env.Pol) || a.compNxt != c.rcvNxt || a.dups < 3 {
		return 0
	}
	if c.running(TimerPace) {
		return c.timer[TimerPace].at
	}
	rtt := c.rrtt / 8
	if r := c.srtt / 8; r > 0 && r < rtt {
		rtt = r
	}
	wait := min(ms(1), rtt/20) // none without an estimate of the round trip at the receiver
	at := env.Now + wait + compressSlack
	if late := env.Acked - wait; late >= 0 && late <= compressMost {
		at = env.Now + env.Acked
	}
	if a.stoppedAt > env.Now { // a Linux kernel does not stop its delayed-ACK timer, which sends compressed ACKs, too
		at = min(at, a.stoppedAt)
	}
	return at
}

func (c *Conn) compresses(p *Policy) bool { return p.AckCompression && c.sackOK && c.ack.comp < 44 }

// countRepeat counts the ACKs that repeat what is missing below the same RCV.NXT.
func (c *Conn) countRepeat(p *Policy) {
	a := &c.ack
	if !c.compresses(p) {
		return
	}
	if a.compNxt != c.rcvNxt {
		a.compNxt, a.dups = c.rcvNxt, 0
	}
	a.dups = min(a.dups+1, 3)
}

// armDelAck starts the delayed-ACK timer, unless it runs and expires sooner.
func (c *Conn) armDelAck(env *Env, v ackVerdict) {
	if c.running(TimerDelAck) && c.timer[TimerDelAck].at <= v.until {
		return
	}
	c.arm(env, TimerDelAck, v.until, v.rule)
	c.ack.stoppedAt = 0
	env.Out = append(env.Out, Out{Kind: OutAckHeld, Rule: v.rule, A: c.rcvNxt - c.rcvWup, B: v.b, At: c.timer[TimerDelAck].at})
}

// delAckTimeout is the delayed-ACK timer.
func (c *Conn) delAckTimeout(env *Env) {
	a := &c.ack
	if !a.pending {
		return
	}
	if env.Pol.DelAck == DelAckQuick {
		if a.pingpong {
			a.pingpong, a.ato = false, env.Pol.DelAckMin
		} else {
			a.ato = min(a.ato*2, c.rto)
		}
	}
	c.answerNow(rule.DelAckTimer)
	c.acknowledge(env)
}
