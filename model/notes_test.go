//go:build !windows

package model

import (
	"bufio"
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// TestNotes: a second terminal hears of every cue over the socket; what it shows has the next
// cue, the answer and the time, at every size; what else comes over the socket is refused.
func TestNotes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	if _, err := dialNotes(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("without an explorer: %v", err)
	}
	s, err := serveNotes(dir)
	if err != nil {
		t.Skipf("no local sockets here: %v", err)
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	m.notes = s
	c, err := dialNotes(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	next := func(cue int) presenter { // lines that were there before it are passed over
		t.Helper()
		for {
			line, err := in.ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			p, err := readNotes(line)
			if err != nil {
				t.Fatal(err)
			}
			if p.Cue == cue {
				return p
			}
		}
	}
	work(m, "a")
	if p := next(1); p.Frame != 7 || !strings.Contains(p.Now, "second write is held") || !strings.Contains(p.Next, "owes an ACK") || p.Answer != 3 {
		t.Errorf("at the first cue: %+v", p)
	}
	work(m, "a")
	if p := next(2); p.Cues != 5 {
		t.Errorf("at the second cue: %+v", p)
	}
	out := listener{want: "owes an ACK", heard: make(chan struct{})}
	done := make(chan error)
	ctx, stop := context.WithCancel(t.Context())
	go func() { done <- notesLines(ctx, dir, &out) }()
	p := next0(t, dir)
	n := &notesModel{p: p, known: true, lang: "en", canvas: m.canvas, theme: m.scene.Theme}
	for _, size := range [][2]int{{80, 24}, {60, 18}, {200, 60}, {20, 5}, {1, 1}} {
		n.w, n.h = size[0], size[1]
		n.canvas.Resize(n.w, n.h)
		n.paint(m.started.Add(75_000_000_000))
		if text := n.canvas.String(); size[0] == 80 && (!strings.Contains(text, "1:15") || !strings.Contains(text, "Next, at frame 15")) {
			t.Errorf("the second terminal shows\n%s", text)
		}
	}
	select { // the explorer must not go before it was heard
	case <-out.heard:
		s.close()
	case err := <-done:
		t.Fatalf("the lines end before the explorer does: %v\n%s", err, out.text.String())
	}
	if err := <-done; err != nil {
		t.Errorf("lines: %v\n%s", err, out.text.String())
	}
	stop()
	for _, bad := range []string{"", "{", `{"schema":"x"}`} {
		if _, err := readNotes([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	if p, _ := readNotes([]byte(`{"schema":"teacp.notes/1","now":"\u001b[31mred"}`)); strings.Contains(p.Now, "\x1b") {
		t.Error("a control sequence comes through")
	}
}

// listener closes a channel when it has heard a text.
type listener struct {
	want  string
	heard chan struct{}
	text  strings.Builder
}

func (l *listener) Write(b []byte) (int, error) {
	before := strings.Contains(l.text.String(), l.want)
	l.text.Write(b)
	if !before && strings.Contains(l.text.String(), l.want) {
		close(l.heard)
	}
	return len(b), nil
}

func next0(t *testing.T, dir string) presenter {
	t.Helper()
	c, err := dialNotes(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	line, err := bufio.NewReader(c).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	p, err := readNotes(line)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCueTurns: a cue turns a knob and compares; the next one goes on where it was.
func TestCueTurns(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	work(m, "6", "a", "a", "a", "a", "a")
	if m.cmp == nil || changeText(m.scene.Run.Changes()) != "client.nagle=off" || !strings.Contains(m.status, "without Nagle") {
		t.Fatalf("the cue compares nothing: %q, %q", changeText(m.scene.Run.Changes()), m.status)
	}
	if p := m.present(); p.Cue != 5 || !strings.Contains(p.Now, "without Nagle") {
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
