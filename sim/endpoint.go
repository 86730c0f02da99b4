package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// open makes the control block of one end of a connection, also in place of one that is over.
func (w *World) open(ei uint32) *endpoint {
	e := w.ends.Mut(ei)
	if !e.exists || e.conn.Dead() {
		comp := e.component
		if comp == 0 {
			comp = w.addComp(compEnd, ei) + 1
		}
		fresh := endpoint{exists: true, component: comp, app: e.app, shown: e.shown, agent: e.agent,
			isn: w.nextISN(ei)}
		if w.listenerOf(ei) != nil {
			fresh.app = 0 // until it is accepted
		}
		*e = fresh
		*w.living.Mut(ei / 64) |= 1 << (ei & 63)
		*w.net.copies.Mut(ei) = copyCount{}
	}
	return e
}

// nextISN is the first number of a control block that takes the place of one that is over, in the numbers
// of that one: a clock of 4 µs chooses it (RFC 9293 section 3.4.1), so that the peer finds its segments
// outside its window. A peer that has heard nothing yet knows no older numbers.
func (w *World) nextISN(ei uint32) int64 {
	e, peer := w.ends.At(ei), w.ends.At(ei^1)
	if !e.exists || !peer.exists {
		return 0
	}
	if _, _, heard := peer.conn.Sequence(); heard == 0 {
		return 0
	}
	_, next, _ := e.conn.Sequence()
	return max(e.isn+next, int64((w.now-w.conns.At(ei/2).opened)/4_000))
}

// shiftAck moves what a segment acknowledges by the distance between two numberings.
func shiftAck(s *tcp.Segment, by int64) {
	if by == 0 || s.Flags&tcp.ACK == 0 {
		return
	}
	s.Ack += by
	for i := range s.Sack[:s.NSack] {
		s.Sack[i].Lo += by
		s.Sack[i].Hi += by
	}
}

// addConn adds a connection that is not open yet.
func (w *World) addConn(c connection) uint32 {
	i := w.conns.Push(c)
	for range 2 {
		w.ends.Push(endpoint{})
		w.net.copies.Push(copyCount{})
	}
	if 2*int(i) >= 64*w.living.Len() {
		w.living.Push(0)
	}
	w.stats.Connections++
	return i
}

// policyOf is how the stack of an end's host is set.
func (w *World) policyOf(ei uint32) *tcp.Policy {
	return w.policies.At(uint32(w.conns.At(ei / 2).host[ei&1]))
}

// callEnv prepares the scratch Env for a call into an endpoint of a host.
func (w *World) callEnv(ei uint32) *tcp.Env {
	w.env.Now = w.now
	w.env.Pol = w.policyOf(ei)
	w.env.Mem = &w.mem
	w.env.Full = (player{w}).deviceFull(ei)
	w.env.Audit = w.cfg.Audit
	w.env.Out = w.env.Out[:0]
	return &w.env
}

// settle turns what an endpoint reported into events, packets and timers, and
// brings the end's place in the schedule up to date.
func (w *World) settle(ei uint32) {
	for i := range w.env.Out {
		w.out(ei, &w.env.Out[i])
	}
	e := w.ends.Mut(ei)
	if !e.exists {
		return
	}
	_, at := e.conn.Deadline()
	w.heap.set(e.component-1, at)
	if e.conn.Dead() {
		w.drop(ei)
		e = w.ends.Mut(ei)
	}
	w.useBuffers(ei, e)
}

// drop frees an end whose connection is over. Its state can still be read.
func (w *World) drop(ei uint32) {
	e := w.ends.Mut(ei)
	e.conn.Release(&w.mem)
	*w.living.Mut(ei / 64) &^= 1 << (ei & 63)
	w.heap.set(e.component-1, Never)
	if e.agent {
		w.leaveQueue(ei)
	}
	w.releasePort(ei)
}

// out is one report of an endpoint.
func (w *World) out(ei uint32, o *tcp.Out) {
	if o.Kind == tcp.OutSend {
		w.send(ei, o)
		return
	}
	ev := w.blank(outKinds[o.Kind])
	w.about(ev, ei)
	ev.Rule, ev.A, ev.B, ev.Timer = o.Rule, o.A, o.B, o.Timer
	switch o.Kind {
	case tcp.OutHold, tcp.OutAckHeld, tcp.OutArm:
		ev.At2 = o.At
	case tcp.OutDrop:
		ev.Seg = o.Seg
		shiftAck(&ev.Seg, w.ends.At(ei).isn)
		if l := w.listenerOf(ei); l != nil && o.Rule == rule.AcceptFull {
			w.listenNumbers(ev, l)
		}
	}
	id := w.emit()
	switch o.Kind {
	case tcp.OutState:
		w.useState(ei, tcp.State(o.A), tcp.State(o.B))
		w.countHalfOpen(ei, tcp.State(o.A), tcp.State(o.B))
	case tcp.OutArm:
		w.ends.Mut(ei).armed[o.Timer] = id
	case tcp.OutReadable, tcp.OutEOF, tcp.OutWritable, tcp.OutConnected, tcp.OutError:
		w.wakeOwner(ei, o.Kind, id)
	}
}

