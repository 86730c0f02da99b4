package views

import (
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// SideOf is the side whose sending the graphs show: the chosen one, or the one that has
// sent more.
func (s *Scene) SideOf(w *sim.World) int {
	if s.Side != 0 {
		return int(s.Side) - 1
	}
	if int(s.Conn) >= w.Conns() {
		return 0
	}
	a, b := w.Info(s.Conn, 0), w.Info(s.Conn, 1)
	if max(b.SndNxt, b.WriteSeq) > max(a.SndNxt, a.WriteSeq) {
		return 1
	}
	return 0
}

// direction names a side's sending: client → server.
func (s *Scene) direction(w *sim.World, side int) string {
	v := w.Conn(s.Conn)
	return "#" + words.Bytes(int64(s.Conn)) + " " + words.Host(s.Run, v.Host[side]) + " → " + words.Host(s.Run, v.Host[1-side])
}

// noConn says that there is nothing to show yet.
func (s *Scene) noConn(c *paint.Canvas, r paint.Rect, w *sim.World) bool {
	if int(s.Conn) < w.Conns() {
		return false
	}
	c.TextIn(r.X, r.Y, r.W, words.Say(s.Lang, "No connection yet.", "아직 연결이 없다."), s.Theme.Dim)
	return true
}

// graphPane is what the graphs have in common: a legend with the values at the cursor,
// and a picture.
type graphPane struct {
	id     plotID
	series []series
	legend func(s *Scene, w *sim.World, side int) []item
	draw   func(*plot)
	unit   func(int64) string
}

// legendRows is how many rows a legend may take.
func legendRows(r paint.Rect) int {
	switch {
	case r.H < 10:
		return 1
	case r.W < 64:
		return 3
	case r.W < 130:
		return 2
	}
	return 1
}

func (g *graphPane) paint(c *paint.Canvas, r paint.Rect, s *Scene) {
	side := s.graphSide()
	w := s.Run.At(s.Frame)
	if s.noConn(c, r, w) {
		return
	}
	p, col := g.picture(r, s, side, c.ASCII)
	w = s.Run.At(s.Frame)
	items := g.legend(s, w, side)
	if p.sampled {
		items = append(items, item{words.Say(s.Lang, "(sampled every 4,096 frames: zoom in with ))", "(4,096프레임마다 뽑음, )로 확대)"), s.Theme.Held})
	}
	if p.reading {
		items = append(items, item{words.Say(s.Lang, "(reading…)", "(읽는 중…)"), s.Theme.Held})
	}
	rows := legendRows(r)
	flow(c, r, rows, items)
	if p.h < 2 {
		return
	}
	p.paint(c, paint.Rect{X: r.X, Y: r.Y + rows, W: r.W, H: r.H - rows}, s, col, g.unit)
}

// picture is the graph itself in the part of the pane below the legend.
func (g *graphPane) picture(r paint.Rect, s *Scene, side int, ascii bool) (*plot, int) {
	return s.graph(g.id, max(r.W-axisW, 1), max(r.H-legendRows(r)-2, 0), side, g.series, ascii || s.Letters, g.draw)
}

func (g *graphPane) frameAt(r paint.Rect, s *Scene, x, y int) int64 {
	if k := s.plots[g.id]; k.p != nil && k.key.run == s.Run && x >= r.X+axisW {
		return k.p.frameAt(x - r.X - axisW)
	}
	return -1
}

// graphSide is SideOf at the end of what was simulated, so that it does not change while
// one steps.
func (s *Scene) graphSide() int { return s.SideOf(s.Run.At(s.Run.Frames() - 1)) }

var cwndGraph = graphPane{
	id: plotCwnd,
	series: []series{
		{'W', 1, func(t *paint.Theme) paint.Style { return t.Timer }, func(st *state) int64 { return st.rwnd }},
		{'S', 2, func(t *paint.Theme) paint.Style { return t.Held }, func(st *state) int64 { return st.ssthresh }},
		{'F', 0, func(t *paint.Theme) paint.Style { return t.S2C }, func(st *state) int64 { return st.flight }},
		{'C', 0, func(t *paint.Theme) paint.Style { return t.C2S }, func(st *state) int64 { return st.cwnd }},
	},
	draw: func(p *plot) {
		must, may := int64(0), int64(0)
		p.eachState(func(st *state, _ int) {
			must = max(must, st.cwnd, st.flight)
			may = max(may, st.rwnd)
		})
		p.eachState(func(st *state, _ int) {
			if st.ssthresh <= 4*must {
				must = max(must, st.ssthresh)
			}
		})
		p.scale(must, may)
		for i := range p.series {
			p.line(i)
		}
	},
	unit: words.Short,
}

func init() {
	cwndGraph.legend = func(s *Scene, w *sim.World, side int) []item {
		st := readState(w, s.Conn, side)
		th := s.Theme
		ss := "–"
		if st.ssthresh >= 0 {
			ss = words.Bytes(int64(st.ssthreshSegs)) + " seg"
		}
		cwnd := "–"
		if st.cwnd >= 0 {
			cwnd = words.Bytes(int64(st.cwndSegs)) + " seg = " + words.Bytes(st.cwnd) + " B"
		}
		return []item{{s.direction(w, side), th.Strong},
			{"C cwnd " + cwnd, th.C2S},
			{"S ssthresh " + ss, th.Held},
			{words.Say(s.Lang, "F in flight ", "F 전송 중 ") + words.Known(st.flight, " B"), th.S2C},
			{words.Say(s.Lang, "W receiver's window ", "W 수신 윈도 ") + words.Known(st.rwnd, " B"), th.Timer}}
	}
	rttGraph.legend = func(s *Scene, w *sim.World, side int) []item {
		in := w.Info(s.Conn, side)
		th := s.Theme
		sr := "–"
		if in.SRTT > 0 {
			sr = words.Time(in.SRTT)
		}
		out := []item{{s.direction(w, side), th.Strong}, {words.Say(s.Lang, "× samples", "× 표본"), th.Strong}, {"S SRTT " + sr, th.S2C}}
		if in.SRTT > 0 {
			out = append(out, item{"RTTVAR " + words.Time(in.RTTVar), th.Dim})
		}
		out = append(out, item{"R RTO " + words.Time(in.RTO), th.Held})
		if in.Backoff > 0 {
			out = append(out, item{words.Say(s.Lang, "backed off ×", "물러남 ×") + words.Bytes(1<<in.Backoff), th.Bad})
		}
		return out
	}
}

var rttGraph = graphPane{
	id: plotRTT,
	series: []series{
		{'R', 2, func(t *paint.Theme) paint.Style { return t.Held }, func(st *state) int64 { return int64(st.rto) - 1 }},
		{'S', 0, func(t *paint.Theme) paint.Style { return t.S2C }, func(st *state) int64 {
			if st.srtt == 0 {
				return -1
			}
			return int64(st.srtt)
		}},
		{'×', 0, func(t *paint.Theme) paint.Style { return t.Strong }, nil},
	},
	draw: func(p *plot) {
		lo, hi, may := int64(1)<<62, int64(0), int64(0)
		p.eachState(func(st *state, _ int) {
			if st.srtt > 0 {
				lo, hi = min(lo, int64(st.srtt)), max(hi, int64(st.srtt))
			}
			may = max(may, int64(st.rto))
		})
		p.eachMark(func(m *mark, _ int) {
			if m.kind == markRTT {
				lo, hi = min(lo, m.hi), max(hi, m.hi)
			}
		})
		if hi == 0 {
			lo, hi = may, may
		}
		p.scale(hi+hi/16, may)
		if hi-lo < hi/4 && may > 4*hi { // all much the same: the picture begins below them, not at nothing
			p.y0 = max(lo-(hi-lo)-hi/8, 0)
		}
		p.line(0)
		p.line(1)
		p.eachMark(func(m *mark, x int) {
			if m.kind == markRTT {
				p.stamp(x, p.row(m.hi), 2, '×')
			}
		})
	},
	unit: func(v int64) string { return words.ShortTime(sim.Time(v)) },
}

// sequenceGraph shows the sender's sequence numbers over time.
var sequenceGraph = graphPane{
	id: plotSequence,
	series: []series{
		seqWindow: {'W', 1, func(t *paint.Theme) paint.Style { return t.Timer }, func(st *state) int64 { return st.wnd }},
		seqAcked:  {'A', 2, func(t *paint.Theme) paint.Style { return t.S2C }, func(st *state) int64 { return st.una }},
		seqSack:   {'s', 0, func(t *paint.Theme) paint.Style { return t.S2C }, nil},
		seqSent:   {'|', 0, func(t *paint.Theme) paint.Style { return t.C2S }, nil},
		seqAgain:  {'R', 0, func(t *paint.Theme) paint.Style { return t.Retrans }, nil},
		seqLost:   {'✗', 0, func(t *paint.Theme) paint.Style { return t.Lost }, nil},
	},
	legend: func(s *Scene, w *sim.World, side int) []item {
		st := readState(w, s.Conn, side)
		th := s.Theme
		return []item{{s.direction(w, side), th.Strong},
			{"| SND.NXT " + words.Known(st.nxt, ""), th.C2S},
			{"A SND.UNA " + words.Known(st.una, ""), th.S2C},
			{words.Say(s.Lang, "W window's edge ", "W 윈도 끝 ") + words.Known(st.wnd, ""), th.Timer},
			{words.Say(s.Lang, "R again", "R 재전송"), th.Retrans}, {words.Say(s.Lang, "✗ lost", "✗ 손실"), th.Lost}, {words.Say(s.Lang, "s SACK", "s SACK"), th.S2C}}
	},
	draw: drawSequence,
	unit: words.Short,
}

const (
	seqWindow = iota
	seqAcked
	seqSack
	seqSent
	seqAgain
	seqLost
)

// drawSequence is the graph that Stevens and tcptrace draw, as the sender sees it.
func drawSequence(p *plot) {
	lo, hi, wnd := int64(1)<<62, int64(0), int64(0)
	p.eachState(func(st *state, x int) {
		lo, hi, wnd = min(lo, st.una), max(hi, st.nxt), max(wnd, st.wnd)
		if x < 0 {
			lo, hi, wnd = st.una, st.nxt, st.wnd
		}
	})
	p.eachMark(func(m *mark, _ int) {
		if m.kind != markRTT {
			lo, hi = min(lo, m.lo), max(hi, m.hi)
		}
	})
	lo = min(lo, hi)
	p.y0, p.y1 = lo, hi+(hi-lo)/20+1
	if wnd-lo <= 2*(hi-lo) {
		p.y1 = max(p.y1, wnd+1)
	}
	if p.sampled {
		p.series = append([]series(nil), p.series...)
		p.series[seqSent].value = func(st *state) int64 { return st.nxt }
		p.line(seqSent)
	}
	p.line(seqWindow)
	p.line(seqAcked)
	p.eachMark(func(m *mark, x int) {
		ink := map[markKind]int{markSegment: seqSent, markRetrans: seqAgain, markSack: seqSack, markLost: seqLost}[m.kind]
		if m.kind == markRTT {
			return
		}
		y0, y1 := p.row(m.hi), p.row(m.lo)
		for y := max(y0, 0); y <= y1; y++ {
			p.dot(x, y, ink)
		}
		if m.kind != markSegment && m.kind != markSack || p.rx == 1 {
			p.stamp(x, (y0+y1)/2, ink, p.series[ink].letter)
		}
	})
}
