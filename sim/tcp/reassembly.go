package tcp

import "teacp/sim/rule"

// freeRanges frees a list of ranges.
func (m *Mem) freeRanges(first uint32) {
	for i := first; i != 0; {
		next := m.ranges.At(i).next
		m.ranges.Free(i)
		i = next
	}
}

// flushReceived discards all that was received and not read.
func (c *Conn) flushReceived(m *Mem) {
	m.freeRanges(c.ooo)
	m.freeRanges(c.rq)
	c.ooo, c.rq, c.rqTail = 0, 0, 0
	c.oooBytes, c.rcvMem = 0, 0
	c.rcvNxt = c.copied
}

// insert adds a range to those out of order, merging; it returns how many bytes were new.
func (c *Conn) insert(env *Env, n span) int64 {
	m := env.Mem
	prev, i := uint32(0), c.ooo
	for i != 0 && m.ranges.At(i).hi < n.lo {
		prev, i = i, m.ranges.At(i).next
	}
	have, size := int64(0), n.hi-n.lo
	for i != 0 && m.ranges.At(i).lo <= n.hi {
		r := *m.ranges.At(i)
		have += max(min(r.hi, n.hi)-max(r.lo, n.lo), 0)
		switch size := n.hi - n.lo; {
		case r.lo <= n.lo && n.hi <= r.hi:
			c.rcvMem -= n.mem // it has no new byte and is not kept
			n.mem, n.segs, n.tail = 0, 0, r.tail
		case r.hi == n.lo && size <= r.tail: // copied behind the packet in front
			c.rcvMem -= n.mem
			n.mem, n.segs, n.tail = 0, 0, r.tail-size
		case r.hi > n.hi:
			n.tail = r.tail
		}
		n.lo, n.hi, n.fin = min(n.lo, r.lo), max(n.hi, r.hi), n.fin || r.fin
		n.mem += r.mem
		n.segs += r.segs
		m.ranges.Free(i)
		i = r.next
	}
	n.next = i
	j := m.ranges.Alloc()
	*m.ranges.Mut(j) = n
	if prev != 0 {
		m.ranges.Mut(prev).next = j
	} else {
		c.ooo = j
	}
	c.oooBytes += size - have
	return size - have
}

// connect advances RCV.NXT over queued data; it returns how many bytes became readable.
func (c *Conn) connect(env *Env) int64 {
	fresh := int64(0)
	for c.ooo != 0 {
		r := *env.Mem.ranges.At(c.ooo)
		if r.lo > c.rcvNxt {
			break
		}
		if r.hi > c.rcvNxt {
			k := r.hi - c.rcvNxt
			fresh += k
			c.queueRead(env.Mem, span{lo: c.rcvNxt, hi: r.hi, mem: r.mem, tail: r.tail, segs: r.segs})
			c.rcvNxt = r.hi
		} else {
			c.rcvMem -= r.mem
		}
		c.oooBytes -= r.hi - r.lo
		env.Mem.ranges.Free(c.ooo)
		c.ooo = r.next
		if r.fin {
			c.takeFin(r.hi)
		}
	}
	c.trimSacks()
	return fresh
}

// noteSack puts the range around [lo, hi) first in the list of SACK blocks (RFC 2018
// section 4).
func (c *Conn) noteSack(env *Env, lo, hi int64) {
	for i := c.ooo; i != 0; i = env.Mem.ranges.At(i).next {
		if r := env.Mem.ranges.At(i); r.lo <= lo && hi <= r.hi {
			if lo, hi = r.lo, r.hi; r.fin {
				hi++ // a FIN takes a sequence number, too
			}
			break
		}
	}
	c.flushCompressed(env, lo, hi)
	out := [4]Block{{lo, hi}}
	n := 1
	for _, b := range c.sacks {
		if n < len(out) && b.Hi > b.Lo && (b.Hi < lo || b.Lo > hi) {
			out[n] = b
			n++
		}
	}
	c.sacks = out
}

