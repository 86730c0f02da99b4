package tcp

import "teacp/sim/rule"

// Codes of ICMP messages of the type destination unreachable.
const (
	UnreachNet      = 0
	UnreachHost     = 1
	UnreachProtocol = 2
	UnreachPort     = 3
	UnreachFrag     = 4
)

// Unreachable is an ICMP message about a segment that begins at seq (RFC 9293 section
// 3.9.2.2, RFC 5461, RFC 1191). It reduces the path MTU, ends a handshake, or is
// stored as the error in case the connection fails later.
func (c *Conn) Unreachable(env *Env, seq int64, code int, mtu int32) {
	inFlight := seq >= c.sndUna && seq <= c.sndNxt && (seq != c.sndNxt || c.sndNxt <= c.sndUna)
	if c.state == Closed || c.state == TimeWait || !inFlight {
		return
	}
	if code == UnreachFrag {
		c.pathTooSmall(env, mtu)
		c.push(env)
		return
	}
	e := ErrHostUnreach
	switch code {
	case UnreachNet, 6, 9, 11:
		e = ErrNetUnreach
	case UnreachProtocol:
		e = ErrNoProto
	case UnreachPort:
		e = ErrRefused
	}
	if c.state == SynSent || c.state == SynReceived && !c.passive {
		c.fail(env, e, rule.Unreachable)
		return
	}
	c.softErr = e
}

// pathTooSmall adopts a smaller path MTU: segments that are too large are retransmitted in parts, and
// cwnd stays the same (RFC 1191 section 6.4).
func (c *Conn) pathTooSmall(env *Env, mtu int32) {
	if mtu < 68 || mtu >= min(env.Pol.MTU, c.effectiveMTU(env.Pol.MTU)) || !c.state.synchronized() {
		return
	}
	c.pathMTU = max(mtu, 552)
	c.setMSS(env.Pol)
	lost := c.loss.lost
	for i := c.head; i != 0; {
		n := env.Mem.nodes.At(i)
		if n.Flags&NodeSent == 0 {
			break
		}
		if n.Len() > int64(c.mss) && n.Flags&(NodeSyn|NodeSacked) == 0 {
			i = c.recut(env, i)
			continue
		}
		i = n.next
	}
	if c.loss.lost == lost {
		return
	}
	if c.ca != caLoss {
		c.loss.highSeq = c.sndNxt
		c.cc.ssthresh = c.currentSsthresh()
		c.loss.priorSsthresh, c.loss.undoMarker = 0, 0
		c.setCA(env, caLoss)
	}
	c.loss.force = true
}

// recut considers the pieces of a sent buffer from i on lost and cuts them again, to the present size of
// a segment; it returns the piece after them.
func (c *Conn) recut(env *Env, i uint32) uint32 {
	m := env.Mem
	c.markLost(env, i, rule.Unreachable)
	for j := m.nodes.At(i).next; j != 0; j = m.nodes.At(i).next {
		b := *m.nodes.At(j)
		if b.Flags&NodeHead != 0 || b.Flags&NodeSent == 0 || b.Flags&NodeSacked != 0 {
			break
		}
		c.markLost(env, j, rule.Unreachable)
		c.loss.packets--
		c.loss.lost--
		c.unlinkTx(m, j)
		a := m.nodes.Mut(i)
		a.End, a.next = b.End, b.next
		a.Flags |= b.Flags & (NodePush | NodeFin | NodeEOR)
		if b.next != 0 {
			m.nodes.Mut(b.next).prev = i
		} else {
			c.tail = i
		}
		m.nodes.Free(j)
	}
	for m.nodes.At(i).Len() > int64(c.mss) {
		c.split(env, i, int64(c.mss))
		i = m.nodes.At(i).next
		m.nodes.Mut(i).Flags &^= NodeHead
		c.sndQueued -= c.nodeCost()
	}
	return m.nodes.At(i).next
}

func (c *Conn) effectiveMTU(mtu int32) int32 {
	if c.pathMTU > 0 {
		return min(c.pathMTU, mtu)
	}
	return mtu
}
