//go:build !windows

package model

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
)

var clockOf = regexp.MustCompile(`frame (\d+)/(\d+)(?:…)?  ([0-9.]+ m?s)`)

// clock waits until the first line of the screen is as wanted, and returns frame, last frame and time.
func (s *terminal) clock(t *testing.T, wanted func(frame, last int64, at sim.Time) bool) (frame, last int64, at sim.Time) {
	t.Helper()
	s.until(t, func(screen string) bool {
		f := clockOf.FindStringSubmatch(strings.SplitN(screen, "\n", 2)[0])
		if f == nil {
			return false
		}
		fmt.Sscan(f[1], &frame)
		fmt.Sscan(f[2], &last)
		d, err := sim.ParseDuration(strings.ReplaceAll(f[3], " ", ""))
		at = sim.Time(d)
		return err == nil && wanted(frame, last, at)
	})
	return frame, last, at
}

func anywhere(int64, int64, sim.Time) bool { return true }

// TestKeysKeepTheInstant: at the end of a long run a change for the whole run leaves the cursor where
// it stands in time.
func TestKeysKeepTheInstant(t *testing.T) {
	t.Parallel()
	s := open(t, "congestion")
	s.clock(t, anywhere)
	io.WriteString(s.f, ":9500\r")
	_, _, before := s.clock(t, func(frame, _ int64, _ sim.Time) bool { return frame == 9500 })
	io.WriteString(s.f, "\x1bn")
	s.settled(t, "client.nagle=off")
	s.clock(t, func(_, last int64, at sim.Time) bool { return last > 8192 && at <= before && at > before-before/100 })
	io.WriteString(s.f, "u")
	s.clock(t, func(frame, _ int64, at sim.Time) bool { return frame == 9500 && at == before })
}

// TestKeysRoundTrip: w goes on by the round trip that the connection measures.
func TestKeysRoundTrip(t *testing.T) {
	t.Parallel()
	r := scenariotest.Run(t, "bufferbloat")
	want := r.FrameAt(r.TimeOf(200) + r.At(200).Info(0, 1).SRTT)
	s := open(t, "bufferbloat")
	s.clock(t, anywhere)
	for _, keys := range []string{"w", ":+1rtt\r"} {
		io.WriteString(s.f, ":200\r")
		s.clock(t, func(frame, _ int64, _ sim.Time) bool { return frame == 200 })
		io.WriteString(s.f, keys)
		s.clock(t, func(frame, _ int64, _ sim.Time) bool { return frame == want })
	}
}

// TestKeysEscape: esc closes the lecture's question, then nothing; a wrong condition keeps its prompt;
// O leaves the scenario, and the library's cursor is on it.
func TestKeysEscape(t *testing.T) {
	t.Parallel()
	s := open(t, "time-wait")
	s.clock(t, anywhere)
	io.WriteString(s.f, "6Q")
	s.settled(t, "esc close")
	io.WriteString(s.f, "\x1b")
	s.until(t, func(screen string) bool { return !strings.Contains(screen, "esc close") })
	for range 2 {
		io.WriteString(s.f, "\x1b")
		s.settled(t, "Nothing is open.")
		io.WriteString(s.f, "l")
		s.until(t, func(screen string) bool {
			return !strings.Contains(screen, "Nothing is open.") && strings.Contains(screen, "─ Look for")
		})
	}
	io.WriteString(s.f, ";cwnd >>= 8\r")
	s.settled(t, "✗ ")
	io.WriteString(s.f, "\x15fin\x1b")
	s.until(t, func(screen string) bool { return !strings.Contains(screen, "esc cancel") })
	io.WriteString(s.f, "$")
	s.clock(t, func(frame, last int64, at sim.Time) bool { return frame < last && at < 10_000_000_000 })
	io.WriteString(s.f, "O")
	s.settled(t, "─ Scenarios")
	s.settled(t, "│► TIME-WAIT")
	io.WriteString(s.f, "\x1b")
	s.settled(t, "q quits")
	io.WriteString(s.f, "\x03")
	if err := s.ended(t); err != nil {
		t.Errorf("leaving gives %v", err)
	}
}

// TestKeysMakeNoBranchTwice: the same change out of two places is one branch.
func TestKeysMakeNoBranchTwice(t *testing.T) {
	t.Parallel()
	s := open(t, "page")
	s.clock(t, anywhere)
	io.WriteString(s.f, "PC4G")
	s.settled(t, "last data")
	io.WriteString(s.f, "\x1b")
	s.clock(t, anywhere)
	io.WriteString(s.f, "gPB")
	screen := s.settled(t, "Branches")
	if n := strings.Count(screen, "http.connections=4  :1"); n != 1 {
		t.Errorf("%d branches of http.connections=4:\n%s", n, screen)
	}
}

// TestKeysSegmentsTable: the table marks the frame and the time that the first line names, whatever
// happens in it.
func TestKeysSegmentsTable(t *testing.T) {
	t.Parallel()
	s := open(t, "nagle-delayed-ack")
	s.clock(t, anywhere)
	io.WriteString(s.f, "2")
	for frame := int64(1); frame < 16; frame++ {
		io.WriteString(s.f, "l")
		s.until(t, func(screen string) bool {
			f := clockOf.FindStringSubmatch(screen)
			row := regexp.MustCompile(`│►◆? +(\d+) +([0-9.]+ m?s)`).FindStringSubmatch(screen)
			return f != nil && row != nil && f[1] == fmt.Sprint(frame) && f[1] == row[1] && f[3] == row[2]
		})
	}
}

// TestKeysHeld: on a large screen keys that come faster than it can be painted are summed, and ctrl+c is
// not kept waiting. TEACP_WALK=1 has half a million cells.
func TestKeysHeld(t *testing.T) {
	t.Parallel()
	w, h := 250, 100
	if os.Getenv("TEACP_WALK") != "" {
		w, h = 1000, 500
	}
	s := open(t, "congestion")
	s.clock(t, anywhere)
	s.mu.Lock()
	s.e.Resize(w, h)
	s.mu.Unlock()
	pty.Setsize(s.f, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	for range 3 {
		io.WriteString(s.f, strings.Repeat("l", 500))
	}
	s.clock(t, func(frame, _ int64, _ sim.Time) bool { return frame == 1500 })
	io.WriteString(s.f, strings.Repeat("l", 500)+"\x03")
	if err := s.ended(t); err != nil || !s.restored() {
		t.Errorf("leaving gives %v", err)
	}
}

// TestKeysWhy: at a hold the pane says the cause before the rule, and what would have happened otherwise.
func TestKeysWhy(t *testing.T) {
	t.Parallel()
	s := open(t, "nagle-delayed-ack")
	s.clock(t, anywhere)
	io.WriteString(s.f, "3n")
	screen := s.settled(t, "Otherwise")
	for _, want := range []string{"holds 100", "Cause: :6", "Rule: nagle", "Otherwise", "client.nagle=off"} {
		i := strings.Index(screen, want)
		if i < 0 {
			t.Fatalf("no %q behind the rest:\n%s", want, screen)
		}
		screen = screen[i:]
	}
}
