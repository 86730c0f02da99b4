package model

import (
	"fmt"

	"teacp/model/keymap"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// paint draws the whole screen.
func (m *Model) paint() {
	c := m.canvas
	if c.W != m.w || c.H != m.h {
		c.Resize(m.w, m.h)
	}
	c.Clear()
	m.foot.Clear()
	m.caret = nil
	switch {
	case m.w < MinW || m.h < MinH:
		m.paintSmall()
		return
	case m.scene.Run == nil:
		m.paintLibrary()
	default:
		m.paintExplorer()
	}
	if m.over.IsOpen() {
		m.caret = m.over.Overlay().Paint(m.host())
	}
}

func (m *Model) paintSmall() {
	text := m.say(words.ScreenTooSmall, MinW, MinH, m.w, m.h)
	for i, l := range paint.Wrap(text, m.w) {
		m.canvas.TextIn(0, i, m.w, l, paint.Style{})
	}
}

func (m *Model) paintExplorer() {
	m.paintHeader()
	switch {
	case m.cmp != nil:
		m.paintCompare()
	default:
		if presets[m.layout].lecture {
			m.lecture.paintCue(m.canvas, paint.Rect{X: 0, Y: 2, W: m.w, H: m.lecture.cueHeight(m.w, m.h)})
		}
		list := m.arrange(m.body())
		for _, p := range list {
			if views.Panes[p.id].Branches {
				m.scene.Branches = m.branchLines()
			}
			views.Paint(m.canvas, p.r, p.id, &m.scene, p.id == m.focused())
		}
		m.paintTabs(m.canvas, list)
	}
	m.paintFooter()
}

func (m *Model) paintHeader() {
	c, th, r := m.canvas, m.scene.Theme, m.scene.Run
	x := c.TextIn(0, 0, m.w/2, " "+m.sc.Title.In(m.scene.Lang), th.Title)
	end := fmt.Sprint(r.Frames() - 1)
	if !r.Done() {
		end += "…"
	}
	pos := fmt.Sprintf("%s %d/%s  %s ", m.say(words.HeaderFrame), m.scene.Frame, end,
		words.Time(r.TimeOf(m.scene.Frame)))
	if m.playing {
		pos = "► " + pos
	}
	m.bar = [2]int{x + 2, m.w - paint.Width(pos) - 2}
	m.timeline(m.canvas, m.bar[0], m.bar[1])
	c.Text(m.w-paint.Width(pos), 0, pos, th.Strong)
	ch := r.Changes()
	line := ""
	if m.sc.Config.Replays() {
		line = m.recordingLine()
	}
	st := th.Dim
	if len(ch) > 0 {
		line, st = " "+m.commandLine(), th.Held
	}
	right := ""
	if t := m.filterText(); t != "" {
		right = m.say(words.HeaderFilter) + t + " "
	}
	for _, b := range m.marks {
		if b.Branch == m.cur && b.Frame == m.scene.Frame {
			right = " ◆ " + words.Clean(b.Name) + " "
		}
	}
	switch {
	case line == "" && m.sc.Script != nil:
		paintVerdict(m, m.w-1-paint.Width(right))
	case line == "":
		m.paintInvitation(m.w - 1 - paint.Width(right))
	}
	c.TextIn(0, 1, m.w-1-paint.Width(right), line, st)
	c.Text(m.w-paint.Width(right), 1, right, th.Strong)
}

// paintInvitation shows, where the changes are listed later, which keys help at the start of a
// scenario.
func (m *Model) paintInvitation(room int) {
	c, th := m.canvas, m.scene.Theme
	x := c.TextIn(1, 1, room-1, m.say(words.HeaderNoChanges), th.Dim)
	if presets[m.layout].lecture || m.cmp != nil {
		return // the cue has these keys beside it
	}
	for _, act := range []keymap.Action{keymap.Question, keymap.NextCue, keymap.Autoplay, keymap.Layout6} {
		h, ok := m.hintOf(act)
		if !ok || !m.serves(act) {
			continue
		}
		text := m.say(h.Text)
		if act == keymap.NextCue {
			text += fmt.Sprintf(" (%d)", len(m.sc.Notes))
		}
		if x+3+paint.Width(h.Key)+1+paint.Width(text) > room {
			return
		}
		from := x + 3
		x = c.Text(from, 1, h.Key, th.Key)
		x = c.Text(x+1, 1, text, th.Dim)
		m.foot.Add(from, x, 1, h.Key)
	}
}

// timeline is a bar from x0 to x1 with the cursor's place in the run.
func (c *cursor) timeline(canvas *paint.Canvas, x0, x1 int) {
	w := x1 - x0
	if w < 8 {
		return
	}
	at := int(int64(w-1) * c.scene.Frame / max(c.scene.Run.Frames()-1, 1))
	for x := 0; x < w; x++ {
		ch := '─'
		if x == at {
			ch = '●'
		} else if x < at {
			ch = '━'
		}
		canvas.Put(x0+x, 0, ch, c.scene.Theme.Dim)
	}
	canvas.Put(x0+at, 0, '●', c.scene.Theme.Strong)
}

// Screen is the painted screen as a string with styles.
func (m *Model) Screen() string {
	m.paint()
	return m.canvas.Render()
}

// Text is the painted screen without styles.
func (m *Model) Text() string {
	m.paint()
	return m.canvas.String()
}
