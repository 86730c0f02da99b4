package tcp

// A peer may take SACK blocks back (RFC 2018 section 8): what it holds behind a gap is not promised.
// A sender learns of it when an ACK ends just in front of a block.

// reneged reports whether the first segment that is not acknowledged had been selectively so.
func (c *Conn) reneged(env *Env) bool {
	if !env.Pol.Linux || !c.sackOK || c.head == 0 {
		return false
	}
	return env.Mem.nodes.At(c.head).Flags&(NodeSent|NodeSacked) == NodeSent|NodeSacked
}

// forgetSacks takes nothing for received that is not acknowledged.
func (c *Conn) forgetSacks(m *Mem) {
	for i := c.head; i != 0; i = m.nodes.At(i).next {
		if m.nodes.At(i).Flags&NodeSacked != 0 {
			m.nodes.Mut(i).Flags &^= NodeSacked
		}
	}
	c.loss.sacked = 0
}
