package model

import (
	"strings"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// pointed is what the cue under the cursor points at, kept until something else is there.
type pointed struct {
	run   *sim.Run
	frame int64
	cues  int
	home  *cueHome
	cmp   *comparison
}

// cueNotes are the notes that speak now: those of the cursor's frame, or of the cue that
// turned a knob. Behind a turned knob they speak of another run.
func (m *Model) cueNotes() []*scenarios.Note {
	if m.home != nil {
		return m.home.notes
	}
	if m.turned() {
		return nil
	}
	var out []*scenarios.Note
	for _, c := range m.cues() {
		if c.frame == m.scene.Frame {
			out = append(out, &m.sc.Notes[c.note])
		}
	}
	return out
}

// point hands what the cue points at to the panes.
func (m *Model) point() {
	k := pointed{m.scene.Run, m.scene.Frame, len(m.cues()), m.home, m.cmp}
	if k == m.pointed {
		return
	}
	m.pointed = k
	notes := m.cueNotes()
	m.scene.Marks = marksOf(m.scene.Run, notes)
	if m.cmp != nil {
		for i := range m.cmp.scenes {
			m.cmp.scenes[i].Marks = marksOf(m.cmp.scenes[i].Run, notes)
		}
	}
}

// marksOf finds in a run what notes point at.
func marksOf(r *sim.Run, notes []*scenarios.Note) []views.Mark {
	var out []views.Mark
	for _, n := range notes {
		for i := range n.Highlight {
			h := &n.Highlight[i]
			id, _ := h.Find(r)
			if mark, ok := views.NewMark(r, h.Pane, h.Field, h.Timer, h.Host, id); ok {
				out = append(out, mark)
			}
		}
	}
	return out
}

// pointsAt names what the cue points at, "" for nothing.
func (m *Model) pointsAt() string {
	var out []string
	for i := range m.scene.Marks {
		out = append(out, m.scene.Marks[i].Text(m.scene.Run, m.scene.Lang))
	}
	if len(out) == 0 {
		return ""
	}
	return "◆ " + strings.Join(out, ", ")
}

// marked is the pane that a cue needs beside those of a list, false if it needs none.
func (m *Model) marked(list []views.PaneID) (views.PaneID, bool) {
	for i := range m.scene.Marks {
		missing := true
		for _, id := range list {
			missing = missing && id != m.scene.Marks[i].Pane
		}
		if missing {
			return m.scene.Marks[i].Pane, true
		}
	}
	return 0, false
}
