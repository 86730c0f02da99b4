package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/model/overlay"
	"teacp/views/paint"
)

// paintFooter draws the line that speaks, and the line of keys.
func (m *Model) paintFooter() {
	c, th := m.canvas, m.scene.Theme
	y := m.h - 2
	switch text, st := m.speech(); {
	case m.job != nil:
		c.TextIn(1, y, m.w-2, m.jobText(), th.Held)
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
		if m.cues().On(m.scene.Frame) && !m.turned() {
			text := "» " + m.cueText()
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

// spot is a place on the screen that names a key: a click there presses it.
type spot struct {
	x0, x1, y int
	key       string
}

// spotKeys are the keys with names that stand at the foot.
var spotKeys = map[string]rune{"→": tea.KeyRight, "←": tea.KeyLeft, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace}

// clickSpot presses the key whose name is clicked; false if there is none.
func (m *Model) clickSpot(x, y int) (tea.Cmd, bool) {
	for _, s := range m.spots {
		if y != s.y || x < s.x0 || x >= s.x1 {
			continue
		}
		name, mod := s.key, tea.KeyMod(0)
		for prefix, bit := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt} {
			if rest, ok := strings.CutPrefix(name, prefix); ok {
				name, mod = rest, bit
			}
		}
		if code, ok := spotKeys[name]; ok {
			return m.key(tea.KeyPressMsg{Code: code, Mod: mod}), true
		}
		if r := []rune(name); len(r) == 1 && mod != 0 {
			return m.key(tea.KeyPressMsg{Code: r[0], Mod: mod}), true
		} else if len(r) == 1 {
			return m.key(tea.KeyPressMsg{Code: r[0], Text: name}), true
		}
	}
	return nil, false
}

// paintKeys draws the keys that serve here, the most useful first; those of help and of
// leaving always fit.
func (m *Model) paintKeys(y int) {
	if m.over.IsOpen() {
		m.paintHints(y, m.over.Overlay().Hints(m.host()))
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
	m.fitHints(y, list, last)
}

// fitHints draws as many of a list of hints as fit in front of the last ones.
func (m *Model) fitHints(y int, list, last []overlay.Hint) {
	room := m.w + 1 - m.hintsWidth(last) // a blank before, none behind
	fit := list[:0]
	for _, h := range list {
		if w := m.hintsWidth([]overlay.Hint{h}); w <= room {
			room -= w
			fit = append(fit, h)
		}
	}
	m.paintHints(y, append(fit, last...))
}

func (m *Model) hintsWidth(list []overlay.Hint) int {
	n := 0
	for _, h := range list {
		n += paint.Width(h.Key) + 1 + paint.Width(m.say(h.En, h.Ko)) + 2
	}
	return n
}

func (m *Model) paintHints(y int, list []overlay.Hint) {
	c, th := m.canvas, m.scene.Theme
	x := 1
	for _, h := range list {
		if text := m.say(h.En, h.Ko); x+paint.Width(h.Key)+1+paint.Width(text) <= m.w {
			from := x
			x = c.Text(x, y, h.Key, th.Key)
			x = c.Text(x+1, y, text, th.Dim) + 2
			m.spots = append(m.spots, spot{from, x - 2, y, h.Key})
		}
	}
}

// hintOf is the key of an action as the footer shows it.
func (m *Model) hintOf(act keymap.Action) (overlay.Hint, bool) {
	b := m.table.Find(act)
	h := overlay.Hint{Key: b.Key(), En: b.Short[0], Ko: b.Short[1]}
	switch {
	case act == keymap.Play && m.playing:
		h.En, h.Ko = "pause", "멈춤"
	case act == keymap.Library && m.job != nil:
		h.En, h.Ko = "stop", "그만"
	case act == keymap.Focus && m.cmp != nil:
		h.En, h.Ko = "other run", "다른 실행"
	}
	return h, h.En != ""
}

// footActions are the actions of the footer in the order of their use here.
func (m *Model) footActions() []keymap.Action {
	switch {
	case m.job != nil:
		return []keymap.Action{keymap.Library}
	case m.playing:
		return []keymap.Action{keymap.Play, keymap.Faster, keymap.Slower, keymap.Next, keymap.Prev}
	case m.cmp != nil:
		return []keymap.Action{keymap.Next, keymap.Prev, keymap.Focus, keymap.Differences, keymap.FirstDifference, keymap.Lock, keymap.Library, keymap.Compare, keymap.NextHold, keymap.CompareWith, keymap.Undo, keymap.Copy}
	case presets[m.layout].lecture:
		return []keymap.Action{keymap.Next, keymap.Prev, keymap.NextCue, keymap.PrevCue, keymap.Question, keymap.Autoplay, keymap.Nagle, keymap.DelayedAck, keymap.Connections, keymap.Undo, keymap.Compare, keymap.Focus, keymap.Zoom}
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
	list = append(list, keymap.Simulate, keymap.Knobs, keymap.Zoom, keymap.Goto, keymap.Intervene, keymap.Matrix, keymap.Until)
	if len(m.scene.Run.Changes()) > 0 {
		list = append(list, keymap.Branches)
	}
	return append(list, keymap.Palette)
}

// serves reports whether an action is of use in this scenario: what was recorded has no knobs.
func (m *Model) serves(act keymap.Action) bool {
	recorded := m.sc.Config.Replays()
	switch act {
	case keymap.Nagle, keymap.DelayedAck, keymap.Knobs, keymap.Intervene, keymap.Matrix:
		return !recorded
	case keymap.Connections:
		return len(m.sc.Config.HTTP) > 0 && !recorded
	case keymap.Simulate:
		return recorded
	case keymap.NextCue, keymap.PrevCue, keymap.Autoplay, keymap.Layout6:
		return len(m.sc.Notes) > 0
	case keymap.Question:
		return m.sc.Question != nil
	}
	return true
}
