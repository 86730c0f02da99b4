package model

import (
	"fmt"
	"slices"
	"strings"

	"teacp/model/session"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
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

// focusedPlace is where the focused pane stands.
func (m *Model) focusedPlace() placed {
	for _, p := range m.arrange(m.body()) {
		if p.id == m.focused() {
			return p
		}
	}
	return m.arrange(m.body())[0]
}

// shows reports whether a pane is on the screen.
func (m *Model) shows(want func(*views.Pane) bool) bool {
	if m.scene.Run == nil || m.cmp != nil || m.w < MinW || m.h < MinH {
		return false
	}
	for _, p := range m.arrange(m.body()) {
		if want(&views.Panes[p.id]) {
			return true
		}
	}
	return false
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
	if both < 2*least {
		return
	}
	cells[at-1] = max(min(pos-before, both-least), least)
	cells[at] = both - cells[at-1]
	copy(list, cells) // shares are cells from here on: they only count against each other
	m.splits[splitKey{m.layout, sizeClass(body)}] = s
}

// useColumns chooses a set and says which columns it has.
func (m *Model) useColumns(i int) {
	m.chooseColumns(i)
	s := &m.sets[m.setAt]
	m.status = m.say(words.ColumnsUsed, s.Name, strings.Join(s.Cols, " "))
	if !m.shows(func(p *views.Pane) bool { return p.Columns }) {
		m.status += m.say(words.ColumnsWhere)
	}
}

// keepColumns makes a set of the columns on the screen, under a name; false if it cannot.
func (m *Model) keepColumns(name string) bool {
	cols := slices.Clone(m.sets[m.setAt].Cols)
	i := session.SetNamed(m.sets, name)
	switch err := session.CheckSet(name, cols); {
	case err != nil:
		m.status = m.reason(err)
		return false
	case i < 0 && len(m.sets) >= session.MaxColumnSets:
		m.status = m.say(words.ColumnsLimit, session.MaxColumnSets)
		return false
	case i < 0:
		m.sets = append(m.sets, session.ColumnSet{})
		i = len(m.sets) - 1
	}
	m.sets[i] = session.ColumnSet{Name: name, Cols: cols, Made: true}
	m.useColumns(i)
	return true
}
