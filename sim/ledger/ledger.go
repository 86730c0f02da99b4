package ledger

import (
	"cmp"
	"slices"
	"sort"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Ledger attributes the time of a run: it books every nanosecond of each request and of the whole
// run to exactly one cause. It reads the run's events once, in order, and then walks back from a
// completion: from an arrival to its sending, from a sending to the call that wrote the data or to
// what held it, from a call to what woke it or to the previous call. Each step books the interval
// between two events, and the next step starts where it ended. Therefore the items add up to the
// elapsed time.
//
// An example is the client of nagle-delayed-ack. Its second write waits for the ACK of the first.
// [0, 50 ms): handshake. [50, 75.1): the first segment travels while the second is held: nagle.
// [75.1, 275.1): the server delays the ACK: delayed_ack, with nagle as contributor. [275.1, 300.1):
// the ACK travels: nagle. Then follow request and response.
//
// docs/ledger.md defines the cause of each kind of interval.
type Ledger struct {
	run     *sim.Run
	next    int64 // first frame that has not been read
	origins []origin
	first   []int32 // for each frame: the origin of its first event
	several []several
	lists   []int32 // for frames with several origins: the origin of each event
	cur     []int32 // the origin of each event of the current frame
	sends   []send
	lines   []line // two for each link
	ends    []end  // two for each connection
	reqs    []request
	stuck   []sim.Time       // when a blind relay stopped reading
	disp    []dispatch       // in the order of their frames
	rates   []sim.PathConfig // current settings of each direction

	goal      *goal.Reader
	whole     point      // what moved the end of the goal last
	walked    []Interval // intervals of the whole run, once all is read
	walkedFor int64
}

// Interval is an interval of time with its cause.
type Interval struct {
	From, To sim.Time
	Cause    rule.ID
	With     rule.ID // the contributing rule, rule.None if there is none
	Frame    int64   // the frame that ended the interval
	Conn     uint32  // NoConn: no connection
	Side     uint8   // the end that waited or sent
}

// Item is the total time of one cause.
type Item struct {
	Cause rule.ID
	Time  sim.Time
	With  []Part // contributors, largest first
}

// Part is the share of an item with one contributor.
type Part struct {
	Rule rule.ID
	Time sim.Time
}

// Request is a request of the page, as the ledger lists it.
type Request struct {
	ID         int32
	Conn       uint32   // NoConn: it never got a connection
	Start, End sim.Time // End is Never until the request has ended
	Failed     bool
}

// point is the event at which a walk starts.
type point struct {
	o     int32 // its origin
	frame int32
	at    sim.Time
	asp   aspect // why it matters, if it is an arrival
}

// New returns the ledger of a run before the first frame is read.
func New(r *sim.Run) *Ledger {
	n := 2 * len(r.Config().Links)
	l := &Ledger{run: r, lines: make([]line, n), rates: make([]sim.PathConfig, n), goal: goal.New(r)}
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

// Grow reads up to n more frames. It reports whether all simulated frames have been read.
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

// Run returns the run of the ledger.
func (l *Ledger) Run() *sim.Run { return l.run }

// End returns how the goal of the run ended, as far as the run has been read.
func (l *Ledger) End() goal.End {
	if l.Current() {
		return l.goal.Conclude()
	}
	return l.goal.SoFar()
}

// Total returns the time that the ledger books: until the goal was reached or has failed, or until the
// end of a run in which it still waits. Closing and TIME-WAIT do not count.
func (l *Ledger) Total() sim.Time {
	e := l.End()
	return e.At
}

// Read returns the first frame that has not been read.
func (l *Ledger) Read() int64 { return l.next }

// Whole returns the intervals of the whole run, in order, from its start to Total. The slice is
// shared and read-only.
func (l *Ledger) Whole() []Interval {
	if l.walked == nil || l.walkedFor != l.next {
		l.walked, l.walkedFor = l.walkWhole(), l.next
	}
	return l.walked
}

// walkWhole walks back from the end of the goal. Where it still waits, that is from the last event of
// what it waits for; the time since then belongs to the wait.
func (l *Ledger) walkWhole() []Interval {
	if !l.Current() {
		return l.walk(l.whole, 0, -1)
	}
	e := l.End()
	switch {
	case e.State == goal.Waiting:
		return l.waits(&e.Part, 0, -1)
	case e.Frame >= 0 && e.Frame != int64(l.whole.frame): // a connection was lost unnoticed
		return l.walk(point{l.first[e.Frame], int32(e.Frame), e.At, aspData}, 0, -1)
	}
	return l.walk(l.whole, 0, -1)
}

// Requests returns the number of requests so far.
func (l *Ledger) Requests() int { return len(l.reqs) }

// Request returns request i.
func (l *Ledger) Request(i int) Request {
	q := &l.reqs[i]
	return Request{ID: int32(i), Conn: q.conn, Start: q.start, End: q.end, Failed: q.failed}
}

// Unreached returns why a request failed, or what it waited for when the run ended; false for one that was
// answered, and while the run has not been read to its end.
func (l *Ledger) Unreached(i int) (goal.Part, bool) {
	if !l.Current() {
		return goal.Part{}, false
	}
	if q := &l.reqs[i]; q.failed {
		p := goal.Part{Failed: true, At: q.end, Frame: int64(q.endFrame), Req: int32(i), Conn: q.conn, Rule: q.why}
		return p, true
	}
	parts := l.goal.Parts()
	k := sort.Search(len(parts), func(k int) bool { return parts[k].Req >= int32(i) })
	if k < len(parts) && parts[k].Req == int32(i) {
		return parts[k], true
	}
	return goal.Part{}, false
}

// Intervals returns the intervals of a request from its start to its end, or to the last frame read
// if it has not ended.
func (l *Ledger) Intervals(i int) []Interval {
	q := &l.reqs[i]
	if q.start == sim.Never {
		return nil
	}
	if q.end == sim.Never {
		return l.unfinished(q, int32(i))
	}
	return l.walk(point{q.endOrigin, q.endFrame, q.end, aspData}, q.start, int32(i))
}

// unfinished books a request that has not ended: its last event, and what it has waited for since.
func (l *Ledger) unfinished(q *request, i int32) []Interval {
	if p, ok := l.Unreached(int(i)); ok {
		return l.waits(&p, q.start, i)
	}
	p := goal.Part{Frame: -1, Conn: q.conn, At: q.start, Rule: rule.AppBlocked}
	if n := len(q.marks); n > 0 {
		m := &q.marks[n-1]
		p.Frame, p.At = int64(m.frame), m.at
		if m.queue { // it waits for a connection, a port or an address
			p.Rule = m.rule
		}
	}
	return l.waits(&p, q.start, i)
}

// waits books a part of the goal that is not done: up to its last event, and from there on what it waits
// for.
func (l *Ledger) waits(p *goal.Part, start sim.Time, req int32) []Interval {
	if len(l.first) == 0 {
		return nil
	}
	now := l.origins[l.first[len(l.first)-1]].at
	if now <= start {
		return nil
	}
	last := point{o: -1, frame: -1, at: start}
	if f := p.Frame; f >= 0 && f < int64(len(l.first)) {
		last = point{l.first[f], int32(f), p.At, aspData}
	}
	wait := Interval{Cause: Booked(p.Rule), Frame: l.next - 1, Conn: sim.NoConn, Side: p.Side}
	if onConnection(wait.Cause) && p.Conn != sim.NoConn && int(2*p.Conn+1) < len(l.ends) {
		wait.Conn = p.Conn
		for s := uint32(0); s < 2; s++ {
			if f := l.ends[2*p.Conn+s].last; l.ends[2*p.Conn+s].known && f > last.frame {
				o := l.first[f]
				last = point{o, f, l.origins[o].at, aspAck}
			}
		}
	}
	out := l.walk(last, start, req)
	if len(out) == 0 {
		last.at = start
	}
	if now > last.at {
		wait.From, wait.To = last.at, now
		out = append(out, wait)
	}
	return out
}

// onConnection reports whether what is waited for happens on the connection, so that its later events
// belong to the wait.
func onConnection(r rule.ID) bool {
	switch r {
	case rule.Server, rule.Think, rule.Pool, rule.PortWait, rule.Dns, rule.HeadOfLine, rule.Workers:
		return false
	}
	return true
}

// Upto returns the intervals before an instant. It shares the slice if it cuts nothing off.
func Upto(list []Interval, t sim.Time) []Interval {
	n := sort.Search(len(list), func(i int) bool { return list[i].To > t })
	if n == len(list) || list[n].From >= t {
		return list[:n:n]
	}
	out := append(list[:n:n], list[n])
	out[n].To = t
	return out
}

// Items adds up intervals by cause, the largest first. Equal ones are in the order of the rule
// table.
func Items(list []Interval) []Item {
	var at [rule.Count]int // for each cause: index in out plus 1
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

// AddItems adds up two lists of items.
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

// Booked returns the cause for a rule. All variants of one mechanism have the same cause.
func Booked(r rule.ID) rule.ID {
	switch r {
	case rule.Minshall:
		return rule.Nagle
	case rule.PingPong, rule.DelAckTimer:
		return rule.DelayedAck
	case rule.CorkLimit:
		return rule.Cork
	case rule.SwsSender, rule.SwsOverride, rule.PersistArm, rule.Persist:
		return rule.RwndHold
	case rule.PrrHold, rule.Rack, rule.RackWait, rule.SackHole, rule.PartialAck, rule.FastRetransmit, rule.Prr,
		rule.LimitedTransmit, rule.Frto:
		return rule.FastRecovery
	case rule.SynRetry, rule.SynAckRetry, rule.RexmtArm, rule.Backoff:
		return rule.Rto
	case rule.PoolTotal, rule.PipelineUnsure, rule.PipelinePost, rule.PipelineDepth:
		return rule.Pool
	case rule.TimeWait:
		return rule.PortWait
	case rule.TlpArm, rule.TlpNew:
		return rule.Tlp
	case rule.AppSleep, rule.AppCall:
		return rule.Think
	}
	return r
}

// Send is a segment that takes sequence space.
type Send struct {
	Arrive  sim.Time // Never: lost
	Frame   int64
	Arrived int64 // the frame of its arrival; -1: not yet
	Seq     int64
	Len     int32
	Flags   tcp.Flags
	Retrans bool
}

// Sends calls f for each segment with sequence space that an end has sent up to a frame, the newest
// first.
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

// lastSend returns the index of the last of these segments, -1 if there is none.
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
		// after 1000 steps, use a binary search over all segments
		k = int32(sort.Search(int(k), func(i int) bool { return int64(l.sends[i].frame) > upto })) - 1
		for k >= 0 && (l.sends[k].conn != conn || int(l.sends[k].side) != side ||
			l.sends[k].len == 0 && l.sends[k].flags&(tcp.SYN|tcp.FIN) == 0) {
			k--
		}
	}
	return k
}

// Write is a write of an application: the frame of the call, and the sequence numbers [From, To)
// that it wrote. A close writes the FIN.
type Write struct {
	Frame    int64
	From, To int64
	Fin      bool // a close or a shutdown
}

// Writes returns the number of writes of an end.
func (l *Ledger) Writes(conn uint32, side int) int {
	if i := 2*int(conn) + side; i < len(l.ends) {
		return len(l.ends[i].offers)
	}
	return 0
}

// Write returns write i of an end.
func (l *Ledger) Write(conn uint32, side, i int) Write {
	o := l.ends[2*int(conn)+side].offers
	v := Write{Frame: int64(o[i].frame), From: 1, To: o[i].end, Fin: o[i].fin}
	if i > 0 {
		v.From = o[i-1].end
	}
	return v
}
