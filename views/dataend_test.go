package views

import (
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// TestAxesEndWithTheData: on every time axis of every scenario the time up to the last data takes most of
// the graph, whatever closing and TIME-WAIT take, until the cursor stands behind it or all is asked for.
func TestAxesEndWithTheData(t *testing.T) {
	waits := 0
	for _, meta := range scenarios.List() {
		r := scenariotest.Run(t, meta.Name)
		last := ladder.LastData(r)
		if last < 0 || r.Frames() > 20_000 {
			continue
		}
		at := r.TimeOf(last)
		for _, axis := range []paint.AxisKind{paint.AxisAuto, paint.AxisLinear, paint.AxisCompressed} {
			s := Scene{Run: r, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en", Axis: axis, Frame: last / 2}
			share := func() int {
				ax, _ := s.axisOf(s.trackOf())
				return ax.Col(ax.Unit(last, at), 100)
			}
			if got := share(); got < 60 {
				t.Errorf("%s, %s: the data takes %d%% of a graph", meta.Name, paint.AxisNames[axis], got)
			}
			before := share()
			if s.Zoom = -1; axis == paint.AxisLinear && r.Duration() > 2*at {
				waits++
				if got := share(); got >= before {
					t.Errorf("%s: the whole run is not shown when it is asked for", meta.Name)
				}
				s.Zoom, s.Frame = 0, r.Frames()-1
				ax, u := s.axisOf(s.trackOf())
				if col := ax.Col(u, 100); col != 99 {
					t.Errorf("%s: the cursor at the end stands in column %d", meta.Name, col)
				}
			}
			s.Zoom = 0
			if unit, want := s.rowTime(), ladder.RowTime(r, axis); unit != want || axis == paint.AxisLinear && unit > max(ladder.RowTime(r, paint.AxisCompressed), sim.Time(ladder.DataEnd(r)/5000)) {
				t.Errorf("%s, %s: a row of the ladder stands for %v", meta.Name, paint.AxisNames[axis], unit)
			}
		}
	}
	if waits < 10 {
		t.Errorf("only %d runs go on long behind their data", waits)
	}
}

// TestGraphsStopWithTheirAxis: what happens behind the end of the axis is not drawn into its last column.
func TestGraphsStopWithTheirAxis(t *testing.T) {
	r := scenariotest.Run(t, "time-wait")
	s := Scene{Run: r, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en", Axis: paint.AxisLinear, Frame: 10}
	rect := paint.Rect{W: 100, H: 20}
	c := paint.NewCanvas(100, 20)
	for id := range Panes {
		if !Panes[id].Zooms {
			continue
		}
		c.Clear()
		Paint(c, rect, PaneID(id), &s, true)
		if text := c.String(); strings.Contains(text, "240 s") || strings.Contains(text, "200 s") {
			t.Errorf("%s shows TIME-WAIT:\n%s", Panes[id].Name, text)
		}
		for x := range 100 {
			if f := FrameAt(rect, PaneID(id), &s, x, 8); f >= 0 && r.TimeOf(f) > ladder.DataEnd(r) {
				t.Errorf("%s: column %d is frame %d at %v", Panes[id].Name, x, f, r.TimeOf(f))
			}
		}
	}
}
