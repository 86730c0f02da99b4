package tcp

import "teacp/sim/rule"

// segment makes a segment with the connection's present ACK, window and options.
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
	if s.Flags&ACK == 0 || p.Linux && !c.passive { // where both ends open at once the SYN goes again, with an ACK
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
	if s.Flags&ACK != 0 {
		c.ackSent(env, s)
	}
	c.ecnSend(s, !retrans)
	c.lastTx = env.Now
	o := env.add()
	o.Kind, o.Rule, o.Seg, o.Retrans = OutSend, r, *s, retrans
}

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

// dataSent notes that data leaves, new or once more: it restarts idle clocks, and where it answers
// something just received the connection is interactive (ping-pong). CUBIC's curve stood still
// while nothing was in flight (RFC 9438 section 5.8).
func (c *Conn) dataSent(env *Env, first bool) {
	now := env.Pol.clock(env.Now)
	if first {
		c.cc.cubic.restart(now-c.lsnd, now)
	}
	c.lsnd = now
	if a := &c.ack; env.Pol.DelAck == DelAckQuick && a.lastRcv > 0 && now-a.lastRcv < a.ato {
		a.pingpong = true
	}
}

// nodeSegment makes the segment that carries a piece of the queue.
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

// finState is the transition that sending the FIN makes.
func (c *Conn) finState(env *Env) {
	switch c.state {
	case Established, SynReceived:
		c.setState(env, FinWait1, rule.StateClose)
	case CloseWait:
		c.setState(env, LastAck, rule.StateClose)
	}
}

// retransmit sends a piece of the queue once more.
func (c *Conn) retransmit(env *Env, i uint32, r rule.ID) {
	if i == 0 {
		return
	}
	c.fitMSS()
	most := int64(c.mss)
	if left := c.sndUna + c.sndWnd - env.Mem.nodes.At(i).Seq; env.Pol.Linux && left > 0 {
		most = min(most, left)
	}
	if env.Mem.nodes.At(i).Len() > most {
		c.split(env, i, most)
	}
	if env.Pol.Linux {
		c.collapse(env, i)
	}
	n := env.Mem.nodes.Mut(i)
	if n.Seq < c.sndUna && n.Flags&NodeSyn == 0 {
		n.Seq = c.sndUna
	}
	probe := r == rule.Tlp && env.Pol.Linux // a kernel does not book it as a retransmission of recovery
	if n.Flags&NodeRetrans == 0 && !probe {
		c.loss.retrans++
		n.Flags |= NodeRetrans
	}
	n.Flags |= NodeEver
	n.Sent = env.Now
	c.unlinkTx(env.Mem, i)
	c.appendTx(env.Mem, i)
	if !probe {
		c.bookResent(env)
	}
	c.loss.totalRetrans++
	s := c.nodeSegment(env, n)
	if s.Len > 0 && env.Pol.Linux { // an answer is an answer, sent again or not
		c.dataSent(env, c.inFlight() == 1)
	}
	c.emit(env, &s, r, true)
}

// bookResent notes what an undo has to know of a retransmission.
func (c *Conn) bookResent(env *Env) {
	l := &c.loss
	if l.retransAt == 0 {
		l.retransAt, l.retransTS = max(env.Now, 1), c.tsNow(env)
	}
	l.undoRetrans = max(l.undoRetrans, 0) + 1
}

// collapse takes the small segments behind one that is sent again into it, as far as they fit
// into one full segment and have not arrived: less headers, fewer packets.
func (c *Conn) collapse(env *Env, i uint32) {
	m, told := env.Mem, false
	for {
		a := m.nodes.At(i)
		if a.Flags&(NodeSyn|NodeFin|NodeSacked) != 0 || a.next == 0 || a.Len() >= int64(c.mss) {
			return
		}
		j := a.next
		b := m.nodes.At(j)
		whole := b.next == 0 || m.nodes.At(b.next).Flags&NodeHead != 0
		if b.Flags&(NodeSyn|NodeSacked) != 0 || b.Flags&NodeSent == 0 || b.Flags&NodeHead == 0 || !whole ||
			a.Len()+b.Len() > int64(c.mss) || b.End > c.sndUna+c.sndWnd {
			return
		}
		if c.mergeSent(m, i, j); !told {
			told = true
			env.out(OutWindow, rule.RexmtJoin, int64(c.cc.cwnd), int64(c.ssthreshOut()))
		}
	}
}

