package model

import (
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/paint"
)

// TestNotesFit: on the smallest usual screen, 80x24 in the lecture layout, what to look for
// and every note of the catalogue stand whole in their box, in both languages; and so do
// the notes that belong to the same frame, together.
func TestNotesFit(t *testing.T) {
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
			m := start(t, Options{Scenario: meta.Name, Lang: lang}, 80, 24)
			width, lines := m.w-2-4, m.lecture.cueHeight(m.w, m.h)-3 // frame, and the line of what is pointed at
			for frame, s := range texts {
				if got := len(paint.Wrap(s, width)); got > lines {
					t.Errorf("%s, frame %d: %d lines in %d: %s", meta.Name, frame, got, lines, s)
				}
			}
		}
	}
}

// TestQuestionsFit: at 80x24 a question with its answer, the reason and where the run shows
// it stands whole in its window, in both languages.
func TestQuestionsFit(t *testing.T) {
	for _, meta := range scenarios.List() {
		if meta.Question == nil {
			continue
		}
		for lang, last := range map[string][2]string{"en": {"Enter goes there.", meta.Question.Because.EN}, "ko": {"enter: 그리로 간다.", meta.Question.Because.KO}} {
			m := start(t, Options{Scenario: meta.Name, Lang: lang}, 80, 24)
			keys(m, "Q", "1")
			want := last[0]
			if meta.Question.Shows == nil || m.lecture.answerFrame() < 0 {
				want = last[1][len(last[1])-6:]
			}
			if screen := m.Text(); !strings.Contains(screen, want) {
				t.Errorf("%s in %s: %q is cut off:\n%s", meta.Name, lang, want, screen)
			}
		}
	}
}
