package sim

import (
	"math/bits"
	"net/netip"

	"teacp/sim/tcp"
)

// Conns is the number of connections so far, the closed ones included.
func (w *World) Conns() int { return w.conns.Len() }

// Conn describes connection i.
func (w *World) Conn(i uint32) ConnView {
	c := w.conns.At(i)
	v := ConnView{ID: i, Host: c.host, Port: c.port, Opened: c.opened}
	for s := uint32(0); s < 2; s++ {
		if w.cfg.Replay != nil {
			p := &w.recorded.At(2*i + s).seen
			v.State[s], v.Exists[s] = p.State(), p.Known()
			continue
		}
		e := w.ends.At(2*i + s)
		v.Exists[s] = e.exists
		if e.exists {
			v.State[s] = e.conn.State()
		} else if s == 1 && c.listener != 0 && w.listeners.At(c.listener-1).open {
			v.State[s] = tcp.Listen
		}
	}
	return v
}

// Living calls f for the connections of which an end has been opened and is not over, in order.
// Of the many that a long run has had they are mostly few.
func (w *World) Living(f func(conn uint32) bool) {
	if w.cfg.Replay != nil {
		for i := range uint32(w.conns.Len()) {
			if !f(i) {
				return
			}
		}
		return
	}
	for k := range uint32(w.living.Len()) {
		two := *w.living.At(k)
		for two = (two | two>>1) & 0x5555555555555555; two != 0; two &= two - 1 {
			if !f((64*k + uint32(bits.TrailingZeros64(two))) / 2) {
				return
			}
		}
	}
}

// Addr is the address of one side of a connection.
func (w *World) Addr(conn uint32, side int) netip.Addr {
	if w.cfg.Replay != nil {
		return w.cfg.Replay.Addr(conn, side)
	}
	return netip.AddrFrom4(w.cfg.Hosts[w.conns.At(conn).host[side&1]].Addr)
}

// Info reads one end of a connection (side 0: the opener).
func (w *World) Info(conn uint32, side int) tcp.Info {
	if w.cfg.Replay != nil {
		return replayer{w}.info(2*conn + uint32(side))
	}
	e := w.ends.At(2*conn + uint32(side))
	if !e.exists {
		return tcp.Info{Ssthresh: -1}
	}
	return e.conn.Info(&w.mem)
}

// Verdict is what that end sends next, or what holds it back.
func (w *World) Verdict(conn uint32, side int) tcp.Verdict {
	ei := 2*conn + uint32(side)
	if w.cfg.Replay != nil {
		return replayer{w}.verdict(ei)
	}
	e := w.ends.At(ei)
	if !e.exists {
		return tcp.Verdict{Until: Never}
	}
	c := e.conn
	return c.Verdict(w.callEnv(ei))
}

// AckVerdict is what keeps that end's acknowledgment back.
func (w *World) AckVerdict(conn uint32, side int) tcp.Verdict {
	ei := 2*conn + uint32(side)
	e := w.ends.At(ei)
	if !e.exists {
		return tcp.Verdict{Until: Never}
	}
	c := e.conn
	return c.AckVerdict(w.callEnv(ei))
}

// Timers appends the running timers of that end to a list.
func (w *World) Timers(out []TimerView, conn uint32, side int) []TimerView {
	e := w.ends.At(2*conn + uint32(side))
	if !e.exists {
		return out
	}
	var buf [tcp.NumTimers]tcp.TimerInfo
	for _, t := range e.conn.Timers(buf[:0]) {
		out = append(out, TimerView{t, e.armed[t.Kind]})
	}
	return out
}

// Queue calls f for the pieces of that end's send queue, sent and unsent, in order.
func (w *World) Queue(conn uint32, side int, f func(tcp.Node) bool) {
	e := w.ends.At(2*conn + uint32(side))
	if e.exists {
		c := e.conn
		c.Queue(&w.mem, f)
	}
}

// Holes calls f for the ranges that that end has received out of order.
func (w *World) Holes(conn uint32, side int, f func(tcp.Block) bool) {
	e := w.ends.At(2*conn + uint32(side))
	if e.exists {
		c := e.conn
		c.Holes(&w.mem, f)
	}
}

// Flying calls f for every packet on the wire, in order of arrival by link and direction.
func (w *World) Flying(f func(*Packet) bool) {
	w.net.each(f)
}

// PathView is the state of one direction of a link.
type PathView struct {
	PathConfig
	Waiting int64 // packets in the queue
	Flying  int64
}

// Path reads one direction of a link (dir 0: from A to B).
func (w *World) Path(link, dir int) PathView {
	p := w.net.dirs.At(uint32(2*link + dir))
	return PathView{PathConfig: p.cfg, Flying: p.flying, Waiting: w.net.waitingAt(p, w.now)}
}

// Stats counts what happened so far.
func (w *World) Stats() Stats {
	s := w.stats
	s.SimNS = int64(w.now)
	return s
}

// ConnView describes a connection.
type ConnView struct {
	ID     uint32
	Host   [2]uint8  // of side 0 and 1
	Port   [2]uint16 // likewise
	State  [2]tcp.State
	Exists [2]bool // the end has a control block
	Opened Time
}

// TimerView is one running timer and the event that armed it.
type TimerView struct {
	tcp.TimerInfo
	ArmedBy EventID
}

// Use reads what the connections of a host take.
func (w *World) Use(host int) HostUse {
	u := w.usage.At(uint32(host))
	return HostUse{Open: u.open, TimeWait: u.timeWait, Buffers: u.buffers, Memory: u.memory(),
		Queue: u.queue, PeakQueue: u.peakQueue, PeakOpen: u.peakOpen, PeakTimeWait: u.peakTimeWait,
		PeakMemory: u.peakMemory}
}

// App says what the script at one end of a connection is doing.
func (w *World) App(conn uint32, side int) AppView {
	if w.cfg.Replay != nil {
		return w.recorded.At(2*conn + uint32(side)).app
	}
	e := w.ends.At(2*conn + uint32(side))
	if i := max(e.shown, e.app); i != 0 && w.apps.At(i-1).exists {
		a := w.apps.At(i - 1)
		return AppView{Exists: a.exists, Op: a.op, Blocked: a.blocked, Done: a.done}
	}
	return w.agentView(conn, side)
}

// ScriptView is how far the script of one application has come.
type ScriptView struct {
	Conn    uint32
	Side    uint8
	Steps   []Step // shared with the Config
	Next    int    // the step that is being done, or the next one; len(Steps): the script has ended
	Again   int    // the first step that will be done again, because of a loop; Next if there is none
	Left    int64  // bytes that the step still has to read or write
	Started bool   // the step has begun
}

// Scripts is the number of applications that play a script.
func (w *World) Scripts() int { return w.apps.Len() }

// Script reads one of them. An application without steps has an empty script.
func (w *World) Script(i int) ScriptView {
	a := w.apps.At(uint32(i))
	v := ScriptView{Conn: a.ei / 2, Side: uint8(a.ei & 1), Next: int(a.pc), Left: a.left, Started: a.started}
	if !a.exists {
		return v
	}
	v.Steps = w.stepsOf(a)
	v.Again = v.Next
	if a.done {
		v.Next, v.Again = len(v.Steps), len(v.Steps)
		return v
	}
	for _, l := range a.loops[:a.depth] {
		if l.left > 1 {
			v.Again = min(v.Again, int(l.pc))
		}
	}
	return v
}
