package views

import (
	"cmp"
	"slices"
	"sync"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/views/words"
)

// WhatIf is the effect of another value of one knob.
type WhatIf struct {
	Knob, Value string
	Effect      Effect
	End         goal.End // how the goal ends with that value
	Saves       sim.Time // Compares: how much earlier that is; negative: later
}

// Effect says how the end of a goal with another value is to be read.
type Effect uint8

// The effects, in the order of a list.
const (
	Cures    Effect = iota // the goal is reached with that value alone
	Compares               // it is reached either way: the times can be compared
	Lessens                // it is reached, but less work is done
	Breaks                 // it is no longer reached
	NoCure                 // it is not reached either way
)

// effectOf compares the end of a goal with the end that it has without a change.
func effectOf(base, e *goal.End) Effect {
	switch {
	case !e.Reached() && base.Reached():
		return Breaks
	case !e.Reached():
		return NoCure
	case e.Done < base.Done:
		return Lessens
	case !base.Reached():
		return Cures
	}
	return Compares
}

// Matters reports whether the effect is to be listed: it is a microsecond or more, or not one of time alone.
func (w *WhatIf) Matters() bool {
	return w.Effect != NoCure && (w.Effect != Compares || w.Saves >= 1000 || w.Saves <= -1000)
}

// Text returns what a list says of the effect: when the goal is reached, what that is, and by how much.
func (w *WhatIf) Text(lang string) (total, what, amount string) {
	switch w.Effect {
	case Cures:
		return words.Time(w.End.At), words.GoalCompletes.In(lang), ""
	case Lessens:
		return "", words.LedgerNotDone.In(lang), ""
	case Breaks:
		return "", words.GoalNever.In(lang), words.GoalReason(&w.End, lang)
	}
	if w.Saves < 0 {
		return words.Time(w.End.At), words.LedgerCosts.In(lang), words.Time(-w.Saves)
	}
	return words.Time(w.End.At), words.LedgerSaves.In(lang), words.Time(w.Saves)
}

// WhatIfs tries every knob that could matter, each in a run of its own, atOnce at a time; kernel details
// are among them if details says so. What cures a goal that is not reached is first, then follow the
// others in the order of the time saved, last what breaks it. If stop returns true, the knobs that were not tried are missing. The returned function does
// not use the run, so that it may be called in another goroutine.
func WhatIfs(b *ledger.Ledger, details bool, atOnce int, stop func() bool) func() []WhatIf {
	r := b.Run()
	t := trial{cfg: r.Config(), changes: r.Changes(), tries: r.WhatIf(details), base: b.End(),
		atOnce: atOnce, stop: stop}
	return t.all
}

// trial is a what-if that is being tried.
type trial struct {
	cfg     *sim.Config
	changes []sim.Change
	tries   []sim.Change
	base    goal.End
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
	sortWhatIfs(kept)
	return kept
}

// sortWhatIfs puts effects in the order of a list: equal ones stay in the order of the table of knobs.
func sortWhatIfs(list []WhatIf) {
	slices.SortStableFunc(list, func(a, b WhatIf) int {
		switch {
		case a.Effect != b.Effect:
			return cmp.Compare(a.Effect, b.Effect)
		case a.Effect == Cures:
			return cmp.Compare(a.End.At, b.End.At)
		}
		return cmp.Compare(b.Saves, a.Saves)
	})
}

// one tries one change; the result has no name if it was stopped.
func (t *trial) one(c sim.Change) WhatIf {
	r, err := sim.New(t.cfg, append(t.changes[:len(t.changes):len(t.changes)], c))
	if err != nil {
		return WhatIf{}
	}
	for !r.Extend(1<<14) && !t.stop() {
	}
	if t.stop() || r.OverBudget() != nil {
		return WhatIf{}
	}
	out := WhatIf{Knob: c.Knob, Value: c.Value, End: goal.Of(r)}
	if out.Effect = effectOf(&t.base, &out.End); out.Effect == Compares {
		out.Saves = t.base.At - out.End.At
	}
	return out
}
