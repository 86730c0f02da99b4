package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// watcher is what an observer knows of one end of a recorded connection. It is the state
// of a replay: plain values, folded from the records so far.
type watcher struct {
	known    bool // a segment of this end has been seen
	based    bool // base is set
	unscaled bool // no SYN seen: the window's scale is not known
	fin, syn bool
	owing    bool // it has data that it has not acknowledged
	probe    bool // its last segment asked for the window
	keep     bool // its last segment was a keep-alive
	scale    int8
	mss      uint16
	state    tcp.State
	base     uint32 // the wire's number of the SYN

	// What it sent.
	nxt              int64 // after the highest byte
	finEnd           int64
	nxtAt            Time // when that byte was sent for the first time
	lastAt, lastData Time
	ack              int64 // last acknowledgment
	wnd              int32 // last window

	// What reached it.
	una       int64 // acknowledged
	unaAt     Time
	ackAt     Time // last ACK, new or not
	dups      uint32
	peerWnd   int32
	rcvNxt    int64 // next byte in order, as far as arrivals and ACKs show
	owe       Time  // arrival of the oldest data that it has not acknowledged
	oweBytes  int32
	emptied   Time // when an ACK left nothing in flight
	emptyLen  int64
	lastPeer  Time  // last segment from the peer
	burst     int64 // sent since it last paused
	rexLo     int64
	rexHi     int64
	rexAt     Time
	rexTS     uint32
	rexNum    uint32
	rexJudged bool

	rtt, srtt, rttvar Time // smallest, smoothed, deviation; rtt < 0: none
	minHold           Time // smallest time from data to its ACK, as seen
	timed             [8]timed
	holes             [6]tcp.Block // bytes below nxt that have not been seen
	ntimed, nholes    uint8
	maxFlight         int64

	app  AppView
	read uint32 // the last reading of its own kernel, plus 1; 0: none
}

// timed is a segment whose ACK will be an RTT sample.
type timed struct {
	end int64
	at  Time
}

// unwrap makes a record's sequence numbers relative and 64 bits wide, and its window bytes.
func (w *World) unwrap(rec *Record) {
	s := &rec.Seg
	ei := 2*rec.Conn + uint32(rec.Side)
	v, p := w.seen.Mut(ei), w.seen.Mut(ei^1)
	seq, ack := uint32(s.Seq), uint32(s.Ack)
	syn := s.Flags&tcp.SYN != 0
	if !v.based || syn && !v.known {
		v.based, v.base = true, seq
		if !syn { // it was open before: the first byte seen is byte 1
			v.base, v.nxt = seq-1, 1
		}
	}
	s.Seq = near(v.nxt, seq-v.base)
	if s.Flags&tcp.ACK != 0 {
		if !p.based {
			p.based, p.base, p.nxt = true, ack-1, 1
		}
		s.Ack = near(max(p.nxt, v.ack), ack-p.base)
	} else {
		s.Ack = 0
	}
	for i := range s.Sack[:s.NSack] {
		b := &s.Sack[i]
		b.Lo, b.Hi = near(p.nxt, uint32(b.Lo)-p.base), near(p.nxt, uint32(b.Hi)-p.base)
	}
	if !syn && v.scale >= 0 && p.scale >= 0 {
		s.Wnd <<= uint(v.scale)
	}
}

// near is the 64-bit number closest to ref whose low 32 bits are low.
func near(ref int64, low uint32) int64 { return ref + int64(int32(low-uint32(ref))) }

// wasSent follows what a segment means to the end that sent it.
func (w *World) wasSent(ei uint32, s *tcp.Segment, j *judged) {
	v := w.seen.Mut(ei)
	first := !v.known
	v.known = true
	if s.Flags&tcp.SYN != 0 {
		v.syn, v.scale, v.unscaled = true, s.WScale, false
	}
	if s.MSS != 0 {
		v.mss = s.MSS
	}
	w.sentState(ei, s, first)
	v = w.seen.Mut(ei)
	if trip := v.srtt + w.seen.At(ei^1).srtt; s.Len > 0 && w.now-v.lastData > max(trip/4, 1_000_000) {
		v.burst = 0
	}
	v.burst += int64(s.Len)
	v.follow(s, w.now, j.again)
	v.probe, v.keep = j.rule == rule.InferProbe, j.rule == rule.InferKeepAlive
	for i := range j.infer[:j.n] {
		in := &j.infer[i]
		w.infer(ei, in.id, in.a, in.b)
	}
	if s.Flags&tcp.ACK != 0 {
		if p := w.seen.At(ei ^ 1); p.fin && s.Ack >= p.finEnd {
			w.finArrived(ei)
		}
	}
}

