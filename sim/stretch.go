package sim

// A stretch is a piece of a block of frames, with its events. Events are not kept as long as
// a run is: a stretch is stepped again when somebody asks for it, and the last ones are kept.
// To come to a stretch one steps from the nearest frozen world in front of it: a checkpoint,
// or the world in front of another stretch of the block, where that was left behind.
type stretch struct {
	n      int64  // frames [n*stretchLen, upto)
	upto   int64  // frames recorded
	start  *World // the frozen world before its first frame; nil: not kept
	starts []uint32
	events []Event
}

const (
	stretchLen  = 256 // a divisor of the spacing of checkpoints
	stretchSets = 32
	stretchWays = 4
)

// slot is a place for a stretch that is kept.
type slot struct {
	s    *stretch
	used uint64
}

// held is a stretch that is kept; nil if it is not.
func (r *Run) held(n int64) *stretch {
	set := &r.kept[n%stretchSets]
	for i := range set {
		if s := set[i].s; s != nil && s.n == n {
			return s
		}
	}
	return nil
}

// whole reports whether the events of a frame are there, as far as they are simulated.
func (r *Run) whole(frame int64) bool {
	s := r.held(frame / stretchLen)
	return s != nil && s.upto >= min((s.n+1)*stretchLen, r.Frames())
}

// slotOf is the place of a stretch; one that was not used for long makes room for it.
func (r *Run) slotOf(n int64) *stretch {
	r.clock++
	set := &r.kept[n%stretchSets]
	old := &set[0]
	for i := range set {
		p := &set[i]
		if p.s != nil && p.s.n == n {
			p.used = r.clock
			return p.s
		}
		if p.used < old.used {
			old = p
		}
	}
	old.s, old.used = &stretch{n: n, upto: n * stretchLen}, r.clock
	return old.s
}

// record returns the stretch in which a frame lies, with the events of all its frames.
func (r *Run) record(frame int64) *stretch {
	s := r.slotOf(frame / stretchLen)
	to := min((s.n+1)*stretchLen, r.Frames())
	if s.upto >= to {
		return s
	}
	r.recordOn(r.walkTo(s.upto), s)
	return s
}

// recordOn records the frames that a stretch lacks with a world that stands before them.
func (r *Run) recordOn(w *World, s *stretch) {
	to := min((s.n+1)*stretchLen, r.Frames())
	if s.events == nil {
		s.events, s.starts = make([]Event, 0, r.dense+r.dense/8+64), make([]uint32, 0, stretchLen)
	}
	w.record = &s.events
	for w.frame+1 < to {
		s.starts = append(s.starts, uint32(len(s.events)))
		r.walk(w)
	}
	w.record = nil
	s.upto = to
	r.dense = len(s.events)
}

// walkTo brings the world that records to where the next frame is the wanted one.
func (r *Run) walkTo(from int64) *World {
	w := r.walker
	if w == nil || w.frame+1 != from {
		base := r.before(from - 1)
		if w == nil || w.frame >= from || w.frame < base.frame {
			w = w.afresh(base, r.changes)
			r.walker = w
		}
	}
	far := from-1-w.frame > stretchLen && !r.thin
	back := far && r.held(from/stretchLen+1) != nil
	for w.frame+1 < from {
		if back && (w.frame+1)%stretchLen == 0 { // who goes backwards will want those before it, too
			if s := r.slotOf((w.frame + 1) / stretchLen); s.upto < from && s.upto == w.frame+1 {
				r.recordOn(w, s)
				continue
			}
		}
		r.walk(w)
	}
	if far && from%stretchLen == 0 {
		r.leave(w)
	}
	return w
}

// afresh is a working copy of a frozen world in place of another one, whose scratch it takes.
func (w *World) afresh(from *World, changes []Change) *World {
	c := from.thaw(changes)
	if w != nil {
		c.env.Out = w.env.Out[:0]
	}
	return c
}

// walk steps a world that records. A thin run keeps the checkpoints that it comes by.
func (r *Run) walk(w *World) {
	w.step()
	r.stepped++
	if r.thin && (w.frame+1)%r.spacing == 0 {
		if c := r.checkBefore(w.frame); r.checks[c].w == nil {
			w.kinds = 0
			r.lend(c, w.freeze())
		}
	}
}

// leave keeps a frozen copy of a world in front of the stretch that comes next, for those who
// come this way again.
func (r *Run) leave(w *World) {
	if s := r.slotOf((w.frame + 1) / stretchLen); s.start == nil {
		s.start = w.freeze()
	}
}

// before is the last frozen world at or before a frame.
func (r *Run) before(frame int64) *World {
	c := r.checkBefore(frame)
	for n := (frame + 1) / stretchLen; n*stretchLen-1 > r.checks[c].frame; n-- {
		if s := r.held(n); s != nil && s.start != nil {
			return s.start
		}
	}
	return r.checkpoint(c)
}

// inherit takes over the stretches of a run that end before a frame: both have the same past.
func (r *Run) inherit(from *Run, frame int64) {
	if from.thin {
		return
	}
	r.dense = from.dense
	for i := range from.kept {
		for k, p := range from.kept[i] {
			if s := p.s; s != nil && s.upto == (s.n+1)*stretchLen && s.upto <= frame {
				own := *s
				r.kept[i][k] = slot{&own, p.used}
			}
		}
	}
	r.clock = from.clock
}

// frame is the events of a frame.
func (s *stretch) frame(f int64) []Event {
	i := int(f - s.n*stretchLen)
	hi := uint32(len(s.events))
	if i+1 < len(s.starts) {
		hi = s.starts[i+1]
	}
	return s.events[s.starts[i]:hi:hi]
}
