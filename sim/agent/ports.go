package agent

import "time"

// A connection is its four-tuple: towards one destination an ephemeral port is taken from
// the connection's opening until its control block is gone, TIME-WAIT included (RFC 9293
// section 3.6.1). Free ports are taken in the order in which they became free.

// PortCount is how many ephemeral ports the opener towards a destination has.
func (a *State) PortCount(d *Dest) int64 {
	if d.Hop == 0 {
		return a.Set.Ports
	}
	return d.Ports
}

// PortNumber is the i-th ephemeral port of the opener: beyond the top of the range the count goes
// on above 1024.
func (d *Dest) PortNumber(i uint32) uint16 {
	if p := uint32(d.PortLo) + i; p <= 65535 {
		return uint16(p)
	}
	return uint16(1024 + (uint32(d.PortLo)+i-65536)%(65536-1024))
}

// takePort takes a port towards a destination; there is one.
func (a *State) takePort(d uint32) (slot uint32) {
	de := a.Dests.Mut(d)
	de.Used++
	if s := de.freeHead; s != 0 && (int64(de.fresh) >= a.PortCount(de)) {
		n := a.slots.Mut(s - 1)
		if de.freeHead = n.next; de.freeHead == 0 {
			de.freeTail = 0
		}
		n.next = 0
		return s
	}
	s := a.slots.Push(portSlot{port: de.PortNumber(de.fresh)}) + 1
	de.fresh++
	return s
}

// freePort gives a port back.
func (a *State) freePort(d, slot uint32) {
	de := a.Dests.Mut(d)
	de.Used--
	if de.freeTail != 0 {
		a.slots.Mut(de.freeTail - 1).next = slot
	} else {
		de.freeHead = slot
	}
	de.freeTail = slot
}

// ReleasePort frees the port of a connection whose control block is gone. It returns the exchange
// that waits first for the destination (0: none), and false if the port was free before.
func (a *State) ReleasePort(ci uint32) (waiting uint32, ok bool) {
	c := a.Conn(ci)
	if c.slot == 0 {
		return 0, false
	}
	s := c.slot
	c.slot = 0
	a.freePort(c.Dest, s)
	return a.Dests.At(c.Dest).Head, true
}

// HoldPorts begins with ports in TIME-WAIT, as after a long time of such transactions: their
// times end one after the other.
func (a *State) HoldPorts() {
	if a.Held = min(a.Set.Held, a.Set.Ports); a.Held <= 0 {
		return
	}
	de := a.Dests.Mut(0)
	de.Used, de.fresh = a.Held, uint32(a.Held)
}

// HeldTime is when the next of these ports is free.
func (a *State) HeldTime(timeWait time.Duration) time.Duration {
	return time.Duration(int64(timeWait) * (a.HeldDone + 1) / a.Held)
}

// TakeHeld ends the TIME-WAIT of the next of these ports. FreeHeld frees it.
func (a *State) TakeHeld() (slot uint32, port uint16) {
	p := a.Dests.At(0).PortNumber(uint32(a.HeldDone))
	a.HeldDone++
	return a.slots.Push(portSlot{port: p}) + 1, p
}

// FreeHeld frees a port that was held, and returns the exchange that waits first for it.
func (a *State) FreeHeld(slot uint32) (waiting uint32) {
	a.freePort(0, slot)
	return a.Dests.At(0).Head
}