// fewSacks is how many SACK blocks a compressed ACK may have to report.
const fewSacks = 2

// flushCompressed sends a compressed ACK before a third SACK block is added, or one after the first two
// changes: else a block could drop out of the list before it is reported.
func (c *Conn) flushCompressed(env *Env, lo, hi int64) {
	if c.ack.comp == 0 {
		return
	}
	n := 0
	for _, b := range c.sacks {
		if b.Hi <= b.Lo || b.Hi >= lo && b.Lo <= hi {
			break
		}
		n++
	}
	if n >= fewSacks {
		c.answerNow(rule.AckOutOfOrder)
		c.acknowledge(env)
	}
}

// trimSacks drops the blocks that RCV.NXT has passed.
func (c *Conn) trimSacks() {
	var out [4]Block
	n := 0
	for _, b := range c.sacks {
		if b.Hi > c.rcvNxt && b.Hi > b.Lo {
			out[n] = b
			n++
		}
	}
	c.sacks = out
}

// sackBlocks is how many blocks the next segment carries.
func (c *Conn) sackBlocks() int32 {
	if !c.sackOK {
		return 0
	}
	most, n := int32(4), int32(0)
	if c.tsOK {
		most = 3
	}
	if c.dsack.Hi > c.dsack.Lo {
		n++
	}
	for _, b := range c.sacks {
		if b.Hi > b.Lo {
			n++
		}
	}
	return min(n, most)
}

// sackOptions puts the blocks into a segment: a D-SACK first; with timestamps no more than three.
func (c *Conn) sackOptions(env *Env, s *Segment) {
	most := 4
	if c.tsOK {
		most = 3
	}
	n := 0
	if c.dsack.Hi > c.dsack.Lo {
		s.Sack[0] = c.dsack
		n, c.dsack = 1, Block{}
	}
	for _, b := range c.sacks {
		if n < most && b.Hi > b.Lo {
			s.Sack[n] = b
			n++
		}
	}
	s.NSack = uint8(n)
}

// queueRead appends a range in order to the data that the application can read.
func (c *Conn) queueRead(m *Mem, n span) {
	if c.rqTail != 0 {
		if r := m.ranges.Mut(c.rqTail); n.segs == 1 && n.hi-n.lo <= r.tail { // copied behind the packet in front
			r.tail -= n.hi - n.lo
			r.hi = n.hi
			c.rcvMem -= n.mem
			return
		}
	}
	i := m.ranges.Alloc()
	*m.ranges.Mut(i) = n
	if c.rqTail != 0 {
		m.ranges.Mut(c.rqTail).next = i
	} else {
		c.rq = i
	}
	c.rqTail = i
}

// consume removes n bytes from the receive buffer for the application. A segment's space is
// free when all of it has been read; the segments of one range count as equally large. The
// buffer is tuned after the first of them: later ones fall into the next measurement.
func (c *Conn) consume(env *Env, n int64) {
	m := env.Mem
	tuned := false
	for n > 0 && c.rq != 0 {
		r := m.ranges.Mut(c.rq)
		size := (r.hi - r.lo + int64(r.segs) - 1) / int64(max(r.segs, 1))
		k := min(n, size, r.hi-c.copied)
		if part := (r.hi - c.copied) % size; part > 0 {
			k = min(k, part)
		}
		c.copied += k
		n -= k
		if c.copied == r.hi || (r.hi-c.copied)%size == 0 && r.segs > 1 {
			free := r.mem / int64(max(r.segs, 1))
			c.rcvMem -= free
			r.mem -= free
			r.segs--
			r.lo = c.copied
		}
		if c.copied >= r.hi {
			c.rcvMem -= r.mem
			next := r.next
			m.ranges.Free(c.rq)
			if c.rq = next; next == 0 {
				c.rqTail = 0
			}
		}
		if !tuned {
			tuned = true
			c.tuneBuffer(env)
		}
	}
	c.copied += n
}
