package model

import (
	"time"

	"teacp/model/lecture"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// lecturing is the part of the explorer that speaks about a run: its cues, autoplay, and what
// presenters were told.
type lecturing struct {
	*cursor
	found   lecture.Cues
	box     cueBox
	marked  markedFor
	home    *cueHome        // nil: no cue has turned a knob
	server  *lecture.Server // nil: no notes are offered
	told    presented
	started time.Time
}

// reset forgets the run.
func (l *lecturing) reset() {
	l.found, l.home, l.marked = lecture.Cues{}, nil, markedFor{}
}

// cueHome is where a cue that turned a knob was, to go on from there.
type cueHome struct {
	branch int
	frame  int64
	p      lecture.Presenter // what presenters saw there
	notes  []*scenarios.Note
}

// cues are the notes of the scenario that happen in the run on the screen.
func (l *lecturing) cues() *lecture.Cues { return l.found.Of(l.scene.Run, l.sc) }

// cueText is the text of the cues that belong to the last frame with one.
func (l *lecturing) cueText() string {
	c := l.cues()
	at := c.At(l.scene.Frame)
	if at < 0 {
		return l.sc.LookFor.In(l.scene.Lang)
	}
	return c.Text(c.List()[at].Frame, l.scene.Lang)
}

// cueNotes are the notes that speak now: those of the cursor's frame, or of the cue that
// turned a knob. Behind a turned knob they speak of another run.
func (l *lecturing) cueNotes() []*scenarios.Note {
	if l.home != nil {
		return l.home.notes
	}
	if l.turned() {
		return nil
	}
	return l.cues().Notes(l.scene.Frame)
}

// turned reports whether a knob was turned at the cursor or before it: what a note
// says is about the run without that.
func (l *lecturing) turned() bool {
	for _, c := range l.scene.Run.Changes() {
		if c.Frame <= l.scene.Frame && l.home == nil {
			return true
		}
	}
	return false
}

// cueBox is the height of the cue, and what it was measured for.
type cueBox struct {
	run  *sim.Run
	cues int
	lang string
	w, h int
	high int
}

// cueHeight is the height of the cue above the panes of the lecture layout: that of the longest
// cue, so that the panes do not move from one to the next, as far as the screen has room.
func (l *lecturing) cueHeight(w, h int) int {
	c := l.cues()
	list, box := c.List(), &l.box
	k := cueBox{run: l.scene.Run, cues: len(list), lang: l.scene.Lang, w: w, h: h, high: box.high}
	if k == *box {
		return k.high
	}
	longest := len(paint.Wrap(l.sc.LookFor.In(k.lang), w-6))
	for i, cue := range list {
		if i == 0 || list[i-1].Frame != cue.Frame {
			longest = max(longest, len(paint.Wrap(c.Text(cue.Frame, k.lang), w-6)))
		}
	}
	k.high = min(longest+3, max(min(h/5, 8), 5)) // two edges, and a line for what is pointed at
	*box = k
	return k.high
}

// paintCue draws the cue, large and quiet, above the ladder.
func (l *lecturing) paintCue(c *paint.Canvas, r paint.Rect) {
	th, cues := l.scene.Theme, l.cues()
	title := l.say(words.NotesLookFor)
	if at := cues.At(l.scene.Frame); at >= 0 {
		title = l.say(words.NoteNumber, at+1, len(cues.List()))
	}
	if l.turned() {
		title += l.say(words.NotesUnchangedRun)
	}
	c.Box(r, title, th.Focus, th.Focus)
	in := r.Inset()
	old := c.Clip(in)
	defer c.Clip(old)
	st := th.Strong
	if cues.At(l.scene.Frame) >= 0 && !cues.On(l.scene.Frame) {
		st = th.Plain
	}
	for y, l := range paint.Wrap(l.cueText(), in.W-4) {
		c.Text(in.X+2, in.Y+y, l, st)
	}
	x, y := in.X+2, in.Y+in.H-1
	if l.cueWaits() {
		x = c.TextIn(x, y, in.W-4, l.say(words.AutoplayWaitsHere), th.Dim) + 3
	}
	if at := lecture.PointsAt(&l.scene); at != "" {
		w := paint.Width(at)
		if right := in.X + in.W - 2 - w; right >= x {
			x = right
		} else { // what is pointed at comes before the keys
			x = in.X + 2
			c.Fill(paint.Rect{X: x, Y: y, W: in.W - 4, H: 1}, ' ', th.Plain)
		}
		c.TextIn(x, y, in.W-4, at, th.Strong)
	}
}

// cueWaits reports whether autoplay waits for a key at the cue under the cursor.
func (l *lecturing) cueWaits() bool { return lecture.Wait(l.cueNotes()) }

// presented changes when presenters are to see something else.
type presented struct {
	run    *sim.Run
	frame  int64
	lang   string
	cues   int
	branch string
}

// markedFor changes when other places are to be marked in the panes.
type markedFor struct {
	run      *sim.Run
	frame    int64
	cues     int
	home     *cueHome
	compared *views.Scene // the first of those in a comparison
}

// answerFrame is the frame in which the run on the screen gives the answer, -1 if it does
// not, or has not been read so far.
func (l *lecturing) answerFrame() int64 {
	return l.cues().Shown()
}
