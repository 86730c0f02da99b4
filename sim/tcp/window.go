package tcp

import "teacp/sim/rule"

// What an arriving packet takes of the receive buffer in a Linux kernel, in bytes: 64 of head
// room, its IP packet, 320 of bookkeeping, in a block of 576, a power of two, or whole pages;
// and 256 of descriptor.
const (
	rcvHeadroom   = 64
	rcvShared     = 320
	rcvDescriptor = 256
	smallBlock    = 576
	wholePage     = 4096
)

// packetSpace is the buffer space of a packet with so much payload, and what is left in its
// block: a small segment behind it is copied there and takes nothing. Elsewhere than under Linux
// the payload alone counts.
func (c *Conn) packetSpace(p *Policy, payload int64) (mem, tail int64) {
	if !p.Linux {
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

// coreRcvBufMax is the largest buffer that SO_RCVBUF may ask for (Linux net.core.rmem_max);
// the window scale is chosen so that it could be offered.
const coreRcvBufMax = 4 << 20

// selectInitialWindow chooses the window of the SYN and its scale (RFC 7323 section 2.3).
func (c *Conn) selectInitialWindow(p *Policy) {
	if !p.Linux {
		c.ratio = 256
	}
	space := c.fromSpace(c.rcvBuf)
	clamp := int64(65535) << 14
	if c.userClamp > 0 {
		clamp = c.userClamp
	}
	if c.rcvLocked {
		clamp = min(clamp, space)
	}
	space = min(space, clamp)
	mss := int64(c.advMSS)
	if c.tsOK {
		mss -= 12
	}
	if space > mss {
		space -= space % mss
	}
	wnd := space
	if !p.Linux || !p.WScale {
		wnd = min(space, 65535)
	}
	if p.InitialRcvWnd > 0 {
		wnd = min(wnd, int64(p.InitialRcvWnd)*mss)
	}
	c.rcvScale = 0
	if p.WScale {
		top := space
		if p.Linux {
			top = max(space, p.RcvBufMax, coreRcvBufMax)
		}
		for top = min(top, clamp); top > 65535 && c.rcvScale < 14; top >>= 1 {
			c.rcvScale++
		}
	}
	c.offered = c.rcvScale
	c.rcvWnd = wnd
	c.rcvSsthresh = wnd
	c.winClamp = min(clamp, int64(65535)<<c.rcvScale)
}

// initBuffers sets the limits that hold once the connection is established.
func (c *Conn) initBuffers(env *Env) {
	c.spaceAt, c.spaceSeq = env.Now, c.copied
	full := c.fromSpace(c.rcvBuf)
	mss := int64(c.rcvSegment())
	if c.winClamp >= full {
		c.winClamp = full
	}
	if env.Pol.Linux && c.winClamp > 2*mss && c.winClamp+mss > full {
		c.winClamp = max(2*mss, full-mss) // room for one segment on its way
	}
	c.rcvSsthresh = min(c.rcvSsthresh, c.winClamp)
	if !env.Pol.Linux {
		c.rcvSsthresh = c.winClamp
	}
	c.space = min(c.rcvSsthresh, c.rcvWnd, 10*mss)
	c.growSndBuf(env)
}

// What a Linux kernel's send buffer spends on a buffer of the queue beside the payload, in
// bytes: room for headers, the shared part of its bookkeeping, and its descriptor.
const (
	sndHeader     = 256
	sndShared     = 320
	sndDescriptor = 256
)

// growSndBuf lets the send buffer follow the congestion window: room for two windows of
// segments, each in the next power of two.
func (c *Conn) growSndBuf(env *Env) {
	if c.sndLocked || !env.Pol.Linux {
		return
	}
	per := int64(1)
	for per < int64(max(c.peerMSS, c.fullMSS))+sndHeader+sndShared {
		per *= 2
	}
	segs := max(10, int64(c.cc.cwnd), int64(c.loss.reordering)+1)
	c.sndBuf = max(c.sndBuf, min(2*segs*(per+sndDescriptor), env.Pol.SndBufMax))
}

// room is the window that the free buffer allows now (RFC 9293 section 3.8.6.2.2: the
// receiver's side of silly-window avoidance).
func (c *Conn) room(env *Env) int64 {
	mss := int64(c.ack.rcvMSS)
	free := c.fromSpace(c.rcvBuf - c.rcvMem)
	allowed := c.fromSpace(c.rcvBuf)
	full := min(c.winClamp, allowed)
	if mss > full {
		if mss = full; mss <= 0 {
			return 0
		}
	}
	if free < full>>1 {
		c.ack.quick = 0
		free &^= 1<<c.rcvScale - 1
		if free < allowed>>4 || free < mss {
			return 0
		}
	}
	free = min(free, c.rcvSsthresh)
	if c.rcvScale > 0 {
		return align(free, c.rcvScale)
	}
	w := c.rcvWnd
	switch {
	case w <= free-mss || w > free:
		return free - free%mss
	case mss == full && free > w+full>>1:
		return free
	}
	return w
}

func align(v int64, scale uint8) int64 {
	m := int64(1)<<scale - 1
	return (v + m) &^ m
}

// curWindow is what is left of the window offered last.
func (c *Conn) curWindow() int64 { return max(c.rcvWup+c.rcvWnd-c.rcvNxt, 0) }

// selectWindow is the window of the next segment; its right edge never moves back
// (RFC 9293 section 3.8.6).
func (c *Conn) selectWindow(env *Env) int64 {
	if c.ack.full {
		c.rcvWnd, c.rcvWup = 0, c.rcvNxt
		return 0
	}
	cur, w := c.curWindow(), c.room(env)
	if w < cur {
		w = align(cur, c.rcvScale)
	}
	c.rcvWnd, c.rcvWup = w, c.rcvNxt
	w = min(w, int64(65535)<<c.rcvScale)
	return w >> c.rcvScale << c.rcvScale
}

// growWindow lets the offered window follow what arrives.
func (c *Conn) growWindow(env *Env, payload int64) {
	if !env.Pol.Linux {
		return
	}
	left := min(c.winClamp, c.fromSpace(c.rcvBuf-c.rcvMem)) - c.rcvSsthresh
	if left <= 0 {
		return
	}
	incr := int64(0)
	size := c.overhead(env, payload)
	if c.fromSpace(size) <= payload {
		incr = 2 * int64(c.rcvSegment())
	} else {
		t, w := c.fromSpace(size)>>1, c.fromSpace(env.Pol.RcvBufMax)>>1
		for c.rcvSsthresh <= w {
			if t <= payload {
				incr = 2 * int64(c.ack.rcvMSS)
				break
			}
			t >>= 1
			w >>= 1
		}
	}
	if incr > 0 {
		c.ack.quick |= 1
		c.rcvSsthresh += min(left, max(incr, 2*payload))
	}
}

// tuneBuffer is receive-buffer auto-tuning: once a round trip the buffer grows to hold
// twice what the application has read in it.
func (c *Conn) tuneBuffer(env *Env) {
	if !env.Pol.Linux {
		return
	}
	if c.rrtt == 0 || env.Now-c.spaceAt < c.rrtt>>3 {
		return
	}
	if read := c.copied - c.spaceSeq - c.Unread(); read > c.space { // what waits unread shows a slow reader
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
	win += win * (read - old) / old * 2
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

// measureEcho estimates it from a timestamp that comes back (RFC 7323 section 4.1): once for
// each value echoed, from full segments.
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

// rcvRTTSample takes a sample of the receiver's round trip. A smaller one counts at once; a
// larger one only from a timestamp, and while the application keeps up with reading.
func (c *Conn) rcvRTTSample(d Time, window bool) {
	switch {
	case c.rrtt == 0 || 8*d < c.rrtt:
		c.rrtt = 8 * d
	case !window && c.Unread() == 0:
		c.rrtt += d - c.rrtt/8
	}
}
