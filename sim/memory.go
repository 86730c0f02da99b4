package sim

import (
	"fmt"

	"teacp/sim/rule"
)

// The memory of a run is counted in bytes of the program's own: each container has a price for an
// element, its size on a machine of 64 bits, and pays for whole pages. So the count is the same on every
// machine, and a limit on it ends a run at the same frame everywhere.

// Bounds of a limit of memory: every scenario of a few connections needs less than the least.
const (
	LeastMemory = 1_000_000
	MostMemory  = 1_000_000_000_000
)

// price sets the prices of the containers; a test compares them with the sizes of the elements.
func (s *snapshot) price() {
	s.heap.items.Price(16)
	s.heap.pos.Price(4)
	s.components.Price(8)
	s.policies.Price(288)
	s.profiles.Price(1)
	s.mem.Price()
	s.conns.Price(32)
	s.ends.Price(1400)
	s.living.Price(8)
	s.listeners.Price(152)
	s.net.price()
	s.apps.Price(128)
	s.usage.Price(72)
	s.labels.Price(8)
	s.agents.Price()
	s.recorded.Price(400)
	s.readings.Price(200)
}

// bytes is how much memory the state takes.
func (w *World) bytes() int64 { return w.settled + w.owner.Grown }

// bookMemory books what the containers have grown by since the last copy.
func (w *World) bookMemory() {
	w.settled += w.owner.Grown
	w.copied += w.owner.Copied
	w.owner.Grown, w.owner.Copied = 0, 0
}

// LimitKind is a limit of a run.
type LimitKind uint8

// The limits. LimitEvents is the number of events of a frame, which no setting changes.
const (
	LimitNone LimitKind = iota
	LimitTime
	LimitFrames
	LimitConns
	LimitMemory
	LimitEvents
)

// limit is the limit that the world has reached, apart from that of time.
func (w *World) limit(l *Limits) LimitKind {
	switch {
	case w.frame >= l.Frames:
		return LimitFrames
	case w.stats.Connections > l.Conns:
		return LimitConns
	case l.Memory > 0 && w.bytes() > l.Memory:
		return LimitMemory
	}
	return LimitNone
}

// Limit is the limit that ended the run, and its value; LimitNone if none did.
func (r *Run) Limit() (LimitKind, int64) {
	if r.tip.ended != rule.Limit {
		return LimitNone, 0
	}
	l := r.cfg.limits()
	kind := r.tip.limit(&l)
	switch {
	case kind == LimitFrames:
		return kind, l.Frames
	case kind == LimitConns:
		return kind, l.Conns
	case kind == LimitMemory:
		return kind, l.Memory
	case r.tip.now >= l.Time:
		return LimitTime, int64(l.Time)
	}
	return LimitEvents, 0
}

// StateBytes is how much memory the newest state takes, as limits.memory counts it.
func (r *Run) StateBytes() int64 { return r.tip.bytes() }

// Memory is how much memory the run takes, its checkpoints included, beyond what it shares with the run
// that it was forked from.
func (r *Run) Memory() int64 { return r.tip.bytes() - r.shared + r.tip.copied + r.tip.owner.Copied }

// BudgetError says that a run needs more memory than Config.Budget allows.
type BudgetError struct {
	Frame  int64 // the last one that was simulated
	Budget int64 // bytes
}

func (e *BudgetError) Error() string {
	return fmt.Sprintf("the run takes more than %d bytes of memory at frame %d", e.Budget, e.Frame)
}

// SetBudget sets the memory that a run may take, checkpoints included. A limit of memory raises it to twice
// that: whoever sets one has asked for so much state.
func (c *Config) SetBudget(bytes int64) { c.Budget = max(bytes, 2*c.Limits.Memory) }

// OverBudget is a BudgetError for a run that goes on no longer because it needs too much memory; nil for
// any other.
func (r *Run) OverBudget() error {
	if !r.over {
		return nil
	}
	return &BudgetError{r.tip.frame, r.cfg.Budget}
}

// checkBudget finds out whether the run may go on.
func (r *Run) checkBudget() { r.over = r.cfg.Budget > 0 && r.Memory() > r.cfg.Budget }
