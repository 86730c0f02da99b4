package words_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/views/words"
)

// TestWhyTellsOfTheLine: the first frame says what the line between the hosts is like, as the
// changes have it.
func TestWhyTellsOfTheLine(t *testing.T) {
	r := scenariotest.Run(t, "dumb-proxy")
	if s := strings.Join(words.Why(r, 0, "en"), "\n"); !strings.Contains(s, "The line between client and proxy: 20 ms one way, 10 Mbit/s.") || !strings.Contains(s, "between proxy and server") {
		t.Errorf("the lines are not told:\n%s", s)
	}
	changed, err := sim.New(scenariotest.Run(t, "page").Config(), []sim.Change{{Knob: "link.delay", Value: "7ms"}})
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(words.Why(changed, 0, "en"), "\n"); !strings.Contains(s, "7 ms one way") {
		t.Errorf("a changed line is not told:\n%s", s)
	}
}

// TestSentences tells every event of every scenario in both languages.
func TestSentences(t *testing.T) {
	for _, meta := range scenarios.List() {
		r := scenariotest.Run(t, meta.Name)
		r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
			for _, lang := range []string{"en", "ko"} {
				if s := words.Sentence(r, e, lang); s == "" || strings.Contains(s, "%!") || !utf8.ValidString(s) {
					t.Errorf("%s frame %d, %s: %q", meta.Name, e.ID.Frame(), e.Kind, s)
				}
			}
			return true
		})
	}
}
