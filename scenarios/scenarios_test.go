package scenarios

import (
	"slices"
	"testing"

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
			lacks, err := Lacks(sc)
			if err != nil || len(lacks) > 0 {
				t.Errorf("the scenario lacks %q %v", lacks, err)
			}
		})
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
