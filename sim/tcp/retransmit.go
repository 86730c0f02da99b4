package tcp

import "teacp/sim/rule"

// retransmit sends a piece of the queue again.
func (c *Conn) retransmit(env *Env, i uint32, r rule.ID) {
	c.updateMSS()
	most := int64(c.mss)
	if left := c.sndUna + c.sndWnd - env.Mem.nodes.At(i).Seq; env.Pol.RetransmitInWindow && left > 0 {
		most = min(most, left)
	}
	if env.Mem.nodes.At(i).Len() > most {
		c.split(env, i, most)
	}
	if env.Pol.RetransmitCollapse {
		c.collapse(env, i)
	}
	n := env.Mem.nodes.Mut(i)
	if n.Seq < c.sndUna && n.Flags&NodeSyn == 0 {
		n.Seq = c.sndUna
	}
	probe := r == rule.Tlp && env.Pol.TLPUncounted // not counted as a retransmission of recovery
	if n.Flags&NodeRetrans == 0 && !probe {
		c.loss.retrans++
		n.Flags |= NodeRetrans
	}
	n.Flags |= NodeEver
	n.Sent = env.Now
	c.unlinkTx(env.Mem, i)
	c.appendTx(env.Mem, i)
	if !probe {
		c.noteRetransmit(env)
	}
	c.loss.totalRetrans++
	s := c.nodeSegment(env, n)
	if s.Len > 0 && env.Pol.RetransmitIsSend {
		c.dataSent(env, c.inFlight() == 1)
	}
	c.emit(env, &s, r, true)
}

// mayRetransmit reports whether a piece lies within the window. After a window was shrunk, a Linux kernel
// retransmits only the first piece, which probes the window.
func (c *Conn) mayRetransmit(env *Env, i uint32) bool {
	n := env.Mem.nodes.At(i)
	return !env.Pol.RetransmitInWindow || n.Seq < c.sndUna+c.sndWnd || n.Seq == c.sndUna
}

// noteRetransmit records a retransmission for a later undo.
func (c *Conn) noteRetransmit(env *Env) {
	l := &c.loss
	if l.retransAt == 0 {
		l.retransAt, l.retransTS = max(env.Now, 1), c.tsNow(env)
	}
	l.undoRetrans = max(l.undoRetrans, 0) + 1
}

// collapse joins small segments to the retransmitted one before them, as far as they fit into one full
// segment and are not sacked. A record of MSG_EOR ends a segment.
func (c *Conn) collapse(env *Env, i uint32) {
	m, told := env.Mem, false
	for {
		a := m.nodes.At(i)
		if a.Flags&(NodeSyn|NodeFin|NodeSacked|NodeEOR) != 0 || a.next == 0 || a.Len() >= int64(c.mss) {
			return
		}
		j := a.next
		b := m.nodes.At(j)
		whole := b.next == 0 || m.nodes.At(b.next).Flags&NodeHead != 0
		if b.Flags&(NodeSyn|NodeSacked) != 0 || b.Flags&NodeSent == 0 || b.Flags&NodeHead == 0 || !whole ||
			a.Len()+b.Len() > int64(c.mss) || b.End > c.sndUna+c.sndWnd {
			return
		}
		if c.mergeSent(m, i, j); !told {
			told = true
			env.out(OutWindow, rule.RexmtJoin, int64(c.cc.cwnd), int64(c.ssthreshOut()))
		}
	}
}

// mergeSent joins the sent piece j to the sent piece i before it.
func (c *Conn) mergeSent(m *Mem, i, j uint32) {
	l := &c.loss
	a, b := m.nodes.Mut(i), *m.nodes.At(j)
	a.End = b.End
	a.Flags |= b.Flags & (NodePush | NodeFin | NodeEver | NodeEOR)
	l.packets--
	if b.Flags&NodeLost != 0 {
		l.lost--
	}
	if b.Flags&NodeRetrans != 0 {
		l.retrans--
	}
	if !c.sackOK && l.sacked > 0 {
		l.sacked--
	}
	c.unlinkTx(m, j)
	a.next = b.next
	if b.next != 0 {
		m.nodes.Mut(b.next).prev = i
	} else {
		c.tail = i
	}
	m.nodes.Free(j)
	c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
}
