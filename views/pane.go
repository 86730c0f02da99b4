package views

import (
	"fmt"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// PaneID names a pane.
type PaneID uint8

// The panes.
const (
	PaneLadder PaneID = iota
	PaneSegments
	PaneTimers
	PaneConn
	PaneWhy
	PanePage
	PaneWindow
	PanePipe
	PaneSequence
	PaneCwnd
	PaneRTT
	PaneStates
	PanePacket
	PaneSockets
	PaneCalls
	PaneMessages
	PaneLedger
	PaneChanges
	NumPanes
)

// PaneInfo describes a pane for titles, help and layouts.
type PaneInfo struct {
	Name   string
	EN, KO string
	Help   string
	paint  func(c *paint.Canvas, r paint.Rect, s *Scene)
	at     func(r paint.Rect, s *Scene, x, y int) int64 // the frame under a point, -1: none; nil: the pane has none
}

// Panes is the table of panes.
var Panes [NumPanes]PaneInfo

func init() {
	Panes = [NumPanes]PaneInfo{
		PaneLadder:   {"ladder", "Ladder", "사다리", "segments between client and server on a time axis", paintLadder, ladderAt},
		PaneSegments: {"segments", "Segments", "세그먼트", "a table of segments; the one under the cursor opens to its headers", paintSegments, segmentsAt},
		PaneTimers:   {"timers", "Timers", "타이머", "all running timers, what armed them and when they fire", paintTimers, nil},
		PaneConn:     {"connection", "Connection", "연결", "the state of both ends in numbers", paintConn, nil},
		PaneWhy:      {"why", "Why", "왜", "what happened in this frame, by which rule, and what everybody waits for", paintWhy, nil},
		PanePage:     {"page", "Page", "페이지", "the page's requests as a waterfall: a letter a cause; the one chosen (J, K) opens to its intervals", paintPage, pageAt},
		PaneWindow:   {"window", "Window", "윈도", "the byte stream as a strip: acknowledged, in flight, usable, blocked, and by what", paintWindow, nil},
		PanePipe:     {"pipe", "Pipe", "파이프", "packets on the wire at this instant, and in the queue before it", paintPipe, pipeAt},
		PaneSequence: {"sequence", "Time-sequence graph", "시간-순서 그래프", "segments, ACKs and window over time", sequenceGraph.paint, sequenceGraph.frameAt},
		PaneCwnd:     {"cwnd", "Congestion window", "혼잡 윈도", "cwnd, ssthresh, flight and receive window over time", cwndGraph.paint, cwndGraph.frameAt},
		PaneRTT:      {"rtt", "Round trips", "왕복 시간", "round-trip samples, SRTT and RTO over time", rttGraph.paint, rttGraph.frameAt},
		PaneStates:   {"states", "States", "상태", "the TCP state diagram with both ends and the path they took", paintStates, nil},
		PanePacket:   {"packet", "Packet", "패킷", "the segment's IP packet byte by byte: TCP in IP, data in TCP; scrolling goes through its fields", paintPacket, nil},
		PaneSockets:  {"sockets", "Sockets", "소켓", "the sockets of all hosts: four-tuple, state, queues, TIME-WAIT, ports, memory", paintSockets, nil},
		PaneCalls:    {"calls", "Calls", "호출", "the socket calls of both ends side by side, and how long they wait", paintCalls, callsAt},
		PaneMessages: {"messages", "Messages", "메시지", "what was written, which segments carried it, and the text of HTTP", paintMessages, nil},
		PaneLedger:   {"ledger", "Ledger", "장부", "where the time went so far, to the nanosecond, and what each knob would save", paintLedger, ledgerAt},
		PaneChanges:  {"changes", "Changes", "변경", "the tree of branches, and what was changed in this run", paintChanges, changesAt},
	}
}

// Follows reports whether a pane follows the cursor and is not scrolled by itself.
func Follows(id PaneID) bool { return id == PaneLadder || id == PaneSegments || id == PaneCalls }

// Zooms reports whether a pane is a graph that shows more or less time.
func Zooms(id PaneID) bool { return id == PaneSequence || id == PaneCwnd || id == PaneRTT }

// Title is a pane's title in a language.
func (p PaneID) Title(lang string) string { return words.Say(lang, Panes[p].EN, Panes[p].KO) }

// Scene is what panes show: a run at a frame, and how. It is a plain value but for its
// caches.
type Scene struct {
	Run    *sim.Run
	Frame  int64
	Conn   uint32 // the connection that the panes about one show
	Filter ladder.Filter
	Lang   string
	Theme  *paint.Theme
	Scroll [NumPanes]int  // rows by which a pane is moved
	Axis   paint.AxisKind // what time axes count
	Zoom   int            // graphs show a part of 1/2^Zoom of the run
	Side   uint8          // whose sending graphs show: 1 the opener's, 2 the other's; 0: of who sends more

	// Columns are those of the table of segments, as places in the table Columns; none: the
	// standard ones.
	Columns []int

	// Marks are what a cue points at.
	Marks []Mark

	// PageEnd is the least time that the bars of the page stand for.
	PageEnd sim.Time

	// Branches is the tree of branches, where somebody keeps one.
	Branches []Branch

	// Letters draws graphs with letters in place of Braille dots.
	Letters bool

	kept
}

// kept is what a scene keeps between two paintings.
type kept struct {
	ladder    *ladder.Layout
	ladderKey ladderKey
	rows      [NumPanes]int // rows that the last painting had
	track     *track
	plots     [numPlots]plotCache
	axis      paint.Axis
	axisKey   axisKey
	picked    picked
	segs      segList
	why       whyLines
	spoken    words.Builder // for the text that a pane paints at once
	wrapped   []string      // for the lines of a text
	timers    []timerRow
	flying    []flyer
	history   history
	packet    envelope
	books     books
	sockets   sockets
	calls     calls
	messages  messages

	legendRows int // of the page, when it was painted last
}

// Afresh is the scene as one sees it who looks for the first time: nothing is kept of former
// paintings but what has been read of the run.
func (s *Scene) Afresh() Scene {
	f := *s
	f.kept = kept{books: s.books}
	f.books.soFar = soFar{}
	return f
}

// FrameAt is the frame that a pane in a rectangle shows under a point, -1 if none.
func FrameAt(r paint.Rect, id PaneID, s *Scene, x, y int) int64 {
	if in := r.Inset(); Panes[id].at != nil && in.Contains(x, y) && s.Run != nil {
		return Panes[id].at(in, s, x, y)
	}
	return -1
}

// Paint draws a pane with its frame into a rectangle.
func Paint(c *paint.Canvas, r paint.Rect, id PaneID, s *Scene, focused bool) {
	if r.W < 4 || r.H < 3 {
		return
	}
	th := s.Theme
	border, title := th.Border, th.Title
	t := id.Title(s.Lang)
	if focused {
		border, title = th.Focus, th.Focus
		title.Bold = true
		t = "▸" + t
	}
	if s.marksPane(id) {
		t, title = "◆ "+t+" ◆", th.Select
	}
	c.Box(r, t, border, title)
	in := r.Inset()
	old := c.Clip(in)
	Panes[id].paint(c, in, s)
	c.Clip(old)
}

// lines paints rows of text with a scroll offset, and a mark where there are more.
func (s *Scene) lines(c *paint.Canvas, r paint.Rect, id PaneID, lines []line) {
	s.rows[id] = len(lines)
	top := max(min(s.Scroll[id], len(lines)-r.H), 0)
	s.Scroll[id] = top
	for y := 0; y < r.H && top+y < len(lines); y++ {
		l := lines[top+y]
		c.TextIn(r.X+l.indent, r.Y+y, r.W-l.indent, l.text, l.style)
	}
	if top+r.H < len(lines) && r.H > 0 {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", s.Theme.Dim)
	}
}

type line struct {
	text   string
	style  paint.Style
	indent int
}

// window is the number of frames that a ladder lays out around the cursor.
const window = 240

// ladderKey is all that the layout of a ladder depends on.
type ladderKey struct {
	run            *sim.Run
	from, to, have int64
	filter         ladder.Filter
	lang           string
	axis           paint.AxisKind
	unit           sim.Time
}

// Layout returns the ladder around the cursor, from the cache where it fits.
func (s *Scene) Ladder() *ladder.Layout {
	base := s.Frame / (window / 2) * (window / 2)
	from, to := max(base-window, 0), base+2*window
	key := ladderKey{s.Run, from, to, min(s.Run.Frames(), to), s.Filter, s.Lang, s.Axis, ladder.RowTime(s.Run, s.Axis)}
	if s.ladder == nil || s.ladderKey != key {
		s.ladder, s.ladderKey = ladder.BuildOn(s.Axis, s.Run, from, to, s.Filter, s.Lang), key
	}
	return s.ladder
}

func paintLadder(c *paint.Canvas, r paint.Rect, s *Scene) {
	l := s.Ladder()
	paintLanes(c, r, s, l)
	if unit := s.ladderKey.unit; unit > 0 {
		g := l.Geometry(r.W)
		t := fmt.Sprintf(words.Say(s.Lang, "row: %s", "한 줄: %s"), words.ShortTime(unit))
		c.TextIn(r.X, r.Y, max(g.Lane[0].L-paint.Width(l.LaneName(s.Run, 0))/2-1, 0), t, s.Theme.Dim)
	}
	body := paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: r.H - 1}
	at := l.RowOf(s.Frame)
	top := max(min(at-body.H*2/3, len(l.Rows)-body.H), 0)
	l.Picked, _ = s.selected()
	if l.Marked = nil; len(s.Marks) > 0 {
		l.Marked = s.marksSegment
	}
	ladder.Draw(c, body, l, top, s.Frame, s.Theme)
}

