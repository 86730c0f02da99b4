package tcp

import "teacp/sim/rule"

// lossState is the scoreboard and the state of loss recovery.
type lossState struct {
	// Segments sent and not acknowledged, and how many of them are sacked, lost and retransmitted. Without
	// SACK, sacked counts duplicate ACKs.
	packets, sacked, lost, retrans int32
	delivered                      int64
	highSeq                        int64 // recovery ends when this is acknowledged
	fack                           int64 // end of the highest data selectively acknowledged
	reordering                     int32
	reordSeen                      bool
	reorders                       int64
	dsackSeen                      bool
	lostRule                       rule.ID
	force                          bool // one retransmission may be sent past cwnd
	synRetries                     uint8
	timeouts                       uint8 // in a row
	backoff, probes                uint8
	frto                           bool
	frtoSent                       bool  // F-RTO sent new data: nothing is retransmitted before the next ACK
	tlpHigh                        int64 // SND.NXT when a probe was sent; 0: no probe in flight
	tlpRexmt                       bool
	undoMarker                     int64
	undoRetrans                    int32
	retransAt                      Time   // first retransmission of this episode
	retransTS                      uint32 // its timestamp
	totalRetrans                   int64
	dsackDups                      int64
	priorCwnd, priorSsthresh       int32
	prrDelivered, prrOut           int32
	sackRTT                        Time

	// RACK (RFC 8985 section 5.3).
	rackAt       Time // transmission of the most recently sent segment that has arrived
	rackEnd      int64
	rackRTT      Time
	rackAdvanced bool
	rackSteps    int32
	rackPersist  int32
}

// inFlight is RFC 6675's pipe in segments.
func (c *Conn) inFlight() int32 {
	l := &c.loss
	return l.packets - l.sacked - l.lost + l.retrans
}

// firstLost is the first lost segment that is not retransmitted yet.
func (c *Conn) firstLost(mem *Mem) uint32 {
	l := &c.loss
	if l.lost == 0 || l.retrans >= l.lost || l.frtoSent {
		return 0
	}
	for i := c.head; i != 0; {
		n := mem.nodes.At(i)
		if n.Flags&NodeSent == 0 {
			return 0
		}
		if n.Flags&(NodeLost|NodeRetrans|NodeSacked) == NodeLost {
			return i
		}
		i = n.next
	}
	return 0
}

// markLost considers a segment lost.
func (c *Conn) markLost(env *Env, i uint32, r rule.ID) {
	n := env.Mem.nodes.Mut(i)
	if n.Flags&NodeSacked != 0 {
		return
	}
	if n.Flags&NodeLost == 0 {
		n.Flags |= NodeLost
		c.loss.lost++
		env.out(OutMark, r, n.Seq, n.End)
	}
	if n.Flags&NodeRetrans != 0 {
		n.Flags &^= NodeRetrans
		c.loss.retrans--
	}
	c.loss.lostRule = r
}

// applySacks is the sender's side of RFC 2018 and, for a first block that repeats what is
// acknowledged or sacked, RFC 2883.
func (c *Conn) applySacks(env *Env, s *Segment, a *ackInfo) {
	list := s.Sack
	blocks := list[:s.NSack]
	if len(blocks) == 0 {
		return
	}
	c.loss.sackRTT = -1
	b0 := blocks[0]
	if b0.Lo < s.Ack || len(blocks) > 1 && b0.Lo >= blocks[1].Lo && b0.Hi <= blocks[1].Hi {
		c.noteDsack(env, s, b0, a)
		blocks = blocks[1:]
	}
	lowest := int64(-1)
	ascend(blocks)
	for _, b := range blocks {
		if b.Lo < s.Ack || b.Hi > c.sndNxt || b.Lo >= b.Hi {
			continue
		}
		c.sackBlock(env, b, a, &lowest)
	}
	if lowest >= 0 {
		c.sawReordering(env, lowest)
	}
}

// ascend sorts blocks by sequence number: the order of the blocks in one ACK does not show the order in
// which they arrived.
func ascend(blocks []Block) {
	for i := 1; i < len(blocks); i++ {
		for j := i; j > 0 && blocks[j].Lo < blocks[j-1].Lo; j-- {
			blocks[j], blocks[j-1] = blocks[j-1], blocks[j]
		}
	}
}

// noteDsack counts duplicates that the peer reports (RFC 2883). More duplicates than retransmissions were
// made by the network and are ignored.
func (c *Conn) noteDsack(env *Env, s *Segment, b Block, a *ackInfo) {
	l := &c.loss
	dups := int32(1)
	if n := b.Hi - b.Lo; n > int64(c.fullMSS) {
		dups = int32((n + int64(c.fullMSS) - 1) / int64(c.fullMSS))
	} else if l.tlpHigh != 0 && l.tlpHigh == b.Hi {
		a.dsackTLP = true
	}
	if b.Hi-b.Lo > c.maxWnd || b.Lo >= b.Hi {
		return
	}
	if l.dsackDups += int64(dups); l.dsackDups > l.totalRetrans {
		return
	}
	a.dsack = true
	if l.reordSeen && !a.dsackTLP {
		l.dsackSeen = true
	}
	l.delivered += int64(dups) // a duplicate was delivered, too
	a.acked += dups
	if l.undoMarker > 0 && l.undoRetrans > 0 && b.Hi > l.undoMarker && b.Hi <= a.priorUna {
		l.undoRetrans = max(l.undoRetrans-dups, 0)
	}
}

