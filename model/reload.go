package model

import (
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"teacp/model/lecture"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/views/words"
)

// followFile plans the next look at the file of the scenario, if it is one.
func (m *Model) followFile() tea.Cmd {
	if m.scene.Run == nil || len(m.tree) == 0 {
		return m.follower.Follow("", nil)
	}
	src := m.tree[0].src
	if _, carried := m.carried(src.opened); carried || src.sc.Config.Replays() || len(src.sc.Source) == 0 {
		return m.follower.Follow("", nil)
	}
	return m.follower.Follow(src.opened, src.sc.Source)
}

// fileLooked takes over what a look has found. A file with mistakes leaves the run as it is.
func (m *Model) fileLooked(msg session.LookedMsg) {
	sc, err := m.follower.Looked(msg)
	switch {
	case err != nil:
		m.status = m.say(words.ReloadKeptLast) + session.FirstProblem(err, m.scene.Lang)
	case sc != nil:
		if err := m.reload(sc); err != nil {
			m.status = m.say(words.ReloadKeptLast) + m.reason(err)
		}
	}
}

// reload puts the scenario as it is now in the place of the old one: branches with their
// changes, the frame under the cursor, bookmarks and the layout stay.
func (m *Model) reload(sc *scenarios.Scenario) error {
	s := m.snapshot()
	sc.File = m.tree[0].src.sc.File
	m.opt.configure(sc.Config)
	tree, err := grownTree(&s, sc)
	lost := 0
	if err != nil { // a branch turns what is no longer there: its changes go
		lost = s.KeepPossible(sc.Config)
		if tree, err = grownTree(&s, sc); err != nil {
			return err
		}
	}
	m.tree, m.marks = tree, s.Marks
	m.cmp, m.job, m.pend, m.looked = nil, nil, pending{}, looked{}
	m.lecture.found = lecture.Cues{}
	m.playing, m.auto = false, false
	m.showBranch(s.Current)
	m.scene.Run.Extend(firstSlice)
	m.moveTo(max(min(s.Frame, m.scene.Run.Frames()-1), 0))
	m.seekAfterStart(s.Frame)
	m.scene.Conn = min(s.Conn, uint32(max(m.scene.Run.At(m.scene.Frame).Conns()-1, 0)))
	m.status = m.say(words.ReloadDone) + words.Clean(filepath.Base(m.opened))
	if lost > 0 {
		m.status += m.say(words.ReloadLostChanges, lost)
	}
	return nil
}
