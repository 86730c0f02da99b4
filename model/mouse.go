package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views"
)

// click moves the cursor to what is clicked, focuses a pane, takes hold of a divider, or seeks on
// the timeline.
func (m *Model) click(e tea.Mouse) tea.Cmd {
	if e.Button != tea.MouseLeft || m.w < MinW || m.h < MinH {
		return nil
	}
	if k, ok := m.foot.KeyAt(e.X, e.Y); ok {
		return m.key(k)
	}
	switch {
	case m.over.IsOpen():
		return m.perform(m.over.Overlay().Click(m.host(), e.X, e.Y))
	case m.scene.Run == nil:
		return m.clickLibrary(e)
	case e.Y == 0 && e.X >= m.bar[0] && e.X < m.bar[1]:
		m.drag = divider{kind: dragTime}
		m.status = ""
		m.remember()
		m.seekBar(e.X)
		return nil
	case m.cmp != nil:
		return m.clickColumn(e)
	}
	list := m.arrange(m.body()) // as it was when the button was pressed
	tabs, edge := m.tabs(list), m.dividerAt(e.X, e.Y)
	m.status = ""
	for _, t := range tabs {
		if e.Y == t.y && e.X >= t.x0 && e.X < t.x1 {
			m.focus = t.i
			return nil
		}
	}
	for _, p := range list {
		if !p.r.Contains(e.X, e.Y) {
			continue
		}
		for i, id := range m.panes() {
			if id == p.id {
				m.focus = i
			}
		}
		if m.drag = edge; edge.kind != dragNone {
			return nil
		}
		if f := views.FrameAt(p.r, p.id, &m.scene, e.X, e.Y); f >= 0 {
			return m.jump(f)
		}
	}
	return nil
}

// seekBar puts the cursor where the timeline was clicked.
func (m *Model) seekBar(x int) {
	w := max(m.bar[1]-m.bar[0]-1, 1)
	x = max(min(x-m.bar[0], w), 0)
	m.moveTo((m.scene.Run.Frames() - 1) * int64(x) / int64(w))
}

// clickColumn gives the focus to the run that is clicked, and moves its cursor there.
func (m *Model) clickColumn(e tea.Mouse) tea.Cmd {
	if m.cmp.table {
		return nil
	}
	for k, r := range m.columns() {
		if !r.Contains(e.X, e.Y) {
			continue
		}
		m.status = ""
		f := views.FrameAt(paneOfColumn(r), m.cmp.pane, &m.cmp.scenes[k], e.X, e.Y)
		if k != m.cmp.on {
			m.cmp.nextColumn(k - m.cmp.on)
		}
		if f >= 0 {
			return m.jump(f)
		}
	}
	return nil
}

// dragged moves what is held: the cursor along the timeline, or a divider.
func (m *Model) dragged(e tea.Mouse) tea.Cmd {
	if m.scene.Run == nil || m.over.IsOpen() || e.Button != tea.MouseLeft {
		return nil
	}
	switch m.drag.kind {
	case dragTime:
		m.seekBar(e.X)
	case dragCol, dragRow:
		m.dragTo(m.drag, e.X, e.Y)
	}
	return nil
}

// wheel scrolls the pane under the pointer; over the ladder it steps.
func (m *Model) wheel(e tea.Mouse) {
	d := 1
	if e.Button == tea.MouseWheelUp {
		d = -1
	}
	switch {
	case m.over.IsOpen():
		m.over.Overlay().Wheel(m.host(), d)
		return
	case m.scene.Run == nil:
		m.pick = max(min(m.pick+d, len(m.shown())-1), 0)
		return
	case m.w < MinW || m.h < MinH:
		return
	case m.cmp != nil && (m.cmp.table || !views.Panes[m.cmp.pane].Follows):
		m.compareScroll(d)
		return
	case m.cmp != nil:
		m.edge(m.moveTo(m.scene.Frame+int64(d)), d)
		return
	}
	for _, p := range m.arrange(m.body()) {
		if !p.r.Contains(e.X, e.Y) {
			continue
		}
		switch {
		case views.Panes[p.id].Follows:
			m.edge(m.moveTo(m.scene.Frame+int64(d)), d)
			return
		case views.Panes[p.id].Zooms:
			m.axisAction(map[int]keymap.Action{-1: keymap.ZoomIn, 1: keymap.ZoomOut}[d])
			return
		}
		m.scene.Scroll[p.id] = max(m.scene.Scroll[p.id]+d, 0)
	}
}
