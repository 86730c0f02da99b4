package sample

import (
	"slices"

	"teacp/sim"
	"teacp/sim/goal"
)

// Seeds is how many seeds a result that rests on chance is told over: those of the run's seed and the
// following ones.
const Seeds = 30

// Point is a scenario with its settings, whatever the seed.
type Point struct {
	Config  *sim.Config
	Changes []sim.Change
}

// Draw is one run of a point.
type Draw struct {
	Seed   uint64
	End    goal.End
	Frames int64
	Hash   uint64
	Random bool // something was drawn from the seed; false: the run is the same with every seed
}

// slice is how many frames are simulated between two looks at stop.
const slice = 1 << 14

// Run makes one draw. It reports false if stop ended it.
func Run(p Point, seed uint64, stop func() bool) (Draw, bool, error) {
	cfg := *p.Config
	cfg.Seed = seed
	r, err := sim.New(&cfg, p.Changes)
	if err != nil {
		return Draw{}, false, err
	}
	for !r.Extend(slice) {
		if stop() {
			return Draw{}, false, nil
		}
	}
	if err := r.OverBudget(); err != nil {
		return Draw{}, false, err
	}
	g := goal.New(r)
	for !g.Grow(slice) {
		if stop() {
			return Draw{}, false, nil
		}
	}
	return DrawOf(r, g.End()), true, nil
}

// DrawOf is the draw that a run is that has ended.
func DrawOf(r *sim.Run, e goal.End) Draw {
	return Draw{Seed: r.Config().Seed, End: e, Frames: r.Frames(), Hash: r.Hash(), Random: r.Draws() > 0}
}

// Set is the draws of one point with a row of seeds.
type Set struct {
	First uint64 // the first seed
	draws []Draw // in the order of their seeds
}

// NewSet returns a set with its first draw.
func NewSet(d Draw) Set { return Set{First: d.Seed, draws: []Draw{d}} }

// Exact reports whether one draw stands for every seed.
func (s *Set) Exact() bool { return len(s.draws) > 0 && !s.draws[0].Random }

// Missing lists the seeds that a set of n seeds lacks: none if it is exact.
func (s *Set) Missing(n int) []uint64 {
	if s.Exact() {
		return nil
	}
	var out []uint64
	for i := range uint64(n) {
		if seed := s.First + i; !slices.ContainsFunc(s.draws, func(d Draw) bool { return d.Seed == seed }) {
			out = append(out, seed)
		}
	}
	return out
}

// Add puts a draw in its place. A draw of a seed that the set has replaces it.
func (s *Set) Add(d Draw) {
	i, found := slices.BinarySearchFunc(s.draws, d.Seed-s.First, func(x Draw, offset uint64) int {
		switch at := x.Seed - s.First; {
		case at < offset:
			return -1
		case at > offset:
			return 1
		}
		return 0
	})
	if found {
		s.draws[i] = d
		return
	}
	s.draws = slices.Insert(s.draws, i, d)
}

// Draws lists the draws in the order of their seeds. The slice is shared and read-only.
func (s *Set) Draws() []Draw { return s.draws }

// of returns the draw that stands for a seed, nil if there is none.
func (s *Set) of(seed uint64) *Draw {
	if s.Exact() {
		return &s.draws[0]
	}
	for i := range s.draws {
		if s.draws[i].Seed == seed {
			return &s.draws[i]
		}
	}
	return nil
}
