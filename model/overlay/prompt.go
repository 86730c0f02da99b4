package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
	"teacp/views/words"
)

// Prompt is the line at the foot that asks for a text. It remembers what was answered before.
type Prompt struct {
	Name    string // under which earlier answers are remembered
	Mark    string // before the text: the key that opens it
	Empty   bool   // an empty text is an answer, too
	Propose func(text string) []string
	Check   func(text string) (about string, ok bool) // said while one types
	// Do is called for Answer. ok is false if the text is no answer: the prompt stays open then.
	Do func(text string) (cmd tea.Cmd, ok bool)

	input  Input
	asked  map[string][]string
	recall int
	wrong  string // the text that was no answer
	why    string // the reason
}

const (
	maxPrompt   = 200
	maxAsked    = 50
	maxProposed = 12 // are shown
)

func (p *Prompt) begin(asked map[string][]string, text string) {
	p.input, p.asked, p.recall = NewInput(maxPrompt), asked, len(asked[p.Name])
	p.input.Set(text)
}

// Input is the line that is typed.
func (p *Prompt) Input() *Input { return &p.input }

// Key edits the text, completes it, or answers.
func (p *Prompt) Key(_ *Host, k tea.KeyPressMsg) Action {
	switch s := k.String(); s {
	case "esc":
		return Close{}
	case "enter":
		return p.answer()
	case "tab":
		p.complete()
	case "up":
		p.earlier(-1)
	case "down":
		p.earlier(1)
	default:
		p.input.Key(k)
	}
	return nil
}

// answer closes the prompt, and hands over and remembers the text.
func (p *Prompt) answer() Action {
	p.why = ""
	text := strings.TrimSpace(p.input.Value())
	if text == "" && !p.Empty {
		return Close{}
	}
	if text != "" {
		list := append(p.asked[p.Name], text)
		p.asked[p.Name] = list[max(len(list)-maxAsked, 0):]
	}
	return Close{Answer{p, text}}
}

// Refuse says why the text is no answer, until it is changed.
func (p *Prompt) Refuse(why string) {
	p.wrong, p.why = p.input.Value(), why
}

// earlier goes through what was answered before.
func (p *Prompt) earlier(d int) {
	list := p.asked[p.Name]
	p.recall = max(min(p.recall+d, len(list)), 0)
	p.input.Set("")
	if p.recall < len(list) {
		p.input.Set(list[p.recall])
	}
}

// complete adds what all completions of the last word have in common.
func (p *Prompt) complete() {
	list := p.Proposals()
	if len(list) == 0 {
		return
	}
	text := p.input.Value()
	text = text[:strings.LastIndex(text, " ")+1] + common(list)
	if len(list) == 1 {
		text += " "
	}
	p.input.Set(text)
}

// Proposals are the words that fit where the last one is being typed.
func (p *Prompt) Proposals() []string {
	if p.Propose == nil {
		return nil
	}
	return p.Propose(p.input.Value())
}

// common is what all texts of a list begin with.
func common(list []string) string {
	out := list[0]
	for _, s := range list[1:] {
		for !strings.HasPrefix(s, out) {
			r := []rune(out)
			out = string(r[:len(r)-1])
		}
	}
	return out
}

// Proposed are proposals as they are shown beside what is typed.
func Proposed(list []string) string {
	return "tab: " + strings.Join(list[:min(len(list), maxProposed)], " ")
}

// Paste puts a text where the cursor stands.
func (p *Prompt) Paste(_ *Host, text string) { p.input.Insert(text) }

// Click closes the prompt.
func (p *Prompt) Click(*Host, int, int) Action { return Close{} }

// Wheel does nothing.
func (p *Prompt) Wheel(*Host, int) {}

// Hints are the keys of the prompt.
func (p *Prompt) Hints(*Host) []Hint {
	return []Hint{
		{"enter", words.HintDo}, {"tab", words.HintComplete}, {"↑↓", words.HintEarlier},
		{"ctrl+u", words.HintClear}, {"esc", words.HintCancel},
	}
}

// Lines say how texts are given in the line mode.
func (p *Prompt) Lines(h *Host) []string {
	return []string{h.Say(words.PlainTypeText)}
}

// Paint draws the line, and beside it whether what is typed can be read.
func (p *Prompt) Paint(h *Host) *tea.Cursor {
	c, th, y := h.Canvas, h.Scene.Theme, h.H-2
	c.Fill(paint.Rect{X: 0, Y: y, W: h.W, H: 1}, ' ', paint.Style{})
	x := c.Text(1, y, p.Mark, th.Strong)
	room := min(p.input.Width(), h.W*2/3-8)
	cur := p.input.Paint(c, x, y, room, th.Strong)
	x += room
	about, ok := p.Check(p.input.Value())
	if p.why != "" && p.wrong == p.input.Value() {
		about, ok = "✗ "+p.why, false
	}
	st := th.Dim
	if !ok {
		st = th.Bad
	}
	c.TextIn(x+2, y, h.W-x-3, about, st)
	return cur
}
