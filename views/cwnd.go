package views

import (
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneCwnd] = Pane{
		Name: "cwnd", title: words.TitleCwnd,
		help:    words.PaneCwndHelp,
		Zooms:   true,
		Example: Example{Scenario: "slow-start", Percent: 60},
		paint:   cwndGraph.paint,
		frameAt: cwndGraph.frameAt,
		pending: (*Scene).graphsPending,
	}
}

var cwndGraph = graphPane{
	id:     plotCwnd,
	legend: cwndLegend,
	series: []series{
		{paint.Series{Letter: 'W', Dash: 1, Style: func(t *paint.Theme) paint.Style { return t.Timer }},
			func(st *state) int64 { return st.rwnd }},
		{paint.Series{Letter: 'S', Dash: 2, Style: func(t *paint.Theme) paint.Style { return t.Held }},
			func(st *state) int64 { return st.ssthresh }},
		{paint.Series{Letter: 'F', Style: func(t *paint.Theme) paint.Style { return t.S2C }},
			func(st *state) int64 { return st.flight }},
		{paint.Series{Letter: 'C', Style: func(t *paint.Theme) paint.Style { return t.C2S }},
			func(st *state) int64 { return st.cwnd }},
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
		p.Scale(must, may)
		for i := range p.values {
			p.line(i)
		}
	},
	unit: words.Short,
}

// cwndLegend says what the lines are, with their values at the cursor.
func cwndLegend(s *Scene, w *sim.World, side int) []paint.Piece {
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
	return []paint.Piece{piece(s.direction(w, side), th.Strong),
		piece("C cwnd "+cwnd, th.C2S),
		piece("S ssthresh "+ss, th.Held),
		piece(words.GraphInFlight.In(s.Lang)+words.Known(st.flight, " B"), th.S2C),
		piece(words.GraphReceiveWindow.In(s.Lang)+words.Known(st.rwnd, " B"), th.Timer)}
}
