package overlay

import (
	"math/rand"
	"testing"

	"teacp/sim/tcp"
	"teacp/views/paint"
)

// TestMatrixRowsDiffer: whatever two values a column has, they look different in any width, and whole
// where there is room.
func TestMatrixRowsDiffer(t *testing.T) {
	pairs := [][2]string{{"persistent", "persistent-parallel"}, {"serial", "parallel"}, {"on", "off"}, {"aXXXXXXXXb", "aXXXXXXXYXXXXXXXXb"},
		{"가나다라마바사", "가나다라마바아"}}
	for i := range tcp.Knobs {
		for _, a := range tcp.Knobs[i].Values {
			for _, b := range tcp.Knobs[i].Values {
				if a != b {
					pairs = append(pairs, [2]string{a, b})
				}
			}
		}
	}
	for _, p := range pairs {
		for w := leastColumn; w < 24; w++ {
			got := tellApart(p, w)
			if got[0] == got[1] {
				t.Errorf("%q and %q both are %q in %d columns", p[0], p[1], got[0], w)
			}
			for k := range got {
				if n := paint.Width(got[k]); n > w || paint.Width(p[k]) <= w && got[k] != p[k] && paint.Width(p[1-k]) <= w {
					t.Errorf("%q takes %d of %d columns: %q", p[k], n, w, got[k])
				}
			}
		}
	}
}

// TestMatrixColumns: columns are as wide as their content, and fit on the screen.
func TestMatrixColumns(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	names := []string{"client.nagle", "server.delayed_ack", "http.connections", "http.strategy", "client.recovery", "server.congestion"}
	values := [][2]string{{"rfc896", "off"}, {"second", "off"}, {"1", "4"}, {"persistent", "persistent-parallel"}, {"rack", "sack"}, {"cubic", "newreno"}}
	for range 200 {
		m := &Matrix{results: true}
		for i := range names {
			if rng.Intn(2) == 0 {
				m.knobs = append(m.knobs, tried{names[i], values[i], true})
			}
		}
		for _, w := range []int{60, 80, 120, 200} {
			cols := m.columns(&Host{W: w})
			total := len(cols) - 1
			for _, c := range cols {
				if total += c.w; c.values[0] == c.values[1] {
					t.Errorf("%d columns: both values of %s are %q", w, c.head, c.values[0])
				}
			}
			if room := min(w-4, maxWidth) - 5 - wideRight; total > room && room >= len(cols)*(leastColumn+1) {
				t.Errorf("%d columns: %d are taken of %d", w, total, room)
			}
			if w >= 120 && len(cols) <= 3 {
				for k, c := range cols {
					if c.values != m.picked()[k].values {
						t.Errorf("%d columns: %q is cut to %q", w, m.picked()[k].values, c.values)
					}
				}
			}
		}
	}
}
