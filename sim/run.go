package sim

import (
	"slices"
	"sort"

	"teacp/sim/rule"
)

// Run is a simulated run: a pure function of a Config and a list of changes. It is
// simulated on demand and keeps a copy of the world every few thousand frames; all else
// is recomputed from the nearest copy. Methods that simulate or seek are not safe for
// concurrent use; a Fork may be used in another goroutine than its parent.
type Run struct {
	cfg     *Config
	changes []Change
	spacing int64
	checks  []check // ascending; checks[0] is the world before frame 0
	tip     *World  // the newest frame so far
	cur     *World  // a working copy that seeks go to
	walker  *World  // one that records events
	kept    [stretchSets][stretchWays]slot
	clock   uint64 // for these: last use
	dense   int    // events of the stretch that was recorded last
	stepped int64  // frames that were stepped again to record
	thin    bool   // keeps few checkpoints: see Thin
	lent    []int  // checkpoints of a thin run that were made again, oldest first
}

// check is a checkpoint.
type check struct {
	w     *World // frozen; nil in a thin run, until it is asked for
	frame int64  // after which it stands
	now   Time
	kinds uint64 // kinds of events between this checkpoint and the next one
}

const defaultSpacing = 4096

// New returns the run of cfg with the changes, at frame 0, nothing else simulated.
// Unknown knobs or values give an error that names them.
func New(cfg *Config, changes []Change) (*Run, error) {
	return newRun(cfg, changes, defaultSpacing)
}

func newRun(cfg *Config, changes []Change, spacing int64) (*Run, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	changes, err := cfg.checkChanges(changes)
	if err != nil {
		return nil, err
	}
	w := newWorld(cfg, changes)
	r := &Run{cfg: cfg, changes: changes, spacing: spacing, tip: w}
	r.checks = append(r.checks, check{w: w.freeze(), frame: w.frame, now: w.now})
	r.Extend(1)
	return r, nil
}

// checkChanges refuses unknown knobs and puts changes in order of their frames.
func (c *Config) checkChanges(changes []Change) ([]Change, error) {
	out := slices.Clone(changes)
	for i := range out {
		k, v, err := c.ParseKnob(out[i].Knob, out[i].Value)
		if err != nil {
			return nil, err
		}
		out[i].Knob, out[i].Value = k.Name, k.Format(v)
		out[i].Frame = max(out[i].Frame, 0)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Frame < out[j].Frame })
	return out, nil
}

// Config returns what the run was made from.
func (r *Run) Config() *Config { return r.cfg }

// Changes returns the changes in force, in order of frames.
func (r *Run) Changes() []Change { return r.changes }

// Extend simulates up to n more frames and reports whether the run has ended.
func (r *Run) Extend(n int64) bool {
	w := r.tip
	for ; n > 0; n-- {
		if !w.step() {
			return true
		}
		if w.frame%r.spacing == r.spacing-1 {
			r.checks[len(r.checks)-1].kinds = w.kinds
			w.kinds = 0
			r.checks = append(r.checks, r.newCheck(w))
		}
	}
	return r.Done()
}

// Finish simulates to the end.
func (r *Run) Finish() {
	for !r.Extend(1 << 20) {
	}
}

// Frames is the number of frames simulated so far; the last one is Frames()-1.
func (r *Run) Frames() int64 { return r.tip.frame + 1 }

// Done reports whether the run has ended.
func (r *Run) Done() bool { return r.tip.ended != rule.None }

// Ended is the rule by which the run ended: rule.RunEnd when nothing was left to happen,
// rule.Limit when a limit was reached, rule.None while it goes on.
func (r *Run) Ended() rule.ID { return r.tip.ended }

// Duration is the time of the last frame so far.
func (r *Run) Duration() Time { return r.tip.now }

// checkBefore returns the index of the last checkpoint at or before the frame.
func (r *Run) checkBefore(frame int64) int {
	return sort.Search(len(r.checks), func(i int) bool { return r.checks[i].frame > frame }) - 1
}

// clamp simulates as far as frame and returns it, or the last frame there is.
func (r *Run) clamp(frame int64) int64 {
	if frame >= r.Frames() {
		r.Extend(frame + 1 - r.Frames())
	}
	return max(0, min(frame, r.Frames()-1))
}

// At returns the world after the frame, for reading. It is valid until the next call
// of a method of this run. Frames beyond the end give the end.
func (r *Run) At(frame int64) *World {
	frame = r.clamp(frame)
	if frame == r.tip.frame {
		return r.tip
	}
	if r.cur == nil || r.cur.frame > frame || r.cur.frame+stretchLen < frame {
		if from := r.before(frame); r.cur == nil || r.cur.frame > frame || r.cur.frame < from.frame {
			r.cur = r.cur.afresh(from, r.changes)
		}
	}
	if first := (frame + 1) / stretchLen * stretchLen; !r.thin && first-1-r.cur.frame > stretchLen {
		for r.cur.frame < first-1 && r.cur.step() {
		}
		r.leave(r.cur)
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
		if s := r.held(n); s != nil && s.start != nil && s.start.now <= t {
			w = s.start
		}
	}
	at := w.frame
	for w = w.thaw(r.changes); at < r.tip.frame && w.step() && w.now <= t; {
		at = w.frame
	}
	return max(at, 0)
}

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
		if !r.has(c, kinds) {
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

// blockEnd is the first frame after the block of checkpoint c.
func (r *Run) blockEnd(c int) int64 {
	if c+1 < len(r.checks) {
		return r.checks[c+1].frame + 1
	}
	return r.Frames()
}

// has reports whether the block of checkpoint c may hold events of the kinds.
func (r *Run) has(c int, kinds uint64) bool {
	have := r.checks[c].kinds
	if c == len(r.checks)-1 {
		have = r.tip.kinds
	}
	return kinds == 0 || have&kinds != 0
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
		if r.has(c, kinds) {
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
	n.checks, n.thin = slices.Clone(r.checks[:c+1]), r.thin
	n.inherit(r, min(frame, r.Frames()))
	n.Extend(max(min(frame, r.Frames())-n.Frames(), 1))
	return n, nil
}

// Stats counts the run so far.
func (r *Run) Stats() Stats {
	s := r.tip.stats
	s.SimNS = int64(r.tip.now)
	return s
}

// Hash is a digest of everything that happened so far on the wire, in the endpoints and
// the applications, the same on every machine. Frame numbers and the turning of knobs do
// not count: a knob that changes nothing leaves it as it was.
func (r *Run) Hash() uint64 { return r.tip.digest }

// Checkpoints is the number of frozen worlds that the run keeps: at least one, then one
// every few thousand frames.
func (r *Run) Checkpoints() int { return len(r.checks) }

// Checkpoint is the i-th of them, for reading. The frames behind it, up to and with that of
// the next one, are block i.
func (r *Run) Checkpoint(i int) *World { return r.checkpoint(i) }
