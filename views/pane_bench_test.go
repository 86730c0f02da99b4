package views

import (
	"testing"

	"teacp/sim/simtest"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// BenchmarkPane paints each pane alone over 200x60 cells.
func BenchmarkPane(b *testing.B) {
	r := simtest.Transfer(b, 100_000)
	c := paint.NewCanvas(200, 60)
	for id := range Panes {
		b.Run(PaneID(id).Title("en"), func(b *testing.B) {
			s := Scene{Run: r, Frame: 50_000, Filter: ladder.AllConns, Lang: "en", Theme: &paint.Themes[0]}
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				c.Clear()
				Paint(c, paint.Rect{W: 200, H: 60}, PaneID(id), &s, true)
				_ = c.Render()
			}
		})
	}
}
