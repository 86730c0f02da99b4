package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// secure goes on with the set-up of TLS at one end of a connection: it writes that end's
// flights and reads the others. It returns the cause of what follows, and whether it is done.
func (w *World) secure(ci uint32, side int, cause EventID) (EventID, bool) {
	ei := 2*ci + uint32(side)
	for {
		ac := w.agentConn(ci)
		flights := ac.tls.Flights()
		k := int(ac.flight[side])
		if k == len(flights) {
			return cause, true
		}
		if ac.tcpAt[side] == 0 {
			ac.tcpAt[side] = w.now
			if side == 0 {
				cause = w.tell(http.TLSStart, ac.head, 0, rule.Tls, cause, ac.tls.Prefix(0), ac.tls.Prefix(1))
				w.patience(ci, cause)
			}
		}
		f := &flights[k]
		n, ok := int64(0), false
		if f.Side == side {
			n, ok = w.writeFlight(ei, f.Bytes()-ac.flown[side], cause)
		} else {
			n, cause, ok = w.readFlight(ei, f.Bytes()-ac.flown[side], cause)
		}
		if !ok {
			return cause, false
		}
		ac = w.agentConn(ci)
		if ac.flown[side] += n; ac.flown[side] < f.Bytes() {
			continue
		}
		ac.flown[side] = 0
		if ac.flight[side]++; int(ac.flight[side]) == len(flights) {
			x := ac.head
			if side == 1 {
				x = ac.in
			}
			cause = w.tell(http.TLSDone, x, side, rule.Tls, cause, int64(w.now-ac.tcpAt[side]), 0)
		}
	}
}

// writeFlight writes as much of a flight as the send buffer takes.
func (w *World) writeFlight(ei uint32, left int64, cause EventID) (int64, bool) {
	e := w.ends.Mut(ei)
	free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
	switch {
	case errno != tcp.OK:
		w.insecure(ei, errno, cause)
		return 0, false
	case !free:
		e.conn.AwaitRoom()
		return 0, false
	}
	n, _ := e.conn.Write(w.callEnv(ei), left, false)
	w.agentCall(ei, OpWrite, left, n, tcp.OK, cause) // before what came of it
	w.settle(ei)
	return n, true
}

// readFlight reads what has come of a flight.
func (w *World) readFlight(ei uint32, left int64, cause EventID) (int64, EventID, bool) {
	e := w.ends.Mut(ei)
	n, eof, errno := e.conn.Peek(left)
	if n == 0 {
		if eof || sockErr(errno) {
			w.insecure(ei, errno, cause)
		}
		return 0, cause, false
	}
	id := w.agentCall(ei, OpRead, left, n, tcp.OK, cause)
	e.conn.Read(w.callEnv(ei), n)
	w.settle(ei)
	if ei&1 == 0 {
		w.patience(ei/2, id)
	}
	return n, id, true
}

// insecure ends a connection that ended before TLS was set up.
func (w *World) insecure(ei uint32, errno tcp.Errno, cause EventID) {
	id := w.agentCall(ei, OpRead, 1<<19, 0, errno, cause)
	switch {
	case ei&1 == 0:
		w.connEnded(ei/2, errno, id)
	case errno != tcp.OK:
		w.closeAcceptor(ei/2, rule.StateReset, id)
	default:
		w.closeAcceptor(ei/2, rule.PeerClosed, id)
	}
}
