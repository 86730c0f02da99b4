package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// path is one direction of a link: a line that serialises one packet after the other,
// a drop-tail queue in front of it, and the packets in flight in order of arrival.
type path struct {
	cfg        PathConfig
	comp       uint32
	link, dir  uint8
	busyUntil  Time
	lastArrive Time   // when the last packet reached its host; not of those that a fault delayed
	lastTaken  Time   // when its host took the last of them up
	left       Time   // when the last packet left the queue
	head, tail uint32 // pktNode list by arrival
	wait, wtl  uint32 // lineNode list: packets that have not begun to leave
	waitN      int64
	waitBytes  int64
	flying     int64
}

// pktNode is a packet in flight.
type pktNode struct {
	p          Packet
	next, prev uint32
}

// lineNode is a packet in the queue: it begins to leave at departs.
type lineNode struct {
	departs Time
	bytes   int32
	next    uint32
}

// ipBytes is the length of the IP packet that carries a segment: 20 bytes of IPv4
// header, 20 of TCP header (RFC 9293 section 3.1) and the options, padded to 4.
func ipBytes(s *tcp.Segment) int32 { return 40 + OptionBytes(s) + s.Len }

// OptionBytes is the length of a segment's TCP options on the wire, padded to four:
// MSS 4, window scale 3, SACK-permitted 2, timestamps 10, SACK 2+8n.
func OptionBytes(s *tcp.Segment) int32 {
	var n int32
	if s.MSS != 0 {
		n += 4
	}
	if s.Flags&tcp.SYN != 0 {
		if s.WScale >= 0 {
			n += 3
		}
		if s.SackOK {
			n += 2
		}
	}
	if s.TS {
		n += 10
	}
	if s.NSack > 0 {
		n += 2 + 8*int32(s.NSack)
	}
	return (n + 3) &^ 3
}

// drain takes packets out of the queue that have begun to leave by now.
func (w *World) drain(p *path) {
	for p.wait != 0 {
		n := w.line.At(p.wait)
		if n.departs > w.now {
			return
		}
		next, bytes := n.next, n.bytes
		p.left = n.departs
		w.line.Free(p.wait)
		p.wait = next
		p.waitN--
		p.waitBytes -= int64(bytes)
	}
	p.wtl = 0
}

// transmit puts a packet on a path. It returns the rule that lost it (None: it will
// arrive) and how many packets waited in front.
func (w *World) transmit(pi uint32, pk *Packet, retrans bool) (lost rule.ID, queue int64) {
	p := w.paths.Mut(pi)
	w.drain(p)
	queue = p.waitN
	c := &p.cfg
	w.harm = harm{}
	by := w.touch()
	if c.MTU != 0 && int64(pk.Bytes) > c.MTU {
		return rule.MTU, queue
	}
	f := w.matchFaults(p, pk) // counted as it is sent, whether or not the queue takes it
	departs := w.now
	if p.busyUntil > departs {
		departs = p.busyUntil
		if w.full(p, pk) {
			return rule.QueueDrop, queue
		}
		w.enqueue(p, departs, pk.Bytes)
	}
	tx := c.TxTime(pk.Bytes)
	p.busyUntil = departs + tx
	pk.Departs = departs
	if f >= 0 && w.cfg.Faults[f].Act == ActDrop {
		return rule.FaultDrop, queue
	}
	if by.left > 0 && by.act == ActDrop {
		return rule.HandLose, queue
	}
	if w.randomLoss(p, pk, retrans) {
		return rule.RandomLoss, queue
	}
	arrive := departs + tx + c.Delay
	if c.Jitter > 0 {
		arrive += Time(w.draw(p, pk, 2, false) % uint64(c.Jitter+1))
		arrive = max(arrive, p.lastArrive)
	}
	act, rules := by, [3]rule.ID{ActDelay: rule.HandDelay, ActDup: rule.HandDup}
	if act.left == 0 && f >= 0 {
		act, rules = hand{w.cfg.Faults[f].Act, 1, w.cfg.Faults[f].Extra}, [3]rule.ID{ActDelay: rule.FaultDelay, ActDup: rule.FaultDup}
	}
	if act.left > 0 {
		w.harm = harm{rules[act.act], act.extra}
	}
	if act.left > 0 && act.act == ActDelay {
		pk.Arrives = arrive + act.extra + w.cfg.Hosts[pk.To].Delay
	} else {
		pk.Arrives = w.taken(p, pk, arrive)
	}
	w.fly(p, pk)
	if act.left > 0 && act.act == ActDup {
		dup := *pk
		dup.Arrives += act.extra
		dup.Flag |= FlagDup
		w.fly(p, &dup)
	}
	w.heap.set(p.comp, w.pkts.At(p.head).p.Arrives)
	return rule.None, queue
}

// taken is when a host takes a packet up that reaches it: as soon as the recording's did, if there
// is one, else later where there was a silence before it; and not before the packet in front of it.
func (w *World) taken(p *path, pk *Packet, reach Time) Time {
	h := &w.cfg.Hosts[pk.To]
	took := h.Delay + min((reach-p.lastArrive)/1000, h.Rouse)
	if e := w.recordedFate(p, pk); e != nil && e.Took >= 0 {
		took, pk.Acked, pk.Lag = e.Took, e.Acked, e.Lag
	}
	at := max(reach+took, p.lastTaken)
	p.lastArrive, p.lastTaken = reach, at
	return at
}

