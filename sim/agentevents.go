package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// The events of HTTP agents and the schedule of what they do. Which agent acts on them stands in
// client.go, opener.go, acceptor.go and proxy.go; their state is package agent's.

// page is what the run's client, servers and proxies are configured to do.
func (w *World) page() *http.Config { return &w.cfg.HTTP[0] }

// blankHTTP readies the event of an exchange (0: none), seen by one side of its connection.
func (w *World) blankHTTP(k http.Kind, x uint32, side int, r rule.ID, cause EventID) *Event {
	ev := w.blank(EvHTTP)
	ev.Sub, ev.Rule, ev.Host, ev.Side = uint8(k), r, w.page().ClientHost, uint8(side)
	if cause != 0 {
		ev.Cause = cause
	}
	if x != 0 {
		ex := w.agents.Exs.At(x - 1)
		ev.Req = int32(ex.Req)
		if ex.Conn != 0 {
			ev.Conn = ex.Conn - 1
			ev.Host = w.conns.At(ev.Conn).host[side]
		}
	}
	return ev
}

// emitHTTP emits the event of an exchange with its numbers.
func (w *World) emitHTTP(k http.Kind, x uint32, side int, r rule.ID, cause EventID, a, b int64) EventID {
	ev := w.blankHTTP(k, x, side, r, cause)
	ev.A, ev.B = a, b
	return w.emit()
}

// emitHTTPConn emits an HTTP event about a connection and no request.
func (w *World) emitHTTPConn(k http.Kind, ei uint32, r rule.ID, cause EventID, a, b int64) EventID {
	ev := w.blankHTTP(k, 0, int(ei&1), r, cause)
	w.about(ev, ei)
	ev.A, ev.B = a, b
	return w.emit()
}

// emitCall emits the event of a socket call of an agent. What TCP makes of the call is caused by it.
func (w *World) emitCall(ei uint32, op Op, arg, res int64, errno tcp.Errno, cause EventID) EventID {
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.A, ev.B, ev.Rule, ev.At2, ev.Sub = op, arg, res, rule.AppCall, w.now, uint8(errno)
	if cause != 0 {
		ev.Cause = cause
	}
	id := w.emit()
	w.root = id
	return id
}

// beginWait reports that an exchange waits, and for what; once for each reason.
func (w *World) beginWait(x uint32, side int, v http.Verdict, cause EventID) {
	ex := w.agents.Ex(x)
	if ex.Waits == v.Rule {
		return
	}
	w.endWait(x, side, cause)
	id := w.emitHTTP(http.Queued, x, side, v.Rule, cause, v.A, v.B)
	ex.Waits, ex.Since, ex.By = v.Rule, w.now, id
}

// endWait reports that a wait is over, if there was one; it returns the cause of what follows.
func (w *World) endWait(x uint32, side int, cause EventID) EventID {
	ex := w.agents.Ex(x)
	if ex.Waits == rule.None {
		return cause
	}
	r, since := ex.Waits, ex.Since
	ex.Waits = rule.None
	return w.emitHTTP(http.Started, x, side, r, cause, int64(w.now-since), 0)
}

// scheduleAgent sets an end's component to the first of its own deadlines.
func (w *World) scheduleAgent(ei uint32) {
	c := w.agents.ReadConn(ei / 2)
	if at := c.Deadline(ei & 1); at != Never {
		w.heap.sooner(c.Comp[ei&1], max(at, w.now))
	}
}

// scheduleClient sets the client's component to the first of its deadlines.
func (w *World) scheduleClient() {
	if at := w.agents.Deadline(); at != Never {
		w.heap.set(w.agents.Comp, max(at, w.now))
	}
}

// wakeClient makes the client look at its waiting requests, in a frame of its own.
func (w *World) wakeClient(cause EventID) {
	w.agents.WakeAt, w.agents.WakeBy = w.now, cause
	w.heap.sooner(w.agents.Comp, w.now)
}

// wakeAgent lets the agent that owns an end act in a frame of its own.
func (w *World) wakeAgent(ei uint32, id EventID) {
	c := w.agents.Conn(ei / 2)
	if c.Closed[ei&1] {
		return
	}
	c.Wake[ei&1] = id
	w.heap.sooner(c.Comp[ei&1], w.now+w.cfg.Hosts[w.conns.At(ei / 2).host[ei&1]].Wake)
}

// releasePort frees the port of an end whose control block is gone, if an agent opened it.
func (w *World) releasePort(ei uint32) {
	if ei&1 == 1 || !w.ends.At(ei).agent {
		return
	}
	if x, ok := w.agents.ReleasePort(ei / 2); ok {
		w.portFreed(x, w.root)
	}
}

// portFreed lets the exchange go on that waits first for a destination (0: none), if it waits for
// a port.
func (w *World) portFreed(x uint32, cause EventID) {
	if x != 0 && w.agents.Ex(x).Waits == rule.PortWait {
		w.wakeClient(cause)
	}
}

// maxRead is how much an agent reads in one call.
const maxRead = 1 << 19

// connectionError reports whether a read that gave errno means the end of the connection.
func connectionError(errno tcp.Errno) bool {
	return errno != tcp.OK && errno != tcp.ErrAgain && errno != tcp.ErrNotConn
}
