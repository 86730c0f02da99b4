package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Stats are the counts of a run; names as in the schema teacp.stats/1. SimNS is the
// simulated time of the last frame.
type Stats struct {
	Frames, Segments, DataSegments, PureAcks, Retransmissions, Drops, Connections int64
	WireBytes, PayloadBytes                                                       int64
	SimNS                                                                         int64
}

// count adds a packet that is sent.
func (s *Stats) count(pk *Packet, lost rule.ID) {
	s.Segments++
	s.WireBytes += int64(pk.Bytes)
	s.PayloadBytes += int64(pk.Seg.Len)
	switch {
	case pk.Seg.Len > 0:
		s.DataSegments++
	case pk.Seg.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0:
		s.PureAcks++
	}
	if pk.Flag&FlagRetrans != 0 {
		s.Retransmissions++
	}
	if lost != rule.None {
		s.Drops++
	}
}
