package conform

import (
	"slices"
	"sort"
	"strings"

	"teacp/sim"
)

// Conformance compares the stack, not the scheduler of the machine that ran the applications. A
// recording contains when each socket call began and returned, and how many bytes it read. The
// simulated applications take from it how long a thread took to wake, how long a sleep lasted, and
// how much a call read. Everything that the stack does is simulated.
//
// If the kernel's own runs sent different ACKs, one more thing comes from the recording: which
// segments arrived during the few microseconds in which a read call held the socket. Their ACK
// waits until the call releases the socket (rule ack_deferred). The simulated stack still decides
// whether to send an ACK.

// maxWake is the longest wake-up delay. A longer one had another cause.
const maxWake = 200 * 1000 // microseconds

// timeApps sets the recorded delays in the applications of cfg.
func (t *Trace) timeApps(cfg *sim.Config, m *machine) {
	for side := range cfg.Hosts {
		var wakes []float64
		for i := range cfg.Conns {
			c := &cfg.Conns[i]
			list := [...][]sim.Step{c.Client, c.Server}[side]
			w := t.watch(uint32(i), side, m)
			w.walk(list)
			wakes = append(wakes, w.wakes...)
			if !t.Repeat.SameAcks || t.Repeat.Runs < 2 {
				c.Held[side] = w.deferred()
			}
			c.Short[side] = w.short
		}
		if len(wakes) >= 3 {
			sort.Float64s(wakes)
			cfg.Hosts[side].Wake = sim.Time(wakes[len(wakes)/2] * 1000)
		}
	}
}

// watch contains what the recording shows about one end of a connection.
type watch struct {
	t      *Trace
	side   int
	calls  []Call
	in     []arrived // in order of arrival
	acks   []*Segment
	next   int   // index of the next call
	read   int64 // bytes read so far
	wakes  []float64
	opened float64 // when the handshake ended at this end
	short  []int64 // stream offsets after reads that returned less than they asked for
}

// arrived is an arrival with the state of the stream after it.
type arrived struct {
	at        float64
	processed float64 // when the simulated stack processes it
	seg       *Segment
	advanced  bool // it advanced the stream
	upTo      int64
	eof       bool
}

func (t *Trace) watch(conn uint32, side int, m *machine) *watch {
	w := &watch{t: t, side: side}
	name := [...]string{"client", "server"}[side]
	for i := range t.Calls {
		if c := &t.Calls[i]; c.Conn == conn && c.Side == name {
			w.calls = append(w.calls, *c)
		}
	}
	sort.SliceStable(w.calls, func(i, j int) bool { return w.calls[i].TCallUs < w.calls[j].TCallUs })
	for i := range t.Segments {
		s := &t.Segments[i]
		switch {
		case s.Conn != conn:
		case s.Dir == dirs[side]:
			w.acks = append(w.acks, s)
		default:
			if s.TRecvUs != nil {
				w.in = append(w.in, arrived{at: *s.TRecvUs, processed: *s.TRecvUs + us(m.lag[i]), seg: s})
			}
			if s.TRecvDupUs != nil {
				w.in = append(w.in, arrived{at: *s.TRecvDupUs, processed: *s.TRecvDupUs + us(m.lag[i]), seg: s})
			}
		}
	}
	sort.SliceStable(w.in, func(i, j int) bool { return w.in[i].at < w.in[j].at })
	w.follow()
	return w
}

// follow computes the state of the stream after each arrival.
func (w *watch) follow() {
	type span struct{ lo, hi int64 }
	var behind []span
	nxt, fin := int64(1), int64(-1)
	for i := range w.in {
		a := &w.in[i]
		s := a.seg
		if w.opened == 0 && (w.side == 0) == strings.HasPrefix(s.Flags, "S") {
			w.opened = a.at
		}
		if s.Len > 0 {
			behind = append(behind, span{s.Seq, s.Seq + s.Len})
		}
		if strings.Contains(s.Flags, "F") {
			fin = s.Seq + s.Len
		}
		was := nxt
		for moved := true; moved; {
			moved = false
			behind = slices.DeleteFunc(behind, func(b span) bool {
				if b.lo > nxt {
					return false
				}
				nxt = max(nxt, b.hi)
				moved = true
				return true
			})
		}
		a.advanced, a.upTo, a.eof = nxt > was, nxt, nxt == fin
	}
}

