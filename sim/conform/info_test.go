package conform

import (
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
)

// TestReadings compares cwnd, ssthresh and RTO with the kernel's TCP_INFO in the matching cases
// about slow start, loss and timeouts. cwnd and ssthresh must be equal and the RTO within a tick,
// at a time within the lateness of the recording's clock and timers.
func TestReadings(t *testing.T) {
	readings, cases := 0, 0
	for _, f := range recordings(t) {
		name := strings.TrimSuffix(filepath.Base(f), ".json")
		if Known[name] != "" || !strings.HasPrefix(name, "ss_") && !strings.Contains(name, "loss_") &&
			!strings.HasPrefix(name, "tail_") &&
			!strings.HasPrefix(name, "rto_") && !strings.HasPrefix(name, "hystart") &&
			!strings.HasPrefix(name, "idle_") {
			continue
		}
		tr, r := load(t, f)
		late := sim.Time(3_000_000) + sim.Time(tr.Repeat.SpreadUs*1000)
		if strings.HasPrefix(name, "tail_") || strings.HasPrefix(name, "rto_") {
			late = 70_000_000 // two consecutive timers, each up to 32 ms late
		}
		cases++
		bad := 0
		for i := range tr.Info {
			in := &tr.Info[i]
			if in.State != 1 || in.TUs <= 0 {
				continue
			}
			readings++
			if !agrees(r, in, late) {
				if bad++; bad <= 2 {
					t.Errorf("%s at %.1f ms, %s: cwnd %d ssthresh %d rto %d us", name, in.TUs/1000, in.Side, in.Cwnd,
						in.Ssthresh, in.RTOUs)
				}
			}
		}
		if bad > 0 {
			t.Errorf("%s: %d readings differ", name, bad)
		}
	}
	t.Logf("%d readings of %d cases", readings, cases)
}

// agrees reports whether the run has the values of the reading at a time close to it.
func agrees(r *sim.Run, in *Info, late sim.Time) bool {
	side := 0
	if in.Side == "server" {
		side = 1
	}
	at := sim.Time(in.TUs * 1000)
	for f := r.FrameAt(max(at-late, 0)); f < r.Frames(); f++ {
		w := r.At(f)
		if w.Now() > at+2_000_000 {
			return false
		}
		got := w.Info(in.Conn, side)
		ss := in.Ssthresh
		if ss == 2147483647 {
			ss = -1
		}
		if int64(got.Cwnd) == in.Cwnd && int64(got.Ssthresh) == ss && abs(int64(got.RTO/1000)-in.RTOUs) <= 4000 {
			return true
		}
	}
	return false
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
