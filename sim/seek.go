package sim

import "sort"

// At returns the world after the frame, for reading. It is valid until the next call
// of a method of this run. Frames beyond the end give the end.
func (r *Run) At(frame int64) *World {
	frame = r.clamp(frame)
	if frame == r.tip.frame {
		return r.tip
	}
	if r.cur == nil || r.cur.frame > frame || r.cur.frame+stretchLen < frame {
		if from := r.nearestFrozen(frame); r.cur == nil || r.cur.frame > frame || r.cur.frame < from.frame {
			r.cur = r.cur.thawReusing(from, r.changes)
		}
	}
	if first := (frame + 1) / stretchLen * stretchLen; !r.thin && first-1-r.cur.frame > stretchLen {
		for r.cur.frame < first-1 && r.cur.step() {
		}
		r.cacheStart(r.cur)
	}
	for r.cur.frame < frame && r.cur.step() {
	}
	return r.cur
}

// FrameAt returns the last frame at or before t.
func (r *Run) FrameAt(t Time) int64 {
	for r.tip.now <= t && !r.Done() {
		r.Extend(r.spacing)
	}
	c := sort.Search(len(r.checks), func(i int) bool { return r.checks[i].now > t }) - 1
	if c < 0 {
		return 0
	}
	w := r.checkpoint(c)
	for n := r.blockEnd(c) / stretchLen; n*stretchLen-1 > w.frame; n-- {
		if s := r.cache.get(n); s != nil && s.start != nil && s.start.now <= t {
			w = s.start
		}
	}
	at := w.frame
	for w = w.thaw(r.changes); at < r.tip.frame && w.step() && w.now <= t; {
		at = w.frame
	}
	return max(at, 0)
}

// whole reports whether the events of a frame are there, as far as they are simulated.
func (r *Run) whole(frame int64) bool {
	s := r.cache.get(frame / stretchLen)
	return s != nil && s.upto >= min((s.n+1)*stretchLen, r.Frames())
}

// record returns the stretch in which a frame lies, with the events of all its frames.
func (r *Run) record(frame int64) *stretch {
	s := r.cache.claim(frame / stretchLen)
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
		r.stepRecorder(w)
	}
	w.record = nil
	s.upto = to
	r.dense = len(s.events)
}

// walkTo brings the world that records to where the next frame is the wanted one.
func (r *Run) walkTo(from int64) *World {
	w := r.recorder
	if w == nil || w.frame+1 != from {
		base := r.nearestFrozen(from - 1)
		if w == nil || w.frame >= from || w.frame < base.frame {
			w = w.thawReusing(base, r.changes)
			r.recorder = w
		}
	}
	far := from-1-w.frame > stretchLen && !r.thin
	back := far && r.cache.get(from/stretchLen+1) != nil
	for w.frame+1 < from {
		if back && (w.frame+1)%stretchLen == 0 { // a walk backwards reads the stretches before it next
			if s := r.cache.claim((w.frame + 1) / stretchLen); s.upto < from && s.upto == w.frame+1 {
				r.recordOn(w, s)
				continue
			}
		}
		r.stepRecorder(w)
	}
	if far && from%stretchLen == 0 {
		r.cacheStart(w)
	}
	return w
}

// thawReusing is a working copy of a frozen world that takes over the scratch memory of w (nil: none).
func (w *World) thawReusing(from *World, changes []Change) *World {
	c := from.thaw(changes)
	if w != nil {
		c.env.Out = w.env.Out[:0]
	}
	return c
}

// stepRecorder steps a world that records. A thin run keeps the checkpoints that it passes.
func (r *Run) stepRecorder(w *World) {
	w.step()
	r.stepped++
	if r.thin && (w.frame+1)%r.spacing == 0 {
		if c := r.checkBefore(w.frame); r.checks[c].w == nil {
			w.kinds = 0
			r.restoreCheckpoint(c, w.freeze())
		}
	}
}

// cacheStart keeps a frozen copy of a world in front of the next stretch, so that a later seek starts
// there.
func (r *Run) cacheStart(w *World) {
	if s := r.cache.claim((w.frame + 1) / stretchLen); s.start == nil {
		s.start = w.freeze()
	}
}

// nearestFrozen is the last frozen world at or before a frame.
func (r *Run) nearestFrozen(frame int64) *World {
	c := r.checkBefore(frame)
	for n := (frame + 1) / stretchLen; n*stretchLen-1 > r.checks[c].frame; n-- {
		if s := r.cache.get(n); s != nil && s.start != nil {
			return s.start
		}
	}
	return r.checkpoint(c)
}
