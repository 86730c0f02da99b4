package views

import (
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/sample"
	"teacp/views/words"
)

// WhatIf is the effect of another value of one knob.
type WhatIf struct {
	Knob, Value string
	Effect      Effect
	End         goal.End // how the goal ends with that value, with the run's own seed
	Saves       sim.Time // Compares: how much earlier that is; negative: later
	// Sample is the effect over several seeds, where the result rests on chance; Seeds is 0 where it does
	// not, and where only one draw was made. Middle is the end of the draw in the middle.
	Sample  sample.Effect
	Middle  goal.End
	OneDraw bool // the result rests on chance, and one draw is all there is
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
	switch {
	case w.Effect == NoCure:
		return w.Sample.Helps > 0
	case w.Effect != Compares:
		return true
	case w.Sample.Seeds > 0:
		return w.Sample.Helps+w.Sample.Hurts > 0
	}
	return w.Saves >= sample.Least || w.Saves <= -sample.Least
}

// Gain is how much earlier the goal is reached: the median over the seeds where it rests on chance.
func (w *WhatIf) Gain() sim.Time {
	if w.Sample.Seeds > 0 {
		return w.Sample.Median
	}
	return w.Saves
}

// At is the end of the goal with that value: of the draw in the middle where it rests on chance.
func (w *WhatIf) At() *goal.End {
	if w.Sample.Seeds > 0 {
		return &w.Middle
	}
	return &w.End
}

// Text returns what a list says of the effect: when the goal is reached, what that is, and by how much.
func (w *WhatIf) Text(lang string) (total, what, amount string) {
	switch w.Effect {
	case Cures:
		return words.Time(w.At().At), words.GoalCompletes.In(lang), ""
	case Lessens:
		return "", words.LedgerNotDone.In(lang), ""
	case Breaks, NoCure:
		return "", words.GoalNever.In(lang), words.GoalReason(w.At(), lang)
	}
	if gain := w.Gain(); gain < 0 {
		return words.Time(w.At().At), words.LedgerCosts.In(lang), words.Time(-gain)
	}
	return words.Time(w.At().At), words.LedgerSaves.In(lang), words.Time(w.Gain())
}

// Chance says in how many seeds the value helps, and the range of what it saves, or that one draw is all
// there is; "" where the result does not rest on chance.
func (w *WhatIf) Chance(lang string) string {
	e := &w.Sample
	switch {
	case w.OneDraw:
		return words.SampleOneDraw.In(lang)
	case e.Seeds == 0:
		return ""
	}
	s := words.SampleHelps.With(lang, e.Helps, e.Seeds)
	if e.Both > 0 {
		s += ", " + words.SavedTime(e.Min) + " … " + words.SavedTime(e.Max)
	}
	return s
}