// mergeSent takes the sent piece j into the sent piece i in front of it.
func (c *Conn) mergeSent(m *Mem, i, j uint32) {
	l := &c.loss
	a, b := m.nodes.Mut(i), *m.nodes.At(j)
	a.End = b.End
	a.Flags |= b.Flags & (NodePush | NodeFin | NodeEver)
	l.packets--
	if b.Flags&NodeLost != 0 {
		l.lost--
	}
	if b.Flags&NodeRetrans != 0 {
		l.retrans--
	}
	if !c.sackOK && l.sacked > 0 {
		l.sacked--
	}
	c.unlinkTx(m, j)
	a.next = b.next
	if b.next != 0 {
		m.nodes.Mut(b.next).prev = i
	} else {
		c.tail = i
	}
	m.nodes.Free(j)
	c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
}

// split cuts a piece of the queue after n bytes; flags of its end go to the second part.
func (c *Conn) split(env *Env, i uint32, bytes int64) {
	j := env.Mem.nodes.Alloc()
	a, b := env.Mem.nodes.Mut(i), env.Mem.nodes.Mut(j)
	*b = *a
	b.Seq = a.Seq + bytes
	a.End = b.Seq
	a.Flags &^= NodePush | NodeFin | NodeEOR
	b.Flags |= NodeHead
	c.sndQueued += c.nodeCost()
	b.prev, a.next = i, j
	if b.next != 0 {
		env.Mem.nodes.Mut(b.next).prev = j
	} else {
		c.tail = j
	}
	if a.Flags&NodeSent != 0 {
		c.loss.packets++
		if a.Flags&NodeLost != 0 {
			c.loss.lost++
		}
		if a.Flags&NodeRetrans != 0 {
			c.loss.retrans++
		}
		if a.Flags&NodeSacked != 0 {
			c.loss.sacked++
		}
		b.tprev, b.tnext = i, a.tnext
		a.tnext = j
		if b.tnext != 0 {
			env.Mem.nodes.Mut(b.tnext).tprev = j
		} else {
			c.ttail = j
		}
	}
}

// appendTx and unlinkTx keep the pieces in order of transmission.
func (c *Conn) appendTx(mem *Mem, i uint32) {
	n := mem.nodes.Mut(i)
	n.tprev, n.tnext = c.ttail, 0
	if c.ttail != 0 {
		mem.nodes.Mut(c.ttail).tnext = i
	} else {
		c.thead = i
	}
	c.ttail = i
}

func (c *Conn) unlinkTx(mem *Mem, i uint32) {
	n := mem.nodes.Mut(i)
	if n.tprev == 0 && n.tnext == 0 && c.thead != i {
		return
	}
	if n.tprev != 0 {
		mem.nodes.Mut(n.tprev).tnext = n.tnext
	} else {
		c.thead = n.tnext
	}
	if n.tnext != 0 {
		mem.nodes.Mut(n.tnext).tprev = n.tprev
	} else {
		c.ttail = n.tprev
	}
	n.tprev, n.tnext = 0, 0
}

// armRexmt starts the retransmission timer afresh (RFC 6298 section 5.1 to 5.3).
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

// reset sends a RST for a connection that exists.
func (c *Conn) reset(env *Env, r rule.ID) {
	s := c.segment(env, c.sndNxt, 0, RST|ACK)
	s.Wnd, s.NSack = 0, 0
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: s})
}

// Stray answers a segment for which there is no connection (RFC 9293 section 3.10.7.1).
func Stray(env *Env, s *Segment) { stray(env, s, rule.RstNoConn) }

func stray(env *Env, s *Segment, r rule.ID) {
	if s.Flags&RST != 0 {
		env.Out = append(env.Out, Out{Kind: OutDrop, Rule: r, Seg: *s})
		return
	}
	if s.Flags&ACK != 0 {
		env.rst(s.Ack, r)
		return
	}
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: Segment{Ack: s.End(), Flags: RST | ACK, WScale: -1}})
}

// rst sends a RST that acknowledges nothing.
func (env *Env) rst(seq int64, r rule.ID) {
	env.Out = append(env.Out, Out{Kind: OutSend, Rule: r, Seg: Segment{Seq: seq, Flags: RST, WScale: -1}})
}
