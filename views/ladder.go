package views

import (
	"fmt"
	"strconv"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Ladder is the layout of a ladder: rows of time and arrows between the lanes. The screen
// and every export draw from it.
type Ladder struct {
	From, To int64   // frames [From, To)
	Hosts    []uint8 // of the lanes, from left to right
	Rows     []LadderRow
	Arrows   []LadderArrow
	Picked   sim.EventID            // the send of the segment to mark
	marked   func(sim.EventID) bool // those that a cue points at; nil: none

	many   bool // there is more than one connection
	digits int  // of the run's largest frame
}

// LadderRow is one line: what happened at both ends in one frame, or a stretch of idle
// time that was left out.
type LadderRow struct {
	Frame int64 // -1: no frame, idle time
	At    sim.Time
	Gap   sim.Time         // > 0: this row stands for idle time of that length, which was left out
	Note  [MaxLanes]string // beside the lanes
	Held  [MaxLanes]bool   // the note tells of a hold
	Span  [MaxLanes]uint8  // what the hosts hold back through this row
	Start []int            // arrows that begin here
	End   []int            // arrows that end here
}

// LadderArrow is a segment on its way.
type LadderArrow struct {
	Event    sim.EventID // of the send
	From, To int         // rows; From < 0: before the first row; To < 0: behind the last, or lost
	Side     uint8       // of the connection: 0 is its opener
	FromLane uint8
	ToLane   uint8
	Lost     bool
	Retrans  bool
	Crowded  bool // so many others cross it that its ends alone are drawn
	Label    string
	Tail     string // of the label: what became of the segment
}

// Text is the label in full.
func (a *LadderArrow) Text() string { return a.Label + a.Tail }

// Filter limits what a ladder or a table shows.
type Filter struct {
	Conn  int64   // -1: all
	Only  uint8   // 0: everything; 1: without pure ACKs
	Kinds uint64  // set of 1<<Kind, 0: all; with segments come their arrivals and losses
	Rule  rule.ID // None: all
}

// AllConns is the filter that lets everything through.
var AllConns = Filter{Conn: -1}

// shows reports whether events of a connection pass.
func (f Filter) shows(conn uint32) bool {
	return f.Conn < 0 || conn == sim.NoConn || uint32(f.Conn) == conn
}

// passes reports whether an event is shown. An arrival has no rule of its own: it is shown
// with its sending.
func (f Filter) passes(e *sim.Event) bool {
	arrival := e.Kind == sim.EvRecv || e.Kind == sim.EvDgramRecv
	switch {
	case !f.shows(e.Conn):
		return false
	case f.Only == 1 && e.Kind <= sim.EvIgnored && e.Kind >= sim.EvSend && e.Seg.Len == 0 && e.Seg.Flags == tcp.ACK:
		return false
	case f.Kinds != 0 && f.Kinds&(1<<e.Kind) == 0 && !(f.Kinds&(1<<sim.EvSend) != 0 && (arrival || e.Kind == sim.EvLost)):
		return false
	}
	return f.Rule == rule.None || e.Rule == f.Rule || arrival
}

// gapAfter is the idle time from which on a ladder leaves it out.
func gapAfter(r *sim.Run) sim.Time {
	d := r.Config().Links[0].Dir
	return max(2*(d[0].Delay+d[1].Delay)/5, 1_000_000)
}

// NewLadder lays the frames [from, to) out, a row a frame.
func NewLadder(r *sim.Run, from, to int64, f Filter, lang string) *Ladder {
	return NewLadderOn(AxisAuto, r, from, to, f, lang)
}

// NewLadderOn lays the frames [from, to) out on an axis of time.
func NewLadderOn(axis AxisKind, r *sim.Run, from, to int64, f Filter, lang string) *Ladder {
	l := &Ladder{From: from, To: to, digits: len(strconv.FormatInt(r.Frames()-1, 10))}
	w := r.At(min(to, r.Frames()-1))
	l.many, l.Hosts = w.Conns() > 1, lanesOf(r, f, w)
	b := ladderBuilder{l: l, r: r, f: f, lang: lang, sends: map[sim.EventID]int{}, gap: gapAfter(r), many: l.many, axis: axis, unit: RowTime(r, axis)}
	r.Each(from, to, 0, func(e *sim.Event) bool {
		b.event(e)
		return true
	})
	b.flush()
	l.measure()
	return l
}

type ladderBuilder struct {
	l     *Ladder
	r     *sim.Run
	f     Filter
	lang  string
	sends map[sim.EventID]int // open arrows by the send's name
	row   LadderRow
	used  bool // the row holds something
	last  sim.Time
	began bool
	gap   sim.Time
	many  bool
	spans spans

	through [MaxLanes]uint8 // what was held back after the last row
	axis    AxisKind
	unit    sim.Time // time that a row stands for, 0: rows are frames
}

// event adds what a ladder shows of an event.
func (b *ladderBuilder) event(e *sim.Event) {
	if !b.f.shows(e.Conn) {
		return
	}
	if b.used && b.row.Frame != e.ID.Frame() {
		b.flush()
	}
	b.spans.note(e, b.lane(e))
	if !b.f.passes(e) {
		return
	}
	switch e.Kind {
	case sim.EvSend, sim.EvDgram:
		b.send(e)
	case sim.EvLost:
		if i, ok := b.sends[e.Cause]; ok {
			a := &b.l.Arrows[i]
			a.Lost = true
			a.Tail += " " + Say(b.lang, "lost", "손실") + ": " + e.Rule.String()
			delete(b.sends, e.Cause)
		}
	case sim.EvRecv, sim.EvDgramRecv:
		if _, ok := b.sends[e.Cause]; ok || b.f.Rule == rule.None { // the sending was not filtered out
			b.receive(e)
		}
	default:
		if n, held := b.note(e); n != "" {
			b.open(e)
			side := b.lane(e)
			switch old := b.row.Note[side]; {
			case old == "":
			case held && !b.row.Held[side]: // what is held back is said first
				n += ", " + old
			default:
				n = old + ", " + n
			}
			b.row.Note[side] = n
			b.row.Held[side] = b.row.Held[side] || held
		}
	}
}

func (b *ladderBuilder) open(e *sim.Event) {
	if b.used {
		return
	}
	if b.began {
		b.space(e)
	}
	b.row = LadderRow{Frame: e.ID.Frame(), At: e.At, Span: b.through}
	b.used, b.began, b.last = true, true, e.At
}

// idle adds a row for a stretch of time that is left out, and says what it was spent on.
func (b *ladderBuilder) idle(e *sim.Event) {
	row := LadderRow{Frame: -1, At: b.last, Gap: e.At - b.last, Span: b.through}
	b.spent(&row, e)
	b.l.Rows = append(b.l.Rows, row)
}

// spent says beside idle time what it was spent on: a hold, or the timer whose firing ends
// it.
func (b *ladderBuilder) spent(row *LadderRow, e *sim.Event) {
	for lane, v := range row.Span {
		row.Note[lane] = spanNote(v, b.lang)
		row.Held[lane] = v != 0
	}
	if lane := b.lane(e); e.Kind == sim.EvFire && row.Note[lane] == "" {
		row.Note[lane], row.Held[lane] = TimerName(e.Timer, b.lang), true
	}
}

func (b *ladderBuilder) flush() {
	if b.used {
		b.through = b.spans.at()
		for side, v := range b.through { // a hold is drawn from the row in which it begins
			b.row.Span[side] |= v
		}
		b.l.Rows = append(b.l.Rows, b.row)
		b.used = false
	}
}

func (b *ladderBuilder) send(e *sim.Event) {
	if b.used && (len(b.row.Start) > 0 || len(b.row.End) > 0) {
		b.flush()
	}
	b.open(e)
	label, tail := ShortLabel(&e.Seg), ""
	if e.Kind == sim.EvDgram {
		label = "DNS"
	}
	if b.many && e.Conn != sim.NoConn {
		label = fmt.Sprintf("#%d %s", e.Conn, label)
	}
	if e.Flag&sim.FlagRetrans != 0 {
		tail = " " + Say(b.lang, "again", "재전송")
	}
	label += seenAs(e.Rule, b.lang)
	i := len(b.l.Arrows)
	b.l.Arrows = append(b.l.Arrows, LadderArrow{Event: e.ID, From: len(b.l.Rows), To: -1, Side: side(e), FromLane: b.lane(e), ToLane: b.other(e), Label: label, Tail: tail,
		Retrans: e.Flag&sim.FlagRetrans != 0})
	b.sends[e.ID] = i
	b.row.Start = append(b.row.Start, i)
}

func (b *ladderBuilder) receive(e *sim.Event) {
	b.open(e)
	i, ok := b.sends[e.Cause]
	if !ok { // it left before the first row
		i = len(b.l.Arrows)
		label := ShortLabel(&e.Seg)
		if e.Kind == sim.EvDgramRecv {
			label = "DNS"
		}
		if b.many && e.Conn != sim.NoConn {
			label = fmt.Sprintf("#%d %s", e.Conn, label)
		}
		b.l.Arrows = append(b.l.Arrows, LadderArrow{Event: e.Cause, From: -1, Side: 1 - side(e), FromLane: b.other(e), ToLane: b.lane(e), Label: label})
	}
	b.l.Arrows[i].To = len(b.l.Rows)
	b.row.End = append(b.row.End, i)
}

// side is the side of a connection that an event is of; a datagram's that of the client.
func side(e *sim.Event) uint8 {
	if e.Conn != sim.NoConn {
		return e.Side & 1
	}
	return min(e.Host, 1)
}

// note is what stands beside a lane, and whether it tells of a hold.
func (b *ladderBuilder) note(e *sim.Event) (string, bool) {
	switch e.Kind {
	case sim.EvInfer:
		return inferNote(b.r, e, b.lang), InferredHold(e)
	case sim.EvHold:
		return fmt.Sprintf(Say(b.lang, "held: %s %s B", "붙듦: %s %s B"), e.Rule, Bytes(e.A)), true
	case sim.EvAckHeld:
		return Say(b.lang, "ACK held: ", "ACK 미룸: ") + e.Rule.String(), true
	case sim.EvFire:
		return "(" + TimerName(e.Timer, b.lang) + ")", false
	case sim.EvState:
		return tcp.State(e.B).String(), false
	case sim.EvError:
		return tcp.Errno(e.A).String(), false
	case sim.EvWire:
		if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
			return Say(b.lang, "doubled", "두 번"), false
		}
		return Say(b.lang, "late +", "늦음 +") + Time(sim.Time(e.A)), false
	case sim.EvHTTP:
		return httpNote(e, b.lang)
	case sim.EvKnob:
		if c := b.r.Changes(); int(e.A) < len(c) {
			return Clean(c[e.A].Knob) + "=" + Clean(c[e.A].Value), false
		}
	case sim.EvCall, sim.EvDone:
		if e.Kind == sim.EvDone && e.Op == sim.OpSleep {
			return "", false
		}
		n := CallName(e, b.lang)
		if e.Op == sim.OpConnect {
			n = "connect()"
		}
		if e.Kind == sim.EvCall && e.At2 == sim.Never {
			return n + "…", false
		}
		if (e.Op == sim.OpRead || e.Op == sim.OpReadEOF) && e.B > 0 {
			return fmt.Sprintf("read=%d", e.B), false
		} else if (e.Op == sim.OpReadEOF || e.Op == sim.OpRead) && e.Sub != 0 {
			return "read: " + tcp.Errno(e.Sub).String(), false
		} else if e.Op == sim.OpReadEOF || e.Op == sim.OpRead {
			return "EOF", false
		}
		return n, false
	}
	return "", false
}

// RowOf is the first row of a frame, or the last one before it.
func (l *Ladder) RowOf(frame int64) int {
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
