package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// What a recording does not say is inferred here, as rules of their own: why a segment left,
// and what held it back. Where a definition has the name of one in the analysis of Wireshark
// (User's Guide, section 7.5, TCP Analysis), it is that one, so that the counts agree.

// judged is what is inferred of a segment as it leaves.
type judged struct {
	rule  rule.ID
	again bool // it had been sent before
	n     uint8
	infer [6]inferred
}

type inferred struct {
	id   rule.ID
	a, b int64
}

func (j *judged) add(id rule.ID, a, b int64) {
	if int(j.n) < len(j.infer) {
		j.infer[j.n] = inferred{id, a, b}
		j.n++
	}
}

const (
	fastWithin  = 20 * 1_000_000  // a fast retransmission follows the last duplicate ACK within
	reorderIn   = 3 * 1_000_000   // without an RTT: what comes this soon behind is out of order
	soon        = 2 * 1_000_000   // at once, for a host
	idleFor     = 1_000_000_000   // silence that is told
	delayedFrom = 15 * 1_000_000  // an ACK this much later than the quickest was delayed
	rtoFrom     = 190 * 1_000_000 // a silence from here on can be a time-out
)

// judge says why a segment leaves, from what the observer knows before it.
func (w *World) judge(ei uint32, rec *Record) judged {
	s := &rec.Seg
	v, p := w.seen.At(ei), w.seen.At(ei^1)
	j := judged{rule: rule.Seen}
	ctl := s.Flags&(tcp.SYN|tcp.FIN|tcp.RST) != 0
	w.judgeSilence(&j, v, p)
	switch {
	case s.Flags&tcp.RST != 0:
		j.rule = rule.SeenReset
	case s.Flags&tcp.SYN != 0:
		j.judgeSyn(s, v)
	case v.known && !ctl && s.Len <= 1 && s.Seq == v.nxt-1 && v.nxt > 1:
		j.rule = rule.InferKeepAlive
		if p.wnd == 0 {
			j.rule = rule.InferProbe
		}
	case v.known && !ctl && s.Len == 1 && s.Seq == v.nxt && p.known && p.wnd == 0:
		j.rule = rule.InferProbe
	case v.known && s.End() > s.Seq && s.Seq < v.nxt:
		w.judgeAgain(&j, rec, v, p)
	case s.Len == 0 && !ctl:
		w.judgeAck(&j, s, v, p)
	default:
		w.judgeNew(&j, s, v, p)
	}
	if v.known && s.Seq > v.nxt && s.Flags&(tcp.RST|tcp.SYN) == 0 {
		j.add(rule.InferGap, v.nxt, s.Seq)
	}
	if s.Flags&tcp.ACK != 0 && p.known && s.Ack > p.nxt && s.Flags&tcp.RST == 0 {
		j.add(rule.InferAckedUnseen, s.Ack, p.nxt)
	}
	if s.Wnd == 0 && !ctl {
		j.add(rule.InferZeroWindow, 0, 0)
	}
	return j
}

// judgeSilence tells of a long silence of both ends.
func (w *World) judgeSilence(j *judged, v, p *watcher) {
	last := max(v.lastAt, p.lastAt)
	if v.known && p.known && w.now-last >= idleFor {
		j.add(rule.InferIdle, int64(w.now-last), 0)
	}
}

func (j *judged) judgeSyn(s *tcp.Segment, v *watcher) {
	answer := s.Flags&tcp.ACK != 0
	j.again = v.known && v.syn && s.Seq < v.nxt
	switch {
	case j.again && answer:
		j.rule = rule.SynAckRetry
	case j.again:
		j.rule = rule.SynRetry
	case answer:
		j.rule = rule.SynAck
	default:
		j.rule = rule.Syn
	}
}

// judgeAgain says why bytes that were seen before come again, or come late.
func (w *World) judgeAgain(j *judged, rec *Record, v, p *watcher) {
	s := &rec.Seg
	threshold := Time(reorderIn)
	if v.rtt > 0 || p.rtt > 0 { // of the whole loop, seen from the capture
		threshold = max(v.rtt, 0) + max(p.rtt, 0)
	}
	j.again = true
	silence := w.now - max(v.lastData, v.unaAt)
	switch {
	case v.dups >= 2 && v.una == s.Seq && w.now-v.ackAt < fastWithin:
		j.rule = rule.InferFast
	case s.Len > 0 && v.una > 0 && s.End() <= v.una:
		j.rule = rule.InferSpurious
	case !rec.Retrans && v.unseen(s.Seq, s.End()) && w.now-v.nxtAt < threshold:
		j.rule, j.again = rule.InferOutOfOrder, false
	case silence >= rtoFrom || v.srtt > 0 && silence >= v.rto():
		j.rule = rule.InferRto
		j.add(rule.InferRto, int64(silence), int64(v.rto()))
	case s.End() == v.nxt && v.srtt > 0 && silence >= v.srtt*3/2 && v.dups == 0 && v.rexHi < s.End():
		j.rule = rule.InferTlp
		j.add(rule.InferTlp, int64(silence), int64(v.srtt))
	default:
		j.rule = rule.InferRetransmission
	}
}

