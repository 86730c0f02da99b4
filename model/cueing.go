package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views/words"
)

// lectureAction goes from cue to cue.
func (m *Model) lectureAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.NextCue:
		return m.toCue(1)
	case keymap.PrevCue:
		return m.toCue(-1)
	case keymap.Autoplay:
		return m.toggleAutoplay()
	}
	return nil
}

func (m *Model) toggleAutoplay() tea.Cmd {
	if m.auto && m.playing {
		m.playing, m.auto = false, false
		m.status = m.say(words.Paused)
		return nil
	}
	if len(m.sc.Notes) == 0 {
		m.status = m.say(words.NotesNone)
		return nil
	}
	m.playing, m.auto = true, true
	m.autoplay.Start()
	m.layout = presetIndex("lecture")
	m.ticks++
	return m.autoTick()
}

// toCue goes to the next or previous cue, and does what it asks for.
func (m *Model) toCue(d int) tea.Cmd {
	m.goHome()
	if len(m.sc.Notes) == 0 {
		m.status = m.say(words.NotesNone)
		return nil
	}
	c, r := m.lecture.cues(), m.scene.Run
	if f := c.Next(m.scene.Frame, d); f >= 0 || d < 0 || !c.Unread() && r.Done() {
		return m.showCue(f)
	}
	return m.begin(&job{what: m.say(words.JobNextNote), far: c.Upto,
		step: func() bool {
			if r != m.scene.Run {
				return true
			}
			f := m.lecture.cues().Next(m.scene.Frame, d)
			switch {
			case f >= 0 || !c.Unread() && r.Done():
				m.after = append(m.after, func() tea.Cmd { return m.showCue(f) })
				return true
			case c.Unread():
				c.ReadBlock()
			default:
				r.Extend(sliceFrames)
			}
			return false
		}})
}

// showCue goes to a cue; -1: there is none.
func (m *Model) showCue(frame int64) tea.Cmd {
	if frame < 0 {
		m.status = m.say(words.NotesNoFurther)
		return nil
	}
	m.remember()
	m.moveTo(frame)
	if !presets[m.layout].lecture {
		m.status = m.lecture.cueText()
		if m.lecture.turned() {
			m.status = m.say(words.NotesWithoutChanges) + m.status
		}
	}
	return m.cueActs()
}

// goHome goes back to where a cue turned a knob.
func (m *Model) goHome() {
	h := m.lecture.home
	if h == nil {
		return
	}
	m.lecture.home, m.cmp = nil, nil
	if h.branch < len(m.tree) && !m.tree[h.branch].gone {
		m.visit(h.branch)
		m.moveTo(min(h.frame, m.scene.Run.Frames()-1))
	}
}

// cueActs turns the knob of a cue under the cursor, for the whole run, and compares.
func (m *Model) cueActs() tea.Cmd {
	for _, n := range m.lecture.cues().Notes(m.scene.Frame) {
		if n.Turn == nil {
			continue
		}
		m.lecture.point(m.cmp.columnScenes())
		text, here := m.lecture.cueText(), m.cur
		m.lecture.home = &cueHome{here, m.scene.Frame, m.lecture.present(), m.lecture.cueNotes()}
		var cmd tea.Cmd
		if m.turnAt([]sim.Change{*n.Turn}, 0) {
			cmd = m.grow()
		}
		if n.Compare && m.cur != here {
			cmd = tea.Batch(cmd, m.compareBranches([]int{here, m.cur}))
		}
		m.pend, m.status = pending{}, text
		return cmd
	}
	return nil
}

// autoStep is a step of autoplay: on a cue it waits as long as its text takes to read.
func (m *Model) autoStep() tea.Cmd {
	if m.autoplay.Waits() {
		return m.autoTick()
	}
	m.goHome()
	c, f := m.lecture.cues(), m.scene.Frame
	before, to := c.At(f), c.Next(f, 1)
	if to < 0 {
		to = m.scene.Run.Frames() - 1
	}
	if !m.moveTo(f + m.autoplay.Stride(f, to)) {
		m.playing, m.auto = false, false
		m.status = m.say(words.EndOfRun)
		return nil
	}
	if m.lecture.cues().At(m.scene.Frame) != before {
		return m.autoCue()
	}
	return m.autoTick()
}

// autoCue does what a cue asks for, and stays at it: as long as it says itself, or as its
// text takes to read, or until a key.
func (m *Model) autoCue() tea.Cmd {
	text, notes, waits := m.lecture.cueText(), m.lecture.cueNotes(), m.lecture.cueWaits()
	cmd := m.cueActs()
	m.autoplay.Stay(text, notes, m.autoPace(), cmd != nil)
	m.playing, m.auto = !waits, !waits
	if waits {
		m.status = m.say(words.NotesWait)
		return cmd
	}
	return tea.Batch(cmd, m.autoTick())
}
