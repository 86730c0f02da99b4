package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views/paint"
)

// paintFooter draws the line that speaks, and the line of keys.
func (m *Model) paintFooter() {
	c, th := m.canvas, m.scene.Theme
	y := m.h - 2
	switch text, st := m.speech(); {
	case m.over == overPrompt:
		m.paintPrompt(y)
	case m.job != nil:
		c.TextIn(1, y, m.w-2, m.jobText(), th.Held)
	case text != "" && (m.over == overNone || paint.Width(text) <= m.w-2):
		m.speak(text, st)
	}
	m.paintKeys(m.h - 1)
}

// paintPrompt draws the line that asks, and beside it whether what is typed can be read.
func (m *Model) paintPrompt(y int) {
	c, th := m.canvas, m.scene.Theme
	mark := askMarks[m.asking]
	if m.asking == askUntil && m.backward {
		mark = "alt+;"
	}
	room := m.w * 2 / 3
	text := m.prompt
	for paint.Width(text) > room-8 {
		text = string([]rune(text)[1:])
	}
	x := c.Text(1, y, mark+text, th.Strong)
	c.Put(x, y, '█', th.Strong)
	t, ok := m.verdict()
	st := th.Dim
	if !ok {
		st = th.Bad
	}
	c.TextIn(x+3, y, m.w-x-4, t, st)
}

// speech is what the line above the keys says: what came of the last key, or the note of the
// scenario about this frame.
func (m *Model) speech() (string, paint.Style) {
	if m.status != "" {
		return m.status, m.scene.Theme.Held
	}
	if !presets[m.layout].lecture {
		if at := m.cueAt(); at >= 0 && m.cues()[at].frame == m.scene.Frame && !m.turned() {
			text := "» " + m.cueText()
			if at := m.pointsAt(); at != "" {
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
	if m.over != overNone || m.job != nil || m.w < MinW {
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

// hint is a key with what it does, for places that have their own keys.
type hint struct{ key, en, ko string }

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
	if h := m.overHints(); h != nil {
		m.paintHints(y, h)
		return
	}
	var list, last []hint
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
func (m *Model) fitHints(y int, list, last []hint) {
	room := m.w + 1 - m.hintsWidth(last) // a blank before, none behind
	fit := list[:0]
	for _, h := range list {
		if w := m.hintsWidth([]hint{h}); w <= room {
			room -= w
			fit = append(fit, h)
		}
	}
	m.paintHints(y, append(fit, last...))
}

func (m *Model) hintsWidth(list []hint) int {
	n := 0
	for _, h := range list {
		n += paint.Width(h.key) + 1 + paint.Width(m.say(h.en, h.ko)) + 2
	}
	return n
}

func (m *Model) paintHints(y int, list []hint) {
	c, th := m.canvas, m.scene.Theme
	x := 1
	for _, h := range list {
		if text := m.say(h.en, h.ko); x+paint.Width(h.key)+1+paint.Width(text) <= m.w {
			from := x
			x = c.Text(x, y, h.key, th.Key)
			x = c.Text(x+1, y, text, th.Dim) + 2
			m.spots = append(m.spots, spot{from, x - 2, y, h.key})
		}
	}
}

// hintOf is the key of an action as the footer shows it.
func (m *Model) hintOf(act keymap.Action) (hint, bool) {
	b := m.table.Find(act)
	h := hint{b.Key(), b.Short[0], b.Short[1]}
	switch {
	case act == keymap.Play && m.playing:
		h.en, h.ko = "pause", "멈춤"
	case act == keymap.Library && m.job != nil:
		h.en, h.ko = "stop", "그만"
	case act == keymap.Focus && m.cmp != nil:
		h.en, h.ko = "other run", "다른 실행"
	}
	return h, h.en != ""
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

// overHints are the keys of what lies over the panes; nil: nothing does.
func (m *Model) overHints() []hint {
	esc := hint{"esc", "close", "닫기"}
	move := hint{"↑↓", "choose", "고르기"}
	switch m.over {
	case overNone:
		return nil
	case overPrompt:
		return []hint{{"enter", "do it", "하기"}, {"tab", "complete", "채우기"}, {"↑↓", "earlier ones", "전에 쓴 것"}, {"ctrl+u", "clear", "지우기"}, {"esc", "cancel", "그만"}}
	case overHelp:
		return []hint{{"↑↓", "line", "줄"}, {"pgup pgdown", "page", "쪽"}, esc}
	case overQuestion:
		if m.guess < 0 {
			return []hint{{fmt.Sprintf("1–%d", len(m.sc.Question.Choices)), "your guess", "예측"}, esc}
		}
		if m.answerFrame() >= 0 {
			return []hint{{"enter", "go there", "그리로"}, esc}
		}
		return []hint{esc}
	case overKnobs:
		return []hint{move, {"←→", "turn from here on", "여기부터 바꾸기"}, {"alt+←→", "the whole run", "실행 전체"}, {"a–z", "filter", "거르기"}, esc}
	case overBranches:
		return []hint{move, {"enter", "open", "열기"}, {"space", "pick", "고르기"}, {"C", "compare", "비교"}, {"r", "rename", "이름"}, {"x", "drop", "지우기"}, esc}
	case overMarks:
		return []hint{move, {"enter", "go there", "그리로"}, {"x", "drop", "지우기"}, esc}
	case overMatrix:
		if m.mat.shown {
			return []hint{move, {"enter", "make a branch of it", "가지 만들기"}, {"b", "back to the choice", "고르기로"}, esc}
		}
		return []hint{move, {"space", "pick", "고르기"}, {"enter", "simulate all", "모두 계산"}, esc}
	case overColumns:
		return []hint{move, {"space", "show or hide", "보이기"}, {"J K", "move", "옮기기"}, {"1–9", "sets", "모음"}, {"a", "new set", "새 모음"}, {"x", "reset", "처음대로"}, esc}
	case overHand:
		return []hint{move, {"enter", "do it", "하기"}, esc}
	}
	if m.over == overGuests {
		return []hint{move, {"enter", "put beside it", "나란히 놓기"}, {"a–z", "filter, or a file's name", "거르기나 파일 이름"}, {"tab", "complete", "완성"}, esc}
	}
	return []hint{move, {"enter", "do it", "하기"}, {"a–z", "filter", "거르기"}, esc}
}