// walk matches the calls with the steps of the script, up to the first mismatch.
func (w *watch) walk(list []sim.Step) {
	last := 0.0
	for i := range list {
		st := &list[i]
		if st.Op == sim.OpSleep {
			asked := us(st.Pause)
			if i+1 < len(list) && list[i+1].Op != sim.OpSleep && list[i+1].At == 0 && w.next < len(w.calls) &&
				last > 0 {
				st.Wake = delay(w.calls[w.next].TCallUs - last - asked)
			}
			last += asked
			continue
		}
		if w.next >= len(w.calls) {
			return
		}
		c := &w.calls[w.next]
		if st.Op == sim.OpSet && c.Ev != "set" { // on the listening socket, which is not recorded
			continue
		}
		if !w.step(st, c) {
			return
		}
		last = returned(&w.calls[w.next-1])
		if gap := w.gap(list, i); gap > 0 && st.Wake > 0 {
			st.Wake += gap
		} else if n := len(st.Reads); gap > 0 && n > 0 && st.Reads[n-1].Wake > 0 {
			st.Reads[n-1].Wake += gap
		}
	}
}

// gap returns the time from the last call of a step to the next call, 0 if the script waits between
// them.
func (w *watch) gap(list []sim.Step, i int) sim.Time {
	if i+1 >= len(list) || w.next >= len(w.calls) || list[i+1].Op == sim.OpSleep || list[i+1].At > 0 {
		return 0
	}
	return delay(w.calls[w.next].TCallUs - w.calls[w.next-1].TDoneUs)
}

// copyTime is the time from copying the bytes to the return of a read call, in microseconds.
const copyTime = 8.0

// maxUnblocked is the longest duration of a call that did not block, in microseconds. The simulated
// call takes no time.
const maxUnblocked = 500.0

// returned returns the time from which the delay after a call counts.
func returned(c *Call) float64 {
	switch c.Ev {
	case "connect", "accept", "read", "eof", "wait":
		return c.TDoneUs
	}
	if c.TDoneUs-c.TCallUs > maxUnblocked {
		return c.TDoneUs
	}
	return c.TCallUs
}

// delay converts a recorded delay to one of at least 1 ns. It returns 0 for an implausible one.
func delay(us float64) sim.Time {
	if us > maxWake {
		return 0
	}
	return max(sim.Time(us*1000), 1)
}

var callNames = map[sim.Op]string{sim.OpConnect: "connect", sim.OpAccept: "accept", sim.OpWrite: "write",
	sim.OpSet: "set", sim.OpShutdown: "shutdown", sim.OpClose: "close", sim.OpSignal: "signal", sim.OpWait: "wait"}

// step consumes the calls of one step. It returns false if they do not belong to it.
func (w *watch) step(st *sim.Step, c *Call) bool {
	switch st.Op {
	case sim.OpRead, sim.OpReadEOF:
		return w.reads(st)
	case sim.OpWrite:
		for left := st.Bytes; left > 0 && w.next < len(w.calls) && w.calls[w.next].Ev == "write"; w.next++ {
			if left -= w.calls[w.next].N; w.calls[w.next].Err != "" {
				left = 0
			}
		}
		return true
	case sim.OpConnect, sim.OpAccept:
		if w.opened > c.TCallUs && w.opened <= c.TDoneUs {
			st.Wake = delay(c.TDoneUs - w.opened)
		}
	case sim.OpWait:
		if at := w.t.signalled(c); at > c.TCallUs && at <= c.TDoneUs {
			st.Wake = delay(c.TDoneUs - at)
		}
	}
	w.next++
	return c.Ev == callNames[st.Op]
}

