package tcp

import "teacp/sim/rule"

// Sequence returns SND.UNA, SND.NXT and RCV.NXT.
func (c *Conn) Sequence() (una, nxt, rcv int64) { return c.sndUna, c.sndNxt, c.rcvNxt }

// Writable reports whether poll says so: a third of the send buffer is free.
func (c *Conn) Writable() bool {
	return c.sndBuf-c.sndQueued >= c.sndQueued/2 && !c.finQueued && (c.state == Established || c.state == CloseWait)
}

// UserMSS is what TCP_MAXSEG was set to; 0: nothing.
func (c *Conn) UserMSS() int64 { return int64(c.userMSS) }

// ShutdownRead lets reads return end of file when what has come is read. The peer is not
// told.
func (c *Conn) ShutdownRead() { c.rcvShut = true }

// keepSettings are what a socket says about keep-alive probes; zero: as the host says.
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

// keepIdle is the idle time before the first probe where nobody says another (RFC 1122 section
// 4.2.3.6).
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

// userExpired reports whether something has gone unacknowledged for as long as the user
// time-out allows (RFC 9293 section 3.8.3), counted since the first retransmission.
func (c *Conn) userExpired(env *Env) bool {
	t := c.timeoutOf(env.Pol)
	return t > 0 && c.loss.timeouts > 0 && c.loss.retransAt > 0 && env.Now-c.loss.retransAt >= t
}

// clampRTO lets the timer go off when the user time-out ends, if that comes first.
func (c *Conn) clampRTO(env *Env, rto Time) Time {
	t := c.timeoutOf(env.Pol)
	if t == 0 || c.loss.retransAt == 0 {
		return rto
	}
	return min(rto, max(t-(env.Now-c.loss.retransAt), ms(1)))
}

// Codes of ICMP messages of the type destination unreachable.
const (
	UnreachNet      = 0
	UnreachHost     = 1
	UnreachProtocol = 2
	UnreachPort     = 3
	UnreachFrag     = 4
)

// Unreachable is an ICMP message about a segment that begins at seq (RFC 1122 section
// 4.2.3.9, RFC 5461, RFC 1191). It says how large packets may be, ends an open that is under
// way, and is else remembered as a reason in case the connection fails.
func (c *Conn) Unreachable(env *Env, seq int64, code int, mtu int32) {
	if c.state == Closed || c.state == TimeWait || seq < c.sndUna || seq > c.sndNxt || seq == c.sndNxt && c.sndNxt > c.sndUna {
		return
	}
	if code == UnreachFrag {
		c.pathTooSmall(env, mtu)
		c.push(env)
		return
	}
	e := ErrHostUnreach
	switch code {
	case UnreachNet, 6, 9, 11:
		e = ErrNetUnreach
	case UnreachProtocol:
		e = ErrNoProto
	case UnreachPort:
		e = ErrRefused
	}
	if c.state == SynSent || c.state == SynReceived && !c.passive {
		c.fail(env, e, rule.Unreachable)
		return
	}
	c.softErr = e
}

// pathTooSmall follows a smaller path MTU: segments that are too large leave again in parts,
// and the congestion window stays as it is (RFC 1191 section 6.4).
func (c *Conn) pathTooSmall(env *Env, mtu int32) {
	if mtu < 68 || mtu >= min(env.Pol.MTU, c.pathOr(env.Pol.MTU)) || c.state < Established {
		return
	}
	c.pathMTU = max(mtu, 552)
	c.setMSS(env.Pol)
	lost := c.loss.lost
	for i := c.head; i != 0; {
		n := env.Mem.nodes.At(i)
		if n.Flags&NodeSent == 0 {
			break
		}
		if n.Len() > int64(c.mss) && n.Flags&(NodeSyn|NodeSacked) == 0 {
			i = c.recut(env, i)
			continue
		}
		i = n.next
	}
	if c.loss.lost == lost {
		return
	}
	if c.ca != caLoss {
		c.loss.highSeq = c.sndNxt
		c.cc.ssthresh = c.currentSsthresh()
		c.loss.priorSsthresh, c.loss.undoMarker = 0, 0
		c.setCA(env, caLoss)
	}
	c.loss.force = true
}

// recut takes the pieces of a sent buffer from i on for lost and cuts them anew, to the
// present size of a segment; it returns the piece behind them.
func (c *Conn) recut(env *Env, i uint32) uint32 {
	m := env.Mem
	c.markLost(env, i, rule.Unreachable)
	for j := m.nodes.At(i).next; j != 0; j = m.nodes.At(i).next {
		b := *m.nodes.At(j)
		if b.Flags&NodeHead != 0 || b.Flags&NodeSent == 0 || b.Flags&NodeSacked != 0 {
			break
		}
		c.markLost(env, j, rule.Unreachable)
		c.loss.packets--
		c.loss.lost--
		c.unlinkTx(m, j)
		a := m.nodes.Mut(i)
		a.End, a.next = b.End, b.next
		a.Flags |= b.Flags & (NodePush | NodeFin | NodeEOR)
		if b.next != 0 {
			m.nodes.Mut(b.next).prev = i
		} else {
			c.tail = i
		}
		m.nodes.Free(j)
	}
	for m.nodes.At(i).Len() > int64(c.mss) {
		c.split(env, i, int64(c.mss))
		i = m.nodes.At(i).next
		m.nodes.Mut(i).Flags &^= NodeHead
		c.sndQueued -= c.nodeCost()
	}
	return m.nodes.At(i).next
}

func (c *Conn) pathOr(mtu int32) int32 {
	if c.pathMTU > 0 {
		return min(c.pathMTU, mtu)
	}
	return mtu
}

// Numbers that TCP_INFO has beside those of Info.

// Timeouts is the number of time-outs in a row.
func (c *Conn) Timeouts() int64 { return int64(c.loss.timeouts) }

// OptionBytes is what options take from every segment.
func (c *Conn) OptionBytes() int32 {
	if c.tsOK {
		return 12
	}
	return 0
}

// Taken is how many bytes the application has read.
func (c *Conn) Taken() int64 { return max(c.copied-1, 0) }

// LastSent is when data was last sent.
func (c *Conn) LastSent() Time { return c.lsnd }

// TotalRetrans is the number of retransmissions.
func (c *Conn) TotalRetrans() int64 { return c.loss.totalRetrans }

// ReorderSeen is the number of reordering events.
func (c *Conn) ReorderSeen() int64 { return c.loss.reorders }

// Delivered is the number of segments that are known to have arrived.
func (c *Conn) Delivered() int64 { return c.loss.delivered }