// follow moves an end's numbers on by a segment that it sent.
func (v *watcher) follow(s *tcp.Segment, now Time, again bool) {
	end := s.End()
	if s.Flags&tcp.FIN != 0 {
		v.fin, v.finEnd = true, end
	}
	if again {
		v.untime(s.Seq)
		v.rexLo, v.rexHi, v.rexAt, v.rexTS, v.rexJudged = s.Seq, end, now, s.TSVal, false
		v.rexNum++
	}
	if v.based && end > s.Seq {
		v.fill(s.Seq, end)
	}
	if end > v.nxt || !again && end == v.nxt && end > s.Seq {
		if end > v.nxt {
			v.nxt, v.nxtAt = end, now
		}
		if end > s.Seq && !again {
			v.time(end, now)
		}
	}
	if s.Len > 0 || s.Flags&(tcp.SYN|tcp.FIN) != 0 {
		v.lastData = now
	}
	v.lastAt = now
	if s.Flags&tcp.ACK != 0 {
		if s.Ack > v.ack {
			if hold := max(now-v.owe, 1); v.owing && (v.minHold == 0 || hold < v.minHold) {
				v.minHold = hold
			}
			v.owing, v.oweBytes = false, 0
		}
		v.ack = max(v.ack, s.Ack)
		v.rcvNxt = max(v.rcvNxt, s.Ack)
	}
	if s.Flags&tcp.RST == 0 {
		v.wnd = s.Wnd
	}
	v.maxFlight = max(v.maxFlight, v.nxt-v.una)
}

// fill notes that [lo, hi) was seen; what lies between the highest byte and it is a hole.
func (v *watcher) fill(lo, hi int64) {
	if lo > v.nxt && v.known && v.nxt > 0 {
		if int(v.nholes) == len(v.holes) { // the oldest gives way
			copy(v.holes[:], v.holes[1:])
			v.nholes--
		}
		v.holes[v.nholes] = tcp.Block{Lo: v.nxt, Hi: lo}
		v.nholes++
		return
	}
	n := uint8(0)
	for i := uint8(0); i < v.nholes; i++ {
		switch h := v.holes[i]; {
		case hi <= h.Lo || lo >= h.Hi:
			v.holes[n] = h
		case lo > h.Lo:
			v.holes[n] = tcp.Block{Lo: h.Lo, Hi: lo}
		case hi < h.Hi:
			v.holes[n] = tcp.Block{Lo: hi, Hi: h.Hi}
		default:
			continue
		}
		n++
	}
	v.nholes = n
}

// unseen reports whether some of [lo, hi) has not been seen before.
func (v *watcher) unseen(lo, hi int64) bool {
	for _, h := range v.holes[:v.nholes] {
		if lo < h.Hi && hi > h.Lo {
			return true
		}
	}
	return false
}

// time remembers when a segment was sent; the oldest gives way when there are many.
func (v *watcher) time(end int64, now Time) {
	if int(v.ntimed) == len(v.timed) { // every second one is enough
		copy(v.timed[1:], v.timed[2:])
		v.ntimed--
	}
	v.timed[v.ntimed] = timed{end, now}
	v.ntimed++
}

// untime forgets what was sent from seq on: it gives no samples (Karn).
func (v *watcher) untime(seq int64) {
	for v.ntimed > 0 && v.timed[v.ntimed-1].end > seq {
		v.ntimed--
	}
}

