package views

import (
	"sort"
	"sync"

	"teacp/sim"
	"teacp/sim/ledger"
)

// WhatIf is the effect of another value of one knob.
type WhatIf struct {
	Knob, Value string
	Total       sim.Time // duration of the work with that value
	Saves       sim.Time // how much shorter that is; negative: longer
	Less        bool     // a part of the work is not done then, so that the times cannot be compared
}

// Matters reports whether the effect is a microsecond or more.
func (w *WhatIf) Matters() bool { return w.Saves >= 1000 || w.Saves <= -1000 }

// WhatIfs tries every knob that could matter, each in a run of its own, atOnce at a time; kernel details
// are among them if details says so. The results are in the order of the time saved, then of the table
// of knobs. If stop returns true, the knobs that were not tried are missing. The returned function does
// not use the run, so that it may be called in another goroutine.
func WhatIfs(b *ledger.Ledger, details bool, atOnce int, stop func() bool) func() []WhatIf {
	r := b.Run()
	t := trial{cfg: r.Config(), changes: r.Changes(), tries: r.WhatIf(details), base: b.Total(), done: b.Done(),
		atOnce: atOnce, stop: stop}
	return t.all
}

// trial is a what-if that is being tried.
type trial struct {
	cfg     *sim.Config
	changes []sim.Change
	tries   []sim.Change
	base    sim.Time
	done    int64
	atOnce  int
	stop    func() bool
}

func (t *trial) all() []WhatIf {
	out := make([]WhatIf, len(t.tries))
	var wg sync.WaitGroup
	work := make(chan int)
	for range max(min(t.atOnce, len(t.tries)), 1) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range work {
				out[i] = t.one(t.tries[i])
			}
		}()
	}
	for i := range t.tries {
		if t.stop() {
			break
		}
		work <- i
	}
	close(work)
	wg.Wait()
	kept := out[:0]
	for _, w := range out {
		if w.Knob != "" {
			kept = append(kept, w)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool {
		if kept[i].Less != kept[j].Less {
			return kept[j].Less
		}
		return kept[i].Saves > kept[j].Saves
	})
	return kept
}

// one tries one change; the result has no name if it was stopped.
func (t *trial) one(c sim.Change) WhatIf {
	r, err := sim.New(t.cfg, append(t.changes[:len(t.changes):len(t.changes)], c))
	if err != nil {
		return WhatIf{}
	}
	for !r.Extend(1<<14) && !t.stop() {
	}
	if t.stop() {
		return WhatIf{}
	}
	at, done := ledger.Work(r)
	return WhatIf{Knob: c.Knob, Value: c.Value, Total: at, Saves: t.base - at, Less: done < t.done}
}
