package views

import (
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// Scene is what panes show: a run at a frame, with filters, language and theme. Apart from its
// caches it is a plain value.
type Scene struct {
	Run    *sim.Run
	Frame  int64
	Conn   uint32 // the connection that panes about a single one show
	Filter ladder.Filter
	Lang   string
	Theme  *paint.Theme
	Scroll [NumPanes]int  // rows by which a pane is scrolled
	Axis   paint.AxisKind // what time axes count
	Zoom   int            // graphs show 1/2^Zoom of the time up to the last data; -1: the whole run
	Side   uint8          // whose sending graphs show: 1: the opener's, 2: its peer's, 0: of the end that sends more

	// Columns are the columns of the segments pane, as indices into the table Columns; empty: the
	// standard ones.
	Columns []int

	// Marks are what a note points at.
	Marks []Mark

	// PageEnd is the least time that the bars of the page pane stand for.
	PageEnd sim.Time

	// Branches is the tree of branches; nil without one.
	Branches []Branch

	// Letters makes graphs use letters in place of Braille dots.
	Letters bool

	caches
}

// caches is what a scene keeps between two paintings.
type caches struct {
	ladder    *ladder.Layout
	ladderKey ladderKey
	rows      [NumPanes]int // number of rows in the last painting
	track     *track
	plots     [numPlots]plotCache
	axis      paint.Axis
	axisKey   axisKey
	data      dataKey
	rowKey    axisKey // of rowUnit
	rowUnit   sim.Time
	picked    picked
	segs      segList
	why       whyLines
	otherwise otherwise
	text      words.Builder // memory for the text of a pane
	wrapped   []string      // memory for the lines of a text
	timers    []timerRow
	waiting   []timerRow // timers of TIME-WAIT
	flying    []linkPacket
	history   history
	packet    parsedPacket
	ledgers   ledgerCache
	sockets   sockets
	calls     calls
	messages  messages

	legendRows int // rows of the page's legend in the last painting
}

// WithoutCaches returns a copy of the scene with empty caches, apart from the ledgers.
func (s *Scene) WithoutCaches() Scene {
	f := *s
	f.caches = caches{ledgers: s.ledgers}
	f.ledgers.soFar = soFar{}
	return f
}

// ResetScroll puts the panes whose scrolling belongs to one frame back to their tops.
func (s *Scene) ResetScroll() {
	for id := range Panes {
		if Panes[id].ScrollsPerFrame {
			s.Scroll[id] = 0
		}
	}
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

// newText begins a text of a pane, in memory that the panes share.
func (s *Scene) newText() *words.Builder {
	s.text = words.Builder{B: s.text.B[:0], Lang: s.Lang, Tight: true}
	return &s.text
}
