package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
)

// A connection is its four-tuple: towards one destination an ephemeral port is taken from
// the connection's opening until its control block is gone, TIME-WAIT included (RFC 9293
// section 3.6.1). Free ports are taken in the order in which they became free.

// portRange is how many ephemeral ports a host has.
func (w *World) portRange(host uint8) int64 {
	lo, hi := w.cfg.ephemeral(host)
	return int64(hi) - int64(lo) + 1
}

func (c *Config) ephemeral(host uint8) (lo, hi uint16) {
	if h := &c.Hosts[host]; h.PortLo != 0 {
		return h.PortLo, h.PortHi
	}
	return 32768, 60999
}

// ports is how many ephemeral ports the opener towards a destination has.
func (w *World) ports(d *dest) int64 {
	if d.hop == 0 {
		return w.agents.set.Ports
	}
	return w.portRange(d.from)
}

// portNumber is the i-th ephemeral port of a host: beyond the top of the range the count goes
// on above 1024.
func (w *World) portNumber(host uint8, i uint32) uint16 {
	lo, _ := w.cfg.ephemeral(host)
	if p := uint32(lo) + i; p <= 65535 {
		return uint16(p)
	}
	return uint16(1024 + (uint32(lo)+i-65536)%(65536-1024))
}

// takePort gives a connection to a destination its port; there is one.
func (w *World) takePort(d uint32) (slot uint32) {
	a := &w.agents
	de := a.dests.Mut(d)
	de.used++
	if s := de.freeHead; s != 0 && (int64(de.fresh) >= w.ports(de)) {
		n := a.slots.Mut(s - 1)
		if de.freeHead = n.next; de.freeHead == 0 {
			de.freeTail = 0
		}
		n.next = 0
		return s
	}
	s := a.slots.Push(portSlot{port: w.portNumber(de.from, de.fresh)}) + 1
	de.fresh++
	return s
}

// freePort gives a port back; who waits for one goes on.
func (w *World) freePort(d, slot uint32, cause EventID) {
	a := &w.agents
	de := a.dests.Mut(d)
	de.used--
	if de.freeTail != 0 {
		a.slots.Mut(de.freeTail - 1).next = slot
	} else {
		de.freeHead = slot
	}
	de.freeTail = slot
	if x := de.head; x != 0 && w.ex(x).waits == rule.PortWait {
		a.poke, a.wake = w.now, cause
		w.sooner(a.comp, w.now)
	}
}

// holdPorts begins with ports in TIME-WAIT, as after a long time of such transactions: their
// times end one after the other.
func (w *World) holdPorts() {
	a := &w.agents
	if a.held = min(a.set.Held, a.set.Ports); a.held <= 0 {
		return
	}
	de := a.dests.Mut(0)
	de.used, de.fresh = a.held, uint32(a.held)
	u := w.uses.Mut(uint32(de.from))
	u.timeWait += a.held
	u.peak()
	w.heap.set(a.heldComp, w.heldTime(1))
}

// heldTime is when the i-th of the ports that are held from before is free.
func (w *World) heldTime(i int64) Time {
	wait := int64(w.pol.At(uint32(w.page().ClientHost)).TimeWait)
	return Time(wait * i / w.agents.held)
}

// releaseHeld frees the next of those ports; when the page is done nobody asks for them.
func (w *World) releaseHeld() {
	a := &w.agents
	w.heap.set(a.heldComp, Never)
	from := a.dests.At(0).from
	s := a.slots.Push(portSlot{port: w.portNumber(from, uint32(a.heldDone))}) + 1
	a.heldDone++
	w.uses.Mut(uint32(from)).timeWait--
	ev := w.blankHTTP(http.Port, 0, 0, rule.TimeWait, EventID(1)<<16)
	ev.A, ev.B = int64(a.slots.At(s-1).port), int64(a.dests.At(0).port)
	w.freePort(0, s, w.emit())
	if a.heldDone < a.held && !a.over {
		w.heap.set(a.heldComp, max(w.heldTime(a.heldDone+1), w.now))
	}
}

// PortPool is a pool of ephemeral ports towards one destination.
type PortPool struct {
	From, To   uint8 // hosts
	Port       uint16
	Used, Size int64 // ports in use, TIME-WAIT included; ports that there are
	Lo         uint16
	Waiting    int64 // requests that wait for a connection
}

// PortPools lists the pools of the run's HTTP agents.
func (w *World) PortPools() []PortPool {
	var out []PortPool
	for i := 0; i < w.agents.dests.Len(); i++ {
		d := w.agents.dests.At(uint32(i))
		p := PortPool{From: d.from, To: d.to, Port: d.port, Used: d.used, Size: w.ports(d), Lo: w.portNumber(d.from, 0)}
		for x := d.head; x != 0; x = w.agents.exs.At(x - 1).next {
			p.Waiting++
		}
		out = append(out, p)
	}
	return out
}
