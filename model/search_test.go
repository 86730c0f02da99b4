package model

import (
	"slices"
	"strings"
	"testing"
)

// search types a text behind / and returns what is said about it.
func searched(m *Model, text string) string {
	work(m, "/")
	typed(m, text)
	work(m, "enter")
	return m.status
}

// TestSearchEverywhere: notes, rules, reasons of holds, calls, messages and bookmarks are
// searched, in both languages; what was found is counted, and said in what it is.
func TestSearchEverywhere(t *testing.T) {
	for _, c := range []struct {
		scenario, text string
		frame          int64
		want           string
	}{
		{"nagle-delayed-ack", "Neither comes", 12, "“Neither comes”: 1 of 1, in a note."},
		{"nagle-delayed-ack", "돌려", 13, "in a call."},
		{"nagle-delayed-ack", "write(100)", 6, "1 of 2, in a call."},
		{"nagle-delayed-ack", "until all data sent before", 7, "in the reason of a hold."},
		{"nagle-delayed-ack", "HOLDS 100", 7, "1 of 1, in the reason of a hold."},
		{"nagle-delayed-ack", "delack_timer", 15, "1 of 1, in a rule."},
		{"page", "host: www", 0, "in a message."},
		{"page", "content-length", 0, "in a message."},
		{"page", "leaves, a round trip", 0, "in a note."},
	} {
		m := start(t, Options{Scenario: c.scenario, Lang: "en"}, 80, 24)
		if got := searched(m, c.text); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
		if m.scene.Frame != c.frame && c.frame > 0 {
			t.Errorf("%s: frame %d, want %d", c.text, m.scene.Frame, c.frame)
		}
		if !strings.HasSuffix(m.status, "Next: .  previous: ,") {
			t.Errorf("%s: the keys to go on with are not said: %s", c.text, m.status)
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	m.moveTo(20)
	m.mark("peculiar")
	m.moveTo(0)
	if got := searched(m, "peculiar"); m.scene.Frame != 20 || !strings.Contains(got, "1 of 1, in a bookmark.") {
		t.Errorf("frame %d: %s", m.scene.Frame, got)
	}
}

// TestSearchWrapsAround: the next hit behind the last one is the first, and the other way round;
// it is said.
func TestSearchWrapsAround(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	var frames []int64
	if got := searched(m, "read("); !strings.Contains(got, "1 of ") {
		t.Fatal(got)
	}
	for i := 0; i < 50 && !strings.Contains(m.status, "From the start again"); i++ {
		frames = append(frames, m.scene.Frame)
		work(m, ".")
	}
	if len(frames) < 3 || !slices.IsSorted(frames) || m.scene.Frame != frames[0] {
		t.Fatalf("hits %v, then %d (%s)", frames, m.scene.Frame, m.status)
	}
	if work(m, ","); m.scene.Frame != frames[len(frames)-1] || !strings.Contains(m.status, "From the end again") {
		t.Errorf("back from the first: %d (%s)", m.scene.Frame, m.status)
	}
	m.moveTo(frames[1] + 1)
	if work(m, ","); m.scene.Frame != frames[1] || !strings.Contains(m.status, "2 of ") {
		t.Errorf("frame %d, want %d (%s)", m.scene.Frame, frames[1], m.status)
	}
}

// TestSearchFindsNothing: it says what was searched, and stays where it is.
func TestSearchFindsNothing(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	m.moveTo(5)
	for range 2 { // the second time from what was counted
		got := searched(m, "no such words")
		if m.scene.Frame != 5 || !strings.Contains(got, "Nothing has “no such words”: 32 frames searched (what happens, a rule, the reason of a hold, a call, a message, a note, a bookmark)") {
			t.Errorf("frame %d: %s", m.scene.Frame, got)
		}
	}
	work(m, ".")
	if m.scene.Frame != 5 || !strings.Contains(m.status, "Nothing has") {
		t.Errorf("frame %d: %s", m.scene.Frame, m.status)
	}
}

// TestSearchInALongRun: a run that has not been simulated to its end is, and all hits are
// counted.
func TestSearchInALongRun(t *testing.T) {
	m := start(t, Options{Scenario: "keepalive", Lang: "en"}, 80, 24)
	m.scene.Run.Finish()
	in := m.scene.Run.Frames()
	n := start(t, Options{Scenario: "keepalive", Lang: "en"}, 80, 24)
	got := searched(n, "keep-alive")
	if n.scene.Run.Frames() != in || !n.scene.Run.Done() || !strings.Contains(got, "1 of ") || strings.Contains(got, "so far") {
		t.Errorf("%d frames of %d: %s", n.scene.Run.Frames(), in, got)
	}
}
