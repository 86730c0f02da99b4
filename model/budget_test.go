package model

import (
	"strings"
	"testing"
)

// TestBudgetStopsTheExplorer: a run that needs more memory than the budget grows no further, the status
// line names the setting, and the explorer goes on.
func TestBudgetStopsTheExplorer(t *testing.T) {
	for lang, word := range map[string]string{"en": "memory", "ko": "메모리"} {
		m := start(t, Options{Scenario: "congestion", Lang: lang, Budget: 400_000}, 120, 40)
		work(m, "G")
		r := m.scene.Run
		if r.OverBudget() == nil || m.scene.Frame != r.Frames()-1 {
			t.Fatalf("%v, frame %d of %d", r.OverBudget(), m.scene.Frame, r.Frames())
		}
		if !strings.Contains(m.Text(), "limits.memory") || !strings.Contains(m.Text(), word) {
			t.Errorf("%s: expected a status that names the setting:\n%s", lang, m.Text())
		}
		frames := r.Frames()
		work(m, "left", "G", "g", "n", "2", "C", "esc")
		if r.Frames() != frames {
			t.Errorf("the run went on from %d to %d frames", frames, r.Frames())
		}
	}
	m := start(t, Options{Scenario: "congestion", Memory: 2_000_000, Budget: 400_000}, 120, 40)
	work(m, "G")
	if err := m.scene.Run.OverBudget(); err != nil || !strings.Contains(m.commandLine(), "--memory 2000000") {
		t.Errorf("%v: %s", err, m.commandLine())
	}
}
