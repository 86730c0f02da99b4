package ledger

import (
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// aspect is why an arrival matters to what it caused: for its data, for its acknowledgment
// and window, or for its SYN.
type aspect uint8

const (
	aspData aspect = iota
	aspAck
	aspOpen
)

// place is where a walk stands: at an origin in a frame, or at a send (send >= 0).
type place struct {
	o    int32
	send int32
	asp  aspect
}

func at(o int32, a aspect) place { return place{o: o, send: -1, asp: a} }

// walker goes back in time from a completion. Everything before t is not booked yet.
type walker struct {
	l     *Ledger
	t     sim.Time
	start sim.Time
	req   int32 // the request, -1: the whole run
	frame int32 // the frame that ends what is being booked
	conn  uint32
	side  uint8
	held  []held
	pool  sim.Time // the whole run: back to here some request waited for a connection
	why   rule.ID
	waits int32      // the frame in which it began to wait
	out   []Interval // backwards
}

// held is the wait of data that was written and held back: until the walk has come to
// the write, what it meets is booked as the hold, unless it has a cause of its own.
type held struct {
	rule   rule.ID  // as booked
	shown  rule.ID  // the variant that held
	bound  sim.Time // the write
	resume int32    // its origin
	conn   uint32
	line   uint8 // of the held data: 2*link+dir
	window bool  // held until an acknowledgment: while the line is busy, the line is the reason
}

// walk books the time from start to a point.
func (l *Ledger) walk(p point, start sim.Time, req int32) []Interval {
	if p.o < 0 || p.at <= start {
		return nil
	}
	w := walker{l: l, t: p.at, start: start, req: req, frame: p.frame, conn: sim.NoConn, pool: sim.Never}
	here := at(p.o, aspData)
	if r := &l.origins[p.o]; r.kind == sim.EvRecv && r.cause >= 0 && (l.sends[r.cause].flags&tcp.SYN != 0 || l.sends[r.cause].len == 0) {
		here.asp = aspOpen // complete with the handshake
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

// lost is where the walk goes on when an event has no cause: what is held is booked to its
// hold, everything else to the application.
func (w *walker) lost() place {
	if n := len(w.held); n > 0 {
		h := w.held[n-1]
		w.book(h.bound, h.rule, rule.None)
		return at(h.resume, aspData)
	}
	if w.pool < w.t { // a knob let a request go that had waited
		w.book(w.pool, w.why, rule.None)
		w.pool = sim.Never
		return w.resume(w.waits)
	}
	w.book(w.start, rule.Think, rule.None)
	return place{}
}

// step goes from one event to what caused it and books what lies between.
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
		return w.told(f)
	case sim.EvDgram, sim.EvDgramRecv:
		return w.back(f, rule.Dns, aspData)
	}
	return place{}, false
}

// back books the time since the cause of a frame and goes there.
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

// told goes back from an event of HTTP. A time-out that ends a hang has the relay that did not
// read as contributor.
func (w *walker) told(f *origin) (place, bool) {
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

// called goes back from a socket call: to what woke it, or to the call before.
func (w *walker) called(f *origin) (place, bool) {
	a := wokeAspect(f.woke)
	if f.woke == sim.EvWritable && len(w.held) == 0 {
		// Only a write that went on gets here; its first call is found by the hold.
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

// timerCause is what the wait for a timer is booked to.
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
	}
	return rule.Think
}

// httpCause is what the time before an event of HTTP is booked to.
func httpCause(r rule.ID) rule.ID {
	switch b := Booked(r); b {
	case rule.Dns, rule.Pool, rule.HeadOfLine, rule.PortWait, rule.Server, rule.Workers, rule.ClientTimeout, rule.IdleTimeout, rule.AtWill:
		return b
	}
	return rule.Think
}

// leave goes back from a send: to the transmission before it, to the write that it was held
// since, or to what happened in its frame.
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

// before is the last transmission of the first byte of a retransmission before it; -1 if it
// is not known.
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

// offer is the origin of the call that wrote what counts in a segment: its last byte, but of
// a request's own message the end, where the segment carries later messages too.
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

// hold begins the wait of data that was written before it was sent.
func (w *walker) hold(s *send, offer int32) {
	o := &w.l.origins[offer]
	h := held{rule: Booked(s.hold), shown: s.hold, bound: o.at, resume: offer, conn: s.conn, line: 2*s.link + s.dir}
	if f := &w.l.origins[s.o]; s.hold == rule.None || (f.kind == sim.EvCall || f.kind == sim.EvDone) && f.op == sim.OpWrite || f.kind == sim.EvHTTP {
		h.rule, h.shown = rule.SndBufFull, rule.SndBufFull // it waited in the application, for room
	}
	h.window = h.rule != rule.Handshaking
	if n := len(w.held); n > 0 && h.bound <= w.held[n-1].bound {
		t := &w.held[n-1] // the same wait, seen from data before it
		t.rule, t.shown, t.window = h.rule, h.shown, h.window
		return
	}
	w.held = append(w.held, h)
}

// dispatched is where a request got its connection: its own walk goes on where it began to
// wait; that of the whole run remembers that it waited, or goes there if no request before
// it was the reason.
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

// resume goes on before the frame in which a request began to wait. Its own dispatch cannot
// be met again there.
func (w *walker) resume(o int32) place {
	r := &w.l.origins[o]
	if r.kind == sim.EvRecv {
		return at(o, aspData)
	}
	return at(o, wokeAspect(r.woke))
}
