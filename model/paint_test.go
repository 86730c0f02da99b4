package model

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/sim/simtest"
	"teacp/views"
)

// painted opens a scenario in a layout on a screen of 200 by 60, some way into the run.
func painted(tb testing.TB, scenario string, layout int) *Model {
	tb.Helper()
	m, err := New(Options{Scenario: scenario, Lang: "en"})
	if err != nil {
		tb.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	m.scene.Run.Finish()
	m.setLayout(layout)
	m.moveTo(m.scene.Run.Frames() / 2)
	m.Screen()
	return m
}

// TestPaintingMakesNoGarbage: a whole screen of every layout is painted with at most 200
// allocations, the same again and after a step, wherever in a run and in both languages.
func TestPaintingMakesNoGarbage(t *testing.T) {
	if simtest.Race {
		t.Skip("the race detector allocates, too")
	}
	for _, scenario := range []string{"page", "slow-start", "nagle-delayed-ack", "reordering"} {
		for i := range presets {
			m := painted(t, scenario, i)
			for m.behind() {
				m.grown()
			}
			if n := testing.AllocsPerRun(5, func() { m.Screen() }); n > 200 {
				t.Errorf("%s, layout %s: %.0f allocations", scenario, presets[i].name, n)
			}
			for k, at := range []int64{0, 0, m.scene.Run.Frames() / 2, m.scene.Run.Frames() / 2, m.scene.Run.Frames() - 22, m.scene.Run.Frames() - 22} {
				m.scene.Lang = []string{"en", "ko"}[k%2]
				steps(m, at)
				m.moveTo(max(at, 0))
				if n := testing.AllocsPerRun(5, func() { m.moveTo(m.scene.Frame + 1); m.Screen() }); n > 200 {
					t.Errorf("%s, layout %s, steps from frame %d, %s: %.0f allocations", scenario, presets[i].name, at, m.scene.Lang, n)
				}
			}
		}
	}
}

// steps goes over some frames, so that they have been simulated.
func steps(m *Model, at int64) {
	for f := max(at, 0); f < at+21; f++ {
		m.moveTo(f)
		m.Screen()
	}
}

// BenchmarkScreen paints a screen of 200 by 60: the same again, and after a step.
func BenchmarkScreen(b *testing.B) {
	for i := range presets {
		for _, step := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/step=%t", presets[i].name, step), func(b *testing.B) {
				m := painted(b, "slow-start", i)
				b.ReportAllocs()
				b.ResetTimer()
				for n := 0; n < b.N; n++ {
					if step && !m.moveTo(m.scene.Frame+1) {
						m.moveTo(0)
					}
					m.Screen()
				}
			})
		}
	}
}

// TestChangesPane: the tree of branches is shown in a pane, with what was changed.
func TestChangesPane(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "n", "N")
	m.setPane(views.PaneChanges)
	for _, want := range []string{"● client.nagle=off  :8", "−250.032 ms", ":8  client.nagle = off"} {
		if text := m.Text(); !strings.Contains(text, want) {
			t.Errorf("%q is not shown:\n%s", want, text)
		}
	}
}
