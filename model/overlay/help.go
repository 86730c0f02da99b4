package overlay

import (
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views/paint"
	"teacp/views/words"
)

// keyHelp shows how a ladder is read, and all keys with what they do: blocks of Bubbles' help in
// a viewport.
type keyHelp struct {
	view  viewport.Model
	lines int
	made  helpKey // what the lines were made for
}

// helpKey is what the lines of the help depend on.
type helpKey struct {
	w     int
	lang  string
	theme *paint.Theme
}

func newHelp(*Host) (Overlay, string) { return &keyHelp{view: viewport.New()}, "" }

// signs are what stands in a ladder, for somebody who sees one for the first time.
var signs = []Hint{
	{"─► ◄─", words.LegendArrow},
	{"┃", words.LegendHold},
	{"⋮ 25 ms ⋮", words.LegendBreak},
	{"✗", words.LegendLost},
	{"►", words.LegendCursor},
}

// helpKeys is the width of the keys in the help.
const helpKeys = 16

// helpBlock renders a heading and keys; what a key does is broken into lines of a width.
func helpBlock(h *Host, w int, heading string, list []Hint) []string {
	th := h.Scene.Theme
	var rows []key.Binding
	for _, b := range list {
		name := paint.Cut(b.Key, helpKeys)
		for _, l := range paint.Wrap(h.Say(b.Text), w) {
			rows = append(rows, key.NewBinding(key.WithKeys(b.Key), key.WithHelp(pad(name, helpKeys), l)))
			name = ""
		}
	}
	block := help.New()
	block.Styles.FullKey, block.Styles.FullDesc = th.Key.Lip(), th.Plain.Lip()
	out := []string{th.Strong.Lip().Render(heading)}
	for l := range strings.SplitSeq(block.FullHelpView([][]key.Binding{rows}), "\n") {
		out = append(out, " "+l)
	}
	return out
}

// fit makes the lines for the screen, and says where the window stands.
func (o *keyHelp) fit(h *Host) paint.Rect {
	w := min(h.W-4, maxWidth)
	if made := (helpKey{w, h.Scene.Lang, h.Scene.Theme}); made != o.made {
		o.made = made
		width := w - 2 - helpKeys - 4
		lines := helpBlock(h, width, h.Say(words.HelpReadingLadder), signs)
		for g := keymap.GroupStep; g <= keymap.GroupOther; g++ {
			var list []Hint
			for i := range h.Keys {
				if b := &h.Keys[i]; b.Group == g {
					list = append(list, Hint{b.Names(), b.Text})
				}
			}
			lines = append(append(lines, ""), helpBlock(h, width, h.Say(g.Title()), list)...)
		}
		o.lines = len(lines)
		o.view.SetContentLines(lines)
	}
	outer := h.centred(w, min(h.H-2, o.lines+2))
	o.view.SetWidth(w - 3)
	o.view.SetHeight(outer.H - 2)
	return outer
}

// Key scrolls; the keys of the explorer for steps and scrolling do, too.
func (o *keyHelp) Key(h *Host, k tea.KeyPressMsg) Action {
	o.fit(h)
	s := k.String()
	switch s {
	case "pgdown", "space":
		o.view.PageDown()
		return nil
	case "pgup":
		o.view.PageUp()
		return nil
	}
	switch h.Keys.Action(s) {
	case keymap.Next, keymap.ScrollDown:
		o.view.ScrollDown(1)
	case keymap.Prev, keymap.ScrollUp:
		o.view.ScrollUp(1)
	case keymap.Start:
		o.view.GotoTop()
	case keymap.End:
		o.view.GotoBottom()
	case keymap.Quit, keymap.Help, keymap.Close:
		return Close{}
	}
	return nil
}

func (o *keyHelp) Paste(*Host, string) {}

// Click beside the window closes it.
func (o *keyHelp) Click(h *Host, x, y int) Action {
	if !o.fit(h).Contains(x, y) {
		return Close{}
	}
	return nil
}

func (o *keyHelp) Wheel(h *Host, d int) {
	o.fit(h)
	o.view.SetYOffset(o.view.YOffset() + d)
}

func (o *keyHelp) Hints(*Host) []Hint {
	return []Hint{{"↑↓", words.HintLine}, {"pgup pgdown", words.HintPage}, hintEsc}
}

// Lines are the keys, then what the line mode can do besides.
func (o *keyHelp) Lines(h *Host) []string {
	var out []string
	for i := range h.Keys {
		b := &h.Keys[i]
		out = append(out, strings.Join(b.Keys(), " ")+": "+h.Say(b.Text))
	}
	return append(out, "set KNOB=VALUE, all KNOB=VALUE, do N, ;CONDITION, back CONDITION, /TEXT, "+
		"mark NAME, rename NAME, open BRANCH")
}

func (o *keyHelp) Paint(h *Host) *tea.Cursor {
	r := h.window(o.fit(h), h.Say(words.HelpTitle))
	y := r.Y
	for l := range strings.SplitSeq(o.view.View(), "\n") {
		h.Canvas.Styled(r.X+1, y, l)
		y++
	}
	h.scrollMarks(r, !o.view.AtTop(), !o.view.AtBottom())
	return nil
}
