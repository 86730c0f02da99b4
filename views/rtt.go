package views

import (
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneRTT] = Pane{
		Name: "rtt", title: words.TitleRTT,
		help:    words.PaneRTTHelp,
		Zooms:   true,
		Example: Example{Scenario: "slow-start", Percent: 60},
		paint:   rttGraph.paint,
		frameAt: rttGraph.frameAt,
		pending: (*Scene).graphsPending,
	}
}

// rttLegend says what the lines are, with their values at the cursor.
func rttLegend(s *Scene, w *sim.World, side int) []paint.Piece {
	in := w.Info(s.Conn, side)
	th := s.Theme
	sr := "–"
	if in.SRTT > 0 {
		sr = words.Time(in.SRTT)
	}
	out := []paint.Piece{piece(s.direction(w, side), th.Strong), piece(words.GraphSamples.In(s.Lang), th.Strong),
		piece("S SRTT "+sr, th.S2C)}
	if in.SRTT > 0 {
		out = append(out, paint.Piece{Text: "RTTVAR " + words.Time(in.RTTVar), Style: th.Dim})
	}
	out = append(out, paint.Piece{Text: "R RTO " + words.Time(in.RTO), Style: th.Held})
	if in.Backoff > 0 {
		out = append(out, paint.Piece{Text: words.GraphBackedOff.In(s.Lang) + words.Bytes(1<<in.Backoff),
			Style: th.Bad})
	}
	return out
}

var rttGraph = graphPane{
	id:     plotRTT,
	legend: rttLegend,
	series: []series{
		{paint.Series{Letter: 'R', Dash: 2, Style: func(t *paint.Theme) paint.Style { return t.Held }},
			func(st *state) int64 { return int64(st.rto) - 1 }},
		{paint.Series{Letter: 'S', Style: func(t *paint.Theme) paint.Style { return t.S2C }}, func(st *state) int64 {
			if st.srtt == 0 {
				return -1
			}
			return int64(st.srtt)
		}},
		{paint.Series{Letter: '×', Style: func(t *paint.Theme) paint.Style { return t.Strong }}, nil},
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
		p.Scale(hi+hi/16, may)
		if hi-lo < hi/4 && may > 4*hi { // all much the same: the picture begins below them, not at nothing
			p.Y0 = max(lo-(hi-lo)-hi/8, 0)
		}
		p.line(0)
		p.line(1)
		p.eachMark(func(m *mark, x int) {
			if m.kind == markRTT {
				p.Stamp(x, p.Row(m.hi), 2, '×')
			}
		})
	},
	unit: func(v int64) string { return words.ShortTime(sim.Time(v)) },
}
