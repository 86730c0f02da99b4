package conform

import (
	"testing"

	"teacp/sim"
)

// TestVerdictsAreActs checks in the simulation of every recording that the endpoint does what its
// verdict announces, and that computing a verdict changes nothing. Package sim checks the same for
// the library.
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
			t.Errorf("%s: no act with a verdict", f)
		}
	}
}
