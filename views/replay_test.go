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
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
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
				if s := words.Sentence(r, e, lang); s == "" || strings.Contains(s, "%!") || !utf8.ValidString(s) {
					t.Errorf("%s frame %d, %s: %q", name, e.ID.Frame(), e.Kind, s)
				}
			}
			return true
		})
		c := paint.NewCanvas(120, 40)
		s := &Scene{Run: r, Frame: r.Frames() / 2, Filter: ladder.AllConns, Lang: "en", Theme: &paint.Themes[0]}
		for id := range Panes {
			Paint(c, paint.Rect{X: 0, Y: 0, W: 120, H: 40}, PaneID(id), s, true)
		}
	}
}