// sentState moves a sender through the states.
func (w *World) sentState(ei uint32, s *tcp.Segment, first bool) {
	v := w.seen.At(ei)
	switch {
	case s.Flags&tcp.RST != 0:
		w.state(ei, tcp.Closed, rule.StateReset)
	case s.Flags&(tcp.SYN|tcp.ACK) == tcp.SYN && first:
		w.state(ei, tcp.SynSent, rule.StateOpen)
	case s.Flags&tcp.SYN != 0 && (first || v.state == tcp.SynSent):
		w.state(ei, tcp.SynReceived, rule.SynAck)
	case first && v.state == tcp.Closed:
		w.state(ei, tcp.Established, rule.SeenMidstream)
	}
	if s.Flags&tcp.FIN != 0 {
		switch w.seen.At(ei).state {
		case tcp.Established, tcp.SynReceived:
			w.state(ei, tcp.FinWait1, rule.StateClose)
		case tcp.CloseWait:
			w.state(ei, tcp.LastAck, rule.StateClose)
		}
	}
}

func (w *World) state(ei uint32, to tcp.State, id rule.ID) {
	v := w.seen.Mut(ei)
	if v.state == to {
		return
	}
	ev := w.blank(EvState)
	w.about(ev, ei)
	ev.Rule, ev.A, ev.B = id, int64(v.state), int64(to)
	v.state = to
	w.emit()
}

// hasArrived follows what a segment means to the end that received it.
func (w *World) hasArrived(ei uint32, s *tcp.Segment) {
	v := w.seen.Mut(ei)
	v.lastPeer = w.now
	if s.Flags&tcp.RST != 0 {
		w.state(ei, tcp.Closed, rule.StateReset)
		return
	}
	if !v.known && s.Flags&tcp.SYN == 0 && v.state == tcp.Closed && !w.seen.At(ei^1).syn {
		w.state(ei, tcp.Established, rule.SeenMidstream)
		v = w.seen.Mut(ei)
	}
	if s.Flags&tcp.ACK != 0 {
		w.acked(ei, s)
		v = w.seen.Mut(ei)
	}
	v.peerWnd = s.Wnd
	end := s.End()
	if end > s.Seq {
		again := w.seen.At(ei ^ 1)
		if end > v.ack && (!v.owing || again.rexNum > 0 && again.rexAt == w.now && again.rexLo == s.Seq) { // what was lost before was not owed
			v.owing, v.owe = true, w.now
		}
		v.oweBytes += s.Len
		if s.Seq > v.rcvNxt && s.Len > 0 && v.rcvNxt > 0 {
			ev := w.blank(EvOOO)
			w.about(ev, ei)
			ev.Rule, ev.A, ev.B = rule.OutOfOrder, s.Seq, s.Seq+int64(s.Len)
			w.emit()
		} else {
			v.rcvNxt = max(v.rcvNxt, end)
		}
	}
	if s.Flags&tcp.FIN != 0 && v.rcvNxt >= end {
		w.finArrived(ei)
	}
}

// finArrived moves an end on that has everything up to its peer's FIN.
func (w *World) finArrived(ei uint32) {
	v := w.seen.At(ei)
	switch v.state {
	case tcp.Established, tcp.SynReceived:
		w.state(ei, tcp.CloseWait, rule.StateFinReceived)
	case tcp.FinWait1:
		if v.una >= v.finEnd {
			w.state(ei, tcp.TimeWait, rule.TimeWait)
		} else {
			w.state(ei, tcp.Closing, rule.StateFinReceived)
		}
	case tcp.FinWait2:
		w.state(ei, tcp.TimeWait, rule.TimeWait)
	}
}

// acked follows an acknowledgment to the end that it reached.
func (w *World) acked(ei uint32, s *tcp.Segment) {
	v := w.seen.Mut(ei)
	switch {
	case v.state == tcp.SynSent && s.Flags&tcp.SYN != 0 || v.state == tcp.SynReceived && s.Ack >= 1 && s.Flags&tcp.SYN == 0:
		w.state(ei, tcp.Established, rule.StateEstablished)
		ev := w.blank(EvConnected)
		w.about(ev, ei)
		ev.Rule = rule.StateEstablished
		w.emit()
	}
	w.judgeSpurious(ei, s)
	v = w.seen.Mut(ei)
	dup := s.Ack == v.una && s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN) == 0 && v.nxt > v.una && (s.Wnd == v.peerWnd || s.NSack > 0)
	if s.Ack > v.una {
		old := v.una
		w.sample(ei, s.Ack)
		v = w.seen.Mut(ei)
		v.una, v.unaAt, v.dups = s.Ack, w.now, 0
		if s.Ack >= v.nxt {
			v.emptied, v.emptyLen = w.now, v.nxt-old
		}
		ev := w.blank(EvAcked)
		w.about(ev, ei)
		ev.A, ev.B = s.Ack, s.Ack-old
		w.emit()
	}
	if dup {
		v.dups++
	}
	v.ackAt = w.now
	if v.fin && s.Ack >= v.finEnd {
		switch v.state {
		case tcp.FinWait1:
			w.state(ei, tcp.FinWait2, rule.StateFinAcked)
		case tcp.Closing:
			w.state(ei, tcp.TimeWait, rule.TimeWait)
		case tcp.LastAck:
			w.state(ei, tcp.Closed, rule.StateFinAcked)
		}
	}
}

