package model

import (
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// MinW and MinH are the smallest screen that the explorer is made for.
const (
	MinW = 60
	MinH = 18
)

// arrangement is how the panes are laid out: which layout, the pane with the focus, and what was
// dragged or put elsewhere by hand.
type arrangement struct {
	*cursor
	layout int // index in presets
	focus  int
	zoom   bool
	splits map[splitKey]split
	chosen map[int][]views.PaneID // by layout: the panes put in its places
	drag   divider                // held by the mouse
}

// preset is an arrangement of panes, called by a number key. Panes are named as in
// views.Panes; the first is the largest. On a small screen the last ones have no room and
// come up in the last place when they are focused.
type preset struct {
	name    string
	text    words.Key
	panes   []string
	compare string // the pane of it in which runs are compared
	grid    bool   // all panes are equal
	lecture bool   // with the cue of the notes, large and quiet
}

var presets = []preset{
	{name: "overview", text: words.LayoutOverview, compare: "ladder", panes: []string{"ladder", "why", "timers",
		"connection"}},
	{name: "segments", text: words.LayoutSegments, compare: "segments", panes: []string{"segments", "timers",
		"connection", "why"}},
	{name: "why", text: words.LayoutWhy, compare: "why", panes: []string{"ladder", "why"}},
	{name: "http", text: words.LayoutHTTP, compare: "page", panes: []string{"page", "ladder", "why", "messages",
		"ledger"}},
	{name: "graphs", text: words.LayoutGraphs, compare: "cwnd", panes: []string{"cwnd", "sequence", "rtt", "window",
		"pipe"}, grid: true},
	{name: "lecture", text: words.LayoutLecture, compare: "ladder", panes: []string{"ladder", "why"}, lecture: true},
	{name: "packet", text: words.LayoutPacket, compare: "packet", panes: []string{"segments", "packet", "states"}},
	{name: "sockets", text: words.LayoutSockets, compare: "sockets", panes: []string{"sockets", "calls", "ladder"}},
}

func presetIndex(name string) int {
	for i := range presets {
		if presets[i].name == name {
			return i
		}
	}
	return 0
}

// panes are those on the screen. In a lecture the last place is given to what the cue points
// at, if it is not there already.
func (a *arrangement) panes() []views.PaneID {
	list := a.layoutPanes()
	if presets[a.layout].lecture && len(list) > 1 {
		if id, ok := a.marked(list); ok {
			list = append([]views.PaneID(nil), list...)
			list[len(list)-1] = id
		}
	}
	return list
}

// layoutPanes are those of the layout, with what was put in their places by hand.
func (a *arrangement) layoutPanes() []views.PaneID {
	if set := a.chosen[a.layout]; len(set) > 0 {
		return set
	}
	var out []views.PaneID
	for _, name := range presets[a.layout].panes {
		if id, ok := views.PaneByName(name); ok {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		out = append(out, views.PaneLadder, views.PaneWhy)
	}
	return out
}

func (a *arrangement) focused() views.PaneID {
	p := a.panes()
	return p[a.focus%len(p)]
}

// sizeClass is the class of a body, for which splits are kept apart.
func sizeClass(body paint.Rect) int {
	switch {
	case body.W < 112 || body.H < 22:
		return 0
	case body.W < 180 || body.H < 44:
		return 1
	}
	return 2
}

// split is how a body is divided: shares of the columns, and of the rows in each.
type split struct {
	cols []int
	rows [][]int
}

// splitOf is the division for n panes: the one dragged by hand, or the preset's.
func (a *arrangement) splitOf(body paint.Rect) split {
	key := splitKey{a.layout, sizeClass(body)}
	n := len(a.panes())
	if s, ok := a.splits[key]; ok && s.places() <= n {
		return s
	}
	p := &presets[a.layout]
	s := split{cols: []int{100}, rows: [][]int{{60, 40}}}
	switch class := key.class; {
	case class == 0 && body.H >= 34 && n > 2:
		s.rows = [][]int{{50, 25, 25}}
	case class == 0 && p.name == "http": // a page has few requests
		s.rows = [][]int{{50, 50}}
	case class == 0:
		if p.lecture {
			s.rows = [][]int{{70, 30}}
			if len(a.scene.Marks) > 0 {
				s.rows = [][]int{{60, 40}}
			}
		}
	case p.grid && n >= 4:
		s = split{[]int{50, 50}, [][]int{{50, 50}, {50, 50}}}
		if n >= 5 && class == 2 {
			s.rows[1] = []int{34, 33, 33}
		}
	case p.name == "http" && n >= 5: // a ladder of three lanes and a waterfall need their width
		s = split{[]int{60, 40}, [][]int{{45, 55}, {40, 30, 30}}}
	case n >= 5 && class == 2:
		s = split{[]int{42, 29, 29}, [][]int{{100}, {50, 50}, {50, 50}}}
	case n >= 4:
		s = split{[]int{60, 40}, [][]int{{100}, {40, 30, 30}}}
	case n == 3 && p.name == "packet": // the diagram of states needs its width
		s = split{[]int{53, 47}, [][]int{{100}, {42, 58}}}
	case n == 3:
		s = split{[]int{60, 40}, [][]int{{100}, {50, 50}}}
	default:
		s = split{[]int{60, 40}, [][]int{{100}, {100}}}
	}
	if n == 1 {
		s = split{[]int{100}, [][]int{{100}}}
	}
	return s
}

func (s split) places() int {
	n := 0
	for _, r := range s.rows {
		n += len(r)
	}
	return n
}

// divide cuts a length into parts by shares, none smaller than least.
func divide(length int, shares []int, least int) []int {
	total := 0
	for _, s := range shares {
		total += max(s, 1)
	}
	out := make([]int, len(shares))
	left := length
	for i, s := range shares {
		rest := len(shares) - 1 - i
		out[i] = max(min(length*max(s, 1)/total, left-rest*least), min(least, left))
		if rest == 0 {
			out[i] = left
		}
		left -= out[i]
	}
	return out
}

type splitKey struct{ layout, class int }

type placed struct {
	id  views.PaneID
	r   paint.Rect
	col int
	row int
}

const (
	leastW = 20
	leastH = 4
)

// tab is the name of a pane in the upper edge of the place that it shares with others.
type tab struct {
	i      int // in panes()
	x0, x1 int // columns of its name
	y      int
}

// tabs are the panes that share a place: those that have none of their own, or all when one is
// zoomed. There are none where each has its place.
func (a *arrangement) tabs(list []placed) []tab {
	ids := a.panes()
	first := len(list) - 1
	if a.zoom {
		first = 0
	}
	if len(ids)-first < 2 {
		return nil
	}
	p := list[len(list)-1]
	var out []tab
	x := p.r.X + 2
	for i := first; i < len(ids); i++ {
		w := paint.Width(ids[i].Title(a.scene.Lang)) + 2
		if ids[i] == p.id && p.id == a.focused() {
			w++
		}
		if x+w > p.r.X+p.r.W-2 {
			break
		}
		out = append(out, tab{i, x, x + w, p.r.Y})
		x += w + 1
	}
	return out
}

// paintTabs names the panes that share a place, so that they can be found.
func (a *arrangement) paintTabs(canvas *paint.Canvas, list []placed) {
	tabs := a.tabs(list)
	if tabs == nil {
		return
	}
	c, th := canvas, a.scene.Theme
	p, ids := list[len(list)-1], a.panes()
	border, title := th.Border, th.Title
	mark := " "
	if p.id == a.focused() {
		border, title, mark = th.Focus, th.Focus, " ▸"
		title.Bold = true
	}
	c.Fill(paint.Rect{X: p.r.X + 1, Y: p.r.Y, W: p.r.W - 2, H: 1}, '─', border)
	for _, t := range tabs {
		if id := ids[t.i]; id == p.id {
			c.Text(t.x0, t.y, mark+id.Title(a.scene.Lang)+" ", title)
		} else {
			c.Text(t.x0, t.y, " "+id.Title(a.scene.Lang)+" ", th.Dim)
		}
	}
}

func (s split) clone() split {
	n := split{cols: append([]int(nil), s.cols...)}
	for _, r := range s.rows {
		n.rows = append(n.rows, append([]int(nil), r...))
	}
	return n
}

// divider names what lies under a point: a column's or a row's edge that can be dragged.
type divider struct {
	kind int // dragNone, dragTime, dragCol, dragRow
	col  int
	row  int
}

const (
	dragNone = iota
	dragTime
	dragCol
	dragRow
)

// marked is the pane that a cue needs beside those of a list, false if it needs none.
func (c *cursor) marked(list []views.PaneID) (views.PaneID, bool) {
	for i := range c.scene.Marks {
		missing := true
		for _, id := range list {
			missing = missing && id != c.scene.Marks[i].Pane
		}
		if missing {
			return c.scene.Marks[i].Pane, true
		}
	}
	return 0, false
}
