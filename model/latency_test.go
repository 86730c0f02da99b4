//go:build !windows

package model

import (
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkKeyLatency measures on the real program in a pseudo-terminal how long a key takes to
// the first byte of its answer: in a small run, in one of twelve million frames while it is
// still simulated, and at its end. go test ./model -run - -bench KeyLatency -benchtime 300x
func BenchmarkKeyLatency(b *testing.B) {
	file := filepath.Join(b.TempDir(), "big.yaml")
	if err := os.WriteFile(file, []byte(bigRun), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, scenario, first string }{
		{"small", "page", ":60\r"},
		{"ten-million-growing", file, ":500\r"},
		{"ten-million-end", file, "G"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := open(b, c.scenario)
			s.busy = true
			s.frame(b, func(n, of string) bool { return n == "0" })
			io.WriteString(s.f, c.first)
			s.frame(b, func(n, of string) bool { return n != "0" && (c.first != "G" || n == of) })
			rng := rand.New(rand.NewSource(1))
			pairs := [][2]string{{"\x1b[D", "\x1b[C"}, {"S", "s"}, {"h", "l"}, {"b", "w"}} // back and on again
			pair := pairs[0]
			var all []time.Duration
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				time.Sleep(25*time.Millisecond + time.Duration(rng.Intn(9_000_000)))
				if i%2 == 0 {
					pair = pairs[rng.Intn(len(pairs))]
				}
				all = append(all, s.answer(b, pair[i%2]))
			}
			b.StopTimer()
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "max-ms")
		})
	}
}

var frameOf = regexp.MustCompile(`frame (\d+)/(\d+)`)

// frame waits until the first line of the screen names a frame as wanted.
func (s *terminal) frame(t testing.TB, wanted func(n, of string) bool) {
	t.Helper()
	s.until(t, func(screen string) bool {
		f := frameOf.FindStringSubmatch(screen)
		return f != nil && wanted(f[1], f[2])
	})
}

// answer presses a key and measures the time until the first line names another frame. A key
// that has nowhere to go is answered below, in the line that speaks.
func (s *terminal) answer(t testing.TB, key string) time.Duration {
	s.mu.Lock()
	before := s.top()
	s.watch = func() bool { return s.top() != before }
	s.hit = time.Time{}
	start := time.Now()
	s.mu.Unlock()
	io.WriteString(s.f, key)
	for time.Since(start) < 10*time.Second {
		s.mu.Lock()
		hit := s.hit
		s.mu.Unlock()
		if !hit.IsZero() {
			return hit.Sub(start)
		}
		time.Sleep(200 * time.Microsecond)
	}
	t.Fatalf("key %q is not answered", key)
	return 0
}

// top is the number of the frame in the first line and the line that speaks.
func (s *terminal) top() string {
	line := func(y int) string {
		var b strings.Builder
		for x := range s.e.Width() {
			if c := s.e.CellAt(x, y); c != nil {
				b.WriteString(c.Content)
			}
		}
		return b.String()
	}
	n := ""
	if f := frameOf.FindStringSubmatch(line(0)); f != nil {
		n = f[1]
	}
	return n + line(s.e.Height()-2)
}
