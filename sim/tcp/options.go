package tcp

import "teacp/sim/rule"

// SetOpt sets a socket option.
func (c *Conn) SetOpt(env *Env, o Opt, v int64) Errno {
	if c.advMSS == 0 {
		c.setup(env.Pol)
	}
	switch o {
	case OptNoDelay:
		c.nodelay = v != 0
		if c.nodelay {
			c.pushUncorked(env)
		}
	case OptCork:
		c.cork = v != 0
		if !c.cork { // Nagle's algorithm may still hold the small segment
			c.push(env)
		}
	case OptQuickAck:
		c.setQuickAck(env, v != 0)
	case OptLinger:
		c.linger = v
	case OptRcvBuf:
		if limit := env.Pol.RcvBufLimit; limit > 0 {
			v = min(v, limit)
		}
		c.rcvBuf, c.rcvLocked = bufBytes(env, v), true
	case OptSndBuf:
		c.sndBuf, c.sndLocked = bufBytes(env, v), true
	case OptWindowClamp:
		c.userClamp = v
		if v > 0 {
			c.winClamp = min(c.winClamp, v)
			c.rcvSsthresh = min(c.rcvSsthresh, v)
		}
	case OptNotSentLowat:
		c.notSentLowat = v
	case OptUserTimeout:
		c.userTimeout = ms(v)
	case OptLinger2:
		c.setLinger2(v)
	case OptKeepAlive, OptKeepIdle, OptKeepInterval, OptKeepCount:
		c.setKeep(env, o, v)
	case OptMaxSeg:
		if v < 88 || v > 32767 {
			return ErrInvalid
		}
		c.userMSS = int32(v)
	}
	return OK
}

// Option reads a socket option as getsockopt does, before and after the connection is there. Reading
// OptError clears the pending error.
func (c *Conn) Option(p *Policy, o Opt) int64 {
	switch {
	case o == OptError:
		return int64(c.TakeError())
	case o == OptMaxSeg && c.mss == 0:
		if c.userMSS > 0 {
			return int64(c.userMSS)
		}
		return defaultMSS
	}
	if c.advMSS == 0 {
		c.setup(p)
	}
	return c.GetOpt(o)
}

// defaultMSS is the largest segment until the peer has said its own (RFC 9293 section 3.7.1).
const defaultMSS = 536

// GetOpt reads a socket option.
func (c *Conn) GetOpt(o Opt) int64 {
	b := func(x bool) int64 {
		if x {
			return 1
		}
		return 0
	}
	switch o {
	case OptNoDelay:
		return b(c.nodelay)
	case OptCork:
		return b(c.cork)
	case OptQuickAck:
		return b(!c.ack.pingpong)
	case OptLinger:
		return c.linger
	case OptRcvBuf:
		return c.rcvBuf
	case OptSndBuf:
		return c.sndBuf
	case OptMaxSeg:
		return int64(c.mss)
	case OptNotSentLowat:
		return c.notSentLowat
	case OptWindowClamp:
		return c.userClamp
	case OptUserTimeout:
		return int64(c.userTimeout / ms(1))
	case OptKeepAlive:
		return b(c.keepSet.on)
	}
	return 0
}

// bufBytes is the buffer size for a requested one: with BufferOverhead it is doubled.
func bufBytes(env *Env, v int64) int64 {
	if env.Pol.BufferOverhead {
		return max(2*v, 2304)
	}
	return v
}

// setLinger2 is TCP_LINGER2: negative for no FIN-WAIT-2, 0 for the host's time, at most two minutes.
func (c *Conn) setLinger2(v int64) {
	switch {
	case v < 0:
		c.linger2 = -1
	case v > 120:
		c.linger2 = 0
	default:
		c.linger2 = ms(v * 1000)
	}
}

// pushUncorked sends what TCP_NODELAY releases: under a cork, the small segment at the end of the queue.
func (c *Conn) pushUncorked(env *Env) {
	if c.cork && c.next != 0 && c.next == c.tail && c.sendDue(env, dueNoDelay).Do == Send {
		c.scheduleProbe(env, false)
	}
	c.push(env)
}

// keepSettings are a socket's options for keep-alive probes; zero: the host's setting.
type keepSettings struct {
	on             bool
	idle, interval Time
	probes         int32
}

// keep returns the settings in force; idle is 0 where there are no probes.
func (c *Conn) keep(p *Policy) (idle, interval Time, probes int32) {
	idle, interval, probes = p.KeepIdle, p.KeepInterval, p.KeepProbes
	if c.keepSet.on && idle == 0 {
		idle = keepIdle
	}
	if c.keepSet.idle > 0 && (c.keepSet.on || idle > 0) {
		idle = c.keepSet.idle
	}
	if c.keepSet.interval > 0 {
		interval = c.keepSet.interval
	}
	if c.keepSet.probes > 0 {
		probes = c.keepSet.probes
	}
	return
}

// keepIdle is the default idle time before the first probe (RFC 9293 section
// 3.8.4).
const keepIdle = Time(2 * 3600_000_000_000)

// setKeep is SO_KEEPALIVE with the options that belong to it.
func (c *Conn) setKeep(env *Env, o Opt, v int64) {
	k := &c.keepSet
	switch o {
	case OptKeepAlive:
		k.on = v != 0
		if k.idle == 0 && v > 1 {
			k.idle = Time(v)
		}
	case OptKeepIdle:
		k.idle = Time(v)
	case OptKeepInterval:
		k.interval = Time(v)
	case OptKeepCount:
		k.probes = int32(v)
	}
	if c.state != Established && c.state != CloseWait && c.state != FinWait1 && c.state != FinWait2 {
		return
	}
	idle, _, _ := c.keep(env.Pol)
	switch {
	case !k.on && env.Pol.KeepIdle == 0:
		c.cancel(env, TimerKeep)
	case idle > 0:
		since := max(c.ack.lastRcv, c.lsnd)
		c.arm(env, TimerKeep, max(since+idle, env.Now+1), rule.KeepAlive)
	}
}

// timeoutOf is TCP_USER_TIMEOUT, or the host's setting; 0: none.
func (c *Conn) timeoutOf(p *Policy) Time {
	if c.userTimeout > 0 {
		return c.userTimeout
	}
	return p.UserTimeout
}
