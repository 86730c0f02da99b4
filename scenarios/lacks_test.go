package scenarios

import (
	"slices"
	"strings"
	"testing"
)

// TestLacks: each thing that a scenario of the library must have is missed when it is taken away.
func TestLacks(t *testing.T) {
	whole, err := library.ReadFile("library/nodelay.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"topic: delays", "topic: other", "a topic"},
		{"section: \"4", "section: \"5", "a section"},
		{"    ko: 데이터 한", "    # 데이터 한", "in Korean"},
		{"    en: One byte of data", "    # One byte of data", "in English"},
		{"shows: {event: send", "shows: {event: lost", "it does not happen"},
		{"{event: eof, host: server}\n    en", "{event: lost}\n    en", "under the profile textbook: 1 of at least 2"},
	} {
		src := strings.Replace(string(whole), c.old, c.new, 1)
		if src == string(whole) && c.old != "" {
			t.Errorf("%q is not in the scenario", c.old)
		}
		lacks := lacksOf(t, src)
		found := slices.ContainsFunc(lacks, func(s string) bool { return strings.Contains(s, c.want) })
		if (len(lacks) > 0) != (c.want != "") || !found && c.want != "" {
			t.Errorf("with %q instead of %q: expected %q, found %q", c.new, c.old, c.want, lacks)
		}
	}
	lacks := lacksOf(t, good)
	for _, want := range []string{"look_for", "a topic", "a section", "a question", "notes", "expectations: 0", "a number"} {
		if !slices.ContainsFunc(lacks, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("a bare scenario: expected %q in %q", want, lacks)
		}
	}
}

func lacksOf(t *testing.T, src string) []string {
	t.Helper()
	sc, ps := Parse("x.yaml", []byte(src))
	if len(ps) > 0 {
		t.Fatal(Problems(ps))
	}
	lacks, err := Lacks(sc)
	if err != nil {
		t.Fatal(err)
	}
	return lacks
}
