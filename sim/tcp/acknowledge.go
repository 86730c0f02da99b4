package tcp

import "teacp/sim/rule"

// Acknowledging has the form of sending. Arrivals, reads and timers only record that an ACK is due
// (ack.answer, with its rule) or that the decision has to be made again (ack.review). decideAck decides
// and changes nothing; acknowledge carries the verdict out.

// ackReview is what has happened since it was last decided when to acknowledge.
type ackReview uint8

const (
	reviewNothing ackReview = iota // the last decision is in force, and a timer runs for it
	reviewArrival                  // a segment has been taken
	reviewRead                     // the application has read
)

// answerNow records an ACK that is sent before any other segment, with its rule.
func (c *Conn) answerNow(r rule.ID) { c.ack.answer, c.ack.limited = r, false }

// answerLimited records an ACK that is subject to the rate limit of RFC 5961 section 7, which keeps two
// ends from answering each other endlessly.
func (c *Conn) answerLimited(r rule.ID) { c.ack.answer, c.ack.limited = r, true }

// ackVerdict is whether an ACK is sent now, by which rule, and until when it is delayed if not. It is small
// enough to be passed in registers; asVerdict completes it.
type ackVerdict struct {
	do    Do
	rule  rule.ID
	b     int64 // the second number of the rule, see its sentence
	until Time
}

// noAck is the decision where nothing is to be acknowledged.
var noAck = ackVerdict{until: Never}

func sendAckBy(r rule.ID) ackVerdict { return ackVerdict{do: Send, rule: r, until: Never} }

func delayAck(r rule.ID, b int64, until Time) ackVerdict { return ackVerdict{Hold, r, b, until} }

// asVerdict adds what is to be acknowledged.
func (c *Conn) asVerdict(d ackVerdict) Verdict {
	return Verdict{Do: d.do, Rule: d.rule, Seq: c.rcvNxt, Until: d.until, A: c.rcvNxt - c.rcvWup, B: d.b}
}

// AckVerdict is whether an ACK is sent now, or what delays it.
func (c *Conn) AckVerdict(env *Env) Verdict { return c.asVerdict(c.decideAck(env)) }

// decideAck decides whether received data is acknowledged now, and if not what delays the ACK: a ladder of
// guarded returns, each naming its rule. It changes nothing.
func (c *Conn) decideAck(env *Env) ackVerdict {
	a := &c.ack
	switch {
	case a.answer != rule.None && a.limited && c.answeredRecently(env):
		return noAck
	case a.answer != rule.None:
		return sendAckBy(a.answer)
	case !c.acknowledges():
		return noAck
	case a.review == reviewRead:
		return c.readVerdict(env)
	case !a.pending:
		return noAck
	case a.review == reviewArrival:
		return c.arrivalVerdict(env)
	}
	return c.pendingVerdict(env)
}

// pendingVerdict is the delay that an earlier decision started, read from its timer.
func (c *Conn) pendingVerdict(env *Env) ackVerdict {
	pace, delay := &c.timer[TimerPace], &c.timer[TimerDelAck]
	switch {
	case delay.at != 0 && (pace.at == 0 || delay.at <= pace.at):
		return delayAck(delay.rule, c.ackThreshold(env.Pol), delay.at)
	case pace.at != 0:
		return delayAck(rule.AckCompressed, int64(c.ack.comp), pace.at)
	}
	return delayAck(rule.AckDeferred, 0, Never)
}

// arrivalVerdict decides after a segment has been taken.
func (c *Conn) arrivalVerdict(env *Env) ackVerdict {
	a, p := &c.ack, env.Pol
	v := c.policyVerdict(env)
	if a.deferred {
		v = sendAckBy(rule.AckDeferred)
	}
	switch {
	case v.do == Send && env.Held && p.AckAfterCall:
		return delayAck(rule.AckDeferred, 0, Never)
	case c.repeats(v):
		if at := c.compressUntil(env); at != 0 {
			return delayAck(rule.AckCompressed, int64(a.comp)+1, at)
		}
	case v.do == Hold && p.DelAck == DelAckQuick && c.aboutToExpire(p, env.Now):
		return sendAckBy(rule.DelAckTimer)
	}
	return v
}

// policyVerdict applies the policy for delayed ACKs.
func (c *Conn) policyVerdict(env *Env) ackVerdict {
	a, p := &c.ack, env.Pol
	switch p.DelAck {
	case DelAckOff:
		return sendAckBy(rule.AckEvery)
	case DelAckQuick:
		return c.quickVerdict(env)
	}
	switch {
	case a.now:
		return sendAckBy(a.rule)
	case c.ooo != 0:
		return sendAckBy(rule.AckOutOfOrder)
	case p.DelAck == DelAckSecondSegment && a.segs >= 2:
		return sendAckBy(rule.AckEverySecond)
	case p.DelAck == DelAckSecondFull && c.rcvNxt-c.rcvWup >= 2*int64(a.rcvMSS) && a.segs >= 2:
		return sendAckBy(rule.AckSecond)
	}
	return delayAck(rule.DelayedAck, c.ackThreshold(p), env.Now+p.DelAckMin)
}

// quickVerdict is the policy of a Linux kernel.
func (c *Conn) quickVerdict(env *Env) ackVerdict {
	a := &c.ack
	quick := a.quick
	if c.rcvNxt-c.rcvWup > int64(a.rcvMSS) {
		w, low := c.room()
		if w >= c.rcvWnd {
			return sendAckBy(rule.AckSecond)
		}
		if low {
			quick = 0
		}
	}
	switch {
	case env.Pol.QuickRoute || quick > 0 && !a.pingpong:
		return sendAckBy(c.ruleOr(rule.QuickAck))
	case a.now:
		return sendAckBy(a.rule)
	case c.ooo != 0:
		return ackVerdict{do: Send, rule: rule.AckOutOfOrder, b: compressible, until: Never}
	case a.pingpong:
		return delayAck(rule.PingPong, c.ackThreshold(env.Pol), env.Now+c.delAckWait(env))
	}
	return delayAck(rule.DelayedAck, c.ackThreshold(env.Pol), env.Now+c.delAckWait(env))
}

