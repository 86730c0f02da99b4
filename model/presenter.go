package model

import (
	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/views"
)

// place is where the cursor stands, for presenters.
func (c *cursor) place() lecture.Place {
	return lecture.Place{Branch: c.tree[c.cur].name, Run: c.scene.Run, Frame: c.scene.Frame}
}

// present is what a presenter is to see now.
func (l *lecturing) present() lecture.Presenter {
	if l.home != nil { // the cue is that of the run that it came from
		p := l.home.p
		p.MoveTo(l.place())
		return p
	}
	p := lecture.Present(l.sc, l.cues(), l.place(), l.scene.Lang)
	p.Now, p.Started, p.Points = l.cueText(), l.started.UnixMilli(), lecture.PointsAt(&l.scene)
	p.SetPause(l.cueNotes())
	for i := range l.keys {
		if b := &l.keys[i]; b.Group == keymap.GroupLecture || b.Action == keymap.Compare || b.Action == keymap.Undo {
			p.Keys = append(p.Keys, b.Key()+"  "+l.say(b.Text))
		}
	}
	return p
}

// tellPresenters offers the notes as they are now, if they have changed.
func (l *lecturing) tellPresenters() {
	if l.server == nil || l.scene.Run == nil {
		return
	}
	k := presented{l.scene.Run, l.scene.Frame, l.scene.Lang, len(l.cues().List()), l.tree[l.cur].name}
	if k == l.told {
		return
	}
	l.told = k
	p := l.present()
	l.server.Offer(&p)
}

// point hands what the cue points at to the panes.
func (l *lecturing) point(compared []views.Scene) {
	k := markedFor{l.scene.Run, l.scene.Frame, len(l.cues().List()), l.home, nil}
	if len(compared) > 0 {
		k.compared = &compared[0]
	}
	if k == l.marked {
		return
	}
	l.marked = k
	notes := l.cueNotes()
	l.scene.Marks = lecture.Marks(l.scene.Run, notes)
	for i := range compared {
		compared[i].Marks = lecture.Marks(compared[i].Run, notes)
	}
}
