package words

import (
	"sort"

	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// LedgerLines say which intervals of the ledger a frame ends, or in which interval it lies. The
// first line is a heading.
func LedgerLines(l *ledger.Ledger, frame int64, lang string) []string {
	list := l.Whole()
	if frame >= l.Read() || len(list) == 0 && l.End().State != goal.Failed {
		return nil
	}
	out := []string{LedgerLinesHead.In(lang)}
	add := func(text Key, v *ledger.Interval, args ...any) {
		k := CauseOf(v.Cause)
		args = append([]any{Time(v.To - v.From), causeAndWith(v)}, args...)
		out = append(out, "  ["+string(k.Letter)+"] "+text.With(lang, args...))
	}
	now := l.Run().TimeOf(frame)
	from := sort.Search(len(list), func(i int) bool { return list[i].To > now })
	for i := from - 1; i >= 0 && len(out) < 8 && list[i].Frame >= frame; i-- {
		if list[i].Frame == frame {
			add(LedgerFrameEnds, &list[i], Share(list[i].To-list[i].From, l.Total()))
		}
	}
	switch {
	case len(out) > 1:
	case from < len(list):
		add(LedgerBookedTo, &list[from], list[from].Frame)
	default:
		e := l.End()
		text := LedgerBehindCompletion
		switch e.State {
		case goal.Failed:
			text = LedgerBehindFailure
		case goal.Waiting:
			text = LedgerBehindWaiting
		}
		out = append(out, "  "+text.With(lang, e.Frame))
	}
	if e := l.End(); frame >= e.Frame && !e.Reached() {
		out = append(out, "  "+Goal(l.Run(), &e, lang))
	}
	return out
}

// causeAndWith names the cause and the contributor of an interval.
func causeAndWith(v *ledger.Interval) string {
	s := v.Cause.String()
	if v.With != rule.None {
		s += " +" + v.With.String()
	}
	return s
}
