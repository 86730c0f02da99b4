package capture

import (
	"fmt"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Scenario makes a scenario out of one connection of a replayed run: its options, its round
// trip and rate, what the applications wrote and when, and what was lost. What the wire does
// not show is left to the linux profile, and said in a comment.
func Scenario(r *sim.Run, conn uint32) (string, error) {
	r.Finish()
	if n := r.At(r.Frames() - 1).Conns(); int64(conn) >= int64(n) {
		return "", fmt.Errorf("connection %d: expected one of the %d connections, 0 to %d", conn, n, n-1)
	}
	m := maker{r: r, conn: conn, est: sim.Never}
	m.loop = [2]sim.Time{sim.Never, sim.Never}
	r.Each(0, r.Frames(), 1<<sim.EvSend|1<<sim.EvInfer|1<<sim.EvRecv|1<<sim.EvLost, func(e *sim.Event) bool {
		if e.Conn == conn {
			m.event(e)
		}
		return true
	})
	m.flush()
	if m.first == nil || m.data[0]+m.data[1] == 0 && m.est == sim.Never {
		return "", fmt.Errorf(
			"connection %d was never established and carries nothing: there is nothing to simulate",
			conn,
		)
	}
	return m.yaml(), nil
}

// maxActs limits the calls of a scenario that is made.
const maxActs = 4000

// maker gathers what a scenario needs.
type maker struct {
	r     *sim.Run
	conn  uint32
	first *sim.Event
	synAt [2]sim.Time
	est   sim.Time // the handshake's last ACK
	loop  [2]sim.Time
	syn   [2]tcp.Segment
	opts  [2]bool
	data  [2]int64
	next  [2]int64 // after the highest byte
	acked [2]int64
	last  [2]sim.Time // of data, new or again
	fresh [2]sim.Time // of new data
	fin   [2]sim.Time
	rst   [2]bool
	small [2]int64 // end of the last small segment
	nagle [2]bool  // small segments overtook unacknowledged ones
	zero  [2]bool
	full  [2]bool     // its peer's window is full: a pause is not the application's
	slow  [2]sim.Time // the window opened again
	acts  []act
	cur   act
	rate  [2]rateMeter
	lost  []loss
	early []int64
	notes []string
}

// act is what one application wrote in one go.
type act struct {
	side  uint8
	bytes int64
	wait  sim.Time // after what it answers, or after its last write
	ends  bool
	at    sim.Time
}

// loss is a range that was sent again because it was lost.
type loss struct {
	side  uint8
	seq   int64
	flags tcp.Flags
	n     int
	late  sim.Time // it came, but late: reordering
}

func (m *maker) event(e *sim.Event) {
	switch {
	case e.Kind == sim.EvInfer:
		m.inferred(e)
		return
	case e.Kind != sim.EvSend:
		return
	}
	if m.first == nil {
		f := *e
		m.first = &f
	}
	s, side := &e.Seg, e.Side
	if s.Flags&tcp.SYN != 0 {
		m.handshake(e)
		return
	}
	if s.Flags&tcp.RST != 0 {
		m.rst[side] = true
		return
	}
	if m.est == sim.Never && side == 0 && m.opts[1] {
		m.est = e.At
		m.loop[0] = e.At - m.synAt[1]
	} else if m.est == sim.Never && !m.opts[0] {
		m.est = e.At // it was open before
	}
	if s.Len > 0 || s.Flags&tcp.FIN != 0 {
		m.sent(e)
	}
	if s.Flags&tcp.ACK != 0 {
		m.acked[1-side] = max(m.acked[1-side], s.Ack)
	}
}

// inferred takes over what the observer concluded.
func (m *maker) inferred(e *sim.Event) {
	switch e.Rule {
	case rule.InferNagle: // it was written before, and held
		if m.cur.side == e.Side && m.cur.at == e.At {
			m.cur.wait = 0
		}
	case rule.InferZeroWindow:
		m.zero[e.Side], m.full[1-e.Side] = true, true
	case rule.InferWindowFull:
		m.full[e.Side] = true
	case rule.InferWindowUpdate:
		if m.zero[e.Side] && m.slow[e.Side] == 0 {
			m.slow[e.Side] = e.At
		}
	case rule.InferUndoDsack, rule.InferUndoEifel, rule.InferUndoQuick:
		m.early = append(m.early, e.A)
	}
}

func (m *maker) handshake(e *sim.Event) {
	side := e.Side
	if m.opts[side] {
		m.lose(e)
		return
	}
	m.opts[side], m.syn[side], m.synAt[side] = true, e.Seg, e.At
	m.next[side] = 1
	if side == 1 && m.opts[0] {
		m.loop[1] = e.At - m.synAt[0]
	}
}

// lose notes a segment that is sent again: what was sent first did not arrive.
func (m *maker) lose(e *sim.Event) {
	for i := range m.lost {
		if l := &m.lost[i]; l.side == e.Side && l.seq == e.Seg.Seq && l.late == 0 {
			l.n++
			return
		}
	}
	m.lost = append(m.lost, loss{side: e.Side, seq: e.Seg.Seq, flags: e.Seg.Flags, n: 1})
}

// sent follows data and FINs.
func (m *maker) sent(e *sim.Event) {
	s, side := &e.Seg, e.Side
	switch e.Rule {
	case rule.InferSpurious:
		return
	case rule.InferOutOfOrder:
		m.lost = append(m.lost, loss{side: side, seq: s.Seq, late: max(e.At-m.last[side], 1000)})
	default:
		if e.Flag&sim.FlagRetrans != 0 {
			m.lose(e)
		}
	}
	end := s.Seq + int64(s.Len)
	if m.next[side] == 0 {
		m.next[side] = s.Seq
	}
	if s.Flags&tcp.FIN != 0 && m.fin[side] == 0 {
		m.fin[side] = e.At
	}
	if end <= m.next[side] {
		m.last[side] = e.At // what the other side waits for may be this
		return
	}
	n := end - m.next[side]
	small := int64(s.Len) < m.mss(side)
	if m.small[side] > m.acked[side] && small { // a small one was in flight: nothing holds small ones back
		m.nagle[side] = true
	}
	if small {
		m.small[side] = end
	}
	m.rate[side].add(e, m.mss(side), m.rtt())
	m.write(side, n, e.At, m.next[side] <= m.acked[side] || m.data[side] == 0)
	m.data[side] += n
	m.next[side], m.last[side], m.fresh[side], m.full[side] = end, e.At, e.At, false
	if small && s.Flags&tcp.PSH != 0 {
		m.cur.ends = true
	}
}

// write adds bytes to what an application writes; idle: nothing of it was in flight.
func (m *maker) write(side uint8, n int64, at sim.Time, idle bool) {
	c := &m.cur
	idle = idle && !m.full[side]
	pause := at - m.last[side] - m.around(side)
	if c.bytes > 0 && c.side == side && !(c.ends && !idle || idle && pause > 5*time.Millisecond) {
		c.bytes += n
		c.ends = false
		return
	}
	old := *c
	m.flush()
	*c = act{side: side, bytes: n, at: at}
	switch {
	case old.bytes == 0:
		if m.est != sim.Never {
			c.wait = at - m.est
		}
	case old.side != side:
		c.wait = at - m.last[1-side] - m.around(side)
	case idle:
		c.wait = pause
	}
	if c.wait < time.Millisecond/5 {
		c.wait = 0
	}
}

func (m *maker) flush() {
	if m.cur.bytes > 0 && len(m.acts) < maxActs {
		m.acts = append(m.acts, m.cur)
	}
	m.cur = act{}
}

// around is the time from the capture to a side and back, as the handshake shows it.
func (m *maker) around(side uint8) sim.Time {
	if m.loop[side] == sim.Never {
		return 0
	}
	return m.loop[side]
}

func (m *maker) rtt() sim.Time { return m.around(0) + m.around(1) }

// mss is the largest segment that a side sends.
func (m *maker) mss(side uint8) int64 {
	a, b := int64(m.syn[0].MSS), int64(m.syn[1].MSS)
	n := min(a, b)
	if a == 0 || b == 0 {
		n = max(a, b)
	}
	if n == 0 {
		n = 1460
	}
	if m.syn[side].TS && m.syn[1-side].TS {
		n -= 12
	}
	return n
}

// rateMeter finds the rate of a line in how close together full segments come.
type rateMeter struct {
	at    []sim.Time
	bytes []int64
	best  int64
}

const rateRun = 12

func (q *rateMeter) add(e *sim.Event, mss int64, rtt sim.Time) {
	if int64(e.Seg.Len) < mss || len(q.at) > 0 && e.At-q.at[len(q.at)-1] > max(rtt/4, time.Millisecond) {
		q.at, q.bytes = q.at[:0], q.bytes[:0]
	}
	q.at, q.bytes = append(q.at, e.At), append(q.bytes, e.A)
	if len(q.at) <= rateRun {
		return
	}
	q.at, q.bytes = q.at[1:], q.bytes[1:]
	sum := int64(0)
	for _, b := range q.bytes[1:] {
		sum += b
	}
	if d := q.at[len(q.at)-1] - q.at[0]; d > 0 {
		q.best = max(q.best, sum*8*1_000_000_000/int64(d))
	} else {
		q.best = 1 << 62
	}
}

// text is the rate in the language of scenarios; above 400 Mbit/s a line takes no time.
func (q *rateMeter) text() string {
	if q.best == 0 || q.best > 400_000_000 {
		return "unlimited"
	}
	unit := int64(1)
	for q.best/unit >= 1000 {
		unit *= 10
	}
	return sim.FormatRate(max(q.best/unit*unit, 1000))
}
