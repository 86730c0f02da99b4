package ledger

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/rule"
)

// Check returns the first fault of the ledger: a gap, an overlap, a wrong end, or an interval
// without a cause. It walks the whole run, so only tests call it.
func (l *Ledger) Check() error {
	if err := checkIntervals(l.Whole(), 0, l.Total()); err != nil {
		return fmt.Errorf("the whole run: %w", err)
	}
	for i := range l.reqs {
		q := &l.reqs[i]
		if q.start == sim.Never {
			continue
		}
		end := q.end
		if end == sim.Never {
			end = l.origins[l.first[len(l.first)-1]].at
		}
		if err := checkIntervals(l.Intervals(i), q.start, end); err != nil {
			return fmt.Errorf("request %d: %w", i, err)
		}
	}
	return nil
}

func checkIntervals(list []Interval, start, end sim.Time) error {
	at := start
	for i := range list {
		v := &list[i]
		switch {
		case v.From != at:
			return fmt.Errorf("interval %d begins at %v, the one before ends at %v", i, v.From, at)
		case v.To <= v.From:
			return fmt.Errorf("interval %d is [%v, %v)", i, v.From, v.To)
		case v.Cause == rule.None, v.Cause == v.With:
			return fmt.Errorf("interval %d is booked to %s with %s", i, v.Cause, v.With)
		case v.Frame < 0:
			return fmt.Errorf("interval %d has no frame", i)
		}
		at = v.To
	}
	if end = max(end, start); at != end {
		return fmt.Errorf("the intervals end at %v, expected %v", at, end)
	}
	return nil
}
