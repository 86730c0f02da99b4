package ledger

import (
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// wire books the transfer of a segment, backwards: jitter and faults, propagation, serialization,
// and the queue of the link.
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
		w.part(s.arrive, twice, open) // a second copy, if it arrived first
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

// part books one part of a transfer. During a handshake it becomes the contributor.
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

// travel books propagation. While data is held for a window, propagation is part of the window's
// round trip. If the link of the held data is busy meanwhile, the link is the cause, because a
// larger window would not help.
func (w *walker) travel(from sim.Time, cause rule.ID) {
	n := len(w.held)
	if n == 0 || !w.held[n-1].window {
		w.book(from, cause, rule.None)
		return
	}
	h := w.held[n-1]
	w.line(from, int(h.line), h.conn, h.rule)
}

// line books the time back to from by the use of one direction of a link: it sent segments of the
// same connection (serialization) or of others (queueing), or it was idle.
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

// idle books time in which the link was idle.
func (w *walker) idle(from sim.Time, r rule.ID) { w.book(from, r, rule.None) }

// bound returns the earliest time that an interval from from may reach: not before the start, and
// not before the write of held data.
func (w *walker) bound(from sim.Time) sim.Time {
	from = max(from, w.start)
	if n := len(w.held); n > 0 {
		from = max(from, w.held[n-1].bound)
	}
	return from
}

// book books the time from from to w.t, and sets w.t to from.
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

// variant returns the rule that held the data as contributor, if it is a variant of the cause.
func (w *walker) variant(cause, with rule.ID) rule.ID {
	n := len(w.held)
	if n == 0 || with != rule.None || w.held[n-1].rule != cause || w.held[n-1].shown == cause {
		return with
	}
	return w.held[n-1].shown
}

// as returns the booking of time within a hold. A cause of its own remains the cause, with the hold
// as contributor. All other time belongs to the hold.
func (h *held) as(cause, with rule.ID) (rule.ID, rule.ID) {
	switch cause {
	case h.rule:
		return cause, with
	case rule.DelayedAck, rule.Rto, rule.FastRecovery, rule.Tlp, rule.PortWait, rule.Dns:
		if with == rule.HandLose { // HandLose explains more than the hold
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

// put appends an interval. A cause is no contributor to itself.
func (w *walker) put(from sim.Time, cause, with rule.ID) {
	if from >= w.t {
		return
	}
	if with == cause {
		with = rule.None
	}
	if n := len(w.out); n > 0 {
		o := &w.out[n-1]
		if o.Cause == cause && o.With == with && o.Conn == w.conn && o.Side == w.side && o.From == w.t {
			o.From = from
			w.t = from
			return
		}
	}
	w.out = append(w.out, Interval{From: from, To: w.t, Cause: cause, With: with, Frame: int64(w.frame),
		Conn: w.conn, Side: w.side})
	w.t = from
}
