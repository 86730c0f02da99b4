package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teacp/model/session"
)

var edits int

// edit saves a file and lets the model look at it, as its clock would.
func edit(t *testing.T, m *Model, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	edits++
	if err := os.Chtimes(file, time.Time{}, time.Unix(int64(edits), 0)); err != nil { // a clock of the disk can be too coarse
		t.Fatal(err)
	}
	cmd := m.follower.Look(session.LookMsg{Gen: m.follower.Gen})
	if cmd == nil {
		t.Fatal("the file is not watched")
	}
	m.Update(cmd())
}

// TestRunFollowsTheEditedFile: while the file is edited the run follows it; frame and changes stay, and a
// save with mistakes leaves the last good run, with the first mistake in the status line.
func TestRunFollowsTheEditedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.yaml")
	const text = `name: mine
link: {delay: 25ms}
connections:
  - client: [connect, {write: 100}, {write: 100}, {read: 500}, close]
    server: [accept, {read: 200}, {write: 500}, read_eof, close]
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := start(t, Options{Scenario: file, Lang: "en"}, 80, 24)
	m.Update(tickMsg{})
	for _, k := range []string{"right", "right", "right", "right", "N", "right", "right"} {
		m.Update(press(k))
	}
	frame, changes, old := m.scene.Frame, len(m.scene.Run.Changes()), m.scene.Run
	if frame == 0 || changes != 1 {
		t.Fatalf("frame %d, %d changes", frame, changes)
	}

	edit(t, m, file, text) // saved, but the same
	if m.scene.Run != old {
		t.Error("a file that says the same makes a new run")
	}
	edit(t, m, file, strings.Replace(text, "25ms", "tenms", 1)+"bogus: 1\n")
	if m.scene.Run != old || m.scene.Frame != frame {
		t.Error("a file with mistakes takes the run away")
	}
	for _, want := range []string{"Last good run kept", "(1 more)", "mine.yaml:2:15", `found "tenms"`} {
		if !strings.Contains(m.status, want) {
			t.Errorf("the status line does not say %q: %s", want, m.status)
		}
	}
	edit(t, m, file, strings.Replace(text, "25ms", "40ms", 1))
	if m.scene.Run == old || m.scene.Frame != frame || len(m.scene.Run.Changes()) != 1 || len(m.tree) != 2 {
		t.Errorf("a good save: frame %d, want %d; changes %v; %d branches", m.scene.Frame, frame, m.scene.Run.Changes(), len(m.tree))
	}
	if d := m.scene.Run.Config().Links[0].Dir[0].Delay.String(); d != "40ms" || !strings.Contains(m.status, "Read anew: mine.yaml") {
		t.Errorf("delay %s, status %q", d, m.status)
	}
	if got := m.Text(); !strings.Contains(got, "mine") {
		t.Error("the screen has lost the scenario")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	m.Update(m.follower.Look(session.LookMsg{Gen: m.follower.Gen})()) // an editor that renames: nothing happens
	if strings.Contains(m.status, "Last good run") {
		t.Error(m.status)
	}
}

// TestCatalogueIsNotFollowed: what the program carries is not watched.
func TestCatalogueIsNotFollowed(t *testing.T) {
	m := start(t, Options{Scenario: "handshake", Lang: "en"}, 80, 24)
	m.Update(press("right"))
	if m.follower.File != "" || m.followFile() != nil {
		t.Errorf("watched: %q", m.follower.File)
	}
}
