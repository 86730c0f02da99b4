package tcp

import "teacp/sim/rule"

// The receive-buffer space that an arriving packet takes in a Linux kernel, in bytes: 64 of headroom, the
// IP packet and 320 of shared info, in a block of 576, a power of two, or whole pages; and 256 of
// descriptor.
const (
	rcvHeadroom   = 64
	rcvShared     = 320
	rcvDescriptor = 256
	smallBlock    = 576
	wholePage     = 4096
)

// packetSpace is the buffer space of a packet with so much payload, and the free rest of its block, into
// which a small segment behind it is copied. Without BufferOverhead only the payload is charged.
func (c *Conn) packetSpace(p *Policy, payload int64) (mem, tail int64) {
	if !p.BufferOverhead {
		return payload, 0
	}
	used := payload + 40 + rcvHeadroom
	if c.tsOK {
		used += 12
	}
	need := (used+63)&^63 + rcvShared
	block := int64(smallBlock)
	switch {
	case need <= block:
	case need <= 2*wholePage:
		for block = 1024; block < need; {
			block *= 2
		}
	default:
		block = (need + wholePage - 1) / wholePage * wholePage
	}
	return block + rcvDescriptor, block - rcvShared - used
}

func (c *Conn) overhead(env *Env, payload int64) int64 {
	mem, _ := c.packetSpace(env.Pol, payload)
	return mem
}

// fromSpace is the payload that fits in buffer space.
func (c *Conn) fromSpace(space int64) int64 { return max(space*c.ratio>>8, 0) }

// toSpace is its inverse.
func (c *Conn) toSpace(win int64) int64 { return (win << 8) / c.ratio }

// minRcvBuf is the smallest receive buffer of a Linux kernel.
const minRcvBuf = 2304

// initBuffers sets the limits that hold once the connection is established.
func (c *Conn) initBuffers(env *Env) {
	c.spaceAt, c.spaceSeq = env.Now, c.copied
	full := c.fromSpace(c.rcvBuf)
	mss := int64(c.rcvSegment())
	if c.winClamp >= full {
		c.winClamp = full
	}
	if env.Pol.BufferOverhead && c.winClamp > 2*mss && c.winClamp+mss > full {
		c.winClamp = max(2*mss, full-mss) // room for one segment in flight
	}
	c.rcvSsthresh = min(c.rcvSsthresh, c.winClamp)
	if !env.Pol.WindowGrowth {
		c.rcvSsthresh = c.winClamp
	}
	c.space = min(c.rcvSsthresh, c.rcvWnd, 10*mss)
	c.growSndBuf(env)
}

// measureRatio is how much payload a byte of buffer space holds, from the last segment.
func (c *Conn) measureRatio(env *Env, payload int64) {
	r := max(payload<<8/c.overhead(env, payload), 1)
	if r == c.ratio {
		return
	}
	c.ratio = r
	old := c.winClamp
	c.winClamp = max(c.fromSpace(c.rcvBuf), minRcvBuf/2)
	if c.winClamp < old {
		c.rcvSsthresh = min(c.rcvSsthresh, c.winClamp)
	} else {
		c.rcvSsthresh = max(c.rcvSsthresh, min(c.rcvWnd, c.winClamp))
	}
	c.space = min(c.space, c.winClamp)
}

// tuneBuffer is receive-buffer auto-tuning: once a round trip the buffer grows to hold
// twice what the application has read in it.
func (c *Conn) tuneBuffer(env *Env) {
	if c.rrtt == 0 || env.Now-c.spaceAt < c.rrtt>>3 {
		return
	}
	if read := c.copied - c.spaceSeq - c.Unread(); read > c.space { // unread data shows a slow reader
		c.growRcvBuf(env, read)
	}
	c.spaceSeq, c.spaceAt = c.copied, env.Now
}

func (c *Conn) growRcvBuf(env *Env, read int64) {
	old := c.space
	c.space = read
	if !env.Pol.Moderate || c.rcvLocked {
		return
	}
	win := 2 * read
	win += win * (read - old) / max(old, 1) * 2
	if c.ooo != 0 {
		win += c.oooEnd(env.Mem) - c.rcvNxt
	}
	if buf := min(c.toSpace(win), env.Pol.RcvBufMax); buf > c.rcvBuf {
		c.rcvBuf = buf
		c.winClamp = c.fromSpace(buf)
		env.out(OutWindow, rule.RcvBufGrow, int64(c.cc.cwnd), int64(c.ssthreshOut()))
	}
}

func (c *Conn) oooEnd(mem *Mem) int64 {
	end := c.rcvNxt
	for i := c.ooo; i != 0; i = mem.ranges.At(i).next {
		end = mem.ranges.At(i).hi
	}
	return end
}

// measureRcvRTT estimates the round trip at the receiver: the time in which a full window
// arrives.
func (c *Conn) measureRcvRTT(env *Env) {
	if c.rrttAt != 0 {
		if c.rcvNxt < c.rrttSeq {
			return
		}
		c.rcvRTTSample(max(env.Now-c.rrttAt, 1000), true)
	}
	c.rrttSeq, c.rrttAt = c.rcvNxt+c.rcvWnd, env.Now
}

// measureEcho estimates the receiver's round trip from an echoed timestamp (RFC 7323 section 4.1): once
// for each value echoed, from full segments.
func (c *Conn) measureEcho(env *Env, s *Segment) {
	if !c.tsOK || !s.TS || s.TSEcr == c.echoed {
		return
	}
	c.echoed = s.TSEcr
	if s.Len < c.ack.rcvMSS {
		return
	}
	d := c.tsNow(env) - s.TSEcr
	if int32(d) <= 0 {
		return
	}
	c.rcvRTTSample(ms(int64(d)), false)
}

// rcvRTTSample takes a sample of the receiver's round trip. A smaller one is taken
// over at once; a larger one only from a timestamp, and only if the application has read everything.
func (c *Conn) rcvRTTSample(d Time, window bool) {
	switch {
	case c.rrtt == 0 || 8*d < c.rrtt:
		c.rrtt = 8 * d
	case !window && c.Unread() == 0:
		c.rrtt += d - c.rrtt/8
	}
}
