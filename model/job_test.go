package model

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/spinner"
)

// longJob begins a job that never ends by itself.
func longJob(m *Model, part func() (done, of int64)) {
	m.begin(&job{what: "Looking", far: func() int64 { return 430 }, part: part, step: func() bool { return false }})
}

// TestJobShowsHowFarItIs: a job has a spinner, and a bar with a percentage where its end is known;
// esc ends it, and nothing of it stays on the screen.
func TestJobShowsHowFarItIs(t *testing.T) {
	for _, s := range sizes {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, s[0], s[1])
		m.status = ""
		before := m.Text()
		longJob(m, func() (done, of int64) { return 430, 1000 })
		frames := spinner.MiniDot.Frames
		text := m.Text()
		if !strings.Contains(text, frames[0]+" Looking … frame 430 (esc stops)") || !strings.Contains(text, "━────") || !strings.Contains(text, "43%") {
			t.Errorf("%v: the job is not shown:\n%s", s, text)
		}
		_, cmd := m.Update(m.spin.Tick())
		if text = m.Text(); !strings.Contains(text, frames[1]+" Looking") || cmd == nil {
			t.Errorf("%v: the spinner does not turn:\n%s", s, text)
		}
		work(m, "esc")
		m.status = ""
		if text = m.Text(); text != before {
			t.Errorf("%v: after the job:\n%s", s, text)
		}
		if cmd := m.spun(spinner.TickMsg{}); cmd != nil {
			t.Errorf("%v: the spinner turns without a job", s)
		}
	}
}

// TestJobWithoutKnownEnd: there is no percentage of something unknown.
func TestJobWithoutKnownEnd(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	longJob(m, func() (done, of int64) { return 0, 0 })
	if text := m.Text(); strings.Contains(text, "%") || !strings.Contains(text, "Looking … frame 430 (esc stops)") {
		t.Errorf("a percentage is shown:\n%s", text)
	}
}
