package tcp

// queueFin appends a FIN to the send queue. Unsent data carries it.
func (c *Conn) queueFin(env *Env) {
	if c.finQueued {
		return
	}
	c.finQueued = true
	t := c.tail
	if t == 0 || c.next == 0 || env.Mem.nodes.At(t).Flags&(NodeSent|NodeSyn) != 0 {
		t = c.append(env, 0)
	}
	n := env.Mem.nodes.Mut(t)
	n.Flags |= NodeFin
	n.End++
	c.writeSeq++
	c.push(env)
}

// memoryFree reports whether a new buffer may be added: the send buffer is not full, and no more than
// TCP_NOTSENT_LOWAT bytes are unsent.
func (c *Conn) memoryFree(p *Policy) bool {
	return c.sndQueued < c.sndBuf && c.unsentBelow(p, 1)
}

// unsentBelow reports whether less than 1/part of what TCP_NOTSENT_LOWAT allows is unsent. The socket's own value
// goes before that of the host.
func (c *Conn) unsentBelow(p *Policy, part int64) bool {
	limit := c.notSentLowat
	if limit == 0 {
		limit = p.NotSentLowat
	}
	return limit <= 0 || part*(c.writeSeq-c.sndNxt) < limit
}

// tailRoom is what still fits in the last unsent buffer of the queue.
func (c *Conn) tailRoom(p *Policy, mem *Mem) int64 {
	if c.tail == 0 || c.next == 0 || mem.nodes.At(c.tail).Flags&(NodeSyn|NodeFin|NodeSent|NodeEOR) != 0 {
		return 0
	}
	room := c.bufferGoal(p)
	for i := c.tail; i != 0 && room > 0; {
		n := mem.nodes.At(i)
		if n.Flags&NodeSent != 0 {
			break
		}
		room -= n.Len()
		if n.Flags&NodeHead != 0 {
			break
		}
		i = n.prev
	}
	return max(room, 0)
}

// nodeCost is the buffer space that a buffer of the queue takes beside its payload: in a
// Linux kernel its descriptor and its room for headers.
func (c *Conn) nodeCost() int64 {
	if c.ratio == 256 {
		return 0
	}
	return sndHeader + sndShared + sndDescriptor
}

// The space that a buffer of the queue takes in a Linux kernel beside the payload, in bytes: headroom,
// shared info and descriptor.
const (
	sndHeader     = 256
	sndShared     = 320
	sndDescriptor = 256
)

// growSndBuf increases the send buffer with cwnd: room for two windows of segments, each in a block of
// the next power of two.
func (c *Conn) growSndBuf(env *Env) {
	if c.sndLocked || !env.Pol.ModerateSnd {
		return
	}
	per := int64(1)
	for per < int64(max(c.peerMSS, c.fullMSS))+sndHeader+sndShared {
		per *= 2
	}
	segs := max(10, int64(c.cc.cwnd), int64(c.loss.reordering)+1)
	c.sndBuf = max(c.sndBuf, min(2*segs*(per+sndDescriptor), env.Pol.SndBufMax))
}

// fill appends bytes to the send queue in pieces of one full segment, in buffers of the size
// goal, until the send buffer is full. As a kernel does, a large write sends complete buffers
// before it ends; PSH marks that it set before it blocked stay.
func (c *Conn) fill(env *Env, n int64) int64 {
	left := n
	if t := c.tail; !c.midWrite && t != 0 && c.next != 0 && c.tailRoom(env.Pol, env.Mem) > 0 {
		env.Mem.nodes.Mut(t).Flags &^= NodePush // it is no longer the end of the data
	}
	for {
		space := c.tailRoom(env.Pol, env.Mem)
		if space <= 0 {
			if !c.memoryFree(env.Pol) {
				break
			}
			c.append(env, 0)
			space = c.bufferGoal(env.Pol)
		}
		k := min(left, space)
		c.fillBuffer(env, k)
		if left -= k; left == 0 {
			break
		}
		if k == space {
			c.filled(env)
		}
	}
	if t := c.tail; c.record && left == 0 && t != 0 {
		env.Mem.nodes.Mut(t).Flags |= NodeEOR
	}
	if t := c.tail; left < n && t != 0 && (!c.more || c.writeSeq > c.pushedSeq+c.maxWnd/2) {
		if nd := env.Mem.nodes.Mut(t); nd.Flags&NodeSent == 0 {
			nd.Flags |= NodePush
			c.pushedSeq = c.writeSeq
		}
	}
	return n - left
}

