package views

import (
	"strings"
	"testing"
	"unicode/utf8"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/simtest"
)

// TestSentences tells every event of every scenario in both languages.
func TestSentences(t *testing.T) {
	for _, meta := range scenarios.List() {
		r := scenariotest.Run(t, meta.Name)
		r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
			for _, lang := range []string{"en", "ko"} {
				if s := Sentence(r, e, lang); s == "" || strings.Contains(s, "%!") || !utf8.ValidString(s) {
					t.Errorf("%s frame %d, %s: %q", meta.Name, e.ID.Frame(), e.Kind, s)
				}
			}
			return true
		})
	}
}

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
		if w := Width(Clean(s)); w != Width(s) {
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
		if strings.IndexFunc(c.String(), func(r rune) bool { return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 }) >= 0 {
			t.Fatal("a control character reaches the terminal")
		}
	})
}

// BenchmarkLadder paints the ladder of a burst.
func BenchmarkLadder(b *testing.B) {
	r := scenariotest.Run(b, "slow-start")
	s := Scene{Run: r, Frame: 60, Theme: &Themes[0], Filter: AllConns}
	c := NewCanvas(200, 60)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		c.Clear()
		Paint(c, Rect{0, 0, 200, 60}, PaneLadder, &s, true)
		_ = c.Render()
	}
}

// TestLongFrameNumbers: the frames of a long run keep all their digits beside the cursor's
// mark, wide and narrow.
func TestLongFrameNumbers(t *testing.T) {
	l := &Ladder{From: 12_345_678, To: 12_345_679, Hosts: []uint8{0, 1}, Rows: []LadderRow{{Frame: 12_345_678, At: 7}}, digits: 8}
	for _, w := range []int{40, 60, 120} {
		c := NewCanvas(w, 1)
		DrawLadder(c, Rect{0, 0, w, 1}, l, 0, 12_345_678, &Themes[0])
		if text := c.String(); !strings.HasPrefix(text, "►12345678 ") {
			t.Errorf("%d columns: %q", w, text)
		}
	}
}

// TestStepsWithoutACall: a frame in which nothing is called reads well in both languages.
func TestStepsWithoutACall(t *testing.T) {
	for _, c := range []struct {
		rule   rule.ID
		en, ko string
	}{
		{rule.AppCall, "client goes on to the next step.", "client가 다음 단계로 넘어간다."},
		{rule.Scripted, "The settings of client change.", "client의 설정이 바뀐다."},
	} {
		e := &sim.Event{Kind: sim.EvCall, Op: sim.OpEnd, Rule: c.rule, At2: 1}
		var en, ko sentence
		en.lang, ko.lang = "en", "ko"
		if s := string(en.call("client", e).b); s != c.en {
			t.Errorf("expected %q, found %q", c.en, s)
		}
		if s := string(ko.call("client", e).b); s != c.ko || CallName(e, "ko") == CallName(e, "en") {
			t.Errorf("expected %q, found %q", c.ko, s)
		}
	}
}

// TestScenesApart: a scene made after another one paints what is its own, and so does the first.
func TestScenesApart(t *testing.T) {
	text := func(s *Scene, id PaneID) string {
		c := NewCanvas(100, 40)
		Paint(c, Rect{0, 0, 100, 40}, id, s, true)
		return c.String()
	}
	page, burst := scenariotest.Run(t, "page"), scenariotest.Run(t, "slow-start")
	for id := PaneID(0); id < NumPanes; id++ {
		a := Scene{Run: page, Frame: page.Frames() / 2, Theme: &Themes[0], Filter: AllConns, Lang: "en"}
		text(&a, id)
		b := a.Afresh()
		b.Run, b.Frame = burst, burst.Frames()/2
		want := text(&Scene{Run: burst, Frame: b.Frame, Theme: &Themes[0], Filter: AllConns, Lang: "en"}, id)
		if got := text(&b, id); got != want {
			t.Errorf("%s: the second scene differs: %s", Panes[id].Name, simtest.Difference(want, got))
		}
		want = text(&Scene{Run: page, Frame: a.Frame, Theme: &Themes[0], Filter: AllConns, Lang: "en"}, id)
		if got := text(&a, id); got != want {
			t.Errorf("%s: the first scene differs: %s", Panes[id].Name, simtest.Difference(want, got))
		}
	}
}
