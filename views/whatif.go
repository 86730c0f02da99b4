package views

import (
	"sort"
	"sync"

	"teacp/sim"
	"teacp/sim/ledger"
)

// WhatIf is what one turn of a knob would change.
type WhatIf struct {
	Knob, Value string
	Total       sim.Time // how long the work takes then
	Saves       sim.Time // how much less that is; negative: it takes longer
	Less        bool     // not all of the work is done then, so that the times do not compare
}

// Matters reports whether the change is more than nothing, by a microsecond.
func (w *WhatIf) Matters() bool { return w.Saves >= 1000 || w.Saves <= -1000 }

// WhatIfs tries every knob that could matter (the kernel details only where that is asked for), each in a run of its own, so many at a time.
// The order is that of what they save; equal ones keep the order of the table of knobs. Stop
// ends it early; what was not tried yet is missing then. It touches the run no more once it
// has begun, so that it may go on in another goroutine.
func WhatIfs(b *ledger.Ledger, details bool, atOnce int, stop func() bool) func() []WhatIf {
	r := b.Run()
	t := trial{cfg: r.Config(), changes: r.Changes(), tries: r.WhatIf(details), base: b.Total(), done: b.Done(),
		atOnce: atOnce, stop: stop}
	return t.all
}

// trial is a what-if under way.
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

// one turns one knob; without a name where it was stopped.
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
