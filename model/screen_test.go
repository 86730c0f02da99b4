package model

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/lecture"
	"teacp/model/session"
)

// TestSecondChangeReplacesFirst: a knob turned on where it was turned takes the place of that change, and back
// to what it was it leaves nothing.
func TestSecondChangeReplacesFirst(t *testing.T) {
	m := start(t, Options{Scenario: "page", Lang: "en"}, 80, 24)
	for _, want := range []string{"4", "6", "8", "1"} {
		work(m, "P")
		if c := m.scene.Run.Changes(); len(c) != 1 || c[0].Frame != 1 || c[0].Value != want || m.tree[m.cur].parent != 0 {
			t.Fatalf("expected http.connections=%s from frame 1 on in a branch of the scenario, found %v", want, c)
		}
	}
	if work(m, "P"); m.cur != 0 || m.scene.Frame != 0 {
		t.Errorf("turned back to what it was: branch %d at frame %d", m.cur, m.scene.Frame)
	}
	work(m, "alt+p", "alt+p")
	if c := m.scene.Run.Changes(); len(c) != 1 || c[0].Value != "6" || m.tree[m.cur].parent != 0 {
		t.Errorf("for the whole run: %v", c)
	}
	m = start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	work(m, "n", "N", "right", "N") // elsewhere it is a change of its own
	if c := m.scene.Run.Changes(); len(c) != 2 || c[1].Value != "rfc896" {
		t.Errorf("further on: %v", c)
	}
}

// TestComparePane: runs are compared in any pane, chosen by the keys of the layouts or from the
// list; waterfalls side by side have one scale.
func TestComparePane(t *testing.T) {
	for _, s := range sizes {
		m := start(t, Options{Scenario: "page", Lang: "en"}, s[0], s[1])
		work(m, "P", "C", "4", "G")
		if n := strings.Count(m.Text(), "380.921 ms│"); n != 2 {
			t.Errorf("%v: the waterfalls have not one scale:\n%s", s, m.Text())
		}
		golden(t, fmt.Sprintf("compare-page-%dx%d", s[0], s[1]), m.Text())
		work(m, "v")
		typed(m, "sockets")
		work(m, "enter")
		if n := strings.Count(m.Text(), "─ Sockets"); n+strings.Count(m.Text(), "▸Sockets") < 2 {
			t.Errorf("%v: the sockets are not compared:\n%s", s, m.Text())
		}
		if work(m, "z"); strings.Contains(m.Text(), "Runs locked") {
			t.Errorf("%v: zooming leaves the foot", s)
		}
		if work(m, "esc", "esc"); m.cmp != nil {
			t.Errorf("%v: the comparison does not end", s)
		}
	}
}

// TestFoot: the keys at the foot are those that serve where one is.
func TestFoot(t *testing.T) {
	for _, c := range []struct {
		on   string
		keys []string
		want string
		not  string
	}{
		{"nagle-delayed-ack", nil, "N Nagle", "P connections"},
		{"page", nil, "P connections", "pause"},
		{"nagle-delayed-ack", []string{"n", "N"}, "u undo  C compare", "P connections"},
		{"nagle-delayed-ack", []string{"n", "N", "C"}, "tab other run  d table", "N Nagle"},
		{"nagle-delayed-ack", []string{"6"}, "a next cue  A cue back  Q question", "P connections"},
		{"nagle-delayed-ack", []string{"space"}, "space pause", "N Nagle"},
		{"nagle-delayed-ack", []string{"Q"}, "1–3 your guess  esc close", "quit"},
		{"nagle-delayed-ack", []string{"Q", "1"}, "enter go there", "guess"},
		{"nagle-delayed-ack", []string{"B"}, "space pick  C compare", "Nagle"},
		{"nagle-delayed-ack", []string{";"}, "tab complete", "quit"},
		{"../scenarios/capture/testdata/curl-get.pcap", nil, "I simulate this", "N Nagle"},
		{"", nil, "enter open", "next"},
		{"", []string{"/"}, "esc all again", "quit"},
	} {
		m := start(t, Options{Scenario: c.on, Lang: "en"}, 80, 24)
		if len(c.keys) > 0 && c.keys[0] == "space" { // whose clock would have to be waited for
			keys(m, c.keys...)
		} else {
			work(m, c.keys...)
		}
		lines := strings.Split(strings.TrimRight(m.Text(), "\n"), "\n")
		if foot := lines[len(lines)-1]; !strings.Contains(foot, c.want) || strings.Contains(foot, c.not) {
			t.Errorf("%s %v: expected %q and not %q at the foot, found %q", c.on, c.keys, c.want, c.not, foot)
		}
	}
}

