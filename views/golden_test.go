package views

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/views/ladder"
	"teacp/views/paint"
)

var update = flag.Bool("update", false, "write golden files anew")

// TestGoldenPanes keeps every pane at three sizes, in both languages, with the characters
// of every terminal and with those of all; as text, so without colour.
func TestGoldenPanes(t *testing.T) {
	runs := map[string]*sim.Run{}
	for id := PaneID(0); id < NumPanes; id++ {
		at := Panes[id].Example
		r := runs[at.Scenario]
		if r == nil {
			r = scenariotest.Run(t, at.Scenario)
			runs[at.Scenario] = r
		}
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			var b strings.Builder
			for _, lang := range []string{"en", "ko"} {
				for _, ascii := range []bool{false, true} {
					if ascii && lang == "ko" { // Hangul is not ASCII
						continue
					}
					s := Scene{Run: r, Frame: (r.Frames() - 1) * at.Percent / 100, Theme: &paint.Themes[0],
						Filter: ladder.AllConns, Lang: lang}
					c := paint.NewCanvas(size[0], size[1])
					c.ASCII = ascii
					Paint(c, paint.Rect{X: 0, Y: 0, W: size[0], H: size[1]}, id, &s, true)
					text := c.String()
					fmt.Fprintf(&b, "%s, frame %d, %s%s\n%s", at.Scenario, s.Frame, lang,
						map[bool]string{true: ", ascii"}[ascii], text)
					checkScreen(t, Panes[id].Name, text, size[0], ascii && lang == "en")
				}
			}
			simtest.Golden(t, fmt.Sprintf("testdata/panes/%s-%dx%d.txt", Panes[id].Name, size[0], size[1]),
				b.String(), *update)
		}
	}
}

// checkScreen holds lines to their width, and ASCII to ASCII.
func checkScreen(t *testing.T, name, text string, w int, ascii bool) {
	t.Helper()
	for i, l := range strings.Split(text, "\n") {
		if paint.Width(l) > w {
			t.Errorf("%s: line %d has %d columns of %d", name, i+1, paint.Width(l), w)
		}
		if j := strings.IndexFunc(l, func(r rune) bool { return r >= 0x80 }); ascii && j >= 0 {
			t.Errorf("%s: line %d has %q in ASCII", name, i+1, l[j:])
		}
	}
}
