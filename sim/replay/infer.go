package replay

import (
	"time"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// A recording does not say why a segment was sent or what held it back. This file infers it, as
// rules of their own. A definition that has the name of one in Wireshark's analysis (User's Guide,
// section 7.5, TCP Analysis) is the same, so that the counts agree.

// Judgment is what is inferred of a segment as it is sent.
type Judgment struct {
	Rule  rule.ID
	Again bool // it had been sent before
	n     uint8
	infer [6]inferred
}

type inferred struct {
	id   rule.ID
	a, b int64
}

func (j *Judgment) add(id rule.ID, a, b int64) {
	if int(j.n) < len(j.infer) {
		j.infer[j.n] = inferred{id, a, b}
		j.n++
	}
}

const (
	maxFastDelay = 20 * time.Millisecond  // from the last duplicate ACK to a fast retransmission
	maxReorder   = 3 * time.Millisecond   // without an RTT: data this soon behind later data is out of order
	reactionTime = 2 * time.Millisecond   // of a host that answers at once
	minIdle      = time.Second            // shorter silences are not reported
	minAckDelay  = 15 * time.Millisecond  // an ACK this much later than the quickest one was delayed
	minTimeout   = 190 * time.Millisecond // a shorter silence is no time-out
)

// Judge infers why End sends a segment, from what was seen before it; retrans says that the
// recording itself calls it a retransmission.
func (o *Observer) Judge(s *tcp.Segment, retrans bool) Judgment {
	v, p := o.End, o.Peer
	j := Judgment{Rule: rule.Seen}
	ctl := s.Flags&(tcp.SYN|tcp.FIN|tcp.RST) != 0
	o.judgeSilence(&j)
	switch {
	case s.Flags&tcp.RST != 0:
		j.Rule = rule.SeenReset
	case s.Flags&tcp.SYN != 0:
		j.judgeSyn(s, v)
	case v.known && !ctl && s.Len <= 1 && s.Seq == v.nxt-1 && v.nxt > 1:
		j.Rule = rule.InferKeepAlive
		if p.wnd == 0 {
			j.Rule = rule.InferProbe
		}
	case v.known && !ctl && s.Len == 1 && s.Seq == v.nxt && p.known && p.wnd == 0:
		j.Rule = rule.InferProbe
	case v.known && s.End() > s.Seq && s.Seq < v.nxt:
		o.judgeRepeated(&j, s, retrans)
	case s.Len == 0 && !ctl:
		o.judgeAck(&j, s)
	default:
		o.judgeNew(&j, s)
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

// judgeSilence reports a long silence of both ends.
func (o *Observer) judgeSilence(j *Judgment) {
	v, p := o.End, o.Peer
	last := max(v.lastAt, p.lastAt)
	if v.known && p.known && o.Now-last >= minIdle {
		j.add(rule.InferIdle, int64(o.Now-last), 0)
	}
}

func (j *Judgment) judgeSyn(s *tcp.Segment, v *End) {
	answer := s.Flags&tcp.ACK != 0
	j.Again = v.known && v.syn && s.Seq < v.nxt
	switch {
	case j.Again && answer:
		j.Rule = rule.SynAckRetry
	case j.Again:
		j.Rule = rule.SynRetry
	case answer:
		j.Rule = rule.SynAck
	default:
		j.Rule = rule.Syn
	}
}

// judgeRepeated infers why bytes below the highest one are sent: repeated, or out of order.
func (o *Observer) judgeRepeated(j *Judgment, s *tcp.Segment, retrans bool) {
	v, p := o.End, o.Peer
	threshold := maxReorder
	if v.rtt > 0 || p.rtt > 0 { // of the whole path: the capture stands between the ends
		threshold = max(v.rtt, 0) + max(p.rtt, 0)
	}
	j.Again = true
	silence := o.Now - max(v.lastData, v.unaAt)
	switch {
	case v.dups >= 2 && v.una == s.Seq && o.Now-v.ackAt < maxFastDelay:
		j.Rule = rule.InferFast
	case s.Len > 0 && v.una > 0 && s.End() <= v.una:
		j.Rule = rule.InferSpurious
	case !retrans && v.unseen(s.Seq, s.End()) && o.Now-v.nxtAt < threshold:
		j.Rule, j.Again = rule.InferOutOfOrder, false
	case silence >= minTimeout || v.srtt > 0 && silence >= v.rto():
		j.Rule = rule.InferRto
		j.add(rule.InferRto, int64(silence), int64(v.rto()))
	case s.End() == v.nxt && v.srtt > 0 && silence >= v.srtt*3/2 && v.dups == 0 && v.rexHi < s.End():
		j.Rule = rule.InferTlp
		j.add(rule.InferTlp, int64(silence), int64(v.srtt))
	default:
		j.Rule = rule.InferRetransmission
	}
}

// judgeAck infers why an ACK without data is sent.
func (o *Observer) judgeAck(j *Judgment, s *tcp.Segment) {
	v, p := o.End, o.Peer
	j.Rule = rule.SeenAck
	if s.Flags&tcp.ACK == 0 || !v.known {
		return
	}
	same := s.Seq == v.nxt && s.Ack == v.ack
	switch {
	case v.syn && v.ack == 0:
		j.Rule = rule.HandshakeAck
	case same && p.probe && (s.Wnd == 0 || s.Wnd == v.wnd):
		j.Rule = rule.InferProbeAck
	case same && s.Wnd != 0 && s.Wnd == v.wnd && p.keep:
		j.Rule = rule.InferKeepAliveAck
	case same && s.Wnd != 0 && s.Wnd != v.wnd && s.NSack == 0:
		j.Rule = rule.InferWindowUpdate
		j.add(rule.InferWindowUpdate, int64(s.Wnd), int64(v.wnd))
	case same && s.Wnd != 0 && v.ack > 0:
		j.Rule = rule.InferDupAck
	case s.Ack > v.ack && v.owing:
		o.judgeDelayed(j)
	}
}

// judgeDelayed recognizes a delayed ACK: it is later than the quickest ACK of this end.
func (o *Observer) judgeDelayed(j *Judgment) {
	v := o.End
	hold := o.Now - v.owe
	if v.minHold == 0 || hold-v.minHold < minAckDelay {
		return
	}
	j.Rule = rule.InferDelayedAck
	j.add(rule.InferDelayedAck, int64(hold-v.minHold), int64(v.oweBytes))
}

// judgeNew infers what may have held new data back until now.
func (o *Observer) judgeNew(j *Judgment, s *tcp.Segment) {
	v, p := o.End, o.Peer
	if s.Flags&tcp.FIN != 0 {
		j.Rule = rule.FinSend
	}
	if s.Len == 0 {
		return
	}
	full := int64(s.Len) >= mssOf(v, p)-12 // without the timestamps that each one may carry
	// Data that an ACK permits passes the capture at the earliest after the sender's reaction.
	slack := v.minHold + reactionTime
	flight := v.nxt - v.una
	trip := v.srtt + p.srtt // both parts of the path
	pause := o.Now - v.lastData
	switch {
	case p.known && !p.unscaled && s.End() == p.ack+int64(p.wnd):
		j.add(rule.InferWindowFull, flight+int64(s.Len), int64(p.wnd))
	case !full && v.emptied != 0 && v.emptied == v.unaAt && o.Now-v.emptied <= slack &&
		o.Now-v.emptied >= v.minHold-reactionTime && v.emptyLen > 0 && v.emptyLen < mssOf(v, p) &&
		pause > reactionTime && v.lastPeer == v.unaAt && p.lastAt == v.unaAt && p.lastData <= v.lastData:
		j.add(rule.InferNagle, int64(s.Len), int64(v.emptyLen))
	case full && trip > 0 && pause > trip/4 && o.Now-v.unaAt <= slack && p.lastData <= v.lastData &&
		v.burst >= 2*mssOf(v, p) && v.burst+int64(s.Len) <= int64(p.wnd):
		j.add(rule.InferCwnd, v.burst, int64(p.wnd))
	}
}

// judgeSpurious looks for a sign that a retransmission was not needed: a D-SACK of it
// (RFC 2883), an ACK that echoes an older timestamp (Eifel, RFC 3522), or one that arrives
// sooner than any round trip.
func (o *Observer) judgeSpurious(s *tcp.Segment) {
	v := o.End
	if v.rexHi == 0 || v.rexJudged {
		return
	}
	inSecond := s.NSack > 1 && s.Sack[1].Lo <= s.Sack[0].Lo && s.Sack[1].Hi >= s.Sack[0].Hi
	dsack := s.NSack > 0 && s.Sack[0].Lo <= v.rexLo && s.Sack[0].Hi >= v.rexHi && (s.Sack[0].Hi <= s.Ack || inSecond)
	covers := s.Ack >= v.rexHi
	eifel := covers && s.TS && v.rexTS != 0 && int32(s.TSEcr-v.rexTS) < 0
	quick := covers && v.rtt > 0 && o.Now-v.rexAt < v.rtt/2
	switch {
	case dsack:
		o.report(OutInfer, rule.InferUndoDsack, v.rexLo, v.rexHi)
	case eifel:
		o.report(OutInfer, rule.InferUndoEifel, v.rexLo, v.rexHi)
	case quick:
		o.report(OutInfer, rule.InferUndoQuick, v.rexLo, v.rexHi)
	case covers && s.Ack > v.una:
		v.rexJudged = v.rexAt+2*v.srtt < o.Now // a D-SACK may still come
		return
	default:
		return
	}
	v.rexJudged = true
}
