package sim

import (
	"net/netip"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Source is a recording that a run replays (Config.Replay): what was seen on a real wire.
// It is part of the run's input, so its records never change: record i is the same
// whenever it is asked for, in any order. Record may be called from several goroutines.
type Source interface {
	// Record returns record i; false when the recording has fewer. Records stand in
	// order of time; At is Never where the recording does not say.
	Record(i int64) (Record, bool)
	// Ended says how the recording ends, when Record has returned false: rule.RecordEnd,
	// or rule.RecordDamaged where more could not be read.
	Ended() rule.ID
	// Addr is the address of one side of a connection; the zero Addr if the recording
	// does not say.
	Addr(conn uint32, side int) netip.Addr
	// Payload copies bytes of a side's stream into dst, from the segment that record i
	// shows, and returns how many are there: 0 where the recording has none.
	Payload(dst []byte, i int64) int
	// Remark is what is to be said about record i in words: "" mostly.
	Remark(i int64) string
}

// RecordKind says what a record shows.
type RecordKind uint8

// The kinds of records.
const (
	RecSeen    RecordKind = iota // a segment passed the one point of a capture
	RecSend                      // a segment left its sender; At2 is its arrival, Never: it was lost
	RecArrive                    // the segment of record Sent arrived
	RecCall                      // an application called Op; B is Never-like -1 while it waits
	RecDone                      // a call that waited returned
	RecReading                   // a reading of a host's own numbers: Info
	RecDgram                     // a datagram (DNS) passed; A is 0 for a question, 1 for an answer
	RecNote                      // something else is to be said: Rule, A, B; Conn is NoConn where it is about none
)

// Record is one line of a recording, as values. Sequence numbers are relative to each
// side's SYN, or the wire's own 32 bits where Raw is set; then the window is the wire's
// 16 bits, too.
type Record struct {
	Kind    RecordKind
	Side    uint8 // of the sender, or of the application
	Raw     bool
	Retrans bool // the recording says so itself
	Dup     bool // a second copy
	Op      Op
	Errno   tcp.Errno
	At, At2 Time
	Conn    uint32
	Port    [2]uint16
	Bytes   int32 // of the IP packet
	Lost    rule.ID
	Rule    rule.ID
	Sent    int64 // RecArrive: the record of its sending
	A, B    int64
	Notes   [3]Note // what else is to be said about a segment
	Seg     tcp.Segment
	Info    tcp.Info
}

// Note is a remark on a record: Rule, and its numbers.
type Note struct {
	Rule rule.ID
	A, B int64
}

// Replays reports whether the run shows a recording instead of a simulation.
func (c *Config) Replays() bool { return c.Replay != nil }

// replaying is where a world stands in its recording.
type replaying struct {
	next int64 // record of the next frame
}

// recordOf is the record that a frame shows: frame 0 is the run's start, and every frame
// after it shows one record.
func recordOf(frame int64) int64 { return frame - 1 }

// frameOf is the name of the first event of the frame that shows a record.
func frameOf(record int64) EventID { return EventID(uint64(record+2) << 16) }

// RecordOf is the record that a frame of a replay shows, -1 for the start and the end.
func (r *Run) RecordOf(frame int64) int64 {
	if !r.cfg.Replays() || frame < 1 || r.Done() && frame == r.Frames()-1 {
		return -1
	}
	return recordOf(frame)
}

// Payload copies what a recording holds of the payload that a frame's segment carries, and
// returns how much that is: 0 where nothing was recorded, and in simulations.
func (r *Run) Payload(dst []byte, frame int64) int {
	i := r.RecordOf(frame)
	if i < 0 {
		return 0
	}
	return r.cfg.Replay.Payload(dst, i)
}

// replay is the frame of the next record.
func (w *World) replay() {
	rec, ok := w.cfg.Replay.Record(w.rep.next)
	lim := w.cfg.limits()
	switch {
	case !ok:
		w.end(w.cfg.Replay.Ended())
		return
	case w.frame >= lim.Frames || w.stats.Connections > lim.Conns:
		w.end(rule.Limit)
		return
	}
	w.rep.next++
	late := Time(0)
	if rec.At != Never { // Never: the recording does not say
		late = w.now - rec.At
		w.now = max(w.now, rec.At)
	}
	switch rec.Kind {
	case RecDgram, RecNote:
		w.replayOther(&rec)
		return
	}
	for uint32(w.conns.Len()) <= rec.Conn {
		w.addWatched(&rec)
	}
	switch rec.Kind {
	case RecSeen, RecSend:
		w.replaySend(&rec, late)
	case RecArrive:
		w.replayArrive(&rec)
	case RecCall, RecDone:
		w.replayCall(&rec)
	case RecReading:
		w.replayReading(&rec)
	}
}

// addWatched adds the connection of a record that names it first.
func (w *World) addWatched(rec *Record) {
	w.addConn(connRec{host: [2]uint8{0, 1}, port: rec.Port, script: -1, opened: w.now})
	w.seen.Push(watcher{scale: -1, unscaled: true, rtt: -1})
	w.seen.Push(watcher{scale: -1, unscaled: true, rtt: -1})
}

// replayOther shows what belongs to no connection.
func (w *World) replayOther(rec *Record) {
	if rec.Kind == RecNote {
		ev := w.blank(EvInfer)
		if rec.Conn < uint32(w.conns.Len()) {
			w.about(ev, 2*rec.Conn+uint32(rec.Side))
			ev.Seg = rec.Seg
		}
		ev.Rule, ev.A, ev.B = rec.Rule, rec.A, rec.B
		w.emit()
		return
	}
	from := uint8(rec.A & 1)
	ev := w.blank(EvDgram)
	ev.Host, ev.Rule, ev.A, ev.Dir, ev.At2 = from, rule.Dns, rec.A, from, w.now
	id := w.emit()
	ev = w.blank(EvDgramRecv)
	ev.Host, ev.Rule, ev.A, ev.Dir, ev.Cause = 1-from, rule.Dns, rec.A, from, id
	w.emit()
}

// replaySend is the frame in which a segment left its sender, or passed the capture.
func (w *World) replaySend(rec *Record, late Time) {
	s := &rec.Seg
	if rec.Raw {
		w.unwrap(rec)
	}
	ei := 2*rec.Conn + uint32(rec.Side)
	j := w.judge(ei, rec)
	pk := Packet{Seg: *s, Sent: w.now, Arrives: rec.At2, Departs: w.now, Conn: rec.Conn, To: 1 - rec.Side, ToSide: 1 - rec.Side, Bytes: rec.Bytes, Dir: rec.Side}
	if j.again || rec.Retrans {
		pk.Flag |= FlagRetrans
	}
	w.count(&tcp.Out{Seg: *s, Retrans: pk.Flag&FlagRetrans != 0}, &pk, rec.Lost)
	ev := w.blank(EvSend)
	ev.Conn, ev.Side, ev.Host, ev.Dir = rec.Conn, rec.Side, rec.Side, rec.Side
	ev.Rule, ev.Seg, ev.Flag, ev.A = j.rule, *s, pk.Flag, int64(rec.Bytes)
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
		w.fly(w.paths.Mut(uint32(rec.Side)), &pk)
	}
	if rec.Lost != rule.None {
		ev := w.blank(EvLost)
		ev.Conn, ev.Side, ev.Host, ev.Dir = rec.Conn, rec.Side, rec.Side, rec.Side
		ev.Cause, ev.Rule, ev.Seg, ev.Flag = id, rec.Lost, *s, pk.Flag
		w.emit()
	}
	w.wasSent(ei, s, &j)
	for _, n := range rec.Notes {
		if n.Rule != rule.None {
			w.infer(ei, n.Rule, n.A, n.B)
		}
	}
	if late > 0 {
		w.infer(ei, rule.SeenTimeBack, int64(late), 0)
	}
	if rec.Kind == RecSeen {
		w.received(ei^1, s, id, FlagSeen, 0)
	}
}

