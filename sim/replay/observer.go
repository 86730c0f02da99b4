package replay

import (
	"time"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Observer follows one end of a connection at one instant. Its methods change End and Peer and
// append to Out what the recording shows.
type Observer struct {
	Now       time.Duration
	End, Peer *End
	Out       []Out
}

// Out is one thing that a recording shows of the end, or lets one conclude about it.
type Out struct {
	Kind OutKind
	Rule rule.ID
	A, B int64
}

// OutKind says what an Out is.
type OutKind uint8

// The kinds, with the meaning of A and B.
const (
	OutInfer      OutKind = iota // the rule's own numbers
	OutState                     // from state A to B
	OutConnected                 // the handshake is complete
	OutAcked                     // up to A, B more than before
	OutRTT                       // sample A ns, time-out B ns
	OutOutOfOrder                // payload [A,B) waits for bytes before it
)

func (o *Observer) report(k OutKind, id rule.ID, a, b int64) {
	o.Out = append(o.Out, Out{k, id, a, b})
}

// Unwrap turns the wire's numbers of a segment that End sent into relative sequence numbers of
// 64 bits and a window in bytes.
func (o *Observer) Unwrap(s *tcp.Segment) {
	v, p := o.End, o.Peer
	seq, ack := uint32(s.Seq), uint32(s.Ack)
	syn := s.Flags&tcp.SYN != 0
	if !v.based || syn && !v.known {
		v.based, v.base = true, seq
		if !syn { // no SYN was recorded: the first byte seen is byte 1
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

// near returns the 64-bit number closest to ref whose low 32 bits are low.
func near(ref int64, low uint32) int64 { return ref + int64(int32(low-uint32(ref))) }

// Sent updates End by a segment that it sent and that was judged before.
func (o *Observer) Sent(s *tcp.Segment, j *Judgment) {
	v := o.End
	first := !v.known
	v.known = true
	if s.Flags&tcp.SYN != 0 {
		v.syn, v.scale, v.unscaled = true, s.WScale, false
	}
	if s.MSS != 0 {
		v.mss = s.MSS
	}
	o.sentState(s, first)
	if trip := v.srtt + o.Peer.srtt; s.Len > 0 && o.Now-v.lastData > max(trip/4, 1_000_000) {
		v.burst = 0
	}
	v.burst += int64(s.Len)
	v.follow(s, o.Now, j.Again)
	v.probe, v.keep = j.Rule == rule.InferProbe, j.Rule == rule.InferKeepAlive
	for i := range j.infer[:j.n] {
		in := &j.infer[i]
		o.report(OutInfer, in.id, in.a, in.b)
	}
	if s.Flags&tcp.ACK != 0 {
		if p := o.Peer; p.fin && s.Ack >= p.finEnd {
			o.finArrived()
		}
	}
}

// sentState changes the state of an end by a segment that it sent.
func (o *Observer) sentState(s *tcp.Segment, first bool) {
	v := o.End
	switch {
	case s.Flags&tcp.RST != 0:
		o.setState(tcp.Closed, rule.StateReset)
	case s.Flags&(tcp.SYN|tcp.ACK) == tcp.SYN && first:
		o.setState(tcp.SynSent, rule.StateOpen)
	case s.Flags&tcp.SYN != 0 && (first || v.state == tcp.SynSent):
		o.setState(tcp.SynReceived, rule.SynAck)
	case first && v.state == tcp.Closed:
		o.setState(tcp.Established, rule.SeenMidstream)
	}
	if s.Flags&tcp.FIN != 0 {
		switch o.End.state {
		case tcp.Established, tcp.SynReceived:
			o.setState(tcp.FinWait1, rule.StateClose)
		case tcp.CloseWait:
			o.setState(tcp.LastAck, rule.StateClose)
		}
	}
}

func (o *Observer) setState(to tcp.State, id rule.ID) {
	v := o.End
	if v.state == to {
		return
	}
	o.report(OutState, id, int64(v.state), int64(to))
	v.state = to
}

// Arrived updates End by a segment that it received.
func (o *Observer) Arrived(s *tcp.Segment) {
	v := o.End
	v.lastPeer = o.Now
	if s.Flags&tcp.RST != 0 {
		o.setState(tcp.Closed, rule.StateReset)
		return
	}
	if !v.known && s.Flags&tcp.SYN == 0 && v.state == tcp.Closed && !o.Peer.syn {
		o.setState(tcp.Established, rule.SeenMidstream)
	}
	if s.Flags&tcp.ACK != 0 {
		o.acked(s)
	}
	v.peerWnd = s.Wnd
	end := s.End()
	if end > s.Seq {
		p := o.Peer
		// The first copy was lost: no ACK was owed for it.
		repeated := p.rexNum > 0 && p.rexAt == o.Now && p.rexLo == s.Seq
		if end > v.ack && (!v.owing || repeated) {
			v.owing, v.owe = true, o.Now
		}
		v.oweBytes += s.Len
		if s.Seq > v.rcvNxt && s.Len > 0 && v.rcvNxt > 0 {
			o.report(OutOutOfOrder, rule.OutOfOrder, s.Seq, s.Seq+int64(s.Len))
		} else {
			v.rcvNxt = max(v.rcvNxt, end)
		}
	}
	if s.Flags&tcp.FIN != 0 && v.rcvNxt >= end {
		o.finArrived()
	}
}

// finArrived changes the state of an end that has received everything up to its peer's FIN.
func (o *Observer) finArrived() {
	v := o.End
	switch v.state {
	case tcp.Established, tcp.SynReceived:
		o.setState(tcp.CloseWait, rule.StateFinReceived)
	case tcp.FinWait1:
		if v.una >= v.finEnd {
			o.setState(tcp.TimeWait, rule.TimeWait)
		} else {
			o.setState(tcp.Closing, rule.StateFinReceived)
		}
	case tcp.FinWait2:
		o.setState(tcp.TimeWait, rule.TimeWait)
	}
}

// acked updates End by an acknowledgment that it received.
func (o *Observer) acked(s *tcp.Segment) {
	v := o.End
	if v.state == tcp.SynSent && s.Flags&tcp.SYN != 0 || v.state == tcp.SynReceived && s.Ack >= 1 &&
		s.Flags&tcp.SYN == 0 {
		o.setState(tcp.Established, rule.StateEstablished)
		o.report(OutConnected, rule.StateEstablished, 0, 0)
	}
	o.judgeSpurious(s)
	dup := s.Ack == v.una && s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN) == 0 && v.nxt > v.una &&
		(s.Wnd == v.peerWnd || s.NSack > 0)
	if s.Ack > v.una {
		old := v.una
		o.sample(s.Ack)
		v.una, v.unaAt, v.dups = s.Ack, o.Now, 0
		if s.Ack >= v.nxt {
			v.emptied, v.emptyLen = o.Now, v.nxt-old
		}
		o.report(OutAcked, rule.None, s.Ack, s.Ack-old)
	}
	if dup {
		v.dups++
	}
	v.ackAt = o.Now
	if v.fin && s.Ack >= v.finEnd {
		switch v.state {
		case tcp.FinWait1:
			o.setState(tcp.FinWait2, rule.StateFinAcked)
		case tcp.Closing:
			o.setState(tcp.TimeWait, rule.TimeWait)
		case tcp.LastAck:
			o.setState(tcp.Closed, rule.StateFinAcked)
		}
	}
}

// sample takes an RTT sample from what an ACK covers and smoothes it (RFC 6298 section 2).
func (o *Observer) sample(ack int64) {
	v := o.End
	at, n := time.Duration(-1), uint8(0)
	for n < v.ntimed && v.timed[n].end <= ack {
		at = v.timed[n].at
		n++
	}
	copy(v.timed[:], v.timed[n:v.ntimed])
	v.ntimed -= n
	if at < 0 {
		return
	}
	r := o.Now - at
	if v.rtt < 0 || r < v.rtt {
		v.rtt = r
	}
	if v.srtt == 0 {
		v.srtt, v.rttvar = r, r/2
	} else {
		v.rttvar += (max(v.srtt-r, r-v.srtt) - v.rttvar) / 4
		v.srtt += (r - v.srtt) / 8
	}
	if v.FromKernel {
		return
	}
	o.report(OutRTT, rule.InferRTT, int64(r), int64(v.rto()))
}
