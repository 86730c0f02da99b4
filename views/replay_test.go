package views

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/simtest"
)

// TestReplaySentences tells every event of replayed recordings in both languages, and paints
// every pane of them.
func TestReplaySentences(t *testing.T) {
	for _, name := range []string{"loss_one_sack", "rto_backoff", "zero_window", "reorder_1", "duplicate_data"} {
		data, err := os.ReadFile(filepath.Join("../sim/testdata/linux/traces", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		tr, err := conform.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := tr.Replay()
		if err != nil {
			t.Fatal(err)
		}
		r := simtest.Of(t, cfg)
		r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
			for _, lang := range []string{"en", "ko"} {
				if s := Sentence(r, e, lang); s == "" || strings.Contains(s, "%!") || !utf8.ValidString(s) {
					t.Errorf("%s frame %d, %s: %q", name, e.ID.Frame(), e.Kind, s)
				}
			}
			return true
		})
		c := NewCanvas(120, 40)
		s := &Scene{Run: r, Frame: r.Frames() / 2, Filter: AllConns, Lang: "en", Theme: &Themes[0]}
		for id := range Panes {
			Paint(c, Rect{0, 0, 120, 40}, PaneID(id), s, true)
		}
	}
}
