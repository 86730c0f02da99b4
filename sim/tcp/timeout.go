package tcp

import "teacp/sim/rule"

// armRexmt restarts the retransmission timer (RFC 6298 section 5.1 to 5.3).
func (c *Conn) armRexmt(env *Env) {
	if c.loss.packets == 0 {
		c.cancel(env, TimerRexmt)
		return
	}
	at := env.Now + c.rto
	if c.running(TimerReorder) || c.running(TimerLoss) {
		// The time since the head was sent counts.
		at = max(env.Mem.nodes.At(c.head).Sent+c.rto, env.Now+1)
		c.cancel(env, TimerReorder)
		c.cancel(env, TimerLoss)
	}
	c.arm(env, TimerRexmt, at, rule.RexmtArm)
}

// refusedWait is the time to the next try of what a full device has refused (Linux TCP_RESOURCE_PROBE_INTERVAL).
const refusedWait = Time(500_000_000)

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
	if v := c.sendDue(env, dueRexmt); v.Do == Hold {
		env.Mem.nodes.Mut(c.head).Flags |= NodeEver
		c.noteRetransmit(env)
		l.totalRetrans++
		c.arm(env, TimerRexmt, env.Now+refusedWait, rule.DeviceFull)
		return
	}
	if c.state != SynSent || int32(l.timeouts) > env.Pol.SynLinear {
		l.backoff++
		c.rto = min(c.rto*2, env.Pol.RTOMax)
	}
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

// giveUp ends the connection after too many timeouts in a row (RFC 9293 section 3.8.3).
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
	if env.Pol.RetriesByTime && c.state.synchronized() {
		expired = c.retransmittedFor(env)
	}
	if !expired {
		return false
	}
	c.fail(env, c.timedOut(), rule.GiveUp)
	return true
}

// retransmittedFor reports whether retransmission has lasted as long as the permitted number of timeouts
// would take, starting from the minimum RTO: a Linux kernel limits the time, not the attempts.
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

// retries is how many timeouts in a row a connection may have; after close, OrphanRetries applies.
func (c *Conn) retries(env *Env) int32 {
	if !c.orphan || env.Pol.OrphanRetries < 0 {
		return env.Pol.Retries
	}
	if alive := c.rto < env.Pol.RTOMax; env.Pol.OrphanRetries == 0 && alive {
		return 8
	}
	return env.Pol.OrphanRetries
}

// timedOut is the error of an abandoned connection: the one that ICMP reported, or ETIMEDOUT.
func (c *Conn) timedOut() Errno {
	if c.softErr != OK {
		return c.softErr
	}
	return ErrTimedOut
}

// userExpired reports whether data has been unacknowledged for as long as the user timeout allows
// (RFC 9293 section 3.8.3), counted since the first retransmission.
func (c *Conn) userExpired(env *Env) bool {
	t := c.timeoutOf(env.Pol)
	return t > 0 && c.loss.timeouts > 0 && c.loss.retransAt > 0 && env.Now-c.loss.retransAt >= t
}

// clampRTO shortens the RTO to the end of the user timeout.
func (c *Conn) clampRTO(env *Env, rto Time) Time {
	t := c.timeoutOf(env.Pol)
	if t == 0 || c.loss.retransAt == 0 {
		return rto
	}
	return min(rto, max(t-(env.Now-c.loss.retransAt), ms(1)))
}

// probeTimeout is the expiry of the persist timer: a zero-window probe (RFC 9293 section 3.8.6.1). If the
// window is not zero but too small for a full segment, what fits is sent; that ends a hold by silly window
// avoidance or a cork.
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
			env.Mem.nodes.Mut(c.bufferEnd(env.Mem, c.next)).Flags |= NodePush // the rest keeps PSH, too
			c.split(env, c.next, min(room, int64(c.mss)))
		}
		env.Mem.nodes.Mut(c.next).Flags |= NodePush
	}
	v := c.sendDue(env, duePersist)
	switch {
	case env.Full:
		c.arm(env, TimerPersist, env.Now+c.clampProbe(env, refusedWait), rule.DeviceFull)
		return
	case v.piece != 0:
		c.loss.probes, c.loss.backoff = 0, 0
		return
	}
	c.loss.backoff++
	c.arm(env, TimerPersist, env.Now+c.probeWait(env), rule.PersistArm)
}

// probeWait is the time to the next window probe.
func (c *Conn) probeWait(env *Env) Time {
	w := max(c.rto, env.Pol.RTOMin)
	for i := uint8(0); i < c.loss.backoff && w < env.Pol.RTOMax; i++ {
		w *= 2
	}
	return min(c.clampProbe(env, w), env.Pol.RTOMax)
}

// clampProbe shortens the time to the next probe to the end of the user timeout.
func (c *Conn) clampProbe(env *Env, w Time) Time {
	if user := c.timeoutOf(env.Pol); user > 0 && c.probesAt > 0 {
		return min(w, max(user-(env.Now-c.probesAt), ms(1)))
	}
	return w
}

// keepAlive probes an idle connection (RFC 9293 section 3.8.4).
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
		if env.Pol.KernelAnswers {
			c.reset(env, rule.GiveUp)
		}
		c.fail(env, c.timedOut(), rule.GiveUp)
		return
	}
	c.loss.probes++
	c.sendDue(env, dueKeepAlive)
	c.arm(env, TimerKeep, env.Now+interval, rule.KeepAlive)
}
