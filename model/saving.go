package model

import (
	"encoding/json"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/model/session"
	"teacp/views/words"
)

func (m *Model) leave() tea.Cmd {
	m.saveNow()
	m.quit = true
	return tea.Quit
}

// listSessions reads the sessions of the state folder, and says where one is damaged.
func (m *Model) listSessions() {
	if m.opt.StateDir == "" {
		return
	}
	var damaged *session.Damaged
	if m.saved, damaged, m.first = session.List(m.opt.StateDir); damaged != nil {
		m.sayDamaged(damaged)
	}
}

func (c *cursor) sayDamaged(d *session.Damaged) {
	c.status = c.say(words.SessionSetAside, words.Clean(filepath.Base(d.File)), words.Clean(filepath.Dir(d.File)),
		words.Clean(d.Err.Error()))
}

// keep saves the session if it has changed: beside the program, one writing at a time.
func (m *Model) keep() tea.Cmd {
	if m.opt.StateDir == "" || m.scene.Run == nil || m.saving {
		return nil
	}
	if k := m.stamp(); k == m.savedAt || m.scene.Frame == 0 && len(m.tree) == 1 && m.savedAt == (stamp{}) {
		return nil
	}
	m.saving = true
	if m.playing {
		return tea.Tick(savePace, func(time.Time) tea.Msg { return saveMsg{} })
	}
	return m.save()
}

func (m *Model) stamp() stamp {
	s := stamp{m.scene.Run, m.scene.Frame, m.scene.Conn, m.living(), m.layout, len(m.splits), m.edits, m.cmp, 0}
	if m.cmp != nil {
		s.lock = m.cmp.lock
	}
	return s
}

// save writes the session in a command, so that a slow disk keeps no key waiting.
func (m *Model) save() tea.Cmd {
	if m.scene.Run == nil {
		m.saving = false
		return nil
	}
	m.savedAt = m.stamp()
	m.saves++
	fresh := m.file == ""
	if fresh {
		m.file = session.FileOf(m.opt.StateDir, m.tree[0].src.opened)
	}
	number, data, file := m.saves, m.encode(), m.file
	return func() tea.Msg { return savedMsg{m.writer.Write(number, file, data, fresh)} }
}

func (m *Model) encode() []byte {
	data, err := json.MarshalIndent(m.snapshot(), "", "  ")
	if err != nil {
		panic("model: a session cannot be encoded: " + err.Error())
	}
	return append(data, '\n')
}

// saveAs writes the session to a file of the user's; false if it cannot.
func (m *Model) saveAs(name string) bool {
	file, err := filepath.Abs(name)
	if err == nil {
		err = session.Write(file, m.encode())
	}
	if err != nil {
		m.status = m.say(words.SessionNotSaved) + m.reason(err)
		return false
	}
	m.status = m.say(words.SessionSaved) + words.Clean(name)
	return true
}

// saveNow saves at the end, when no command runs any more.
func (m *Model) saveNow() {
	if m.opt.StateDir == "" || m.scene.Run == nil || m.stamp() == m.savedAt || m.scene.Frame == 0 &&
		len(m.tree) == 1 && m.file == "" {
		return
	}
	if cmd := m.save(); cmd != nil {
		cmd()
	}
}
