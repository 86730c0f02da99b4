package overlay

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
	"teacp/views/words"
)

// Input is a line of text with a cursor. The editing is done by Bubbles' textinput. It is
// painted here: textinput counts its cursor's place in characters, so that it stands wrong
// behind Hangul, which takes two columns.
type Input struct {
	text textinput.Model
	from int // the first character on the screen
}

// NewInput returns an empty input for up to limit characters.
func NewInput(limit int) Input {
	t := textinput.New()
	t.Prompt, t.CharLimit = "", limit
	t.SetVirtualCursor(false)
	t.KeyMap.Paste.SetEnabled(false) // the terminal pastes
	t.Focus()
	return Input{text: t}
}

// Value is the text.
func (in *Input) Value() string { return in.text.Value() }

// Set replaces the text; the cursor stands behind it.
func (in *Input) Set(s string) {
	in.text.SetValue(words.Clean(s))
	in.text.CursorEnd()
}

// Insert puts a text where the cursor stands.
func (in *Input) Insert(s string) { in.update(tea.PasteMsg{Content: s}) }

// Key edits the text; it reports whether the text has changed.
func (in *Input) Key(k tea.KeyPressMsg) bool {
	old := in.Value()
	if key.Matches(k, in.text.KeyMap.DeleteWordForward) && in.text.Position() == len([]rune(old))-1 {
		k = tea.KeyPressMsg{Code: tea.KeyDelete} // textinput panics where one character is left
	}
	in.update(k)
	return in.Value() != old
}

// update edits the text, and cleans it on both sides of the cursor: a syllable that is typed
// in parts is composed, and no control character stays.
func (in *Input) update(msg tea.Msg) {
	in.text, _ = in.text.Update(msg)
	r, at := []rune(in.Value()), in.text.Position()
	before, after := words.Clean(string(r[:at])), words.Clean(string(r[at:]))
	if before+after != string(r) {
		in.text.SetValue(before + after)
		in.text.SetCursor(len([]rune(before)))
	}
}

// Paint draws as much of the text as fits w columns, so that the cursor is among them, and
// returns the cursor.
func (in *Input) Paint(c *paint.Canvas, x, y, w int, st paint.Style) *tea.Cursor {
	r, at := []rune(in.Value()), in.text.Position()
	in.from = min(in.from, at)
	for paint.Width(string(r[in.from:at])) > w-1 {
		in.from++
	}
	if in.from > 0 && paint.Width(string(r)) < w {
		in.from = 0
	}
	rest := r[in.from:]
	for paint.Width(string(rest)) > w {
		rest = rest[:len(rest)-1]
	}
	c.Text(x, y, string(rest), st)
	cur := tea.NewCursor(x+paint.Width(string(r[in.from:at])), y)
	cur.Shape = tea.CursorBar
	return cur
}

// Width is how many columns the text takes, with the cursor behind it.
func (in *Input) Width() int { return paint.Width(in.Value()) + 1 }
