package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teacp/sim"
)

// full is a session with a number in every place that can hold one.
func full() *Session {
	seed := uint64(3)
	return &Session{Schema: Schema, Scenario: "page", Seed: &seed, Current: 1, Frame: 7, Conn: 1, Lock: 1, Memory: 5_000_000,
		Branches: []Branch{{Name: "A", Parent: -1, Cursor: 4, Changes: []sim.Change{{Frame: 2, Knob: "client.nagle", Value: "off"}}},
			{Name: "B", Parent: 0, At: 3, Cursor: 5}, {Name: "C", Parent: -1, Scenario: "serial", At: 1}},
		Marks:  []Bookmark{{Name: "here", Branch: 1, Frame: 6}},
		Splits: []Split{{Layout: "why", Class: 1, Cols: []int{50, 51}, Rows: [][]int{{52}, {53, 54}}}}, Compare: []int{0, 1}}
}

// lines is a session as the program writes it: each number stands in a line of its own.
func lines(t *testing.T, s *Session) []string {
	t.Helper()
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}

// TestEveryNumberIsChecked: a number of a session that cannot be is refused with its line and column,
// whichever it is.
func TestEveryNumberIsChecked(t *testing.T) {
	good := lines(t, full())
	if _, err := Decode([]byte(strings.Join(good, "\n"))); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for i, l := range good {
		value := strings.TrimRight(l[strings.Index(l, ":")+1:], ",")
		if strings.Trim(value, " -0123456789") != "" || strings.Trim(value, " ") == "" {
			continue
		}
		tried++
		at := strings.LastIndexByte(strings.TrimRight(l, ","), ' ') + 1
		for _, bad := range []string{"-1000000000000000000", "1000000000000000000", "-7", "1.5", "1e300", `"x"`, "1" + strings.Repeat("0", 30)} {
			if strings.Contains(l, `"seed"`) && bad == "1000000000000000000" {
				continue
			}
			file := append([]string(nil), good...)
			file[i] = l[:at] + bad
			if strings.HasSuffix(l, ",") {
				file[i] += ","
			}
			_, err := Decode([]byte(strings.Join(file, "\n")))
			if place := fmt.Sprintf("%d:", i+1); err == nil || !strings.HasPrefix(err.Error(), place) {
				t.Errorf("%s: expected a refusal that begins with %q, found %v", strings.TrimSpace(file[i]), place, err)
				continue
			}
			if place := fmt.Sprintf("%d:%d: ", i+1, at+1); strings.HasPrefix(bad, "-1") && !strings.Contains(l, `"seed"`) &&
				!strings.Contains(l, `"conn"`) && !strings.HasPrefix(err.Error(), place) {
				t.Errorf("%s: expected the place %s, found %v", strings.TrimSpace(file[i]), place, err)
			}
		}
	}
	if tried < 24 {
		t.Errorf("%d numbers were tried", tried)
	}
}

// TestNumbersThatReferToNothing: what a session refers to must be there.
func TestNumbersThatReferToNothing(t *testing.T) {
	for want, spoil := range map[string]func(*Session){
		"current: expected 0 to 2, found 3":                 func(s *Session) { s.Current = 3 },
		"branches[0].parent: expected -1 to -1, found 0":    func(s *Session) { s.Branches[0].Parent = 0 },
		"branches[1].parent: expected 0 to 0, found 1":      func(s *Session) { s.Branches[1].Parent = 1 },
		"branches[1].parent: expected 0 to 0, found -1":     func(s *Session) { s.Branches[1].Parent = -1 },
		"bookmarks[0].branch: expected 0 to 2, found 3":     func(s *Session) { s.Marks[0].Branch = 3 },
		"splits[0].rows: expected 2 to 2 entries, found 1":  func(s *Session) { s.Splits[0].Rows = s.Splits[0].Rows[:1] },
		"splits[0].rows[1]: expected 1 to 64":               func(s *Session) { s.Splits[0].Rows[1] = nil },
		"splits[0].cols: expected 1 to 64 entries, found 0": func(s *Session) { s.Splits[0].Cols = nil },
		"compare[1]: expected 0 to 2, found 3":              func(s *Session) { s.Compare[1] = 3 },
		"compare: expected 0 to 4 entries, found 5":         func(s *Session) { s.Compare = make([]int, 5) },
		"branches: expected 1 to 200 entries, found 0":      func(s *Session) { s.Branches = nil },
		"bookmarks: expected 0 to 200 entries, found 201":   func(s *Session) { s.Marks = make([]Bookmark, 201) },
		"changes: expected at most 10000 entries":           func(s *Session) { s.Branches[0].Changes = make([]sim.Change, 10_001) },
		"lock: expected 0 to 2, found 3":                    func(s *Session) { s.Lock = 3 },
		"schema: expected teacp.session/1, found":           func(s *Session) { s.Schema = "teacp.lecture/1" },
	} {
		s := full()
		spoil(s)
		if _, err := Decode([]byte(strings.Join(lines(t, s), "\n"))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, found %v", want, err)
		}
	}
}

