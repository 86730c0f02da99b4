package model

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// TestNotesFit: on the smallest usual screen, 80x24 in the lecture layout, what to look for
// and every note of the catalogue stand whole in their box, in both languages; and so do
// the notes that belong to the same frame, together.
func TestNotesFit(t *testing.T) {
	m := &Model{w: 80, h: 24}
	width, lines := m.w-2-4, m.cueHeight()-3 // frame, and the line of keys
	for _, meta := range scenarios.List() {
		sc, err := scenarios.Load(meta.Name)
		if err != nil {
			t.Fatal(err)
		}
		run, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "ko"} {
			texts := map[int64]string{-1: sc.LookFor.In(lang)}
			for _, n := range sc.Notes {
				if id, ok := n.On.Find(run); ok {
					s := texts[id.Frame()]
					if s != "" {
						s += " "
					}
					texts[id.Frame()] = s + n.Text.In(lang)
				}
			}
			for frame, s := range texts {
				if got := len(views.Wrap(s, width)); got > lines {
					t.Errorf("%s, frame %d: %d lines in %d: %s", meta.Name, frame, got, lines, s)
				}
			}
		}
	}
}
