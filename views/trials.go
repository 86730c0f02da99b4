package views

import (
	"cmp"
	"slices"
	"sync"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/sample"
)

// Trials tries every knob that could matter, each in runs of its own. First each knob gets one run, with
// the seed of the run on the screen. Where that run rests on chance, the knobs are then tried with the
// seeds that follow, those with the largest effect first, as long as Frames lasts.
//
// A Trials is used by one goroutine at a time, which need not be that of the run.
type Trials struct {
	Details bool            // the kernel details are tried, too
	Seeds   int             // how many seeds; 1: only that of the run
	AtOnce  int             // how many runs are made at the same time
	Frames  int64           // how many frames are simulated for further seeds at most
	Stop    func() bool     // ends all when it returns true
	Told    func(n, of int) // if set: called before each run of a step with how many of its runs have begun

	point sample.Point
	tries []sim.Change
	sets  []sample.Set // of each try; without draws: it could not be made
	base  sample.Set
	queue []int // tries that are to get further seeds
	begun bool
	asked int // how long the queue was
}

// NewTrials returns the trials of a run whose ledger has been read.
func NewTrials(b *ledger.Ledger, details bool) *Trials {
	r := b.Run()
	return &Trials{Details: details, Seeds: sample.Seeds, AtOnce: 1, Frames: MaxSampled,
		Stop:  func() bool { return false },
		point: sample.Point{Config: r.Config(), Changes: r.Changes()},
		tries: r.WhatIf(details),
		base:  sample.NewSet(sample.DrawOf(r, b.End()))}
}

// MaxSampled is how many frames are simulated for further seeds unless something else is said.
const MaxSampled = 16_000_000

// All does all steps and returns the list.
func (t *Trials) All() []WhatIf {
	for !t.Step() {
	}
	return t.List()
}

// trialsAStep is how many tries get their further seeds in one step.
const trialsAStep = 4

// Step makes the next runs: one for each knob, then the further seeds of a few of them. It reports whether
// nothing is left to do.
func (t *Trials) Step() bool {
	if t.Stop() {
		return true
	}
	if !t.begun {
		t.begun = true
		t.first()
		return len(t.queue) == 0
	}
	n := min(trialsAStep, len(t.queue))
	var jobs []job
	if len(t.base.Draws()) < t.Seeds {
		for _, seed := range t.base.Missing(t.Seeds) {
			jobs = append(jobs, job{-1, seed})
		}
	}
	for _, i := range t.queue[:n] {
		for _, seed := range t.sets[i].Missing(t.Seeds) {
			jobs = append(jobs, job{i, seed})
		}
	}
	t.queue = t.queue[n:]
	t.run(jobs)
	return len(t.queue) == 0
}

