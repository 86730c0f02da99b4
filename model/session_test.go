package model

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/model/session"
	"teacp/sim"
	"teacp/sim/simtest"
)

// TestBookmarks sets, lists and drops bookmarks.
func TestBookmarks(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "n", "M")
	typed(m, "stall")
	work(m, "enter", "g", "alt+m")
	if m.scene.Frame != 7 || !strings.Contains(m.Text(), "◆ stall") {
		t.Errorf("frame %d:\n%s", m.scene.Frame, m.Text())
	}
	work(m, "g", "'", "enter")
	if m.scene.Frame != 7 {
		t.Errorf("the list goes to frame %d", m.scene.Frame)
	}
	work(m, "ctrl+o")
	if m.scene.Frame != 0 {
		t.Errorf("back goes to %d", m.scene.Frame)
	}
	work(m, "'", "x", "esc")
	if len(m.marks) != 0 {
		t.Error("the bookmark is still there")
	}
}

// TestSessionComesBack: a session is restored as it was, after any step.
func TestSessionComesBack(t *testing.T) {
	dir := t.TempDir()
	m := start(t, Options{Scenario: "nagle-delayed-ack", StateDir: dir}, 120, 40)
	work(m, "n", "N", "M")
	typed(m, "here")
	work(m, "enter", ">", "2", "u", "D", "alt+n")
	m.saveNow()
	n := start(t, Options{StateDir: dir}, 120, 40)
	if !strings.Contains(n.Text(), "Go on: nagle-delayed-ack") {
		t.Fatalf("the session is not offered:\n%s", n.Text())
	}
	work(n, "enter")
	m.status, n.status = "", ""
	if got, want := n.Text(), m.Text(); got != want {
		t.Errorf("the session differs: %s", simtest.Difference(want, got))
	}
	if len(n.tree) != len(m.tree) || len(n.marks) != 1 || n.marks[0].Name != "here" {
		t.Errorf("%d branches, %d bookmarks", len(n.tree), len(n.marks))
	}
}

// TestDamagedSessionIsSetAside names a session file that cannot be read, keeps it aside, and starts.
func TestDamagedSessionIsSetAside(t *testing.T) {
	for _, data := range []string{"", "{", "[]", `{"schema":"teacp.session/1"}`, `{"schema":"teacp.session/1","scenario":"page","branches":[{"parent":5}]}`, "\x00\xff"} {
		dir := t.TempDir()
		file := filepath.Join(dir, "sessions", "page.json")
		if err := session.Write(file, []byte(data)); err != nil {
			t.Fatal(err)
		}
		m := start(t, Options{StateDir: dir}, 120, 40)
		if !strings.Contains(m.status, "page.json.damaged") {
			t.Errorf("%q: status %q", data, m.status)
		}
		if _, err := os.Stat(file + ".damaged"); err != nil {
			t.Errorf("%q: %v", data, err)
		}
	}
	for _, s := range []session.Session{
		{Schema: session.Schema, Scenario: "no-such", Branches: []session.Branch{{Parent: -1}}},
		{Schema: session.Schema, Scenario: "page", Branches: []session.Branch{{Parent: -1, Changes: []sim.Change{{Knob: "no.such", Value: "1"}}}}},
	} {
		dir := t.TempDir()
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Write(filepath.Join(dir, "sessions", "x.json"), data); err != nil {
			t.Fatal(err)
		}
		m := start(t, Options{StateDir: dir}, 120, 40)
		work(m, "enter")
		if m.scene.Run != nil || !strings.Contains(m.status, "x.json.damaged") {
			t.Errorf("%+v opens, status %q", s, m.status)
		}
	}
}

// TestConfigIsReadAndPrinted reads the configuration file, and what `teacp config` prints is one.
func TestConfigIsReadAndPrinted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	read := func(s string) (*session.Config, error) {
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		return ReadConfig(file)
	}
	c, err := read("theme: dark\nspeed: 5\nkeys:\n  nagle: [\"ctrl+n\"]\n")
	if err != nil {
		t.Fatal(err)
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Config: c}, 80, 24)
	work(m, "n", "N")
	if len(m.tree) != 1 {
		t.Error("the old key still works")
	}
	work(m, "ctrl+n")
	if len(m.tree) != 2 || m.scene.Theme.Name != "dark" {
		t.Errorf("%d branches, theme %s", len(m.tree), m.scene.Theme.Name)
	}
	if d, err := read(ConfigText(c)); err != nil || d.Theme != "dark" {
		t.Errorf("the printed configuration cannot be read: %v", err)
	}
	for _, bad := range []struct{ s, want string }{
		{"them: dark", `did you mean "theme"`}, {"theme: [", "1:8: this is not YAML"}, {"\ttheme: dark", "found a tab"}, {"speed: 1\nspeed: 2", `2:1: "speed" stands twice`},
		{"keys: {nagle: N}", "expected a list of keys by action"}, {"keys: x", "expected a list of keys by action"}, {"- theme", "found a list"}, {"theme: [dark]", "theme: expected a word, found a list"},
		{"mouse: 3", `mouse: expected true or false, found "3"`}, {"speed: 99999999999999999999", "expected a smaller number"}, {"speed: fast", "speed: expected a whole number"}, {"theme: purple", "expected one of"}, {"speed: 99", "expected 1 to"}, {"keys: {nagel: [x]}", `did you mean "nagle"`},
		{"keys: {help: []}", "at least one key"}, {"keys: {undo: [N]}", "loses its only key"}, {"keys: {undo: [Z], redo: [Z]}", "is given to redo and to undo"}, {"layout: big", "expected one of"}, {"graphs: dots", "braille or letters"}, {"axis: log", "expected one of"}, {"lang: fr", "en or ko"},
	} {
		if _, err := read(bad.s); err == nil || !strings.Contains(err.Error(), bad.want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", bad.s, err)
		}
	}
}