// outKinds maps an endpoint's reports to kinds of events.
var outKinds = [...]Kind{
	tcp.OutHold: EvHold, tcp.OutRelease: EvRelease, tcp.OutArm: EvArm, tcp.OutCancel: EvCancel,
	tcp.OutState: EvState, tcp.OutDrop: EvIgnored, tcp.OutReadable: EvReadable, tcp.OutEOF: EvEOF,
	tcp.OutWritable: EvWritable, tcp.OutConnected: EvConnected, tcp.OutError: EvError,
	tcp.OutWindow: EvWindow, tcp.OutRTT: EvRTT, tcp.OutMark: EvMark, tcp.OutUndo: EvUndo,
	tcp.OutAckHeld: EvAckHeld, tcp.OutAcked: EvAcked, tcp.OutOutOfOrder: EvOOO,
}

// send puts a segment of an end on the wire.
func (w *World) send(ei uint32, o *tcp.Out) {
	c := w.conns.At(ei / 2)
	from, to := c.host[ei&1], c.host[1-ei&1]
	o.Seg.Seq += w.ends.At(ei).isn
	w.launch(ei, from, to, o)
}

// launch sends the segment of o as end ei of its connection.
func (w *World) launch(ei uint32, from, to uint8, o *tcp.Out) {
	pk := Packet{Seg: o.Seg, Sent: w.now, Conn: ei / 2, To: to, ToSide: uint8(1 - ei&1), Bytes: ipBytes(&o.Seg)}
	if o.Retrans {
		pk.Flag |= FlagRetrans
	}
	if o.Piggyback {
		pk.Flag |= FlagPiggyback
	}
	f := w.depart(from, &pk, o.Retrans)
	w.stats.count(&pk, f.lost)

	ev := w.blank(EvSend)
	ev.Conn, ev.Side, ev.Host = ei/2, uint8(ei&1), from
	ev.Rule, ev.Seg, ev.Flag, ev.Link, ev.Dir = o.Rule, o.Seg, pk.Flag, pk.Link, pk.Dir
	ev.A, ev.B, ev.Queue = int64(pk.Bytes), int64(pk.Departs-w.now), uint16(min(f.queue, 0xffff))
	if f.lost == rule.None {
		ev.At2 = pk.Arrives
	}
	id := w.emit()
	w.emitDisturbed(id, f)
	if f.lost != rule.None {
		ev := w.blank(EvLost)
		ev.Conn, ev.Side, ev.Host = ei/2, uint8(ei&1), from
		ev.Cause, ev.Rule, ev.Seg, ev.Flag, ev.Link, ev.Dir = id, f.lost, o.Seg, pk.Flag, pk.Link, pk.Dir
		w.emit()
	}
}

// depart puts a packet on the way, before the event of its sending is there: that one's name is
// needed by the packet, and what became of the packet by the event.
func (w *World) depart(from uint8, pk *Packet, retrans bool) fate {
	p := w.net.dirs.Mut(w.cfg.route(from, pk.To))
	pk.Link, pk.Dir, pk.SentBy = p.link, p.dir, w.nextID()
	f := wire{&w.net, w.cfg, w.now, p}.transmit(pk, retrans)
	w.scheduleArrival(p)
	return f
}

func (w *World) emitOut(ei uint32) {
	for i := range w.env.Out {
		w.out(ei, &w.env.Out[i])
	}
}

// fire is the frame in which a timer of an end goes off.
func (w *World) fire(ei uint32) {
	e := w.ends.Mut(ei)
	k, _ := e.conn.Deadline()
	ev := w.blank(EvFire)
	w.about(ev, ei)
	ev.Timer, ev.Cause = k, e.armed[k]
	w.emit()
	w.fired[k]++
	env := w.callEnv(ei)
	e.conn.Fire(env, k)
	w.settle(ei)
}

// applyPolicyChange tells every living connection of a host that its settings changed.
func (w *World) applyPolicyChange(host int) {
	for i := 0; i < w.ends.Len(); i++ {
		ei := uint32(i)
		e := w.ends.At(ei)
		if !e.exists || e.conn.Dead() || int(w.conns.At(ei / 2).host[ei&1]) != host {
			continue
		}
		e = w.ends.Mut(ei)
		e.conn.PolicyChanged(w.callEnv(ei))
		w.settle(ei)
	}
}

// emitDisturbed emits what was done to a packet that still arrives, if anything was; its sending is
// the newest event. Rule says by whom, A by how much.
func (w *World) emitDisturbed(id EventID, f fate) {
	if f.change == rule.None {
		return
	}
	sent := w.ev
	ev := w.blank(EvWire)
	ev.Conn, ev.Side, ev.Host, ev.Link, ev.Dir, ev.Seg = sent.Conn, sent.Side, sent.Host, sent.Link, sent.Dir, sent.Seg
	ev.Cause, ev.Rule, ev.A = id, f.change, int64(f.extra)
	w.emit()
}

// connect opens end ei actively; the call's event has been emitted.
func (w *World) connect(ei uint32) {
	e := w.open(ei)
	w.conns.Mut(ei / 2).opened = w.now
	e.conn.Connect(w.callEnv(ei))
	w.settle(ei)
}

// useState books a change of state of an end.
func (w *World) useState(ei uint32, from, to tcp.State) {
	u := w.usage.Mut(uint32(w.conns.At(ei / 2).host[ei&1]))
	u.count(from, -1)
	u.count(to, 1)
	u.peak()
}

// useBuffers books what an end's buffers take now.
func (w *World) useBuffers(ei uint32, e *endpoint) {
	now := int64(0)
	if e.exists && !e.conn.Dead() {
		now = e.conn.Buffers()
	}
	if now == e.space {
		return
	}
	u := w.usage.Mut(uint32(w.conns.At(ei / 2).host[ei&1]))
	u.buffers += now - e.space
	e.space = now
	u.peak()
}
