package views

import (
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneSequence] = Pane{
		Name: "sequence", title: words.TitleSequence,
		help:    words.PaneSequenceHelp,
		Zooms:   true,
		Example: Example{Scenario: "fast-retransmit", Percent: 60},
		paint:   sequenceGraph.paint,
		frameAt: sequenceGraph.frameAt,
		pending: (*Scene).graphsPending,
	}
}

// sequenceGraph shows the sender's sequence numbers over time.
var sequenceGraph = graphPane{
	id: plotSequence,
	series: []series{
		seqWindow: {paint.Series{Letter: 'W', Dash: 1, Style: func(t *paint.Theme) paint.Style { return t.Timer }},
			func(st *state) int64 { return st.wnd }},
		seqAcked: {paint.Series{Letter: 'A', Dash: 2, Style: func(t *paint.Theme) paint.Style { return t.S2C }},
			func(st *state) int64 { return st.una }},
		seqSack:  {paint.Series{Letter: 's', Style: func(t *paint.Theme) paint.Style { return t.S2C }}, nil},
		seqSent:  {paint.Series{Letter: '|', Style: func(t *paint.Theme) paint.Style { return t.C2S }}, nil},
		seqAgain: {paint.Series{Letter: 'R', Style: func(t *paint.Theme) paint.Style { return t.Retrans }}, nil},
		seqLost:  {paint.Series{Letter: '✗', Style: func(t *paint.Theme) paint.Style { return t.Lost }}, nil},
	},
	legend: func(s *Scene, w *sim.World, side int) []paint.Piece {
		st := readState(w, s.Conn, side)
		th := s.Theme
		return []paint.Piece{piece(s.direction(w, side), th.Strong),
			piece("| SND.NXT "+words.Known(st.nxt, ""), th.C2S),
			piece("A SND.UNA "+words.Known(st.una, ""), th.S2C),
			piece(words.GraphWindowEdge.In(s.Lang)+words.Known(st.wnd, ""), th.Timer),
			piece(words.GraphAgain.In(s.Lang), th.Retrans), piece(words.GraphLost.In(s.Lang), th.Lost),
			piece("s SACK", th.S2C)}
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

// drawSequence draws the time-sequence graph of Stevens and tcptrace, as seen by the sender.
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
	p.Y0, p.Y1 = lo, hi+(hi-lo)/20+1
	if wnd-lo <= 2*(hi-lo) {
		p.Y1 = max(p.Y1, wnd+1)
	}
	if p.sampled {
		p.values[seqSent] = func(st *state) int64 { return st.nxt }
		p.line(seqSent)
	}
	p.line(seqWindow)
	p.line(seqAcked)
	p.eachMark(func(m *mark, x int) {
		ink := map[markKind]int{markSegment: seqSent, markRetrans: seqAgain, markSack: seqSack,
			markLost: seqLost}[m.kind]
		if m.kind == markRTT {
			return
		}
		y0, y1 := p.Row(m.hi), p.Row(m.lo)
		for y := max(y0, 0); y <= y1; y++ {
			p.Dot(x, y, ink)
		}
		if m.kind != markSegment && m.kind != markSack || p.Letters() {
			p.Stamp(x, (y0+y1)/2, ink, p.Series[ink].Letter)
		}
	})
}
