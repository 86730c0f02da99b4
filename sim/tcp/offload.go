package tcp

// Segmentation offload: a kernel builds buffers of several segments and passes one, a burst (here frame),
// to the device, which cuts it into segments. On the wire the segments of a frame leave together, with
// PSH on the last, and a frame that could be larger after the next ACK is deferred. With gso_max_segs 1
// each segment is a buffer of its own.

const (
	gsoMaxBytes = 65279 // a buffer's payload: 64 KiB less the room for headers
	pacingShift = 10    // a frame holds about a millisecond of the pacing rate
	rttShift    = 9     // and more if the round trip is far below 16 ms
)

// gso reports whether frames of several segments are built.
func (p *Policy) gso() bool { return p.GSOMaxSegs != 1 }

// bufferGoal is how much a buffer of the send queue takes: no more than half of the largest
// window that the peer has offered.
func (c *Conn) bufferGoal(p *Policy) int64 {
	mss := int64(c.mss)
	if !p.gso() {
		return mss
	}
	most := min(int64(gsoMaxBytes), max(c.windowBound(), 1))
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
	rate := int64(c.fullMSS) * percent * 80_000 * int64(max(c.cc.cwnd, c.loss.packets))
	c.pacing = rate / max(int64(c.srtt/1000), 1)
}

// quota is how many segments the next frame may have: half of the window at most.
func (c *Conn) quota(p *Policy) int32 {
	w := c.cc.cwnd
	return min(max(w/2, 1), w-c.inFlight(), c.frameSegs(p))
}

// bufferLen is the payload of the next buffer, its last piece, and whether nothing follows. It counts no
// more than most bytes.
func (c *Conn) bufferLen(mem *Mem, most int64) (length int64, end uint32, last bool) {
	for i := c.next; i != 0; {
		n := mem.nodes.At(i)
		if n.Flags&NodeHead != 0 && i != c.next || length >= most {
			return length, end, false
		}
		length += n.Len()
		end, i = i, n.next
	}
	return length, end, true
}

// growBuffer fills the next buffer up to the quota from the one after it; else a window that split a
// segment would leave small segments in the queue.
func (c *Conn) growBuffer(env *Env) {
	if c.next == 0 || c.next == c.tail || !c.state.synchronized() || c.inFlight() >= c.cc.cwnd {
		return
	}
	m, mss := env.Mem, int64(c.mss)
	c.refill(m, c.next, mss)
	quota := int64(c.quota(env.Pol)) * mss
	length, end, last := c.bufferLen(m, quota)
	missing := quota - length
	if last || missing <= 0 || m.nodes.At(end).Flags&(NodeFin|NodeSyn|NodeEOR) != 0 {
		return
	}
	second, whole := c.nextBuffer(m, end)
	for missing = min(missing, whole); missing > 0 && m.nodes.At(end).Flags&NodeEOR == 0; {
		room, b := mss-m.nodes.At(end).Len(), m.nodes.At(second).Len()
		if room > 0 {
			k := min(room, missing, b)
			c.moveFront(m, end, k)
			second = m.nodes.At(end).next
			missing -= k
			continue
		}
		if b > missing {
			c.split(env, second, missing)
			b = missing
		}
		missing -= b
		c.joinPiece(m, end, second)
		end, second = second, m.nodes.At(second).next
	}
}

// refill fills a piece of a buffer up to a full segment, or to limit, from the pieces behind it
// in the same buffer.
func (c *Conn) refill(m *Mem, i uint32, limit int64) {
	limit = min(limit, int64(c.mss))
	for {
		a := m.nodes.At(i)
		if a.Len() >= limit || a.next == 0 {
			return
		}
		if b := m.nodes.At(a.next); b.Flags&(NodeHead|NodeSent) != 0 || b.Len() == 0 {
			return
		}
		c.moveFront(m, i, min(limit-a.Len(), m.nodes.At(a.next).Len()))
	}
}

// nextBuffer is the first piece of the buffer behind a piece, and its payload.
func (c *Conn) nextBuffer(m *Mem, i uint32) (first uint32, length int64) {
	first = m.nodes.At(i).next
	for j := first; j != 0; {
		n := m.nodes.At(j)
		if j != first && n.Flags&NodeHead != 0 {
			break
		}
		length += n.Len()
		j = n.next
	}
	return
}

// joinPiece takes the piece j behind the buffer that ends with i into that buffer.
func (c *Conn) joinPiece(m *Mem, i, j uint32) {
	a, b := m.nodes.Mut(i), m.nodes.Mut(j)
	push := a.Flags & NodePush // belongs to the end of the buffer
	a.Flags &^= NodePush
	b.Flags = b.Flags&^NodeHead | push
	c.passHead(m, b.next)
}

// passHead starts the buffer whose first piece was removed at the next piece, if there is one; else its
// cost is returned.
func (c *Conn) passHead(m *Mem, next uint32) {
	if next != 0 && m.nodes.At(next).Flags&NodeHead == 0 {
		m.nodes.Mut(next).Flags |= NodeHead
	} else {
		c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
	}
}

