package tcp

import "teacp/sim/page"

// Mem holds the queues of all connections of a world.
type Mem struct {
	nodes  page.Pool[Node]
	ranges page.Pool[span]
}

// Price sets the prices of the pools; see page.Vec.Price.
func (m *Mem) Price() {
	m.nodes.Price(72)
	m.ranges.Price(56)
}

// Share makes the pools share their pages with a copy; see page.Vec.Share.
func (m *Mem) Share(by *page.Owner) {
	m.nodes.Share(by)
	m.ranges.Share(by)
}

// NodeFlags are the state of a piece of the send queue.
type NodeFlags uint16

// The flags.
const (
	NodeSent    NodeFlags = 1 << iota
	NodeSacked            // selectively acknowledged
	NodeLost              // considered lost
	NodeRetrans           // its retransmission is in flight
	NodeEver              // has ever been retransmitted
	NodePush              // ends a write: PSH
	NodeFin               // carries the FIN
	NodeSyn               // the SYN
	NodeHead              // begins a buffer; the pieces after it belong to the same one
	NodeEOR               // ends a record: nothing is appended
)

// Node is a piece of the send queue: a segment that was sent, or will be sent as one
// unless the window cuts it. Sequence numbers [Seq, End) count SYN and FIN.
type Node struct {
	Seq, End   int64
	Sent       Time   // last transmission
	First      Time   // first transmission
	next, prev uint32 // in order of sequence numbers
	tnext      uint32 // in order of transmission, for RACK
	tprev      uint32
	Flags      NodeFlags
}

// Len is the number of payload bytes.
func (n *Node) Len() int64 {
	l := n.End - n.Seq
	if n.Flags&NodeFin != 0 {
		l--
	}
	if n.Flags&NodeSyn != 0 {
		l--
	}
	return l
}

// span is a range of bytes received: in order and unread, or out of order.
type span struct {
	lo, hi int64
	mem    int64 // buffer space it takes
	tail   int64 // free rest of its last packet's block
	next   uint32
	segs   int32 // segments it came in
	fin    bool
}

// Queue calls f for the pieces of the send queue in order until it returns false.
func (c *Conn) Queue(mem *Mem, f func(Node) bool) {
	for i := c.head; i != 0; {
		n := *mem.nodes.At(i)
		if !f(n) {
			return
		}
		i = n.next
	}
}

// Holes calls f for the ranges received out of order.
func (c *Conn) Holes(mem *Mem, f func(Block) bool) {
	for i := c.ooo; i != 0; {
		s := mem.ranges.At(i)
		if !f(Block{s.lo, s.hi}) {
			return
		}
		i = s.next
	}
}

// Buffers is the space that the connection's send and receive buffers take.
func (c *Conn) Buffers() int64 {
	return c.sndQueued + max(c.rcvMem, c.Unread()+c.oooBytes)
}
