package model

import (
	"path/filepath"
	"strings"
	"testing"

	"teacp/model/keymap"

	tea "charm.land/bubbletea/v2"
)

// TestCaptures opens every recorded capture at two sizes and steps through it: each screen
// is painted, says where it stands, and holds nothing that acts on a terminal.
func TestCaptures(t *testing.T) {
	files, err := filepath.Glob("../scenarios/capture/testdata/*.pcap*")
	if err != nil || len(files) < 20 {
		t.Fatalf("expected twenty captures, found %d, %v", len(files), err)
	}
	for _, name := range files {
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			m, err := New(Options{Scenario: name, Lang: "en"})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			for _, key := range []rune{tea.KeyRight, tea.KeyRight, tea.KeyEnd, tea.KeyLeft, tea.KeyHome} {
				m.Update(tea.KeyPressMsg{Code: key})
				text := m.Text()
				if !strings.Contains(text, filepath.Base(name)[:8]) || strings.ContainsAny(strings.ReplaceAll(text, "\n", ""), "\x1b\x07\t\r") {
					t.Fatalf("%s at %v after %v:\n%s", name, size, key, text)
				}
			}
			if end := m.scene.Run.Frames(); end < 8 {
				t.Errorf("%s: expected the whole capture, found %d frames", name, end)
			}
		}
	}
}

// TestSimulateThis: a connection of a capture and its simulation stand side by side, locked.
func TestSimulateThis(t *testing.T) {
	dir, err := filepath.Abs("../scenarios/capture/testdata")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // the scenario that is made is written where one works
	for _, name := range []string{"kernel-nagle_delack_stall-client.pcap", "reuse.pcap"} {
		m := start(t, Options{Scenario: filepath.Join(dir, name), Lang: "en"}, 200, 60)
		keys(m, "G", "I")
		if m.cmp == nil || len(m.cmp.cols) != 2 {
			t.Fatalf("%s: expected two runs side by side, found %q", name, m.status)
		}
		if a, b := m.cmp.scenes[0].Run, m.cmp.scenes[1].Run; !a.Config().Replays() || b.Config().Replays() {
			t.Errorf("%s: expected the recording and its simulation", name)
		}
		keys(m, "right", "right", "right")
		if !strings.Contains(m.Text(), ":simulated") {
			t.Errorf("%s: expected both by name:\n%s", name, m.Text())
		}
	}
	m := start(t, Options{Scenario: "nagle", Lang: "en"}, 80, 24)
	if keys(m, "I"); m.cmp != nil || m.status == "" {
		t.Error("expected a word that this works on captures")
	}
}

// TestCaptureKeys presses every key of the table on a capture: what does not apply to a
// recording says so, and nothing falls over.
func TestCaptureKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("many keys")
	}
	file, err := filepath.Abs("../scenarios/capture/testdata/kernel-zero_window-client.pcap")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // one of the keys saves a session
	for i := range keymap.Builtin {
		if keymap.Builtin[i].Action == keymap.Quit || len(keymap.Builtin[i].Keys()) == 0 {
			continue
		}
		m := start(t, Options{Scenario: file, Lang: "ko"}, 120, 40)
		keys(m, "right", "right", "right", keymap.Builtin[i].Keys()[0], "enter", "esc", keymap.Builtin[i].Keys()[0])
		if m.Text() == "" {
			t.Fatalf("%s: an empty screen", keymap.Builtin[i].Action)
		}
	}
}
