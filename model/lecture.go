package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/scenarios"
	"teacp/sim"
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
		m.lecture.point(m.cmp)
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

// turned reports whether somebody has turned a knob at the cursor or before it: what a note
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

// autoPace is a tick of autoplay at the speed of playing.
func (play *playback) autoPace() time.Duration {
	return lecture.Tick * defaultSpeed / time.Duration(play.speed+1)
}

// autoTick is the clock of autoplay.
func (play *playback) autoTick() tea.Cmd {
	gen := play.ticks
	return tea.Tick(play.autoPace(), func(now time.Time) tea.Msg { return tickMsg{gen, now} })
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
