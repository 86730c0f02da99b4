package sim

import "teacp/sim/rule"

// newWorld is the world before frame 0.
func newWorld(cfg *Config, changes []Change) *World {
	w := &World{cfg: cfg, changes: changes}
	w.frame = -1
	for i := range cfg.Hosts {
		w.pol.Push(cfg.Hosts[i].Policy)
		w.prof.Push(profileIndex(cfg.Hosts[i].Profile))
		w.uses.Push(hostUse{})
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
	w.initPlayed()
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
	case w.nextCh < len(w.changes) && w.changes[w.nextCh].Frame <= w.frame:
		w.turn(w.nextCh)
		w.nextCh++
	default:
		w.next()
	}
	w.stats.Frames = w.frame + 1
	return true
}

// start is frame 0: changes that hold from the beginning, and the applications' start.
func (w *World) start() {
	w.begin(EvStart, rule.RunStart)
	for ; w.nextCh < len(w.changes) && w.changes[w.nextCh].Frame <= 0; w.nextCh++ {
		w.applyChange(w.nextCh)
	}
	w.startAgents()
	w.startScripts()
	w.startPlayed()
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
		w.end(rule.RunEnd)
		return
	case it.at > lim.Time:
		w.now = lim.Time
		w.end(rule.Limit)
		return
	case w.frame >= lim.Frames, w.stats.Connections > lim.Conns:
		w.end(rule.Limit)
		return
	}
	w.now = it.at
	c := w.comps.At(it.comp)
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
		w.playNext()
	case compAgent:
		w.runAgent(c.i)
	}
}

func (w *World) end(id rule.ID) {
	w.begin(EvEnd, id)
	w.ended = id
}

// turn is the frame in which a knob is turned.
func (w *World) turn(i int) {
	ev := w.blank(EvKnob)
	ev.A, ev.Rule = int64(i), rule.Knob
	w.emit()
	w.applyChange(i)
}

// applyChange turns the knob of change i.
func (w *World) applyChange(i int) {
	c := &w.changes[i]
	k, v, err := w.cfg.ParseKnob(c.Knob, c.Value)
	if err != nil {
		panic("sim: a change that was checked cannot be read: " + err.Error())
	}
	k.set(w, v)
}
