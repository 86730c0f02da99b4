package sample

import (
	"slices"

	"teacp/sim"
	"teacp/sim/goal"
)

// Spread is how the ends of a set's goals spread. Times are those of the goals that were reached.
type Spread struct {
	Seeds            int // draws; 1 for an exact set
	Reached          int
	Median, Min, Max sim.Time
}

// Spread returns the spread of a set.
func (s *Set) Spread() Spread {
	out := Spread{Seeds: len(s.draws)}
	var times []sim.Time
	for i := range s.draws {
		if e := &s.draws[i].End; e.Reached() {
			times = append(times, e.At)
		}
	}
	out.Reached = len(times)
	out.Median, out.Min, out.Max = middle(times)
	return out
}

// End returns the end that stands for the set: that of the draw in the middle, where goals that were not
// reached come last.
func (s *Set) End() goal.End {
	list := slices.Clone(s.draws)
	slices.SortStableFunc(list, func(a, b Draw) int {
		switch x, y := a.End.Reached(), b.End.Reached(); {
		case x != y && x, x == y && a.End.At < b.End.At:
			return -1
		case x != y || a.End.At > b.End.At:
			return 1
		}
		return 0
	})
	return list[(len(list)-1)/2].End
}

// Effect is what B changes against A, seed by seed.
type Effect struct {
	Seeds            int      // seeds that both sets have; 1 if neither rests on chance
	Helps            int      // B reaches its goal a microsecond or more earlier, or A does not reach it
	Hurts            int      // the reverse, or B does less work
	Both             int      // the times can be compared
	Median, Min, Max sim.Time // of how much earlier B is, where the times can be compared
}

// Least is the smallest difference of time that counts.
const Least = sim.Time(1000)

// Compare compares two sets of the same seeds.
func Compare(a, b *Set) Effect {
	var out Effect
	var saved []sim.Time
	seeds := a.draws
	if a.Exact() {
		seeds = b.draws
	}
	for i := range seeds {
		x, y := a.of(seeds[i].Seed), b.of(seeds[i].Seed)
		if x == nil || y == nil {
			continue
		}
		out.Seeds++
		switch d := x.End.At - y.End.At; {
		case goal.Comparable(&x.End, &y.End):
			saved = append(saved, d)
			if d >= Least {
				out.Helps++
			} else if d <= -Least {
				out.Hurts++
			}
		case y.End.Reached() && !x.End.Reached():
			out.Helps++
		case x.End.Reached():
			out.Hurts++
		}
	}
	out.Both = len(saved)
	out.Median, out.Min, out.Max = middle(saved)
	return out
}

// middle returns the median, the least and the largest of some times; 0 if there are none. The median of
// an even number is the mean of the two in the middle.
func middle(list []sim.Time) (median, least, largest sim.Time) {
	if len(list) == 0 {
		return 0, 0, 0
	}
	slices.Sort(list)
	n := len(list)
	lo, hi := list[(n-1)/2], list[n/2]
	return lo + (hi-lo)/2, list[0], list[n-1]
}
