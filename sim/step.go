package sim

import (
	"slices"

	"teacp/sim/page"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// newWorld is the world before frame 0.
func newWorld(cfg *Config, changes []Change) *World {
	w := &World{cfg: cfg, changes: changes}
	w.frame = -1
	w.owner = new(page.Owner)
	w.price()
	w.share(w.owner)
	for i := range cfg.Hosts {
		w.policies.Push(cfg.Hosts[i].Policy)
		w.profiles.Push(profileIndex(cfg.Hosts[i].Profile))
		w.usage.Push(hostUse{})
	}
	for i := range cfg.Links {
		for d := range cfg.Links[i].Dir {
			p := w.net.dirs.Push(linkDir{cfg: cfg.Links[i].Dir[d], link: uint8(i), dir: uint8(d)})
			w.net.dirs.Mut(p).component = w.addComp(compPath, p)
		}
	}
	for range cfg.Faults {
		w.net.faultHits.Push(0)
	}
	w.initAgents()
	w.initScripts()
	player{w}.init()
	return w
}

// step makes the next frame; false if the run has ended.
func (w *World) step() bool {
	if w.ended != rule.None {
		return false
	}
	w.frame++
	w.index, w.root = 0, 0
	switch {
	case w.frame == 0:
		w.start()
	case w.nextChange < len(w.changes) && w.changes[w.nextChange].Frame <= w.frame:
		w.applyKnobFrame(w.nextChange)
		w.nextChange++
	default:
		w.next()
	}
	w.stats.Frames = w.frame + 1
	return true
}

// start is frame 0: changes that hold from the beginning, and the applications' start.
func (w *World) start() {
	w.begin(EvStart, rule.RunStart)
	for ; w.nextChange < len(w.changes) && w.changes[w.nextChange].Frame <= 0; w.nextChange++ {
		w.applyChange(w.nextChange)
	}
	w.startAgents()
	w.startScripts()
	player{w}.start()
}

// next takes the component with the earliest deadline and lets it act.
func (w *World) next() {
	if w.cfg.Replay != nil {
		replayer{w}.next()
		return
	}
	it, ok := w.heap.min()
	lim := w.cfg.limits()
	switch {
	case !ok:
		w.endRun(rule.RunEnd)
		return
	case it.at > lim.Time:
		w.now = lim.Time
		w.endRun(rule.Limit)
		return
	case w.limit(&lim) != LimitNone:
		w.endRun(rule.Limit)
		return
	}
	w.now = it.at
	c := w.components.At(it.comp())
	switch c.class {
	case compPath:
		if w.putBehindRead(c.i) {
			w.next()
			return
		}
		w.deliver(c.i)
	case compEnd:
		w.fire(c.i)
	case compApp:
		w.scriptRun(c.i).run()
	case compPlayed:
		player{w}.next()
	case compAgent:
		w.runAgent(c.i)
	}
}

func (w *World) endRun(id rule.ID) {
	w.begin(EvEnd, id)
	w.ended = id
}

// applyKnobFrame is the frame in which a knob is turned.
func (w *World) applyKnobFrame(i int) {
	ev := w.blank(EvKnob)
	ev.A, ev.Rule = int64(i), rule.Knob
	w.emit()
	w.applyChange(i)
}

func profileIndex(name string) uint8 { return uint8(max(slices.Index(tcp.ProfileNames, name), 0)) }
