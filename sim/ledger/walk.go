package ledger

import (
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// aspect says why an arrival matters to its effect: its data, its acknowledgment and window, or its
// SYN.
type aspect uint8

const (
	aspData aspect = iota
	aspAck
	aspOpen
)

// place is the position of a walk: an origin, or a send if send >= 0.
type place struct {
	o    int32
	send int32
	asp  aspect
}

func at(o int32, a aspect) place { return place{o: o, send: -1, asp: a} }

// walker walks back in time from a completion. The time before t is not booked yet.
type walker struct {
	l     *Ledger
	t     sim.Time
	start sim.Time
	req   int32 // the request, -1: the whole run
	frame int32 // the frame that ends the current interval
	conn  uint32
	side  uint8
	held  []held
	pool  sim.Time // whole run only: some request waited for a connection from here on
	why   rule.ID
	waits int32      // the frame in which that wait began
	out   []Interval // in reverse order
}

// held is written data that was held before it was sent. Until the walk reaches the write, all time
// without a cause of its own is booked to the hold.
type held struct {
	rule   rule.ID  // the cause that is booked
	shown  rule.ID  // the rule that held the data
	bound  sim.Time // the time of the write
	resume int32    // the origin of the write
	conn   uint32
	line   uint8 // link and direction of the held data: 2*link+dir
	window bool  // held until an acknowledgment: while the link is busy, the link is the cause
}

// walk books the time from start to a point.
func (l *Ledger) walk(p point, start sim.Time, req int32) []Interval {
	if p.o < 0 || p.at <= start {
		return nil
	}
	w := walker{l: l, t: p.at, start: start, req: req, frame: p.frame, conn: sim.NoConn, pool: sim.Never}
	here := at(p.o, p.asp)
	if r := &l.origins[p.o]; p.asp == aspData && r.kind == sim.EvRecv && r.cause >= 0 &&
		(l.sends[r.cause].flags&tcp.SYN != 0 || l.sends[r.cause].len == 0) {
		here.asp = aspOpen // the handshake completes the work
	}
	for w.t > start {
		if n := len(w.held); n > 0 && w.t <= w.held[n-1].bound {
			here = at(w.held[n-1].resume, aspData)
			w.held = w.held[:n-1]
			continue
		}
		next, ok := w.step(here)
		if !ok {
			next = w.lost()
		}
		here = next
	}
	for i, j := 0, len(w.out)-1; i < j; i, j = i+1, j-1 {
		w.out[i], w.out[j] = w.out[j], w.out[i]
	}
	return w.out
}

// lost returns where the walk continues after an event without a cause. It books held data to its
// hold, and all other time to the application.
func (w *walker) lost() place {
	if n := len(w.held); n > 0 {
		h := w.held[n-1]
		w.book(h.bound, h.rule, rule.None)
		return at(h.resume, aspData)
	}
	if w.pool < w.t { // a changed setting released a waiting request
		w.book(w.pool, w.why, rule.None)
		w.pool = sim.Never
		return w.resume(w.waits)
	}
	w.book(w.start, rule.Think, rule.None)
	return place{}
}

// step goes from one event to its cause and books the time between them.
func (w *walker) step(p place) (place, bool) {
	if p.send >= 0 {
		return w.leave(p)
	}
	f := &w.l.origins[p.o]
	if f.at <= w.t {
		w.frame = f.frame
	}
	if p, ok := w.dispatched(f.frame); ok {
		return p, true
	}
	switch f.kind {
	case sim.EvRecv:
		if f.cause < 0 {
			return place{}, false
		}
		s := &w.l.sends[f.cause]
		w.conn, w.side = s.conn, s.side
		w.wire(s, p.asp)
		return place{send: f.cause, asp: p.asp}, true
	case sim.EvFire:
		return w.back(f, timerCause(f.timer), aspData)
	case sim.EvCall, sim.EvDone:
		return w.called(f)
	case sim.EvHTTP:
		return w.httpEvent(f)
	case sim.EvDgram, sim.EvDgramRecv:
		return w.back(f, rule.Dns, aspData)
	}
	return place{}, false
}

// back books the time since the cause of an event, and goes to the cause.
func (w *walker) back(f *origin, cause rule.ID, a aspect) (place, bool) {
	if f.cause < 0 {
		return place{}, false
	}
	if f.conn != sim.NoConn {
		w.conn, w.side = f.conn, f.side
	}
	w.book(w.l.origins[f.cause].at, cause, rule.None)
	return at(f.cause, a), true
}

// httpEvent goes back from an HTTP event. If a timeout ends a hang, the blind relay is the
// contributor.
func (w *walker) httpEvent(f *origin) (place, bool) {
	cause := httpCause(f.rule)
	if f.cause >= 0 && (cause == rule.IdleTimeout || cause == rule.ClientTimeout || cause == rule.AtWill) {
		from := w.l.origins[f.cause].at
		i := sort.Search(len(w.l.stuck), func(i int) bool { return w.l.stuck[i] >= from })
		if i < len(w.l.stuck) && w.l.stuck[i] < f.at {
			w.book(w.l.stuck[i], cause, rule.BlindRelay)
		}
	}
	return w.back(f, cause, wokeAspect(f.woke))
}

// called goes back from a socket call to what woke it, or to the previous call.
func (w *walker) called(f *origin) (place, bool) {
	a := wokeAspect(f.woke)
	if f.woke == sim.EvWritable && len(w.held) == 0 {
		// Only the continuation of a write gets here. The hold finds the first call.
		a = aspAck
	}
	cause := rule.Think
	if f.side == 1 && len(w.l.run.Config().HTTP) > 0 {
		cause = rule.Server
	}
	return w.back(f, cause, a)
}

func wokeAspect(k sim.Kind) aspect {
	switch k {
	case sim.EvWritable:
		return aspAck
	case sim.EvConnected:
		return aspOpen
	}
	return aspData
}

// timerCause returns the cause of a wait for a timer.
func timerCause(k tcp.TimerKind) rule.ID {
	switch k {
	case tcp.TimerRexmt:
		return rule.Rto
	case tcp.TimerPersist:
		return rule.RwndHold
	case tcp.TimerDelAck, tcp.TimerPace:
		return rule.DelayedAck
	case tcp.TimerLoss:
		return rule.Tlp
	case tcp.TimerReorder:
		return rule.FastRecovery
	case tcp.TimerTimeWait:
		return rule.PortWait
	case tcp.TimerKeep:
		return rule.AppBlocked
	}
	return rule.Think
}

// httpCause returns the cause of the time before an HTTP event.
func httpCause(r rule.ID) rule.ID {
	switch b := Booked(r); b {
	case rule.Dns, rule.Pool, rule.HeadOfLine, rule.PortWait, rule.Server, rule.Workers,
		rule.ClientTimeout, rule.IdleTimeout, rule.AtWill:
		return b
	}
	return rule.Think
}

// leave goes back from a send: to the previous transmission, to the write of held data, or to the
// cause of its frame.
func (w *walker) leave(p place) (place, bool) {
	s := &w.l.sends[p.send]
	w.conn, w.side = s.conn, s.side
	switch {
	case s.retrans && s.prev >= 0:
		if q := w.before(p.send); q >= 0 {
			with := rule.None
			switch {
			case s.flags&tcp.SYN != 0:
				with = rule.Handshaking
			case w.l.sends[q].hand == rule.HandLose:
				with = rule.HandLose
			}
			w.book(w.l.sends[q].at, Booked(s.rule), with)
			return place{send: q, asp: p.asp}, true
		}
	case s.flags&tcp.SYN != 0:
		return at(s.o, aspOpen), true
	case p.asp == aspAck && s.ackOf >= 0 && s.rule != rule.AckWindow:
		if o := w.l.first[s.ackOf]; w.l.origins[o].at < s.at {
			w.book(w.l.origins[o].at, rule.DelayedAck, rule.None)
			return at(o, aspData), true
		}
	case p.asp == aspData:
		if o := w.offer(s); w.l.origins[o].frame != s.frame {
			w.hold(s, o)
			return at(s.o, aspAck), true
		}
	}
	if p.asp == aspOpen {
		return at(s.o, aspOpen), true
	}
	return at(s.o, aspData), true
}

// before returns the last earlier transmission of the first byte of a retransmission, -1 if it is
// unknown.
func (w *walker) before(i int32) int32 {
	s := &w.l.sends[i]
	for p := s.prev; p >= 0; p = w.l.sends[p].prev {
		q := &w.l.sends[p]
		n := int64(q.len)
		if q.flags&(tcp.SYN|tcp.FIN) != 0 {
			n++
		}
		if q.seq <= s.seq && s.seq < q.seq+n {
			return p
		}
	}
	return -1
}

// offer returns the origin of the call that wrote the data of a segment. It is the call for the
// last byte. In the walk of a request it is the end of that request's message if the segment also
// contains later messages.
func (w *walker) offer(s *send) int32 {
	if w.req < 0 || len(w.l.run.Config().HTTP[0].Proxies) > 0 {
		return s.offer
	}
	q := &w.l.reqs[w.req]
	own := q.asked
	if s.side == 1 {
		own = q.served
	}
	if q.conn == s.conn && own >= 0 && w.l.origins[own].at < w.l.origins[s.offer].at {
		return own
	}
	return s.offer
}

// hold starts the wait of data that was written before it was sent.
func (w *walker) hold(s *send, offer int32) {
	o := &w.l.origins[offer]
	h := held{rule: Booked(s.hold), shown: s.hold, bound: o.at, resume: offer, conn: s.conn, line: 2*s.link + s.dir}
	if f := &w.l.origins[s.o]; s.hold == rule.None || f.kind == sim.EvHTTP ||
		(f.kind == sim.EvCall || f.kind == sim.EvDone) && f.op == sim.OpWrite {
		h.rule, h.shown = rule.SndBufFull, rule.SndBufFull // it waited in the application, for room in the send buffer
	}
	h.window = h.rule != rule.Handshaking
	if n := len(w.held); n > 0 && h.bound <= w.held[n-1].bound {
		t := &w.held[n-1] // the same wait, found from earlier data
		t.rule, t.shown, t.window = h.rule, h.shown, h.window
		return
	}
	w.held = append(w.held, h)
}

// dispatched returns where the walk continues at a frame in which a request got its connection. The
// walk of that request continues where the wait began. The walk of the whole run only remembers the
// wait, unless an earlier request did not cause it.
func (w *walker) dispatched(f int32) (place, bool) {
	l := w.l
	i := sort.Search(len(l.disp), func(i int) bool { return l.disp[i].frame >= f })
	for ; i < len(l.disp) && l.disp[i].frame == f; i++ {
		d := &l.disp[i]
		q := &l.reqs[d.req]
		if w.req >= 0 && d.req != w.req || w.req < 0 && w.conn != sim.NoConn && q.marks[d.mark].conn != w.conn {
			continue
		}
		if d.mark == 0 || !q.marks[d.mark-1].queue || q.marks[d.mark-1].frame == f {
			continue
		}
		m := d.mark - 1
		if r := Booked(q.marks[m].rule); w.req < 0 && (r == rule.Pool || r == rule.HeadOfLine || r == rule.Workers) {
			if w.pool == sim.Never || q.marks[m].at < w.pool {
				w.pool, w.why, w.waits = q.marks[m].at, r, q.marks[m].o
			}
			continue
		}
		for ; m >= 0 && q.marks[m].queue; m-- {
			w.conn, w.side = q.conn, 0
			w.book(q.marks[m].at, Booked(q.marks[m].rule), rule.None)
		}
		return w.resume(q.marks[m+1].o), true
	}
	return place{}, false
}

// resume returns the cause of the frame in which a request began to wait, so that the walk does not
// meet the same dispatch again.
func (w *walker) resume(o int32) place {
	r := &w.l.origins[o]
	if r.kind == sim.EvRecv {
		return at(o, aspData)
	}
	return at(o, wokeAspect(r.woke))
}
