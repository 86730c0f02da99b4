package sim

import (
	"slices"
	"sort"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Run is a simulated run: a pure function of a Config and a list of changes. It is
// simulated on demand and keeps a copy of the world every few thousand frames; all else
// is recomputed from the nearest copy. Methods that simulate or seek are not safe for
// concurrent use; a Fork may be used in another goroutine than its parent.
type Run struct {
	cfg      *Config
	changes  []Change
	spacing  int64
	checks   []checkpoint // ascending; checks[0] is the world before frame 0
	tip      *World       // the newest frame so far
	cur      *World       // a working copy that seeks go to
	recorder *World       // one that records events
	cache    stretchCache
	dense    int   // events of the stretch that was recorded last
	stepped  int64 // frames that were stepped again to record
	thin     bool  // keeps few checkpoints: see Thin
	restored []int // checkpoints of a thin run that were made again, oldest first
	shared   int64 // bytes of its state that the run it was forked from has, too
	over     bool  // it needs more memory than its budget
}

// checkpoint is a frozen world of a run.
type checkpoint struct {
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
	r.checks = append(r.checks, checkpoint{w: w.freeze(), frame: w.frame, now: w.now})
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

// Extend simulates up to n more frames and reports whether the run has ended, or cannot go on
// because it needs too much memory (see OverBudget).
func (r *Run) Extend(n int64) bool {
	w := r.tip
	for ; n > 0 && !r.over; n-- {
		if !w.step() {
			return true
		}
		if w.frame%r.spacing == r.spacing-1 {
			r.checks[len(r.checks)-1].kinds = w.kinds
			w.kinds = 0
			r.checks = append(r.checks, r.newCheckpoint(w))
			r.checkBudget()
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

// Done reports whether the run has ended, or goes on no longer because it needs too much memory.
func (r *Run) Done() bool { return r.tip.ended != rule.None || r.over }

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

// blockEnd is the first frame after the block of checkpoint c.
func (r *Run) blockEnd(c int) int64 {
	if c+1 < len(r.checks) {
		return r.checks[c+1].frame + 1
	}
	return r.Frames()
}

// mayHold reports whether the block of checkpoint c may hold events of the kinds.
func (r *Run) mayHold(c int, kinds uint64) bool {
	have := r.checks[c].kinds
	if c == len(r.checks)-1 {
		have = r.tip.kinds
	}
	return kinds == 0 || have&kinds != 0
}

// Stats counts the run so far.
func (r *Run) Stats() Stats {
	s := r.tip.stats
	s.SimNS = int64(r.tip.now)
	return s
}

// Draws is how often something was decided by chance so far: a number drawn from the seed for a packet's
// loss or its jitter. A run that has drawn nothing is the same with every seed.
func (r *Run) Draws() int64 { return r.tip.net.draws }

// Hash is a digest of everything that happened so far on the wire, in the endpoints and
// the applications, the same on every machine. Frame numbers and the turning of knobs do
// not count: a knob that changes nothing leaves it as it was.
func (r *Run) Hash() uint64 { return r.tip.digest }

// Traffic is a digest of the segments, timers, socket calls and states of connections so far, with their
// times and without rules: two runs that differ in the reasons they give alone have the same.
func (r *Run) Traffic() uint64 { return r.tip.traffic }

// Expired is how often timers of a kind have expired so far.
func (r *Run) Expired(k tcp.TimerKind) int64 { return r.tip.fired[k] }

// Checkpoints is the number of frozen worlds that the run keeps: at least one, then one
// every few thousand frames.
func (r *Run) Checkpoints() int { return len(r.checks) }

// Checkpoint is the i-th of them, for reading. The frames behind it, up to and with that of
// the next one, are block i.
func (r *Run) Checkpoint(i int) *World { return r.checkpoint(i) }

// A thin run keeps one checkpoint in thinStride for good, and of those between them only the
// ones that were asked for last.
const (
	thinStride   = 64
	thinRestored = 2 * thinStride
)

// Thin makes the run keep few checkpoints from here on. A walk from one end to the other,
// as exports make it, costs the same and holds little memory, however long the run is; to
// jump about in it costs up to thinStride blocks of simulating. Call it before Extend.
func (r *Run) Thin() { r.thin = true }

// newCheckpoint is the checkpoint after the newest frame.
func (r *Run) newCheckpoint(w *World) checkpoint {
	c := checkpoint{frame: w.frame, now: w.now}
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
		r.restoreCheckpoint(base, w.freeze())
	}
	return r.checks[c].w
}

// restoreCheckpoint keeps a checkpoint that was made again until others take its place.
func (r *Run) restoreCheckpoint(c int, w *World) {
	r.checks[c].w = w
	r.restored = append(r.restored, c)
	if len(r.restored) > thinRestored {
		r.checks[r.restored[0]].w = nil
		r.restored = append(r.restored[:0], r.restored[1:]...)
	}
}