// moveFront moves k bytes from the front of the piece behind i to i; an empty piece is removed.
func (c *Conn) moveFront(m *Mem, i uint32, k int64) {
	a := m.nodes.Mut(i)
	j := a.next
	b := m.nodes.Mut(j)
	a.End += k
	b.Seq += k
	if b.Len() > 0 {
		return
	}
	a.End = b.End
	a.Flags |= b.Flags & (NodePush | NodeFin | NodeEOR)
	a.next = b.next
	if b.Flags&NodeHead != 0 {
		c.passHead(m, b.next)
	}
	if b.next != 0 {
		m.nodes.Mut(b.next).prev = i
	} else {
		c.tail = i
	}
	m.nodes.Free(j)
}

// defersFrame reports whether the next frame waits for a larger window. It waits only if segments are
// sent in quick succession and the next ACK is expected soon.
func (c *Conn) defersFrame(env *Env) (wait bool) {
	p := env.Pol
	if c.ca.recovering() || env.Now-c.lastTx > ms(1) {
		return false
	}
	mss := int64(c.mss)
	seq := env.Mem.nodes.At(c.next).Seq
	cong := int64(c.cc.cwnd-c.inFlight()) * mss
	wnd := c.sndUna + c.sndWnd - seq
	limit := min(cong, wnd)
	if limit >= int64(c.frameSegs(p))*mss {
		return false
	}
	length, _, last := c.bufferLen(env.Mem, limit+1)
	switch {
	case !last && limit >= length:
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
	if due := env.Mem.nodes.At(c.head).Sent + c.srtt/8 - env.Now; due > min(c.srtt/16, ms(1)) {
		return false // the next ACK is too far away
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

// cutFrame decides how much of the next buffer is sent as one frame, and cuts the queue there.
func (c *Conn) cutFrame(env *Env, push bool) {
	p, mss := env.Pol, int64(c.mss)
	segs := int64(c.quota(p))
	limit := segs * mss
	length, _, last := c.bufferLen(env.Mem, max(limit, mss+1))
	if length <= mss {
		return
	}
	n := env.Mem.nodes.At(c.next)
	wnd := c.sndUna + c.sndWnd - n.Seq
	if limit > wnd || last {
		if needed := min(length, wnd); needed < limit {
			limit = needed
			if part := needed % mss; part > 0 && !push && c.holdsPart(p) {
				limit -= part
			}
		}
	}
	c.frame = 0
	for i := c.next; i != 0; {
		if i != c.next && env.Mem.nodes.At(i).Flags&NodeHead != 0 {
			c.frameLen = c.frame // the buffer is shorter than the frame may be
			return
		}
		c.cutPiece(env, i)
		c.refill(env.Mem, i, limit)
		if env.Mem.nodes.At(i).Len() > limit {
			c.split(env, i, limit)
		}
		n := env.Mem.nodes.At(i)
		limit -= n.Len()
		c.frame++
		if limit <= 0 {
			c.endFrame(env, i)
			return
		}
		i = n.next
	}
}

// cutPiece cuts an unsent piece that is longer than a segment may be now; with offload its rest
// stays in the same buffer.
func (c *Conn) cutPiece(env *Env, i uint32) {
	if i == 0 || env.Mem.nodes.At(i).Len() <= int64(c.mss) || !c.state.synchronized() {
		return
	}
	c.split(env, i, int64(c.mss))
	if env.Pol.gso() {
		rest := env.Mem.nodes.At(i).next
		env.Mem.nodes.Mut(rest).Flags &^= NodeHead
		c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
	}
}

// endFrame ends the frame with a piece.
func (c *Conn) endFrame(env *Env, i uint32) {
	c.frameLen = c.frame
	if n := env.Mem.nodes.At(i); n.next != 0 {
		c.makeHead(env.Mem, n.next)
	}
}

// cutRetransmit does the same for a lost buffer: what cwnd allows of it is retransmitted as one frame.
func (c *Conn) cutRetransmit(env *Env, i uint32) {
	left := min(c.cc.cwnd-c.inFlight(), c.frameSegs(env.Pol))
	c.resend, c.frameLen = 0, 0
	for j := i; j != 0; j = env.Mem.nodes.At(j).next {
		n := env.Mem.nodes.At(j)
		if j != i && n.Flags&NodeHead != 0 || n.Flags&NodeSent == 0 {
			break
		}
		if c.resend > 0 && c.resend >= left {
			c.makeHead(env.Mem, j)
			break
		}
		c.resend++
	}
	c.frameLen = c.resend
}

// holdsPart reports whether the small segment at a frame's end is held by the cork or by Nagle's
// algorithm.
func (c *Conn) holdsPart(p *Policy) bool {
	switch {
	case c.cork || c.more:
		return true
	case !p.nagleHolds(c.nodelay) || c.loss.packets == 0:
		return false
	case p.Nagle == NagleRFC896:
		return true
	}
	return c.sndSml > c.sndUna
}
