package paint

import (
	"strings"
	"testing"

	"teacp/views/words"
)

// TestHarmless: no text reaches the terminal as a control sequence, and what is painted is
// as wide as it was said to be.
func TestHarmless(t *testing.T) {
	for _, s := range []string{"\x1b[31mred", "a\tb", "bi\u202edi", "zero\u200bwidth", "한글 한글", "e\u0301", "\x9b2J", "emoji 🚀", "\x07bell", "\xff\xfe"} {
		c := NewCanvas(40, 1)
		x := c.Text(0, 0, s, Style{})
		if x != Width(s) {
			t.Errorf("%q: painted to column %d, width %d", s, x, Width(s))
		}
		for _, r := range c.Render() {
			if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x200b {
				t.Errorf("%q: %U reaches the terminal", s, r)
			}
		}
		if w := Width(words.Clean(s)); w != Width(s) {
			t.Errorf("%q: cleaned it is %d wide, not %d", s, w, Width(s))
		}
	}
}

// TestCutAndWrap keeps texts within their columns.
func TestCutAndWrap(t *testing.T) {
	for _, s := range []string{"", "short", "a longer text of several words", "한글로 쓴 긴 문장이 여기에 있다", "averyverylongwordwithoutanyblank"} {
		for w := 0; w < 20; w++ {
			if got := Width(Cut(s, w)); got > w {
				t.Errorf("Cut(%q, %d) is %d wide", s, w, got)
			}
			for _, l := range Wrap(s, w) {
				if Width(l) > max(w, 2) {
					t.Errorf("Wrap(%q, %d) has a line of %d", s, w, Width(l))
				}
			}
		}
	}
}

// FuzzText paints any text into any width.
func FuzzText(f *testing.F) {
	f.Add("한글 \x1b[31m", 10)
	f.Fuzz(func(t *testing.T, s string, w int) {
		w = max(min(w, 200), 0)
		c := NewCanvas(w, 2)
		c.Text(0, 0, s, Style{})
		c.TextIn(0, 1, w, s, Style{Bold: true})
		for _, l := range strings.Split(strings.TrimSuffix(c.String(), "\n"), "\n") {
			if Width(l) > w {
				t.Fatalf("a line of %d on %d columns", Width(l), w)
			}
		}
		if strings.IndexFunc(c.String(), func(r rune) bool {
			return r < 0x20 && r != '\n' || r >= 0x7f &&
				r < 0xa0
		}) >= 0 {
			t.Fatal("a control character reaches the terminal")
		}
	})
}
