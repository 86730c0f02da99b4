package views_test

import (
	"testing"

	"teacp/sim/simtest"
	"teacp/views"
)

// BenchmarkPane paints each pane alone over 200x60 cells.
func BenchmarkPane(b *testing.B) {
	r := simtest.Transfer(b, 100_000)
	c := views.NewCanvas(200, 60)
	for id := range views.Panes {
		b.Run(views.PaneID(id).Title("en"), func(b *testing.B) {
			s := views.Scene{Run: r, Frame: 50_000, Filter: views.AllConns, Lang: "en", Theme: &views.Themes[0]}
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				c.Clear()
				views.Paint(c, views.Rect{W: 200, H: 60}, views.PaneID(id), &s, true)
				_ = c.Render()
			}
		})
	}
}
