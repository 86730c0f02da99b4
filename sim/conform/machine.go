package conform

import (
	"slices"

	"teacp/sim"
)

// machine is how long the recording machine took over a packet: a property of the machine and of
// that run, not of its TCP.
type machine struct {
	processing sim.Time // from a packet's arrival to the answer of the stack
	rouse      sim.Time // how much longer that took after a silence: caches are cold and processors asleep
}

// usual are the medians over many recordings.
var usual = machine{processing: 12_000, rouse: 34_000}

const (
	enough   = 8      // samples that a median of one recording needs
	burstGap = 50     // microseconds: a packet that follows another so soon waits for that
	busyGap  = 3_000  // one that does so soon finds the machine awake
	coldGap  = 20_000 // and one that comes so late finds it asleep
	atOnce   = 300    // an answer within so many microseconds is the stack's own
)

// machine is measured from the recording itself where it shows enough, else as usual: how late
// packets were delivered, and how long the stack took to answer one that it answers at once.
func (t *Trace) machine() machine {
	var late, lag [2][]float64 // 0: awake, 1: after a silence
	awake := func(gap float64) int {
		switch {
		case gap < burstGap:
		case gap < busyGap:
			return 0
		case gap > coldGap:
			return 1
		}
		return -1
	}
	for d := range dirs {
		for _, a := range t.arrivals(d) {
			k := awake(a.gap)
			if k < 0 {
				continue
			}
			late[k] = append(late[k], a.late)
			if a.lag >= 0 {
				lag[k] = append(lag[k], a.lag)
			}
		}
	}
	m := usual
	if len(lag[0]) >= enough {
		m.processing = sim.Time((median(late[0]) + median(lag[0])) * 1000)
	}
	if len(lag[1]) >= enough {
		m.rouse = max(sim.Time((median(late[1])+median(lag[1]))*1000)-m.processing, 0)
	} else if len(late[1]) >= enough {
		m.rouse += sim.Time(median(late[1]) * 1000)
	}
	return m
}

// arrival is the delivery of a recorded packet: how long after the one before it was due, how late
// it was, and how long the answer of the stack took; -1: none was its own.
type arrival struct{ gap, late, lag float64 }

// arrivals are the deliveries in one direction whose due time the link alone decides.
func (t *Trace) arrivals(dir int) []arrival {
	p := &t.Case.Link.C2S
	if dir == 1 {
		p = &t.Case.Link.S2C
	}
	var out []arrival
	busy, last := 0.0, -1e9
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
		if s.TRecvUs == nil || s.TRecvDupUs != nil {
			continue
		}
		due := busy + p.DelayMs*1000
		late := *s.TRecvUs - due
		if late < 0 || late > 1000 { // a fault held it back
			continue
		}
		out = append(out, arrival{due - last, late, t.answered(i)})
		last = due
	}
	return out
}

// answered is how long the stack took to answer the i-th segment, an ACK that lets data out before
// anything else arrives; other answers may have waited for a timer or for the application.
func (t *Trace) answered(i int) float64 {
	s := &t.Segments[i]
	if s.Flags != "A" || s.Len > 0 {
		return -1
	}
	out, next := -1.0, *s.TRecvUs+atOnce
	for j := i + 1; j < len(t.Segments); j++ {
		a := &t.Segments[j]
		d := a.TSentUs - *s.TRecvUs
		switch {
		case d > atOnce:
			return -1
		case a.Dir == s.Dir && a.TRecvUs != nil:
			next = min(next, *a.TRecvUs)
		case d >= 0 && a.Dir != s.Dir && a.Len > 0 && a.Conn == s.Conn:
			out = d
		}
		if out >= 0 {
			break
		}
	}
	if out >= 0 && *s.TRecvUs+out < next {
		return out
	}
	return -1
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
