package tcp

import "teacp/sim/rule"

// congest updates cwnd after an ACK.
func (c *Conn) congest(env *Env, a *ackInfo) {
	defer c.updatePacing()
	if c.ca.reducing() {
		if env.Pol.PRR {
			c.prr(env, a.acked, a.newLost, a.advanced)
		}
		return
	}
	raise := a.dataAcked
	if c.loss.reordering > env.Pol.Reordering {
		raise = a.dataAcked || a.sacked
	}
	if raise && a.acked > 0 {
		c.grow(env, a.acked)
		c.cc.stamp = env.Pol.clock(env.Now)
	}
}

// grow is slow start and congestion avoidance (RFC 5681 section 3.1). In slow start an ACK counts for no more
// than ABCLimit segments: one, or two with byte counting (RFC 3465 section 2.3).
func (c *Conn) grow(env *Env, acked int32) {
	if !env.Pol.controlled() {
		return
	}
	if env.Pol.CwndValidate && !c.cwndLimited() {
		return
	}
	before := c.cc.cwnd
	r := rule.CongestionAvoidance
	if c.slowStarting() {
		r = rule.SlowStart
		if most := env.Pol.ABCLimit; most > 0 {
			acked = min(acked, most)
		}
		w := min(c.cc.cwnd+acked, c.cc.ssthresh)
		acked -= w - c.cc.cwnd
		c.cc.cwnd = w
	}
	if acked > 0 && !(r == rule.SlowStart && c.slowStarting()) {
		r = c.avoid(env, acked, r)
	}
	if c.cc.cwnd != before {
		env.out(OutWindow, r, int64(c.cc.cwnd), int64(c.ssthreshOut()))
	}
}

func (s *ccState) undoWindow(c *Conn) int32 { return max(s.cwnd, c.loss.priorCwnd) }

// initReduction starts a reduction of cwnd.
func (c *Conn) initReduction(env *Env) {
	l := &c.loss
	l.highSeq = c.sndNxt
	l.tlpHigh = 0
	c.cc.count = 0
	l.priorCwnd = c.cc.cwnd
	l.prrDelivered, l.prrOut = 0, 0
	c.cc.ssthresh = c.cc.reduce(c, env)
	c.ecn.cwr = c.ecn.on
}

// endReduction sets the window to ssthresh.
func (c *Conn) endReduction(env *Env) {
	if c.cc.ssthresh != notSet && (c.ca == caCWR || c.loss.undoMarker > 0) {
		c.setWindow(env, max(c.cc.ssthresh, 1), rule.Cwr)
		c.cc.stamp = env.Pol.clock(env.Now)
	}
}

// prr is proportional rate reduction (RFC 9937).
func (c *Conn) prr(env *Env, acked, newLost int32, advanced bool) {
	l := &c.loss
	if acked <= 0 || l.priorCwnd == 0 || !env.Pol.controlled() {
		return
	}
	l.prrDelivered += acked
	flight := c.inFlight()
	var n int32
	if delta := c.cc.ssthresh - flight; delta < 0 {
		n = int32((int64(c.cc.ssthresh)*int64(l.prrDelivered)+int64(l.priorCwnd)-1)/int64(l.priorCwnd)) - l.prrOut
	} else {
		n = max(l.prrDelivered-l.prrOut, acked)
		if advanced && newLost == 0 {
			n++
		}
		n = min(delta, n)
	}
	least := int32(0)
	if l.prrOut == 0 {
		least = 1 // the first retransmission is always sent
	}
	c.setWindow(env, flight+max(n, least), rule.Prr)
}

func (c *Conn) setWindow(env *Env, w int32, r rule.ID) {
	if w == c.cc.cwnd {
		return
	}
	c.cc.cwnd = w
	env.out(OutWindow, r, int64(w), int64(c.ssthreshOut()))
}

func (c *Conn) ssthreshOut() int32 {
	if c.cc.ssthresh == notSet {
		return -1
	}
	return c.cc.ssthresh
}

func (c *Conn) slowStarting() bool { return c.cc.cwnd < c.cc.ssthresh }

// currentSsthresh is the ssthresh that an undo or an idle time restores.
func (c *Conn) currentSsthresh() int32 {
	if c.ca.reducing() {
		return c.cc.ssthresh
	}
	return max(c.cc.ssthresh, c.cc.cwnd/2+c.cc.cwnd/4)
}

func (c *Conn) cwndRoom() bool { return c.inFlight() < c.cc.cwnd }

// validate notes after each sending whether the window was full (RFC 7661).
func (c *Conn) validate(env *Env, limited bool) {
	s := &c.cc
	if c.sndUna >= s.usageSeq || limited || !s.limited && c.loss.packets > s.maxOut {
		s.limited, s.maxOut, s.usageSeq = limited, c.loss.packets, c.sndNxt
	}
	if c.cwndLimited() {
		s.used = 0
		s.stamp = env.Pol.clock(env.Now)
		return
	}
	s.used = max(s.used, c.loss.packets)
	idle := env.Pol.clock(env.Now)-s.stamp >= c.rto
	if env.Pol.IdleDecay && env.Pol.IdleRestart && idle && c.ca == caOpen && c.state.synchronized() {
		c.applicationLimited(env)
	}
}

// cwndLimited reports whether the window is what holds the sender back.
func (c *Conn) cwndLimited() bool {
	if c.cc.limited {
		return true
	}
	return c.slowStarting() && c.cc.cwnd < 2*c.cc.maxOut
}

// applicationLimited reduces a window that is not used (RFC 2861 section 3.1).
func (c *Conn) applicationLimited(env *Env) {
	s := &c.cc
	if used := max(s.used, env.Pol.InitialWindow); used < s.cwnd {
		s.ssthresh = c.currentSsthresh()
		c.setWindow(env, (s.cwnd+used)/2, rule.CwndValidation)
	}
	s.used = 0
	s.stamp = env.Pol.clock(env.Now)
}

// idleRestart resets cwnd to the restart window after an idle time longer than the RTO
// (RFC 5681 section 4.1).
func (c *Conn) idleRestart(env *Env) {
	p := env.Pol
	if !p.IdleRestart || c.loss.packets > 0 || !c.state.synchronized() || !p.controlled() || c.lsnd == 0 {
		return
	}
	idle := p.clock(env.Now) - c.lsnd
	if idle <= c.rto {
		return
	}
	s := &c.cc
	restart := min(p.InitialWindow, s.cwnd)
	s.ssthresh = c.currentSsthresh()
	if s.ssthresh >= notSet/2 {
		s.ssthresh = notSet
	}
	w := s.cwnd
	if p.IdleDecay {
		for idle -= c.rto; idle > 0 && w > restart; idle -= c.rto {
			w /= 2
		}
	} else {
		w = restart
	}
	c.setWindow(env, max(w, restart), rule.IdleRestart)
	s.stamp, s.used = p.clock(env.Now), 0
}