// readVerdict decides after the application has read: a pending ACK is sent if the buffer is empty, and
// a window that has opened is advertised.
func (c *Conn) readVerdict(env *Env) ackVerdict {
	a, p := &c.ack, env.Pol
	if c.state == TimeWait {
		return noAck
	}
	empty := c.rcvMem == 0
	full := c.rcvNxt-c.rcvWup > int64(a.rcvMSS)
	if a.pending && p.AckOnRead && (full || empty && (a.pushed2 || a.pushed && !a.pingpong)) {
		return sendAckBy(rule.AckOnRead)
	}
	if c.needsWindow() && c.opensWindow(p) {
		return sendAckBy(rule.AckWindow)
	}
	if a.pending {
		return c.pendingVerdict(env)
	}
	return noAck
}

// needsWindow reports whether the peer may still send something new.
func (c *Conn) needsWindow() bool {
	return c.state != Closed && c.state != TimeWait && (c.finRcv == 0 || c.rcvNxt <= c.finRcv)
}

// opensWindow reports whether reading has opened the window far enough to advertise it.
func (c *Conn) opensWindow(p *Policy) bool {
	now := c.curWindow()
	w, _ := c.room()
	if p.AckOnRead {
		return 2*now <= c.winClamp && w > 0 && w >= 2*now
	}
	// RFC 9293 section 3.8.6.2.2: advertise when the window grows by a segment or half the buffer.
	mss := int64(c.ack.rcvMSS)
	return w-now >= min(mss, c.rcvBuf/2) && (now < mss || w-now >= 2*int64(c.advMSS)) && now < c.winClamp/2
}

// acknowledge carries out what decideAck says: it sends an ACK, or starts the timer that sends it later.
// Without a recorded answer or review it does nothing.
func (c *Conn) acknowledge(env *Env) {
	a := &c.ack
	if a.answer == rule.None && a.review == reviewNothing {
		return
	}
	if a.answer == rule.None && a.review == reviewArrival && !a.pending { // the usual ACK of sent data
		if a.review = reviewNothing; c.acknowledges() {
			a.rule = rule.None
		}
		return
	}
	v := c.decideAck(env)
	arrival := a.answer == rule.None && a.review == reviewArrival && c.acknowledges()
	if v.do == Send {
		env.beginAck(c, v)
	}
	c.reviewed(env, v)
	switch {
	case v.do == Send:
		c.sendAck(env, v.rule)
		return
	case !arrival:
		return
	case v.rule == rule.AckCompressed:
		a.comp++
		if !c.running(TimerPace) {
			c.arm(env, TimerPace, v.until, rule.AckCompressed)
		}
		return
	case v.do == Hold && v.rule == rule.AckDeferred:
		a.deferred = true
		return
	case v.do == Hold:
		c.armDelAck(env, v)
	}
	a.rule = rule.None
}

// acknowledges reports whether the state is one in which data is acknowledged.
func (c *Conn) acknowledges() bool {
	return !c.released && c.state != Closed && c.state != SynSent && c.state != SynReceived
}

// reviewed clears what was recorded, and updates the counters that the verdict depends on.
func (c *Conn) reviewed(env *Env, v ackVerdict) {
	a := &c.ack
	switch {
	case a.answer != rule.None:
		if a.limited && v.do == Send {
			c.lastLimited = env.Now
		}
		a.answer = rule.None
		return
	case v.do == Send && !a.full: // selectWindow looks at the free buffer anyway
	case a.review == reviewArrival && a.pending && env.Pol.DelAck == DelAckQuick &&
		c.rcvNxt-c.rcvWup > int64(a.rcvMSS),
		a.review == reviewRead && v.rule != rule.AckOnRead && c.needsWindow():
		if _, low := c.room(); low {
			a.quick = 0
		}
	}
	if a.review == reviewArrival && c.repeats(v) {
		c.countRepeat(env.Pol)
	}
	a.review = reviewNothing
}

// sendAck sends a pure ACK.
func (c *Conn) sendAck(env *Env, r rule.ID) {
	s := c.segment(env, c.sndNxt, 0, ACK)
	c.emit(env, &s, r, false)
}

// piggybacks reports whether a segment carries a delayed ACK with data or a FIN (RFC 9293 section 3.8.6.3).
func (c *Conn) piggybacks(s *Segment) bool {
	return c.ack.pending && c.running(TimerDelAck) && (s.Len > 0 || s.Flags&FIN != 0)
}

// ackSent clears the pending ACK: every segment with an ACK acknowledges all received data.
func (c *Conn) ackSent(env *Env, s *Segment) {
	a := &c.ack
	if a.pending && a.quick > 0 {
		if a.quick--; a.quick == 0 {
			a.ato = env.Pol.DelAckMin
		}
	}
	a.pending, a.now, a.pushed, a.pushed2, a.deferred, a.full = false, false, false, false, false, false
	a.segs, a.rule = 0, rule.None
	if a.comp > 0 {
		a.comp = 0
		c.cancel(env, TimerPace)
	}
	if c.running(TimerDelAck) {
		a.stoppedAt = c.timer[TimerDelAck].at
	}
	c.cancel(env, TimerDelAck)
}
