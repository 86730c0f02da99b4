package views

import (
	"teacp/sim"
	"teacp/views/ladder"
)

// selected is the segment that all panes mark: the one that arrives in the cursor's frame, else the
// first one sent in it, else the last one sent before.
func (s *Scene) selected() (sim.EventID, bool) {
	if s.picked.run == s.Run && s.picked.frame == s.Frame && s.picked.filter == s.Filter {
		return s.picked.id, s.picked.id != 0
	}
	s.picked = picked{s.Run, s.Frame, s.Filter, s.pick()}
	return s.picked.id, s.picked.id != 0
}

type picked struct {
	run    *sim.Run
	frame  int64
	filter ladder.Filter
	id     sim.EventID
}

// pickBack is how many frames back a segment is looked for.
const pickBack = 2000

func (s *Scene) pick() sim.EventID {
	for f := s.Frame; f >= max(s.Frame-pickBack, 0); f-- {
		evs := s.Run.Events(f)
		for i := range evs {
			e := &evs[i]
			switch {
			case !s.Filter.Passes(e):
			case e.Kind == sim.EvRecv && f == s.Frame:
				return e.Cause
			case e.Kind == sim.EvSend:
				return e.ID
			}
		}
	}
	return 0
}
