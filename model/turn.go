package model

import (
	"slices"
	"strings"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views/words"
)

// turn makes the run with further changes, from the frame under the cursor on or for the
// whole run, and says what it does. Turning on where the cursor still stands on the change
// takes the place of that change: the branch stays beside its sibling, and both part from the
// same run.
func (c *cursor) turn(changes []sim.Change, whole bool) {
	at := c.scene.Frame + 1
	if whole {
		at = 0
	}
	if b := &c.tree[c.cur]; b.parent >= 0 && c.standsOn(b, whole) && c.turnsOn(b, changes) {
		if at = b.at; c.asBefore(b, changes) {
			c.undo()
			return
		}
		if c.step(b.parent); at > 0 {
			c.moveTo(at - 1)
		}
	}
	c.turnAt(changes, at)
}

// standsOn reports whether a change that is made now takes effect where the branch parts from its
// parent: the cursor stands on that frame, or on the one before it.
func (c *cursor) standsOn(b *branch, whole bool) bool {
	if whole {
		return b.at == 0
	}
	return b.at > 0 && (b.at == c.scene.Frame || b.at == c.scene.Frame+1)
}

// value is what a change that is made now would replace: the value of a knob behind the changes
// that take effect with the next frame. Of several changes at a frame each takes a frame of its own.
func (c *cursor) value(k *sim.Knob, whole bool) int64 {
	f, at := c.scene.Frame, int64(-1)
	for _, ch := range c.scene.Run.Changes() {
		at = max(at+1, ch.Frame)
		if !whole && ch.Frame <= c.scene.Frame+1 {
			f = max(f, at)
		}
	}
	return c.scene.Run.At(f).Value(k)
}

// turnsOn reports whether changes are of the knobs that made a branch what it is.
func (c *cursor) turnsOn(b *branch, changes []sim.Change) bool {
	return slices.EqualFunc(c.ownChanges(b), changes,
		func(a, b2 sim.Change) bool { return a.Knob == b2.Knob && a.Frame == b.at })
}

// asBefore reports whether changes give knobs the values that they have without a branch.
func (c *cursor) asBefore(b *branch, changes []sim.Change) bool {
	w := c.tree[b.parent].run.At(max(b.at-1, 0))
	for _, ch := range changes {
		if k, ok := c.knob(ch.Knob); !ok || k.Format(w.Value(k)) != ch.Value {
			return false
		}
	}
	return true
}

// turnAt makes the run with further changes from a frame on; 0 is the whole run.
func (c *cursor) turnAt(changes []sim.Change, at int64) bool {
	r := c.scene.Run
	all := append([]sim.Change(nil), r.Changes()...)
	changes = slices.Clone(changes)
	for i := range changes {
		changes[i].Frame = at
		all = append(c.replaced(all, changes[i]), changes[i])
	}
	n, err := r.With(all)
	if err != nil {
		c.status = c.reason(err)
		return false
	}
	return c.adopt(n, at, changes)
}

// replaced leaves out of a list what a change takes the place of: turns of the same knob in its
// frame, and all of them if it is for the whole run. What is done to one segment adds up.
func (c *cursor) replaced(list []sim.Change, by sim.Change) []sim.Change {
	k, ok := c.knob(by.Knob)
	each := ok && (k.Scope == "wire" || k.Kind == sim.KnobConn)
	return slices.DeleteFunc(list, func(ch sim.Change) bool {
		return ch.Knob == by.Knob && (by.Frame == 0 || ch.Frame == by.Frame && !each)
	})
}

// turnKnob gives a knob its next or previous value.
func (c *cursor) turnKnob(i int, down, whole bool) {
	k := &c.knobs()[i]
	v := c.value(k, whole)
	if k.Kind == sim.KnobConn && !down { // the connection that the panes show
		c.turn([]sim.Change{{Knob: k.Name, Value: k.Format(int64(c.scene.Conn))}}, whole)
		return
	}
	c.turn([]sim.Change{{Knob: k.Name, Value: k.Format(stepValue(k, v, down))}}, whole)
}

// stepValue is the value after v: the next name, or a number about half as large again.
func stepValue(k *sim.Knob, v int64, down bool) int64 {
	switch k.Kind {
	case sim.KnobBool:
		return 1 - v
	case sim.KnobNth:
		return stepNth(k, v, down)
	case sim.KnobEnum:
		n := int64(len(k.Values))
		if down {
			return (v + n - 1) % n
		}
		return (v + 1) % n
	}
	unit := int64(1)
	switch k.Kind {
	case sim.KnobDuration:
		unit = 1_000_000
	case sim.KnobRate:
		unit = 1_000_000
	case sim.KnobPPM:
		unit = 10_000
	case sim.KnobBytes:
		unit = 1024
	}
	n := v + unit
	switch {
	case down && v <= unit:
		n = 0
	case down && v/unit < 8:
		n = v - unit
	case down:
		n = v / 2 / unit * unit
	case v/unit >= 8:
		n = v * 2
	}
	if k.Max > 0 {
		n = min(n, k.Max)
	}
	return max(n, k.Min)
}

// stepNth doubles or halves by how much a packet is late.
func stepNth(k *sim.Knob, v int64, down bool) int64 {
	span := k.Format(v)
	span = span[strings.LastIndex(span, ":")+1:]
	d, err := sim.ParseDuration(span)
	next := sim.Time(d) * 2
	switch {
	case err != nil || d == 0:
		next = 50_000_000
		if down {
			return 0
		}
	case down:
		next = sim.Time(d) / 2
	}
	n, err := k.Parse(next.String())
	if err != nil {
		return v
	}
	return n
}

// adopt makes a child of the current branch the run on the screen and says what it does; false
// where no branch was made.
func (c *cursor) adopt(n *sim.Run, at int64, changes []sim.Change) bool {
	if i := c.same(n.Changes()); i >= 0 && i != c.cur {
		c.visit(i)
		c.status = c.say(words.BranchExists) + c.tree[i].name
		return false
	}
	if c.living() >= maxBranches {
		c.status = c.say(words.BranchLimit, maxBranches)
		return false
	}
	old, was := c.scene.Run, c.standing()
	c.tree[c.cur].cursor = c.scene.Frame
	c.tree = append(c.tree, branch{parent: c.cur, at: at, run: n, next: -1, src: c.tree[c.cur].src})
	c.tree[c.cur].next = len(c.tree) - 1
	c.showBranch(len(c.tree) - 1)
	n.Extend(firstSlice)
	if at > 0 {
		c.moveTo(at)
	} else {
		c.standAt(was, 0)
	}
	c.tree[c.cur].name = c.freeName(c.changeWords(n, changes)) // which segment it is about shows only now
	c.effectOf(old, n, changes)
	return true
}

// intervene makes the change of an intervention. The frame of a change is followed by that of
// its segment.
func (c *cursor) intervene(act overlay.Intervene) {
	c.turnAt([]sim.Change{act.Change}, act.Change.Frame)
	if act.OfSegment {
		c.moveTo(min(act.Change.Frame+1, c.scene.Run.Frames()-1))
	}
}
