package tcp

import "teacp/sim/rule"

// Segmentation offload: a kernel builds buffers of several segments and hands one, a frame,
// to the device, which cuts it into segments. On the wire that shows in two ways: the
// segments of a frame leave together, with PSH on the last, and a frame that could be larger
// a moment later is deferred. With gso_max_segs 1 each segment is a buffer of its own.

const (
	gsoMaxBytes = 65279 // a buffer's payload: 64 KiB less the room for headers
	pacingShift = 10    // a frame holds about a millisecond of the pacing rate
	rttShift    = 9     // and more where the round trip is far below 16 ms
)

// gso reports whether frames of several segments are built.
func (p *Policy) gso() bool { return p.GSOMaxSegs != 1 }

// sizeGoal is how much a buffer of the send queue takes: no more than half of the largest
// window that the peer has offered.
func (c *Conn) sizeGoal(p *Policy) int64 {
	mss := int64(c.mss)
	if !p.gso() {
		return mss
	}
	most := int64(gsoMaxBytes)
	if half := c.maxWnd / 2; c.maxWnd > 536 && half < most {
		most = half
	}
	segs := max(most/mss, 1)
	if p.GSOMaxSegs > 0 {
		segs = min(segs, int64(p.GSOMaxSegs))
	}
	return segs * mss
}

// frameSegs is how many segments a frame may have now: about a millisecond's worth of the
// pacing rate, at least MinTSOSegs.
func (c *Conn) frameSegs(p *Policy) int32 {
	if !p.gso() {
		return 1
	}
	bytes := int64(gsoMaxBytes)
	if c.pacing > 0 {
		bytes = c.pacing >> pacingShift
		if r := int64(c.minRTT/1000) >> rttShift; r < 32 {
			bytes += gsoMaxBytes >> r
		}
	}
	segs := max(int32(min(bytes, gsoMaxBytes)/int64(c.mss)), p.MinTSOSegs)
	if p.GSOMaxSegs > 0 {
		segs = min(segs, p.GSOMaxSegs)
	}
	return segs
}

// updatePacing follows the window and the round trip: twice the rate of a window a round
// trip in slow start, 1.2 times later.
func (c *Conn) updatePacing() {
	if c.srtt <= 0 {
		return
	}
	percent := int64(120)
	if c.cc.cwnd < c.cc.ssthresh/2 {
		percent = 200
	}
	rate := int64(c.mss) * percent * 80_000 * int64(max(c.cc.cwnd, c.loss.packets))
	c.pacing = rate / max(int64(c.srtt/1000), 1)
}

// quota is how many segments the next frame may have: half of the window at most.
func (c *Conn) quota(p *Policy) int32 {
	w := c.cc.cwnd
	return min(max(w/2, 1), w-c.inFlight(), c.frameSegs(p))
}

// bufferLen is the payload of the buffer that goes next, filled up to the quota from the
// one behind it, and whether it is the last.
func (c *Conn) bufferLen(mem *Mem, quota int64) (length int64, last bool) {
	heads := 0
	for i := c.next; i != 0; {
		n := mem.nodes.At(i)
		if n.Flags&NodeHead != 0 && i != c.next {
			if heads++; heads == 2 || length >= quota {
				return length, false
			}
		}
		length += n.Len()
		if heads == 1 && length > quota {
			return quota, false
		}
		i = n.next
	}
	return length, true
}

