package sim

import (
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

// hand is an intervention that waits for its packet.
type hand struct {
	act   Act
	left  int32 // packets up to and with the one it is meant for; 0: nothing waits
	extra Time
}

// maxHands limits how many interventions wait for their packets at once; further ones
// have no effect.
const maxHands = 16

// maxNth limits how far ahead a packet is counted.
const maxNth = 10_000

// nthShift divides the value of a KnobNth: which packet, and by how much.
const nthShift = 44

// plan lets an intervention wait for the nth packet from here on; 0 takes back what waits.
func (w *World) plan(act Act, nth int64, extra Time) {
	for i := range w.hands {
		h := &w.hands[i]
		switch {
		case nth == 0 && h.act == act:
			*h = hand{}
		case nth > 0 && h.left == 0:
			*h = hand{act: act, left: int32(nth), extra: extra}
			return
		}
	}
}

// planned is the nearest waiting intervention of a sort.
func (w *World) planned(act Act) hand {
	var out hand
	for _, h := range w.hands {
		if h.left > 0 && h.act == act && (out.left == 0 || h.left < out.left) {
			out = h
		}
	}
	return out
}

// touch counts a packet for the interventions that wait and returns the one meant for it.
func (w *World) touch() (hit hand) {
	for i := range w.hands {
		h := &w.hands[i]
		if h.left == 0 {
			continue
		}
		if h.left--; h.left > 0 {
			continue
		}
		if hit.left == 0 || h.act == ActDrop { // what is lost needs no further harm
			hit = hand{h.act, 1, h.extra}
		}
		*h = hand{}
	}
	return hit
}

// disturbed emits what was done to a packet that still arrives, whose sending is told of:
// Rule says by whom, A by how much.
func (w *World) disturbed(like Event, id EventID) {
	ev := w.blank(EvWire)
	ev.Conn, ev.Side, ev.Host, ev.Link, ev.Dir, ev.Seg = like.Conn, like.Side, like.Host, like.Link, like.Dir, like.Seg
	ev.Cause, ev.Rule, ev.A = id, w.harm.rule, int64(w.harm.extra)
	w.emit()
}

// harm is what the wire did to the packet just sent.
type harm struct {
	rule  rule.ID
	extra Time
}

// closeByHand lets the application of a host close connection ci, or abort it.
func (w *World) closeByHand(host int, ci int64, abort bool) {
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
	for i := 2 * (ei / 2); i < 2*(ei/2)+2 && int(i) < w.apps.Len(); i++ {
		if a := w.apps.At(i); a.exists && a.ei == ei {
			a := w.apps.Mut(i)
			a.op, a.blocked, a.started, a.done, a.until, a.last = op, false, false, true, Never, id
			w.heap.set(a.comp, Never)
		}
	}
	e = w.ends.Mut(ei)
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
		return func(w *World) int64 { return int64(w.planned(act).left) },
			func(w *World, v int64) { w.plan(act, v, 0) }
	}
	lose := Knob{Name: "wire.lose", Scope: "wire", Key: "wire.lose", Kind: KnobInt, Max: maxNth, Rules: []rule.ID{rule.HandLose}}
	lose.get, lose.set = count(ActDrop)
	twice := Knob{Name: "wire.duplicate", Scope: "wire", Key: "wire.duplicate", Kind: KnobInt, Max: maxNth, Rules: []rule.ID{rule.HandDup}}
	twice.get, twice.set = count(ActDup)
	late := Knob{Name: "wire.delay", Scope: "wire", Key: "wire.delay", Kind: KnobNth, Max: maxNth<<nthShift | 3600*int64(ms1000), Rules: []rule.ID{rule.HandDelay},
		get: func(w *World) int64 {
			h := w.planned(ActDelay)
			return int64(h.left)<<nthShift | int64(h.extra)
		},
		set: func(w *World, v int64) { w.plan(ActDelay, v>>nthShift, Time(v&(1<<nthShift-1))) },
	}
	return []Knob{lose, late, twice}
}

const ms1000 = Time(1_000_000_000)

// handKnobs let the application of a host close a connection.
func (c *Config) handKnobs(h int) []Knob {
	name := c.HostName(h)
	off := func(*World) int64 { return -1 }
	return []Knob{
		{Name: name + ".close", Scope: name, Key: "host.close", Kind: KnobConn, Min: -1, Max: 1 << 30, Rules: []rule.ID{rule.HandClose}, get: off,
			set: func(w *World, v int64) { w.closeByHand(h, v, false) }},
		{Name: name + ".reset", Scope: name, Key: "host.reset", Kind: KnobConn, Min: -1, Max: 1 << 30, Rules: []rule.ID{rule.HandReset}, get: off,
			set: func(w *World, v int64) { w.closeByHand(h, v, true) }},
	}
}
