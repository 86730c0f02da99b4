package model

import (
	"strings"
	"testing"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views"
	"teacp/views/words"
)

// TestWhyInOrder: at every hold of the library's scenarios the pane says, in this order: what happened, what
// is held, the cause with its frame, the rule with its source, and what would have happened otherwise.
func TestWhyInOrder(t *testing.T) {
	for _, name := range []string{"nagle-delayed-ack", "keep-alive-stall", "slow-start"} {
		m := start(t, Options{Scenario: name, Lang: "en"}, 100, 70)
		for range 3 {
			work(m, "n")
			if cmd := m.tryOtherwise(); cmd != nil {
				m.Update(cmd())
			} else if m.weighing { // it was begun with the key
				m.weighing = false
				m.Update(m.tryOtherwise()())
			}
			m.setLayout(0)
			m.setPane(views.PaneWhy)
			m.zoom = true
			text, at := m.Text(), 0
			for _, want := range []string{"│Frame ", " ", "│ Cause: :", "│ Rule: ", "│Otherwise", "│Because", "│Now waiting"} {
				i := strings.Index(text[at:], want)
				if i < 0 {
					if want == "│Otherwise" { // the setting changes nothing, or the run is too long
						continue
					}
					if want == "│Now waiting" { // further down
						break
					}
					t.Fatalf("%s, frame %d: no %q behind the rest:\n%s", name, m.scene.Frame, want, text)
				}
				at += i
			}
			m.zoom = false
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 100, 70)
	m.do(keymap.NextHold)
	m.Update(m.tryOtherwise()())
	if text := m.Text(); !strings.Contains(text, "Otherwise") || !strings.Contains(text, "250.032 ms") {
		t.Errorf("it is not said what would have happened without Nagle:\n%s", text)
	}
	if m.Update(press("right")); strings.Contains(m.Text(), "250.032 ms") {
		t.Error("another frame has the answer of the last one")
	}
}

// TestRuleSentencesOnce: a frame says the sentence of each rule once.
func TestRuleSentencesOnce(t *testing.T) {
	m := start(t, Options{Scenario: "slow-start", Lang: "en"}, 80, 24)
	r := m.scene.Run
	r.Finish()
	many := 0
	for f := range r.Frames() {
		sends := 0
		for _, e := range r.Events(f) {
			if e.Kind == sim.EvSend {
				sends++
			}
		}
		for _, lang := range []string{"en", "ko"} {
			all := strings.Join(words.Why(r, f, lang), "\n")
			happened, _, _ := strings.Cut(all, words.WhyBecause.In(lang))
			for _, e := range r.Events(f) {
				if s := words.RuleSentence(e.Rule, lang); s != "" && e.Kind == sim.EvSend && strings.Count(happened, s) > 1 {
					t.Errorf("frame %d says %q more than once:\n%s", f, s, happened)
				}
			}
		}
		if sends > 1 {
			many++
		}
	}
	if many == 0 {
		t.Error("no frame sends two segments")
	}
}
