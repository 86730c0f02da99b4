package model

import (
	"teacp/sim"
	"teacp/sim/conform"
)

// parting is where two runs begin to differ.
type parting struct {
	known, same bool
	judged      *conform.Result // of a simulation beside its recording
	twin        [2]*sim.Event   // the first segment behind the parting that both send, in each run
	frame       [2]int64
	event       [2]sim.Event
	ended       [2]bool
}

// twins finds the first segment with data behind the parting that both runs send: what
// comes earlier or later.
func (p *parting) twins(a, b *sim.Run) {
	if p.same {
		return
	}
	const reach = 2 * sliceFrames
	sends := map[anchor]*sim.Event{}
	data := func(r *sim.Run, from int64, f func(*sim.Event) bool) {
		r.Each(from, min(from+reach, r.Frames()), 1<<sim.EvSend, func(e *sim.Event) bool {
			return e.Seg.Len == 0 ||
				f(e)
		})
	}
	data(a, p.frame[0], func(e *sim.Event) bool {
		if k := anchorOf(e); sends[k] == nil {
			x := *e
			sends[k] = &x
		}
		return true
	})
	data(b, p.frame[1], func(e *sim.Event) bool {
		if x := sends[anchorOf(e)]; x != nil && x.At != e.At {
			y := *e
			p.twin = [2]*sim.Event{x, &y}
		}
		return p.twin[0] == nil
	})
}

// stream reads the events of a run that can tell runs apart: what happens on the wire, in
// the endpoints and the applications, but not the turning of a knob itself.
type stream struct {
	r     *sim.Run
	frame int64
	i     int
}

// next returns the next event, nil at the end of the run.
func (s *stream) next() *sim.Event {
	for {
		if s.frame >= s.r.Frames() && s.r.Extend(1) && s.frame >= s.r.Frames() {
			return nil
		}
		evs := s.r.Events(s.frame)
		for ; s.i < len(evs); s.i++ {
			switch evs[s.i].Kind {
			case sim.EvKnob, sim.EvArm, sim.EvCancel, sim.EvStart, sim.EvEnd:
				continue
			}
			s.i++
			return &evs[s.i-1]
		}
		s.frame, s.i = s.frame+1, 0
	}
}

// differ walks two runs together up to the first event that differs.
type differ struct {
	a, b  stream
	found parting
}

func (d *differ) slice(n int) bool {
	for ; n > 0; n-- {
		x, y := d.a.next(), d.b.next()
		if x == nil && y == nil {
			d.found = parting{known: true, same: true}
			return true
		}
		if x != nil && y != nil && alike(x, y) {
			continue
		}
		d.found = parting{known: true}
		for i, e := range []*sim.Event{x, y} {
			if e == nil {
				d.found.ended[i] = true
				d.found.frame[i] = []*stream{&d.a, &d.b}[i].r.Frames() - 1
				continue
			}
			d.found.event[i], d.found.frame[i] = *e, e.ID.Frame()
		}
		return true
	}
	return false
}

// alike reports whether the same thing happens at the same time in two runs; by which rule
// does not count.
func alike(a, b *sim.Event) bool {
	return a.At == b.At && a.Kind == b.Kind && a.Conn == b.Conn && a.Side == b.Side && a.Host == b.Host &&
		a.A == b.A && a.B == b.B &&
		a.Seg == b.Seg && a.Op == b.Op && a.Sub == b.Sub && a.Flag == b.Flag
}
