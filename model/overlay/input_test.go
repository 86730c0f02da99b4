package overlay

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
)

// pressed is a key with a name, or the character itself.
func pressed(name string) tea.KeyPressMsg {
	if k, ok := map[string]tea.KeyPressMsg{
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome},
		"end": {Code: tea.KeyEnd},
		"up":  {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "tab": {Code: tea.KeyTab},
		"esc": {Code: tea.KeyEscape}, "enter": {Code: tea.KeyEnter},
		"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete},
		"space":  {Code: tea.KeySpace, Text: " "},
		"ctrl+a": {Code: 'a', Mod: tea.ModCtrl}, "ctrl+e": {Code: 'e', Mod: tea.ModCtrl},
		"ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
		"ctrl+k": {Code: 'k', Mod: tea.ModCtrl}, "alt+b": {Code: 'b', Mod: tea.ModAlt},
		"alt+f": {Code: 'f', Mod: tea.ModAlt}, "ctrl+left": {Code: tea.KeyLeft, Mod: tea.ModCtrl},
		"alt+left": {Code: tea.KeyLeft, Mod: tea.ModAlt}, "pgdown": {Code: tea.KeyPgDown}, "pgup": {Code: tea.KeyPgUp},
	}[name]; ok {
		return k
	}
	r := []rune(name)
	return tea.KeyPressMsg{Code: r[0], Text: name}
}

// TestCursorMovesAndEdits: each key of the line editor does what a shell's does, and the cursor
// counts two columns for Hangul.
func TestCursorMovesAndEdits(t *testing.T) {
	for _, c := range []struct {
		keys   []string
		text   string
		column int
	}{
		{nil, "", 0},
		{[]string{"a", "b", "left", "c"}, "acb", 2},
		{[]string{"한", "글"}, "한글", 4},
		{[]string{"한", "글", "left", "a"}, "한a글", 3},
		{[]string{"한", "글", "home", "a"}, "a한글", 1},
		{[]string{"한", "글", "ctrl+a", "delete", "ctrl+e", "b"}, "글b", 3},
		{[]string{"o", "n", "e", "space", "t", "w", "o", "ctrl+w"}, "one ", 4},
		{[]string{"o", "n", "e", "space", "t", "w", "o", "alt+b", "x"}, "one xtwo", 5},
		{[]string{"o", "n", "e", "space", "t", "w", "o", "ctrl+left", "ctrl+left", "alt+f", "x"}, "onex two", 4},
		{[]string{"a", "b", "c", "left", "ctrl+u"}, "c", 0},
		{[]string{"a", "b", "c", "left", "ctrl+k"}, "ab", 2},
		{[]string{"\u1112", "\u1161", "\u11ab"}, "한", 2}, // a syllable in parts
		{[]string{"a", "\u202e", "b"}, "ab", 2},          // no character changes the direction
	} {
		in := NewInput(20)
		for _, k := range c.keys {
			in.Key(pressed(k))
		}
		cur := in.Paint(paint.NewCanvas(40, 1), 3, 0, 30, paint.Style{})
		if in.Value() != c.text || cur.X-3 != c.column {
			t.Errorf("%q: %q with the cursor at %d, want %q at %d", c.keys, in.Value(), cur.X-3, c.text, c.column)
		}
	}
}

// TestCursorStaysVisible: a text that is wider than its room is moved so that the cursor and the
// character before it are seen.
func TestCursorStaysVisible(t *testing.T) {
	in := NewInput(100)
	c := paint.NewCanvas(20, 1)
	at := func() int {
		c.Clear()
		return in.Paint(c, 2, 0, 10, paint.Style{}).X
	}
	for i, r := range "가나다라마바사아자차" {
		in.Key(pressed(string(r)))
		if x := at(); x < 2 || x > 11 {
			t.Fatalf("after %d bytes the cursor is at %d", i, x)
		}
	}
	if got := c.String(); got != "  사아자차\n" {
		t.Errorf("shown: %q", got)
	}
	in.Key(pressed("home"))
	if x := at(); x != 2 || c.String() != "  가나다라마\n" {
		t.Errorf("at home: cursor at %d, shown %q", x, c.String())
	}
}

// TestInputIsLimited: neither keys nor a paste make a text longer than its limit.
func TestInputIsLimited(t *testing.T) {
	in := NewInput(5)
	in.Insert("abc\ndefgh")
	in.Key(pressed("x"))
	if got := in.Value(); got != "abc d" {
		t.Errorf("%q", got)
	}
}

// TestDeleteWordBeforeLastCharacter: deleting the word behind the cursor deletes the last
// character of a line, too.
func TestDeleteWordBeforeLastCharacter(t *testing.T) {
	for text, want := range map[string]string{"x": "", "한": "", "two words": "two word", "": ""} {
		in := NewInput(20)
		in.Set(text)
		in.Key(tea.KeyPressMsg{Code: tea.KeyLeft})
		in.Key(tea.KeyPressMsg{Code: 'd', Mod: tea.ModAlt})
		if got := in.Value(); got != want {
			t.Errorf("%q: %q is left, expected %q", text, got, want)
		}
	}
}