// TestFilesDoNotCollide: each scenario has a session file of its own, whatever the letters of its name.
func TestFilesDoNotCollide(t *testing.T) {
	dir := t.TempDir()
	seen := map[string]string{}
	for _, name := range []string{"page", "/a/강의.yaml", "/a/수업.yaml", "/b/강의.yaml", "/a/x y.yaml", "/a/x_y.yaml", "/a_x.yaml", "/a/x.yaml",
		"/" + strings.Repeat("long", 60) + "/1.yaml", "/" + strings.Repeat("long", 60) + "/2.yaml", "/" + strings.Repeat("l", 200), "/" +
			strings.Repeat("l", 201)} {
		file := FileOf(dir, name)
		if other, ok := seen[file]; ok {
			t.Errorf("%s and %s share %s", name, other, file)
		}
		seen[file] = name
		if FileOf(dir, name) != file || len(filepath.Base(file)) > 100 {
			t.Errorf("%s: the name %s", name, file)
		}
	}
}

// TestNewerSessionIsLeftAlone: a session that a newer version has saved is not listed, not set aside and
// not written over.
func TestNewerSessionIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	file := FileOf(dir, "page")
	const newer = `{"schema":"teacp.session/2","scenario":{"name":"page"},"branches":7}`
	if err := Write(file, []byte(newer)); err != nil {
		t.Fatal(err)
	}
	list, damaged, _ := List(dir)
	if len(list) > 0 || damaged != nil {
		t.Errorf("listed %v, set aside %v", list, damaged)
	}
	own := FileOf(dir, "page")
	if own == file {
		t.Fatal("the session would be written over")
	}
	var w Writer
	if err := w.Write(1, own, []byte(strings.Join(lines(t, full()), "\n")), true); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != newer {
		t.Errorf("the newer session is now %q, %v", data, err)
	}
	if list, _, _ := List(dir); len(list) != 1 || list[0].File != own {
		t.Errorf("listed %v", list)
	}
	var e *NewerError
	if _, err := Read(file); !errors.As(err, &e) {
		t.Errorf("expected that a newer version is named, found %v", err)
	}
}

// TestNewestSessionsAreListed: of more sessions than are listed, the newest are.
func TestNewestSessionsAreListed(t *testing.T) {
	dir := t.TempDir()
	data := []byte(strings.Join(lines(t, full()), "\n"))
	folder := filepath.Join(dir, "sessions")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	start := time.Unix(1_700_000_000, 0)
	const more = 12
	for i := range maxListed + more {
		file := filepath.Join(folder, fmt.Sprintf("%04d.json", i))
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, start, start.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	list, _, _ := List(dir)
	if len(list) != maxListed || filepath.Base(list[0].File) != fmt.Sprintf("%04d.json", maxListed+more-1) ||
		filepath.Base(list[maxListed-1].File) != fmt.Sprintf("%04d.json", more) {
		t.Errorf("%d listed, from %s to %s", len(list), list[0].File, list[len(list)-1].File)
	}
}
