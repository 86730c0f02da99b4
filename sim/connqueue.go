package sim

import (
	"teacp/sim/agent"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// connQueue gives the exchanges that wait for a destination their connections: the client's, or
// those of a proxy.
type connQueue struct {
	w *World
	d uint32 // index of the destination
}

// add puts an exchange in the queue.
func (q connQueue) add(x uint32, cause EventID) {
	a := &q.w.agents
	if a.Enqueue(q.d, x) {
		q.serve(cause)
		return
	}
	head := a.Dests.At(q.d).Head
	v, _ := a.Place(q.d, head)
	if v.Do != http.Wait {
		v = http.Verdict{Rule: a.Ex(head).Waits, A: v.A, B: v.B}
	}
	q.w.beginWait(x, 0, v, cause)
}

// addFirst puts exchanges before all others.
func (q connQueue) addFirst(list agent.List, cause EventID) {
	w, a := q.w, &q.w.agents
	a.Prepend(q.d, list)
	q.serve(cause)
	head := a.Dests.At(q.d).Head
	for x := head; x != 0 && list.First != 0; x = a.Ex(x).Next {
		if a.Ex(x).Waits == rule.None {
			v, _ := a.Place(q.d, head)
			w.beginWait(x, 0, http.Verdict{Rule: a.Ex(head).Waits, A: v.A, B: v.B}, a.Ex(x).By)
		}
	}
}

// serve gives waiting exchanges their connections, in order, until one has to wait.
func (q connQueue) serve(cause EventID) {
	w, a := q.w, &q.w.agents
	for {
		de := a.Dests.Mut(q.d)
		x := de.Head
		if x == 0 {
			return
		}
		v, ci := a.Place(q.d, x)
		switch v.Do {
		case http.Wait:
			if v.Rule == rule.Dns && !de.Asking {
				if q.lookUp(cause); de.Head != x {
					return // the look-up failed
				}
			}
			w.beginWait(x, 0, v, cause)
			return
		case http.Evict:
			idle, ok := a.IdleConn(q.d)
			if !ok {
				return
			}
			w.opener(idle).close(rule.PoolTotal, cause)
			continue
		}
		a.Dequeue(q.d)
		id := w.endWait(x, 0, cause)
		if v.Do == http.Open {
			q.open(x, id)
		} else {
			w.opener(ci).reuse(x, v, id)
		}
	}
}

// lookUp asks for the destination's address; after four questions the client gives up.
func (q connQueue) lookUp(cause EventID) {
	w, a := q.w, &q.w.agents
	de := a.Dests.Mut(q.d)
	if de.Tries >= 4 {
		de.AskAgain, de.Asking = Never, false
		for x := a.ClearQueue(q.d); x != 0; {
			next := a.Ex(x).Next
			a.ClearQueue(q.d)
			pageClient{w}.fail(x, w.endWait(x, 0, cause), rule.Dns, int64(de.Tries), 0)
			x = next
		}
		return
	}
	de.Tries++
	de.Asking = true
	id := w.emitHTTP(http.DNSStart, de.Head, 0, rule.Dns, cause, int64(de.Tries), 0)
	q.sendDatagram(0, id)
	de.AskAgain, de.AskBy = w.now+5_000_000_000, id // RFC 1035 section 4.2.1
	w.scheduleClient()
}

// sendDatagram sends a DNS question (kind 0) about the destination, or its answer (1).
func (q connQueue) sendDatagram(kind int64, cause EventID) {
	w := q.w
	de := w.agents.Dests.At(q.d)
	from, to := de.From, de.To
	if kind == 1 {
		from, to = to, from
	}
	pk := Packet{Conn: NoConn, Sent: w.now, To: to, Dgram: true, A: kind, B: int64(q.d),
		Bytes: int32(20 + 8 + 12 + len(w.cfg.DNSName(int(q.d))) + 6)}
	if kind == 1 {
		pk.Bytes += 16
	}
	f := w.depart(from, &pk, false)
	ev := w.blank(EvDgram)
	ev.Host, ev.Rule, ev.A, ev.B, ev.Link, ev.Dir, ev.Cause = from, rule.Dns, kind, int64(q.d), pk.Link, pk.Dir, cause
	if f.lost == rule.None {
		ev.At2 = pk.Arrives
	}
	id := w.emit()
	w.emitDisturbed(id, f)
	if f.lost != rule.None {
		ev := w.blank(EvLost)
		ev.Host, ev.Rule, ev.Cause = from, f.lost, id
		w.emit()
	}
}

// datagramArrives answers a DNS question, or ends the look-up.
func (w *World) datagramArrives(pk *Packet) {
	ev := w.blank(EvDgramRecv)
	ev.Host, ev.Cause, ev.Rule, ev.A, ev.B, ev.Link, ev.Dir = pk.To, pk.SentBy, rule.Dns, pk.A, pk.B, pk.Link, pk.Dir
	id := w.emit()
	q := connQueue{w, uint32(pk.B)}
	de := w.agents.Dests.Mut(q.d)
	switch {
	case pk.A == 0:
		q.sendDatagram(1, id)
	case !de.Resolved:
		de.Resolved, de.Asking, de.AskAgain = true, false, Never
		id = w.emitHTTP(http.DNSDone, de.Head, 0, rule.Dns, id, 0, 0)
		q.serve(id)
		w.scheduleClient()
	}
}
