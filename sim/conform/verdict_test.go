package conform

import (
	"testing"

	"teacp/sim"
)

// TestVerdictsAreActs holds the simulation of every recording to what package sim holds the library
// to: the verdict that is read before an act is the act, and reading it changes nothing.
func TestVerdictsAreActs(t *testing.T) {
	for _, f := range recordings(t) {
		tr, err := Parse(read(t, f))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		cfg, err := tr.Config()
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		acts := 0
		cfg.Audit = func(err error) {
			if acts++; err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
		r, err := sim.New(cfg, nil)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if r.Finish(); acts == 0 {
			t.Errorf("%s: no verdict is acted on", f)
		}
	}
}
