package sim

import "sort"

// CloseCalls settle what no simulation can know of a recorded wire: whether a packet still found
// room in a queue when another packet left it at almost the same moment. A recording machine
// handles each packet some ten microseconds sooner or later, and whether that was enough is
// written in the recording. Everywhere else the simulated queue decides.
type CloseCalls struct {
	Slack Time        // a packet that leaves the queue so soon before or after makes a close call
	List  []CloseCall // of link 0, in the order of less
}

// CloseCall is a recorded packet and what became of it at the queue.
type CloseCall struct {
	Dir      uint8
	Conn     uint32
	Seq, Ack int64
	Len      int32
	At       Time
	Dropped  bool
}

func (a *CloseCall) less(b *CloseCall) bool {
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
func (c *CloseCalls) Sort() {
	sort.SliceStable(c.List, func(i, j int) bool { return c.List[i].less(&c.List[j]) })
}

// find is the recorded transmission of a packet that lies nearest in time.
func (c *CloseCalls) find(key CloseCall) *CloseCall {
	i := sort.Search(len(c.List), func(i int) bool { return !c.List[i].less(&key) })
	var best *CloseCall
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

// full reports whether a packet finds no room in the queue of a path, packets that have begun to
// leave not counted.
func (w *World) full(p *path, pk *Packet) bool {
	c := &p.cfg
	if c.QueueBytes != 0 && p.waitBytes+int64(pk.Bytes) > c.QueueBytes {
		return true
	}
	if c.QueuePackets == 0 {
		return false
	}
	full := p.waitN >= c.QueuePackets
	calls := &w.cfg.Close
	if len(calls.List) == 0 || p.link != 0 {
		return full
	}
	if full { // would it have found room a little later?
		if p.waitN > c.QueuePackets || p.wait == 0 || w.line.At(p.wait).departs-w.now > calls.Slack {
			return true
		}
	} else if p.waitN+1 < c.QueuePackets || w.now-p.left > calls.Slack { // or none a little sooner?
		return false
	}
	s := &pk.Seg
	if e := calls.find(CloseCall{p.dir, pk.Conn, s.Seq, s.Ack, s.Len, w.now, false}); e != nil {
		return e.Dropped
	}
	return full
}
