package tcp

import "teacp/sim/rule"

// sample feeds the RTT estimator; Karn's rule keeps segments out that were resent
// (RFC 6298 section 3), unless timestamps tell which copy it was.
func (c *Conn) sample(env *Env, s *Segment, rtt Time, last *Node) {
	if rtt < 0 && c.loss.sackRTT >= 0 {
		rtt = c.loss.sackRTT
	}
	if rtt < 0 && c.tsOK && s.TS && s.TSEcr != 0 && c.sndUna > 0 {
		if d := c.tsNow(env) - s.TSEcr; int32(d) >= 0 {
			rtt = max(ms(int64(d)), ms(1))
		}
	}
	c.loss.sackRTT = -1
	if rtt < 0 {
		return
	}
	if last.Flags&NodeSyn == 0 { // congestion control begins when the handshake is over
		c.ccRTT(env, env.Now-last.First)
	}
	c.rttSample(env, rtt)
}

func (c *Conn) sampleSack(env *Env) {
	if c.loss.sackRTT >= 0 {
		r := c.loss.sackRTT
		c.loss.sackRTT = -1
		c.rttSample(env, r)
	}
}

// rttSample feeds one round-trip time into the estimator and sets the RTO.
func (c *Conn) rttSample(env *Env, r Time) {
	r = max(r, 1)
	if r < c.minRTT || env.Now-c.minRTTAt > 300*ms1000 {
		c.minRTT, c.minRTTAt = r, env.Now
	}
	if env.Pol.RTTEstimator == RTTLinux {
		c.estimateLinux(env, r)
	} else {
		c.estimate(env, r)
	}
	c.rtts++
	c.loss.backoff = 0
	env.out(OutRTT, rule.RttSample, int64(r), int64(c.rto))
}

// estimate is RFC 6298 section 2. SRTT is kept times 8, RTTVAR times 4.
func (c *Conn) estimate(env *Env, r Time) {
	if c.rtts == 0 {
		c.srtt, c.mdev = 8*r, 2*r
	} else {
		d := c.srtt/8 - r
		if d < 0 {
			d = -d
		}
		c.mdev += d - c.mdev/4
		c.srtt += r - c.srtt/8
	}
	c.rto = c.boundRTO(env, c.srtt/8+max(env.Pol.Granularity, c.mdev))
}

func (c *Conn) boundRTO(env *Env, rto Time) Time {
	if g := env.Pol.Granularity; g > 0 {
		rto = (rto + g - 1) / g * g
	}
	return min(max(rto, env.Pol.RTOMin), env.Pol.RTOMax)
}

// estimateLinux is the same with two changes that a Linux kernel makes: the deviation falls
// slowly when the round trip shrinks, and the minimum applies to the deviation, not to the
// RTO, and the largest deviation of a round trip counts. In microseconds, as there.
func (c *Conn) estimateLinux(env *Env, r Time) {
	r = max(r/1000*1000, 1000)
	floor := env.Pol.RTOMin
	if c.rtts == 0 {
		c.srtt, c.mdev = 8*r, 2*r
		c.rttvar = max(c.mdev, floor)
		c.mdevMax = c.rttvar
		c.rttSeq = c.sndNxt
	} else {
		c.deviate(r)
		if c.mdev > c.mdevMax {
			c.mdevMax = c.mdev
			c.rttvar = max(c.rttvar, c.mdevMax)
		}
		if c.sndUna > c.rttSeq {
			if c.mdevMax < c.rttvar {
				c.rttvar -= (c.rttvar - c.mdevMax) / 4
			}
			c.rttSeq = c.sndNxt
			c.mdevMax = floor
		}
	}
	rto := c.srtt/8 + c.rttvar
	if g := env.Pol.Granularity; g > 0 {
		rto = (rto + g - 1) / g * g
	}
	c.rto = min(rto, env.Pol.RTOMax)
}

func (c *Conn) deviate(r Time) {
	d := r - c.srtt/8
	c.srtt += d
	if d < 0 {
		d = -d - c.mdev/4
		if d > 0 {
			d /= 8
		}
	} else {
		d -= c.mdev / 4
	}
	c.mdev += d
}
