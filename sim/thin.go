package sim

// A thin run keeps one checkpoint in thinStride for good, and of those between them only the
// ones that were asked for last.
const (
	thinStride = 64
	thinLent   = 2 * thinStride
)

// Thin makes the run keep few checkpoints from here on. A walk from one end to the other,
// as exports make it, costs the same and holds little memory, however long the run is; to
// jump about in it costs up to thinStride blocks of simulating. Call it before Extend.
func (r *Run) Thin() { r.thin = true }

// newCheck is the checkpoint after the newest frame.
func (r *Run) newCheck(w *World) check {
	c := check{frame: w.frame, now: w.now}
	if !r.thin || len(r.checks)%thinStride == 0 {
		c.w = w.freeze()
	}
	return c
}

// checkpoint is the frozen world of checkpoint c; a thin run makes it again from the last
// one that it has.
func (r *Run) checkpoint(c int) *World {
	if r.checks[c].w != nil {
		return r.checks[c].w
	}
	base := c
	for r.checks[base].w == nil {
		base--
	}
	w := r.checks[base].w.thaw(r.changes)
	for base++; base <= c; base++ {
		for w.frame < r.checks[base].frame {
			w.step()
		}
		w.kinds = 0
		r.lend(base, w.freeze())
	}
	return r.checks[c].w
}

// lend keeps a checkpoint that was made again until others take its place.
func (r *Run) lend(c int, w *World) {
	r.checks[c].w = w
	r.lent = append(r.lent, c)
	if len(r.lent) > thinLent {
		r.checks[r.lent[0]].w = nil
		r.lent = append(r.lent[:0], r.lent[1:]...)
	}
}
