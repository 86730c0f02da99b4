package conform

import (
	"sort"
	"strconv"
	"strings"

	"teacp/sim"
)

// fireDelay is how long after its tick a timer's segment leaves, a median over the recordings.
const fireDelay = 15_000

// phases are the positions of the kernel's tick at the start of the recording that are worth
// trying: the one that the recorded times of timers show, the longest timer before others,
// since the steps of the wheel grow with it; then each half of a millisecond.
func (t *Trace) phases(r *sim.Run) []sim.Time {
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

// clock is where the recording kernel's clocks may have stood when it began.
type clock struct{ tick, stamp sim.Time }

// stampErrors is how far off stampPhase may be: a millisecond can begin between two moments that a
// recording tells apart by some microseconds only.
var stampErrors = [...]sim.Time{10_000, -10_000, 25_000, -25_000, 60_000, -60_000}

// clocks are the positions of both clocks that are worth trying.
func (t *Trace) clocks(r *sim.Run) []clock {
	var out []clock
	if t.stamped() {
		for _, e := range stampErrors {
			out = append(out, clock{exact, e})
		}
	}
	for _, p := range t.phases(r) {
		out = append(out, clock{p, 0})
	}
	return out
}

// stamped reports whether segments carry timestamps.
func (t *Trace) stamped() bool {
	for i := range t.Segments {
		if o := t.Segments[i].Opts; o != nil && len(o.TS) > 0 {
			return true
		}
	}
	return false
}

// stampPhase is where the clock of timestamps stood when the recording began, from the values
// that its segments carry: they count milliseconds. It is the middle of what fits most of them.
func (t *Trace) stampPhase() sim.Time {
	const step = 10 // microseconds
	made := t.made()
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

// made is when the making of each segment began, which its timestamp shows: a pure ACK shows when
// the stack last looked at the clock, with the arrival before it; others leave a little later.
func (t *Trace) made() []float64 {
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
		if k := sort.SearchFloat64s(list, s.TSentUs); k > 0 && s.TSentUs-list[k-1] < atOnce {
			made[i] = list[k-1]
		}
	}
	return made
}

// rackAlways reports whether the recording's kernel finds losses by time whatever tcp_recovery
// says: the older way was taken out in Linux 6.17.
func rackAlways(kernel string) bool {
	major, rest, _ := strings.Cut(strings.TrimPrefix(kernel, "Linux "), ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, _ := strconv.Atoi(major)
	b, _ := strconv.Atoi(minor)
	return a > 6 || a == 6 && b >= 17
}
