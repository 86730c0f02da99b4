package goal

import (
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// End returns the end of the goal, as far as the run has been read: its state is Open until all of the
// run has been simulated and read.
func (g *Reader) End() End {
	if !g.Current() {
		return g.last
	}
	return g.Conclude()
}

// SoFar returns the end of the goal as far as events have been taken; its state is Open.
func (g *Reader) SoFar() End { return g.last }

// Conclude returns the end of the goal of a run that has ended, and of which every event has been taken.
func (g *Reader) Conclude() End {
	if !g.known {
		g.ended, g.known = g.last, true
		g.conclude(&g.ended)
	}
	return g.ended
}

// Parts lists what still waits in a run that has ended, and of which every event has been taken. The
// slice is shared and read-only.
func (g *Reader) Parts() []Part {
	g.Conclude()
	return g.parts
}

// conclude sets the state of a run that has ended.
func (g *Reader) conclude(e *End) {
	g.parts = nil
	w := g.run.At(g.run.Frames() - 1)
	switch {
	case g.over:
	case g.page:
		g.waitingRequests(w, e)
	default:
		g.waitingScripts(w, e)
	}
	switch {
	case e.Failed > 0:
		e.State = Failed
	case e.Waiting > 0:
		e.State = Waiting
		e.Part = g.blocking(w)
		e.At, e.Frame = g.run.Duration(), g.run.Frames()-1
		e.Limit = g.run.Ended() == rule.Limit
	default:
		e.State = Reached
	}
}

// waitingRequests lists the requests that have not ended.
func (g *Reader) waitingRequests(w *sim.World, e *End) {
	p := w.Progress()
	e.Waiting = p.Requests - p.Done - p.Failed
	for i := range g.reqs {
		q := &g.reqs[i]
		if q.ended || q.frame < 0 {
			continue
		}
		part := Part{At: q.since, Frame: q.frame, Req: int32(i), Conn: q.conn,
			Host: g.run.Config().HTTP[0].ClientHost, Op: sim.OpRead, Rule: q.waits}
		if part.Rule == rule.None {
			part.Rule = g.reason(w, &part)
		}
		g.parts = append(g.parts, part)
	}
	e.Waiting = max(e.Waiting, int64(len(g.parts)))
}

// waitingScripts lists the applications whose scripts have work left, and written data that never
// arrived.
func (g *Reader) waitingScripts(w *sim.World, e *End) {
	for i := range w.Scripts() {
		v := w.Script(i)
		s, other := g.bothEnds(v.Conn, v.Side)
		if len(v.Steps) == 0 || s.failed {
			continue
		}
		p := Part{At: s.since, Frame: s.frame, Req: -1, Conn: v.Conn, Side: v.Side,
			Host: w.Conn(v.Conn).Host[v.Side], Op: sim.OpEnd}
		switch {
		case hasWork(&v, other.written > s.read):
			st := &v.Steps[v.Next]
			p.Op, p.Of, p.Left = st.Op, st.Bytes, st.Bytes
			if v.Started && (st.Op == sim.OpRead || st.Op == sim.OpWrite) {
				p.Left = v.Left
			}
			p.Rule = g.reason(w, &p)
		case s.written > other.arrived:
			p.Op, p.Of, p.Left, p.Undelivered = sim.OpWrite, s.written, s.written-other.arrived, true
			if s.broken.Frame >= 0 {
				g.broke(e, s, &p)
				continue
			}
			p.Rule = g.reason(w, &p)
		default:
			continue
		}
		g.parts = append(g.parts, p)
		e.Waiting++
	}
}

// broke counts a connection that was lost after its application's last call, with data that had not
// arrived.
func (g *Reader) broke(e *End, s *stream, p *Part) {
	p.At, p.Frame, p.Err, p.Failed = s.broken.At, s.broken.Frame, s.broken.Err, true
	if e.Failed == 0 || p.Frame < e.Part.Frame {
		e.Part = *p
	}
	e.Failed++
	if p.At > e.At {
		e.At, e.Frame = p.At, p.Frame
	}
}

// hasWork reports whether a script has a call left that is a part of the goal. A last read to the end of
// the stream is one only while data is missing: without it, it waits for the close.
func hasWork(v *sim.ScriptView, missing bool) bool {
	for i := min(v.Again, v.Next); i < len(v.Steps); i++ {
		if op := v.Steps[i].Op; IsWork(op) && (op != sim.OpReadEOF || missing) {
			return true
		}
	}
	return false
}

// reason returns what a part waits for on its connection: the timer that runs at the end that has data to
// send, what holds that data, or the other application.
func (g *Reader) reason(w *sim.World, p *Part) rule.ID {
	if p.Op == sim.OpSleep {
		return rule.Think
	}
	if p.Conn == sim.NoConn || int(p.Conn) >= w.Conns() {
		return rule.AppBlocked
	}
	sender := 1 - int(p.Side)
	if p.Op == sim.OpWrite || p.Op == sim.OpConnect {
		sender = int(p.Side)
	}
	for _, side := range [2]int{sender, 1 - sender} {
		if r := timerRule(w, p.Conn, side); r != rule.None {
			return r
		}
	}
	if v := w.Verdict(p.Conn, sender); w.Info(p.Conn, sender).Held > 0 && v.Rule != rule.None {
		return v.Rule
	}
	return rule.AppBlocked
}

// timerRule returns the cause of a running timer that resends or probes.
func timerRule(w *sim.World, conn uint32, side int) rule.ID {
	var buf [tcp.NumTimers]sim.TimerView
	for _, t := range w.Timers(buf[:0], conn, side) {
		switch t.Kind {
		case tcp.TimerRexmt:
			return rule.Rto
		case tcp.TimerPersist:
			return rule.RwndHold
		case tcp.TimerLoss:
			return rule.Tlp
		}
	}
	return rule.None
}

// blocking returns the part that holds up the others: the first that waits for data on its way, then
// the first that does not wait for another part.
func (g *Reader) blocking(w *sim.World) Part {
	if len(g.parts) == 0 { // nothing of the page has been asked for
		return Part{Req: -1, Conn: sim.NoConn, Frame: g.run.Frames() - 1, At: g.run.Duration(), Rule: rule.Think}
	}
	best := 0
	for i := range g.parts {
		if g.weight(&g.parts[i]) > g.weight(&g.parts[best]) {
			best = i
		}
	}
	return g.parts[best]
}

// weight orders parts that wait: the larger, the more a part holds up others.
func (g *Reader) weight(p *Part) int {
	switch {
	case p.Req >= 0 && p.Conn != sim.NoConn:
		return 2
	case p.Req >= 0, p.Rule == rule.AppBlocked:
		return 0
	case p.Op == sim.OpRead || p.Op == sim.OpReadEOF:
		if s, other := g.bothEnds(p.Conn, p.Side); other.written > s.read {
			return 2
		}
	}
	return 1
}
