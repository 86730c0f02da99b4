package model

import (
	"slices"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/views/words"
)

// goals reads how the goals of the runs on the screen ended: short runs at once, long ones in slices
// between the keys.
type goals struct{ readers []*goal.Reader }

// mostGoals is how many runs are kept read.
const mostGoals = 64

// reader is the reader of a run; a new one takes the place of the one that was asked for longest ago.
func (g *goals) reader(r *sim.Run) *goal.Reader {
	i := slices.IndexFunc(g.readers, func(x *goal.Reader) bool { return x.Run() == r })
	if i < 0 {
		if len(g.readers) == mostGoals {
			g.readers = slices.Delete(g.readers, 0, 1)
		}
		g.readers = append(g.readers, goal.New(r))
		return g.readers[len(g.readers)-1]
	}
	x := g.readers[i]
	g.readers = append(slices.Delete(g.readers, i, i+1), x)
	return x
}

// unread is a reader of a run that has ended and has not been read, nil if there is none.
func (g *goals) unread() *goal.Reader {
	for _, x := range g.readers {
		if x.Run().Done() && !x.Current() {
			return x
		}
	}
	return nil
}

// end is how the goal of a run ended; false as long as that is not known. Of a recording the goal is not
// known: its last data stands for it.
func (g *goals) end(r *sim.Run) (goal.End, bool) {
	if !r.Done() || r.OverBudget() != nil {
		return goal.End{}, false
	}
	if r.Config().Replays() {
		return goal.End{State: goal.Reached, At: overlay.LastDelivery(r)}, true
	}
	x := g.reader(r)
	if r.Frames() <= firstSlice {
		x.Grow(firstSlice)
	}
	return x.End(), x.Current()
}

// changeOfEnd says what a change does to the end of a goal that is not reached in one of two runs; "" if it
// is reached in both.
func (c *cursor) changeOfEnd(what string, p *pending) string {
	a, _ := c.end(p.old)
	b, _ := c.end(p.run)
	switch {
	case a.Reached() && b.Reached():
		return ""
	case b.Reached():
		return c.say(words.ChangeCures, what, words.Time(b.At))
	case a.Reached():
		return c.say(words.ChangeBreaks, what, words.GoalDetail(p.run, &b, c.scene.Lang))
	}
	return c.say(words.ChangeNoCure, what, words.GoalDetail(p.run, &b, c.scene.Lang))
}

// isError reports whether an event is an error, or the end of a run whose goal still waits. In a recording
// only a reset can be seen.
func (c *cursor) isError(r *sim.Run, e *sim.Event) bool {
	if e.Kind == sim.EvEnd {
		end, ok := c.end(r)
		return ok && end.State == goal.Waiting
	}
	return goal.IsError(r, e)
}
