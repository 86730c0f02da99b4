package sim

import (
	"fmt"

	"teacp/sim/page"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// network is the state of all links: queues, packets in flight, and what waits to be done to them.
type network struct {
	dirs      page.Vec[linkDir] // two a link: 2*link+dir
	packets   page.Pool[packetNode]
	queued    page.Pool[queueNode]
	faultHits page.Vec[int64]     // matches seen, by fault
	copies    page.Vec[copyCount] // 2*conn+side
	pending   pendingInterventions
	draws     int64 // numbers that were drawn from the seed
}

// linkDir is one direction of a link: a line that serialises one packet after the other,
// a drop-tail queue in front of it, and the packets in flight in order of arrival.
type linkDir struct {
	cfg        PathConfig
	component  uint32
	link, dir  uint8
	busyUntil  Time
	lastArrive Time   // when the last packet reached its host; not of those that a fault delayed
	lastTaken  Time   // when its host processed the last of them
	delivered  Time   // when the last packet arrived
	lastLeft   Time   // when the last packet left the queue
	head, tail uint32 // packetNode list by arrival
	wait       uint32 // queueNode list: packets that have not begun to leave
	waitTail   uint32
	waiting    int64
	waitBytes  int64
	flying     int64
}

// packetNode is a packet in flight.
type packetNode struct {
	p          Packet
	next, prev uint32
}

// queueNode is a packet in the queue: it begins to leave at departs.
type queueNode struct {
	departs Time
	bytes   int32
	next    uint32
}

// copyCount tells repeated packets of an end apart, for the random-loss hash.
type copyCount struct {
	resent  uint32 // retransmissions so far
	ack     int64  // number of the last pure ACK and how often it came in a row
	ackTwin uint32
}

// price sets the prices of the containers; see page.Vec.Price.
func (n *network) price() {
	n.dirs.Price(144)
	n.packets.Price(200)
	n.queued.Price(24)
	n.faultHits.Price(8)
	n.copies.Price(24)
}

// Share makes the containers share their pages with a copy; see page.Vec.Share.
func (n *network) Share(by *page.Owner) {
	n.dirs.Share(by)
	n.packets.Share(by)
	n.queued.Share(by)
	n.faultHits.Share(by)
	n.copies.Share(by)
}

// fate is what becomes of a packet that is put on a link.
type fate struct {
	lost   rule.ID // the rule that loses it; None: it will arrive
	queue  int64   // how many packets wait in front of it
	change rule.ID // what delays or doubles it; None: nothing
	extra  Time    // by how much
}

// wire is one direction of a link at one instant.
type wire struct {
	*network
	cfg *Config
	now Time
	p   *linkDir
}

// transmit puts a packet on the wire.
func (n wire) transmit(pk *Packet, retrans bool) fate {
	p, c := n.p, &n.p.cfg
	n.drain()
	f := fate{queue: p.waiting}
	byHand := n.pending.take()
	if c.MTU != 0 && int64(pk.Bytes) > c.MTU {
		f.lost = rule.MTU
		return f
	}
	fault := n.countFaults(pk) // as the packet is sent, whether or not the queue takes it
	departs := n.now
	if p.busyUntil > departs {
		departs = p.busyUntil
		if n.isFull(pk) {
			f.lost = rule.QueueDrop
			return f
		}
		n.enqueue(departs, pk.Bytes)
	}
	tx := c.TxTime(pk.Bytes)
	p.busyUntil = departs + tx
	pk.Departs = departs
	switch {
	case fault >= 0 && n.cfg.Faults[fault].Act == ActDrop:
		f.lost = rule.FaultDrop
	case byHand.left > 0 && byHand.act == ActDrop:
		f.lost = rule.HandLose
	case n.randomLoss(pk, retrans):
		f.lost = rule.RandomLoss
	}
	if f.lost != rule.None {
		return f
	}
	arrive := departs + tx + c.Delay
	if c.Jitter > 0 {
		arrive += Time(n.draw(pk, 2, false) % uint64(c.Jitter+1))
		arrive = max(arrive, p.lastArrive)
	}
	act, rules := byHand, [3]rule.ID{ActDelay: rule.HandDelay, ActDup: rule.HandDup}
	if act.left == 0 && fault >= 0 {
		act = pendingIntervention{n.cfg.Faults[fault].Act, 1, n.cfg.Faults[fault].Extra}
		rules = [3]rule.ID{ActDelay: rule.FaultDelay, ActDup: rule.FaultDup}
	}
	if act.left > 0 {
		f.change, f.extra = rules[act.act], act.extra
	}
	if act.left > 0 && act.act == ActDelay {
		pk.Arrives = arrive + act.extra + n.cfg.Hosts[pk.To].Delay
	} else {
		pk.Arrives = n.processed(pk, arrive)
	}
	n.insert(pk)
	if act.left > 0 && act.act == ActDup {
		second := *pk
		second.Arrives += act.extra
		second.Flag |= FlagDup
		n.insert(&second)
	}
	return f
}

// drain takes packets out of the queue that have begun to leave by now.
func (n wire) drain() {
	p := n.p
	for p.wait != 0 {
		q := n.queued.At(p.wait)
		if q.departs > n.now {
			return
		}
		next, bytes := q.next, q.bytes
		p.lastLeft = q.departs
		n.queued.Free(p.wait)
		p.wait = next
		p.waiting--
		p.waitBytes -= int64(bytes)
	}
	p.waitTail = 0
}

// isFull reports whether a packet finds no room in the queue, packets that have begun to leave not
// counted.
func (n wire) isFull(pk *Packet) bool {
	p, c := n.p, &n.p.cfg
	if c.QueueBytes != 0 && p.waitBytes+int64(pk.Bytes) > c.QueueBytes {
		return true
	}
	if c.QueuePackets == 0 {
		return false
	}
	full := p.waiting >= c.QueuePackets
	rec := &n.cfg.Recorded
	if len(rec.List) == 0 || p.link != 0 {
		return full
	}
	if full { // would it have found room a little later?
		if p.waiting > c.QueuePackets || p.wait == 0 || n.queued.At(p.wait).departs-n.now > rec.Slack {
			return true
		}
	} else if p.waiting+1 < c.QueuePackets || n.now-p.lastLeft > rec.Slack { // or none a little sooner?
		return false
	}
	if e := n.recordedFate(pk); e != nil {
		return e.Dropped
	}
	return full
}

// recordedFate is what the recording shows of a packet that is sent now, or nil.
func (n wire) recordedFate(pk *Packet) *RecordedPacket {
	if len(n.cfg.Recorded.List) == 0 || n.p.link != 0 {
		return nil
	}
	s := &pk.Seg
	return n.cfg.Recorded.find(RecordedPacket{Dir: n.p.dir, Conn: pk.Conn, Seq: s.Seq, Ack: s.Ack,
		Len: s.Len, At: n.now})
}

// processed is when a host processes a packet that reaches it: as soon as the recording's did, if
// there is one, else later where there was a silence before it; and not before the packet in front
// of it.
func (n wire) processed(pk *Packet, reach Time) Time {
	p, h := n.p, &n.cfg.Hosts[pk.To]
	took := h.Delay + min((reach-p.lastArrive)/1000, h.Rouse)
	if e := n.recordedFate(pk); e != nil && e.Took >= 0 {
		took, pk.Acked, pk.Lag = e.Took, e.Acked, e.Lag
	}
	at := max(reach+took, p.lastTaken)
	p.lastArrive, p.lastTaken = reach, at
	return at
}

func (n wire) enqueue(departs Time, bytes int32) {
	p, i := n.p, n.queued.Alloc()
	*n.queued.Mut(i) = queueNode{departs: departs, bytes: bytes}
	if p.waitTail != 0 {
		n.queued.Mut(p.waitTail).next = i
	} else {
		p.wait = i
	}
	p.waitTail = i
	p.waiting++
	p.waitBytes += int64(bytes)
}

// countFaults counts the packet against every fault and returns the one that hits it, or -1.
func (n wire) countFaults(pk *Packet) int {
	hit := -1
	for i := range n.cfg.Faults {
		f := &n.cfg.Faults[i]
		if f.Link != n.p.link || f.Dir != n.p.dir || f.Conn >= 0 && uint32(f.Conn) != pk.Conn || !f.matches(pk) {
			continue
		}
		k := n.faultHits.Mut(uint32(i))
		*k++
		if hit < 0 && *k >= max(f.N, 1) && *k < max(f.N, 1)+max(f.Count, 1) {
			hit = i
		}
	}
	return hit
}

// draw is a number that depends on the seed, the path, the connection, the segment and
// its transmission alone: after a change the same segments are lost and delayed alike.
func (n wire) draw(pk *Packet, salt uint64, retrans bool) uint64 {
	n.draws++
	s := &pk.Seg
	key, nth := s.Seq, uint32(0)
	if pk.Conn != NoConn && salt == 1 {
		nth = n.transmission(pk, retrans)
	}
	if s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN) == 0 {
		key = -1 - s.Ack
	}
	h := mix64(n.cfg.Seed, salt)
	h = mix64(h, uint64(n.p.link)<<8|uint64(n.p.dir)|uint64(pk.Conn)<<16)
	h = mix64(h, uint64(key))
	h = mix64(h, uint64(nth)<<32|uint64(s.Flags))
	return mix64(h, 0) >> 11
}