// ladderAt is the frame of the row under a point of a ladder.
func ladderAt(in paint.Rect, s *Scene, _, y int) int64 {
	l := s.Ladder()
	h := in.H - 1
	at := l.RowOf(s.Frame)
	top := max(min(at-h*2/3, len(l.Rows)-h), 0)
	if i := top + y - in.Y - 1; i >= 0 && i < len(l.Rows) {
		return l.Rows[i].Frame
	}
	return -1
}

// whyLines are the lines of the last explanation.
type whyLines struct {
	booked bool // with its place in the ledger
	more   bool // causes further back are still to be looked up
	run    *sim.Run
	frame  int64
	lang   string
	w      int
	theme  *paint.Theme
	lines  []line
}

func paintWhy(c *paint.Canvas, r paint.Rect, s *Scene) {
	k := whyLines{run: s.Run, frame: s.Frame, lang: s.Lang, w: r.W, theme: s.Theme, booked: s.booked() != nil}
	if y := &s.why; y.lines == nil || y.more || y.booked != k.booked || y.run != k.run || y.frame != k.frame || y.lang != k.lang || y.w != k.w || y.theme != k.theme {
		k.lines, k.more = whyText(s, r.W, s.why.lines[:0])
		s.why = k
	}
	s.lines(c, r, PaneWhy, s.why.lines)
}

