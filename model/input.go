package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/views"
)

// key answers a key.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	s := k.String()
	switch {
	case s == "ctrl+c":
		return m.leave()
	case s == "ctrl+l":
		return tea.ClearScreen
	case s == "ctrl+z":
		return m.do(actSuspend)
	case m.over == overPrompt:
		return m.promptKey(k, s)
	case m.over >= overKnobs:
		return m.listKey(k, s)
	case m.over == overHelp:
		return m.helpKey(s)
	case m.scene.Run == nil:
		return m.libraryKey(k, s)
	case m.over == overQuestion:
		return m.questionKey(s)
	case presets[m.layout].lecture && m.cmp == nil && (s == "pgdown" || s == "pgup"): // what a presenter's remote sends
		m.status = ""
		return m.toCue(dir(s == "pgdown"))
	}
	return m.do(m.keyOf[s])
}

func (m *Model) helpKey(s string) tea.Cmd {
	switch s {
	case "pgdown", "space":
		m.scroll += m.h - 6
		return nil
	case "pgup":
		m.scroll -= m.h - 6
		return nil
	}
	switch m.keyOf[s] {
	case actNext, actScrollDown:
		m.scroll++
	case actPrev, actScrollUp:
		m.scroll = max(m.scroll-1, 0)
	case actStart:
		m.scroll = 0
	case actEnd:
		m.scroll = 1 << 20
	case actQuit, actHelp, actLibrary:
		m.over, m.scroll = overNone, 0
	}
	return nil
}

// paste puts pasted text where text is being typed.
func (m *Model) paste(s string) {
	switch {
	case m.over == overPrompt:
		m.typeIn(s)
	case m.over.filters() && len(m.filter)+len(s) <= 60:
		m.filter += views.Clean(s)
	case m.scene.Run == nil && m.typed && len(m.query)+len(s) <= 60:
		m.query += views.Clean(s)
	}
}

// libraryRow is a line of the library: a scenario, or a session to go on with.
type libraryRow struct {
	meta int // index in metas, -1 for a session
	kept int
}

// shown are the rows of the library that match the filter. The newest session comes first.
func (m *Model) shown() []libraryRow {
	var out []libraryRow
	if len(m.kept) > 0 && m.query == "" {
		out = append(out, libraryRow{-1, 0})
	}
	for i, meta := range m.metas {
		if strings.Contains(strings.ToLower(meta.Name+" "+meta.Title.In(m.scene.Lang)+" "+meta.Topic), strings.ToLower(m.query)) {
			out = append(out, libraryRow{meta: i})
		}
	}
	return out
}

// libraryKey answers a key in the library.
func (m *Model) libraryKey(k tea.KeyPressMsg, s string) tea.Cmd {
	if m.typed {
		return m.filterKey(k, s)
	}
	n := len(m.shown())
	switch s {
	case "q", "esc":
		return m.leave()
	case "down", "j":
		m.pick = min(m.pick+1, max(n-1, 0))
	case "up", "k":
		m.pick = max(m.pick-1, 0)
	case "pgdown":
		m.pick = min(m.pick+10, max(n-1, 0))
	case "pgup":
		m.pick = max(m.pick-10, 0)
	case "home", "g":
		m.pick = 0
	case "end", "G":
		m.pick = max(n-1, 0)
	case "/":
		m.typed = true
	case "enter", "right", "l":
		return m.openPicked(false)
	case "r":
		return m.openPicked(true)
	case "?":
		m.over, m.scroll = overHelp, 0
	case "L":
		m.scene.Lang = map[bool]string{true: "en", false: "ko"}[m.scene.Lang == "ko"]
	case "c":
		m.nextTheme()
	}
	return nil
}

// filterKey edits the library's filter.
func (m *Model) filterKey(k tea.KeyPressMsg, s string) tea.Cmd {
	switch s {
	case "enter":
		m.typed = false
		return m.openPicked(false)
	case "esc":
		m.typed, m.query = false, ""
	case "backspace":
		m.query = chop(m.query)
	case "up", "down":
		m.typed = false
		return m.libraryKey(k, s)
	default:
		if len(m.query) < 60 {
			m.query += views.Clean(k.Text)
			m.pick = 0
		}
	}
	return nil
}