// TxTime is the time that bytes take on a line of this rate, rounded down to the nanosecond.
func (c *PathConfig) TxTime(bytes int32) Time {
	if c.RateBps <= 0 {
		return 0
	}
	return Time(int64(bytes) * 8 * 1_000_000_000 / c.RateBps)
}

func (w *World) enqueue(p *path, departs Time, bytes int32) {
	i := w.line.Alloc()
	*w.line.Mut(i) = lineNode{departs: departs, bytes: bytes}
	if p.wtl != 0 {
		w.line.Mut(p.wtl).next = i
	} else {
		p.wait = i
	}
	p.wtl = i
	p.waitN++
	p.waitBytes += int64(bytes)
}

// fly inserts a packet by arrival, behind those that arrive at the same instant.
func (w *World) fly(p *path, pk *Packet) {
	i := w.pkts.Alloc()
	n := w.pkts.Mut(i)
	n.p = *pk
	p.flying++
	after := p.tail
	for after != 0 {
		a := w.pkts.At(after)
		if a.p.Arrives <= pk.Arrives {
			break
		}
		after = a.prev
	}
	n.prev = after
	if after != 0 {
		a := w.pkts.Mut(after)
		n.next, a.next = a.next, i
	} else {
		n.next, p.head = p.head, i
	}
	if n.next != 0 {
		w.pkts.Mut(n.next).prev = i
	} else {
		p.tail = i
	}
}

// matchFaults counts the packet against every fault and returns the one that hits it.
func (w *World) matchFaults(p *path, pk *Packet) int {
	hit := -1
	for i := range w.cfg.Faults {
		f := &w.cfg.Faults[i]
		if f.Link != p.link || f.Dir != p.dir || f.Conn >= 0 && uint32(f.Conn) != pk.Conn || !f.matches(pk) {
			continue
		}
		n := w.hits.Mut(uint32(i))
		*n++
		if hit < 0 && *n >= max(f.N, 1) && *n < max(f.N, 1)+max(f.Count, 1) {
			hit = i
		}
	}
	return hit
}

func (f *Fault) matches(pk *Packet) bool {
	s := &pk.Seg
	if pk.Dgram {
		return f.Match == MatchAny || f.Match == MatchDgram
	}
	switch f.Match {
	case MatchAny:
		return true
	case MatchData:
		return s.Len > 0
	case MatchSyn:
		return s.Flags&tcp.SYN != 0
	case MatchFin:
		return s.Flags&tcp.FIN != 0
	case MatchRst:
		return s.Flags&tcp.RST != 0
	case MatchAck:
		return s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0
	case MatchOffset:
		return s.Len > 0 && s.Seq <= f.Offset+1 && f.Offset+1 < s.Seq+int64(s.Len)
	}
	return false
}

// draw is a number that depends on the seed, the path, the connection, the segment and
// its transmission alone, so that after a toggle the same segments meet the same luck.
func (w *World) draw(p *path, pk *Packet, salt uint64, retrans bool) uint64 {
	s := &pk.Seg
	key, nth := s.Seq, uint32(0)
	if pk.Conn != NoConn && salt == 1 {
		nth = w.transmission(pk, retrans)
	}
	if s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN) == 0 {
		key = -1 - s.Ack
	}
	h := mix(w.cfg.Seed, salt)
	h = mix(h, uint64(p.link)<<8|uint64(p.dir)|uint64(pk.Conn)<<16)
	h = mix(h, uint64(key))
	h = mix(h, uint64(nth)<<32|uint64(s.Flags))
	return mix(h, 0) >> 11
}

// transmission tells repeated packets apart: the how-manieth retransmission of this end,
// or the how-manieth pure ACK with the same number in a row; 0 for what is sent first.
func (w *World) transmission(pk *Packet, retrans bool) uint32 {
	e := w.ends.Mut(2*pk.Conn + uint32(1-pk.ToSide))
	switch {
	case retrans:
		e.resent++
		return e.resent
	case pk.Seg.Len > 0:
		return 0
	case e.ackKey == pk.Seg.Ack:
		e.ackN++
	default:
		e.ackKey, e.ackN = pk.Seg.Ack, 0
	}
	return e.ackN
}

func (w *World) randomLoss(p *path, pk *Packet, retrans bool) bool {
	if p.cfg.LossPPM <= 0 {
		return false
	}
	return w.draw(p, pk, 1, retrans)%1_000_000 < uint64(p.cfg.LossPPM)
}

// deliver is the frame in which the first packet of a path arrives.
func (w *World) deliver(pi uint32) {
	p := w.paths.Mut(pi)
	i := p.head
	pk := w.pkts.At(i).p
	p.head = w.pkts.At(i).next
	if p.head != 0 {
		w.pkts.Mut(p.head).prev = 0
		w.heap.set(p.comp, w.pkts.At(p.head).p.Arrives)
	} else {
		p.tail = 0
		w.heap.set(p.comp, Never)
	}
	w.pkts.Free(i)
	p.flying--
	w.arrive(&pk)
}

// land takes the packet of a send off the wire.
func (w *World) land(pi uint32, sent EventID) {
	p := w.paths.Mut(pi)
	for i := p.head; i != 0; {
		n := *w.pkts.At(i)
		if n.p.SentBy != sent {
			i = n.next
			continue
		}
		if n.prev != 0 {
			w.pkts.Mut(n.prev).next = n.next
		} else {
			p.head = n.next
		}
		if n.next != 0 {
			w.pkts.Mut(n.next).prev = n.prev
		} else {
			p.tail = n.prev
		}
		w.pkts.Free(i)
		p.flying--
		return
	}
}
