package model

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"teacp/sim/simtest"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// style is what the explorer itself sends to colour its cells.
var style = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// harmless checks a screen: no control character but the program's own styles, nothing that
// changes the order or width of a line, and every line as wide as the screen.
func harmless(t *testing.T, what string, m *Model) {
	t.Helper()
	screen := style.ReplaceAllString(m.Screen(), "")
	for i, r := range screen {
		if r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f ||
			r == 0xfeff || r >= 0x1160 && r <= 0x11ff {
			t.Errorf("%s: %U stands on the screen: %q", what, r, screen[max(i-40, 0):min(i+40, len(screen))])
			return
		}
	}
	for y, l := range strings.Split(strings.TrimSuffix(m.Text(), "\n"), "\n") {
		if w := paint.Width(l); w > m.w {
			t.Errorf("%s, line %d: %d columns on a screen of %d", what, y, w, m.w)
			return
		}
	}
	if title := m.View().WindowTitle; strings.ContainsFunc(title, func(r rune) bool { return r < 0x20 }) {
		t.Errorf("%s: the window's title is %q", what, title)
	}
}

// TestHostilePlain: the line mode says the texts of a hostile scenario in lines without control
// characters, and lets no sequence through that a writer in it has overlooked.
func TestHostilePlain(t *testing.T) {
	m := start(t, Options{Scenario: "../scenarios/testdata/hostile.yaml"}, 80, 24)
	var out strings.Builder
	if err := m.plain(strings.NewReader(strings.Repeat("\n", 40)+"Q\na\nB\n?\nrename \x1b[2J\nB\n"), &out); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexFunc(out.String(), func(r rune) bool { return words.Interpreted(r) && r != '\n' }); i >= 0 {
		t.Errorf("the line mode wrote %q", out.String()[i:min(i+60, out.Len())])
	}
	for _, text := range []string{"T·[2J", "L·[2J", "Q·[2J", "M··injected", "N·[2J"} {
		if !strings.Contains(out.String(), text) && !strings.Contains(out.String(), strings.Replace(text, "··", "· ", 1)) {
			t.Errorf("expected %q in what the line mode says", text)
		}
	}
}

// TestHostileScreens walks a scenario whose every text holds escape sequences, bidi controls,
// tabs, characters without width and decomposed Hangul through all panes and overlays.
func TestHostileScreens(t *testing.T) {
	file, err := filepath.Abs("../scenarios/testdata/hostile.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ko"} {
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			m := start(t, Options{Scenario: file, Lang: lang, StateDir: t.TempDir()}, size[0], size[1])
			for id := range views.NumPanes {
				m.layout, m.zoom, m.focus = 0, true, 0
				m.chosen[0] = []views.PaneID{id}
				m.moveTo(0)
				for n := range 60 {
					if simtest.Sample(n, 4) {
						harmless(t, lang+" pane "+views.Panes[id].Name, m)
					}
					f := m.scene.Frame
					if m.moveTo(f + 1); m.scene.Frame == f {
						break
					}
				}
			}
			m.zoom, m.chosen[0] = false, nil
			for i := range presets {
				m.setLayout(i)
				m.moveTo(12)
				harmless(t, lang+" layout "+presets[i].name, m)
			}
			for _, k := range []string{"a", "Q", "2", "enter", "o", "esc", "?", "esc", "B", "esc", "ctrl+p", "esc", "N", "C", "esc", "x", "y"} {
				m.Update(press(k))
				harmless(t, lang+" key "+k, m)
			}
			m.toLibrary()
			harmless(t, lang+" library", m)
		}
	}
}
