package tcp

import "teacp/sim/rule"

// arm starts a timer, or restarts it. Nothing is reported if the deadline stays the same.
func (c *Conn) arm(env *Env, k TimerKind, at Time, r rule.ID) {
	if env.Pol.Tick > 0 && k != TimerPace {
		at = env.Pol.wheel(env.Now, at)
	}
	at = max(at, env.Now+1)
	tm := &c.timer[k]
	if tm.at == at && tm.rule == r {
		return
	}
	*tm = timerState{at: at, armed: env.Now, rule: r}
	o := env.add()
	o.Kind, o.Timer, o.Rule, o.At = OutArm, k, r, at
}

// wheel rounds a deadline up as a kernel's timer wheel does: to a tick, from 63 ticks on to 8
// of them, from 504 on to 64, from 4032 on to 512.
func (p *Policy) wheel(now, at Time) Time {
	tick := p.Tick
	d := max((at-now+tick-1)/tick, 1)
	end := (now+p.TickPhase)/tick + d
	shift := 0
	for most := Time(63); d >= most && shift < 24; most *= 8 {
		shift += 3
	}
	end = (end + 1<<shift) >> shift << shift
	return end*tick - p.TickPhase
}

// clock is the time in ticks of a kernel; exact if the policy has no ticks.
func (p *Policy) clock(now Time) Time {
	if p.Tick <= 0 {
		return now
	}
	return (now+p.TickPhase)/p.Tick*p.Tick - p.TickPhase
}

func (c *Conn) cancel(env *Env, k TimerKind) {
	if c.timer[k].at == 0 {
		return
	}
	c.timer[k] = timerState{}
	env.Out = append(env.Out, Out{Kind: OutCancel, Timer: k})
}

func (c *Conn) running(k TimerKind) bool { return c.timer[k].at != 0 }

// Deadline returns the earliest timer; Never if none runs. Timers with the same deadline
// expire in the order of TimerKind.
func (c *Conn) Deadline() (TimerKind, Time) {
	best, at := TimerKind(0), Never
	for k := range c.timer {
		if t := c.timer[k].at; t != 0 && t < at {
			best, at = TimerKind(k), t
		}
	}
	return best, at
}

// Timers appends the running timers to dst.
func (c *Conn) Timers(dst []TimerInfo) []TimerInfo {
	for k := range c.timer {
		if t := &c.timer[k]; t.at != 0 {
			dst = append(dst, TimerInfo{Kind: TimerKind(k), Rule: t.rule, Armed: t.armed, Fires: t.at})
		}
	}
	return dst
}

// Fire is the expiry of a timer.
func (c *Conn) Fire(env *Env, k TimerKind) {
	c.timer[k] = timerState{}
	switch k {
	case TimerRexmt:
		c.rexmtTimeout(env)
	case TimerPersist:
		c.probeTimeout(env)
	case TimerDelAck:
		c.delAckTimeout(env)
	case TimerLoss:
		c.tailLossProbe(env)
	case TimerReorder:
		c.reorderTimeout(env)
	case TimerTimeWait:
		c.closed(env, c.timeWaitRule())
	case TimerKeep:
		c.keepAlive(env)
	case TimerPace:
		c.ack.comp = 0
		c.answerNow(rule.AckCompressed)
		c.acknowledge(env)
	}
	c.push(env)
}
