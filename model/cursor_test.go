package model

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/views/paint"
)

// inputs are the keys that open each place where text is typed.
var inputs = [][]string{{":"}, {";"}, {"alt+;"}, {"/"}, {"M"}, {"alt+r", "ctrl+u"}, {"ctrl+s", "ctrl+u"}, {"alt+f"}, {"|", "a"}, {"ctrl+p"}, {"o"}, {"v"}, {"alt+v"}}

// beforeCursor is the line of the screen up to the terminal's cursor.
func beforeCursor(t *testing.T, m *Model) string {
	t.Helper()
	text, cur := m.Text(), m.View().Cursor
	if cur == nil {
		t.Fatalf("there is no cursor:\n%s", text)
	}
	line, out := strings.Split(text, "\n")[cur.Y], ""
	for _, r := range line {
		if paint.Width(out) >= cur.X {
			break
		}
		out += string(r)
	}
	return out
}

// TestCursorStandsWhereTextIsTyped: in every input the terminal's cursor stands behind what is
// typed, also Hangul, so that an input method opens its window there, and it moves.
func TestCursorStandsWhereTextIsTyped(t *testing.T) {
	for _, s := range sizes {
		for _, open := range inputs {
			m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "ko"}, s[0], s[1])
			work(m, "n")
			if m.View().Cursor != nil {
				t.Fatal("a cursor where nothing is typed")
			}
			work(m, open...)
			typeText(m, "한a")
			if got := beforeCursor(t, m); !strings.HasSuffix(got, "한a") {
				t.Errorf("%v: the cursor stands behind %q", open, got)
			}
			work(m, "backspace")
			if got := beforeCursor(t, m); !strings.HasSuffix(got, "한") {
				t.Errorf("%v: after backspace the cursor stands behind %q", open, got)
			}
			m.Update(tea.PasteMsg{Content: "글b"})
			work(m, "ctrl+b")
			if got := beforeCursor(t, m); !strings.HasSuffix(got, "한글") {
				t.Errorf("%v: after a paste and a step back the cursor stands behind %q", open, got)
			}
			work(m, "home")
			if got := beforeCursor(t, m); strings.ContainsAny(got, "한글b") {
				t.Errorf("%v: at the start the cursor stands behind %q", open, got)
			}
			if work(m, "esc"); m.View().Cursor != nil && open[0] != "|" {
				t.Errorf("%v: a cursor stays after esc", open)
			}
		}
	}
}

// TestCursorInLibraryFilter: the filter of the library is an input, too.
func TestCursorInLibraryFilter(t *testing.T) {
	m := start(t, Options{Lang: "en"}, 80, 24)
	keys(m, "/")
	typeText(m, "nagel")
	keys(m, "left", "left", "delete", "end")
	typeText(m, "e")
	if got := beforeCursor(t, m); !strings.HasSuffix(got, "Scenarios /nagle") {
		t.Errorf("the cursor stands behind %q", got)
	}
	if keys(m, "esc"); m.View().Cursor != nil {
		t.Error("a cursor stays after esc")
	}
}

// typeText types a text.
func typeText(m *Model, text string) {
	for _, r := range text {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}
