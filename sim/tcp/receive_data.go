package tcp

import "teacp/sim/rule"

// handleData takes the payload and the FIN.
func (c *Conn) handleData(env *Env, s *Segment) {
	fin := s.Flags&FIN != 0
	if s.Len == 0 && !fin {
		return
	}
	if env.Pol.Linux {
		c.dsack = Block{} // one that its ACK has not told yet is forgotten
	}
	if c.state >= CloseWait { // the peer has closed already: nothing new can come
		if s.End() <= c.rcvNxt {
			c.ackDuplicate(env, s)
		}
		return
	}
	nobody := c.orphan || env.Pol.Linux && (c.state == FinWait1 || c.state == FinWait2) // both halves shut is as good as closed
	if c.rcvShut && s.Len > 0 && s.Seq+int64(s.Len) > c.rcvNxt && nobody {
		if !c.orphan {
			c.err = ErrReset
			env.out(OutError, rule.RstClosed, int64(ErrReset), 0)
		}
		// RFC 1122 section 4.2.2.13: nobody will read it.
		env.rst(s.Ack, rule.RstClosed)
		c.closed(env, rule.RstClosed)
		return
	}
	end := s.Seq + int64(s.Len)
	if s.End() <= c.rcvNxt {
		c.drop(env, s, rule.Duplicate)
		c.ackDuplicate(env, s)
		return
	}
	if s.Seq > c.rcvNxt {
		c.outOfOrder(env, s, end, fin)
		return
	}
	if s.Seq < c.rcvNxt && c.sackOK && env.Pol.DSACK {
		c.dsack = Block{s.Seq, c.rcvNxt}
	}
	if c.curWindow() == 0 && s.Len > 0 {
		c.drop(env, s, rule.NoBuffer)
		c.ackDuplicate(env, s)
		return
	}
	c.inOrder(env, s, end, fin)
}

// inOrder takes payload at RCV.NXT, and what it connects to.
func (c *Conn) inOrder(env *Env, s *Segment, end int64, fin bool) {
	if s.Len > 0 && !c.ingest(env, s) {
		c.noRoom(env, s)
		return
	}
	fresh := end - c.rcvNxt
	c.ack.owed = true
	c.ecnData(env, s)
	if s.Len > 0 {
		mem, tail := c.packetSpace(env.Pol, int64(s.Len))
		c.rcvMem += mem
		c.queueRead(env.Mem, span{lo: c.rcvNxt, hi: end, mem: mem, tail: tail, segs: 1})
		c.rcvNxt = end
		c.dataReceived(env, s)
	}
	if fin {
		c.takeFin(end)
	}
	if c.ooo != 0 {
		fresh += c.connect(env)
		if c.ooo == 0 {
			c.ack.now, c.ack.rule = true, rule.AckGapFilled
		}
	}
	if fresh > 0 {
		env.out(OutReadable, rule.InOrder, fresh, c.Unread())
	}
	if c.finRcv != 0 && c.rcvNxt > c.finRcv && !c.eofTold {
		c.peerClosed(env)
	}
}

func (c *Conn) takeFin(at int64) {
	c.finRcv = at
	c.rcvNxt = at + 1
}

// peerClosed makes the transitions of a FIN in order (RFC 9293 section 3.10.7.4, eighth).
func (c *Conn) peerClosed(env *Env) {
	c.eofTold = true
	c.ack.owed = true
	if env.Pol.DelAck != DelAckQuick { // a Linux kernel lets the FIN's ACK wait for the FIN of its own side
		c.ack.rule, c.ack.now = rule.AckFin, true
	}
	switch c.state {
	case SynReceived, Established:
		c.setState(env, CloseWait, rule.StateFinReceived)
		if env.Pol.Linux { // as a kernel does: a FIN begins an interactive end
			c.ack.pingpong = true
		}
	case FinWait1:
		c.sendAck(env, rule.AckFin)
		if c.finSent && c.sndUna >= c.writeSeq {
			c.timeWait(env)
		} else {
			c.setState(env, Closing, rule.StateFinReceived)
		}
	case FinWait2:
		c.sendAck(env, rule.AckFin)
		c.timeWait(env)
	}
	env.out(OutEOF, rule.StateFinReceived, 0, 0)
}

// outOfOrder keeps a segment behind a gap.
func (c *Conn) outOfOrder(env *Env, s *Segment, end int64, fin bool) {
	if !c.roomBehind(env, s) {
		c.drop(env, s, rule.NoBuffer) // without a word
		return
	}
	c.ack.owed = true
	c.ack.rule = rule.AckOutOfOrder
	c.ecnData(env, s)
	if end > c.rcvNxt+c.curWindow() {
		end = c.rcvNxt + c.curWindow()
		fin = false
		if end <= s.Seq {
			c.drop(env, s, rule.OldSegment)
			return
		}
	}
	mem, tail := c.packetSpace(env.Pol, int64(s.Len))
	had := c.rcvMem
	c.rcvMem += mem
	fresh := c.insert(env, span{lo: s.Seq, hi: end, mem: mem, tail: tail, segs: 1, fin: fin})
	if fresh == 0 && s.Len > 0 {
		c.rcvMem = had
		c.drop(env, s, rule.Duplicate)
		if c.sackOK && env.Pol.DSACK {
			c.dsack = Block{s.Seq, s.End()}
		}
		c.noteSack(env, s.Seq, end)
		return
	}
	c.measureMSS(env, s)
	if c.sackOK { // without SACK the window stands still, so that the ACKs count as duplicates
		with := c.rcvMem
		c.rcvMem = had // the segment itself is charged afterwards
		c.growWindow(env, int64(s.Len))
		c.rcvMem = with
	}
	if env.Pol.Linux {
		c.growRcvBuf(env, c.space) // room for what waits behind the gap
	}
	c.noteSack(env, s.Seq, end)
	env.out(OutOutOfOrder, rule.OutOfOrder, s.Seq, end)
}