// first makes one run for each knob, and queues those that get more.
func (t *Trials) first() {
	jobs := make([]job, len(t.tries))
	for i := range jobs {
		jobs[i] = job{i, t.base.First}
	}
	t.sets = make([]sample.Set, len(t.tries))
	t.run(jobs)
	if t.base.Exact() || t.Seeds <= 1 {
		return
	}
	own := &t.base.Draws()[0]
	weight := make([]int64, len(t.tries)) // how much a try changes with the run's own seed
	for i := range t.sets {
		if len(t.sets[i].Draws()) == 0 {
			continue
		}
		t.queue = append(t.queue, i)
		switch d := &t.sets[i].Draws()[0]; {
		case d.End.State != own.End.State:
			weight[i] = int64(sim.Never)
		case d.Hash != own.Hash:
			weight[i] = 1 + max(int64(d.End.At-own.End.At), int64(own.End.At-d.End.At))
		}
	}
	slices.SortStableFunc(t.queue, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	left := t.Frames - int64(t.Seeds-1)*own.Frames
	for k, i := range t.queue {
		if d := &t.sets[i].Draws()[0]; d.Random {
			left -= int64(t.Seeds-1) * d.Frames
		}
		if left < 0 {
			t.queue = t.queue[:k]
			break
		}
	}
	t.asked = len(t.queue)
}

// job is one run: of a try, or of the run without a change (-1), with a seed.
type job struct {
	try  int
	seed uint64
}

// run makes runs, AtOnce at a time, and puts their draws in the sets in the order of the jobs.
func (t *Trials) run(jobs []job) {
	draws := make([]sample.Draw, len(jobs))
	made := make([]bool, len(jobs))
	work := make(chan int)
	var wg sync.WaitGroup
	for range max(min(t.AtOnce, len(jobs)), 1) {
		wg.Go(func() {
			for k := range work {
				p := t.point
				if i := jobs[k].try; i >= 0 {
					p.Changes = append(p.Changes[:len(p.Changes):len(p.Changes)], t.tries[i])
				}
				d, ok, err := sample.Run(p, jobs[k].seed, t.Stop)
				draws[k], made[k] = d, ok && err == nil
			}
		})
	}
	for k := range jobs {
		if t.Stop() {
			break
		}
		if t.Told != nil {
			t.Told(k, len(jobs))
		}
		work <- k
	}
	close(work)
	wg.Wait()
	for k, j := range jobs {
		switch {
		case !made[k]:
		case j.try < 0:
			t.base.Add(draws[k])
		case len(t.sets[j.try].Draws()) == 0:
			t.sets[j.try] = sample.NewSet(draws[k])
		default:
			t.sets[j.try].Add(draws[k])
		}
	}
}

// Progress returns how many knobs have got their further seeds, and how many get them.
func (t *Trials) Progress() (n, of int) { return t.asked - len(t.queue), t.asked }

// Base returns how the goal of the run spreads over the seeds; false where it does not rest on chance, and
// as long as only one draw has been made.
func (t *Trials) Base() (sample.Spread, bool) {
	return t.base.Spread(), len(t.base.Draws()) > 1
}

// Found is what trials have found so far.
type Found struct {
	List  []WhatIf
	Base  sample.Spread // of the run without a change; Seeds is 0 where it does not rest on chance
	First uint64        // the first seed
	N, Of int           // how many knobs have got their further seeds, and how many get them
}

// Found returns what has been found so far. It shares nothing with the trials.
func (t *Trials) Found() Found {
	f := Found{List: t.List(), First: t.base.First}
	if s, ok := t.Base(); ok {
		f.Base = s
	}
	f.N, f.Of = t.Progress()
	return f
}

// Random reports whether the result of the run rests on chance.
func (t *Trials) Random() bool { return !t.base.Exact() }

// List returns the effects: what cures a goal that is not reached, then the others in the order of the
// time saved, last what breaks it. Equal ones are in the order of the table of knobs.
func (t *Trials) List() []WhatIf {
	var out []WhatIf
	own, middle := t.base.Draws()[0].End, t.base.End()
	for i := range t.sets {
		set := &t.sets[i]
		if len(set.Draws()) == 0 {
			continue
		}
		w := WhatIf{Knob: t.tries[i].Knob, Value: t.tries[i].Value, End: set.Draws()[0].End}
		w.Effect = effectOf(&own, &w.End)
		if w.Effect == Compares {
			w.Saves = own.At - w.End.At
		}
		if t.Random() {
			if w.OneDraw = len(set.Draws()) == 1 && !(set.Exact() && len(t.base.Draws()) > 1); !w.OneDraw {
				w.Sample, w.Middle = sample.Compare(&t.base, set), set.End()
				w.Effect = effectOfMedian(&middle, &w.Middle, &w.Sample)
			}
		}
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b WhatIf) int {
		switch {
		case a.Effect != b.Effect:
			return cmp.Compare(a.Effect, b.Effect)
		case a.Effect == Cures:
			return cmp.Compare(a.At().At, b.At().At)
		}
		return cmp.Compare(b.Gain(), a.Gain())
	})
	return out
}

// effectOfMedian is the effect of a value over several seeds: that of the draws in the middle. Different
// draws do different work, so it is compared draw by draw.
func effectOfMedian(base, e *goal.End, all *sample.Effect) Effect {
	switch {
	case all.Both > all.Seeds/2:
		return Compares
	case base.Reached() && e.Reached():
		return Lessens
	}
	return effectOf(base, e)
}
