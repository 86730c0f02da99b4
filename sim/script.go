package sim

import (
	"sort"

	"teacp/sim/tcp"
)

// scriptApp is an application that plays a script of socket calls at one end of a connection.
type scriptApp struct {
	exists     bool
	blocked    bool // in a call
	done       bool
	started    bool // the current step has begun
	side       uint8
	depth      uint8
	op         Op
	bound      bool // by bind
	pc         int32
	component  uint32
	ei         uint32 // the end that it works on; a server's changes with accept
	script     int32  // index of its ConnScript
	nextWait   uint32 // the application behind it in accept, plus 1
	left       int64  // bytes that the current step still wants to write or read
	sleepUntil Time
	readUntil  Time    // how long a read waits for all that the recording's took; 0: it does not
	last       EventID // the application's last event: program order is a cause
	wakeBy     EventID // what wakes its blocked call
	loops      [maxDepth]loopFrame
}

// loopFrame is a loop that a script is in: where it begins, and how often it is still to be done.
type loopFrame struct{ pc, left int32 }

// startTime is when the application's next step may begin.
func (a *scriptApp) startTime(steps []Step, now Time) Time {
	if int(a.pc) >= len(steps) {
		a.done = true
		return Never
	}
	return max(steps[a.pc].At, now)
}

// passLoops moves the application over beginnings and ends of loops to the step behind them.
func (a *scriptApp) passLoops(steps []Step) {
	for guard := 0; int(a.pc) < len(steps) && guard < 1<<20; guard++ {
		st := &steps[a.pc]
		switch {
		case st.Op == OpLoop && st.Times <= 0:
			a.pc = matchingEnd(steps, a.pc) + 1
		case st.Op == OpLoop && int(a.depth) < len(a.loops):
			a.loops[a.depth] = loopFrame{a.pc, st.Times}
			a.depth++
			a.pc++
		case st.Op == OpEnd && a.depth > 0:
			l := &a.loops[a.depth-1]
			if l.left--; l.left > 0 {
				a.pc = l.pc + 1
			} else {
				a.depth--
				a.pc++
			}
		default:
			return
		}
	}
}

func matchingEnd(steps []Step, pc int32) int32 {
	depth := 0
	for i := pc; int(i) < len(steps); i++ {
		switch steps[i].Op {
		case OpLoop:
			depth++
		case OpEnd:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return int32(len(steps) - 1)
}

func hasOp(steps []Step, op Op) bool {
	for i := range steps {
		if steps[i].Op == op {
			return true
		}
	}
	return false
}

// countLabels is how many labels the signals and waits of scripts use.
func countLabels(scripts []ConnScript) (n int) {
	for i := range scripts {
		for _, steps := range [][]Step{scripts[i].Client, scripts[i].Server} {
			for j := range steps {
				if steps[j].Op == OpSignal || steps[j].Op == OpWait {
					n = max(n, int(steps[j].Label)+1)
				}
			}
		}
	}
	return n
}

// wakesCall reports whether a report of the endpoint ends a blocked call.
func wakesCall(op Op, k tcp.OutKind) bool {
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

// What a recording shows of its applications' threads: when they woke, and which segments arrived
// during a call that held the socket. In a run that no recording times, calls take no time.

// readTime is what is known of the call that begins behind so many bytes of a step.
func (s *Step) readTime(from int64) *ReadTime {
	i := sort.Search(len(s.Reads), func(i int) bool { return s.Reads[i].From >= from })
	if i < len(s.Reads) && s.Reads[i].From == from {
		return &s.Reads[i]
	}
	return nil
}

// heldAt reports whether the application of a side holds the socket when a segment arrives.
func (c *ConnScript) heldAt(side uint32, s *tcp.Segment) bool {
	ends, last := c.Held[side], s.Seq+int64(s.Len)
	k := sort.Search(len(ends), func(k int) bool { return ends[k] >= last })
	return k < len(ends) && ends[k] == last
}

// shortBefore is the end of the last short read before a byte of a stream, 0 if there is none.
func (c *ConnScript) shortBefore(side uint8, at int64) int64 {
	ends := c.Short[side]
	k := sort.Search(len(ends), func(k int) bool { return ends[k] > at })
	if k == 0 {
		return 0
	}
	return ends[k-1]
}
