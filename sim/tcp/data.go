package tcp

import "teacp/sim/rule"

// handleData processes the payload and the FIN (RFC 9293 section 3.10.7.4, seventh and eighth).
func (c *Conn) handleData(env *Env, s *Segment) {
	fin := s.Flags&FIN != 0
	if s.Len == 0 && !fin {
		return
	}
	if env.Pol.QuickAckDetails {
		c.dsack = Block{} // a D-SACK that was not sent yet is dropped
	}
	if c.state.finReceived() { // the peer has closed already: nothing new can come
		if s.End() <= c.rcvNxt {
			c.ackDuplicate(env, s)
		}
		return
	}
	// With both directions shut down a socket counts as closed.
	unreadable := c.orphan || env.Pol.OrphanFinWait2 && (c.state == FinWait1 || c.state == FinWait2)
	if c.rcvShut && s.Len > 0 && s.Seq+int64(s.Len) > c.rcvNxt && unreadable {
		if !c.orphan {
			c.err = ErrReset
			env.out(OutError, rule.RstClosed, int64(ErrReset), 0)
		}
		// RFC 9293 section 3.6.1: the data can never be read.
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
		c.ack.rule = rule.AckProbe
		return
	}
	c.inOrder(env, s, end, fin)
}

// inOrder processes payload at RCV.NXT, and out-of-order data that it connects to.
func (c *Conn) inOrder(env *Env, s *Segment, end int64, fin bool) {
	if full := !c.admit(env, s); full && s.Len > 0 {
		c.dropForRoom(env, s)
		return
	} else if full { // a FIN alone needs no room
		c.ack.now, c.ack.full, c.ack.rule = true, true, rule.AckFin
	}
	fresh := end - c.rcvNxt
	c.ack.pending = true
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
	if c.finRcv != 0 && c.rcvNxt > c.finRcv && !c.eofReported {
		c.peerClosed(env)
	}
}

// outOfOrder queues a segment that lies beyond a gap.
func (c *Conn) outOfOrder(env *Env, s *Segment, end int64, fin bool) {
	if !c.admitOutOfOrder(env, s) {
		c.drop(env, s, rule.NoBuffer) // no ACK is sent
		return
	}
	c.ack.pending = true
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
	if c.sackOK { // without SACK the window stays the same, so that the ACKs count as duplicates
		with := c.rcvMem
		c.rcvMem = had // the segment itself is charged afterwards
		c.growWindow(env, int64(s.Len))
		c.rcvMem = with
	}
	c.growRcvBuf(env, c.space) // room for what waits behind the gap
	c.noteSack(env, s.Seq, end)
	env.out(OutOutOfOrder, rule.OutOfOrder, s.Seq, end)
}

// dataReceived is done for each segment with new payload in order: it estimates the peer's
// segment size, the round trip, and how long an ACK may wait.
func (c *Conn) dataReceived(env *Env, s *Segment) {
	a := &c.ack
	c.measureMSS(env, s)
	c.measureRcvRTT(env)
	p := env.Pol
	if s.Len >= a.rcvMSS || p.DelAck == DelAckSecondSegment {
		a.segs++
	}
	half := a.ato / 2
	if g := p.Granularity; p.QuickAckDetails && g > 0 { // a kernel counts in ticks
		half = half / g * g
	}
	switch gap := p.clock(env.Now) - a.lastRcv; {
	case a.ato == 0:
		c.moreQuick(maxQuick)
		a.ato = p.DelAckMin
	case gap <= p.DelAckMin/2:
		a.ato = half + p.DelAckMin/2
	case gap < a.ato:
		a.ato = min(half+gap, c.rto)
	case gap > c.rto:
		c.moreQuick(maxQuick)
	}
	a.lastRcv = p.clock(env.Now)
	if s.Len >= 128 {
		c.growWindow(env, int64(s.Len))
	}
}

// measureMSS estimates the size of the peer's segments; a small one, or PSH, means that
// the peer may wait for the ACK.
func (c *Conn) measureMSS(env *Env, s *Segment) {
	a := &c.ack
	last := a.lastSeg
	a.lastSeg = 0
	if s.Size() >= a.rcvMSS {
		if s.Size() != a.rcvMSS && env.Pol.BufferOverhead {
			c.measureRatio(env, int64(s.Len))
		}
		a.rcvMSS = min(s.Size(), c.rcvSegment())
		if s.Flags&PSH != 0 {
			a.pushed = true
		}
		return
	}
	header := int32(20)
	if c.tsOK {
		header += 12
	}
	size := s.Size() // a segment is not smaller for the SACK blocks that it carries
	if s.NSack > 0 {
		size += 4 + 8*int32(s.NSack)
	}
	if size+header >= 536+20 || size+header >= 88+20 && s.Flags&(PSH|FIN|SYN|RST|URG) == 0 {
		a.lastSeg = size
		if size == last {
			a.rcvMSS = size
			return
		}
	}
	if a.pushed {
		a.pushed2 = true
	}
	a.pushed = true
}

// ackDuplicate makes an ACK pending at once for a segment that was received before. A Linux kernel
// grants quick ACKs instead, which a receive buffer more than half full cancels.
func (c *Conn) ackDuplicate(env *Env, s *Segment) {
	c.ack.pending, c.ack.now = true, !env.Pol.QuickAckDetails
	c.ack.rule = rule.AckDup
	c.enterQuickAck(env)
	if s.Len > 0 && c.sackOK && env.Pol.DSACK && s.End() <= c.rcvNxt {
		c.dsack = Block{s.Seq, s.End()}
		c.ack.rule = rule.Dsack
	}
}
