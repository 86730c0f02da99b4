package tcp

import "teacp/sim/rule"

// init initializes a control block for an open.
func (c *Conn) init(env *Env) {
	p := env.Pol
	if c.advMSS == 0 { // options may have been set before
		c.setup(p)
	}
	c.advMSS = p.mss()
	if c.userMSS > 0 && c.userMSS < c.advMSS {
		c.advMSS = c.userMSS
	}
	c.mss = defaultMSS
	c.rto = p.RTOInit
	c.cc = ccState{cwnd: max(1, p.initialWindow()), ssthresh: notSet}
	c.loss = lossState{reordering: p.Reordering, sackRTT: -1}
	c.ratio = 128
	c.minRTT = Never
	c.ack.rcvMSS = 88
	c.selectInitialWindow(p)
}

func (c *Conn) setup(p *Policy) {
	c.rcvBuf, c.sndBuf, c.linger = p.RcvBuf, p.SndBuf, -1
	c.advMSS = p.mss()
}

// queueSyn puts the SYN at the head of the send queue.
func (c *Conn) queueSyn(env *Env) {
	i := env.Mem.nodes.Alloc()
	*env.Mem.nodes.Mut(i) = Node{Seq: 0, End: 1, Flags: NodeSyn | NodeHead}
	c.head, c.tail, c.next = i, i, i
	c.writeSeq, c.pushedSeq, c.sndSml = 1, 1, 0
	c.sndWnd, c.maxWnd = max(c.sndWnd, 1), max(c.maxWnd, 1) // room for the SYN itself
}

// peerSyn takes over the numbers and options of the peer's SYN.
func (c *Conn) peerSyn(env *Env, s *Segment) {
	p := env.Pol
	c.rcvNxt, c.rcvWup, c.copied = s.Seq+1, s.Seq+1, s.Seq+1
	c.sackOK = p.SACK && s.SackOK
	c.tsOK = p.Timestamps && s.TS
	c.scaleOK = p.WScale && s.WScale >= 0
	if !c.scaleOK {
		c.rcvScale = 0
		c.rcvWnd = min(c.rcvWnd, 65535)
	}
	if s.TS {
		c.tsRecent = s.TSVal
	}
	c.peerMSS = defaultMSS // RFC 9293 section 3.7.1: the default without the option
	if s.MSS != 0 {
		c.peerMSS = int32(s.MSS)
	}
	c.ecnPeerSyn(env, s)
	c.sndWnd, c.sndWl1 = int64(s.Wnd), s.Seq
	c.maxWnd = max(c.maxWnd, c.sndWnd)
	c.setMSS(p)
	c.initRcvMSS()
}

// setMSS computes the payload of a full segment (RFC 9293 section 3.7.1: options are taken off).
func (c *Conn) setMSS(p *Policy) {
	m := min(c.peerMSS, c.effectiveMTU(p.MTU)-40)
	if c.userMSS > 0 {
		m = min(m, c.userMSS)
	}
	if c.tsOK {
		m -= 12
	}
	if bound := c.windowBound(); p.HalfWindowMSS && bound < int64(m) {
		m = int32(max(bound, 68-20-int64(c.OptionBytes())))
	}
	c.fullMSS = max(m, 8)
	c.updateMSS()
}

// windowBound is half of the largest window that the peer has offered, or all of one of up to 536 bytes: a
// Linux kernel sends nothing larger at once, so that a peer with a small window has something to
// acknowledge (Linux tcp_bound_to_half_wnd).
func (c *Conn) windowBound() int64 {
	if c.maxWnd > 536 {
		return c.maxWnd / 2
	}
	return c.maxWnd
}

// noteWindow remembers the largest window that the peer has offered.
func (c *Conn) noteWindow(p *Policy, w int64) {
	if w <= c.maxWnd {
		return
	}
	if c.maxWnd = w; p.HalfWindowMSS && c.state.synchronized() {
		c.setMSS(p)
	}
}

// updateMSS subtracts the room for SACK blocks from a full segment while out-of-order data is queued
// (RFC 9293 section 3.7.1: a segment with its options must fit the MTU).
func (c *Conn) updateMSS() {
	if c.fullMSS == 0 {
		return
	}
	room := int32(0)
	if n := c.sackBlocks(); n > 0 {
		room = 4 + 8*n
	}
	c.mss = max(c.fullMSS-room, 8)
}

// rcvSegment is the payload of the largest segment that the peer may send, options taken off.
func (c *Conn) rcvSegment() int32 {
	if c.tsOK {
		return c.advMSS - 12
	}
	return c.advMSS
}

// initRcvMSS is the first estimate of the size of arriving segments.
func (c *Conn) initRcvMSS() {
	hint := min(int64(c.rcvSegment()), int64(c.fullMSS))
	hint = min(hint, c.rcvWnd/2)
	c.ack.rcvMSS = int32(max(min(hint, 536), 88))
}

// established is what the end of the handshake sets up.
func (c *Conn) established(env *Env) {
	c.setState(env, Established, rule.StateEstablished)
	if c.rtts == 0 && c.loss.synRetries > 0 {
		c.rto = max(c.rto, ms(3000)) // no sample: RFC 6298 section 5.7
	}
	c.initBuffers(env)
	c.ca = caOpen
	c.loss.undoMarker = 0
	c.loss.reordering = env.Pol.Reordering
	c.cc.cwnd = env.Pol.initialWindow()
	if c.loss.synRetries > 1 {
		c.cc.cwnd = 1 // RFC 5681 section 3.1: a lost SYN leaves an initial window of one
	}
	c.cc.ssthresh = notSet
	c.cc.stamp = env.Pol.clock(env.Now)
	c.lsnd = env.Pol.clock(env.Now)
	c.updatePacing()
	env.out(OutWindow, rule.InitialWindow, int64(c.cc.cwnd), -1)
	env.out(OutConnected, rule.StateEstablished, 0, 0)
	if idle, _, _ := c.keep(env.Pol); idle > 0 && (c.keepSet.on || env.Pol.KeepIdle > 0) {
		c.arm(env, TimerKeep, env.Now+idle, rule.KeepAlive)
	}
}
