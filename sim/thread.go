package sim

import (
	"sort"

	"teacp/sim/tcp"
)

// What a recording shows of its applications' threads: when they woke, and which segments met a
// call that held the socket. A run that no recording times has none of it: calls take no time.

// readTime is what is known of the call that begins behind so many bytes of a step.
func (s *Step) readTime(from int64) *ReadTime {
	i := sort.Search(len(s.Reads), func(i int) bool { return s.Reads[i].From >= from })
	if i < len(s.Reads) && s.Reads[i].From == from {
		return &s.Reads[i]
	}
	return nil
}

// heldAt reports whether the application holds the socket when a segment arrives.
func (w *World) heldAt(ei uint32, s *tcp.Segment) bool {
	i := w.conns.At(ei / 2).script
	if s.Len == 0 || i < 0 || int(i) >= len(w.cfg.Conns) {
		return false
	}
	ends, end := w.cfg.Conns[i].Held[ei&1], s.Seq+int64(s.Len)
	k := sort.Search(len(ends), func(k int) bool { return ends[k] >= end })
	return k < len(ends) && ends[k] == end
}

// awaitsMore lets a read that has been woken go on a moment later, where the recording's took more
// than is there: the rest was about to arrive.
func (w *World) awaitsMore(a *app, st *Step, e *end) bool {
	r := st.readTime(st.Bytes - a.left)
	if r == nil || a.wakeBy == 0 || e.conn.Unread() >= r.Took || e.conn.HasError() || a.patient != 0 && w.now >= a.patient {
		a.patient = 0
		return false
	}
	if a.patient == 0 {
		a.patient = w.now + besideCall/2
	}
	return true
}

// besideCall is the longest time for which an arrival is put behind a read that is about to happen.
const besideCall = 200_000

// putBehindRead lets the packet that arrives next on a path wait for the read that is about to
// happen, where the recording's read did not take it: it had met the call, or came after it.
func (w *World) putBehindRead(pi uint32) bool {
	p := w.paths.Mut(pi)
	i := p.head
	pk := w.pkts.At(i).p
	if pk.Dgram || pk.Seg.Len == 0 {
		return false
	}
	k := w.conns.At(pk.Conn).script
	if k < 0 || int(k) >= len(w.cfg.Conns) {
		return false
	}
	ends := w.cfg.Conns[k].Short[pk.ToSide]
	j := sort.Search(len(ends), func(j int) bool { return ends[j] > pk.Seg.Seq-1 }) - 1
	e := w.ends.At(2*pk.Conn + uint32(pk.ToSide))
	if j < 0 || !e.exists || e.app == 0 || e.conn.Taken() >= ends[j] {
		return false
	}
	a := w.apps.At(e.app - 1)
	at, ok := w.heap.at(a.comp)
	if !ok || !a.blocked || a.wakeBy == 0 || at > w.now+besideCall {
		return false
	}
	p.head = w.pkts.At(i).next
	if p.head != 0 {
		w.pkts.Mut(p.head).prev = 0
	} else {
		p.tail = 0
	}
	w.pkts.Free(i)
	p.flying--
	pk.Arrives = at + 1
	w.fly(p, &pk)
	w.heap.set(p.comp, w.pkts.At(p.head).p.Arrives)
	return true
}
