package ladder

import (
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

// Layout is the layout of a ladder: rows of time and arrows between the lanes. The screen
// and every export draw from it.
type Layout struct {
	From, To int64   // frames [From, To)
	Hosts    []uint8 // of the lanes, from left to right
	Rows     []Row
	Arrows   []Arrow
	Picked   sim.EventID            // the send of the segment to mark
	Marked   func(sim.EventID) bool // reports the sends that a note marks; nil: none

	Many   bool              // there is more than one connection
	digits int               // digits of the run's largest frame number
	fits   map[fitKey]string // notes that were shortened
}

// Row is one line: the events of a frame, or idle time.
type Row struct {
	Frame int64 // -1: no frame, idle time
	At    sim.Time
	Gap   sim.Time         // positive: this row stands for idle time of that length, which is left out
	Note  [MaxLanes]string // beside the lanes
	Held  [MaxLanes]bool   // the note is about held data or a delayed ACK
	Span  [MaxLanes]uint8  // holds of the hosts during this row: spanData, spanAck
	Start []int            // arrows that begin here
	End   []int            // arrows that end here

	notes [MaxLanes][2]int32 // places of the notes in the builder's text
}

// Arrow is a segment on its way.
type Arrow struct {
	Event    sim.EventID // of the send
	From, To int         // rows; From < 0: before the first row; To < 0: after the last, or lost
	Side     uint8       // of the connection: 0 is its opener
	FromLane uint8
	ToLane   uint8
	Lost     bool
	Retrans  bool
	Crowded  bool // many others cross it, so that its ends alone are drawn
	Label    string
	Tail     string // end of the label: retransmitted, lost

	label [2]int32 // place of the label in the builder's text
}

// Text is the label in full.
func (a *Arrow) Text() string { return a.Label + a.Tail }

// Filter limits what a ladder or a table shows.
type Filter struct {
	Conn  int64   // -1: all
	Only  uint8   // 0: everything; 1: without pure ACKs
	Kinds uint64  // set of 1<<Kind, 0: all; sends include their arrivals and losses
	Rule  rule.ID // None: all
}

// AllConns is the filter that shows everything.
var AllConns = Filter{Conn: -1}

// Shows reports whether events of a connection pass.
func (f Filter) Shows(conn uint32) bool {
	return f.Conn < 0 || conn == sim.NoConn || uint32(f.Conn) == conn
}

// segmentKinds are the kinds of events that carry a segment.
const segmentKinds = 1<<sim.EvSend | 1<<sim.EvRecv | 1<<sim.EvLost | 1<<sim.EvIgnored

// passes reports whether an event is shown. An arrival has no rule of its own and is shown with its
// sending.
func (f Filter) Passes(e *sim.Event) bool {
	arrival := e.Kind == sim.EvRecv || e.Kind == sim.EvDgramRecv
	switch {
	case !f.Shows(e.Conn):
		return false
	case f.Only == 1 && segmentKinds&(1<<e.Kind) != 0 && e.Seg.Len == 0 && e.Seg.Flags == tcp.ACK:
		return false
	case f.Kinds != 0 && f.Kinds&(1<<e.Kind) == 0 &&
		!(f.Kinds&(1<<sim.EvSend) != 0 && (arrival || e.Kind == sim.EvLost)):
		return false
	}
	return f.Rule == rule.None || e.Rule == f.Rule || arrival
}

// longestShownIdle is the idle time above which a ladder leaves it out.
func longestShownIdle(r *sim.Run) sim.Time {
	d := r.Config().Links[0].Dir
	return max(2*(d[0].Delay+d[1].Delay)/5, 1_000_000)
}

// Build lays the frames [from, to) out, a row a frame.
func Build(r *sim.Run, from, to int64, f Filter, lang string) *Layout {
	return BuildOn(paint.AxisAuto, r, from, to, f, lang)
}

// Digits is the number of digits of the largest frame number of a run so far.
func Digits(r *sim.Run) int {
	n := 1
	for f := r.Frames() - 1; f >= 10; f /= 10 {
		n++
	}
	return n
}

// BuildOn lays the frames [from, to) out on an axis of time. First the run is simulated so far: what the
// layout takes from the run as a whole would change while its frames are read.
func BuildOn(axis paint.AxisKind, r *sim.Run, from, to int64, f Filter, lang string) *Layout {
	if r.Frames() <= to {
		r.Extend(to + 1 - r.Frames())
	}
	l := &Layout{From: from, To: to, digits: Digits(r)}
	w := r.At(min(to, r.Frames()-1))
	l.Many, l.Hosts = w.Conns() > 1, lanesOf(r, f, w)
	unit, end := rowTime(r, axis)
	b := builder{l: l, r: r, f: f, lang: lang, text: words.Builder{Lang: lang}, noteText: words.Builder{Lang: lang},
		sends: map[sim.EventID]int{}, gap: longestShownIdle(r), many: l.Many, axis: axis, unit: unit, end: end}
	r.Each(from, to, 0, func(e *sim.Event) bool {
		b.event(e)
		return true
	})
	b.flush()
	b.finish()
	l.measure()
	return l
}

type builder struct {
	l        *Layout
	r        *sim.Run
	f        Filter
	lang     string
	sends    map[sim.EventID]int // arrows on their way, by the event of the send
	row      Row
	used     bool // the row holds something
	last     sim.Time
	began    bool
	gap      sim.Time
	many     bool
	spans    spans
	text     words.Builder    // all labels and notes, in one piece of memory
	noteText words.Builder    // the note that is being written
	notes    [MaxLanes][]byte // notes of the row that is being made
	ints     []int            // memory for Row.Start and Row.End

	lasting [MaxLanes]uint8 // holds that last after the last row
	axis    paint.AxisKind
	unit    sim.Time // time that a row stands for, 0: rows are frames
	end     sim.Time // of the data: idle time behind it is left out
}

// event adds an event to the layout.
func (b *builder) event(e *sim.Event) {
	if !b.f.Shows(e.Conn) {
		return
	}
	if b.used && b.row.Frame != e.ID.Frame() {
		b.flush()
	}
	b.spans.note(e, b.lane(e))
	if !b.f.Passes(e) {
		return
	}
	switch e.Kind {
	case sim.EvSend, sim.EvDgram:
		b.send(e)
	case sim.EvLost:
		if i, ok := b.sends[e.Cause]; ok {
			a := &b.l.Arrows[i]
			a.Lost = true
			a.Tail += " " + words.ArrowLost.In(b.lang) + ": " + e.Rule.String()
			delete(b.sends, e.Cause)
		}
	case sim.EvRecv, sim.EvDgramRecv:
		if _, ok := b.sends[e.Cause]; ok || b.f.Rule == rule.None { // its sending is shown
			b.receive(e)
		}
	default:
		b.noteText.B = b.noteText.B[:0]
		held := b.note(e)
		if len(b.noteText.B) == 0 {
			return
		}
		b.open(e)
		lane := b.lane(e)
		switch old := b.notes[lane]; {
		case len(old) == 0:
			b.notes[lane] = append(old, b.noteText.B...)
		case held && !b.row.Held[lane]: // a hold comes first
			b.noteText.Add(", ")
			b.noteText.B = append(b.noteText.B, old...)
			b.notes[lane] = append(old[:0], b.noteText.B...)
		default:
			b.notes[lane] = append(append(old, ", "...), b.noteText.B...)
		}
		b.row.Held[lane] = b.row.Held[lane] || held
	}
}

func (b *builder) open(e *sim.Event) {
	if b.used {
		return
	}
	if b.began {
		b.addIdleRows(e)
	}
	b.row = Row{Frame: e.ID.Frame(), At: e.At, Span: b.lasting}
	b.used, b.began, b.last = true, true, e.At
}

// addGap adds a row for idle time that is left out.
func (b *builder) addGap(e *sim.Event) {
	row := Row{Frame: -1, At: b.last, Gap: e.At - b.last, Span: b.lasting}
	b.noteIdle(&row, e)
	b.l.Rows = append(b.l.Rows, row)
}

// noteIdle writes beside idle time what was waited for: a hold, or the timer that ends it.
func (b *builder) noteIdle(row *Row, e *sim.Event) {
	for lane, v := range row.Span {
		row.Note[lane] = spanNote(v, b.lang)
		row.Held[lane] = v != 0
	}
	if lane := b.lane(e); e.Kind == sim.EvFire && row.Note[lane] == "" {
		row.Note[lane], row.Held[lane] = words.TimerName(e.Timer, b.lang), true
	}
}

func (b *builder) flush() {
	if b.used {
		b.lasting = b.spans.at()
		for side, v := range b.lasting { // a hold is drawn from its first row on
			b.row.Span[side] |= v
		}
		for lane, n := range b.notes {
			if len(n) > 0 {
				b.row.notes[lane] = b.addText(n)
				b.notes[lane] = n[:0]
			}
		}
		b.l.Rows = append(b.l.Rows, b.row)
		b.used = false
	}
}

func (b *builder) send(e *sim.Event) {
	if b.used && (len(b.row.Start) > 0 || len(b.row.End) > 0) {
		b.flush()
	}
	b.open(e)
	tail := ""
	if e.Flag&sim.FlagRetrans != 0 {
		tail = words.ArrowAgain.In(b.lang)
	}
	if e.HasRule(rule.Piggyback) {
		tail += words.ArrowPiggyback.In(b.lang)
	}
	b.label(e)
	b.noteText.Add(words.SeenAs(e.Rule, b.lang))
	i := len(b.l.Arrows)
	b.l.Arrows = append(b.l.Arrows, Arrow{Event: e.ID, From: len(b.l.Rows), To: -1, Side: side(e),
		FromLane: b.lane(e), ToLane: b.other(e), label: b.addText(b.noteText.B), Tail: tail,
		Retrans: e.Flag&sim.FlagRetrans != 0})
	b.sends[e.ID] = i
	b.row.Start = b.add(b.row.Start, i)
}

func (b *builder) receive(e *sim.Event) {
	b.open(e)
	i, ok := b.sends[e.Cause]
	if !ok { // it was sent before the first row
		i = len(b.l.Arrows)
		b.label(e)
		b.l.Arrows = append(b.l.Arrows, Arrow{Event: e.Cause, From: -1, Side: 1 - side(e), FromLane: b.other(e),
			ToLane: b.lane(e), label: b.addText(b.noteText.B)})
	}
	b.l.Arrows[i].To = len(b.l.Rows)
	b.row.End = b.add(b.row.End, i)
}

// label writes a segment's label into b.noteText.
func (b *builder) label(e *sim.Event) {
	b.noteText.B = b.noteText.B[:0]
	if b.many && e.Conn != sim.NoConn {
		b.noteText.Fill("#%d ", words.Number(int64(e.Conn)))
	}
	if e.Kind == sim.EvDgram || e.Kind == sim.EvDgramRecv {
		b.noteText.Add("DNS")
		return
	}
	b.noteText.B = words.AppendLabel(b.noteText.B, &e.Seg)
}

// addText appends a text to b.text and returns its place.
func (b *builder) addText(t []byte) [2]int32 {
	from := len(b.text.B)
	b.text.B = append(b.text.B, t...)
	return [2]int32{int32(from), int32(len(b.text.B))}
}

// add appends an arrow to a row's list. A list of one shares the memory of b.ints.
func (b *builder) add(list []int, i int) []int {
	if len(list) > 0 {
		return append(list, i)
	}
	b.ints = append(b.ints, i)
	n := len(b.ints)
	return b.ints[n-1 : n : n]
}

// finish replaces the places of texts by the texts.
func (b *builder) finish() {
	all := string(b.text.B)
	for i := range b.l.Rows {
		row := &b.l.Rows[i]
		for lane, p := range row.notes {
			if p[1] > p[0] {
				row.Note[lane] = all[p[0]:p[1]]
			}
		}
	}
	for i := range b.l.Arrows {
		a := &b.l.Arrows[i]
		a.Label = all[a.label[0]:a.label[1]]
	}
}

// side is the side of an event's connection; that of a datagram is the client.
func side(e *sim.Event) uint8 {
	if e.Conn != sim.NoConn {
		return e.Side & 1
	}
	return min(e.Host, 1)
}

// note writes the note of an event into b.noteText, and reports whether it is about a hold.
func (b *builder) note(e *sim.Event) (held bool) {
	n := &b.noteText
	switch e.Kind {
	case sim.EvInfer:
		n.Add(words.InferNote(b.r, e, b.lang))
		return words.InferredHold(e)
	case sim.EvHold:
		n.Say(words.LadderHeld, words.Str(e.Rule.String()), words.Grouped(e.A))
		return true
	case sim.EvAckHeld:
		n.Say(words.LadderAckHeld, words.Str(e.Rule.String()))
		return true
	case sim.EvFire:
		n.Add("(").Add(words.TimerName(e.Timer, b.lang)).Add(")")
	case sim.EvState:
		n.Add(tcp.State(e.B).String())
	case sim.EvError:
		n.Add(tcp.Errno(e.A).String())
	case sim.EvWire:
		if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
			n.Say(words.LadderDoubled)
			return false
		}
		n.Say(words.LadderLate, words.Timed(sim.Time(e.A)))
	case sim.EvHTTP:
		t, held := words.HttpNote(e, b.lang)
		n.Add(t)
		return held
	case sim.EvKnob:
		if c := b.r.Changes(); int(e.A) < len(c) {
			n.Add(words.Clean(c[e.A].Knob)).Add("=").Add(words.Clean(c[e.A].Value))
		}
	case sim.EvCall, sim.EvDone:
		b.noteCall(e)
	case sim.EvEnd:
		if p := b.r.Config().Played; p != nil && p.Fails > 0 && len(b.r.Changes()) == 0 {
			n.Say(words.ScriptMark, words.Number(int64(p.Fails)))
		}
	}
	return false
}

// noteCall writes the note of a socket call, or of its result.
func (b *builder) noteCall(e *sim.Event) {
	n, read := &b.noteText, e.Op == sim.OpRead || e.Op == sim.OpReadEOF
	waits := e.Kind == sim.EvCall && e.At2 == sim.Never
	switch {
	case e.Kind == sim.EvDone && e.Op == sim.OpSleep:
	case read && !waits && e.B > 0:
		n.Fill("read=%d", words.Number(e.B))
	case read && !waits && e.Sub != 0:
		n.Add("read: ").Add(tcp.Errno(e.Sub).String())
	case read && !waits:
		n.Add("EOF")
	case e.Op == sim.OpConnect:
		n.Add("connect()")
	case e.Op == sim.OpEnd:
		n.Add(words.CallName(e, b.lang))
	default:
		n.B = words.AppendCall(n.B, e)
	}
	if waits {
		n.Add("…")
	}
}

// RowOf is the first row of a frame, or the last row before it.
func (l *Layout) RowOf(frame int64) int {
	best := 0
	for i := range l.Rows {
		if f := l.Rows[i].Frame; f >= 0 && f <= frame {
			if f == frame {
				return i
			}
			best = i
		}
	}
	return best
}
