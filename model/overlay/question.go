package overlay

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
	"teacp/views/words"
)

// question asks what will happen, and answers after the prediction.
type question struct{ guess int }

func newQuestion(h *Host) (Overlay, string) {
	if h.Scenario.Question == nil {
		return nil, h.Say(words.QuestionNone)
	}
	return &question{guess: -1}, ""
}

// Key predicts with a number; Enter goes to the answer.
func (o *question) Key(h *Host, k tea.KeyPressMsg) Action { return o.press(h, k.String()) }

func (o *question) press(h *Host, s string) Action {
	switch {
	case s == "enter" && o.guess >= 0 && h.AnswerFrame() >= 0:
		return Close{Jump{h.AnswerFrame()}}
	case s == "esc", s == "q", s == "Q", s == "enter" && o.guess >= 0:
		return Close{}
	case len(s) == 1 && s[0] >= '1' && int(s[0]-'1') < len(h.Scenario.Question.Choices) && o.guess < 0:
		o.guess = int(s[0] - '1')
	}
	return nil
}

func (o *question) Paste(*Host, string) {}

// Click predicts with a line, or closes the window.
func (o *question) Click(h *Host, x, y int) Action {
	lines := o.lines(h)
	outer := o.frame(h, lines)
	if !outer.Contains(x, y) {
		return Close{}
	}
	if i := y - outer.Y - 1; i >= 0 && i < len(lines) && lines[i].choice > 0 {
		return o.press(h, fmt.Sprint(lines[i].choice))
	}
	return nil
}

func (o *question) Wheel(*Host, int) {}

func (o *question) Hints(h *Host) []Hint {
	if o.guess < 0 {
		return []Hint{{fmt.Sprintf("1–%d", len(h.Scenario.Question.Choices)), words.HintGuess}, hintEsc}
	}
	if h.AnswerFrame() >= 0 {
		return []Hint{{"enter", words.HintGo}, hintEsc}
	}
	return []Hint{hintEsc}
}

func (o *question) Lines(h *Host) []string {
	q := h.Scenario.Question
	out := []string{q.Ask.In(h.Scene.Lang)}
	for i, c := range q.Choices {
		out = append(out, fmt.Sprintf("%d. %s", i+1, c.In(h.Scene.Lang)))
	}
	return out
}

// questionLine is a line of the question; choice is the number that it stands for, 0: none.
type questionLine struct {
	text   string
	style  paint.Style
	choice int
}

func questionWidth(h *Host) int { return min(h.W-6, 72) }

// lines are the question, and after the prediction the answer.
func (o *question) lines(h *Host) []questionLine {
	th, q := h.Scene.Theme, h.Scenario.Question
	var lines []questionLine
	add := func(s string, st paint.Style, choice int) {
		indent := ""
		for i, l := range paint.Wrap(s, questionWidth(h)-8) {
			if choice > 0 && i == 0 {
				indent = "     "
			} else if i > 0 {
				l = indent + l
			}
			lines = append(lines, questionLine{l, st, choice})
		}
	}
	blank := func() { lines = append(lines, questionLine{}) }
	add(q.Ask.In(h.Scene.Lang), th.Strong, 0)
	blank()
	for i, ch := range q.Choices {
		st, mark := th.Plain, "  "
		if o.guess >= 0 && i == q.Answer {
			st, mark = th.Good, "✓ "
		} else if i == o.guess {
			st, mark = th.Bad, "✗ "
		}
		at := len(lines)
		add(fmt.Sprintf("%d. %s", i+1, ch.In(h.Scene.Lang)), st, i+1)
		lines[at].text = mark + lines[at].text
	}
	blank()
	switch {
	case o.guess < 0:
		add(h.Say(words.QuestionHint), th.Dim, 0)
	case o.guess == q.Answer:
		add(h.Say(words.QuestionRight)+q.Because.In(h.Scene.Lang), th.Plain, 0)
	default:
		add(h.Say(words.QuestionWrong)+q.Because.In(h.Scene.Lang), th.Plain, 0)
	}
	if f := h.AnswerFrame(); o.guess >= 0 && f >= 0 {
		blank()
		r := h.Scene.Run
		for _, e := range r.Events(f) {
			if q.Shows.Matches(r.Config(), &e) {
				add(fmt.Sprintf(h.Say(words.QuestionInThisRun), f, words.Time(e.At), words.Sentence(r, &e, h.Scene.Lang)), th.Good, 0)
				break
			}
		}
		add(h.Say(words.QuestionEnter), th.Dim, 0)
	}
	return lines
}

func (o *question) frame(h *Host, lines []questionLine) paint.Rect {
	return h.centred(questionWidth(h), min(len(lines)+2, h.H-2))
}

func (o *question) Paint(h *Host) *tea.Cursor {
	lines := o.lines(h)
	r := h.window(o.frame(h, lines), h.Say(words.QuestionTitle))
	for y, l := range lines {
		if y < r.H {
			h.Canvas.TextIn(r.X+1, r.Y+y, r.W-2, l.text, l.style)
		}
	}
	return nil
}
