package conform

import (
	"slices"
	"sort"
	"strings"

	"teacp/sim"
)

// The stack is judged, not the machine that ran the applications. A recording says when each
// socket call began and returned, and what it took; from that the simulated applications take how
// long a thread took to wake after what it waited for, how long its sleeps were in fact, and how
// much a call read. What the stack does at these moments, and when it does it, is simulated.
//
// One thing more is taken from the recording, and only where the kernel's own runs did not all
// acknowledge alike: which segments arrived in the few microseconds in which a reading call held
// the socket. Their ACK waits until the call lets go of it (rule ack_deferred). Whether there is an
// ACK to wait is the simulated stack's decision, and so is all that comes of it.

// latest is the longest wake-up that is believed: what takes longer had another cause.
const latest = 200 * 1000 // microseconds

// timeApps gives the applications of cfg the recording's moments.
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
				c.Held[side] = w.held()
			}
			c.Short[side] = w.short
		}
		if len(wakes) >= 3 {
			sort.Float64s(wakes)
			cfg.Hosts[side].Wake = sim.Time(wakes[len(wakes)/2] * 1000)
		}
	}
}

// watch is what the recording shows of one end of a connection.
type watch struct {
	t      *Trace
	side   int
	calls  []Call
	in     []arrived // in order of arrival
	acks   []*Segment
	next   int   // the call that comes next
	read   int64 // bytes read so far
	wakes  []float64
	opened float64 // when the handshake was over here
	short  []int64 // ends of reads that took less than they asked for
}

// arrived is an arrival and how far the stream was complete after it.
type arrived struct {
	at    float64
	seen  float64 // when the simulated stack has taken it up
	seg   *Segment
	fresh bool // it moved the stream on
	upTo  int64
	eof   bool
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
				w.in = append(w.in, arrived{at: *s.TRecvUs, seen: *s.TRecvUs + us(m.lag[i]), seg: s})
			}
			if s.TRecvDupUs != nil {
				w.in = append(w.in, arrived{at: *s.TRecvDupUs, seen: *s.TRecvDupUs + us(m.lag[i]), seg: s})
			}
		}
	}
	sort.SliceStable(w.in, func(i, j int) bool { return w.in[i].at < w.in[j].at })
	w.follow()
	return w
}

// follow finds how far the stream was complete after each arrival.
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
		a.fresh, a.upTo, a.eof = nxt > was, nxt, nxt == fin
	}
}

// walk lays the calls beside the steps of the script, as far as they agree.
func (w *watch) walk(list []sim.Step) {
	last := 0.0
	for i := range list {
		st := &list[i]
		if st.Op == sim.OpSleep {
			asked := us(st.Pause)
			if i+1 < len(list) && list[i+1].Op != sim.OpSleep && list[i+1].At == 0 && w.next < len(w.calls) && last > 0 {
				st.Wake = delay(w.calls[w.next].TCallUs - last - asked)
			}
			last += asked
			continue
		}
		if w.next >= len(w.calls) {
			return
		}
		c := &w.calls[w.next]
		if st.Op == sim.OpSet && c.Ev != "set" { // on the listening socket: it is not recorded
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

// gap is how long after the last call of a step the next one began, where nothing lies between.
func (w *watch) gap(list []sim.Step, i int) sim.Time {
	if i+1 >= len(list) || w.next >= len(w.calls) || list[i+1].Op == sim.OpSleep || list[i+1].At > 0 {
		return 0
	}
	return delay(w.calls[w.next].TCallUs - w.calls[w.next-1].TDoneUs)
}

// leaving is how long before its return a reading call has taken its bytes.
const leaving = 8.0

// inCallOnly is what a call may take that did not wait: the simulated one takes no time.
const inCallOnly = 500.0

// returned is when what follows a call begins to count.
func returned(c *Call) float64 {
	switch c.Ev {
	case "connect", "accept", "read", "eof", "wait":
		return c.TDoneUs
	}
	if c.TDoneUs-c.TCallUs > inCallOnly {
		return c.TDoneUs
	}
	return c.TCallUs
}

// delay makes a recorded delay one that the simulation can have: at least the shortest.
func delay(us float64) sim.Time {
	if us > latest {
		return 0
	}
	return max(sim.Time(us*1000), 1)
}

var callNames = map[sim.Op]string{sim.OpConnect: "connect", sim.OpAccept: "accept", sim.OpWrite: "write",
	sim.OpSet: "set", sim.OpShutdown: "shutdown", sim.OpClose: "close", sim.OpSignal: "signal", sim.OpWait: "wait"}

// step takes the calls of one step; it reports whether they are the step's.
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

// signalled is when the label was signalled that a call waited for.
func (t *Trace) signalled(c *Call) float64 {
	for i := range t.Calls {
		if s := &t.Calls[i]; s.Ev == "signal" && s.Side == c.Side && s.Detail == c.Detail {
			return s.TCallUs
		}
	}
	return -1
}

// wholeRead is what a read asks for that is not limited.
const wholeRead = 1 << 19

// reads takes the calls of a reading step.
func (w *watch) reads(st *sim.Step) bool {
	from := int64(0)
	for w.next < len(w.calls) && (st.Op == sim.OpReadEOF || from < st.Bytes) {
		c := &w.calls[w.next]
		if c.Ev != "read" && c.Ev != "eof" {
			return false
		}
		r := sim.ReadTime{From: from, Took: c.N}
		if at, seen := w.readable(); at >= 0 && at <= c.TDoneUs {
			r.Wake = delay(max(c.TDoneUs-seen-leaving, 0))
			if at > c.TCallUs && c.TDoneUs-at <= latest {
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

// readable is when the next call had something to read.
func (w *watch) readable() (at, seen float64) {
	for i := range w.in {
		if a := &w.in[i]; a.upTo > w.read+1 || a.eof {
			return a.at, a.seen
		}
	}
	return -1, -1
}

// merged is how soon after a segment's arrival the ACK leaves that acknowledges more than it.
const merged = 300.0

// held are the ends of the segments which arrived while a reading call held the socket, and were
// acknowledged together with what came behind them: no ACK names their end, one for more leaves
// at once, and a call was returning.
func (w *watch) held() []int64 {
	named := map[int64]bool{}
	for _, s := range w.acks {
		named[s.Ack] = true
	}
	var out []int64
	for i := range w.in {
		a := &w.in[i]
		if !a.fresh || a.upTo != a.seg.Seq+a.seg.Len || named[a.upTo] || !w.inCall(a.at) {
			continue
		}
		for _, s := range w.acks {
			if s.TSentUs >= a.at && s.Ack > a.upTo {
				if s.TSentUs-a.at <= merged {
					out = append(out, a.upTo)
				}
				break
			}
		}
	}
	return out
}

// inCall reports whether a reading call was open that returned soon after.
func (w *watch) inCall(at float64) bool {
	for i := range w.calls {
		if c := &w.calls[i]; c.Ev == "read" && c.TCallUs <= at+merged && c.TDoneUs >= at && c.TDoneUs <= at+2*merged {
			return true
		}
	}
	return false
}
