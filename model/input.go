package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views"
)

// promptKey edits the line behind the colon.
func (m *Model) promptKey(k tea.KeyPressMsg, s string) tea.Cmd {
	switch s {
	case "esc":
		m.over = overNone
	case "enter":
		m.over = overNone
		if m.prompt != "" {
			m.status = ""
			m.goTo(m.prompt)
		}
	case "backspace":
		m.prompt = chop(m.prompt)
	default:
		if len(m.prompt) < 200 {
			m.prompt += views.Clean(k.Text)
		}
	}
	return nil
}

func chop(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[:len(r)-1])
}

// listKey answers a key in the list of knobs or of actions.
func (m *Model) listKey(k tea.KeyPressMsg, s string) tea.Cmd {
	items := m.items()
	switch s {
	case "esc":
		m.over = overNone
	case "down", "ctrl+n":
		m.choice++
	case "up":
		m.choice--
	case "pgdown":
		m.choice += 10
	case "pgup":
		m.choice -= 10
	case "backspace":
		m.filter = chop(m.filter)
	case "left", "right", "alt+left", "alt+right", "enter":
		if m.choice < 0 || m.choice >= len(items) {
			return nil
		}
		it := items[m.choice]
		if it.knob == 0 {
			if s == "enter" {
				m.over = overNone
				return m.do(it.act)
			}
			return nil
		}
		m.turnKnob(it.knob-1, strings.HasSuffix(s, "left"), strings.HasPrefix(s, "alt+"))
	default:
		if len(m.filter) < 60 {
			m.filter += views.Clean(k.Text)
			m.choice = 0
		}
	}
	m.choice = max(min(m.choice, len(m.items())-1), 0)
	return nil
}

// turnKnob gives a knob its next or previous value.
func (m *Model) turnKnob(i int, down, whole bool) {
	k := &m.scene.Run.Config().Knobs()[i]
	v := m.scene.Run.At(m.scene.Frame).Value(k)
	m.turn([]sim.Change{{Knob: k.Name, Value: k.Format(stepValue(k, v, down))}}, whole)
}

// stepValue is the value after v: the next name, or a number about half as large again.
func stepValue(k *sim.Knob, v int64, down bool) int64 {
	switch k.Kind {
	case sim.KnobBool:
		return 1 - v
	case sim.KnobEnum:
		n := int64(len(k.Values))
		if down {
			return (v + n - 1) % n
		}
		return (v + 1) % n
	}
	unit := int64(1)
	switch k.Kind {
	case sim.KnobDuration:
		unit = 1_000_000
	case sim.KnobRate:
		unit = 1_000_000
	case sim.KnobPPM:
		unit = 10_000
	case sim.KnobBytes:
		unit = 1024
	}
	n := v + unit
	switch {
	case down && v <= unit:
		n = 0
	case down && v/unit < 8:
		n = v - unit
	case down:
		n = v / 2 / unit * unit
	case v/unit >= 8:
		n = v * 2
	}
	if k.Max > 0 {
		n = min(n, k.Max)
	}
	return max(n, k.Min)
}

// shown are the indices of the scenarios that match the filter.
func (m *Model) shown() []int {
	var out []int
	for i, meta := range m.metas {
		if strings.Contains(strings.ToLower(meta.Name+" "+meta.Title.In(m.scene.Lang)+" "+meta.Topic), strings.ToLower(m.query)) {
			out = append(out, i)
		}
	}
	return out
}

// libraryKey answers a key in the library.
func (m *Model) libraryKey(k tea.KeyPressMsg, s string) tea.Cmd {
	if m.typed {
		switch s {
		case "enter":
			m.typed = false
			return m.openPicked()
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
		return m.openPicked()
	case "L":
		if m.scene.Lang == "ko" {
			m.scene.Lang = "en"
		} else {
			m.scene.Lang = "ko"
		}
	case "c":
		for i := range views.Themes {
			if &views.Themes[i] == m.scene.Theme {
				m.scene.Theme = &views.Themes[(i+1)%len(views.Themes)]
				break
			}
		}
	}
	return nil
}

func (m *Model) openPicked() tea.Cmd {
	list := m.shown()
	if m.pick >= len(list) {
		return nil
	}
	if err := m.open(m.metas[list[m.pick]].Name, nil); err != nil {
		m.status = err.Error()
		return nil
	}
	return m.grow()
}

// click moves the cursor to a row of the ladder, focuses a pane, or seeks on the timeline.
func (m *Model) click(e tea.Mouse) {
	if m.scene.Run == nil || m.over != overNone || m.w < MinW || m.h < MinH {
		return
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
		if p.id == views.PaneLadder {
			if f := m.scene.LadderFrameAt(p.r, e.Y); f >= 0 {
				m.jump(f)
			}
		}
		return
	}
}

// wheel scrolls the pane under the pointer; over the ladder it steps.
func (m *Model) wheel(e tea.Mouse) {
	d := 1
	if e.Button == tea.MouseWheelUp {
		d = -1
	}
	if m.scene.Run == nil {
		m.pick = max(min(m.pick+d, len(m.shown())-1), 0)
		return
	}
	if m.over != overNone || m.w < MinW || m.h < MinH {
		return
	}
	for _, p := range m.arrange(m.body()) {
		if !p.r.Contains(e.X, e.Y) {
			continue
		}
		if p.id == views.PaneLadder || p.id == views.PaneSegments {
			m.moveTo(m.scene.Frame + int64(d))
			return
		}
		m.scene.Scroll[p.id] = max(m.scene.Scroll[p.id]+d, 0)
	}
}