// fillBuffer appends bytes to the last buffer of the queue.
func (c *Conn) fillBuffer(env *Env, n int64) {
	for n > 0 {
		room := int64(c.mss) - env.Mem.nodes.At(c.tail).Len()
		if room <= 0 {
			from := env.Mem.nodes.Mut(c.tail)
			push := from.Flags & NodePush // belongs to the end of the buffer
			from.Flags &^= NodePush
			c.append(env, 0)
			to := env.Mem.nodes.Mut(c.tail)
			to.Flags = to.Flags&^NodeHead | push
			c.sndQueued -= c.nodeCost()
			room = int64(c.mss)
		}
		k := min(room, n)
		env.Mem.nodes.Mut(c.tail).End += k
		c.writeSeq += k
		c.sndQueued += k
		n -= k
	}
}

// filled is called for a complete buffer while the write continues.
func (c *Conn) filled(env *Env) {
	if !c.state.synchronized() {
		return
	}
	if c.writeSeq > c.pushedSeq+c.maxWnd/2 {
		env.Mem.nodes.Mut(c.tail).Flags |= NodePush
		c.pushedSeq = c.writeSeq
		c.push(env)
		return
	}
	if c.next == c.bufferStart(env.Mem, c.tail) {
		c.pushOne = true
		c.push(env)
		c.pushOne = false
	}
}

// bufferStart is the first piece of the buffer that a piece belongs to.
func (c *Conn) bufferStart(mem *Mem, i uint32) uint32 {
	for i != 0 && mem.nodes.At(i).Flags&NodeHead == 0 {
		i = mem.nodes.At(i).prev
	}
	return i
}

// bufferEnd is the last piece of the buffer that a piece belongs to.
func (c *Conn) bufferEnd(mem *Mem, i uint32) uint32 {
	for {
		next := mem.nodes.At(i).next
		if next == 0 || mem.nodes.At(next).Flags&NodeHead != 0 {
			return i
		}
		i = next
	}
}

// append adds an empty piece at the end of the queue.
func (c *Conn) append(env *Env, flags NodeFlags) uint32 {
	i := env.Mem.nodes.Alloc()
	*env.Mem.nodes.Mut(i) = Node{Seq: c.writeSeq, End: c.writeSeq, prev: c.tail, Flags: flags | NodeHead}
	if c.tail != 0 {
		env.Mem.nodes.Mut(c.tail).next = i
	} else {
		c.head = i
	}
	c.tail = i
	if c.next == 0 {
		c.next = i
	}
	c.sndQueued += c.nodeCost()
	return i
}

// split cuts a piece of the queue after n bytes; flags of its end go to the second part.
func (c *Conn) split(env *Env, i uint32, bytes int64) {
	j := env.Mem.nodes.Alloc()
	a, b := env.Mem.nodes.Mut(i), env.Mem.nodes.Mut(j)
	*b = *a
	b.Seq = a.Seq + bytes
	a.End = b.Seq
	a.Flags &^= NodePush | NodeFin | NodeEOR
	b.Flags |= NodeHead
	c.sndQueued += c.nodeCost()
	b.prev, a.next = i, j
	if b.next != 0 {
		env.Mem.nodes.Mut(b.next).prev = j
	} else {
		c.tail = j
	}
	if a.Flags&NodeSent != 0 {
		c.loss.packets++
		if a.Flags&NodeLost != 0 {
			c.loss.lost++
		}
		if a.Flags&NodeRetrans != 0 {
			c.loss.retrans++
		}
		if a.Flags&NodeSacked != 0 {
			c.loss.sacked++
		}
		b.tprev, b.tnext = i, a.tnext
		a.tnext = j
		if b.tnext != 0 {
			env.Mem.nodes.Mut(b.tnext).tprev = j
		} else {
			c.ttail = j
		}
	}
}

// makeHead starts a buffer at a piece.
func (c *Conn) makeHead(mem *Mem, i uint32) {
	if n := mem.nodes.At(i); n.Flags&NodeHead == 0 {
		mem.nodes.Mut(i).Flags |= NodeHead
		c.sndQueued += c.nodeCost()
	}
}

// appendTx and unlinkTx keep the pieces in order of transmission.
func (c *Conn) appendTx(mem *Mem, i uint32) {
	n := mem.nodes.Mut(i)
	n.tprev, n.tnext = c.ttail, 0
	if c.ttail != 0 {
		mem.nodes.Mut(c.ttail).tnext = i
	} else {
		c.thead = i
	}
	c.ttail = i
}

func (c *Conn) unlinkTx(mem *Mem, i uint32) {
	n := mem.nodes.Mut(i)
	if n.tprev == 0 && n.tnext == 0 && c.thead != i {
		return
	}
	if n.tprev != 0 {
		mem.nodes.Mut(n.tprev).tnext = n.tnext
	} else {
		c.thead = n.tnext
	}
	if n.tnext != 0 {
		mem.nodes.Mut(n.tnext).tprev = n.tprev
	} else {
		c.ttail = n.tprev
	}
	n.tprev, n.tnext = 0, 0
}