// sackBlock marks what a block covers.
func (c *Conn) sackBlock(env *Env, b Block, a *ackInfo, lowest *int64) {
	m, l := env.Mem, &c.loss
	fack := c.highestSack()
	for i := c.head; i != 0; {
		n := m.nodes.At(i)
		if n.Flags&NodeSent == 0 || n.Seq >= b.Hi {
			c.cutBehind(m, i)
			return
		}
		next := n.next
		if n.Flags&NodeSacked == 0 && n.Seq >= b.Lo && n.End <= b.Hi {
			n = m.nodes.Mut(i)
			if n.Flags&NodeEver == 0 {
				if n.Seq < fack && (*lowest < 0 || n.Seq < *lowest) {
					*lowest = n.Seq
				}
				if n.End <= l.highSeq {
					a.origSacked = true
				}
				if l.sackRTT < 0 || env.Now-n.First < l.sackRTT {
					l.sackRTT = env.Now - n.First
				}
			}
			c.rackAdvance(env, n)
			if n.Flags&NodeLost != 0 {
				l.lost--
			}
			if n.Flags&NodeRetrans != 0 {
				l.retrans--
			}
			n.Flags = n.Flags&^(NodeLost|NodeRetrans) | NodeSacked
			l.sacked++
			l.delivered++
			a.acked++
			a.sacked = true
			l.fack = max(l.fack, n.End)
			c.unlinkTx(m, i)
			c.mergeSacked(m, i)
		}
		i = next
	}
}

// highestSack is the end of the highest data selectively acknowledged; without any, SND.UNA.
func (c *Conn) highestSack() int64 {
	if c.loss.sacked == 0 {
		return c.sndUna
	}
	return c.loss.fack
}

// mergeSacked updates the buffers of the send queue when a piece is selectively acknowledged. A kernel
// splits the buffer there and joins the piece to a sacked buffer before it, and to one after it.
func (c *Conn) mergeSacked(m *Mem, i uint32) {
	n := m.nodes.Mut(i)
	before := n.prev != 0 && m.nodes.At(n.prev).Flags&NodeSacked != 0
	if !before {
		c.makeHead(m, i)
	} else if n.Flags&NodeHead != 0 {
		n.Flags &^= NodeHead
		if n.next != 0 && m.nodes.At(n.next).Flags&NodeHead == 0 {
			m.nodes.Mut(n.next).Flags |= NodeHead
		} else {
			c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
		}
	}
	if n.next == 0 {
		return
	}
	b := m.nodes.At(n.next)
	if b.Flags&NodeSacked == 0 {
		return
	}
	if b.Flags&NodeHead != 0 {
		m.nodes.Mut(n.next).Flags &^= NodeHead
		c.sndQueued = max(c.sndQueued-c.nodeCost(), 0)
	}
}

// cutBehind starts a buffer after the last piece that a SACK block covers.
func (c *Conn) cutBehind(m *Mem, i uint32) {
	if i != 0 && m.nodes.At(i).Flags&(NodeSent|NodeSacked) == NodeSent {
		if p := m.nodes.At(i).prev; p != 0 && m.nodes.At(p).Flags&NodeSacked != 0 {
			c.makeHead(m, i)
		}
	}
}

// renoAcked subtracts newly acknowledged segments from the count of duplicate ACKs, each of which stands
// for an arrived segment without SACK.
func (c *Conn) renoAcked(env *Env, acked int32) {
	l := &c.loss
	if acked <= 0 {
		return
	}
	if acked-1 >= l.sacked {
		l.sacked = 0
	} else {
		l.sacked -= acked - 1
	}
	c.limitReno(env, acked)
}

// addDupAck counts a duplicate ACK as an arrived segment.
func (c *Conn) addDupAck(env *Env, a *ackInfo) {
	n := a.dupAcks
	if n == 0 {
		return
	}
	before := c.loss.sacked
	c.loss.sacked += n
	c.limitReno(env, 0)
	if d := c.loss.sacked - before; d > 0 {
		c.loss.delivered += int64(d)
		a.acked += d
	}
}

func (c *Conn) limitReno(env *Env, addend int32) {
	l := &c.loss
	holes := min(max(l.lost, 1), l.packets)
	if l.sacked+holes > l.packets {
		l.sacked = l.packets - holes
		if env.Pol.DetectReordering {
			l.reordering = min(l.packets+addend, 300)
			l.reordSeen = true
		}
	}
}

// sawReordering increases the degree of reordering when data below the highest sacked arrives late.
func (c *Conn) sawReordering(env *Env, low int64) {
	l := &c.loss
	if low >= l.fack || !env.Pol.DetectReordering {
		return
	}
	mss := int64(c.fullMSS)
	if d := l.fack - low; d > int64(l.reordering)*mss {
		l.reordering = int32(min((d+mss-1)/mss, 300))
	}
	l.reordSeen = true
	l.reorders++
}

// reneged reports whether the peer has discarded sacked data, which it may (RFC 2018 section 8): the first
// unacknowledged segment was selectively acknowledged.
func (c *Conn) reneged(env *Env) bool {
	if !env.Pol.DetectReneging || !c.sackOK || c.head == 0 {
		return false
	}
	return env.Mem.nodes.At(c.head).Flags&(NodeSent|NodeSacked) == NodeSent|NodeSacked
}

// clearSacks removes all selective acknowledgments from the send queue.
func (c *Conn) clearSacks(m *Mem) {
	for i := c.head; i != 0; i = m.nodes.At(i).next {
		if m.nodes.At(i).Flags&NodeSacked != 0 {
			m.nodes.Mut(i).Flags &^= NodeSacked
		}
	}
	c.loss.sacked = 0
}