// sample takes an RTT sample from what an ACK covers, and smoothes it as RFC 6298 section 2
// lays down.
func (w *World) sample(ei uint32, ack int64) {
	v := w.seen.Mut(ei)
	at, n := Time(-1), uint8(0)
	for n < v.ntimed && v.timed[n].end <= ack {
		at = v.timed[n].at
		n++
	}
	copy(v.timed[:], v.timed[n:v.ntimed])
	v.ntimed -= n
	if at < 0 {
		return
	}
	r := w.now - at
	if v.rtt < 0 || r < v.rtt {
		v.rtt = r
	}
	if v.srtt == 0 {
		v.srtt, v.rttvar = r, r/2
	} else {
		v.rttvar += (max(v.srtt-r, r-v.srtt) - v.rttvar) / 4
		v.srtt += (r - v.srtt) / 8
	}
	if v.read != 0 { // its own kernel says it
		return
	}
	ev := w.blank(EvRTT)
	w.about(ev, ei)
	ev.Rule, ev.A, ev.B = rule.InferRTT, int64(r), int64(v.rto())
	w.emit()
}

// rto is the time-out that the samples lead to (RFC 6298 section 2), with the lower bound
// of 200 ms that common stacks use.
func (v *watcher) rto() Time {
	if v.srtt == 0 {
		return 1_000_000_000
	}
	return max(v.srtt+4*v.rttvar, 200_000_000)
}

// replayInfo is a reading of a recorded end: what the wire shows, and what its own kernel
// said where that was recorded.
func (w *World) replayInfo(ei uint32) tcp.Info {
	v, p := w.seen.At(ei), w.seen.At(ei^1)
	in := tcp.Info{Ssthresh: -1}
	if v.read != 0 {
		in = *w.reads.At(v.read - 1)
	} else {
		in.SRTT, in.RTTVar, in.RTO, in.MinRTT = v.srtt, v.rttvar, v.rto(), max(v.rtt, 0)
		in.Retrans = int32(v.rexNum)
	}
	in.State, in.SndUna, in.SndNxt, in.SndWnd = v.state, v.una, v.nxt, int64(v.peerWnd)
	in.RcvNxt, in.RcvWnd, in.WriteSeq, in.CopiedSeq = v.rcvNxt, int64(v.wnd), v.nxt, v.ack
	in.SndMSS, in.AdvMSS = int32(mssOf(v, p)), int32(v.mss)
	in.InFlight = max(v.nxt-v.una, 0)
	in.Unacked = int32((in.InFlight + int64(in.SndMSS) - 1) / int64(in.SndMSS))
	in.AckOwed = v.owing
	return in
}

// mssOf is the largest segment that an end sends: what its peer's SYN allows, or the usual.
func mssOf(v, p *watcher) int64 {
	switch {
	case p.mss != 0 && v.mss != 0:
		return int64(max(min(p.mss, v.mss), 1))
	case p.mss != 0:
		return int64(p.mss)
	}
	return 1460
}

// replayVerdict is what can be said of an end's sending: only a window that is full is on
// the wire.
func (w *World) replayVerdict(ei uint32) tcp.Verdict {
	v := w.seen.At(ei)
	out := tcp.Verdict{Until: Never, Seq: v.nxt}
	if v.peerWnd == 0 && w.seen.At(ei^1).known && v.state == tcp.Established && w.seen.At(ei^1).ack > 0 {
		out.Do, out.Rule = tcp.Hold, rule.InferZeroWindow
	}
	return out
}
