package sim

// TimeOf returns the instant of a frame.
func (r *Run) TimeOf(frame int64) Time {
	ev := r.Events(frame)
	if len(ev) == 0 {
		return 0
	}
	return ev[0].At
}

// Events returns the events of one frame, in order; the slice is shared and read-only.
func (r *Run) Events(frame int64) []Event {
	if frame < 0 {
		return nil
	}
	frame = r.clamp(frame)
	return r.record(frame).frame(frame)
}

// Event returns one event; nil if there is none of that name.
func (r *Run) Event(id EventID) *Event {
	if id == 0 || id.Frame() >= r.Frames() {
		return nil
	}
	evs := r.Events(id.Frame())
	if i := id.Index(); i < len(evs) {
		return &evs[i]
	}
	return nil
}

// Each calls f for every event of the frames [from, to) in order until it returns false.
// The events are shared and read-only.
// kinds is a set of 1<<Kind that lets blocks be passed over; 0 means all.
func (r *Run) Each(from, to int64, kinds uint64, f func(*Event) bool) {
	for frame := max(from, 0); frame < to; {
		if frame >= r.Frames() {
			if r.Extend(max(frame+1-r.Frames(), r.spacing)); frame >= r.Frames() {
				return
			}
		}
		c := r.checkBefore(frame - 1)
		if !r.mayHold(c, kinds) {
			frame = r.blockEnd(c)
			continue
		}
		s := r.record(frame)
		for end := min(s.upto, to); frame < end; frame++ {
			evs := s.frame(frame)
			for i := range evs {
				if e := &evs[i]; (kinds == 0 || kinds&(1<<e.Kind) != 0) && !f(e) {
					return
				}
			}
		}
	}
}

// Find returns the nearest event after (dir > 0) or before (dir < 0) the frame for which
// pred holds. kinds is a set of 1<<Kind that lets blocks be passed over; 0 means all.
// A search forward simulates on as far as it needs.
func (r *Run) Find(frame int64, dir int, kinds uint64, pred func(*Event) bool) (EventID, bool) {
	if dir >= 0 {
		var found EventID
		r.Each(frame+1, 1<<62, kinds, func(e *Event) bool {
			if pred(e) {
				found = e.ID
			}
			return found == 0
		})
		return found, found != 0
	}
	frame = min(frame, r.Frames()) - 1
	for frame >= 0 {
		c := r.checkBefore(frame - 1)
		start := r.checks[c].frame + 1
		if r.mayHold(c, kinds) {
			for f := start; f <= frame; f += stretchLen { // in order, which costs less
				r.record(f)
			}
			for ; frame >= start; frame-- {
				evs := r.record(frame).frame(frame)
				for i := len(evs) - 1; i >= 0; i-- {
					if (kinds == 0 || kinds&(1<<evs[i].Kind) != 0) && pred(&evs[i]) {
						return evs[i].ID, true
					}
				}
			}
		}
		frame = start - 1
	}
	return 0, false
}

// CausesWithin returns at most so many links of the chain of causes of an event, itself first.
// In a long run each link may lie in a stretch that has to be simulated again: once so many
// frames have been, it returns what it has, and that there is more. What was simulated is kept,
// so that the next time it comes further.
func (r *Run) CausesWithin(id EventID, most int, frames int64) (chain []EventID, more bool) {
	for end := r.stepped + frames; id != 0 && len(chain) < most; {
		if r.stepped >= end && !r.whole(id.Frame()) {
			return chain, true
		}
		e := r.Event(id)
		if e == nil {
			break
		}
		chain = append(chain, id)
		if e.Cause == id {
			break
		}
		id = e.Cause
	}
	return chain, false
}

// RecordOf is the record that a frame of a replay shows, -1 for the start and the end.
func (r *Run) RecordOf(frame int64) int64 {
	if !r.cfg.Replays() || frame < 1 || r.Done() && frame == r.Frames()-1 {
		return -1
	}
	return recordOf(frame)
}

// Payload copies what a recording holds of the payload that a frame's segment carries, and
// returns how much that is: 0 where nothing was recorded, and in simulations.
func (r *Run) Payload(dst []byte, frame int64) int {
	i := r.RecordOf(frame)
	if i < 0 {
		return 0
	}
	return r.cfg.Replay.Payload(dst, i)
}
