package model

import (
	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/sim"
	"teacp/views"
)

// place is where the cursor stands, for presenters.
func (c *cursor) place() lecture.Place {
	return lecture.Place{Branch: c.tree[c.cur].name, Run: c.scene.Run, Frame: c.scene.Frame}
}

// present is what a presenter is to see now.
func (m *Model) present() lecture.Presenter {
	if m.lecture.home != nil { // the cue is that of the run that it came from
		p := m.lecture.home.p
		p.MoveTo(m.place())
		return p
	}
	p := lecture.Present(m.sc, m.cues(), m.place(), m.scene.Lang)
	p.Now, p.Started, p.Points = m.cueText(), m.lecture.started.UnixMilli(), lecture.PointsAt(&m.scene)
	p.SetPause(m.cueNotes())
	for i := range m.keys {
		if b := &m.keys[i]; b.Group == keymap.GroupLecture || b.Action == keymap.Compare || b.Action == keymap.Undo {
			p.Keys = append(p.Keys, b.Key()+"  "+m.say(b.Text))
		}
	}
	return p
}

// presented changes when presenters are to see something else.
type presented struct {
	run    *sim.Run
	frame  int64
	lang   string
	cues   int
	branch string
}

// tellPresenters offers the notes as they are now, if they have changed.
func (m *Model) tellPresenters() {
	if m.lecture.server == nil || m.scene.Run == nil {
		return
	}
	k := presented{m.scene.Run, m.scene.Frame, m.scene.Lang, len(m.cues().List()), m.tree[m.cur].name}
	if k == m.lecture.told {
		return
	}
	m.lecture.told = k
	p := m.present()
	m.lecture.server.Offer(&p)
}

// markedFor changes when other places are to be marked in the panes.
type markedFor struct {
	run   *sim.Run
	frame int64
	cues  int
	home  *cueHome
	cmp   *comparison
}

// point hands what the cue points at to the panes.
func (m *Model) point() {
	k := markedFor{m.scene.Run, m.scene.Frame, len(m.cues().List()), m.lecture.home, m.cmp}
	if k == m.lecture.marked {
		return
	}
	m.lecture.marked = k
	notes := m.cueNotes()
	m.scene.Marks = lecture.Marks(m.scene.Run, notes)
	if m.cmp != nil {
		for i := range m.cmp.scenes {
			m.cmp.scenes[i].Marks = lecture.Marks(m.cmp.scenes[i].Run, notes)
		}
	}
}

// marked is the pane that a cue needs beside those of a list, false if it needs none.
func (c *cursor) marked(list []views.PaneID) (views.PaneID, bool) {
	for i := range c.scene.Marks {
		missing := true
		for _, id := range list {
			missing = missing && id != c.scene.Marks[i].Pane
		}
		if missing {
			return c.scene.Marks[i].Pane, true
		}
	}
	return 0, false
}
