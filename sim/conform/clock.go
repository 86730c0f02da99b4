package conform

import (
	"sort"
	"strconv"
	"strings"

	"teacp/sim"
)

// fireDelay is the median time from a tick until the segment of an expired timer leaves.
const fireDelay = 15_000

// tickPhases returns the positions of the kernel's tick to try. The first is the one that the
// longest recorded timer shows, because the steps of the wheel grow with the timer. Then follows
// every half millisecond.
func (t *Trace) tickPhases(r *sim.Run) []sim.Time {
	list := simulated(r)
	var res Result
	var found, step sim.Time
	for _, p := range res.align(t, list) {
		s := &list[p.sim]
		late := sim.Time(wheel(s.timer) * 1000)
		if late <= step {
			continue
		}
		at := sim.Time(t.Segments[p.real].TSentUs*1000) - fireDelay
		found, step = (late-at%late)%late, late
	}
	out := make([]sim.Time, 0, 9)
	if step > 0 {
		out = append(out, found)
	}
	for p := sim.Time(0); p < tick; p += tick / 8 {
		out = append(out, p)
	}
	return out
}

// clock is a position of the kernel's tick and an offset of its timestamp clock.
type clock struct{ tick, stamp sim.Time }

// stampErrors are the offsets to try. stampPhase can be off because a millisecond may begin between
// two times that the recording cannot separate.
var stampErrors = [...]sim.Time{10_000, -10_000, 25_000, -25_000, 60_000, -60_000}

// clocks returns the positions of both clocks to try.
func (t *Trace) clocks(r *sim.Run) []clock {
	var out []clock
	if t.hasTimestamps() {
		for _, e := range stampErrors {
			out = append(out, clock{exact, e})
		}
	}
	for _, p := range t.tickPhases(r) {
		out = append(out, clock{p, 0})
	}
	return out
}

// hasTimestamps reports whether segments carry the timestamp option.
func (t *Trace) hasTimestamps() bool {
	for i := range t.Segments {
		if o := t.Segments[i].Opts; o != nil && len(o.TS) > 0 {
			return true
		}
	}
	return false
}

// stampPhase returns the position of the millisecond clock of the timestamps at the start of the
// recording. It is the middle of the positions that fit most segments.
func (t *Trace) stampPhase() sim.Time {
	const step = 10 // microseconds
	made := t.creationTimes()
	first := map[string]float64{}
	var stamped []int
	for i := range t.Segments {
		s := &t.Segments[i]
		if s.Opts == nil || len(s.Opts.TS) == 0 {
			continue
		}
		stamped = append(stamped, i)
		if _, ok := first[s.Dir]; !ok {
			first[s.Dir] = made[i]
		}
	}
	best, votes, run := 0, 0, 0
	for phase := 0; phase < 1000 && len(stamped) > 0; phase += step {
		n := 0
		for _, i := range stamped {
			s := &t.Segments[i]
			if int64(made[i]+float64(phase))/1000-int64(first[s.Dir]+float64(phase))/1000 == s.Opts.TS[0] {
				n++
			}
		}
		switch {
		case n > votes:
			best, votes, run = phase, n, 1
		case n == votes && phase == best+run*step:
			run++
		}
	}
	return sim.Time(best+run/2*step) * 1000
}

// creationTimes returns when the kernel read the clock for the timestamp of each segment. A pure
// ACK contains the time of the arrival before it. Other segments contain about their sending time.
func (t *Trace) creationTimes() []float64 {
	type at struct {
		conn uint32
		dir  string
	}
	in := map[at][]float64{}
	for i := range t.Segments {
		if s := &t.Segments[i]; s.TRecvUs != nil {
			in[at{s.Conn, s.Dir}] = append(in[at{s.Conn, s.Dir}], *s.TRecvUs)
		}
	}
	for _, d := range dirs {
		for i := range t.Conns() {
			sort.Float64s(in[at{uint32(i), d}])
		}
	}
	made := make([]float64, len(t.Segments))
	for i := range t.Segments {
		s := &t.Segments[i]
		made[i] = s.TSentUs
		if s.Len > 0 || s.Flags != "A" {
			continue
		}
		list := in[at{s.Conn, dirs[1]}]
		if s.Dir == dirs[1] {
			list = in[at{s.Conn, dirs[0]}]
		}
		if k := sort.SearchFloat64s(list, s.TSentUs); k > 0 && s.TSentUs-list[k-1] < maxAnswer {
			made[i] = list[k-1]
		}
	}
	return made
}

// rackAlways reports whether the kernel uses RACK whatever tcp_recovery says: since Linux 6.17.
func rackAlways(kernel string) bool {
	major, rest, _ := strings.Cut(strings.TrimPrefix(kernel, "Linux "), ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, _ := strconv.Atoi(major)
	b, _ := strconv.Atoi(minor)
	return a > 6 || a == 6 && b >= 17
}
