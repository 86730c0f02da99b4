package views

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// TestLadderOfGrowingRun checks that the first painting of a ladder is the one that empty caches give, although
// reading its frames simulates the run on, and that it follows the digits of frame numbers as the run grows.
func TestLadderOfGrowingRun(t *testing.T) {
	for _, name := range []string{"parallel-limit", "congestion"} {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := Scene{Run: r, Filter: ladder.AllConns, Lang: "en", Theme: &paint.Themes[0]}
		for _, n := range []int64{1, 99, 400, 600, 9000} {
			r.Extend(n)
			got, fresh := s.Ladder(), s.WithoutCaches()
			if want := fresh.Ladder(); got.Geometry(40) != want.Geometry(40) || len(got.Rows) != len(want.Rows) {
				t.Errorf("%s, %d frames: the ladder is %+v, expected %+v", name, r.Frames(), got.Geometry(40),
					want.Geometry(40))
			}
		}
	}
}
