package sim

import "teacp/sim/tcp"

// arrive is a packet's arrival at its host.
func (w *World) arrive(pk *Packet) {
	if pk.Dgram {
		w.datagramArrives(pk)
		return
	}
	ei := 2*pk.Conn + uint32(pk.ToSide)
	ev := w.blank(EvRecv)
	ev.Cause, ev.Seg, ev.Flag, ev.Link, ev.Dir = pk.SentBy, pk.Seg, pk.Flag, pk.Link, pk.Dir
	ev.Conn, ev.Side, ev.Host = pk.Conn, pk.ToSide, pk.To
	ev.A = int64(w.now - pk.Sent)
	w.emit()

	if (player{w}).arrives(pk, ei) {
		return
	}
	e := w.ends.Mut(ei)
	switch {
	case e.exists && !e.conn.Dead():
		env := w.callEnv(ei)
		if s := w.scriptOf(pk.Conn); s != nil && pk.Seg.Len > 0 {
			env.Held = s.heldAt(ei&1, &pk.Seg)
		}
		env.Acked, env.Lag = pk.Acked, pk.Lag
		if e.conn.State() == tcp.SynReceived {
			if l := w.listenerOf(ei); l != nil {
				env.Queue = int64(l.queue)
			}
		}
		seg := pk.Seg
		shiftAck(&seg, -e.isn)
		e.conn.Receive(env, &seg)
		env.Held, env.Acked, env.Lag, env.Queue = false, 0, 0, 0
		w.settle(ei)
	case w.listens(ei):
		if pk.Seg.Flags&(tcp.SYN|tcp.ACK|tcp.RST) == tcp.SYN {
			w.passiveOpen(ei, &pk.Seg)
			return
		}
		tcp.Stray(w.callEnv(ei), &pk.Seg, true)
		w.emitOut(ei)
	default:
		tcp.Stray(w.callEnv(ei), &pk.Seg, false)
		w.emitOut(ei)
	}
}

// recycle ends the TIME-WAIT of an earlier connection of the same four-tuple when a new SYN
// comes for it (RFC 9293 section 3.6.1, MAY-2).
func (w *World) recycle(ei uint32) {
	prev := w.conns.At(ei / 2).prev
	if prev == 0 {
		return
	}
	old := 2*(prev-1) + ei&1
	e := w.ends.Mut(old)
	if !e.exists || e.conn.State() != tcp.TimeWait {
		return
	}
	e.conn.Recycle(w.callEnv(old))
	w.settle(old)
}

// maxPutOff is the longest time for which an arrival is put behind a read that is about to happen.
const maxPutOff = 200_000

// putBehindRead lets the packet that arrives next wait for the read that is about to happen, where
// the recording's read did not take it: it arrived during the call, or after it.
func (w *World) putBehindRead(i uint32) bool {
	p := w.net.dirs.Mut(i)
	first := &w.net.packets.At(p.head).p
	if first.Dgram || first.Seg.Len == 0 {
		return false
	}
	s := w.scriptOf(first.Conn)
	if s == nil {
		return false
	}
	e := w.ends.At(2*first.Conn + uint32(first.ToSide))
	if !e.exists || e.app == 0 || e.conn.Taken() >= s.shortBefore(first.ToSide, first.Seg.Seq-1) {
		return false
	}
	a := w.apps.At(e.app - 1)
	at, ok := w.heap.at(a.component)
	if !ok || !a.blocked || a.wakeBy == 0 || at > w.now+maxPutOff {
		return false
	}
	var pk Packet
	w.net.takeFirst(p, &pk)
	pk.Arrives = at + 1
	w.net.insert(p, &pk)
	w.scheduleArrival(p)
	return true
}

// deliver is the frame in which the first packet of a direction of a link arrives.
func (w *World) deliver(i uint32) {
	p := w.net.dirs.Mut(i)
	var pk Packet
	w.net.takeFirst(p, &pk)
	p.delivered = w.now
	w.scheduleArrival(p)
	w.arrive(&pk)
}

// scheduleArrival sets when the next packet of a direction arrives. At the instant of the packet before it,
// as on a link without a rate, it waits until all that is due then has acted: the order is that of ever
// faster links, on which a reader takes each segment before the next arrives.
func (w *World) scheduleArrival(p *linkDir) {
	if next := w.net.nextArrival(p); next == w.now && p.delivered == w.now {
		w.heap.setBehind(p.component, next)
	} else {
		w.heap.set(p.component, next)
	}
}
