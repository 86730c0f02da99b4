package sim

import "slices"

// Fork returns the run that has the same past before c.Frame and the change from there
// on. It shares its past with r.
func (r *Run) Fork(c Change) (*Run, error) {
	changes, err := r.cfg.checkChanges(append(slices.Clone(r.changes), c))
	if err != nil {
		return nil, err
	}
	return r.branch(changes, max(c.Frame, 0))
}

// With returns the run with other changes; it shares the past that both have in common.
func (r *Run) With(changes []Change) (*Run, error) {
	changes, err := r.cfg.checkChanges(changes)
	if err != nil {
		return nil, err
	}
	at := int64(1 << 62)
	for i := 0; i < max(len(changes), len(r.changes)); i++ {
		switch {
		case i >= len(changes):
			at = r.changes[i].Frame
		case i >= len(r.changes):
			at = changes[i].Frame
		case changes[i] != r.changes[i]:
			at = min(changes[i].Frame, r.changes[i].Frame)
		default:
			continue
		}
		break
	}
	return r.branch(changes, at)
}

// branch continues with other changes from the last checkpoint before frame.
func (r *Run) branch(changes []Change, frame int64) (*Run, error) {
	c := max(r.checkBefore(frame-1), 0)
	n := &Run{cfg: r.cfg, changes: changes, spacing: r.spacing}
	n.tip = r.checkpoint(c).thaw(changes)
	n.checks, n.thin, n.shared = slices.Clone(r.checks[:c+1]), r.thin, n.tip.bytes()
	n.inherit(r, min(frame, r.Frames()))
	n.Extend(max(min(frame, r.Frames())-n.Frames(), 1))
	return n, nil
}

// inherit takes over the stretches of a run that end before a frame: both have the same past.
func (r *Run) inherit(from *Run, frame int64) {
	if from.thin {
		return
	}
	r.dense = from.dense
	r.cache.inherit(&from.cache, frame)
}
