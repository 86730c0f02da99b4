package tcp

import "teacp/sim/rule"

// hystartState is the delay rule of HyStart (RFC 9406's forerunner, as kernels have it).
type hystartState struct {
	endSeq  int64
	round   Time
	last    Time
	curRTT  Time
	samples int32
	found   bool
	begun   bool
}

func (c *Conn) hystart(env *Env, rtt Time) {
	s := &c.cc
	h, q := &s.hy, &s.cubic
	if !h.begun || c.sndUna > h.endSeq {
		*h = hystartState{begun: true, endSeq: c.sndNxt, round: env.Now, last: env.Now, curRTT: Never}
	}
	if s.cwnd < 16 { // rounds are counted from the start, judged only from this window on
		return
	}
	if env.Now-h.last <= ms(2) {
		h.last = env.Now
		if env.Now-h.round > (q.delayMin+c.burstTime())/2 {
			h.found = true
		}
	}
	h.curRTT = min(h.curRTT, rtt)
	if h.samples < 8 {
		h.samples++
	} else if h.curRTT > q.delayMin+min(max(q.delayMin/8, ms(4)), ms(16)) {
		h.found = true
	}
	if h.found {
		s.ssthresh = s.cwnd
		env.out(OutWindow, rule.Hystart, int64(s.cwnd), int64(s.ssthresh))
	}
}

// cubicRTT notes the smallest round trip, and lets HyStart end slow start where the round trip has
// grown by an eighth, or where the ACKs of a round come as a train as long as half the smallest one.
func (c *Conn) cubicRTT(env *Env, rtt Time) {
	q := &c.cc.cubic
	if q.epoch != 0 && env.Pol.clock(env.Now)-q.epoch < ms(1000) {
		return // after a loss, samples are not used for the smallest delay
	}
	if q.delayMin == 0 || rtt < q.delayMin {
		q.delayMin = rtt
	}
	if c.cc.hy.found || !env.Pol.HyStart || !c.slowStarting() {
		return
	}
	c.hystart(env, rtt)
}

// burstTime is what the sending of four of the largest buffers takes at the pacing rate, at most
// a millisecond: a train of ACKs may be longer by it.
func (c *Conn) burstTime() Time {
	if c.pacing <= 0 {
		return 0
	}
	return min(ms(1), Time(4*gsoMaxBytes*int64(ms1000)/c.pacing))
}
