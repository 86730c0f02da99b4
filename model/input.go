package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/session"
	"teacp/views/words"
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
		return m.do(keymap.Suspend)
	case m.over.IsOpen():
		return m.overlayKey(k)
	case m.scene.Run == nil:
		return m.libraryKey(k, s)
	case presets[m.layout].lecture && m.cmp == nil && (s == "pgdown" || s == "pgup"): // what a presenter's remote sends
		m.status = ""
		return m.toCue(dir(s == "pgdown"))
	}
	return m.do(m.keys.Action(s))
}

// overlayKey hands a key to the open overlay.
func (m *Model) overlayKey(k tea.KeyPressMsg) tea.Cmd {
	return m.perform(m.over.Overlay().Key(m.host(), k))
}

// paste puts pasted text where text is being typed.
func (m *Model) paste(msg tea.PasteMsg) {
	switch {
	case m.over.IsOpen():
		m.over.Overlay().Paste(m.host(), msg.Content)
	case m.scene.Run == nil && m.typed:
		m.query.Insert(msg.Content)
	}
}

// libraryRow is a line of the library: a scenario, or a session to go on with.
type libraryRow struct {
	meta int // index in metas, -1 for a session
	kept int
}

// shown are the rows of the library that match the filter. The newest session comes first.
func (b *library) shown() []libraryRow {
	var out []libraryRow
	if len(b.kept) > 0 && b.query.Value() == "" {
		out = append(out, libraryRow{-1, 0})
	}
	for i, meta := range b.metas {
		if strings.Contains(strings.ToLower(meta.Name+" "+meta.Title.In(b.scene.Lang)+" "+meta.Topic), strings.ToLower(b.query.Value())) {
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
		m.openOverlay(keymap.Help)
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
		m.typed = false
		m.query.Set("")
	case "up", "down":
		m.typed = false
		return m.libraryKey(k, s)
	default:
		if m.query.Key(k) {
			m.pick = 0
		}
	}
	return nil
}

// keptOf finds the session of a scenario, -1 if none is kept.
func (b *library) keptOf(scenario string) int {
	for i := range b.kept {
		if b.kept[i].Session.Scenario == scenario {
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
				m.status = m.say(words.SessionNone)
				return nil
			}
		}
	}
	var err error
	if i >= 0 {
		if err = m.restore(&m.kept[i].Session); err != nil {
			m.sayDamaged(session.SetAside(m.kept[i].File, err))
			m.kept = append(m.kept[:i], m.kept[i+1:]...)
			return nil
		}
		m.owned = true
		return nil
	}
	if err = m.open(m.metas[row.meta].Name, nil); err != nil {
		m.status = m.reason(err)
	}
	return nil
}