// signalled returns when the label for which a call waited was signalled, -1 if never.
func (t *Trace) signalled(c *Call) float64 {
	for i := range t.Calls {
		if s := &t.Calls[i]; s.Ev == "signal" && s.Side == c.Side && s.Detail == c.Detail {
			return s.TCallUs
		}
	}
	return -1
}

// wholeRead is the number of bytes that an unlimited read asks for.
const wholeRead = 1 << 19

// reads consumes the calls of a reading step.
func (w *watch) reads(st *sim.Step) bool {
	from := int64(0)
	for w.next < len(w.calls) && (st.Op == sim.OpReadEOF || from < st.Bytes) {
		c := &w.calls[w.next]
		if c.Ev != "read" && c.Ev != "eof" {
			return false
		}
		r := sim.ReadTime{From: from, Took: c.N}
		if at, seen := w.readable(); at >= 0 && at <= c.TDoneUs {
			r.Wake = delay(max(c.TDoneUs-seen-copyTime, 0))
			if at > c.TCallUs && c.TDoneUs-at <= maxWake {
				w.wakes = append(w.wakes, c.TDoneUs-at)
			}
		}
		w.next++
		asked := int64(wholeRead)
		if st.Op == sim.OpRead {
			asked = min(asked, st.Bytes-from)
		}
		if st.Chunk > 0 {
			asked = min(asked, st.Chunk)
		}
		from += c.N
		w.read += c.N
		if c.Ev == "read" && c.N < asked {
			w.short = append(w.short, w.read)
		}
		if st.Pause > 0 && c.Ev == "read" && w.next < len(w.calls) && (st.Op == sim.OpReadEOF || from < st.Bytes) {
			r.Pause = max(sim.Time((w.calls[w.next].TCallUs-c.TDoneUs)*1000), 1)
		}
		if len(st.Reads) > 0 && st.Reads[len(st.Reads)-1].From == r.From { // the end of file
			st.Reads = st.Reads[:len(st.Reads)-1]
		}
		st.Reads = append(st.Reads, r)
		if c.Ev == "eof" || c.Err != "" {
			break
		}
	}
	return true
}

// readable returns when the next call had data to read.
func (w *watch) readable() (at, seen float64) {
	for i := range w.in {
		if a := &w.in[i]; a.upTo > w.read+1 || a.eof {
			return a.at, a.processed
		}
	}
	return -1, -1
}

// maxMerged is the longest time from the arrival of a segment to an ACK that acknowledges more than
// it, in microseconds.
const maxMerged = 300.0

// deferred returns the ends of the segments that arrived while a read call held the socket and were
// acknowledged together with later ones: no ACK has their end, an ACK of more bytes follows at
// once, and a call was returning.
func (w *watch) deferred() []int64 {
	named := map[int64]bool{}
	for _, s := range w.acks {
		named[s.Ack] = true
	}
	var out []int64
	for i := range w.in {
		a := &w.in[i]
		if !a.advanced || a.upTo != a.seg.Seq+a.seg.Len || named[a.upTo] || !w.inCall(a.at) {
			continue
		}
		for _, s := range w.acks {
			if s.TSentUs >= a.at && s.Ack > a.upTo {
				if s.TSentUs-a.at <= maxMerged {
					out = append(out, a.upTo)
				}
				break
			}
		}
	}
	return out
}

// inCall reports whether a read call was in progress and returned soon after.
func (w *watch) inCall(at float64) bool {
	for i := range w.calls {
		if c := &w.calls[i]; c.Ev == "read" && c.TCallUs <= at+maxMerged && c.TDoneUs >= at &&
			c.TDoneUs <= at+2*maxMerged {
			return true
		}
	}
	return false
}
