package model

import (
	"slices"
	"strings"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// pending is a change whose effect is not known before its run has ended.
type pending struct {
	old     *sim.Run
	run     *sim.Run
	changes []sim.Change
	lead    string // what stood in the way of a toggle, and what it changes because of that
}

// effect is what a change does, as both runs show it after they have ended.
type effect struct {
	same     bool // segments, timers, calls and states are the same at the same times
	reasons  bool // only the rules that are named for them differ
	atEnd    bool // nothing happens after the change
	last     [2]sim.Time
	segments [2]int64
	expired  [tcp.NumTimers][2]int64
}

// effectBetween compares a run with the one that a change at a frame makes of it.
func effectBetween(old, n *sim.Run, at int64) effect {
	e := effect{
		same:     old.Traffic() == n.Traffic(),
		reasons:  old.Hash() != n.Hash(),
		atEnd:    at >= old.Frames(),
		last:     [2]sim.Time{overlay.LastDelivery(old), overlay.LastDelivery(n)},
		segments: [2]int64{old.Stats().Segments, n.Stats().Segments},
	}
	for k := range e.expired {
		e.expired[k] = [2]int64{old.Expired(tcp.TimerKind(k)), n.Expired(tcp.TimerKind(k))}
	}
	return e
}

// effectOf says what a change does, now or when both runs have ended.
func (c *cursor) effectOf(old, n *sim.Run, changes []sim.Change) {
	c.pend = pending{old, n, changes, c.lead}
	c.status = c.lead
	if c.lead == "" {
		c.status = c.changeWords(n, changes)
	}
	c.lead = ""
	c.effectDue()
}

func (c *cursor) effectDue() {
	p := c.pend
	if p.run == nil {
		return
	}
	_, a := c.end(p.old)
	if _, b := c.end(p.run); a && b {
		c.pend = pending{}
		if p.run == c.scene.Run {
			c.status = c.effectText(&p)
			if p.old.Draws() > 0 || p.run.Draws() > 0 {
				c.status = "(" + c.say(words.SampleOneDraw) + ") " + c.status
			}
		}
	}
}

// effectText says what a change does to a run that has ended: how much earlier or later the last data is
// read, and how many segments are sent and timers expire, or that it changes nothing.
func (c *cursor) effectText(p *pending) string {
	what := p.lead
	if what == "" {
		what = c.changeWords(p.run, p.changes)
	}
	at := p.changes[0].Frame
	e := effectBetween(p.old, p.run, at)
	switch {
	case e.atEnd:
		return c.say(words.ChangeAtEnd, what)
	case e.same && e.reasons:
		return c.say(words.ChangeReasons, what) + c.whyNothing(p, at) + "."
	case e.same:
		return c.say(words.ChangeNothing, what, at) + c.whyNothing(p, at) + "."
	}
	if text := c.changeOfEnd(what, p); text != "" {
		return text
	}
	counts := c.countsText(&e)
	switch a, b := e.last[0], e.last[1]; {
	case b < a:
		return c.say(words.ChangeEarlier, what, words.Time(a-b), words.Time(b), words.Time(a), counts)
	case b > a:
		return c.say(words.ChangeLater, what, words.Time(b-a), words.Time(b), words.Time(a), counts)
	}
	return c.say(words.ChangeSameTime, what, words.Time(e.last[0]), counts)
}

// countsText says how the numbers of segments and of expired timers differ.
func (c *cursor) countsText(e *effect) string {
	s := ""
	if e.segments[0] != e.segments[1] {
		s += c.say(words.ChangeSegments, words.Bytes(e.segments[1]), words.Bytes(e.segments[0]))
	}
	for k, n := range e.expired {
		if n[0] != n[1] {
			s += c.say(words.ChangeTimer, words.TimerName(tcp.TimerKind(k), c.scene.Lang), words.Bytes(n[1]), words.Bytes(n[0]))
		}
	}
	if s == "" {
		s = c.say(words.ChangeOtherTimes)
	}
	return s
}

// whyNothing says what the runs show of the subject of a toggle that has no effect: that nothing waits for it,
// or for what else. It is empty for other changes and for long runs.
func (c *cursor) whyNothing(p *pending, at int64) string {
	if p.run.Frames()+p.old.Frames() > 4*farAhead {
		return ""
	}
	first := p.changes[0].Knob
	switch {
	case toggleConnections.isOf(first):
		return c.whyNoConnection(p, at)
	case toggleNagle.isOf(first):
		return c.whyNoHold(toggleNagle, words.WhyNoNagle, p, at)
	case toggleDelayedAck.isOf(first):
		return c.whyNoHold(toggleDelayedAck, words.WhyNoDelayedAck, p, at)
	}
	return ""
}

// whyNoHold says that the ends that were changed wait for nothing, if so.
func (c *cursor) whyNoHold(t toggle, text words.Key, p *pending, at int64) string {
	var hosts []string
	for _, ch := range p.changes {
		if h, _, _ := strings.Cut(ch.Knob, "."); !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	for _, r := range []*sim.Run{p.old, p.run} {
		waits := false
		r.Each(at, r.Frames(), 1<<sim.EvHold|1<<sim.EvAckHeld, func(e *sim.Event) bool {
			waits = t.isHold(e) && slices.Contains(hosts, r.Config().HostName(int(e.Host)))
			return !waits
		})
		if waits {
			return ""
		}
	}
	for i, h := range hosts {
		if k := slices.Index(ends, h); k >= 0 {
			hosts[i] = c.say(targets[1+k])
		}
	}
	return c.say(text, strings.Join(hosts, ", "))
}

// whyNoConnection says that no request waits for a connection, or for what else the requests wait.
func (c *cursor) whyNoConnection(p *pending, at int64) string {
	var pool bool
	waits := func(r *sim.Run) (list []string) {
		r.Each(at, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
			k := http.Kind(e.Sub)
			if e.Host != r.Config().HTTP[0].ClientHost || k != http.Queued && (k != http.Started || e.A == 0) {
				return true
			}
			cause := words.CauseOf(e.Rule)
			if name := cause.Label(c.scene.Lang); e.Rule != rule.Pool && !slices.Contains(list, name) {
				list = append(list, name)
			}
			pool = pool || e.Rule == rule.Pool
			return true
		})
		return list
	}
	waits(p.old)
	was := pool
	pool = false
	others := waits(p.run)
	switch {
	case len(others) > 0:
		return c.say(words.WhyOtherWait, strings.Join(others, ", "))
	case !was && !pool:
		return c.say(words.WhyNoWait)
	}
	return ""
}
