package ledger

import (
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// wire books the way of a segment: jitter and faults, the travelling, the line's time for
// its bits, the queue in front of the line.
func (w *walker) wire(s *send, a aspect) {
	cause := rule.Request
	if s.side == 1 {
		cause = rule.Response
	}
	if s.len > 0 && s.seq+int64(s.len) <= 1+w.l.ends[2*s.conn+uint32(s.side)].tls {
		cause = rule.Tls
	}
	open := s.flags&tcp.SYN != 0 || a == aspOpen
	if s.arrive != sim.Never {
		twice := rule.FaultDup
		if s.hand == rule.HandDup {
			twice = rule.HandDup
		}
		w.part(s.arrive, twice, open) // a second copy, when it is what counts
		w.part(s.arrive-s.late, rule.HandDelay, open)
		if s.extra > s.late {
			r := rule.FaultDelay
			if s.extra-s.late <= w.l.rates[2*int(s.link)+int(s.dir)].Jitter {
				r = rule.Jitter
			}
			w.part(s.arrive-s.extra, r, open)
		}
	}
	if open {
		w.book(s.departs+s.tx, rule.Handshaking, rule.None)
	} else {
		w.travel(s.departs+s.tx, cause)
	}
	w.part(s.departs, rule.Serialization, open)
	if open {
		w.book(s.at, rule.Handshaking, rule.Queueing)
		return
	}
	w.line(s.at, int(2*s.link+s.dir), s.conn, rule.Queueing)
}

// part books one part of a segment's way; in a handshake it is named as contributor.
func (w *walker) part(from sim.Time, r rule.ID, open bool) {
	if from >= w.t {
		return
	}
	if open {
		w.book(from, rule.Handshaking, r)
		return
	}
	w.book(from, r, rule.None)
}

// travel books propagation. Within a wait for a window it is the window's round trip, but
// while the line of the held data is busy a larger window would not have helped.
func (w *walker) travel(from sim.Time, cause rule.ID) {
	n := len(w.held)
	if n == 0 || !w.held[n-1].window {
		w.book(from, cause, rule.None)
		return
	}
	h := w.held[n-1]
	w.line(from, int(h.line), h.conn, h.rule)
}

// line books the time back to from by what the line of a direction did: it sent bits of the
// connection itself (serialization) or of others (queueing), or it was idle.
func (w *walker) line(from sim.Time, line int, conn uint32, idle rule.ID) {
	l := w.l.lines[line].sends
	sends := w.l.sends
	i := sort.Search(len(l), func(i int) bool { return sends[l[i]].departs >= w.t }) - 1
	bound := w.bound(from)
	for ; i >= 0 && w.t > bound; i-- {
		s := &sends[l[i]]
		if end := s.departs + s.tx; end < w.t {
			w.idle(max(end, bound), idle)
		}
		if w.t <= bound {
			break
		}
		r, with := rule.Queueing, rule.None
		if s.conn == conn {
			r, with = rule.Serialization, rule.Queueing
		}
		if n := len(w.held); n > 0 && w.held[n-1].window {
			with = rule.None
		}
		w.book(max(s.departs, bound), r, with)
	}
	w.idle(from, idle)
}

// idle books time in which the line did nothing for the one that waits.
func (w *walker) idle(from sim.Time, r rule.ID) { w.book(from, r, rule.None) }

// bound is how far back an interval that begins at from may reach: not beyond the write of
// held data, nor the start.
func (w *walker) bound(from sim.Time) sim.Time {
	from = max(from, w.start)
	if n := len(w.held); n > 0 {
		from = max(from, w.held[n-1].bound)
	}
	return from
}

// book books the time from from to where the walk stands, and moves the walk there.
func (w *walker) book(from sim.Time, cause, with rule.ID) {
	from = w.bound(from)
	if from >= w.t {
		return
	}
	if n := len(w.held); n > 0 {
		cause, with = w.held[n-1].as(cause, with)
	}
	if cause == rule.CwndHold || cause == rule.Nagle || cause == rule.FastRecovery {
		with = w.variant(cause, with)
	}
	if w.pool != sim.Never && with == rule.None && w.t > w.pool {
		if w.pool > from {
			w.put(w.pool, cause, w.why)
			w.put(from, cause, rule.None)
			w.pool = sim.Never
			return
		}
		with = w.why
	}
	w.put(from, cause, with)
}

// variant names the variant of a mechanism as contributor where it has another name.
func (w *walker) variant(cause, with rule.ID) rule.ID {
	n := len(w.held)
	if n == 0 || with != rule.None || w.held[n-1].rule != cause || w.held[n-1].shown == cause {
		return with
	}
	return w.held[n-1].shown
}

// as is how time within a hold is booked: what has a cause of its own keeps it and names the
// hold as contributor, the rest is the hold's.
func (h *held) as(cause, with rule.ID) (rule.ID, rule.ID) {
	switch cause {
	case h.rule:
		return cause, with
	case rule.DelayedAck, rule.Rto, rule.FastRecovery, rule.Tlp, rule.PortWait, rule.Dns:
		if with == rule.HandLose { // that says more
			return cause, with
		}
		return cause, h.rule
	case rule.Serialization, rule.Queueing, rule.Jitter, rule.FaultDelay, rule.FaultDup, rule.HandDelay, rule.HandDup:
		if h.window {
			return cause, h.rule
		}
	case rule.Think, rule.Server:
		return h.rule, rule.Think
	case rule.Handshaking:
		return cause, with
	}
	return h.rule, rule.None
}

func (w *walker) put(from sim.Time, cause, with rule.ID) {
	if from >= w.t {
		return
	}
	if n := len(w.out); n > 0 {
		o := &w.out[n-1]
		if o.Cause == cause && o.With == with && o.Conn == w.conn && o.Side == w.side && o.From == w.t {
			o.From = from
			w.t = from
			return
		}
	}
	w.out = append(w.out, Interval{From: from, To: w.t, Cause: cause, With: with, Frame: int64(w.frame), Conn: w.conn, Side: w.side})
	w.t = from
}
