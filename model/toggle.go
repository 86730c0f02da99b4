package model

import (
	"slices"
	"strconv"
	"strings"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// targets are the ends that N and D change. By default N changes the end whose data Nagle holds under
// the cursor or next, and D the end whose ACK is delayed there.
var targets = []words.Key{words.TargetAuto, words.TargetClient, words.TargetServer, words.TargetBoth}

// ends are the hosts that the toggles change, by index.
var ends = []string{"client", "server"}

// toggle is one of the three switches that have a key of their own.
type toggle uint8

const (
	toggleNagle toggle = iota
	toggleDelayedAck
	toggleConnections
)

// toggleOf is the toggle of an action, and whether it is for the whole run.
func toggleOf(act keymap.Action) (t toggle, whole bool) {
	switch act {
	case keymap.NagleAll:
		return toggleNagle, true
	case keymap.DelayedAck, keymap.DelayedAckAll:
		return toggleDelayedAck, act == keymap.DelayedAckAll
	case keymap.Connections, keymap.ConnectionsAll:
		return toggleConnections, act == keymap.ConnectionsAll
	}
	return toggleNagle, false
}

// isOf reports whether a toggle changes a knob.
func (t toggle) isOf(knob string) bool {
	switch t {
	case toggleNagle:
		return strings.HasSuffix(knob, ".nagle") || strings.HasSuffix(knob, ".tcp_nodelay")
	case toggleDelayedAck:
		return strings.HasSuffix(knob, ".delayed_ack")
	}
	return knob == "http.strategy" || knob == "http.connections"
}

// isHold reports whether an event is a wait that the toggle would end.
func (t toggle) isHold(e *sim.Event) bool {
	if t == toggleNagle {
		return e.Kind == sim.EvHold && (e.Rule == rule.Nagle || e.Rule == rule.Minshall)
	}
	return e.Kind == sim.EvAckHeld
}

// toggle changes Nagle, delayed ACK or the number of connections. Once more at the same place, Nagle and
// delayed ACK are as they were before.
func (c *cursor) toggle(act keymap.Action) {
	t, whole := toggleOf(act)
	if t == toggleConnections {
		c.toggleConnections(act, whole)
		return
	}
	if b := c.ownBranch(t, whole); b != nil && (c.target == 0 || c.target == 3 || c.changesOnly(b, ends[c.target-1])) {
		c.undo()
		return
	}
	var changes []sim.Change
	byApplication := false
	for _, h := range c.hosts(t, whole) {
		own, taken := c.flip(t, h, whole)
		changes, byApplication = append(changes, own...), byApplication || taken
	}
	c.lead = ""
	if byApplication {
		c.lead = c.say(words.LeadNoDelay, c.keyFor(act), changeText(changes))
	}
	c.turn(changes, whole)
}

// ownBranch is the branch on the screen if this toggle made it at the place of the cursor, else nil.
func (c *cursor) ownBranch(t toggle, whole bool) *branch {
	b := &c.tree[c.cur]
	if b.parent < 0 || !c.standsOn(b, whole) {
		return nil
	}
	own := c.ownChanges(b)
	if len(own) == 0 || slices.ContainsFunc(own, func(ch sim.Change) bool { return !t.isOf(ch.Knob) || ch.Frame != b.at }) {
		return nil
	}
	return b
}

// ownChanges are the changes of a branch that its parent does not have.
func (c *cursor) ownChanges(b *branch) []sim.Change {
	var own []sim.Change
	for _, ch := range b.run.Changes() {
		if !slices.Contains(c.tree[b.parent].run.Changes(), ch) {
			own = append(own, ch)
		}
	}
	return own
}

// changesOnly reports whether a branch changes knobs of one host alone.
func (c *cursor) changesOnly(b *branch, host string) bool {
	return !slices.ContainsFunc(c.ownChanges(b), func(ch sim.Change) bool { return !strings.HasPrefix(ch.Knob, host+".") })
}

// hosts are the ends that a toggle changes: those that were chosen, the one that waits under the cursor or
// next, those where it is off, or the end that writes (Nagle) or acknowledges (delayed ACK) first.
func (c *cursor) hosts(t toggle, whole bool) []string {
	switch c.target {
	case 1, 2:
		return ends[c.target-1 : c.target]
	case 3:
		return ends
	}
	if list := c.waitingEnds(t, whole); len(list) > 0 {
		return list
	}
	var off []string
	for i, h := range ends {
		if !c.isOn(t, i, whole) && c.takesPart(t, i) {
			off = append(off, h)
		}
	}
	switch {
	case len(off) > 0:
		return off
	case t == toggleNagle:
		return ends[:1]
	}
	return ends[1:]
}

// farAhead is how many frames behind the cursor are read to find what waits next.
const farAhead = 20_000

// waitingEnds are the ends that wait under the cursor or, in what is simulated already, next: of Nagle the
// one that holds data, of delayed ACK the one whose timer expires, or both if none does.
func (c *cursor) waitingEnds(t toggle, whole bool) []string {
	r, from := c.scene.Run, c.scene.Frame
	if c.sc.Config.Replays() {
		return nil
	}
	for _, e := range r.Events(from) {
		if t.isHold(&e) && e.Host < 2 {
			return ends[e.Host : e.Host+1]
		}
	}
	from++
	if whole {
		from = 0
	}
	var held [2]bool
	first := -1
	r.Each(from, min(r.Frames(), from+farAhead), 1<<sim.EvHold|1<<sim.EvAckHeld|1<<sim.EvFire, func(e *sim.Event) bool {
		switch {
		case e.Host >= 2:
		case t.isHold(e) && t == toggleNagle, t == toggleDelayedAck && e.Kind == sim.EvFire && e.Timer == tcp.TimerDelAck:
			first = int(e.Host)
		case t.isHold(e):
			held[e.Host] = true
		}
		return first < 0
	})
	switch {
	case first >= 0:
		return ends[first : first+1]
	case held[0] && held[1]:
		return ends
	case held[0]:
		return ends[:1]
	case held[1]:
		return ends[1:]
	}
	return nil
}

// isOn reports whether a toggle is on at an end, the application's TCP_NODELAY taken into account.
func (c *cursor) isOn(t toggle, host int, whole bool) bool {
	if t == toggleDelayedAck {
		return c.isEnabled(ends[host]+".delayed_ack", whole)
	}
	return c.isEnabled(ends[host]+".nagle", whole) && !c.noDelay(host, whole)
}

// isEnabled reports whether a knob of several values is not off.
func (c *cursor) isEnabled(name string, whole bool) bool {
	k, ok := c.knob(name)
	return ok && k.Format(c.value(k, whole)) != "off"
}

// noDelay reports whether the application sets TCP_NODELAY on sockets of a host, and the stack obeys.
func (c *cursor) noDelay(host int, whole bool) bool {
	if !c.isEnabled(ends[host]+".tcp_nodelay", whole) {
		return false
	}
	if k, ok := c.knob("http.nodelay"); ok && c.value(k, whole) != 0 {
		return true
	}
	return slices.ContainsFunc(c.steps(host), func(s sim.Step) bool {
		return s.Op == sim.OpSet && s.Opt == tcp.OptNoDelay && s.Value != 0
	})
}

// steps are the steps of all scripts of a host.
func (c *cursor) steps(host int) []sim.Step {
	var all []sim.Step
	for _, s := range c.sc.Config.Conns {
		if int(s.ClientHost) == host {
			all = append(all, s.Client...)
		}
		if int(s.ServerHost) == host {
			all = append(all, s.Server...)
		}
	}
	return all
}

// takesPart reports whether a host writes data (Nagle), or receives some (delayed ACK).
func (c *cursor) takesPart(t toggle, host int) bool {
	if len(c.sc.Config.HTTP) > 0 {
		return true
	}
	if t == toggleDelayedAck {
		host = 1 - host
	}
	return slices.ContainsFunc(c.steps(host), func(s sim.Step) bool { return s.Op == sim.OpWrite })
}

// flip are the changes that switch a toggle off at a host, or on again; taken says that the application's
// TCP_NODELAY is taken off its sockets for that.
func (c *cursor) flip(t toggle, host string, whole bool) (list []sim.Change, taken bool) {
	i := slices.Index(ends, host)
	name := host + ".nagle"
	if t == toggleDelayedAck {
		name = host + ".delayed_ack"
	}
	if c.isOn(t, i, whole) {
		return []sim.Change{{Knob: name, Value: "off"}}, false
	}
	if t == toggleNagle && c.noDelay(i, whole) {
		list, taken = append(list, sim.Change{Knob: host + ".tcp_nodelay", Value: "off"}), true
	}
	if !c.isEnabled(name, whole) {
		list = append(list, sim.Change{Knob: name, Value: c.valueWhenOn(name, i)})
	}
	return list, taken
}

// valueWhenOn is the value of a knob of the scenario, or of its profile where the scenario has it off.
func (c *cursor) valueWhenOn(name string, host int) string {
	k, ok := c.knob(name)
	if !ok {
		return "on"
	}
	h := c.scene.Run.Config().Hosts[host]
	policies := []tcp.Policy{h.Policy}
	if p, ok := tcp.Profile(h.Profile); ok {
		policies = append(policies, p)
	}
	for i := range tcp.Knobs {
		if !strings.HasSuffix(name, "."+tcp.Knobs[i].Name) {
			continue
		}
		for j := range policies {
			if v := k.Format(tcp.Knobs[i].Get(&policies[j])); v != "off" {
				return v
			}
		}
	}
	return "on"
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

// parallelSteps are the numbers of connections that P goes through.
var parallelSteps = []int64{1, 2, 4, 6, 8}

// toggleConnections goes through 1, 2, 4, 6, 8 parallel connections. A strategy that has one connection
// becomes one that has several, and is back after 8.
func (c *cursor) toggleConnections(act keymap.Action, whole bool) {
	number, ok := c.knob("http.connections")
	if !ok {
		c.status = c.say(words.ChangeNoPage)
		return
	}
	strategy, _ := c.knob("http.strategy")
	now, how := c.value(number, whole), http.Strategy(c.value(strategy, whole))
	c.lead = ""
	if b := c.ownBranch(toggleConnections, whole); b != nil {
		was := c.tree[b.parent].run.At(max(b.at-1, 0))
		if before := http.Strategy(was.Value(strategy)); before != how && !before.Several() {
			if now >= parallelSteps[len(parallelSteps)-1] {
				c.undo()
				return
			}
			c.turn(c.severalConnections(act, before, nextParallel(now)), whole)
			return
		}
	}
	if !how.Several() {
		c.turn(c.severalConnections(act, how, 4), whole)
		return
	}
	c.turn([]sim.Change{{Knob: number.Name, Value: strconv.FormatInt(nextParallel(now), 10)}}, whole)
}

// nextParallel is the number of connections behind n; behind the last it is the first.
func nextParallel(n int64) int64 {
	for _, next := range parallelSteps {
		if next > n {
			return next
		}
	}
	return parallelSteps[0]
}

// severalConnections are the changes from a strategy of one connection to one of n.
func (c *cursor) severalConnections(act keymap.Action, from http.Strategy, n int64) []sim.Change {
	to, lead := http.PersistentParallel, words.LeadOneConnection
	if from == http.Serial {
		to, lead = http.Parallel, words.LeadSerial
	}
	c.lead = c.say(lead, c.keyFor(act), http.StrategyNames[to], n)
	return []sim.Change{{Knob: "http.strategy", Value: http.StrategyNames[to]},
		{Knob: "http.connections", Value: strconv.FormatInt(n, 10)}}
}