// transmission tells repeated packets apart: the number of the retransmission among those of this
// end, or of a pure ACK among those with the same number in a row; 0 for what is sent first.
func (n wire) transmission(pk *Packet, retrans bool) uint32 {
	c := n.copies.Mut(2*pk.Conn + uint32(1-pk.ToSide))
	switch {
	case retrans:
		c.resent++
		return c.resent
	case pk.Seg.Len > 0:
		return 0
	case c.ack == pk.Seg.Ack:
		c.ackTwin++
	default:
		c.ack, c.ackTwin = pk.Seg.Ack, 0
	}
	return c.ackTwin
}

func (n wire) randomLoss(pk *Packet, retrans bool) bool {
	if n.p.cfg.LossPPM <= 0 {
		return false
	}
	return n.draw(pk, 1, retrans)%1_000_000 < uint64(n.p.cfg.LossPPM)
}

// insert adds a packet to those in flight, behind those that arrive at the same instant.
func (n wire) insert(pk *Packet) { n.network.insert(n.p, pk) }

func (n *network) insert(p *linkDir, pk *Packet) {
	i := n.packets.Alloc()
	k := n.packets.Mut(i)
	k.p = *pk
	p.flying++
	after := p.tail
	for after != 0 {
		a := n.packets.At(after)
		if a.p.Arrives <= pk.Arrives {
			break
		}
		after = a.prev
	}
	k.prev = after
	if after != 0 {
		a := n.packets.Mut(after)
		k.next, a.next = a.next, i
	} else {
		k.next, p.head = p.head, i
	}
	if k.next != 0 {
		n.packets.Mut(k.next).prev = i
	} else {
		p.tail = i
	}
}

