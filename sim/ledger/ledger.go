package ledger

import (
	"cmp"
	"slices"
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Ledger says where the time of a run went: every nanosecond of each request and of the
// whole run is booked to exactly one cause. It reads the run's events once, in order, and
// then walks back from a completion: an arrival is due to its sending, a sending to the call
// that wrote the data or to what held it, a call to what woke it or to the call before. Each
// step books the interval between two events, and the next step begins where it ended, so
// that the items add up to the elapsed time by construction.
//
// One worked example, the client of nagle-delayed-ack, whose second write needs the ACK of
// the first: [0, 50 ms) handshake; [50, 75.1) the first segment travels while the second is
// held: nagle; [75.1, 275.1) its ACK sits in the server's timer: delayed_ack, with nagle as
// contributor; [275.1, 300.1) the ACK travels: nagle; then request, response.
//
// What is booked to what is defined in docs/ledger.md.
type Ledger struct {
	run     *sim.Run
	next    int64 // first frame not read yet
	origins []origin
	first   []int32 // by frame: the origin of its first event
	several []several
	lists   []int32 // of several: origins by index of the event
	cur     []int32 // of the frame that is being read: origins by index
	sends   []send
	lines   []line // two a link
	ends    []end  // two a connection
	reqs    []request
	stuck   []sim.Time       // when a blind relay was found not to read
	disp    []dispatch       // ascending by frame
	rates   []sim.PathConfig // of each direction now

	whole     point // the completion so far
	bytes     int64 // that applications have read
	answers   int64 // requests that were answered
	pageDone  bool
	httpSeen  bool
	walked    []Interval // of the whole run; made when all is read
	walkedFor int64
}

// Interval is a stretch of time that is booked to one cause.
type Interval struct {
	From, To sim.Time
	Cause    rule.ID
	With     rule.ID // what contributed; rule.None: nothing else
	Frame    int64   // the frame that ended it
	Conn     uint32  // NoConn: none
	Side     uint8   // the end that waited, or that sent
}

// Item is what a cause adds up to.
type Item struct {
	Cause rule.ID
	Time  sim.Time
	With  []Part // contributors, largest first
}

// Part is the share of an item to which another rule contributed.
type Part struct {
	Rule rule.ID
	Time sim.Time
}

// Request is a request of the page as the ledger lists it.
type Request struct {
	ID         int32
	Conn       uint32   // NoConn: it never got one
	Start, End sim.Time // End Never: it has not ended
	Failed     bool
}

// point is an event to walk back from.
type point struct {
	o     int32 // its origin
	frame int32
	at    sim.Time
}

// New returns the ledger of a run, with nothing read yet.
func New(r *sim.Run) *Ledger {
	l := &Ledger{run: r, lines: make([]line, 2*len(r.Config().Links)), rates: make([]sim.PathConfig, 2*len(r.Config().Links))}
	l.whole.frame = -1
	return l
}

// Of simulates a run to its end and returns its complete ledger.
func Of(r *sim.Run) *Ledger {
	r.Finish()
	l := New(r)
	for !l.Grow(1 << 20) {
	}
	return l
}

// Grow reads up to n more frames and reports whether all that is simulated has been read.
func (l *Ledger) Grow(n int64) bool {
	to := min(l.next+n, l.run.Frames())
	if l.next < to {
		l.read(l.next, to)
		l.next = to
	}
	return l.next >= l.run.Frames()
}

// Current reports whether the run has ended and all of it has been read.
func (l *Ledger) Current() bool { return l.run.Done() && l.next >= l.run.Frames() }

// Run is the run that the ledger is about.
func (l *Ledger) Run() *sim.Run { return l.run }

// Total is how long the work took: until the page is complete, or until the last byte of
// the applications' data has been read. What follows (closing, TIME-WAIT) does not count.
func (l *Ledger) Total() sim.Time {
	if l.whole.frame < 0 {
		return 0
	}
	return l.whole.at
}

// Done is how much of the work was done, as Work counts it.
func (l *Ledger) Done() int64 {
	if len(l.run.Config().HTTP) > 0 {
		return l.answers
	}
	return l.bytes
}

// Read is the first frame that has not been read yet.
func (l *Ledger) Read() int64 { return l.next }

// CompletionFrame is the frame in which the work was complete, -1 if there is none.
func (l *Ledger) CompletionFrame() int64 { return int64(l.whole.frame) }

// Whole returns the intervals of the whole run, from its start to the completion, in order.
// The slice is shared and read-only.
func (l *Ledger) Whole() []Interval {
	if l.walked == nil || l.walkedFor != l.next {
		l.walked, l.walkedFor = l.walk(l.whole, 0, -1), l.next
	}
	return l.walked
}

// Requests is the number of requests that have been seen.
func (l *Ledger) Requests() int { return len(l.reqs) }

// Request describes one of them.
func (l *Ledger) Request(i int) Request {
	q := &l.reqs[i]
	return Request{ID: int32(i), Conn: q.conn, Start: q.start, End: q.end, Failed: q.failed}
}

// Intervals returns the intervals of a request, from the moment it was wanted to its end; for
// one that has not ended, to the last frame that has been read.
func (l *Ledger) Intervals(i int) []Interval {
	q := &l.reqs[i]
	if q.start == sim.Never {
		return nil
	}
	if q.end == sim.Never {
		return l.unfinished(q, int32(i))
	}
	return l.walk(point{q.endOrigin, q.endFrame, q.end}, q.start, int32(i))
}

// unfinished books a request that goes on: what it last did, and what it waits for since.
func (l *Ledger) unfinished(q *request, i int32) []Interval {
	if len(l.first) == 0 {
		return nil
	}
	now := l.origins[l.first[len(l.first)-1]].at
	if now <= q.start {
		return nil
	}
	last := point{-1, -1, q.start}
	waits := Interval{Cause: rule.AppBlocked, Frame: l.next - 1, Conn: q.conn}
	if n := len(q.marks); n > 0 {
		m := &q.marks[n-1]
		last = point{m.o, m.frame, m.at}
		if m.queue { // it waits for a connection, a port, an address
			waits.Cause, waits.Conn = Booked(m.rule), sim.NoConn
		}
	}
	if waits.Cause == rule.AppBlocked && q.conn != sim.NoConn && int(2*q.conn+1) < len(l.ends) {
		for s := uint32(0); s < 2; s++ {
			if f := l.ends[2*q.conn+s].last; f > last.frame {
				o := l.first[f]
				last = point{o, f, l.origins[o].at}
			}
		}
	}
	out := l.walk(last, q.start, i)
	if now > last.at {
		waits.From, waits.To = last.at, now
		out = append(out, waits)
	}
	return out
}

// Upto cuts intervals off at an instant: the ledger so far. It shares the slice where
// nothing has to be cut.
func Upto(list []Interval, t sim.Time) []Interval {
	n := sort.Search(len(list), func(i int) bool { return list[i].To > t })
	if n == len(list) || list[n].From >= t {
		return list[:n:n]
	}
	out := append(list[:n:n], list[n])
	out[n].To = t
	return out
}

// Items adds intervals up by cause, the largest first; equal ones in the order of the table
// of rules.
func Items(list []Interval) []Item {
	var at [rule.Count]int // by cause: index in out plus 1
	var out []Item
	for i := range list {
		v := &list[i]
		if at[v.Cause] == 0 {
			out = append(out, Item{Cause: v.Cause})
			at[v.Cause] = len(out)
		}
		it := &out[at[v.Cause]-1]
		it.Time += v.To - v.From
		if v.With != rule.None {
			it.with(v.With, v.To-v.From)
		}
	}
	sortItems(out)
	return out
}

func sortItems(list []Item) {
	slices.SortStableFunc(list, func(a, b Item) int {
		if a.Time != b.Time {
			return cmp.Compare(b.Time, a.Time)
		}
		return cmp.Compare(a.Cause, b.Cause)
	})
}

// AddItems adds two lists of items up.
func AddItems(a, b []Item) []Item {
	out := make([]Item, len(a), len(a)+len(b))
	for i := range a {
		out[i] = a[i]
		out[i].With = slices.Clone(a[i].With)
	}
	for i := range b {
		k := slices.IndexFunc(out, func(it Item) bool { return it.Cause == b[i].Cause })
		if k < 0 {
			k = len(out)
			out = append(out, Item{Cause: b[i].Cause})
		}
		out[k].Time += b[i].Time
		for _, p := range b[i].With {
			out[k].with(p.Rule, p.Time)
		}
	}
	sortItems(out)
	return out
}

func (it *Item) with(r rule.ID, t sim.Time) {
	for i := range it.With {
		if it.With[i].Rule == r {
			it.With[i].Time += t
			for ; i > 0 && it.With[i].Time > it.With[i-1].Time; i-- {
				it.With[i], it.With[i-1] = it.With[i-1], it.With[i]
			}
			return
		}
	}
	it.With = append(it.With, Part{r, t})
	for i := len(it.With) - 1; i > 0 && it.With[i].Time > it.With[i-1].Time; i-- {
		it.With[i], it.With[i-1] = it.With[i-1], it.With[i]
	}
}

// Booked is the cause to which the ledger books what a rule does: variants of one mechanism
// share an item.
func Booked(r rule.ID) rule.ID {
	switch r {
	case rule.Minshall:
		return rule.Nagle
	case rule.PingPong, rule.DelAckTimer:
		return rule.DelayedAck
	case rule.SwsSender, rule.PersistArm, rule.Persist:
		return rule.RwndHold
	case rule.PrrHold, rule.Rack, rule.RackWait, rule.SackHole, rule.PartialAck, rule.FastRetransmit, rule.Prr, rule.LimitedTransmit, rule.Frto:
		return rule.FastRecovery
	case rule.SynRetry, rule.SynAckRetry, rule.RexmtArm, rule.Backoff:
		return rule.Rto
	case rule.PoolTotal, rule.PipelineUnsure, rule.PipelinePost, rule.PipelineDepth:
		return rule.Pool
	case rule.TimeWait:
		return rule.PortWait
	case rule.TlpArm:
		return rule.Tlp
	case rule.AppSleep, rule.AppCall:
		return rule.Think
	}
	return r
}

// Send is a segment with sequence space, as the ledger keeps it.
type Send struct {
	Arrive  sim.Time // Never: lost
	Frame   int64
	Arrived int64 // the frame of its arrival; -1: none so far
	Seq     int64
	Len     int32
	Flags   tcp.Flags
	Retrans bool
}

// Sends calls f for the segments that an end has sent up to a frame and that take sequence
// space, the newest first.
func (l *Ledger) Sends(conn uint32, side int, upto int64, f func(Send) bool) {
	for k := l.lastSend(conn, side, upto); k >= 0; k = l.sends[k].prev {
		s := &l.sends[k]
		v := Send{Arrive: s.arrive, Frame: int64(s.frame), Arrived: int64(s.recv),
			Seq: s.seq, Len: s.len, Flags: s.flags, Retrans: s.retrans}
		if !f(v) {
			return
		}
	}
}

// lastSend is the last of those segments; -1 if there is none.
func (l *Ledger) lastSend(conn uint32, side int, upto int64) int32 {
	i := 2*int(conn) + side
	if i >= len(l.ends) || !l.ends[i].known {
		return -1
	}
	k := l.ends[i].lastSend
	for n := 0; k >= 0 && int64(l.sends[k].frame) > upto; n++ {
		if n < 1000 {
			k = l.sends[k].prev
			continue
		}
		// A long way to go: look among all segments of that time.
		k = int32(sort.Search(int(k), func(i int) bool { return int64(l.sends[i].frame) > upto })) - 1
		for k >= 0 && (l.sends[k].conn != conn || int(l.sends[k].side) != side || l.sends[k].len == 0 && l.sends[k].flags&(tcp.SYN|tcp.FIN) == 0) {
			k--
		}
	}
	return k
}

// Write is a write of an application: the frame of its call, and what it wrote as
// sequence numbers [From, To). A close writes the FIN.
type Write struct {
	Frame    int64
	From, To int64
	Fin      bool // it is the end of the stream: a close or a shutdown
}

// Writes is the number of writes of an end.
func (l *Ledger) Writes(conn uint32, side int) int {
	if i := 2*int(conn) + side; i < len(l.ends) {
		return len(l.ends[i].offers)
	}
	return 0
}

// Write is one of them, in order.
func (l *Ledger) Write(conn uint32, side, i int) Write {
	o := l.ends[2*int(conn)+side].offers
	v := Write{Frame: int64(o[i].frame), From: 1, To: o[i].end, Fin: o[i].fin}
	if i > 0 {
		v.From = o[i-1].end
	}
	return v
}
