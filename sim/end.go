package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// open makes the control block of one end of a connection.
func (w *World) open(ei uint32) *end {
	e := w.ends.Mut(ei)
	if !e.exists {
		comp := e.comp
		if comp == 0 {
			comp = w.addComp(compEnd, ei) + 1
		}
		app, agent := e.app, e.agent
		*e = end{exists: true, comp: comp, app: app, agent: agent}
		*w.living.Mut(ei / 64) |= 1 << (ei & 63)
	}
	return e
}

// addConn adds a connection that nobody has opened yet.
func (w *World) addConn(c connRec) uint32 {
	i := w.conns.Push(c)
	w.ends.Push(end{})
	w.ends.Push(end{})
	if 2*int(i) >= 64*w.living.Len() {
		w.living.Push(0)
	}
	w.stats.Connections++
	return i
}

// policyOf is how the stack of an end's host is set.
func (w *World) policyOf(ei uint32) *tcp.Policy {
	return w.pol.At(uint32(w.conns.At(ei / 2).host[ei&1]))
}

// callEnv prepares the scratch Env for a call into an endpoint of a host.
func (w *World) callEnv(ei uint32) *tcp.Env {
	w.env.Now = w.now
	w.env.Pol = w.policyOf(ei)
	w.env.Mem = &w.mem
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
	w.heap.set(e.comp-1, at)
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
	w.heap.set(e.comp-1, Never)
	w.releasePort(ei)
}

// about fills in who an event is about.
func (w *World) about(e *Event, ei uint32) {
	e.Conn, e.Side = ei/2, uint8(ei&1)
	e.Host = w.conns.At(ei / 2).host[ei&1]
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
	}
	id := w.emit()
	switch o.Kind {
	case tcp.OutState:
		w.useState(ei, tcp.State(o.A), tcp.State(o.B))
	case tcp.OutArm:
		w.ends.Mut(ei).armed[o.Timer] = id
	case tcp.OutReadable, tcp.OutEOF, tcp.OutWritable, tcp.OutConnected, tcp.OutError:
		w.woken(ei, o.Kind, id)
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
	w.launch(ei, from, to, o)
}

// launch sends the segment of o as end ei of its connection.
func (w *World) launch(ei uint32, from, to uint8, o *tcp.Out) {
	pk := Packet{Seg: o.Seg, Sent: w.now, Conn: ei / 2, To: to, ToSide: uint8(1 - ei&1), Bytes: ipBytes(&o.Seg)}
	if o.Retrans {
		pk.Flag |= FlagRetrans
	}
	lost, queue := w.depart(from, &pk, o.Retrans)
	w.count(&pk, lost)

	ev := w.blank(EvSend)
	ev.Conn, ev.Side, ev.Host = ei/2, uint8(ei&1), from
	ev.Rule, ev.Seg, ev.Flag, ev.Link, ev.Dir = o.Rule, o.Seg, pk.Flag, pk.Link, pk.Dir
	ev.A, ev.B, ev.Queue = int64(pk.Bytes), int64(pk.Departs-w.now), uint16(min(queue, 0xffff))
	if lost == rule.None {
		ev.At2 = pk.Arrives
	}
	id := w.emit()
	if w.harm.rule != rule.None {
		w.disturbed(w.ev, id)
	}
	if lost != rule.None {
		ev := w.blank(EvLost)
		ev.Conn, ev.Side, ev.Host = ei/2, uint8(ei&1), from
		ev.Cause, ev.Rule, ev.Seg, ev.Flag, ev.Link, ev.Dir = id, lost, o.Seg, pk.Flag, pk.Link, pk.Dir
		w.emit()
	}
}

// depart puts a packet on the way, before the event of its sending is there: that one's name is
// needed by the packet, and what became of the packet by the event.
func (w *World) depart(from uint8, pk *Packet, retrans bool) (lost rule.ID, queue int64) {
	pi := w.route(from, pk.To)
	p := w.paths.At(pi)
	pk.Link, pk.Dir, pk.SentBy = p.link, p.dir, w.nextID()
	return w.transmit(pi, pk, retrans)
}

func (w *World) count(pk *Packet, lost rule.ID) {
	s := &w.stats
	s.Segments++
	s.WireBytes += int64(pk.Bytes)
	s.PayloadBytes += int64(pk.Seg.Len)
	switch {
	case pk.Seg.Len > 0:
		s.DataSegments++
	case pk.Seg.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0:
		s.PureAcks++
	}
	if pk.Flag&FlagRetrans != 0 {
		s.Retransmissions++
	}
	if lost != rule.None {
		s.Drops++
	}
}