// nextArrival is when the first packet in flight arrives.
func (n *network) nextArrival(p *linkDir) Time {
	if p.head == 0 {
		return Never
	}
	return n.packets.At(p.head).p.Arrives
}

// unlink takes packet i out of those in flight.
func (n *network) unlink(p *linkDir, i uint32) {
	prev, next := n.packets.At(i).prev, n.packets.At(i).next
	if prev != 0 {
		n.packets.Mut(prev).next = next
	} else {
		p.head = next
	}
	if next != 0 {
		n.packets.Mut(next).prev = prev
	} else {
		p.tail = prev
	}
	n.packets.Free(i)
	p.flying--
}

// unlinkSent takes the packet of a send out of those in flight.
func (n *network) unlinkSent(pi uint32, by EventID) {
	p := n.dirs.Mut(pi)
	for i := p.head; i != 0; i = n.packets.At(i).next {
		if n.packets.At(i).p.SentBy == by {
			n.unlink(p, i)
			return
		}
	}
}

// takeFirst takes the packet that arrives first out of those in flight and copies it to pk.
func (n *network) takeFirst(p *linkDir, pk *Packet) {
	first := p.head
	k := n.packets.At(first)
	*pk = k.p
	if p.head = k.next; p.head != 0 {
		n.packets.Mut(p.head).prev = 0
	} else {
		p.tail = 0
	}
	n.packets.Free(first)
	p.flying--
}

// each calls f for every packet in flight, in order of arrival by link and direction.
func (n *network) each(f func(*Packet) bool) {
	for i := range uint32(n.dirs.Len()) {
		for k := n.dirs.At(i).head; k != 0; k = n.packets.At(k).next {
			if !f(&n.packets.At(k).p) {
				return
			}
		}
	}
}

// waitingAt is how many packets wait in the queue of a direction.
func (n *network) waitingAt(p *linkDir, now Time) (waiting int64) {
	for k := p.wait; k != 0; k = n.queued.At(k).next {
		if n.queued.At(k).departs > now {
			waiting++
		}
	}
	return waiting
}

// checkOrder returns the first broken invariant of the lists of packets in flight.
func (n *network) checkOrder() error {
	for i := range uint32(n.dirs.Len()) {
		p, count := n.dirs.At(i), int64(0)
		last := Time(0)
		for k := p.head; k != 0; k = n.packets.At(k).next {
			at := n.packets.At(k).p.Arrives
			if at < last {
				return fmt.Errorf("packets of path %d are out of order", i)
			}
			last = at
			count++
		}
		if count != p.flying {
			return fmt.Errorf("path %d counts %d packets, holds %d", i, p.flying, count)
		}
	}
	return nil
}
