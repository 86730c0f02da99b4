package views

import (
	"slices"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
)

// state is the state of one end of a connection after a frame.
type state struct {
	frame                  int64
	at                     sim.Time
	una, nxt, wnd          int64 // wnd: right edge of the peer's window
	cwnd, ssthresh, flight int64 // bytes; ssthresh < 0: not set
	rwnd                   int64
	srtt, rto              sim.Time
	cwndSegs, ssthreshSegs int32
}

// mark is one segment, SACK block or loss on a time-sequence graph, or an RTT sample.
type mark struct {
	frame  int64
	at     sim.Time
	lo, hi int64
	kind   markKind
}

type markKind uint8

const (
	markSegment markKind = iota
	markRetrans
	markLost
	markSack
	markRTT // hi: the sample
)

// chunk is the states and marks of a connection in one block of frames.
type chunk struct {
	block  int
	upto   int64 // frames read so far
	used   uint64
	idle   []paint.Span
	last   sim.Time // of the last frame read
	states [2][]state
	marks  [2][]mark
}

// exactBlocks is how many blocks a graph reads frame by frame; a longer part is drawn from the run's
// checkpoints. If there are more than eagerBlocks, a painting reads one at a time.
const (
	eagerBlocks = 6
	exactBlocks = 24
)

// track caches the data of the graphs of one connection.
type track struct {
	run    *sim.Run
	conn   uint32
	clock  uint64
	chunks []*chunk
	coarse [2][]state // states at checkpoints
	seen   int        // checkpoints read
}

// trackOf is the track of the connection that the scene shows.
func (s *Scene) trackOf() *track {
	if s.track == nil || s.track.run != s.Run || s.track.conn != s.Conn {
		s.track = &track{run: s.Run, conn: s.Conn}
		s.plots = [numPlots]plotCache{}
	}
	return s.track
}

// readState reads one end of a connection.
func readState(w *sim.World, conn uint32, side int) state {
	in := w.Info(conn, side)
	if in.State == tcp.Closed { // no values to draw
		return state{frame: w.Frame(), at: w.Now(), una: -1, nxt: -1, wnd: -1, cwnd: -1, ssthresh: -1, flight: -1,
			rwnd: -1}
	}
	mss := int64(max(in.SndMSS, 1))
	st := state{frame: w.Frame(), at: w.Now(), una: in.SndUna, nxt: in.SndNxt, wnd: in.SndUna + in.SndWnd,
		cwnd:   int64(in.Cwnd) * mss,
		flight: in.InFlight, rwnd: in.SndWnd, srtt: in.SRTT, rto: in.RTO, ssthresh: -1, cwndSegs: in.Cwnd,
		ssthreshSegs: in.Ssthresh}
	if in.Ssthresh >= 0 {
		st.ssthresh = int64(in.Ssthresh) * mss
	}
	return st
}

// same reports whether two states differ in frame and time alone.
func (a state) same(b state) bool {
	a.frame, a.at = b.frame, b.at
	return a == b
}

// exact returns blocks [from, to), read frame by frame and cached. In a long run a call reads one
// block at the most, so that keys are answered quickly; blocks that are not read yet are nil.
func (t *track) exact(from, to int) []*chunk {
	t.clock++
	out := make([]*chunk, 0, to-from)
	budget := to - from
	if t.run.Checkpoints() > eagerBlocks {
		budget = 1
	}
	for b := from; b < to; b++ {
		switch {
		case t.has(b):
			out = append(out, t.chunk(b))
		case budget > 0:
			budget--
			out = append(out, t.chunk(b))
		default:
			out = append(out, nil)
		}
	}
	return out
}

// blockEnd is the first frame after a block, as far as it is simulated.
func (t *track) blockEnd(block int) int64 {
	if block+1 < t.run.Checkpoints() {
		return t.run.Checkpoint(block+1).Frame() + 1
	}
	return t.run.Frames()
}

