package views

import (
	"fmt"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/simtest"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// crowd is a page of many objects over many connections.
func crowd(tb testing.TB, objects int, strategy http.Strategy) *sim.Run {
	tb.Helper()
	sc, err := scenarios.Load("page")
	if err != nil {
		tb.Fatal(err)
	}
	cfg := *sc.Config
	page := cfg.HTTP[0]
	page.Objects = append(page.Objects[:1:1], make([]http.Object, objects)...)
	for i := 1; i < len(page.Objects); i++ {
		page.Objects[i] = http.Object{Path: fmt.Sprintf("/%d.gif", i), Size: int64(1000 + i%7*3000)}
	}
	page.Start.Strategy, page.Start.Connections = strategy, 6
	cfg.HTTP = []http.Config{page}
	r := simtest.Of(tb, &cfg)
	return r
}

// BenchmarkBookPanes paints the panes over a page of two thousand objects.
func BenchmarkBookPanes(b *testing.B) {
	r := crowd(b, 2000, http.Parallel)
	for _, id := range []PaneID{PaneSockets, PaneCalls, PaneMessages, PanePage, PaneLedger} {
		b.Run(Panes[id].Name, func(b *testing.B) {
			s := Scene{Run: r, Frame: r.Frames() / 2, Theme: &paint.Themes[0], Filter: ladder.AllConns}
			for s.ReadOn(1 << 20) {
			}
			c := paint.NewCanvas(200, 60)
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				c.Clear()
				Paint(c, paint.Rect{X: 0, Y: 0, W: 200, H: 60}, id, &s, true)
			}
		})
	}
}
