package sim

import (
	"teacp/sim/cause"
	"teacp/sim/replay"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// A run of a recording makes a frame of each record. Package replay concludes from the records
// what state the ends were in and why they sent; this file makes events of both.

// recordOf is the record that a frame shows: frame 0 is the run's start, and every frame
// after it shows one record.
func recordOf(frame int64) int64 { return frame - 1 }

// frameOf is the name of the first event of the frame that shows a record.
func frameOf(record int64) EventID { return cause.New(record+1, 0) }

// replayer makes the frames of a recording.
type replayer struct{ w *World }

// next is the frame of the next record.
func (r replayer) next() {
	w := r.w
	rec, ok := w.cfg.Replay.Record(w.nextRecord)
	lim := w.cfg.limits()
	switch {
	case !ok:
		w.endRun(w.cfg.Replay.Ended())
		return
	case w.limit(&lim) != LimitNone:
		w.endRun(rule.Limit)
		return
	}
	w.nextRecord++
	late := Time(0)
	if rec.At != Never { // Never: the recording does not say
		late = w.now - rec.At
		w.now = max(w.now, rec.At)
	}
	switch rec.Kind {
	case RecDgram:
		r.datagram(&rec)
		return
	case RecNote:
		r.note(&rec)
		return
	}
	for uint32(w.conns.Len()) <= rec.Conn {
		r.addConn(&rec)
	}
	switch rec.Kind {
	case RecSeen, RecSend:
		r.sent(&rec, late)
	case RecArrive:
		r.arrived(&rec)
	case RecCall, RecDone:
		r.call(&rec)
	case RecReading:
		r.reading(&rec)
	}
}

// addConn adds the connection of a record that names it first.
func (r replayer) addConn(rec *Record) {
	r.w.addConn(connection{host: [2]uint8{0, 1}, port: rec.Port, script: -1, opened: r.w.now})
	r.w.recorded.Push(recordedEnd{seen: replay.NewEnd()})
	r.w.recorded.Push(recordedEnd{seen: replay.NewEnd()})
}

// note shows a remark of the recording.
func (r replayer) note(rec *Record) {
	ev := r.w.blank(EvInfer)
	if rec.Conn < uint32(r.w.conns.Len()) {
		r.w.about(ev, 2*rec.Conn+uint32(rec.Side))
		ev.Seg = rec.Seg
	}
	ev.Rule, ev.A, ev.B = rec.Rule, rec.A, rec.B
	r.w.emit()
}

// datagram shows a DNS message, which leaves and arrives at the same instant.
func (r replayer) datagram(rec *Record) {
	from := uint8(rec.A & 1)
	ev := r.w.blank(EvDgram)
	ev.Host, ev.Rule, ev.A, ev.Dir, ev.At2 = from, rule.Dns, rec.A, from, r.w.now
	id := r.w.emit()
	ev = r.w.blank(EvDgramRecv)
	ev.Host, ev.Rule, ev.A, ev.Dir, ev.Cause = 1-from, rule.Dns, rec.A, from, id
	r.w.emit()
}

// observe prepares the observer of an end.
func (r replayer) observe(ei uint32) *replay.Observer {
	o := &r.w.observer
	o.Now, o.Out = r.w.now, o.Out[:0]
	o.End, o.Peer = &r.w.recorded.Mut(ei).seen, &r.w.recorded.Mut(ei^1).seen
	return o
}

// observedKinds maps the reports of an observer to kinds of events.
var observedKinds = [...]Kind{
	replay.OutInfer: EvInfer, replay.OutState: EvState, replay.OutConnected: EvConnected,
	replay.OutAcked: EvAcked, replay.OutRTT: EvRTT, replay.OutOutOfOrder: EvOOO,
}

// report makes events of what an observer has concluded about an end.
func (r replayer) report(ei uint32) {
	out := r.w.observer.Out
	for i := range out {
		r.infer(ei, observedKinds[out[i].Kind], out[i].Rule, out[i].A, out[i].B)
	}
}

// infer emits an event about an end that has a rule and its numbers.
func (r replayer) infer(ei uint32, kind Kind, id rule.ID, a, b int64) {
	ev := r.w.blank(kind)
	r.w.about(ev, ei)
	ev.Rule, ev.A, ev.B = id, a, b
	r.w.emit()
}

// sent is the frame in which a segment left its sender, or passed the capture.
func (r replayer) sent(rec *Record, late Time) {
	w, s := r.w, &rec.Seg
	ei := 2*rec.Conn + uint32(rec.Side)
	o := r.observe(ei)
	if rec.Raw {
		o.Unwrap(s)
	}
	j := o.Judge(s, rec.Retrans)
	pk := Packet{Seg: *s, Sent: w.now, Arrives: rec.At2, Departs: w.now, Conn: rec.Conn,
		To: 1 - rec.Side, ToSide: 1 - rec.Side, Bytes: rec.Bytes, Dir: rec.Side}
	if j.Again || rec.Retrans {
		pk.Flag |= FlagRetrans
	}
	w.stats.count(&pk, rec.Lost)
	ev := w.blank(EvSend)
	ev.Conn, ev.Side, ev.Host, ev.Dir = rec.Conn, rec.Side, rec.Side, rec.Side
	ev.Rule, ev.Seg, ev.Flag, ev.A = j.Rule, *s, pk.Flag, int64(rec.Bytes)
	ev.Queue = uint16(max(min(rec.A, 0xffff), 0))
	switch {
	case rec.Kind == RecSeen:
		ev.At2 = w.now
		ev.Flag |= FlagSeen
	case rec.Lost == rule.None:
		ev.At2 = rec.At2
	}
	id := w.emit()
	pk.SentBy = id
	if rec.Kind == RecSend && rec.Lost == rule.None && rec.At2 != Never {
		w.net.insert(w.net.dirs.Mut(uint32(rec.Side)), &pk)
	}
	if rec.Lost != rule.None {
		ev := w.blank(EvLost)
		ev.Conn, ev.Side, ev.Host, ev.Dir = rec.Conn, rec.Side, rec.Side, rec.Side
		ev.Cause, ev.Rule, ev.Seg, ev.Flag = id, rec.Lost, *s, pk.Flag
		w.emit()
	}
	o.Sent(s, &j)
	r.report(ei)
	for _, n := range rec.Notes {
		if n.Rule != rule.None {
			r.infer(ei, EvInfer, n.Rule, n.A, n.B)
		}
	}
	if late > 0 {
		r.infer(ei, EvInfer, rule.SeenTimeBack, int64(late), 0)
	}
	if rec.Kind == RecSeen {
		r.received(ei^1, s, id, FlagSeen, 0)
	}
}

// arrived is the frame in which a segment arrived.
func (r replayer) arrived(rec *Record) {
	ei := 2*rec.Conn + uint32(rec.Side)
	id := frameOf(rec.Sent)
	flag := uint8(0)
	if rec.Retrans {
		flag |= FlagRetrans
	}
	if rec.Dup {
		flag |= FlagDup
	} else {
		r.w.net.unlinkSent(uint32(rec.Side), id)
	}
	r.received(ei^1, &rec.Seg, id, flag, r.w.now-rec.At2)
}

// received emits an arrival and what it shows of the end that got the segment.
func (r replayer) received(ei uint32, s *tcp.Segment, sent EventID, flag uint8, took Time) {
	ev := r.w.blank(EvRecv)
	r.w.about(ev, ei)
	ev.Cause, ev.Seg, ev.Flag, ev.A, ev.Dir = sent, *s, flag, int64(took), uint8(1-ei&1)
	r.w.emit()
	r.observe(ei).Arrived(s)
	r.report(ei)
}

// call is a call of an application, or its return.
func (r replayer) call(rec *Record) {
	w, ei := r.w, 2*rec.Conn+uint32(rec.Side)
	kind := EvCall
	if rec.Kind == RecDone {
		kind = EvDone
	}
	ev := w.blank(kind)
	w.about(ev, ei)
	ev.Op, ev.A, ev.B, ev.Rule, ev.At2, ev.Sub = rec.Op, rec.A, rec.B, rule.AppCall, w.now, uint8(rec.Errno)
	blocked := kind == EvCall && rec.At2 == Never
	if blocked {
		ev.At2, ev.Rule = Never, rule.AppBlocked
	} else if kind == EvDone {
		ev.Cause = frameOf(rec.Sent)
	}
	w.emit()
	w.recorded.Mut(ei).app = AppView{Exists: true, Op: rec.Op, Blocked: blocked, Done: rec.Op == OpClose}
}

// reading takes over the TCP_INFO that a host's kernel reported.
func (r replayer) reading(rec *Record) {
	w, ei := r.w, 2*rec.Conn+uint32(rec.Side)
	v := w.recorded.Mut(ei)
	var old tcp.Info
	if v.reading == 0 {
		v.reading = w.readings.Push(rec.Info) + 1
		v.seen.FromKernel = true
	} else {
		old = *w.readings.At(v.reading - 1)
		*w.readings.Mut(v.reading - 1) = rec.Info
	}
	kind := EvWindow
	if old.Cwnd == rec.Info.Cwnd && old.Ssthresh == rec.Info.Ssthresh {
		kind = EvInfer
	}
	r.infer(ei, kind, rule.Reading, int64(rec.Info.Cwnd), int64(rec.Info.Ssthresh))
	if old.SRTT != rec.Info.SRTT && rec.Info.SRTT > 0 {
		r.infer(ei, EvRTT, rule.Reading, int64(rec.Info.SRTT), int64(rec.Info.RTO))
	}
}

// info describes a recorded end.
func (r replayer) info(ei uint32) tcp.Info {
	v, p := r.w.recorded.At(ei), r.w.recorded.At(ei^1)
	if v.reading != 0 {
		return v.seen.Info(&p.seen, r.w.readings.At(v.reading-1))
	}
	return v.seen.Info(&p.seen, nil)
}

// verdict is what holds a recorded end back.
func (r replayer) verdict(ei uint32) tcp.Verdict {
	return r.w.recorded.At(ei).seen.Verdict(&r.w.recorded.At(ei ^ 1).seen)
}
