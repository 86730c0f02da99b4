//go:build !windows

package lecture

import (
	"bufio"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/paint"
)

// TestPresentersAreTold: a second terminal is told of every cue over the socket; what it shows has the next
// cue, the answer and the time, at every size; what else comes over the socket is refused.
func TestPresentersAreTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	if _, err := dial(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("without an explorer: %v", err)
	}
	s, err := Serve(dir)
	if err != nil {
		t.Skipf("no local sockets here: %v", err)
	}
	sc, err := scenarios.Load("nagle-delayed-ack")
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.New(sc.Config, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	cues := new(Cues).Of(r, sc)
	c, err := dial(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	begun := time.Now()
	tell := func(frame int64) Presenter {
		t.Helper()
		p := Present(sc, cues, Place{"branch", r, frame}, "en")
		p.Now, p.Started = cues.Text(frame, "en"), begun.UnixMilli()
		s.Offer(&p)
		line, err := in.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		if p, err = parsePresenter(line); err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := tell(7); p.Cue != 1 || !strings.Contains(p.Now, "second write is held") || !strings.Contains(p.Next, "owes an ACK") || p.Answer != 3 {
		t.Errorf("at the first cue: %+v", p)
	}
	if p := tell(cues.Next(7, 1)); p.Cue != 2 || p.Cues != 5 {
		t.Errorf("at the second cue: %+v", p)
	}
	out := listener{want: "owes an ACK", heard: make(chan struct{})}
	done := make(chan error)
	ctx, stop := context.WithCancel(t.Context())
	go func() { done <- followLines(ctx, dir, &out) }()
	p := dialed(t, dir)
	th, _ := paint.ThemeByName("")
	n := &screen{p: p, known: true, lang: "en", canvas: paint.NewCanvas(80, 24), theme: th}
	for _, size := range [][2]int{{80, 24}, {60, 18}, {200, 60}, {20, 5}, {1, 1}} {
		n.w, n.h = size[0], size[1]
		n.canvas.Resize(n.w, n.h)
		n.paint(begun.Add(75_000_000_000))
		if text := n.canvas.String(); size[0] == 80 && (!strings.Contains(text, "1:15") || !strings.Contains(text, "Next, at frame 15")) {
			t.Errorf("the second terminal shows\n%s", text)
		}
	}
	select { // the explorer must not go before it was heard
	case <-out.heard:
		s.Close()
	case err := <-done:
		t.Fatalf("the lines end before the explorer does: %v\n%s", err, out.text.String())
	}
	if err := <-done; err != nil {
		t.Errorf("lines: %v\n%s", err, out.text.String())
	}
	stop()
	for _, bad := range []string{"", "{", `{"schema":"x"}`} {
		if _, err := parsePresenter([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	if p, _ := parsePresenter([]byte(`{"schema":"teacp.notes/1","now":"\u001b[31mred"}`)); strings.Contains(p.Now, "\x1b") {
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

func dialed(t *testing.T, dir string) Presenter {
	t.Helper()
	c, err := dial(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	line, err := bufio.NewReader(c).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	p, err := parsePresenter(line)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
