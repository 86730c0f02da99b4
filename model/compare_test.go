package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/model/session"
	"teacp/views"
	"teacp/views/words"
)

// TestFourKinds: a scenario, a profile, a recording and a branch stand side by side, all from
// the keyboard, and on the smallest screen both lanes of each are in sight.
func TestFourKinds(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	work(m, "n", "N", "C")
	add := func(text string) {
		t.Helper()
		n := len(m.cmp.cols)
		work(m, "alt+v")
		openList(m).Filter().Set(text)
		work(m, "enter")
		if len(m.cmp.cols) != n+1 {
			t.Fatalf("%s does not come: %s", text, m.status)
		}
	}
	add("profile=linux")
	add("../sim/testdata/linux/traces/wwr_small_nagle.json")
	if c := &m.cmp.parts; len(*c) != 4 || !(*c)[2].known || !(*c)[3].known {
		t.Errorf("what parts them: %+v", *c)
	}
	text := m.Text()
	if n := strings.Count(strings.Split(text, "\n")[5], "client  server"); n != 4 {
		t.Errorf("both lanes of %d ladders are named, want 4:\n%s", n, text)
	}
	if !strings.Contains(text, "D against A") && !strings.Contains(text, "D: ") && !strings.Contains(text, "D :") {
		work(m, "J", "J", "J", "J", "J", "J")
		if !strings.Contains(m.Text(), "D") {
			t.Errorf("nothing is said about the fourth:\n%s", m.Text())
		}
	}
	work(m, "tab") // onto another run: what is said begins with it
	if first := m.cmp.footLines(m.job != nil)[0].text; !strings.HasPrefix(first, string(rune('A'+max(m.cmp.on, 1)))+" is ") {
		t.Errorf("column %d has the focus, and it says %q", m.cmp.on, first)
	}
	for _, row := range m.cmp.rows() { // a recording knows no holds and no causes
		if last := row.values[3]; last == -1 || last != never && (row.figure.get == nil) {
			t.Errorf("%s of a recording: %d", row.name, last)
		}
	}
	work(m, "d")
	for i, l := range strings.Split(m.Text(), "\n")[4:14] {
		if strings.Contains(strings.TrimRight(l, "│ ▼"), "…") {
			t.Errorf("row %d of the differences is cut: %s", i, l)
		}
	}
}

// TestCompareFile: the name of a file can be typed, completed, and compared with.
func TestCompareFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "mine.yaml")
	if err := os.WriteFile(file, []byte("name: mine\nconnections:\n  - client: [connect, {write: 100}, close]\n    server: [accept, read_eof, close]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	work(m, "alt+v")
	filter := openList(m).Filter()
	filter.Set(filepath.Join(filepath.Dir(dir), filepath.Base(dir)))
	if work(m, "enter"); filter.Value() != dir+string(filepath.Separator) { // a folder opens
		t.Fatalf("the folder gives %q", filter.Value())
	}
	filter.Set(filepath.Join(dir, "mi"))
	work(m, "tab")
	if filter.Value() != file {
		t.Fatalf("completed to %q", filter.Value())
	}
	if text := m.Text(); !strings.Contains(text, "mine.yaml") || !strings.Contains(text, " file ") {
		t.Errorf("the file is not offered:\n%s", m.Text())
	}
	work(m, "enter")
	if m.cmp == nil || len(m.cmp.cols) != 2 || m.tree[m.cmp.cols[1]].src.sc.Name != "mine" {
		t.Fatalf("no comparison: %s", m.status)
	}
}

// TestCompareSaysHowFar: what was stopped says up to where it was read, and goes on with p.
func TestCompareSaysHowFar(t *testing.T) {
	file := filepath.Join(t.TempDir(), "long.yaml")
	if err := os.WriteFile(file, []byte("name: long\nlink: {delay: 1ms, rate: 100Mbit/s}\nconnections:\n  - client: [connect, {write: 8MB}, close]\n    server: [accept, read_eof, close]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := start(t, Options{Scenario: file, Lang: "en"}, 80, 24)
	keys(m, "alt+d", "C") // nothing is done beside the keys
	if m.job == nil {
		t.Fatal("the comparison is done at once")
	}
	keys(m, "esc")
	if m.cmp == nil || !m.cmp.quiet {
		t.Fatal("not stopped")
	}
	text := words.Clean(strings.Join(strings.Fields(m.Text()), " "))
	if !strings.Contains(text, "counted so far: A to frame ") || !strings.Contains(text, "p ") {
		t.Errorf("it does not say how far it came:\n%s", m.Text())
	}
	m.growing = false // its message was not handed on
	work(m, "p")
	m.status = ""
	lines := ""
	for _, l := range m.cmp.partingLines() {
		lines += l.text + "\n"
	}
	if strings.Contains(lines, "so far") || strings.Contains(lines, "compares on") || !m.cmp.parts[1].known {
		t.Errorf("it did not go on:\n%s", lines)
	}
	for _, row := range m.cmp.rows() {
		for k, v := range row.values {
			if v < 0 && row.figure.get == nil && !row.figure.time {
				t.Errorf("%s of column %d is not known", row.name, k)
			}
		}
	}
}

// TestComparedAlike: how panes are drawn is one thing for all runs of a comparison.
func TestComparedAlike(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 160, 40)
	work(m, "n", "N", "C", "U", ")", "\\", "V")
	for k := range m.cmp.scenes {
		s := &m.cmp.scenes[k]
		if s.Axis != m.scene.Axis || s.Zoom != 1 || s.Side != m.scene.Side || len(s.Columns) != len(session.BuiltColumns[1].Cols) {
			t.Errorf("column %d: axis %v, zoom %d, side %d, columns %v", k, s.Axis, s.Zoom, s.Side, s.Columns)
		}
	}
	m.cmp.comparePane(views.PaneSegments)
	if text := m.Text(); strings.Count(text, "received") != 2 {
		t.Errorf("the columns of both tables:\n%s", text)
	}
}
