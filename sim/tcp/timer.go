package tcp

import "teacp/sim/rule"

// arm sets a timer; a running one is replaced. The report is left out when the deadline
// stays the same.
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

// clock is the time as a kernel's ticks show it: exact where there are none.
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

// Deadline returns the earliest timer; Never if none runs. Timers of the same instant go
// off in the order of TimerKind.
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

// Fire lets a timer go off.
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
		c.closed(env, c.twRule())
	case TimerKeep:
		c.keepAlive(env)
	case TimerPace:
		c.ack.comp = 0
		c.sendAck(env, rule.AckOutOfOrder)
	}
	c.push(env)
}

func (c *Conn) twRule() rule.ID {
	if c.state == FinWait2 {
		return rule.FinWait2Timeout
	}
	return rule.TimeWait
}

// rexmtTimeout is RFC 6298 section 5.4 to 5.7.
func (c *Conn) rexmtTimeout(env *Env) {
	l := &c.loss
	if l.packets == 0 {
		return
	}
	if c.giveUp(env) {
		return
	}
	c.enterLoss(env)
	l.timeouts++
	if c.state == SynSent || c.state == SynReceived {
		l.synRetries++
	}
	if c.state != SynSent || int32(l.timeouts) > env.Pol.SynLinear {
		l.backoff++
		c.rto = min(c.rto*2, env.Pol.RTOMax)
	}
	n := c.head
	c.retransmit(env, n, c.rtoRule())
	c.arm(env, TimerRexmt, env.Now+c.clampRTO(env, c.rto), c.rtoRule())
}

func (c *Conn) rtoRule() rule.ID {
	switch c.state {
	case SynSent:
		return rule.SynRetry
	case SynReceived:
		return rule.SynAckRetry
	}
	return rule.Rto
}

// giveUp ends the connection after too many time-outs in a row (RFC 9293 section 3.8.3).
func (c *Conn) giveUp(env *Env) bool {
	limit := env.Pol.Retries
	if c.userExpired(env) {
		c.fail(env, c.timedOut(), rule.UserTimeout)
		return true
	}
	switch c.state {
	case SynSent:
		limit = env.Pol.SynRetries + env.Pol.SynLinear
	case SynReceived:
		limit = env.Pol.SynAckRetries
	}
	expired := int32(c.loss.timeouts) >= limit
	if env.Pol.Linux && c.state >= Established {
		expired = c.retransmittedFor(env)
	}
	if !expired {
		return false
	}
	c.fail(env, c.timedOut(), rule.GiveUp)
	return true
}

// retransmittedFor reports whether resending has gone on for as long as the permitted number of
// time-outs would take from the smallest RTO on, however long these were in fact: a Linux
// kernel counts time, not attempts.
func (c *Conn) retransmittedFor(env *Env) bool {
	n := c.retries(env)
	if c.loss.timeouts == 0 || c.loss.retransAt == 0 {
		return false
	}
	base := max(env.Pol.RTOMin, 1)
	var total Time
	for i, w := int32(0), base; i <= n && total < env.Now; i++ {
		total += w
		if w *= 2; w > env.Pol.RTOMax {
			w = env.Pol.RTOMax
		}
	}
	return env.Now-c.loss.retransAt >= total
}

// retries is how many time-outs in a row a connection may have; a closed socket fewer.
func (c *Conn) retries(env *Env) int32 {
	if !c.orphan || !env.Pol.Linux {
		return env.Pol.Retries
	}
	if alive := c.rto < env.Pol.RTOMax; env.Pol.OrphanRetries == 0 && alive {
		return 8
	}
	return env.Pol.OrphanRetries
}

// timedOut is the error of a connection that was given up: what ICMP has said, if it has.
func (c *Conn) timedOut() Errno {
	if c.softErr != OK {
		return c.softErr
	}
	return ErrTimedOut
}

