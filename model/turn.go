package model

import (
	"slices"
	"strconv"
	"strings"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// targets are the ends that N and D turn. By default N turns the end that Nagle holds under
// the cursor, and D the end that keeps an ACK back; where nothing is held, the client, which
// writes, and the server, which acknowledges.
var targets = []words.Key{words.TargetAuto, words.TargetClient, words.TargetServer, words.TargetBoth}

func (c *cursor) hosts(act keymap.Action) []string {
	switch c.target {
	case 1:
		return []string{"client"}
	case 2:
		return []string{"server"}
	case 3:
		return []string{"client", "server"}
	}
	data := act == keymap.Nagle || act == keymap.NagleAll
	if h := c.holder(data); h >= 0 {
		return []string{[]string{"client", "server"}[h]}
	}
	if data {
		return []string{"client"}
	}
	return []string{"server"}
}

// holder is the host, client or server, that Nagle makes hold data under the cursor, or that
// keeps an ACK back; -1 if none does.
func (c *cursor) holder(data bool) int {
	s := &c.scene
	for _, e := range s.Run.Events(s.Frame) {
		held := e.Kind == sim.EvAckHeld
		if data {
			held = e.Kind == sim.EvHold && (e.Rule == rule.Nagle || e.Rule == rule.Minshall)
		}
		if held && e.Host < 2 && !c.sc.Config.Replays() {
			return int(e.Host)
		}
	}
	return -1
}

// toggle turns Nagle, delayed ACK or the number of connections.
func (c *cursor) toggle(act keymap.Action) {
	whole := act == keymap.NagleAll || act == keymap.DelayedAckAll || act == keymap.ConnectionsAll
	name := map[keymap.Action]string{keymap.Nagle: "nagle", keymap.NagleAll: "nagle", keymap.DelayedAck: "delayed_ack",
		keymap.DelayedAckAll: "delayed_ack"}[act]
	var changes []sim.Change
	if name == "" {
		next, ok := c.nextConnections(whole)
		if !ok {
			c.status = c.say(words.ChangeNoPage)
			return
		}
		changes = append(changes, next)
	}
	for _, h := range c.hosts(act) {
		if name != "" {
			changes = append(changes, c.flip(h+"."+name, whole))
		}
	}
	c.turn(changes, whole)
}

// flip is the change that switches an enum knob off, or back to what it was.
func (c *cursor) flip(name string, whole bool) sim.Change {
	k, ok := c.knob(name)
	if !ok {
		return sim.Change{Knob: name, Value: "off"}
	}
	if k.Format(c.value(k, whole)) != "off" {
		return sim.Change{Knob: name, Value: "off"}
	}
	host := 0
	if strings.HasPrefix(name, "server.") {
		host = 1
	}
	p := c.scene.Run.Config().Hosts[host].Policy
	for i := range tcp.Knobs {
		if strings.HasSuffix(name, "."+tcp.Knobs[i].Name) {
			if v := k.Format(tcp.Knobs[i].Get(&p)); v != "off" {
				return sim.Change{Knob: name, Value: v}
			}
		}
	}
	return sim.Change{Knob: name, Value: "on"}
}

func (c *cursor) knob(name string) (*sim.Knob, bool) {
	ks := c.knobs()
	for i := range ks {
		if ks[i].Name == name {
			return &ks[i], true
		}
	}
	return nil, false
}

// nextConnections goes through 1, 2, 4, 6, 8 parallel connections.
func (c *cursor) nextConnections(whole bool) (sim.Change, bool) {
	k, ok := c.knob("http.connections")
	if !ok {
		return sim.Change{}, false
	}
	now := c.value(k, whole)
	next := int64(1)
	for _, n := range []int64{8, 6, 4, 2} {
		if n > now {
			next = n
		}
	}
	return sim.Change{Knob: k.Name, Value: strconv.FormatInt(next, 10)}, true
}

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
// that take effect with the next frame.
func (c *cursor) value(k *sim.Knob, whole bool) int64 {
	f := c.scene.Frame
	for _, ch := range c.scene.Run.Changes() {
		if !whole && ch.Frame == c.scene.Frame+1 {
			f++
		}
	}
	return c.scene.Run.At(f).Value(k)
}

// turnsOn reports whether changes are of the knobs that made a branch what it is.
func (c *cursor) turnsOn(b *branch, changes []sim.Change) bool {
	var own []sim.Change
	for _, ch := range b.run.Changes() {
		if !slices.Contains(c.tree[b.parent].run.Changes(), ch) {
			own = append(own, ch)
		}
	}
	return slices.EqualFunc(own, changes, func(a, b2 sim.Change) bool { return a.Knob == b2.Knob && a.Frame == b.at })
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

// effectOf says what a change does, now or when both runs have ended.
func (c *cursor) effectOf(old, n *sim.Run, changes []sim.Change) {
	c.pend = pending{old, n, changes}
	c.status = c.changeWords(n, changes)
	c.effectDue()
}

func (c *cursor) effectDue() {
	p := c.pend
	if p.run != nil && p.old.Done() && p.run.Done() {
		c.pend = pending{}
		if p.run == c.scene.Run {
			c.status = c.effect(p.old, p.run, p.changes)
		}
	}
}

// effect says what a change does to a run that has ended: how much earlier or later the
// last data is read, or that it changes nothing, and why.
func (c *cursor) effect(old, n *sim.Run, changes []sim.Change) string {
	what := c.changeWords(n, changes)
	if old.Hash() == n.Hash() {
		return what + ": " + c.nothing(n, changes)
	}
	a, b := overlay.LastDelivery(old), overlay.LastDelivery(n)
	switch {
	case b < a:
		return c.say(words.ChangeEarlier, what, words.Time(a-b), words.Time(b), words.Time(a))
	case b > a:
		return c.say(words.ChangeLater, what, words.Time(b-a), words.Time(b), words.Time(a))
	}
	return c.say(words.ChangeSameTime, what, words.Time(b))
}

// nothing says why a change has no effect: its rules do not decide anything from there on.
func (c *cursor) nothing(n *sim.Run, changes []sim.Change) string {
	var rules []string
	if k, ok := c.knob(changes[0].Knob); ok {
		for _, id := range k.Rules {
			rules = append(rules, id.String())
		}
	}
	s := c.say(words.ChangeNoEffect)
	if len(rules) > 0 {
		s += c.say(words.ChangeNoSegmentBy) + strings.Join(rules, ", ")
	}
	return s + "."
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
