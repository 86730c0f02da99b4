package conform

import (
	"slices"
	"sort"
	"strings"

	"teacp/sim"
)

// machine is how long the recording machine took over a packet: a property of the machine and of
// that run, not of its TCP.
type machine struct {
	processing sim.Time   // from a packet's arrival to the answer of the stack
	rouse      sim.Time   // how much longer that took after a silence: caches are cold and processors asleep
	took       []sim.Time // from when each recorded segment was due to the answer; negative: it does not show
	lag        []sim.Time // from its delivery to the answer
}

// usual are the medians over many recordings.
var usual = machine{processing: 12_000, rouse: 34_000}

const (
	enough   = 8      // samples that a median of one recording needs
	burstGap = 50     // microseconds: a packet that follows another so soon waits for that
	busyGap  = 3_000  // one that does so soon finds the machine awake
	coldGap  = 20_000 // and one that comes so late finds it asleep
	atOnce   = 100    // an answer within so many microseconds may be the stack's own
	inRead   = 15     // an ACK so soon before a read returns is the reader's
)

// machine is measured from the recording: how late each packet was delivered, and how long the
// stack took to answer it where it answered at once; where it did not, the median is taken.
func (t *Trace) machine() machine {
	var lag [2][]float64 // 0: awake, 1: after a silence
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
	m := usual
	if len(lag[0]) >= enough {
		m.processing = sim.Time(median(lag[0]) * 1000)
	}
	if len(lag[1]) >= enough {
		m.rouse = max(sim.Time(median(lag[1])*1000)-m.processing, 0)
	}
	m.took, m.lag = make([]sim.Time, len(t.Segments)), make([]sim.Time, len(t.Segments))
	for i := range m.took {
		m.took[i], m.lag[i] = -1, m.processing
	}
	for _, a := range list {
		lag := sim.Time(a.lag * 1000)
		if a.lag < 0 {
			lag = m.processing + min(sim.Time(a.gap), m.rouse)
		}
		m.took[a.seg], m.lag[a.seg] = sim.Time(a.late*1000)+lag, lag
	}
	return m
}

// arrival is the delivery of a recorded packet: how long after the one before it was due, how late
// it was, and how long the answer of the stack took; -1: none was its own.
type arrival struct {
	seg            int
	gap, late, lag float64
}

// arrivals are the deliveries in one direction whose due time the link alone decides.
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
		if late < -1 || late > latest {
			continue
		}
		lag, _ := t.answered(i)
		out = append(out, arrival{i, due - last, max(late, 0), lag})
		last = due
	}
	return out
}

// answered is how long the stack took to answer the i-th segment, if it did so before anything else
// arrived, and neither a timer nor the application can have been the cause, and with which segment;
// else -1.
func (t *Trace) answered(i int) (float64, int) {
	s := &t.Segments[i]
	until := *s.TRecvUs + atOnce
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
		if d := a.TSentUs - *s.TRecvUs; d >= 0 && a.Conn == s.Conn && t.own(s, a) {
			return d, j
		}
	}
	return -1, -1
}

// own reports whether a segment that follows the arrival of another one answers it without the
// application: a step of the handshake, data that an ACK lets out, or an ACK before any call of the
// application returns.
func (t *Trace) own(s, a *Segment) bool {
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
	for ; k < len(t.Calls) && t.Calls[k].TDoneUs < a.TSentUs+inRead; k++ {
		if c := &t.Calls[k]; c.Conn == s.Conn && c.Side == side {
			return false
		}
	}
	return true
}

// compressed is the longest that an ACK with SACK blocks is kept back, in microseconds.
const compressed = 1500

// acked is how long after the i-th segment was taken up an ACK with SACK blocks left; 0: none did soon.
func (t *Trace) acked(i int) sim.Time {
	s := &t.Segments[i]
	if s.Len == 0 || s.TRecvUs == nil {
		return 0
	}
	for j := i + 1; j < len(t.Segments); j++ {
		a := &t.Segments[j]
		d := a.TSentUs - *s.TRecvUs
		switch {
		case d > compressed:
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
