package tcp

import "teacp/sim/rule"

// sendNew sends the first unsent piece of the queue.
func (c *Conn) sendNew(env *Env, r rule.ID) {
	i := c.next
	n := env.Mem.nodes.Mut(i)
	first := c.loss.packets == 0
	n.Flags |= NodeSent
	n.Sent, n.First = env.Now, env.Now
	c.next = n.next
	if c.frame <= 1 && n.next != 0 {
		c.makeHead(env.Mem, n.next)
		n = env.Mem.nodes.Mut(i)
	}
	c.appendTx(env.Mem, i)
	c.loss.packets++
	c.sndNxt = n.End
	if l := n.Len(); l > 0 && l < int64(c.mss) {
		c.sndSml = n.End
	}
	s := c.nodeSegment(env, n)
	c.frame = max(c.frame-1, 0)
	if n.Flags&NodeFin != 0 {
		c.finSent = true
		c.finState(env)
	}
	if s.Len > 0 {
		c.dataSent(env, c.inFlight() == 1)
	}
	c.emit(env, &s, r, false)
	if first || c.running(TimerLoss) {
		c.armRexmt(env)
	}
	if c.frame == 0 {
		c.checkSpace(env)
	}
	c.cancel(env, TimerPersist)
}

// dataSent notes that data is sent or retransmitted: it ends an idle time, and if data was received just
// before, the connection is interactive (ping-pong mode).
func (c *Conn) dataSent(env *Env, first bool) {
	now := env.Pol.clock(env.Now)
	if first {
		c.cc.ccIdleEnded(now-c.lsnd, now)
	}
	c.lsnd = now
	if a := &c.ack; env.Pol.DelAck == DelAckQuick && a.lastRcv > 0 && now-a.lastRcv < a.ato {
		a.pingpong = true
	}
}

// nodeSegment is the segment that carries a piece of the queue.
func (c *Conn) nodeSegment(env *Env, n *Node) Segment {
	var f Flags
	if n.Flags&NodeSyn != 0 {
		f = SYN
		if c.state == SynReceived {
			f |= ACK
		}
		return c.segment(env, n.Seq, 0, f)
	}
	f = ACK
	if n.Flags&NodePush != 0 || c.frameLen > 1 && c.frame+c.resend == 1 {
		f |= PSH // the end of a write, or of a frame
	}
	if n.Flags&NodeFin != 0 {
		f |= FIN
		if n.Len() == 0 {
			f &^= PSH
		}
	}
	return c.segment(env, n.Seq, n.Len(), f)
}

// segment is a segment with the connection's present ACK, window and options.
func (c *Conn) segment(env *Env, seq, length int64, f Flags) Segment {
	s := Segment{Seq: seq, Len: int32(length), Flags: f, WScale: -1}
	if f&SYN != 0 {
		c.synOptions(env, &s)
		c.ecnSyn(env, &s)
	} else {
		s.Wnd = int32(c.selectWindow(env))
	}
	if f&ACK != 0 {
		s.Ack = c.rcvNxt
	}
	if f&SYN == 0 && c.tsOK {
		s.TS, s.TSVal, s.TSEcr = true, c.tsNow(env), c.tsRecent
	}
	if c.sackOK && f&SYN == 0 && f&RST == 0 {
		c.sackOptions(env, &s)
	}
	return s
}

// synOptions are the options of a SYN or SYN-ACK.
func (c *Conn) synOptions(env *Env, s *Segment) {
	p := env.Pol
	s.MSS = uint16(c.advMSS)
	s.Wnd = int32(min(c.rcvWnd, 65535))
	if s.Flags&ACK == 0 || p.KernelHandshake && !c.passive { // in a simultaneous open the SYN-ACK repeats the SYN
		s.SackOK = p.SACK
		if p.WScale {
			s.WScale = int8(c.offered)
		}
		if p.Timestamps {
			s.TS, s.TSVal, s.TSEcr = true, c.tsNow(env), c.tsRecent
		}
		return
	}
	s.SackOK = c.sackOK
	if c.scaleOK {
		s.WScale = int8(c.rcvScale)
	}
	if c.tsOK {
		s.TS, s.TSVal, s.TSEcr = true, c.tsNow(env), c.tsRecent
	}
}

// tsNow is the timestamp clock: milliseconds (RFC 7323 section 5.4).
func (c *Conn) tsNow(env *Env) uint32 {
	return uint32((env.Now - env.Lag + env.Pol.StampPhase) / ms(1))
}

// emit reports a segment as sent and does what every segment with an ACK does.
func (c *Conn) emit(env *Env, s *Segment, r rule.ID, retrans bool) {
	if r != env.acting {
		panic("tcp: a segment leaves by rule " + r.String() + " and no verdict says so")
	}
	env.acting = rule.None
	piggyback := s.Flags&ACK != 0 && c.piggybacks(s)
	if s.Flags&ACK != 0 {
		c.ackSent(env, s)
	}
	c.ecnSend(s, !retrans)
	c.lastTx = env.Now
	o := env.add()
	o.Kind, o.Rule, o.Seg, o.Retrans, o.Piggyback = OutSend, r, *s, retrans, piggyback
}
