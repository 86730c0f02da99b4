package model

import (
	"strings"

	"charm.land/bubbles/v2/progress"

	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/model/overlay"
	"teacp/views/paint"
	"teacp/views/words"
)

// paintFooter draws the line that speaks, and the line of keys.
func (m *Model) paintFooter() {
	y := m.h - 2
	switch text, st := m.speech(); {
	case m.job != nil:
		m.paintJob(y)
	case text != "" && (!m.over.IsOpen() || paint.Width(text) <= m.w-2):
		m.speak(text, st)
	}
	m.paintKeys(m.h - 1)
}

// speech is what the line above the keys says: what came of the last key, or the note of the
// scenario about this frame.
func (m *Model) speech() (string, paint.Style) {
	if m.status != "" {
		return m.status, m.scene.Theme.Held
	}
	if !presets[m.layout].lecture {
		if m.lecture.cues().On(m.scene.Frame) && !m.lecture.turned() {
			text := "» " + m.lecture.cueText()
			if at := lecture.PointsAt(&m.scene); at != "" {
				text += "  " + at
			}
			return text, m.scene.Theme.Plain
		}
	}
	return "", m.scene.Theme.Plain
}

// maxSpeech is how many lines a sentence at the foot may take.
const maxSpeech = 3

// spokenLines is how many lines the speech takes beyond the first: the panes above make room.
func (m *Model) spokenLines() int {
	if m.over.IsOpen() || m.job != nil || m.w < MinW {
		return 0
	}
	text, _ := m.speech()
	if len(text) < m.w-2 && paint.Width(text) <= m.w-2 {
		return 0
	}
	return min(len(paint.Wrap(text, m.w-2)), maxSpeech) - 1
}

// speak writes a sentence on the lines above the keys.
func (m *Model) speak(text string, st paint.Style) {
	n := m.spokenLines()
	lines := paint.Wrap(text, m.w-2)
	if n > 0 && len(lines) > n+1 {
		lines = append(lines[:n:n], strings.Join(lines[n:], " "))
	}
	if n == 0 {
		lines = []string{text}
	}
	for i, l := range lines {
		m.canvas.TextIn(1, m.h-2-n+i, m.w-2, l, st)
	}
}

// paintKeys draws the keys that serve here, the most useful first; those of help and of
// leaving always fit.
func (m *Model) paintKeys(y int) {
	if m.over.IsOpen() {
		m.over.PaintKeys(m.host(), &m.foot)
		return
	}
	var list, last []overlay.Hint
	for _, act := range m.footActions() {
		if h, ok := m.hintOf(act); ok && m.serves(act) {
			list = append(list, h)
		}
	}
	for _, act := range []keymap.Action{keymap.Help, keymap.Quit} {
		h, _ := m.hintOf(act)
		last = append(last, h)
	}
	m.foot.Paint(m.canvas, &m.scene, y, list, last)
}

// hintOf is the key of an action as the footer shows it.
func (m *Model) hintOf(act keymap.Action) (overlay.Hint, bool) {
	b := m.keys.Find(act)
	h := overlay.Hint{Key: b.Key(), Text: b.Short}
	switch {
	case act == keymap.Play && m.playing:
		h.Text = words.HintPause
	case act == keymap.Close && m.job != nil:
		h.Text = words.HintStop
	case act == keymap.Focus && m.cmp != nil:
		h.Text = words.HintOtherRun
	}
	return h, h.Text != 0
}

// footActions are the actions of the footer in the order of their use here.
func (m *Model) footActions() []keymap.Action {
	switch {
	case m.job != nil:
		return []keymap.Action{keymap.Close}
	case m.playing:
		return []keymap.Action{keymap.Play, keymap.Faster, keymap.Slower, keymap.Next, keymap.Prev}
	case m.cmp != nil:
		return []keymap.Action{keymap.Next, keymap.Prev, keymap.Focus, keymap.Differences, keymap.FirstDifference,
			keymap.Lock, keymap.Close, keymap.Compare, keymap.NextHold, keymap.CompareWith, keymap.Undo, keymap.Copy}
	case presets[m.layout].lecture:
		return []keymap.Action{keymap.Next, keymap.Prev, keymap.NextCue, keymap.PrevCue, keymap.Question,
			keymap.Autoplay, keymap.Nagle, keymap.DelayedAck, keymap.Connections, keymap.Undo, keymap.Compare,
			keymap.Focus, keymap.Zoom}
	}
	list := []keymap.Action{keymap.Next, keymap.Prev, keymap.Play, keymap.NextHold}
	if len(m.scene.Run.Changes()) > 0 {
		list = append(list, keymap.Undo, keymap.Compare)
	}
	if len(m.sc.Config.HTTP) > 0 {
		list = append(list, keymap.Connections, keymap.Focus, keymap.Nagle, keymap.DelayedAck)
	} else {
		list = append(list, keymap.Nagle, keymap.DelayedAck, keymap.Focus)
	}
	list = append(list, keymap.Simulate, keymap.Knobs, keymap.Zoom, keymap.Goto, keymap.Intervene, keymap.Matrix,
		keymap.Until)
	if len(m.scene.Run.Changes()) > 0 {
		list = append(list, keymap.Branches)
	}
	return append(list, keymap.Palette, keymap.Library)
}

// serves reports whether an action is of use in this scenario: what was recorded has no knobs.
func (c *cursor) serves(act keymap.Action) bool {
	recorded := c.sc.Config.Replays()
	switch act {
	case keymap.Nagle, keymap.DelayedAck, keymap.Knobs, keymap.Intervene, keymap.Matrix:
		return !recorded
	case keymap.Connections:
		return len(c.sc.Config.HTTP) > 0 && !recorded
	case keymap.Simulate:
		return recorded
	case keymap.NextCue, keymap.PrevCue, keymap.Autoplay, keymap.Layout6:
		return len(c.sc.Notes) > 0
	case keymap.Question:
		return c.sc.Question != nil
	}
	return true
}

// jobText says what is being done and how far it is.
func (m *Model) jobText() string {
	return m.say(words.JobProgress, m.job.what, words.Bytes(m.job.far()))
}

// barWidth is the width of the bar of a job with its percentage.
const barWidth = 26

// paintJob draws a spinner, what is being done and, where that is known, how much of it is done.
func (m *Model) paintJob(y int) {
	c, th := m.canvas, m.scene.Theme
	x := c.Text(1, y, m.spin.View()+" ", th.Held)
	done, of := m.job.far(), int64(0)
	if m.job.part != nil {
		done, of = m.job.part()
	} else if m.scene.Run.Done() {
		of = m.scene.Run.Frames()
	}
	if of <= 0 || m.w < 2*barWidth {
		c.TextIn(x, y, m.w-1-x, m.jobText(), th.Held)
		return
	}
	c.TextIn(x, y, m.w-2-barWidth-x, m.jobText(), th.Held)
	bar := progress.New(progress.WithWidth(barWidth), progress.WithFillCharacters('━', '─'),
		progress.WithColors(th.Held.Lip().GetForeground()))
	bar.EmptyColor, bar.PercentageStyle = th.Border.Lip().GetForeground(), th.Held.Lip()
	c.Styled(m.w-1-barWidth, y, bar.ViewAs(float64(done)/float64(of)))
}
