package sim

import "teacp/sim/tcp"

// Packet is a packet on the wire.
type Packet struct {
	Seg           tcp.Segment
	Sent, Arrives Time
	Departs       Time // when its first bit leaves the queue
	Acked, Lag    Time // see RecordedPacket
	SentBy        EventID
	A, B          int64 // datagrams: what they are about
	Conn          uint32
	Bytes         int32 // of the IP packet
	Link, Dir     uint8
	To, ToSide    uint8
	Flag          uint8
	Dgram         bool
}

// ipBytes is the length of the IP packet that carries a segment: 20 bytes of IPv4
// header, 20 of TCP header (RFC 9293 section 3.1) and the options, padded to 4.
func ipBytes(s *tcp.Segment) int32 { return 40 + OptionBytes(s) + s.Len }

// OptionBytes is the length of a segment's TCP options on the wire, padded to four:
// MSS 4, window scale 3, SACK-permitted 2, timestamps 10, SACK 2+8n.
func OptionBytes(s *tcp.Segment) int32 {
	var n int32
	if s.MSS != 0 {
		n += 4
	}
	if s.Flags&tcp.SYN != 0 {
		if s.WScale >= 0 {
			n += 3
		}
		if s.SackOK {
			n += 2
		}
	}
	if s.TS {
		n += 10
	}
	if s.NSack > 0 {
		n += 2 + 8*int32(s.NSack)
	}
	return (n + 3) &^ 3
}

// matches reports whether a fault counts a packet.
func (f *Fault) matches(pk *Packet) bool {
	s := &pk.Seg
	if pk.Dgram {
		return f.Match == MatchAny || f.Match == MatchDgram
	}
	switch f.Match {
	case MatchAny:
		return true
	case MatchData:
		return s.Len > 0
	case MatchSyn:
		return s.Flags&tcp.SYN != 0
	case MatchFin:
		return s.Flags&tcp.FIN != 0
	case MatchRst:
		return s.Flags&tcp.RST != 0
	case MatchAck:
		return s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0
	case MatchOffset:
		return s.Len > 0 && s.Seq <= f.Offset+1 && f.Offset+1 < s.Seq+int64(s.Len)
	}
	return false
}

// mix64 is one round of a 64-bit multiply-and-shift hash (constants of SplitMix64).
func mix64(h, x uint64) uint64 {
	h ^= x
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 29
	return h + 0x9e3779b97f4a7c15
}
