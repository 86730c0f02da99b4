package scenarios

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"teacp/sim"
	"teacp/sim/tcp"
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
			for _, profile := range append([]string{""}, tcp.ProfileNames...) {
				var changes []sim.Change
				if profile != "" {
					changes = []sim.Change{{Knob: "profile", Value: profile}}
				}
				r, err := sim.New(sc.Config, changes)
				if err != nil {
					t.Fatal(err)
				}
				for step := int64(1); !r.Extend(step); {
					if r.Frames() > 3000 { // a long run is looked at now and then
						step = 97
					}
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
			checkQuality(t, sc)
		})
	}
}

// checkQuality: a scenario of the catalogue says where it belongs, asks something before
// one steps, tells what happens, and states numbers.
func checkQuality(t *testing.T, sc *Scenario) {
	t.Helper()
	if q := sc.Question; q == nil || len(q.Choices) < 2 {
		t.Error("no question, or a question without a choice")
	} else {
		checkText(t, q.Ask)
		checkText(t, q.Because)
		for _, c := range q.Choices {
			checkText(t, c)
		}
	}
	if q := sc.Question; q != nil && q.Shows != nil {
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := q.Shows.Find(r); !ok {
			t.Errorf("the event that shows the answer (%s) does not happen", q.Shows)
		}
	}
	if len(sc.Notes) < 2 || len(sc.Expect) < 3 {
		t.Errorf("%d notes and %d expectations: expected at least 2 and 3", len(sc.Notes), len(sc.Expect))
	}
	if !strings.HasPrefix(sc.Section, "4.") || sc.Topic == "other" {
		t.Errorf("section %q, topic %q: expected a section of chapter 4 and a topic", sc.Section, sc.Topic)
	}
	var numbers bool
	for _, e := range sc.Expect {
		numbers = numbers || len(e.With) > 0 || e.Is.Set
	}
	if !numbers {
		t.Error("no expectation with a number or a comparison")
	}
}

// TestTeaching: the order of teaching names what there is.
func TestTeaching(t *testing.T) {
	for _, n := range teaching {
		if !slices.Contains(names(), n) {
			t.Errorf("there is no scenario %q", n)
		}
	}
	last := -1
	for _, m := range List() {
		if i := slices.Index(Topics, m.Topic); i < last {
			t.Errorf("%s is out of order", m.Name)
		} else {
			last = i
		}
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
