package scenarios

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"teacp/sim"
)

// TestLibrary runs every scenario of the catalogue under every profile, walks its
// invariants, and holds its expectations and notes.
func TestLibrary(t *testing.T) {
	for _, name := range names() {
		t.Run(name, func(t *testing.T) {
			sc, err := Load(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, profile := range append([]string{""}, profiles...) {
				var changes []sim.Change
				if profile != "" {
					changes = []sim.Change{{Knob: "profile", Value: profile}}
				}
				r, err := sim.New(sc.Config, changes)
				if err != nil {
					t.Fatal(err)
				}
				for !r.Extend(1) {
					if err := r.At(r.Frames() - 1).Check(); err != nil {
						t.Fatal(err)
					}
				}
				if r.Ended().String() != "end" {
					t.Errorf("profile %q: the run ends by %s", profile, r.Ended())
				}
			}
			results, err := Check(sc)
			if err != nil {
				t.Fatal(err)
			}
			for _, res := range results {
				if !res.OK {
					t.Error(res.Text())
				}
			}
			own, _ := sim.New(sc.Config, nil)
			for _, n := range sc.Notes {
				if _, ok := n.On.Find(own); !ok {
					t.Errorf("line %d: the note's event does not happen", n.Line)
				}
				checkText(t, n.Text)
			}
			checkText(t, sc.Title)
			checkText(t, sc.LookFor)
		})
	}
}

func checkText(t *testing.T, x Text) {
	t.Helper()
	if x.EN == "" || x.KO == "" {
		t.Errorf("a text is missing in one language: %q %q", x.EN, x.KO)
	}
	if !norm.NFC.IsNormalString(x.KO) {
		t.Errorf("%q is not in normal form C", x.KO)
	}
}
