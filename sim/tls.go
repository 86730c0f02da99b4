package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// agentEnd is one end of an agent's connection, while TLS is set up there.
type agentEnd struct {
	w  *World
	ei uint32
}

// setUpTLS goes on with the set-up of TLS: it writes this end's flights and reads the others.
// It returns the cause of what follows, and whether it is done.
func (t agentEnd) setUpTLS(cause EventID) (EventID, bool) {
	w, ci, side := t.w, t.ei/2, int(t.ei&1)
	c := w.agents.Conn(ci)
	flights := c.TLS.Flights()
	for {
		k := int(c.Flight[side])
		if k == len(flights) {
			return cause, true
		}
		if c.TCPAt[side] == 0 {
			c.TCPAt[side] = w.now
			if side == 0 {
				cause = w.emitHTTP(http.TLSStart, c.Head, 0, rule.Tls, cause, c.TLS.Prefix(0), c.TLS.Prefix(1))
				w.agents.RestartClientTimeout(ci, w.now, cause)
			}
		}
		f := &flights[k]
		n, ok := int64(0), false
		if f.Side == side {
			n, ok = t.writeFlight(f.Bytes()-c.Flown[side], cause)
		} else {
			n, cause, ok = t.readFlight(f.Bytes()-c.Flown[side], cause)
		}
		if !ok {
			return cause, false
		}
		if c.Flown[side] += n; c.Flown[side] < f.Bytes() {
			continue
		}
		c.Flown[side] = 0
		if c.Flight[side]++; int(c.Flight[side]) == len(flights) {
			x := c.Head
			if side == 1 {
				x = c.In
			}
			cause = w.emitHTTP(http.TLSDone, x, side, rule.Tls, cause, int64(w.now-c.TCPAt[side]), 0)
		}
	}
}

// writeFlight writes as much of a flight as the send buffer takes.
func (t agentEnd) writeFlight(left int64, cause EventID) (int64, bool) {
	w, ei := t.w, t.ei
	e := w.ends.Mut(ei)
	free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
	switch {
	case errno != tcp.OK:
		t.fail(errno, cause)
		return 0, false
	case !free:
		e.conn.AwaitRoom()
		return 0, false
	}
	n, _ := e.conn.Write(w.callEnv(ei), left, false)
	w.emitCall(ei, OpWrite, left, n, tcp.OK, cause) // before what TCP makes of it
	w.settle(ei)
	return n, true
}

// readFlight reads what has come of a flight.
func (t agentEnd) readFlight(left int64, cause EventID) (int64, EventID, bool) {
	w, ei := t.w, t.ei
	e := w.ends.Mut(ei)
	n, eof, errno := e.conn.Peek(left)
	if n == 0 {
		if eof || connectionError(errno) {
			t.fail(errno, cause)
		}
		return 0, cause, false
	}
	id := w.emitCall(ei, OpRead, left, n, tcp.OK, cause)
	e.conn.Read(w.callEnv(ei), n)
	w.settle(ei)
	if ei&1 == 0 {
		w.agents.RestartClientTimeout(ei/2, w.now, id)
	}
	return n, id, true
}

// fail ends a connection that ended before TLS was set up.
func (t agentEnd) fail(errno tcp.Errno, cause EventID) {
	w, ei := t.w, t.ei
	id := w.emitCall(ei, OpRead, maxRead, 0, errno, cause)
	switch {
	case ei&1 == 0:
		w.opener(ei/2).ended(errno, id)
	case errno != tcp.OK:
		w.acceptor(ei/2).close(rule.StateReset, id)
	default:
		w.acceptor(ei/2).close(rule.PeerClosed, id)
	}
}
