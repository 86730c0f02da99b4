package model

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"teacp/model/lecture"
)

// heard collects what a second terminal writes.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heard) has(s string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Contains(h.text.String(), s)
}

// TestPresentersFollowTheCursor: a second terminal is told of each cue that the explorer goes to,
// and ends when the explorer does.
func TestPresentersFollowTheCursor(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	s, err := lecture.Serve(lecture.Dir())
	if err != nil {
		t.Skipf("no local sockets here: %v", err)
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	m.lecture.server = s
	work(m, "a")
	var out heard
	done := make(chan error)
	go func() { done <- lecture.Follow(context.Background(), "en", false, true, &out) }()
	for _, want := range []string{"second write is held", "owes an ACK"} {
		for !out.has(want) {
			select {
			case err := <-done:
				t.Fatalf("the lines end before the explorer does: %v\n%s", err, out.text.String())
			case <-time.After(time.Millisecond):
			}
		}
		work(m, "a")
	}
	s.Close()
	if err := <-done; err != nil {
		t.Errorf("lines: %v\n%s", err, out.text.String())
	}
}

// TestCueChangesAKnobAndCompares: a cue turns a knob and compares; the next one goes on where it was.
func TestCueChangesAKnobAndCompares(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	work(m, "6", "a", "a", "a", "a", "a")
	if m.cmp == nil || changeText(m.scene.Run.Changes()) != "client.nagle=off" || !strings.Contains(m.status, "without Nagle") {
		t.Fatalf("the cue compares nothing: %q, %q", changeText(m.scene.Run.Changes()), m.status)
	}
	if p := m.lecture.present(); p.Cue != 5 || !strings.Contains(p.Now, "without Nagle") {
		t.Errorf("presenters see %+v", p)
	}
	work(m, "A")
	if m.cmp != nil || m.cur != 0 || m.scene.Frame >= 22 {
		t.Errorf("back: comparison %v, branch %d, frame %d", m.cmp != nil, m.cur, m.scene.Frame)
	}
	work(m, "Q", "1")
	if s := m.Text(); !strings.Contains(s, "In this run: frame 16") {
		t.Errorf("the run gives no answer:\n%s", s)
	}
	work(m, "enter")
	if m.scene.Frame != 16 {
		t.Errorf("the answer is at frame %d", m.scene.Frame)
	}
}
