package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCuePointsAt: what a cue points at is marked, in the lecture layout in a pane that comes
// for it, and is said; one step on the mark is gone.
func TestCuePointsAt(t *testing.T) {
	for _, s := range sizes {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, s[0], s[1])
		work(m, "6", "a")
		if text := m.Text(); !strings.Contains(text, "◆100 B") || !strings.Contains(text, "◆ held of client") || !strings.Contains(text, "Connection") {
			t.Errorf("the field is not marked:\n%s", text)
		}
		work(m, "a")
		if text := m.Text(); !strings.Contains(text, "◆ server  delayed-ACK timer ◆") {
			t.Errorf("the timer is not marked:\n%s", text)
		}
		work(m, "right")
		if text := m.Text(); strings.Contains(text, "◆") || strings.Contains(text, "─ Timers") {
			t.Errorf("marks stay behind the cue:\n%s", text)
		}
		work(m, "a", "a", "a") // compares
		if text := m.Text(); m.cmp == nil || !strings.Contains(text, "◆ 101:201") {
			t.Errorf("the segment is not marked in the comparison:\n%s", text)
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	if work(m, "n"); !strings.Contains(m.Text(), "yet. ◆ held of client") {
		t.Errorf("the line at the foot does not say what is pointed at:\n%s", m.Text())
	}
	if work(m, "alt+n"); len(m.scene.Marks) > 0 {
		t.Error("a cue about another run points at something")
	}
}

// TestPauseOfACue: autoplay stays at a cue as long as it says, and for a key where it says so.
func TestPauseOfACue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pauses.yaml")
	if err := os.WriteFile(file, []byte(`name: pauses
connections:
  - client: [connect, {write: 100}, close]
    server: [accept, read_eof, close]
notes:
  - on: {event: send, of: syn, host: client}
    en: A rather long text that would take its time to be read, if the cue did not say how long it is to stay.
    pause: 3s
  - on: {event: connected, host: client}
    en: Here it waits.
    pause: key
  - on: {event: eof, host: server}
    en: Done.
`), 0o600); err != nil {
		t.Fatal(err)
	}
	m := start(t, Options{Scenario: file, Lang: "en"}, 80, 24)
	keys(m, "E")
	step := func() {
		m.Update(tickMsg{m.ticks, time.Time{}})
	}
	for i := 0; i < 1000 && m.lecture.cues().At(m.scene.Frame) < 0; i++ {
		step()
	}
	if m.autoplay.Wait != 12 || !m.playing {
		t.Errorf("it stays for %d ticks, want 12", m.autoplay.Wait)
	}
	for i := 0; i < 1000 && m.playing; i++ {
		step()
	}
	if m.lecture.cues().At(m.scene.Frame) != 1 || m.auto || !strings.Contains(m.Text(), "E goes on") {
		t.Fatalf("cue %d, status %q", m.lecture.cues().At(m.scene.Frame), m.status)
	}
	if p := m.lecture.present(); p.Pause != "key" {
		t.Errorf("presenters are told %q", p.Pause)
	}
	keys(m, "E")
	for i := 0; i < 1000 && m.playing; i++ {
		step()
	}
	if m.lecture.cues().At(m.scene.Frame) != 2 || !strings.Contains(m.status, "end of the run") {
		t.Errorf("cue %d, status %q", m.lecture.cues().At(m.scene.Frame), m.status)
	}
}

// TestAutoplayAtAPace: faster is faster, a pause stays as long, and what lies far away is
// reached within some ticks.
func TestAutoplayAtAPace(t *testing.T) {
	m := start(t, Options{Scenario: "congestion", Lang: "en"}, 80, 24)
	m.scene.Run.Finish()
	keys(m, "E")
	usual := m.autoPace()
	if keys(m, "+"); m.autoPace() >= usual || !strings.Contains(m.status, "133%") {
		t.Errorf("%v after %v: %s", m.autoPace(), usual, m.status)
	}
	ticks := 0
	for ; m.playing && ticks < 5000; ticks++ {
		m.autoplay.Wait = 0
		m.Update(tickMsg{m.ticks, time.Time{}})
	}
	if m.playing || ticks > 100*(len(m.lecture.cues().List())+1) {
		t.Errorf("%d ticks for %d cues and %d frames", ticks, len(m.lecture.cues().List()), m.scene.Run.Frames())
	}
}
