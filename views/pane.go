package views

import (
	"fmt"

	"teacp/sim"
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
	NumPanes
)

// PaneInfo describes a pane for titles, help and layouts.
type PaneInfo struct {
	Name   string
	EN, KO string
	Help   string
	paint  func(c *Canvas, r Rect, s *Scene)
}

// Panes is the table of panes.
var Panes [NumPanes]PaneInfo

func init() {
	Panes = [NumPanes]PaneInfo{
		PaneLadder:   {"ladder", "Ladder", "사다리", "segments between client and server on a time axis", paintLadder},
		PaneSegments: {"segments", "Segments", "세그먼트", "a table of segments; the one under the cursor opens to its headers", paintSegments},
		PaneTimers:   {"timers", "Timers", "타이머", "all running timers, what armed them and when they fire", paintTimers},
		PaneConn:     {"connection", "Connection", "연결", "the state of both ends in numbers", paintConn},
		PaneWhy:      {"why", "Why", "왜", "what happened in this frame, by which rule, and what everybody waits for", paintWhy},
		PanePage:     {"page", "Page", "페이지", "the page's objects over its connections", paintPage},
	}
}

// Title is a pane's title in a language.
func (p PaneID) Title(lang string) string { return Say(lang, Panes[p].EN, Panes[p].KO) }

// Scene is what panes show: a run at a frame, and how. It is a plain value but for its
// caches.
type Scene struct {
	Run    *sim.Run
	Frame  int64
	Conn   uint32 // the connection that the panes about one show
	Filter Filter
	Lang   string
	Theme  *Theme
	Scroll [NumPanes]int // rows by which a pane is moved

	ladder    *Ladder // cache
	ladderRun *sim.Run
	ladderKey string
	rows      [NumPanes]int // rows that the last painting had
}

// Paint draws a pane with its frame into a rectangle.
func Paint(c *Canvas, r Rect, id PaneID, s *Scene, focused bool) {
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
	c.Box(r, t, border, title)
	in := r.Inset()
	old := c.Clip(in)
	Panes[id].paint(c, in, s)
	c.Clip(old)
}

// lines paints rows of text with a scroll offset, and a mark where there are more.
func (s *Scene) lines(c *Canvas, r Rect, id PaneID, lines []line) {
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
	style  Style
	indent int
}

// window is the number of frames that a ladder lays out around the cursor.
const window = 240

// Ladder returns the ladder around the cursor, from the cache where it fits.
func (s *Scene) Ladder() *Ladder {
	base := s.Frame / (window / 2) * (window / 2)
	from, to := max(base-window, 0), base+2*window
	key := fmt.Sprint(from, to, min(s.Run.Frames(), to), s.Filter, s.Lang)
	if s.ladder == nil || s.ladderRun != s.Run || s.ladderKey != key {
		s.ladder, s.ladderRun, s.ladderKey = NewLadder(s.Run, from, to, s.Filter, s.Lang), s.Run, key
	}
	return s.ladder
}

func paintLadder(c *Canvas, r Rect, s *Scene) {
	l := s.Ladder()
	head := Rect{r.X, r.Y, r.W, 1}
	g := Geometry(r.W)
	cfg := s.Run.Config()
	left, right := Clean(cfg.HostName(0)), Clean(cfg.HostName(1))
	c.Text(head.X+max(g.Lane0-Width(left)/2, g.Left), head.Y, left, s.Theme.C2S)
	c.Text(head.X+g.Lane1-Width(right)/2, head.Y, right, s.Theme.S2C)
	body := Rect{r.X, r.Y + 1, r.W, r.H - 1}
	at := l.RowOf(s.Frame)
	top := max(min(at-body.H*2/3, len(l.Rows)-body.H), 0)
	DrawLadder(c, body, l, top, s.Frame, s.Theme)
}

// LadderFrameAt is the frame of the row under a point of a ladder pane, -1 if there is none.
func (s *Scene) LadderFrameAt(r Rect, y int) int64 {
	in := r.Inset()
	l := s.Ladder()
	h := in.H - 1
	at := l.RowOf(s.Frame)
	top := max(min(at-h*2/3, len(l.Rows)-h), 0)
	if i := top + y - in.Y - 1; i >= 0 && i < len(l.Rows) {
		return l.Rows[i].Frame
	}
	return -1
}

func paintWhy(c *Canvas, r Rect, s *Scene) {
	var out []line
	for i, l := range Why(s.Run, s.Frame, s.Lang) {
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
		for k, w := range Wrap(text, max(r.W-indent-1, 10)) {
			extra := 0
			if k > 0 && indent > 0 {
				extra = 2
			}
			out = append(out, line{w, st, indent/2 + extra})
		}
	}
	s.lines(c, r, PaneWhy, out)
}
