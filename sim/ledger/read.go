package ledger

import (
	"sort"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// origin is the starting point of what happens in a frame: an event whose cause lies before the
// frame. Most frames have one origin, their first event.
type origin struct {
	at    sim.Time
	frame int32
	cause int32 // origin of the cause; for an arrival: index of its send; -1: none
	conn  uint32
	rule  rule.ID
	kind  sim.Kind
	woke  sim.Kind // kind of the socket event that caused it; EvStart: unknown
	timer tcp.TimerKind
	op    sim.Op
	side  uint8
}

// several marks a frame with several origins. They start at index from in lists.
type several struct{ frame, from int32 }

// send is a segment that was sent, with what happened to it on the link.
type send struct {
	at, departs, arrive sim.Time
	tx, extra           sim.Time // serialization time; extra delay by faults and jitter
	seq                 int64
	frame               int32
	o                   int32 // its origin
	offer               int32 // origin of the call that wrote its last byte
	prev                int32 // the previous send of this end with sequence space; -1: none
	recv                int32 // frame of its first arrival, -1: none
	ackOf               int32 // frame of the arrival that it acknowledges, -1: none
	conn                uint32
	len                 int32
	index               uint16 // index of the event in its frame
	rule, hold          rule.ID
	hand                rule.ID  // the intervention that changed it, rule.None: none
	late                sim.Time // delay by that intervention
	flags               tcp.Flags
	side, link, dir     uint8
	retrans             bool
}

// line lists the sends of one direction of a link in the order in which they depart.
type line struct{ sends []int32 }

// end is the state of one end of a connection while reading.
type end struct {
	offers   []offer
	cur      int   // offer of the next new data
	offered  int64 // sequence number after the bytes that were offered
	written  int64 // sequence number after the bytes that the socket has accepted
	lastSend int32
	arrived  int32   // frame of the last unacknowledged arrival, -1: none
	last     int32   // frame of its last event
	hold     rule.ID // the current hold, or the last one
	wakes    [4]wake
	tls      int64 // bytes of the TLS handshake at the start of its stream
	known    bool
}

// offer is a write: the sequence number after its last byte, and its frame.
type offer struct {
	end   int64
	frame int32
	o     int32 // its origin
	fin   bool  // a close or a shutdown
}

type wake struct {
	id   sim.EventID
	kind sim.Kind
}

// request is the state of an HTTP request while reading.
type request struct {
	marks     []mark
	start     sim.Time // Never: not started
	end       sim.Time
	endFrame  int32
	endOrigin int32
	asked     int32 // origin of the last writing of the request; -1: none
	served    int32 // origin of the writing of its answer on the client's connection
	conn      uint32
	failed    bool
	why       rule.ID // the rule by which it failed
}

// mark is a stage of a request: a wait in a queue starts or ends, or the request gets its
// connection.
type mark struct {
	at    sim.Time
	frame int32
	o     int32
	conn  uint32
	rule  rule.ID
	queue bool
}

type dispatch struct{ frame, req, mark int32 }

// read reads the events of the frames [from, to).
func (l *Ledger) read(from, to int64) {
	l.run.Each(from, to, 0, func(e *sim.Event) bool {
		if e.ID.Index() == 0 {
			l.keepSeveral()
		}
		o := l.origin(e)
		l.cur = append(l.cur, o)
		l.take(int32(e.ID.Frame()), o, e)
		return true
	})
}

// keepSeveral ends a frame. It keeps the origins of all events if they differ.
func (l *Ledger) keepSeveral() {
	for _, o := range l.cur {
		if o != l.cur[0] {
			l.several = append(l.several, several{int32(len(l.first) - 1), int32(len(l.lists))})
			l.lists = append(l.lists, l.cur...)
			break
		}
	}
	l.cur = l.cur[:0]
}

// origin returns the origin of an event.
func (l *Ledger) origin(e *sim.Event) int32 {
	f := e.ID.Frame()
	if e.ID.Index() > 0 {
		switch {
		case e.Cause != 0 && e.Cause.Frame() == f && e.Cause.Index() < len(l.cur):
			return l.cur[e.Cause.Index()]
		case e.Kind != sim.EvCall && e.Kind != sim.EvDone && e.Kind != sim.EvHTTP || e.Cause == 0 ||
			e.Cause.Frame() >= f:
			return l.cur[0]
		}
	}
	r := origin{at: e.At, frame: int32(f), conn: e.Conn, cause: -1, rule: e.Rule, kind: e.Kind, timer: e.Timer,
		op: e.Op, side: e.Side}
	switch {
	case e.Kind == sim.EvStart || e.Kind == sim.EvKnob:
		l.settings(f)
	case e.Kind == sim.EvRecv:
		if r.cause = l.sendOf(e.Cause); r.cause >= 0 && l.sends[r.cause].recv < 0 {
			l.sends[r.cause].recv = int32(f)
		}
	case e.Cause != 0 && e.Cause.Frame() < f:
		r.cause = l.originOf(e.Cause)
		r.woke = l.wokenBy(e)
	}
	if n := len(l.cur); n > 0 && r.cause >= 0 && r.cause == l.origins[l.cur[0]].cause &&
		l.origins[l.cur[0]].kind != sim.EvRecv {
		return l.cur[0] // it shares the origin of the first event
	}
	o := int32(len(l.origins))
	l.origins = append(l.origins, r)
	if e.ID.Index() == 0 {
		for int64(len(l.first)) <= f {
			l.first = append(l.first, o)
		}
	}
	return o
}

// originOf returns the origin of an event of an earlier frame, -1 if it is unknown.
func (l *Ledger) originOf(id sim.EventID) int32 {
	f := int32(id.Frame())
	if f < 0 || int(f) >= len(l.first) {
		return -1
	}
	i := sort.Search(len(l.several), func(i int) bool { return l.several[i].frame >= f })
	if i < len(l.several) && l.several[i].frame == f {
		to := len(l.lists)
		if i+1 < len(l.several) {
			to = int(l.several[i+1].from)
		}
		if k := int(l.several[i].from) + id.Index(); k < to {
			return l.lists[k]
		}
	}
	return l.first[f]
}

// settings reads the settings of all links after a frame.
func (l *Ledger) settings(frame int64) {
	w := l.run.At(frame)
	for i := range l.rates {
		l.rates[i] = w.Path(i/2, i%2).PathConfig
	}
}

// sendOf returns the index of the send with an event ID, -1 if there is none.
func (l *Ledger) sendOf(id sim.EventID) int32 {
	f, x := int32(id.Frame()), uint16(id.Index())
	lo, hi := 0, len(l.sends)
	for lo < hi {
		m := (lo + hi) / 2
		if s := &l.sends[m]; s.frame < f || s.frame == f && s.index < x {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(l.sends) && l.sends[lo].frame == f && l.sends[lo].index == x {
		return int32(lo)
	}
	return -1
}

// end returns the state of one end of a connection.
func (l *Ledger) end(conn uint32, side uint8) *end {
	i := 2*int(conn) + int(side&1)
	for len(l.ends) <= i {
		l.ends = append(l.ends, end{})
	}
	e := &l.ends[i]
	if !e.known {
		*e = end{known: true, offered: 1, written: 1, lastSend: -1, arrived: -1, last: -1}
	}
	return e
}

// wokenBy returns the kind of the socket event that caused an application's event.
func (l *Ledger) wokenBy(e *sim.Event) sim.Kind {
	if e.Conn == sim.NoConn {
		return sim.EvStart
	}
	for s := uint8(0); s < 2; s++ {
		n := l.end(e.Conn, s)
		for i := range n.wakes {
			if n.wakes[i].id == e.Cause {
				return n.wakes[i].kind
			}
		}
	}
	return sim.EvStart
}

// take records what an event says about its connection or request.
func (l *Ledger) take(f, o int32, e *sim.Event) {
	if e.Conn != sim.NoConn {
		l.end(e.Conn, e.Side).last = f
	}
	if l.goal.Take(e) {
		l.whole = point{o, f, e.At, aspData}
	}
	switch e.Kind {
	case sim.EvSend:
		l.sent(f, o, e)
	case sim.EvLost, sim.EvWire:
		l.disturbed(e)
	case sim.EvRecv:
		if e.Seg.Len > 0 || e.Seg.Flags&tcp.FIN != 0 {
			l.end(e.Conn, e.Side).arrived = f
		}
	case sim.EvHold:
		l.end(e.Conn, e.Side).hold = e.Rule
	case sim.EvRelease:
		l.end(e.Conn, e.Side).hold = e.Rule
	case sim.EvReadable, sim.EvEOF, sim.EvWritable, sim.EvConnected, sim.EvError:
		n := l.end(e.Conn, e.Side)
		copy(n.wakes[1:], n.wakes[:])
		n.wakes[0] = wake{e.ID, e.Kind}
	case sim.EvCall, sim.EvDone:
		l.called(f, o, e)
	case sim.EvHTTP:
		l.http(f, o, e)
	}
}

// called keeps what a socket call wrote.
func (l *Ledger) called(f, o int32, e *sim.Event) {
	if e.Conn == sim.NoConn {
		return
	}
	n := l.end(e.Conn, e.Side)
	switch e.Op {
	case sim.OpWrite:
		l.wrote(n, f, o, e)
	case sim.OpClose, sim.OpShutdown:
		if e.Op == sim.OpShutdown && sim.ShutSide(e.A) == sim.ShutRead {
			return // sends nothing
		}
		n.offered++
		n.offers = append(n.offers, offer{n.offered, f, o, true})
	}
}

// wrote records the bytes of a write. The socket accepts them at once, or later when it has room.
func (l *Ledger) wrote(n *end, f, o int32, e *sim.Event) {
	if e.Sub != 0 {
		return
	}
	if end := n.written + max(e.A, e.B); end > n.offered {
		n.offered = end
		n.offers = append(n.offers, offer{end, f, o, false})
	}
	n.written += e.B
}

// sent records a segment: which call wrote it, what it retransmits and what it acknowledges.
func (l *Ledger) sent(f, o int32, e *sim.Event) {
	n := l.end(e.Conn, e.Side)
	s := send{at: e.At, departs: e.At + sim.Time(e.B), arrive: e.At2, seq: e.Seg.Seq, len: e.Seg.Len, frame: f, o: o,
		offer: o, prev: -1, recv: -1, ackOf: -1,
		conn: e.Conn, index: uint16(e.ID.Index()), rule: e.Rule, hold: n.hold, flags: e.Seg.Flags, side: e.Side,
		link: e.Link, dir: e.Dir,
		retrans: e.Flag&sim.FlagRetrans != 0}
	p := &l.rates[2*int(e.Link)+int(e.Dir)]
	s.tx = p.TxTime(int32(e.A))
	if e.At2 != sim.Never {
		to := l.run.Config().Links[e.Link].B
		if e.Dir == 1 {
			to = l.run.Config().Links[e.Link].A
		}
		host := &l.run.Config().Hosts[to]
		if s.extra = max(e.At2-s.departs-s.tx-p.Delay-host.Delay, 0); s.extra <= host.Rouse {
			s.extra = 0 // the receiving host was idle; there was no delay on the link
		}
	}
	if n.arrived >= 0 && e.Seg.Flags&tcp.ACK != 0 {
		s.ackOf, n.arrived = n.arrived, -1
	}
	i := int32(len(l.sends))
	if end := e.Seg.End(); end > e.Seg.Seq {
		s.prev, n.lastSend = n.lastSend, i
		if !s.retrans && e.Seg.Flags&tcp.SYN == 0 {
			s.offer = n.offer(o, &e.Seg)
		}
	}
	l.sends = append(l.sends, s)
	if e.B >= 0 && s.tx > 0 {
		line := &l.lines[2*int(e.Link)+int(e.Dir)]
		line.sends = append(line.sends, i)
	}
}

// offer returns the origin of the call that wrote the last byte of a new segment.
func (n *end) offer(o int32, s *tcp.Segment) int32 {
	need := s.Seq + int64(s.Len)
	if s.Len == 0 {
		need = s.End()
	}
	for n.cur < len(n.offers) && n.offers[n.cur].end < need {
		n.cur++
	}
	if n.cur >= len(n.offers) {
		return o
	}
	return n.offers[n.cur].o
}

// disturbed records an intervention on a segment. It removes a dropped segment from the sends of
// its link.
func (l *Ledger) disturbed(e *sim.Event) {
	switch e.Rule {
	case rule.HandLose, rule.HandDelay, rule.HandDup:
		if i := l.sendOf(e.Cause); i >= 0 {
			l.sends[i].hand = e.Rule
			if e.Rule == rule.HandDelay {
				l.sends[i].late = sim.Time(e.A)
			}
		}
		return
	}
	if e.Rule != rule.QueueDrop && e.Rule != rule.MTU || len(l.sends) == 0 {
		return
	}
	line := &l.lines[2*int(e.Link)+int(e.Dir)]
	if n := len(line.sends); n > 0 && int(line.sends[n-1]) == len(l.sends)-1 {
		line.sends = line.sends[:n-1]
	}
}

// http records the HTTP events of a run.
func (l *Ledger) http(f, o int32, e *sim.Event) {
	if e.Req < 0 {
		return
	}
	for len(l.reqs) <= int(e.Req) {
		l.reqs = append(l.reqs, request{start: sim.Never, end: sim.Never, endFrame: -1, conn: sim.NoConn, asked: -1,
			served: -1})
	}
	l.stage(&l.reqs[e.Req], http.Kind(e.Sub), f, o, e)
}

// stage records a stage of a request.
func (l *Ledger) stage(q *request, k http.Kind, f, o int32, e *sim.Event) {
	q.start = min(q.start, e.At)
	ours := e.Host == l.run.Config().HTTP[0].ClientHost // false: an exchange of a proxy
	if e.Conn != sim.NoConn && ours {
		q.conn = e.Conn
	}
	m := mark{at: e.At, frame: f, o: o, conn: e.Conn, rule: e.Rule}
	switch k {
	case http.Queued:
		m.queue = true
		q.marks = append(q.marks, m)
	case http.Started:
		q.marks = append(q.marks, m)
		l.disp = append(l.disp, dispatch{f, e.Req, int32(len(q.marks) - 1)})
	case http.Connect, http.Reused:
		for i := len(q.marks) - 1; i >= 0 && q.marks[i].frame == f; i-- {
			q.marks[i].conn = e.Conn // the wait was for this connection
		}
		q.marks = append(q.marks, m)
	case http.TLSStart:
		l.end(e.Conn, 0).tls, l.end(e.Conn, 1).tls = e.A, e.B
	case http.Stuck:
		l.stuck = append(l.stuck, e.At)
	case http.Sent:
		if ours {
			q.asked = o
		}
	case http.Served:
		if e.Conn == q.conn {
			q.served = o
		}
	case http.Done, http.Failed:
		q.end, q.endFrame, q.endOrigin, q.failed, q.why = e.At, f, o, k == http.Failed, e.Rule
	}
}
