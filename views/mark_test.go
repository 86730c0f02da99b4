package views

import (
	"slices"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// TestHighlightNames: the scenario language has the same names of panes and fields.
func TestHighlightNames(t *testing.T) {
	var panes []string
	for _, p := range Panes {
		panes = append(panes, p.Name)
	}
	if !slices.Equal(panes, scenarios.HighlightPanes) {
		t.Errorf("panes %v\nin the language %v", panes, scenarios.HighlightPanes)
	}
	r := scenariotest.Run(t, "handshake")
	w := r.At(r.Frames() - 1)
	var fields []string
	for _, f := range connFields(w, 0, w.Conn(0), "en") {
		fields = append(fields, f.name)
	}
	if !slices.Equal(fields, scenarios.HighlightFields) {
		t.Errorf("fields %v\nin the language %v", fields, scenarios.HighlightFields)
	}
}

// TestMarksNeedNoColour: what a note points at is marked on a screen without colours, in every pane
// that shows it.
func TestMarksNeedNoColour(t *testing.T) {
	r := scenariotest.Run(t, "nagle-delayed-ack")
	sent := sim.EventID(0)
	r.Find(-1, 1, 1<<sim.EvSend, func(e *sim.Event) bool { sent = e.ID; return e.Seg.Len > 0 })
	for _, c := range []struct {
		name                           string
		pane, field, timer, host, text string
		segment                        sim.EventID
		in                             PaneID
	}{
		{"pane", "why", "", "", "", "pane Why", 0, PaneWhy},
		{"field", "", "held", "", "client", "held of client", 0, PaneConn},
		{"timer", "", "", "delayed-ack", "server", "delayed-ACK timer of server", 0, PaneTimers},
		{"segment", "", "", "", "", "1:101 (100 B) ACK 1", sent, PaneLadder},
		{"segment in the table", "", "", "", "", "1:101 (100 B) ACK 1", sent, PaneSegments},
	} {
		s := Scene{Run: r, Frame: 12, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"}
		for _, h := range [][2]int{{80, 24}, {70, 14}} {
			canvas := paint.NewCanvas(h[0], h[1])
			s.Marks = nil
			Paint(canvas, paint.Rect{X: 0, Y: 0, W: h[0], H: h[1]}, c.in, &s, false)
			without := canvas.String()
			m, ok := NewMark(r, c.pane, c.field, c.timer, c.host, c.segment)
			if got := m.Text(r, "en"); !ok || got != c.text {
				t.Errorf("%s: %q, want %q", c.name, got, c.text)
			}
			s.Marks = []Mark{m}
			canvas = paint.NewCanvas(h[0], h[1])
			Paint(canvas, paint.Rect{X: 0, Y: 0, W: h[0], H: h[1]}, c.in, &s, false)
			if with := canvas.String(); slices.Contains([]rune(without), '◆') || !slices.Contains([]rune(with), '◆') {
				t.Errorf("%s is not marked at %v:\n%s", c.name, h, with)
			}
		}
	}
}