// TestLongSpeech: a sentence of several lines stands below the panes, which keep their edges.
func TestLongSpeech(t *testing.T) {
	for _, s := range append([][2]int{{60, 18}}, sizes...) {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, s[0], s[1])
		for _, n := range []int{1, s[0], 2 * s[0], 5 * s[0]} {
			m.status = strings.TrimSpace(strings.Repeat("word ", n/5+1))
			lines := strings.Split(strings.TrimRight(m.Text(), "\n"), "\n")
			first := len(lines)
			for i, l := range lines {
				if strings.HasPrefix(l, " word") {
					first = min(first, i)
				}
			}
			if !strings.HasPrefix(lines[first-1], "╰") {
				t.Errorf("%v, %d letters: the panes have no lower edge:\n%s", s, n, m.Text())
			}
		}
	}
}

// TestHoldsOfACapture: what a capture lets one conclude to be held is found like a hold.
func TestHoldsOfACapture(t *testing.T) {
	m := start(t, Options{Scenario: "../scenarios/capture/testdata/kernel-nagle_delack_stall-client.pcap", Lang: "en"}, 80, 24)
	if !strings.Contains(m.Text(), "In 127 packets: Nagle ×24, ACK late ×23. n goes to the next wait") {
		t.Errorf("what is in the capture is not said:\n%s", m.Text())
	}
	work(m, "n")
	if m.scene.Frame != 6 || !strings.Contains(m.Text(), "Nagle?") {
		t.Errorf("the first hold is at %d:\n%s", m.scene.Frame, m.Text())
	}
	work(m, "n")
	if m.scene.Frame != 11 || !strings.Contains(m.Text(), "40.200 ms late") {
		t.Errorf("the second hold is at %d:\n%s", m.scene.Frame, m.Text())
	}
	if work(m, "m"); m.scene.Frame != 6 {
		t.Errorf("the one before it is at %d", m.scene.Frame)
	}
}

// TestRunsWithoutAHomeFolder: without folders of one's own the program runs, says once that it cannot keep the
// session, and writes nothing where it happens to stand.
func TestRunsWithoutAHomeFolder(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, "")
	}
	if lecture.Dir() != "" || session.StateDir() != "" || session.ConfigFile() != "" {
		t.Errorf("folders: %q %q %q", lecture.Dir(), session.StateDir(), session.ConfigFile())
	}
	if _, err := lecture.Serve(lecture.Dir()); !errors.Is(err, lecture.ErrNoFolder) {
		t.Errorf("notes are served: %v", err)
	}
	if err := lecture.Follow(t.Context(), "en", false, true, io.Discard); !errors.Is(err, lecture.ErrNoFolder) {
		t.Errorf("notes are looked for: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadConfig(filepath.Join(file, "teacp", "config.yaml")); err != nil {
		t.Errorf("a configuration below a file is none: %v", err)
	}
	m := start(t, Options{Scenario: "page", StateDir: file, Lang: "en"}, 80, 24)
	m.Update(savedMsg{errors.New("not a directory")})
	if !strings.Contains(m.status, "cannot be kept: not a directory (ctrl+s") {
		t.Errorf("status %q", m.status)
	}
	m.status = ""
	if m.Update(savedMsg{errors.New("not a directory")}); m.status != "" {
		t.Errorf("said again: %q", m.status)
	}
}

// TestTooSmall: a screen that is too small says so, and what to do, in the room that it has.
func TestTooSmall(t *testing.T) {
	m := start(t, Options{Scenario: "page", Lang: "en"}, 80, 24)
	for w := range 60 {
		for h := range 18 {
			m.Update(tea.WindowSizeMsg{Width: w, Height: h})
			if text := strings.Join(strings.Fields(m.Text()), " "); w > 20 && h > 5 && !strings.Contains(text, "teacp needs 60 columns and 18 rows;") {
				t.Fatalf("%dx%d: %q", w, h, text)
			}
		}
	}
}
