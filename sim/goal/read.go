package goal

import (
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Reader reads the events of a run, in order.
type Reader struct {
	run  *sim.Run
	next int64 // first frame that Grow has not read
	page bool  // the goal is a page
	over bool  // the page is done: what follows is no part of the goal
	last End   // so far
	ends []stream
	reqs []request
	// ended is the end of the run that has ended; known says whether it was computed.
	ended End
	known bool
	parts []Part
}

// stream is what an application of a script has sent and received at one end of a connection.
type stream struct {
	written int64 // bytes that the socket took
	arrived int64 // bytes that can be read, or have been
	read    int64
	since   sim.Time // of its last call
	frame   int64
	failed  bool
	broken  Part // the error of its connection, if Frame >= 0
}

// request is what is known of a request that has not ended.
type request struct {
	since sim.Time
	frame int64
	conn  uint32
	waits rule.ID // what it waits for; rule.None: the connection
	ended bool
}

// New returns a reader of a run before the first event.
func New(r *sim.Run) *Reader {
	g := &Reader{run: r, page: len(r.Config().HTTP) > 0}
	g.last.Frame, g.last.Part.Req = -1, -1
	return g
}

// Grow reads up to n more frames. It reports whether all simulated frames have been read.
func (g *Reader) Grow(n int64) bool {
	frames := g.run.Frames()
	to := min(g.next+n, frames)
	if g.next < to && !g.over {
		g.run.Each(g.next, to, g.kinds(), func(e *sim.Event) bool {
			g.Take(e)
			return !g.over
		})
		g.known = false
	}
	if g.next = to; g.over {
		g.next = frames
	}
	return g.next >= frames
}

// Current reports whether the run has ended and all of it has been read.
func (g *Reader) Current() bool { return g.run.Done() && g.next >= g.run.Frames() }

// Run returns the run that is read.
func (g *Reader) Run() *sim.Run { return g.run }

// kinds is the set of the kinds of events that a reader needs.
func (g *Reader) kinds() uint64 {
	if g.page {
		return 1 << sim.EvHTTP
	}
	return 1<<sim.EvCall | 1<<sim.EvDone | 1<<sim.EvConnected | 1<<sim.EvReadable | 1<<sim.EvError
}

// Take reads the next event, for a caller that reads all events itself. It reports whether the event
// moved the end of the goal: a part came nearer to its end, was done, or failed.
func (g *Reader) Take(e *sim.Event) bool {
	g.known = false
	switch {
	case g.page:
		return e.Kind == sim.EvHTTP && g.takeHTTP(e)
	case e.Conn == sim.NoConn:
		return false
	}
	switch e.Kind {
	case sim.EvConnected:
		return g.move(e)
	case sim.EvReadable:
		g.stream(e).arrived += e.A
	case sim.EvError:
		if s := g.stream(e); s.broken.Frame < 0 {
			s.broken = Part{At: e.At, Frame: e.ID.Frame(), Req: -1, Conn: e.Conn, Host: e.Host, Side: e.Side,
				Err: tcp.Errno(e.A)}
		}
	case sim.EvCall, sim.EvDone:
		return g.takeCall(e)
	}
	return false
}

// move sets the end of the goal to an event.
func (g *Reader) move(e *sim.Event) bool {
	g.last.At, g.last.Frame = e.At, e.ID.Frame()
	return true
}

// stream is the end of a connection that an event is about.
func (g *Reader) stream(e *sim.Event) *stream { return g.streamAt(2*int(e.Conn) + int(e.Side&1)) }

func (g *Reader) streamAt(i int) *stream {
	for len(g.ends) <= i {
		g.ends = append(g.ends, stream{broken: Part{Frame: -1}})
	}
	return &g.ends[i]
}

// bothEnds returns an end of a connection and the other one.
func (g *Reader) bothEnds(conn uint32, side uint8) (s, other *stream) {
	g.streamAt(2*int(conn) + 1)
	return &g.ends[2*conn+uint32(side)], &g.ends[2*conn+1-uint32(side)]
}

// fail counts a part that failed.
func (g *Reader) fail(e *sim.Event, p Part) bool {
	if g.last.Failed == 0 {
		p.Failed = true
		p.At, p.Frame, p.Conn, p.Host, p.Side = e.At, e.ID.Frame(), e.Conn, e.Host, e.Side
		g.last.Part = p
	}
	g.last.Failed++
	return g.move(e)
}

// takeCall reads a call of a script. The results of a script that checks one side are what it expects,
// and no failure.
func (g *Reader) takeCall(e *sim.Event) bool {
	s := g.stream(e)
	s.since, s.frame = e.At, e.ID.Frame()
	if !IsWork(e.Op) || e.At2 == sim.Never && e.Op != sim.OpWrite {
		return false
	}
	if errno := tcp.Errno(e.Sub); errno != tcp.OK || isShort(e) {
		if s.failed || g.run.Config().Played != nil {
			return false
		}
		s.failed = true
		p := Part{Req: -1, Op: e.Op, Err: errno}
		if e.Op == sim.OpRead || e.Op == sim.OpWrite {
			p.Left, p.Of = e.A, e.A
		}
		return g.fail(e, p)
	}
	switch e.Op {
	case sim.OpWrite:
		s.written += e.B
	case sim.OpRead, sim.OpReadEOF:
		s.read += e.B
		g.last.Done += e.B
		return e.B > 0 && g.move(e)
	}
	return false
}

// IsWork reports whether a call is a part of a goal: it connects, or moves data.
func IsWork(o sim.Op) bool {
	switch o {
	case sim.OpConnect, sim.OpAccept, sim.OpWrite, sim.OpRead, sim.OpReadEOF:
		return true
	}
	return false
}

// takeHTTP reads an event of a page.
func (g *Reader) takeHTTP(e *sim.Event) bool {
	k := http.Kind(e.Sub)
	if g.over {
		return false
	}
	if k == http.PageDone {
		g.over = true
		return g.move(e)
	}
	if e.Req < 0 {
		return false
	}
	for len(g.reqs) <= int(e.Req) {
		g.reqs = append(g.reqs, request{frame: -1, conn: sim.NoConn})
	}
	q := &g.reqs[e.Req]
	if q.frame < 0 {
		q.since, q.frame = e.At, e.ID.Frame()
	}
	if e.Conn != sim.NoConn && e.Host == g.run.Config().HTTP[0].ClientHost {
		q.conn = e.Conn
	}
	switch k {
	case http.Queued:
		q.waits, q.since, q.frame = e.Rule, e.At, e.ID.Frame()
	case http.Working:
		q.waits, q.since, q.frame = rule.Server, e.At, e.ID.Frame()
	case http.Started, http.Connect, http.Reused, http.Sent, http.Served, http.Retry:
		q.waits, q.since, q.frame = rule.None, e.At, e.ID.Frame()
	case http.Done:
		q.ended = true
		g.last.Done++
		return g.move(e)
	case http.Failed:
		q.ended = true
		return g.fail(e, Part{Req: e.Req, Rule: e.Rule})
	}
	return false
}

// ErrorKinds is the set of the kinds of events that IsError may hold for.
const ErrorKinds = 1<<sim.EvError | 1<<sim.EvCall | 1<<sim.EvDone | 1<<sim.EvHTTP | 1<<sim.EvSend

// IsError reports whether an event is an error: a connection or a call fails, a read reaches the end of
// the stream too early, a request is lost or fails. In a recording a reset stands for it.
func IsError(r *sim.Run, e *sim.Event) bool {
	switch e.Kind {
	case sim.EvError:
		return true
	case sim.EvCall, sim.EvDone:
		return tcp.Errno(e.Sub) != tcp.OK || isShort(e) && isScripted(r, e)
	case sim.EvHTTP:
		switch http.Kind(e.Sub) {
		case http.Failed, http.Lost, http.Timeout:
			return true
		}
	case sim.EvSend:
		return r.Config().Replays() && e.Seg.Flags&tcp.RST != 0
	}
	return false
}

// isScripted reports whether an event belongs to a script: its connections come first. The hosts of a page read
// until the end of the stream, and whether a message is whole is said by its HTTP events.
func isScripted(r *sim.Run, e *sim.Event) bool { return int(e.Conn) < len(r.Config().Conns) }

// isShort reports whether a read reaches the end of the stream before it has all its bytes.
func isShort(e *sim.Event) bool {
	return e.Op == sim.OpRead && e.At2 != sim.Never && e.Sub == 0 && e.A > 0 && e.B == 0
}
