package sim

import (
	"time"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Interventions are things done to a run by hand: lose this segment, delay it, deliver it
// twice, close here. They are knobs that act once, in the frame of their change, so that a
// run stays a function of its scenario, its seed and its changes:
//
//	--at 120:wire.lose=1         the first packet from frame 120 on is lost
//	--at 120:wire.delay=2:50ms   the second one arrives 50 ms late
//	--at 120:server.close=0      the server's application closes connection 0
//
// A packet is counted when it is put on the wire, whichever link and direction it takes.

// closeConn lets the application of a host close connection ci, or abort it.
func (w *World) closeConn(host int, ci int64, abort bool) {
	if ci < 0 || ci >= int64(w.conns.Len()) {
		return
	}
	for side, h := range w.conns.At(uint32(ci)).host {
		if int(h) == host {
			w.closeEnd(uint32(2*ci)+uint32(side), abort)
			return
		}
	}
}

// closeEnd ends what the application does at one end: its script goes no further.
func (w *World) closeEnd(ei uint32, abort bool) {
	e := w.ends.At(ei)
	if !e.exists || e.conn.Dead() || e.conn.State() == tcp.Closed {
		return
	}
	if e.agent && !abort {
		w.agentClosed(ei, w.root)
		return
	}
	op, by := OpClose, rule.HandClose
	if abort {
		op, by = OpAbort, rule.HandReset
	}
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.Rule, ev.At2 = op, by, w.now
	id := w.emit()
	e = w.ends.Mut(ei)
	if e.app != 0 {
		a := w.apps.Mut(e.app - 1)
		a.op, a.blocked, a.started, a.done, a.sleepUntil, a.last = op, false, false, true, Never, id
		w.heap.set(a.component, Never)
	}
	if abort {
		e.conn.Abort(w.callEnv(ei))
	} else {
		e.conn.Close(w.callEnv(ei))
	}
	w.settle(ei)
	if w.ends.At(ei).agent {
		w.agentClosed(ei, id)
	}
}

// wireKnobs are the interventions on the wire.
func wireKnobs() []Knob {
	count := func(act Act) (func(*World) int64, func(*World, int64)) {
		return func(w *World) int64 { return int64(w.net.pending.planned(act).left) },
			func(w *World, v int64) { w.net.pending.plan(act, v, 0) }
	}
	lose := Knob{Name: "wire.lose", Scope: "wire", Key: "wire.lose", Kind: KnobInt, Max: maxNth,
		Rules: []rule.ID{rule.HandLose}}
	lose.get, lose.set = count(ActDrop)
	twice := Knob{Name: "wire.duplicate", Scope: "wire", Key: "wire.duplicate", Kind: KnobInt,
		Max: maxNth, Rules: []rule.ID{rule.HandDup}}
	twice.get, twice.set = count(ActDup)
	late := Knob{Name: "wire.delay", Scope: "wire", Key: "wire.delay", Kind: KnobNth,
		Max: maxNth<<nthShift | int64(time.Hour), Rules: []rule.ID{rule.HandDelay},
		get: func(w *World) int64 {
			h := w.net.pending.planned(ActDelay)
			return int64(h.left)<<nthShift | int64(h.extra)
		},
		set: func(w *World, v int64) { w.net.pending.plan(ActDelay, v>>nthShift, Time(v&(1<<nthShift-1))) },
	}
	return []Knob{lose, late, twice}
}

// closeKnobs let the application of a host close a connection.
func (c *Config) closeKnobs(h int) []Knob {
	name := c.HostName(h)
	off := func(*World) int64 { return -1 }
	return []Knob{
		{Name: name + ".close", Scope: name, Key: "host.close", Kind: KnobConn, Min: -1, Max: 1 << 30,
			Rules: []rule.ID{rule.HandClose}, get: off,
			set: func(w *World, v int64) { w.closeConn(h, v, false) }},
		{Name: name + ".reset", Scope: name, Key: "host.reset", Kind: KnobConn, Min: -1, Max: 1 << 30,
			Rules: []rule.ID{rule.HandReset}, get: off,
			set: func(w *World, v int64) { w.closeConn(h, v, true) }},
	}
}
