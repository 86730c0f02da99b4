package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
	"teacp/views/words"
)

// askQuestion opens the scenario's question; asked again it shows what the simulation says.
func (m *Model) askQuestion() {
	if m.sc.Question == nil {
		m.status = m.say("This scenario asks no question.", "이 시나리오에는 질문이 없다.")
		return
	}
	m.over, m.guess = overQuestion, -1
}

// answerFrame is the frame in which the run on the screen gives the answer, -1 if it does
// not, or has not been read so far.
func (m *Model) answerFrame() int64 {
	m.cues()
	return m.cueCache.shown
}

// questionKey answers a key while the question is open: a number predicts.
func (m *Model) questionKey(s string) tea.Cmd {
	q := m.sc.Question
	switch {
	case s == "enter" && m.guess >= 0 && m.answerFrame() >= 0:
		m.over = overNone
		return m.jump(m.answerFrame())
	case s == "esc", s == "q", s == "Q", s == "enter" && m.guess >= 0:
		m.over = overNone
	case len(s) == 1 && s[0] >= '1' && int(s[0]-'1') < len(q.Choices) && m.guess < 0:
		m.guess = int(s[0] - '1')
	}
	return nil
}

// questionLine is a line of the question; choice is the number that it stands for, 0: none.
type questionLine struct {
	styled
	choice int
}

// questionWidth is that of the window of the question.
func (m *Model) questionWidth() int { return min(m.w-6, 72) }

// questionLines are the question, and after the prediction the answer.
func (m *Model) questionLines() []questionLine {
	th, q := m.scene.Theme, m.sc.Question
	var lines []questionLine
	add := func(s string, st paint.Style, choice int) {
		indent := ""
		for i, l := range paint.Wrap(s, m.questionWidth()-8) {
			if choice > 0 && i == 0 {
				indent = "     "
			} else if i > 0 {
				l = indent + l
			}
			lines = append(lines, questionLine{styled{l, st}, choice})
		}
	}
	blank := func() { lines = append(lines, questionLine{}) }
	add(q.Ask.In(m.scene.Lang), th.Strong, 0)
	blank()
	for i, ch := range q.Choices {
		st, mark := th.Plain, "  "
		if m.guess >= 0 && i == q.Answer {
			st, mark = th.Good, "✓ "
		} else if i == m.guess {
			st, mark = th.Bad, "✗ "
		}
		at := len(lines)
		add(fmt.Sprintf("%d. %s", i+1, ch.In(m.scene.Lang)), st, i+1)
		lines[at].text = mark + lines[at].text
	}
	blank()
	switch {
	case m.guess < 0:
		add(m.say("Predict: press a number. Then step and see.", "예측: 숫자를 누른다. 그다음 한 걸음씩 본다."), th.Dim, 0)
	case m.guess == q.Answer:
		add(m.say("Right. ", "맞다. ")+q.Because.In(m.scene.Lang), th.Plain, 0)
	default:
		add(m.say("Not quite. ", "아니다. ")+q.Because.In(m.scene.Lang), th.Plain, 0)
	}
	if f := m.answerFrame(); m.guess >= 0 && f >= 0 {
		blank()
		r := m.scene.Run
		for _, e := range r.Events(f) {
			if q.Shows.Matches(r.Config(), &e) {
				add(fmt.Sprintf(m.say("In this run: frame %d, %s: %s", "이 실행에서: 프레임 %d, %s: %s"), f, words.Time(e.At), words.Sentence(r, &e, m.scene.Lang)), th.Good, 0)
				break
			}
		}
		add(m.say("Enter goes there.", "enter: 그리로 간다."), th.Dim, 0)
	}
	return lines
}

// questionFrame is where the question stands.
func (m *Model) questionFrame(lines []questionLine) paint.Rect {
	w, h := m.questionWidth(), min(len(lines)+2, m.h-2)
	return paint.Rect{X: (m.w - w) / 2, Y: (m.h - h) / 2, W: w, H: h}
}

// paintQuestion draws the question.
func (m *Model) paintQuestion() {
	lines := m.questionLines()
	outer := m.questionFrame(lines)
	r := m.window(outer.W, outer.H, m.say("Predict", "예측"))
	for y, l := range lines {
		if y < r.H {
			m.canvas.TextIn(r.X+1, r.Y+y, r.W-2, l.text, l.style)
		}
	}
}
