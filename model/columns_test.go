package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"teacp/model/session"
	"teacp/views"
)

// TestGoldenColumns keeps the table of segments with each set of columns, and the list in
// which they are chosen.
func TestGoldenColumns(t *testing.T) {
	for _, s := range sizes {
		var b strings.Builder
		m := start(t, Options{Scenario: "fast-retransmit", Lang: "en"}, s[0], s[1])
		m.scene.Run.Finish()
		m.moveTo(m.scene.Run.Frames() / 2)
		keys(m, "2", "z")
		for range session.BuiltColumns {
			b.WriteString(m.Text())
			keys(m, "\\")
		}
		golden(t, fmt.Sprintf("columns-%dx%d", s[0], s[1]), b.String())
		keys(m, "|", "down", "down", "down")
		text := m.Text()
		m.scene.Lang = "ko"
		golden(t, fmt.Sprintf("columns-list-%dx%d", s[0], s[1]), text+m.Text())
	}
}

// TestColumnsWithoutRoomAreLeftOut: at any width a column is shown whole or not at all, and the heading
// says how many had no room.
func TestColumnsWithoutRoomAreLeftOut(t *testing.T) {
	m := start(t, Options{Scenario: "fast-retransmit", Lang: "en"}, 200, 40)
	m.scene.Run.Finish()
	m.moveTo(m.scene.Run.Frames() / 2)
	keys(m, "2", "z", "\\", "\\") // windows
	last := 0
	for w := 200; w >= MinW; w-- {
		m.w = w
		m.canvas.Resize(w, 40)
		lines := strings.Split(m.Text(), "\n")
		heads := strings.Fields(strings.Trim(lines[3], "│"))
		n := len(heads)
		if left := heads[n-1]; strings.HasPrefix(left, "+") {
			n--
		}
		if last > 0 && n > last {
			t.Errorf("%d columns at a width of %d, %d at %d", n, w, last, w+1)
		}
		last = n
		for _, l := range lines[4:26] {
			if strings.Contains(l, "…") {
				t.Fatalf("cut at a width of %d: %s", w, l)
			}
		}
	}
	if last < 4 {
		t.Errorf("%d headings at the smallest width", last)
	}
}

// TestColumnsByHand: columns are shown, hidden and moved in the list; the set is kept in the
// session, and taken back by x.
func TestColumnsByHand(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en", StateDir: t.TempDir()}, 80, 24)
	work(m, "2", "n", "|", "2", "esc")
	if got := m.sets[m.setAt].Name; got != "times" || !strings.Contains(m.Text(), "received") {
		t.Fatalf("set %q:\n%s", got, m.Text())
	}
	work(m, "\\", "|", "end", "space") // the last one of all: it comes behind the others
	want := append(slices.Clone(session.BuiltColumns[2].Cols), "sentence")
	if got := m.sets[m.setAt].Cols; !slices.Equal(got, want) {
		t.Fatalf("columns %v, want %v", got, want)
	}
	work(m, "K")
	if got := m.sets[m.setAt].Cols; got[len(got)-2] != "sentence" {
		t.Errorf("moved: %v", got)
	}
	work(m, "a")
	typed(m, "mine")
	work(m, "enter")
	if m.sets[m.setAt].Name != "mine" || len(m.sets) != len(session.BuiltColumns)+1 {
		t.Errorf("sets %v, at %d", session.SetNames(m.sets), m.setAt)
	}
	var s session.Session
	if err := json.Unmarshal(m.encode(), &s); err != nil {
		t.Fatal(err)
	}
	n := start(t, Options{Lang: "en"}, 80, 24)
	if err := n.restore(&s); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(session.SetNames(n.sets), session.SetNames(m.sets)) || n.setAt != m.setAt || !slices.Equal(n.scene.Columns, m.scene.Columns) {
		t.Errorf("the session brings back %v at %d, want %v at %d", session.SetNames(n.sets), n.setAt, session.SetNames(m.sets), m.setAt)
	}
	work(n, "|", "x", "3", "x", "esc")
	if n.columnsKept() == nil || slices.Equal(n.sets[2].Cols, want) || len(n.sets) != len(session.BuiltColumns) {
		t.Errorf("after taking back: %v, %v", session.SetNames(n.sets), n.sets[2].Cols)
	}
	work(n, "ctrl+p")
	openList(n).Filter().Set("columns: wire")
	work(n, "enter")
	if n.sets[n.setAt].Name != "wire" {
		t.Errorf("the palette chose %q", n.sets[n.setAt].Name)
	}
}

// TestColumnSettings: sets of the configuration stand beside the program's; what is wrong in
// them is named.
func TestColumnSettings(t *testing.T) {
	m := start(t, Options{Scenario: "handshake", Config: &session.Config{Columns: "few", ColumnSets: map[string][]string{"few": {"time", "dir", "range"}}}}, 80, 24)
	if got := m.sets[m.setAt]; got.Name != "few" || len(m.scene.Columns) != 3 {
		t.Errorf("columns %v", got)
	}
}

// TestColumnTable: every column has a name of its own, headings and explanations.
func TestColumnTable(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range views.Columns {
		if seen[c.Name] || c.Heading("en") == "" || c.Heading("ko") == "" || c.About.In("en") == "" || c.About.In("ko") == "" {
			t.Errorf("column %q", c.Name)
		}
		seen[c.Name] = true
	}
}
