package model

import (
	"fmt"

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
	{name: "overview", text: words.LayoutOverview, compare: "ladder", panes: []string{"ladder", "why", "timers", "connection"}},
	{name: "segments", text: words.LayoutSegments, compare: "segments", panes: []string{"segments", "timers", "connection", "why"}},
	{name: "why", text: words.LayoutWhy, compare: "why", panes: []string{"ladder", "why"}},
	{name: "http", text: words.LayoutHTTP, compare: "page", panes: []string{"page", "ladder", "why", "messages", "ledger"}},
	{name: "graphs", text: words.LayoutGraphs, compare: "cwnd", panes: []string{"cwnd", "sequence", "rtt", "window", "pipe"}, grid: true},
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

// setPane puts a pane in the place of the focused one.
func (m *Model) setPane(id views.PaneID) {
	if m.cmp != nil {
		m.cmp.comparePane(id)
		return
	}
	list := append([]views.PaneID(nil), m.layoutPanes()...)
	for i := range list {
		if list[i] == id { // it is there already: they change places
			list[i] = list[m.focus%len(list)]
		}
	}
	list[m.focus%len(list)] = id
	m.chosen[m.layout] = list
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

// arrange places the panes of the layout in the body of the screen. What has no place of
// its own takes the last one when it has the focus.
func (m *Model) arrange(body paint.Rect) []placed {
	ids := m.panes()
	at := m.focus % len(ids)
	spoken := m.spokenLines()
	if m.zoom || len(ids) == 1 {
		body.H -= spoken
		return []placed{{id: ids[at], r: body}}
	}
	s := m.splitOf(body)
	out := make([]placed, 0, 6)
	x := body.X
	for c, w := range divide(body.W, s.cols, leastW) {
		y := body.Y
		for r, h := range divide(body.H, s.rows[c], leastH) {
			if n := len(out); n < len(ids) {
				out = append(out, placed{ids[n], paint.Rect{X: x, Y: y, W: w, H: h}, c, r})
			}
			y += h
		}
		x += w
	}
	if at >= len(out) {
		out[len(out)-1].id = ids[at]
	}
	for i := range out { // a sentence of several lines stands below them, not over them
		if r := &out[i].r; r.Y+r.H == body.Y+body.H {
			r.H -= spoken
		}
	}
	return out
}

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

// focusedPlace is where the focused pane stands.
func (m *Model) focusedPlace() placed {
	for _, p := range m.arrange(m.body()) {
		if p.id == m.focused() {
			return p
		}
	}
	return m.arrange(m.body())[0]
}

// resize moves the divider beside the focused pane by a few percent.
func (m *Model) resize(columns bool, d int) {
	body := m.body()
	s := m.splitOf(body).clone()
	p := m.focusedPlace()
	list := s.cols
	at := p.col
	if !columns {
		list, at = s.rows[p.col], p.row
	}
	if len(list) < 2 {
		m.status = m.say(words.LayoutNoDivider)
		return
	}
	other := at + 1
	if other == len(list) {
		other = at - 1
	}
	key := splitKey{m.layout, sizeClass(body)}
	before, had := m.splits[key]
	for list[at]+d >= 10 && list[other]-d >= 10 { // until a cell is won: on a small screen a step may be less
		list[at] += d
		list[other] -= d
		m.splits[key] = s
		if m.focusedPlace().r != p.r {
			return
		}
	}
	if delete(m.splits, key); had {
		m.splits[key] = before
	}
	m.status = m.say(words.LayoutEdgeStops)
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

func (m *Model) dividerAt(x, y int) divider {
	if m.zoom || m.cmp != nil {
		return divider{}
	}
	for _, p := range m.arrange(m.body()) {
		switch {
		case p.col > 0 && (x == p.r.X || x == p.r.X-1) && y >= p.r.Y && y < p.r.Y+p.r.H:
			return divider{dragCol, p.col, 0}
		case p.row > 0 && y == p.r.Y && x >= p.r.X && x < p.r.X+p.r.W:
			return divider{dragRow, p.col, p.row}
		}
	}
	return divider{}
}

// dragTo moves a divider to a point.
func (m *Model) dragTo(d divider, x, y int) {
	body := m.body()
	s := m.splitOf(body).clone()
	list, pos, length, least := s.cols, x-body.X, body.W, leastW
	at := d.col
	if d.kind == dragRow {
		list, pos, length, least, at = s.rows[d.col], y-body.Y, body.H, leastH, d.row
	}
	cells := divide(length, list, least)
	before := 0
	for i := 0; i < at-1; i++ {
		before += cells[i]
	}
	both := cells[at-1] + cells[at]
	cells[at-1] = max(min(pos-before, both-least), least)
	cells[at] = both - cells[at-1]
	copy(list, cells) // shares are cells from here on: they only count against each other
	m.splits[splitKey{m.layout, sizeClass(body)}] = s
}

// setLayout chooses a preset.
func (m *Model) setLayout(i int) {
	if m.cmp != nil {
		id, _ := views.PaneByName(presets[i].compare)
		m.cmp.comparePane(id)
		return
	}
	m.layout, m.focus, m.zoom = i, 0, false
	m.status = m.say(words.LayoutChosen) + fmt.Sprintf("%d %s", i+1, m.say(presets[i].text))
}

// body is the part of the screen that panes share.
func (m *Model) body() paint.Rect {
	b := paint.Rect{X: 0, Y: 2, W: m.w, H: m.h - 4}
	if presets[m.layout].lecture && m.cmp == nil {
		h := m.lecture.cueHeight(m.w, m.h)
		b.Y += h
		b.H -= h
	}
	return b
}
