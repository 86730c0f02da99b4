package tcp

import "teacp/sim/rule"

// A Linux kernel accepts a segment while the receive buffer is not over its size. A buffer that is over
// it, because it was made smaller or packets take more space than expected, is packed: unread data is
// copied together into blocks of a page. If that is not enough, the segment is dropped, and the ACK
// advertises a zero window.

// admit reports whether a segment in order is accepted; it packs the buffer if necessary.
func (c *Conn) admit(env *Env, s *Segment) bool {
	if !env.Pol.PruneRcvBuf || c.rcvMem <= c.rcvBuf {
		return true
	}
	left := (wholePage - c.rcvMem%wholePage) % wholePage
	if s.Flags&FIN == 0 && c.ooo == 0 && c.overhead(env, int64(s.Len)) <= left {
		return true // it fits into the page that is charged already
	}
	if c.makeRoom(env) {
		return true
	}
	if c.ooo != 0 {
		c.dropOutOfOrder(env.Mem)
	}
	return c.rcvMem <= c.rcvBuf || c.rq == 0
}

// dropOutOfOrder discards out-of-order data, from the end on and an eighth of the buffer at a time, until
// the buffer is within its size, to make room for a segment in order.
func (c *Conn) dropOutOfOrder(m *Mem) {
	freed := int64(0)
	for c.ooo != 0 && (c.rcvMem > c.rcvBuf || freed < c.rcvBuf/8) {
		prev, i := uint32(0), c.ooo
		for m.ranges.At(i).next != 0 {
			prev, i = i, m.ranges.At(i).next
		}
		r := m.ranges.Mut(i)
		segs := int64(max(r.segs, 1))
		size, mem := (r.hi-r.lo+segs-1)/segs, r.mem/segs
		r.hi, r.mem, r.segs, r.tail, r.fin = r.hi-size, r.mem-mem, r.segs-1, 0, false
		c.oooBytes -= size
		c.rcvMem -= mem
		if freed += mem; freed >= c.rcvBuf/8 && c.rcvMem > c.rcvBuf {
			freed = 0
		}
		if r.segs > 0 && r.lo < r.hi {
			continue
		}
		c.oooBytes -= r.hi - r.lo
		c.rcvMem -= r.mem
		m.ranges.Free(i)
		if prev == 0 {
			c.ooo = 0
		} else {
			m.ranges.Mut(prev).next = 0
		}
	}
	c.sacks = [4]Block{}
}

// admitOutOfOrder reports whether a segment beyond a gap is accepted.
func (c *Conn) admitOutOfOrder(env *Env, s *Segment) bool {
	return !env.Pol.PruneRcvBuf || s.Len == 0 || c.rcvMem <= c.rcvBuf || c.makeRoom(env)
}

// makeRoom grows the buffer up to its limit, then packs it; it reports whether that was enough.
func (c *Conn) makeRoom(env *Env) bool {
	c.ack.quick = 0
	if !c.rcvLocked && c.rcvBuf < env.Pol.RcvBufMax {
		c.rcvBuf = min(c.rcvMem, env.Pol.RcvBufMax)
	}
	if c.rcvMem <= c.rcvBuf {
		return true
	}
	c.rcvSsthresh = min(c.rcvSsthresh, c.winClamp, 2*int64(c.advMSS))
	if c.packQueue(env.Mem) {
		env.out(OutWindow, rule.RcvBufPack, int64(c.cc.cwnd), int64(c.ssthreshOut()))
	}
	return c.rcvMem <= c.rcvBuf
}

// packQueue copies unread data into blocks of a page, starting at the first packet that is partly read or
// takes more space than its payload justifies. It reports whether there was one.
func (c *Conn) packQueue(m *Mem) bool {
	prev, i := uint32(0), c.rq
	for i != 0 {
		r := m.ranges.At(i)
		segs := int64(max(r.segs, 1))
		if r.lo < c.copied || c.fromSpace(r.mem/segs) > (r.hi-r.lo)/segs {
			break
		}
		prev, i = i, r.next
	}
	if i == 0 {
		return false
	}
	lo, hi := max(m.ranges.At(i).lo, c.copied), int64(0)
	for i != 0 {
		r := *m.ranges.At(i)
		hi = r.hi
		c.rcvMem -= r.mem
		m.ranges.Free(i)
		i = r.next
	}
	if c.rqTail = prev; prev == 0 {
		c.rq = 0
	} else {
		m.ranges.Mut(prev).next = 0
	}
	for most := int64(wholePage - rcvShared); lo < hi; lo += most {
		n := min(most, hi-lo)
		block := int64(1024)
		for need := (n+63)&^63 + rcvShared; block < need; {
			block *= 2
		}
		c.rcvMem += block + rcvDescriptor
		c.queueRead(m, span{lo: lo, hi: lo + n, mem: block + rcvDescriptor, segs: 1})
	}
	return true
}

// dropForRoom drops a segment for lack of room and makes an ACK with a zero window pending at once.
func (c *Conn) dropForRoom(env *Env, s *Segment) {
	c.drop(env, s, rule.NoBuffer)
	c.ack.pending, c.ack.now, c.ack.full = true, true, true
	c.ack.rule = rule.NoBuffer
}