// probeTimeout is the zero-window probe (RFC 9293 section 3.8.6.1). Where the window is
// not zero but too small for a segment, what fits goes now: that ends the wait that
// silly-window avoidance, or a cork, began.
func (c *Conn) probeTimeout(env *Env) {
	if c.loss.packets > 0 || c.next == 0 {
		return
	}
	if user := c.timeoutOf(env.Pol); c.probesAt == 0 {
		c.probesAt = env.Now
	} else if user > 0 && env.Now-c.probesAt >= user {
		c.fail(env, c.timedOut(), rule.UserTimeout)
		return
	}
	c.loss.probes++
	if int32(c.loss.probes) > c.retries(env) {
		c.fail(env, ErrTimedOut, rule.GiveUp)
		return
	}
	n := env.Mem.nodes.At(c.next)
	if room := c.sndUna + c.sndWnd - n.Seq; room > 0 {
		if room < n.Len() || n.Len() > int64(c.mss) {
			env.Mem.nodes.Mut(c.bufferEnd(env.Mem, c.next)).Flags |= NodePush // what is left keeps it, too
			c.split(env, c.next, min(room, int64(c.mss)))
		}
		env.Mem.nodes.Mut(c.next).Flags |= NodePush
		c.sendNew(env, rule.Persist)
		c.loss.probes, c.loss.backoff = 0, 0
		return
	}
	s := c.segment(env, c.sndUna-1, 0, ACK)
	c.emit(env, &s, rule.Persist, false)
	c.loss.backoff++
	c.arm(env, TimerPersist, env.Now+c.probeWait(env), rule.PersistArm)
}

// probeWait is the time to the next window probe.
func (c *Conn) probeWait(env *Env) Time {
	w := max(c.rto, env.Pol.RTOMin)
	for i := uint8(0); i < c.loss.backoff && w < env.Pol.RTOMax; i++ {
		w *= 2
	}
	if user := c.timeoutOf(env.Pol); user > 0 && c.probesAt > 0 {
		w = min(w, max(user-(env.Now-c.probesAt), ms(1)))
	}
	return min(w, env.Pol.RTOMax)
}

// keepAlive probes an idle connection (RFC 1122 section 4.2.3.6).
func (c *Conn) keepAlive(env *Env) {
	after, interval, probes := c.keep(env.Pol)
	if after <= 0 || !c.keepSet.on && env.Pol.KeepIdle == 0 || c.state != Established && c.state != CloseWait {
		return
	}
	idle := env.Now - max(c.ack.lastRcv, c.lsnd, c.lastAck)
	if c.loss.packets > 0 || c.next != 0 || idle < after {
		wait := after
		if c.loss.packets == 0 && c.next == 0 {
			wait = max(after-idle, ms(1))
		}
		c.arm(env, TimerKeep, env.Now+wait, rule.KeepAlive)
		return
	}
	user := c.timeoutOf(env.Pol)
	if user > 0 && idle >= user && c.loss.probes > 0 || user == 0 && int32(c.loss.probes) >= probes {
		if env.Pol.Linux {
			c.reset(env, rule.GiveUp)
		}
		c.fail(env, c.timedOut(), rule.GiveUp)
		return
	}
	c.loss.probes++
	s := c.segment(env, c.sndUna-1, 0, ACK)
	c.emit(env, &s, rule.KeepAlive, false)
	c.arm(env, TimerKeep, env.Now+interval, rule.KeepAlive)
}

// fail ends the connection with an error for the application.
func (c *Conn) fail(env *Env, e Errno, r rule.ID) {
	c.err = e
	env.out(OutError, r, int64(e), 0)
	c.closed(env, r)
}

// closed is the end: CLOSED, no timers, no queue.
func (c *Conn) closed(env *Env, r rule.ID) {
	c.setState(env, Closed, r)
	for k := range c.timer {
		c.cancel(env, TimerKind(k))
	}
	c.dropQueue(env)
	c.ack.owed, c.ack.now = false, false
	c.hold = Verdict{}
}

func (c *Conn) dropQueue(env *Env) {
	for c.head != 0 {
		i := c.head
		c.head = env.Mem.nodes.At(i).next
		env.Mem.nodes.Free(i)
	}
	c.tail, c.next, c.thead, c.ttail = 0, 0, 0, 0
	l := &c.loss
	l.packets, l.sacked, l.lost, l.retrans = 0, 0, 0, 0
	c.sndQueued = 0
}

// Recycle ends a TIME-WAIT because its four-tuple is wanted for a new connection.
func (c *Conn) Recycle(env *Env, r rule.ID) {
	c.orphan = true
	c.closed(env, r)
}
