package views

import (
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim/simtest"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// BenchmarkLadder paints the ladder of a burst.
func BenchmarkLadder(b *testing.B) {
	r := scenariotest.Run(b, "slow-start")
	s := Scene{Run: r, Frame: 60, Theme: &paint.Themes[0], Filter: ladder.AllConns}
	c := paint.NewCanvas(200, 60)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		c.Clear()
		Paint(c, paint.Rect{X: 0, Y: 0, W: 200, H: 60}, PaneLadder, &s, true)
		_ = c.Render()
	}
}

// TestScenesDoNotShareCaches: a scene copied from another paints its own run, and so does the first.
func TestScenesDoNotShareCaches(t *testing.T) {
	text := func(s *Scene, id PaneID) string {
		c := paint.NewCanvas(100, 40)
		Paint(c, paint.Rect{X: 0, Y: 0, W: 100, H: 40}, id, s, true)
		return c.String()
	}
	page, burst := scenariotest.Run(t, "page"), scenariotest.Run(t, "slow-start")
	for id := PaneID(0); id < NumPanes; id++ {
		a := Scene{Run: page, Frame: page.Frames() / 2, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"}
		text(&a, id)
		b := a.WithoutCaches()
		b.Run, b.Frame = burst, burst.Frames()/2
		want := text(&Scene{Run: burst, Frame: b.Frame, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"},
			id)
		if got := text(&b, id); got != want {
			t.Errorf("%s: the second scene differs: %s", Panes[id].Name, simtest.Difference(want, got))
		}
		want = text(&Scene{Run: page, Frame: a.Frame, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"}, id)
		if got := text(&a, id); got != want {
			t.Errorf("%s: the first scene differs: %s", Panes[id].Name, simtest.Difference(want, got))
		}
	}
}

// TestEveryPaneIsDescribed: each pane's file fills its line of the table.
func TestEveryPaneIsDescribed(t *testing.T) {
	for id := range Panes {
		p := &Panes[id]
		if p.Name == "" || p.title == 0 || p.help == 0 || p.paint == nil || p.Example.Scenario == "" {
			t.Errorf("pane %d (%q): name, title, help, example or painting is missing", id, p.Name)
		}
		if got, ok := PaneByName(p.Name); !ok || got != PaneID(id) {
			t.Errorf("pane %q: two panes have this name", p.Name)
		}
	}
}
