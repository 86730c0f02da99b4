package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/session"
	"teacp/views/words"
)

// libraryKey answers a key in the library.
func (m *Model) libraryKey(k tea.KeyPressMsg, s string) tea.Cmd {
	if m.typed {
		return m.filterKey(k, s)
	}
	n := len(m.shown())
	m.status = ""
	switch s {
	case "q":
		return m.leave()
	case "esc":
		if !m.closeFilter() {
			m.status = m.say(words.LibraryNothingOpen)
		}
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
		m.closeFilter()
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

// closeFilter takes the filter away and reports whether there was one; the cursor stays on its row.
func (b *library) closeFilter() bool {
	if !b.typed && b.query.Value() == "" {
		return false
	}
	on := ""
	if list := b.shown(); b.pick < len(list) && list[b.pick].meta >= 0 {
		on = b.metas[list[b.pick].meta].Name
	}
	b.typed = false
	b.query.Set("")
	b.choose(on)
	return true
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
			i = m.savedOf(m.metas[row.meta].Name)
			if i < 0 {
				m.status = m.say(words.SessionNone)
				return nil
			}
		}
	}
	var err error
	if i >= 0 {
		if err = m.restore(&m.saved[i].Session); err != nil {
			m.sayDamaged(session.SetAside(m.saved[i].File, err))
			m.saved = append(m.saved[:i], m.saved[i+1:]...)
			return nil
		}
		m.file = m.saved[i].File
		return nil
	}
	if err = m.open(m.metas[row.meta].Name, nil); err != nil {
		m.status = m.reason(err)
	}
	return nil
}

// clickLibrary marks a row, and opens the one that is marked.
func (m *Model) clickLibrary(e tea.Mouse) tea.Cmd {
	left, right := m.libraryFrame(m.w, m.h)
	if right.Contains(e.X, e.Y) {
		return m.openPicked(false)
	}
	if i, ok := m.libraryRows(m.h)[e.Y]; ok && i >= 0 && left.Contains(e.X, e.Y) {
		if m.pick == i {
			return m.openPicked(false)
		}
		m.pick = i
	}
	return nil
}