// deferred reports whether the next frame waits for more of the window, and what limits it
// meanwhile. Waiting is worth it only while segments leave in quick succession and the next
// ACK is near.
func (c *Conn) deferred(env *Env, length int64, last bool) (wait bool) {
	p := env.Pol
	if c.ca >= caRecovery || env.Now-c.lastTx > ms(1) {
		return false
	}
	mss := int64(c.mss)
	seq := env.Mem.nodes.At(c.next).Seq
	cong := int64(c.cc.cwnd-c.inFlight()) * mss
	wnd := c.sndUna + c.sndWnd - seq
	limit := min(cong, wnd)
	switch {
	case limit >= int64(c.frameSegs(p))*mss, !last && limit >= length:
		return false
	case p.TSOWinDivisor > 0:
		if limit >= min(c.sndWnd, int64(c.cc.cwnd)*mss)/int64(p.TSOWinDivisor) {
			return false
		}
	case limit > 3*mss:
		return false
	}
	if c.loss.packets == 0 {
		return false
	}
	due := env.Mem.nodes.At(c.head).Sent + c.srtt/8 - env.Now
	if due > c.srtt/16 {
		return false
	}
	if cong < wnd && cong <= length || cong >= wnd && wnd <= length {
		return true
	}
	return env.Mem.nodes.At(c.tail).Flags&NodeFin == 0 || !last
}

// cwndShort reports whether the congestion window, not the receiver's, limits the next frame.
func (c *Conn) cwndShort() bool {
	return int64(c.cc.cwnd-c.inFlight())*int64(c.mss) < c.sndUna+c.sndWnd-c.sndNxt
}

// cutFrame decides how much of the next buffer leaves as one frame, cuts the queue there and
// marks its end with PSH where it has several segments.
func (c *Conn) cutFrame(env *Env, push bool) {
	p, mss := env.Pol, int64(c.mss)
	segs := int64(c.quota(p))
	length, last := c.bufferLen(env.Mem, segs*mss)
	if length <= mss {
		return
	}
	n := env.Mem.nodes.At(c.next)
	wnd := c.sndUna + c.sndWnd - n.Seq
	limit := segs * mss
	if limit > wnd || last {
		if needed := min(length, wnd); needed < limit {
			limit = needed
			if part := needed % mss; part > 0 && !push && c.holdsPart(p) {
				limit -= part
			}
		}
	}
	c.frame = 0
	for i, left := c.next, limit; i != 0 && left > 0; {
		n := env.Mem.nodes.At(i)
		if c.frame > 0 && n.Flags&NodeHead != 0 { // what filled the buffer up belongs to it
			env.Mem.nodes.Mut(i).Flags &^= NodeHead
			c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
		}
		c.growPiece(env, i, left)
		if l := n.Len(); l > left {
			c.split(env, i, left)
		}
		n = env.Mem.nodes.At(i)
		left -= n.Len()
		c.frame++
		if left <= 0 {
			c.endFrame(env, i)
			return
		}
		i = n.next
	}
}

// endFrame marks the piece as the last of the frame.
func (c *Conn) endFrame(env *Env, i uint32) {
	n := env.Mem.nodes.Mut(i)
	if c.frame > 1 {
		n.Flags |= NodePush
	}
	if n.next != 0 {
		c.makeHead(env.Mem, n.next)
	}
}

// makeHead lets a buffer begin at a piece.
func (c *Conn) makeHead(mem *Mem, i uint32) {
	if n := mem.nodes.At(i); n.Flags&NodeHead == 0 {
		mem.nodes.Mut(i).Flags |= NodeHead
		c.sndQueued += c.nodeCost()
	}
}

// holdsPart reports whether the part of a segment at a frame's end is held back, by the cork
// or by Nagle's rule.
func (c *Conn) holdsPart(p *Policy) bool {
	switch {
	case c.cork || c.more:
		return true
	case c.nodelay || p.Nagle == NagleOff || c.loss.packets == 0:
		return false
	case p.Nagle == NagleRFC896:
		return true
	}
	return c.sndSml > c.sndUna
}

// frameVerdict is the part of the ladder that concerns a buffer of more than one segment.
func (c *Conn) frameVerdict(env *Env, v Verdict) Verdict {
	q := int64(c.quota(env.Pol)) * int64(c.mss)
	if length, last := c.bufferLen(env.Mem, q); length > int64(c.mss) && !c.pushOne && c.deferred(env, length, last) {
		v.Len = int32(c.writeSeq - c.sndNxt)
		return v.hold(rule.TsoDefer, int64(c.frameSegs(env.Pol)), int64(c.cc.cwnd-c.inFlight()), c.rexmtAt())
	}
	return v.send(rule.FullSegment)
}