// keptOf finds the session of a scenario, -1 if none is kept.
func (m *Model) keptOf(scenario string) int {
	for i := range m.kept {
		if m.kept[i].s.Scenario == scenario {
			return i
		}
	}
	return -1
}

// openPicked opens the scenario under the cursor, or goes on with its session.
func (m *Model) openPicked(on bool) tea.Cmd {
	list := m.shown()
	if m.pick < 0 || m.pick >= len(list) {
		return nil
	}
	row := list[m.pick]
	i := row.kept
	if row.meta >= 0 {
		i = -1
		if on {
			i = m.keptOf(m.metas[row.meta].Name)
			if i < 0 {
				m.status = m.say("No session of this scenario is kept.", "이 시나리오의 세션이 없다.")
				return nil
			}
		}
	}
	var err error
	if i >= 0 {
		if err = m.restore(&m.kept[i].s); err != nil {
			m.setAside(m.kept[i].file, err)
			m.kept = append(m.kept[:i], m.kept[i+1:]...)
			return nil
		}
		m.owned = true
		return nil
	}
	if err = m.open(m.metas[row.meta].Name, nil); err != nil {
		m.status = views.Clean(err.Error())
	}
	return nil
}

// click moves the cursor to a row of the ladder, focuses a pane, takes hold of a divider, or
// seeks on the timeline.
func (m *Model) click(e tea.Mouse) tea.Cmd {
	if e.Button != tea.MouseLeft || m.w < MinW || m.h < MinH {
		return nil
	}
	switch {
	case m.scene.Run == nil:
		return m.clickLibrary(e)
	case m.over != overNone:
		return nil
	case e.Y == 0 && e.X >= m.bar[0] && e.X < m.bar[1]:
		m.drag = divider{kind: dragTime}
		m.remember()
		m.seekBar(e.X)
		return nil
	case m.cmp != nil:
		return m.clickColumn(e)
	}
	if d := m.dividerAt(e.X, e.Y); d.kind != dragNone {
		m.drag = d
		return nil
	}
	for _, p := range m.arrange(m.body()) {
		if !p.r.Contains(e.X, e.Y) {
			continue
		}
		for i, id := range m.panes() {
			if id == p.id {
				m.focus = i
			}
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

func (m *Model) clickColumn(e tea.Mouse) tea.Cmd {
	x := 0
	for k, w := range divide(m.w, make([]int, len(m.cmp.cols)), 14) {
		if e.X >= x && e.X < x+w && k != m.cmp.on {
			m.nextColumn(k - m.cmp.on)
		}
		x += w
	}
	return nil
}

func (m *Model) clickLibrary(e tea.Mouse) tea.Cmd {
	for y, i := range m.libraryRows() {
		if e.Y == y && i >= 0 {
			if m.pick == i {
				return m.openPicked(false)
			}
			m.pick = i
		}
	}
	return nil
}

// dragged moves what is held: the cursor along the timeline, or a divider.
func (m *Model) dragged(e tea.Mouse) tea.Cmd {
	if m.scene.Run == nil || m.over != overNone || e.Button != tea.MouseLeft {
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
	case m.over >= overKnobs:
		m.choice = max(min(m.choice+d, len(m.items())-1), 0)
		return
	case m.over == overHelp:
		m.scroll += d
		return
	case m.scene.Run == nil:
		m.pick = max(min(m.pick+d, len(m.shown())-1), 0)
		return
	case m.over != overNone || m.w < MinW || m.h < MinH:
		return
	case m.cmp != nil && m.cmp.table:
		m.cmp.top = max(m.cmp.top+d, 0)
		return
	case m.cmp != nil:
		m.edge(m.moveTo(m.scene.Frame+int64(d)), d)
		return
	}
	for _, p := range m.arrange(m.body()) {
		if !p.r.Contains(e.X, e.Y) {
			continue
		}
		if views.Follows(p.id) {
			m.edge(m.moveTo(m.scene.Frame+int64(d)), d)
			return
		}
		m.scene.Scroll[p.id] = max(m.scene.Scroll[p.id]+d, 0)
	}
}
