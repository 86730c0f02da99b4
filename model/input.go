package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
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
