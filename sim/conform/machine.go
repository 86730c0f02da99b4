package conform

import (
	"slices"
	"sort"
	"strings"

	"teacp/sim"
)

// machine contains the delays of the recording machine. They belong to that machine and that run,
// not to its TCP.
type machine struct {
	processing sim.Time   // from the arrival of a packet to the answer of the stack
	coldExtra  sim.Time   // how much longer that takes after an idle time, when caches are cold and processors asleep
	took       []sim.Time // from the due time of each recorded segment to the answer; negative: unknown
	lag        []sim.Time // from the delivery of each segment to the answer
}

// overallMedians are the medians of all recordings.
var overallMedians = machine{processing: 12_000, coldExtra: 34_000}

const (
	minSamples = 8      // samples that a median of one recording needs
	burstGap   = 50     // microseconds: a packet that follows another sooner has to wait for it
	busyGap    = 3_000  // the machine is awake for a packet that follows sooner
	coldGap    = 20_000 // the machine is asleep for a packet that follows later
	maxAnswer  = 100    // the stack itself can cause an answer within this time
	readMargin = 15     // the reader causes an ACK this close to the return of a read
)

// machine measures the delays in the recording. Where the stack did not answer a packet at once, it
// uses the median.
func (t *Trace) machine() machine {
	var lag [2][]float64 // 0: awake, 1: after an idle time
	list := append(t.arrivals(0), t.arrivals(1)...)
	for _, a := range list {
		switch {
		case a.lag < 0 || a.gap < burstGap:
		case a.gap < busyGap:
			lag[0] = append(lag[0], a.lag)
		case a.gap > coldGap:
			lag[1] = append(lag[1], a.lag)
		}
	}
	m := overallMedians
	if len(lag[0]) >= minSamples {
		m.processing = sim.Time(median(lag[0]) * 1000)
	}
	if len(lag[1]) >= minSamples {
		m.coldExtra = max(sim.Time(median(lag[1])*1000)-m.processing, 0)
	}
	m.took, m.lag = make([]sim.Time, len(t.Segments)), make([]sim.Time, len(t.Segments))
	for i := range m.took {
		m.took[i], m.lag[i] = -1, m.processing
	}
	for _, a := range list {
		lag := sim.Time(a.lag * 1000)
		if a.lag < 0 {
			lag = m.processing + min(sim.Time(a.gap), m.coldExtra)
		}
		m.took[a.seg], m.lag[a.seg] = sim.Time(a.late*1000)+lag, lag
	}
	return m
}

// arrival is the delivery of a recorded packet: the time since the previous one was due, its
// lateness, and the delay of the stack's answer, -1 if there was none.
type arrival struct {
	seg            int
	gap, late, lag float64
}

// arrivals returns the deliveries in one direction whose due time depends on the link alone.
func (t *Trace) arrivals(dir int) []arrival {
	p := &t.Case.Link.C2S
	if dir == 1 {
		p = &t.Case.Link.S2C
	}
	var out []arrival
	busy, last := 0.0, -1e6
	for i := range t.Segments {
		s := &t.Segments[i]
		if s.Dir != dirs[dir] || s.Drop == "queue" {
			continue
		}
		begin := max(s.TSentUs, busy)
		busy = begin
		if p.RateBps > 0 {
			busy += float64(s.IPLen) * 8e6 / p.RateBps
		}
		if s.TRecvUs == nil || s.Fault != nil {
			continue
		}
		due := busy + p.DelayMs*1000
		late := *s.TRecvUs - due
		if late < -1 || late > maxWake {
			continue
		}
		lag, _ := t.answered(i)
		out = append(out, arrival{i, due - last, max(late, 0), lag})
		last = due
	}
	return out
}

// answered returns how long the stack took to answer the i-th segment, and the index of the answer.
// It returns -1 if another packet arrived before, or if a timer or the application may have caused
// the answer.
func (t *Trace) answered(i int) (float64, int) {
	s := &t.Segments[i]
	until := *s.TRecvUs + maxAnswer
	for j := i + 1; j < len(t.Segments); j++ {
		a := &t.Segments[j]
		if a.TSentUs > until {
			return -1, -1
		}
		if a.Dir == s.Dir {
			if a.TRecvUs != nil && *a.TRecvUs >= *s.TRecvUs {
				until = min(until, *a.TRecvUs)
			}
			continue
		}
		if d := a.TSentUs - *s.TRecvUs; d >= 0 && a.Conn == s.Conn && t.isStackAnswer(s, a) {
			return d, j
		}
	}
	return -1, -1
}

// isStackAnswer reports whether segment a answers segment s without the application: a step of the
// handshake, data that an ACK releases, or an ACK before a call of the application returns.
func (t *Trace) isStackAnswer(s, a *Segment) bool {
	switch {
	case strings.Contains(s.Flags, "S"):
		return a.Len == 0
	case s.Len == 0:
		return a.Len > 0 && s.Flags == "A"
	case a.Len > 0 || a.Flags != "A":
		return false
	}
	side := "client"
	if s.Dir == dirs[0] {
		side = "server"
	}
	k := sort.Search(len(t.Calls), func(k int) bool { return t.Calls[k].TDoneUs >= *s.TRecvUs })
	for ; k < len(t.Calls) && t.Calls[k].TDoneUs < a.TSentUs+readMargin; k++ {
		if c := &t.Calls[k]; c.Conn == s.Conn && c.Side == side {
			return false
		}
	}
	return true
}

// maxCompressed is the longest delay of a compressed ACK (with SACK blocks) in microseconds.
const maxCompressed = 1500

// ackDelay returns the time from the i-th segment to the next ACK with SACK blocks, 0 if none
// follows within maxCompressed.
func (t *Trace) ackDelay(i int) sim.Time {
	s := &t.Segments[i]
	if s.Len == 0 || s.TRecvUs == nil {
		return 0
	}
	for j := i + 1; j < len(t.Segments); j++ {
		a := &t.Segments[j]
		d := a.TSentUs - *s.TRecvUs
		switch {
		case d > maxCompressed:
			return 0
		case d < 0 || a.Dir == s.Dir || a.Conn != s.Conn || a.Len > 0:
		case a.Opts == nil || len(a.Opts.Sack) == 0:
			return 0
		default:
			return sim.Time(d * 1000)
		}
	}
	return 0
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
