package tcp

import "teacp/sim/rule"

// The congestion control is chosen here and in no other file: each function of this file asks
// Policy.CC where the algorithms differ, and calls what stands in reno.go, cubic.go and
// hystart.go. What all of them share (PRR, validation, restart after idle) stands in cwnd.go.

// ccState is the congestion window and what its growth remembers.
type ccState struct {
	cwnd, ssthresh int32 // segments
	count          int32 // acknowledged since the window grew by one
	stamp          Time
	limited        bool // the window was full when last looked at
	maxOut         int32
	usageSeq       int64
	used           int32
	cubic          cubicState
	hy             hystartState
}

// controlled reports whether there is congestion control at all; else the window is fixed.
func (p *Policy) controlled() bool { return p.CC != CCNone }

// initialWindow is the initial congestion window in segments (RFC 6928 section 2), or the one
// and only window where there is no congestion control.
func (p *Policy) initialWindow() int32 {
	if p.CC == CCNone {
		return p.FixedWindow
	}
	return p.InitialWindow
}

// ccChanged takes over another congestion control, or another fixed window.
func (c *Conn) ccChanged(p *Policy) {
	if p.CC == CCNone {
		c.cc.cwnd = p.FixedWindow
	}
}

// avoid grows the window in congestion avoidance by the segments acknowledged, and names the rule:
// an ACK that ends slow start keeps its rule r unless the algorithm has one of its own.
func (c *Conn) avoid(env *Env, acked int32, r rule.ID) rule.ID {
	if env.Pol.CC == CCCubic {
		c.additive(c.cc.cubic.update(c, env, acked), acked)
		return rule.Cubic
	}
	c.additive(c.cc.cwnd, acked)
	return r
}

// reduce is the new ssthresh after a loss.
func (s *ccState) reduce(c *Conn, env *Env) int32 {
	switch env.Pol.CC {
	case CCNone:
		return notSet
	case CCCubic:
		return s.cubic.reduce(s)
	}
	return c.renoReduce(env)
}

// enterFastRecovery sets the window and the state at the start of fast recovery. Tahoe has no
// fast recovery: it starts over with one segment (RFC 2001). PRR shrinks the window ACK by ACK.
func (c *Conn) enterFastRecovery(env *Env) {
	c.setCA(env, caRecovery)
	switch {
	case env.Pol.CC == CCTahoe:
		c.cc.cwnd = 1
		c.setCA(env, caLoss)
		c.loss.highSeq = c.sndNxt
	case env.Pol.CC != CCNone && !env.Pol.PRR:
		c.cc.cwnd = max(c.cc.ssthresh, 1)
	}
}

// firstAckEnds reports whether the first ACK of new data ends fast recovery, as in RFC 5681
// section 3.2 step 6; NewReno and SACK stay in it until all is acknowledged that was out.
func (c *Conn) firstAckEnds(p *Policy) bool {
	return p.CC == CCReno && !p.StayInRecovery && !c.sackOK
}

// ccTimedOut forgets what the algorithms know of the path: a retransmission timeout starts over.
func (s *ccState) ccTimedOut() {
	s.cubic = cubicState{}
	s.hy = hystartState{}
}

// ccIdleEnded tells the algorithms that data leaves after an idle time. CUBIC's curve stood still
// while nothing was in flight (RFC 9438 section 5.8).
func (s *ccState) ccIdleEnded(idle, now Time) { s.cubic.restart(idle, now) }

// ccRTT tells the algorithms of an RTT sample.
func (c *Conn) ccRTT(env *Env, rtt Time) {
	if env.Pol.CC == CCCubic && rtt > 0 {
		c.cubicRTT(env, rtt)
	}
}
