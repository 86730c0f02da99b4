package sim

import "sort"

// Recorded is what belongs to a recording's wire and machine and not to its TCP, for a run that
// simulates the recording's case: how long the machine took over each packet, and close calls at
// queues. Whether a packet still found room when another one left the queue at almost the same
// moment no simulation can know, since a machine handles each packet some ten microseconds sooner
// or later; it is written in the recording. Everywhere else the simulated queue decides.
type Recorded struct {
	Slack Time             // a packet that leaves the queue so soon before or after makes a close call
	List  []RecordedPacket // of link 0, in the order of less
}

// RecordedPacket is one transmission.
type RecordedPacket struct {
	Dir      uint8
	Conn     uint32
	Seq, Ack int64
	Len      int32
	At       Time
	Dropped  bool // the queue had no room
	Took     Time // from its arrival at the host to the answer; negative: not known
	Lag      Time // the part of it that passes after the stack has looked at the clock
	Acked    Time // from then to the next ACK with SACK blocks; 0: none came soon
}

func (a *RecordedPacket) less(b *RecordedPacket) bool {
	switch {
	case a.Dir != b.Dir:
		return a.Dir < b.Dir
	case a.Conn != b.Conn:
		return a.Conn < b.Conn
	case a.Seq != b.Seq:
		return a.Seq < b.Seq
	case a.Len != b.Len:
		return a.Len < b.Len
	case a.Ack != b.Ack:
		return a.Ack < b.Ack
	}
	return a.At < b.At
}

// Sort brings the list in order.
func (c *Recorded) Sort() {
	sort.SliceStable(c.List, func(i, j int) bool { return c.List[i].less(&c.List[j]) })
}

// find is the recorded transmission of a packet that lies nearest in time.
func (c *Recorded) find(key RecordedPacket) *RecordedPacket {
	i := sort.Search(len(c.List), func(i int) bool { return !c.List[i].less(&key) })
	var best *RecordedPacket
	for _, j := range [2]int{i - 1, i} {
		if j < 0 || j >= len(c.List) {
			continue
		}
		e := &c.List[j]
		k := key
		k.At = e.At
		if e.less(&k) || k.less(e) {
			continue
		}
		if best == nil || (e.At-key.At).Abs() < (best.At-key.At).Abs() {
			best = e
		}
	}
	return best
}