// judgeAck says why an ACK without data leaves.
func (w *World) judgeAck(j *judged, s *tcp.Segment, v, p *watcher) {
	j.rule = rule.SeenAck
	if s.Flags&tcp.ACK == 0 || !v.known {
		return
	}
	same := s.Seq == v.nxt && s.Ack == v.ack
	switch {
	case v.syn && v.ack == 0:
		j.rule = rule.HandshakeAck
	case same && p.probe && (s.Wnd == 0 || s.Wnd == v.wnd):
		j.rule = rule.InferProbeAck
	case same && s.Wnd != 0 && s.Wnd == v.wnd && p.keep:
		j.rule = rule.InferKeepAliveAck
	case same && s.Wnd != 0 && s.Wnd != v.wnd && s.NSack == 0:
		j.rule = rule.InferWindowUpdate
		j.add(rule.InferWindowUpdate, int64(s.Wnd), int64(v.wnd))
	case same && s.Wnd != 0 && v.ack > 0:
		j.rule = rule.InferDupAck
	case s.Ack > v.ack && v.owing:
		w.judgeDelayed(j, v)
	}
}

// judgeDelayed tells a delayed ACK by its lateness against the quickest one of this end.
func (w *World) judgeDelayed(j *judged, v *watcher) {
	hold := w.now - v.owe
	if v.minHold == 0 || hold-v.minHold < delayedFrom {
		return
	}
	j.rule = rule.InferDelayedAck
	j.add(rule.InferDelayedAck, int64(hold-v.minHold), int64(v.oweBytes))
}

// judgeNew says what may have held new data back until now.
func (w *World) judgeNew(j *judged, s *tcp.Segment, v, p *watcher) {
	if s.Flags&tcp.FIN != 0 {
		j.rule = rule.FinSend
	}
	if s.Len == 0 {
		return
	}
	full := int64(s.Len) >= mssOf(v, p)-12 // without the timestamps that each one may carry
	// What an ACK lets out passes the capture as much later as the sender answers at best.
	slack := v.minHold + soon
	flight := v.nxt - v.una
	trip := v.srtt + p.srtt // both halves of the loop
	pause := w.now - v.lastData
	switch {
	case p.known && !p.unscaled && s.End() == p.ack+int64(p.wnd):
		j.add(rule.InferWindowFull, flight+int64(s.Len), int64(p.wnd))
	case !full && v.emptied != 0 && v.emptied == v.unaAt && w.now-v.emptied <= slack && w.now-v.emptied >= v.minHold-soon && v.emptyLen > 0 && v.emptyLen < mssOf(v, p) &&
		pause > soon && v.lastPeer == v.unaAt && p.lastAt == v.unaAt && p.lastData <= v.lastData:
		j.add(rule.InferNagle, int64(s.Len), int64(v.emptyLen))
	case full && trip > 0 && pause > trip/4 && w.now-v.unaAt <= slack && p.lastData <= v.lastData &&
		v.burst >= 2*mssOf(v, p) && v.burst+int64(s.Len) <= int64(p.wnd):
		j.add(rule.InferCwnd, v.burst, int64(p.wnd))
	}
}

// judgeSpurious looks for the signs that a retransmission was not needed: a D-SACK of it
// (RFC 2883), an ACK that echoes an older timestamp (Eifel, RFC 3522), or one that comes
// sooner than any round trip.
func (w *World) judgeSpurious(ei uint32, s *tcp.Segment) {
	v := w.seen.Mut(ei)
	if v.rexHi == 0 || v.rexJudged {
		return
	}
	dsack := s.NSack > 0 && s.Sack[0].Lo <= v.rexLo && s.Sack[0].Hi >= v.rexHi && (s.Sack[0].Hi <= s.Ack || s.NSack > 1 && s.Sack[1].Lo <= s.Sack[0].Lo && s.Sack[1].Hi >= s.Sack[0].Hi)
	covers := s.Ack >= v.rexHi
	eifel := covers && s.TS && v.rexTS != 0 && int32(s.TSEcr-v.rexTS) < 0
	quick := covers && v.rtt > 0 && w.now-v.rexAt < v.rtt/2
	switch {
	case dsack:
		w.infer(ei, rule.InferUndoDsack, v.rexLo, v.rexHi)
	case eifel:
		w.infer(ei, rule.InferUndoEifel, v.rexLo, v.rexHi)
	case quick:
		w.infer(ei, rule.InferUndoQuick, v.rexLo, v.rexHi)
	case covers && s.Ack > v.una:
		v.rexJudged = v.rexAt+2*v.srtt < w.now // a D-SACK may still come
		return
	default:
		return
	}
	w.seen.Mut(ei).rexJudged = true
}
