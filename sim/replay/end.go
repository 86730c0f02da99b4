package replay

import (
	"time"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// End is what the records so far show of one end of a connection: plain values, which a world
// copies.
type End struct {
	FromKernel bool // readings of its own kernel are recorded: no RTT samples are reported

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
	base     uint32 // sequence number of the SYN on the wire

	// What it sent.
	nxt              int64 // after the highest byte
	finEnd           int64
	nxtAt            time.Duration // when that byte was sent for the first time
	lastAt, lastData time.Duration
	ack              int64 // last acknowledgment
	wnd              int32 // last window

	// What reached it.
	una       int64 // acknowledged
	unaAt     time.Duration
	ackAt     time.Duration // last ACK, new or not
	dups      uint32
	peerWnd   int32
	rcvNxt    int64         // next byte in order, as far as arrivals and ACKs show
	owe       time.Duration // arrival of the oldest data that it has not acknowledged
	oweBytes  int32
	emptied   time.Duration // when an ACK left nothing in flight
	emptyLen  int64
	lastPeer  time.Duration // last segment from the peer
	burst     int64         // sent since it last paused
	rexLo     int64
	rexHi     int64
	rexAt     time.Duration
	rexTS     uint32
	rexNum    uint32
	rexJudged bool

	rtt, srtt, rttvar time.Duration // smallest, smoothed, deviation; rtt < 0: none
	minHold           time.Duration // smallest time from data to its ACK, as seen
	timed             [8]timed
	holes             [6]tcp.Block // bytes below nxt that have not been seen
	ntimed, nholes    uint8
}

// NewEnd is an end of which nothing has been seen.
func NewEnd() End { return End{scale: -1, unscaled: true, rtt: -1} }

// Known reports whether a segment of this end has been seen.
func (v *End) Known() bool { return v.known }

// State is the state that its segments show.
func (v *End) State() tcp.State { return v.state }

// timed is a segment whose ACK will be an RTT sample.
type timed struct {
	end int64
	at  time.Duration
}

// follow updates the sequence numbers by a segment that the end sent.
func (v *End) follow(s *tcp.Segment, now time.Duration, again bool) {
	end := s.End()
	if s.Flags&tcp.FIN != 0 {
		v.fin, v.finEnd = true, end
	}
	if again {
		v.dropTimed(s.Seq)
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
			v.addTimed(end, now)
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
}

// fill notes that [lo, hi) was seen; bytes between the highest one before and lo become a hole.
func (v *End) fill(lo, hi int64) {
	if lo > v.nxt && v.known && v.nxt > 0 {
		if int(v.nholes) == len(v.holes) { // drop the oldest
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
func (v *End) unseen(lo, hi int64) bool {
	for _, h := range v.holes[:v.nholes] {
		if lo < h.Hi && hi > h.Lo {
			return true
		}
	}
	return false
}

// addTimed remembers when a segment was sent. A full list drops its second oldest entry.
func (v *End) addTimed(end int64, now time.Duration) {
	if int(v.ntimed) == len(v.timed) {
		copy(v.timed[1:], v.timed[2:])
		v.ntimed--
	}
	v.timed[v.ntimed] = timed{end, now}
	v.ntimed++
}

// dropTimed removes what was sent from seq on: retransmitted data gives no samples (Karn).
func (v *End) dropTimed(seq int64) {
	for v.ntimed > 0 && v.timed[v.ntimed-1].end > seq {
		v.ntimed--
	}
}

// rto is the retransmission time-out that follows from the samples (RFC 6298 section 2), with the
// lower bound of 200 ms that common stacks use.
func (v *End) rto() time.Duration {
	if v.srtt == 0 {
		return 1_000_000_000
	}
	return max(v.srtt+4*v.rttvar, 200_000_000)
}

// mssOf is the largest segment that end v sends: what the SYN of p allows, or 1460.
func mssOf(v, p *End) int64 {
	switch {
	case p.mss != 0 && v.mss != 0:
		return int64(max(min(p.mss, v.mss), 1))
	case p.mss != 0:
		return int64(p.mss)
	}
	return 1460
}

// Info describes the end: the numbers that its segments show, beside those of its own kernel
// (nil: none are recorded).
func (v *End) Info(p *End, kernel *tcp.Info) tcp.Info {
	in := tcp.Info{Ssthresh: -1}
	if kernel != nil {
		in = *kernel
	} else {
		in.SRTT, in.RTTVar, in.RTO, in.MinRTT = v.srtt, v.rttvar, v.rto(), max(v.rtt, 0)
		in.Retrans = int32(v.rexNum)
	}
	in.State, in.SndUna, in.SndNxt, in.SndWnd = v.state, v.una, v.nxt, int64(v.peerWnd)
	in.RcvNxt, in.RcvWnd, in.WriteSeq, in.CopiedSeq = v.rcvNxt, int64(v.wnd), v.nxt, v.ack
	in.SndMSS, in.AdvMSS = int32(mssOf(v, p)), int32(v.mss)
	in.InFlight = max(v.nxt-v.una, 0)
	in.Unacked = int32((in.InFlight + int64(in.SndMSS) - 1) / int64(in.SndMSS))
	in.AckPending = v.owing
	return in
}

// Verdict is what holds the end back, as far as the wire shows it: a window of zero.
func (v *End) Verdict(p *End) tcp.Verdict {
	out := tcp.Verdict{Until: tcp.Never, Seq: v.nxt}
	if v.peerWnd == 0 && p.known && v.state == tcp.Established && p.ack > 0 {
		out.Do, out.Rule = tcp.Hold, rule.InferZeroWindow
	}
	return out
}
