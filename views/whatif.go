package views

import (
	"runtime"
	"sort"
	"strconv"
	"sync"

	"teacp/sim"
)

func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

// WhatIf is what one turn of a knob would change.
type WhatIf struct {
	Knob, Value string
	Total       sim.Time // how long the work takes then
	Saves       sim.Time // how much less that is; negative: it takes longer
	Less        bool     // not all of the work is done then, so that the times do not compare
}

// WhatIfs tries every knob that could matter, each in a run of its own, several at a time.
// The order is that of what they save; equal ones keep the order of the table of knobs. Stop
// ends it early; what was not tried yet is missing then.
func WhatIfs(r *sim.Run, stop func() bool) []WhatIf {
	tries := r.WhatIf()
	base, done := sim.Work(r)
	out := make([]WhatIf, len(tries))
	cfg, changes := r.Config(), r.Changes()
	var wg sync.WaitGroup
	work := make(chan int)
	for range min(runtime.NumCPU(), max(len(tries), 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range work {
				c := append(changes[:len(changes):len(changes)], tries[i])
				n, err := sim.New(cfg, c)
				if err != nil {
					continue
				}
				for !n.Extend(1<<16) && !stop() {
				}
				if stop() {
					continue
				}
				t, d := sim.Work(n)
				out[i] = WhatIf{Knob: tries[i].Knob, Value: tries[i].Value, Total: t, Saves: base - t, Less: d < done}
			}
		}()
	}
	for i := range tries {
		if stop() {
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