// whyAtOnce is how many frames a painting simulates again for causes; the next one goes on.
const whyAtOnce = 1024

// WhyPending reports whether painting once more may tell more of the causes.
func (s *Scene) WhyPending() bool {
	return s.Frame >= words.CausesCounted && (s.why.more || s.why.run != s.Run || s.why.frame != s.Frame)
}

// whyText lays an explanation out in lines of a width.
func whyText(s *Scene, w int, out []line) (lines []line, more bool) {
	frames := int64(whyAtOnce)
	if s.why.run != s.Run || s.why.frame != s.Frame { // a key has come here: it is answered first
		frames = 0
	}
	texts, more := words.WhyWithin(s.Run, s.Frame, s.Lang, frames)
	if b := s.booked(); b != nil {
		texts = append(texts, words.LedgerLines(b, s.Frame, s.Lang)...)
	}
	for i, l := range texts {
		st, indent := s.Theme.Plain, 0
		text := l
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
			indent++
		}
		if indent == 0 {
			st = s.Theme.Strong
			if i > 0 {
				out = append(out, line{})
			}
		}
		if indent == 2 && len(text) > 0 && text[0] == ':' {
			st = s.Theme.Dim
		}
		s.wrapped = paint.AppendWrapped(s.wrapped[:0], text, max(w-indent-1, 10))
		for k, t := range s.wrapped {
			extra := 0
			if k > 0 && indent > 0 {
				extra = 2
			}
			out = append(out, line{t, st, indent/2 + extra})
		}
	}
	return out, more
}

// speak begins a text of a pane, in memory that the panes share.
func (s *Scene) speak() *words.Builder {
	s.spoken = words.Builder{B: s.spoken.B[:0], Lang: s.Lang, Tight: true}
	return &s.spoken
}

// paintLanes writes the hosts' names above their lanes.
func paintLanes(c *paint.Canvas, r paint.Rect, s *Scene, l *ladder.Layout) {
	g := l.Geometry(r.W)
	for i := 0; i < g.N; i++ {
		st := s.Theme.Plain
		switch i {
		case 0:
			st = s.Theme.C2S
		case g.N - 1:
			st = s.Theme.S2C
		}
		n := l.LaneName(s.Run, i)
		x := (g.Lane[i].L+g.Lane[i].R)/2 - paint.Width(n)/2
		if r.W >= 36 { // not over the times
			x = max(x, g.Left)
		}
		c.Text(r.X+x, r.Y, n, st)
	}
}
