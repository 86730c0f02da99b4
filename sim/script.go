package sim

import (
	"sort"

	"teacp/sim/tcp"
)

// app is an application that plays a script of socket calls at one end of a connection.
type app struct {
	exists  bool
	blocked bool // in a call
	done    bool
	started bool // the current step has begun
	side    uint8
	depth   uint8
	op      Op
	pc      int32
	comp    uint32
	ei      uint32
	left    int64 // bytes that the current step still wants to write or read
	until   Time
	patient Time    // until when a read waits for all that the recording's took; 0: it does not
	last    EventID // the application's last event: program order is a cause
	wakeBy  EventID
	loop    [maxDepth]loop
}

type loop struct{ pc, left int32 }

func hasOp(s []Step, op Op) bool {
	for i := range s {
		if s[i].Op == op {
			return true
		}
	}
	return false
}

type actResult uint8

const (
	actDone actResult = iota
	actAgain
	actBlocked
	actSleep
	actWait // blocked a little longer
	actStop
)

func matchingEnd(s []Step, pc int32) int32 {
	depth := 0
	for i := pc; int(i) < len(s); i++ {
		switch s[i].Op {
		case OpLoop:
			depth++
		case OpEnd:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return int32(len(s) - 1)
}

func wakes(op Op, k tcp.OutKind) bool {
	switch k {
	case tcp.OutReadable, tcp.OutEOF:
		return op == OpRead || op == OpReadEOF
	case tcp.OutWritable:
		return op == OpWrite
	case tcp.OutConnected:
		return op == OpConnect || op == OpAccept
	}
	return op != OpSleep && op != OpWait // an error ends calls of the socket alone
}

// readTime is what is known of the call that begins behind so many bytes of a step.
func (s *Step) readTime(from int64) *ReadTime {
	i := sort.Search(len(s.Reads), func(i int) bool { return s.Reads[i].From >= from })
	if i < len(s.Reads) && s.Reads[i].From == from {
		return &s.Reads[i]
	}
	return nil
}

// heldAt reports whether the application holds the socket when a segment arrives.
func (w *World) heldAt(ei uint32, s *tcp.Segment) bool {
	i := w.conns.At(ei / 2).script
	if s.Len == 0 || i < 0 || int(i) >= len(w.cfg.Conns) {
		return false
	}
	ends, end := w.cfg.Conns[i].Held[ei&1], s.Seq+int64(s.Len)
	k := sort.Search(len(ends), func(k int) bool { return ends[k] >= end })
	return k < len(ends) && ends[k] == end
}