// replayArrive is the frame in which a segment arrived.
func (w *World) replayArrive(rec *Record) {
	ei := 2*rec.Conn + uint32(rec.Side)
	id := frameOf(rec.Sent)
	flag := uint8(0)
	if rec.Retrans {
		flag |= FlagRetrans
	}
	if rec.Dup {
		flag |= FlagDup
	} else {
		w.land(uint32(rec.Side), id)
	}
	w.received(ei^1, &rec.Seg, id, flag, w.now-rec.At2)
}

// land takes the packet of a send off the wire.
func (w *World) land(pi uint32, sent EventID) {
	p := w.paths.Mut(pi)
	for i := p.head; i != 0; {
		n := *w.pkts.At(i)
		if n.p.SentBy != sent {
			i = n.next
			continue
		}
		if n.prev != 0 {
			w.pkts.Mut(n.prev).next = n.next
		} else {
			p.head = n.next
		}
		if n.next != 0 {
			w.pkts.Mut(n.next).prev = n.prev
		} else {
			p.tail = n.prev
		}
		w.pkts.Free(i)
		p.flying--
		return
	}
}

// received tells of an arrival and follows what it means to the end that got it.
func (w *World) received(ei uint32, s *tcp.Segment, sent EventID, flag uint8, took Time) {
	ev := w.blank(EvRecv)
	w.about(ev, ei)
	ev.Cause, ev.Seg, ev.Flag, ev.A, ev.Dir = sent, *s, flag, int64(took), uint8(1-ei&1)
	w.emit()
	w.hasArrived(ei, s)
}

// replayCall is a call of an application, or its return.
func (w *World) replayCall(rec *Record) {
	ei := 2*rec.Conn + uint32(rec.Side)
	v := w.seen.Mut(ei)
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
	v.app = AppView{Exists: true, Op: rec.Op, Blocked: blocked, Done: rec.Op == OpClose}
}

// replayReading takes over what a host's kernel said about itself.
func (w *World) replayReading(rec *Record) {
	ei := 2*rec.Conn + uint32(rec.Side)
	v := w.seen.Mut(ei)
	var old tcp.Info
	if v.read == 0 {
		v.read = w.reads.Push(rec.Info) + 1
	} else {
		old = *w.reads.At(v.read - 1)
		*w.reads.Mut(v.read - 1) = rec.Info
	}
	ev := w.blank(EvWindow)
	if old.Cwnd == rec.Info.Cwnd && old.Ssthresh == rec.Info.Ssthresh {
		ev = w.blank(EvInfer)
	}
	w.about(ev, ei)
	ev.Rule, ev.A, ev.B = rule.Reading, int64(rec.Info.Cwnd), int64(rec.Info.Ssthresh)
	w.emit()
	if old.SRTT != rec.Info.SRTT && rec.Info.SRTT > 0 {
		ev := w.blank(EvRTT)
		w.about(ev, ei)
		ev.Rule, ev.A, ev.B = rule.Reading, int64(rec.Info.SRTT), int64(rec.Info.RTO)
		w.emit()
	}
}

// infer tells what a recording lets one conclude about an end.
func (w *World) infer(ei uint32, id rule.ID, a, b int64) {
	ev := w.blank(EvInfer)
	w.about(ev, ei)
	ev.Rule, ev.A, ev.B = id, a, b
	w.emit()
}
