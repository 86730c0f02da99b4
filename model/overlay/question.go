package overlay

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

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
	blocks := o.blocks(h)
	outer := o.frame(h, blocks)
	if !outer.Contains(x, y) {
		return Close{}
	}
	top := outer.Y + 1
	for _, b := range blocks {
		end := top + lipgloss.Height(b.text)
		if y >= top && y < end && b.choice > 0 {
			return o.press(h, fmt.Sprint(b.choice))
		}
		top = end
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

// questionBlock is a paragraph of the question; choice is the number that it stands for, 0: none.
type questionBlock struct {
	text   string // rendered
	choice int
}

func questionWidth(h *Host) int { return min(h.W-6, 72) }

// blocks are the question, and after the prediction the answer.
func (o *question) blocks(h *Host) []questionBlock {
	th, q := h.Scene.Theme, h.Scenario.Question
	var out []questionBlock
	add := func(mark, s string, st paint.Style, choice int) {
		lines := paint.Wrap(s, questionWidth(h)-8)
		text := lipgloss.JoinHorizontal(lipgloss.Top, mark, strings.Join(lines[:1], "")+hanging(lines[1:], choice))
		out = append(out, questionBlock{st.Lip().Render(text), choice})
	}
	blank := func() { out = append(out, questionBlock{}) }
	add("", q.Ask.In(h.Scene.Lang), th.Strong, 0)
	blank()
	for i, ch := range q.Choices {
		st, mark := th.Plain, "  "
		if o.guess >= 0 && i == q.Answer {
			st, mark = th.Good, "✓ "
		} else if i == o.guess {
			st, mark = th.Bad, "✗ "
		}
		add(mark, fmt.Sprintf("%d. %s", i+1, ch.In(h.Scene.Lang)), st, i+1)
	}
	blank()
	switch {
	case o.guess < 0:
		add("", h.Say(words.QuestionHint), th.Dim, 0)
	case o.guess == q.Answer:
		add("", h.Say(words.QuestionRight)+q.Because.In(h.Scene.Lang), th.Plain, 0)
	default:
		add("", h.Say(words.QuestionWrong)+q.Because.In(h.Scene.Lang), th.Plain, 0)
	}
	if f := h.AnswerFrame(); o.guess >= 0 && f >= 0 {
		blank()
		r := h.Scene.Run
		for _, e := range r.Events(f) {
			if q.Shows.Matches(r.Config(), &e) {
				what := words.Sentence(r, &e, h.Scene.Lang)
				add("", fmt.Sprintf(h.Say(words.QuestionInThisRun), f, words.Time(e.At), what), th.Good, 0)
				break
			}
		}
		add("", h.Say(words.QuestionEnter), th.Dim, 0)
	}
	return out
}

// hanging indents the lines behind the first of a choice under its text.
func hanging(lines []string, choice int) string {
	indent := "\n"
	if choice > 0 {
		indent = "\n   "
	}
	out := ""
	for _, l := range lines {
		out += indent + l
	}
	return out
}

// joined are the blocks, one below the other.
func joined(blocks []questionBlock) string {
	var texts []string
	for _, b := range blocks {
		texts = append(texts, b.text)
	}
	return lipgloss.JoinVertical(lipgloss.Left, texts...)
}

func (o *question) frame(h *Host, blocks []questionBlock) paint.Rect {
	return h.centred(questionWidth(h), min(lipgloss.Height(joined(blocks))+2, h.H-2))
}

func (o *question) Paint(h *Host) *tea.Cursor {
	blocks := o.blocks(h)
	r := h.window(o.frame(h, blocks), h.Say(words.QuestionTitle))
	for y, l := range strings.Split(joined(blocks), "\n") {
		if y < r.H {
			h.Canvas.Styled(r.X+1, r.Y+y, l)
		}
	}
	return nil
}
