package model

import (
	"strings"
	"testing"

	"teacp/model/keymap"
	"teacp/model/overlay"
)

// TestOverlays opens each overlay of the table at all sizes and in both languages: it is painted,
// its keys stand at the foot, the line mode has lines for it, and esc closes it.
func TestOverlays(t *testing.T) {
	seen := map[keymap.Action]bool{}
	for _, kind := range overlay.Table {
		if seen[kind.Action] {
			t.Errorf("%s stands twice in the table", kind.Action)
		}
		seen[kind.Action] = true
		if keymap.Builtin.Find(kind.Action) == nil && kind.Title == nil {
			t.Errorf("%s has neither a key nor a title: nothing can open it", kind.Action)
		}
		for _, s := range append([][2]int{{MinW, MinH}}, sizes...) {
			for _, lang := range []string{"en", "ko"} {
				m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: lang}, s[0], s[1])
				work(m, "n")
				before := m.Text()
				m.do(kind.Action)
				if !m.over.Is(kind.Action) || m.Text() == before {
					t.Fatalf("%s, %s at %v: it is not shown", kind.Action, lang, s)
				}
				harmless(t, string(kind.Action), m)
				hints := m.over.Overlay().Hints(m.host())
				if last := hints[len(hints)-1]; last.Key != "esc" || !strings.Contains(m.Text(), "esc "+m.say(last.Text)) {
					t.Errorf("%s, %s at %v: the foot does not say how it is closed:\n%s", kind.Action, lang, s, m.Text())
				}
				if kind.Action != keymap.Bookmarks && len(m.over.Overlay().Lines(m.host())) == 0 {
					t.Errorf("%s: no lines for the line mode", kind.Action)
				}
				keys(m, "down", "pgdown", "end", "up", "pgup", "home")
				harmless(t, string(kind.Action), m)
				if keys(m, "esc"); m.over.IsOpen() {
					t.Errorf("%s: esc does not close it", kind.Action)
				}
			}
		}
	}
}

// TestEachOverlayIsInThePalette: an overlay is opened by its name there, with a key or without one.
func TestEachOverlayIsInThePalette(t *testing.T) {
	for _, kind := range overlay.Table {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
		work(m, "ctrl+p")
		openList(m).Filter().Set(string(kind.Action))
		found := false
		for i, it := range openList(m).Items(m.host()) {
			if it.Do == (overlay.Close{Then: overlay.Press{Action: kind.Action}}) {
				openList(m).Choose(i)
				found = true
			}
		}
		if work(m, "enter"); !found || !m.over.Is(kind.Action) {
			t.Errorf("%s is not opened out of the palette", kind.Action)
		}
	}
}