// route is the path from one host to another: their direct link. Without one the
// first link of the sender is taken; the scenario checker refuses such configs.
func (w *World) route(from, to uint8) uint32 {
	for i := range w.cfg.Links {
		l := &w.cfg.Links[i]
		switch {
		case l.A == from && l.B == to:
			return uint32(2 * i)
		case l.B == from && l.A == to:
			return uint32(2*i + 1)
		}
	}
	return 0
}

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

	if w.playedArrives(pk, ei) {
		return
	}
	e := w.ends.Mut(ei)
	switch {
	case e.exists && !e.conn.Dead():
		env := w.callEnv(ei)
		env.Held, env.Acked, env.Lag = w.heldAt(ei, &pk.Seg), pk.Acked, pk.Lag
		e.conn.Receive(env, &pk.Seg)
		env.Held, env.Acked, env.Lag = false, 0, 0
		w.settle(ei)
	case pk.Seg.Flags&(tcp.SYN|tcp.ACK|tcp.RST) == tcp.SYN && w.listens(ei):
		w.passiveOpen(ei, &pk.Seg)
	default:
		tcp.Stray(w.callEnv(ei), &pk.Seg)
		w.settleStray(ei)
	}
}

func (w *World) settleStray(ei uint32) {
	for i := range w.env.Out {
		w.out(ei, &w.env.Out[i])
	}
}

// listens reports whether somebody takes the connection of end ei. A connection that
// has been there once cannot be opened again.
func (w *World) listens(ei uint32) bool {
	l := w.conns.At(ei / 2).lst
	return ei&1 == 1 && l != 0 && w.lst.At(l-1).open
}

// passiveOpen answers a SYN that reached a listening socket. A full backlog drops it
// (the client's SYN timer will repeat it).
func (w *World) passiveOpen(ei uint32, syn *tcp.Segment) {
	w.recycle(ei)
	l := w.lst.Mut(w.conns.At(ei/2).lst - 1)
	if backlog := w.pol.At(uint32(l.host)).Backlog; backlog > 0 && int64(l.queue) > int64(backlog) {
		ev := w.blank(EvIgnored)
		w.about(ev, ei)
		ev.Rule, ev.Seg, ev.A, ev.B = rule.Backlog, *syn, int64(l.queue), int64(backlog)
		w.emit()
		return
	}
	e := w.open(ei)
	e.agent = l.agent
	env := w.callEnv(ei)
	for i := uint8(0); i < l.nopts; i++ {
		e.conn.SetOpt(env, l.opts[i].opt, l.opts[i].val)
	}
	e.conn.Accept(env, syn)
	w.settle(ei)
}

// fire is the frame in which a timer of an end goes off.
func (w *World) fire(ei uint32) {
	e := w.ends.Mut(ei)
	k, _ := e.conn.Deadline()
	ev := w.blank(EvFire)
	w.about(ev, ei)
	ev.Timer, ev.Cause = k, e.armed[k]
	w.emit()
	env := w.callEnv(ei)
	e.conn.Fire(env, k)
	w.settle(ei)
}

// woken tells the owner of a socket that something happened to it.
func (w *World) woken(ei uint32, k tcp.OutKind, id EventID) {
	e := w.ends.Mut(ei)
	e.wake = id
	if k == tcp.OutConnected && ei&1 == 1 {
		if l := w.conns.At(ei / 2).lst; l != 0 && e.app == 0 {
			w.incoming(ei, l-1, id)
			return
		}
	}
	if e.agent {
		w.wakeAgent(ei, id)
		return
	}
	if e.app != 0 {
		w.wakeApp(e.app-1, k, id)
	}
}

// incoming puts an established connection in the queue of its listener.
func (w *World) incoming(ei, li uint32, id EventID) {
	l := w.lst.Mut(li)
	if l.agent {
		w.wakeAgent(ei, id)
		return
	}
	l.queue++
	l.waiting = ei + 1
	if l.app != 0 {
		w.wakeApp(l.app-1, tcp.OutConnected, id)
	}
}

// turn is the frame in which a knob is turned.
func (w *World) turn(i int) {
	ev := w.blank(EvKnob)
	ev.A, ev.Rule = int64(i), rule.Knob
	w.emit()
	w.applyChange(i)
}

// repolice tells every living connection of a host that its settings changed.
func (w *World) repolice(host int) {
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
	e.conn.Recycle(w.callEnv(old), rule.TwRecycled)
	w.settle(old)
}