// has reports whether a block has been read.
func (t *track) has(block int) bool {
	for _, c := range t.chunks {
		if c.block == block {
			return c.upto >= t.blockEnd(block)
		}
	}
	return false
}

func (t *track) chunk(block int) *chunk {
	i := slices.IndexFunc(t.chunks, func(c *chunk) bool { return c.block == block })
	if i < 0 && len(t.chunks) >= exactBlocks+2 {
		for k := range t.chunks {
			if i < 0 || t.chunks[k].used < t.chunks[i].used {
				i = k
			}
		}
		t.chunks = slices.Delete(t.chunks, i, i+1)
		i = -1
	}
	if i < 0 {
		c := &chunk{block: block, upto: t.run.Checkpoint(block).Frame() + 1}
		t.chunks = append(t.chunks, c)
		i = len(t.chunks) - 1
	}
	c := t.chunks[i]
	c.used = t.clock
	if end := t.blockEnd(block); c.upto < end {
		t.read(c, end)
	}
	return c
}

// read continues reading a block up to the frame end.
func (t *track) read(c *chunk, end int64) {
	var frames []int64 // those in which the connection took part
	begun := c.last > 0
	longest := sim.Time(0)
	t.run.Each(c.upto, end, 0, func(e *sim.Event) bool {
		if e.ID.Index() == 0 {
			if g := e.At - c.last; g > longest/16 && (begun || c.block == 0) {
				c.idle = append(c.idle, paint.Span{From: c.last, To: e.At})
				longest = max(longest, g)
			}
			c.last, begun = e.At, true
		}
		if e.Conn == t.conn {
			if f := e.ID.Frame(); len(frames) == 0 || frames[len(frames)-1] != f {
				frames = append(frames, f)
			}
			c.event(e)
		}
		return true
	})
	if len(c.idle) > 64 { // the longest are enough to choose cuts from
		slices.SortFunc(c.idle, func(a, b paint.Span) int { return int(min(max(b.Len()-a.Len(), -1), 1)) })
		c.idle = c.idle[:32]
	}
	for _, f := range frames {
		w := t.run.At(f)
		for side := range c.states {
			st := readState(w, t.conn, side)
			if list := c.states[side]; len(list) == 0 || !list[len(list)-1].same(st) {
				c.states[side] = append(list, st)
			}
		}
	}
	c.upto = end
}

// event keeps the marks of a graph.
func (c *chunk) event(e *sim.Event) {
	g := &e.Seg
	m := mark{frame: e.ID.Frame(), at: e.At, lo: g.Seq, hi: g.End()}
	side := e.Side
	switch e.Kind {
	case sim.EvSend:
		if g.End() == g.Seq {
			return
		}
		if e.Flag&sim.FlagRetrans != 0 {
			m.kind = markRetrans
		}
	case sim.EvLost:
		if g.End() == g.Seq {
			return
		}
		m.kind = markLost
	case sim.EvRecv:
		for i := uint8(0); i < g.NSack && g.Flags&tcp.ACK != 0; i++ {
			m.lo, m.hi, m.kind = g.Sack[i].Lo, g.Sack[i].Hi, markSack
			c.marks[side] = append(c.marks[side], m)
		}
		return
	case sim.EvRTT:
		m.lo, m.hi, m.kind = 0, e.A, markRTT
	default:
		return
	}
	c.marks[side] = append(c.marks[side], m)
}

// sampled are the states at the checkpoints, for runs too long to read frame by frame.
func (t *track) sampled(side int) []state {
	for ; t.seen < t.run.Checkpoints(); t.seen++ {
		w := t.run.Checkpoint(t.seen)
		if int(t.conn) >= w.Conns() {
			continue
		}
		for k := range t.coarse {
			t.coarse[k] = append(t.coarse[k], readState(w, t.conn, k))
		}
	}
	return t.coarse[side]
}
