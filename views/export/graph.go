package export

import (
	"fmt"
	"strconv"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// flow is one direction of a connection as its sender knows it, for the graphs.
type flow struct {
	conn           uint32
	side           uint8
	una, nxt, edge int64 // acknowledged up to, sent up to, right edge of the peer's window
	cwnd, ssthresh int64 // segments; ssthresh below 0: not set
	srtt, rto      sim.Time
}

// point is what an event changes in a flow.
type point uint8

const (
	pointSeg point = 1 << iota
	pointAck
	pointCwnd
	pointRTT
)

// step brings a flow up to an event of its connection and says what that changed.
func (f *flow) step(e *sim.Event) point {
	if e.Conn != f.conn || e.Side != f.side {
		return 0
	}
	switch e.Kind {
	case sim.EvSend:
		f.nxt = max(f.nxt, e.Seg.End())
		if e.Seg.Len > 0 {
			return pointSeg
		}
	case sim.EvRecv:
		s := &e.Seg
		if s.Flags&tcp.ACK == 0 || s.Ack < f.una {
			return 0
		}
		was := [2]int64{f.una, f.edge}
		f.una, f.edge = s.Ack, s.Ack+int64(s.Wnd)
		if was != [2]int64{f.una, f.edge} {
			return pointAck
		}
	case sim.EvWindow:
		f.cwnd, f.ssthresh = e.A, e.B
		return pointCwnd
	case sim.EvRTT:
		f.srtt, f.rto = sim.Time(e.A), sim.Time(e.B)
		return pointRTT
	}
	return 0
}

const graphKinds = 1<<sim.EvSend | 1<<sim.EvRecv | 1<<sim.EvWindow | 1<<sim.EvRTT

// flows walks the events with the flow that each of them belongs to.
func (w *writer) flows(g func(*flow, *sim.Event, point) bool) {
	all := map[[2]uint32]*flow{}
	w.each(graphKinds, func(e *sim.Event) bool {
		key := [2]uint32{e.Conn, uint32(e.Side)}
		f := all[key]
		if f == nil {
			f = &flow{conn: e.Conn, side: e.Side, ssthresh: -1}
			all[key] = f
		}
		if p := f.step(e); p != 0 {
			return g(f, e, p)
		}
		return true
	})
}

// writeCwndCSV writes a line whenever a window or a round-trip time changes.
func writeCwndCSV(w *writer) error {
	w.print("t_us,frame,conn,host,cwnd,ssthresh,flight_bytes,peer_window_bytes,rtt_us,rto_us,rule\n")
	w.flows(func(f *flow, e *sim.Event, p point) bool {
		if p&(pointCwnd|pointRTT|pointAck) == 0 {
			return true
		}
		b := append(appendUs(w.buf, e.At-w.zero), ',')
		b = append(strconv.AppendInt(b, e.ID.Frame(), 10), ',')
		b = append(strconv.AppendInt(b, int64(f.conn), 10), ',')
		b = append(append(b, csvField(w.Run.Config().HostName(int(e.Host)))...), ',')
		b = append(strconv.AppendInt(b, f.cwnd, 10), ',')
		if f.ssthresh >= 0 {
			b = strconv.AppendInt(b, f.ssthresh, 10)
		}
		b = append(strconv.AppendInt(append(b, ','), f.nxt-f.una, 10), ',')
		b = append(strconv.AppendInt(b, max(f.edge-f.una, 0), 10), ',')
		b = append(appendUs(b, f.srtt), ',')
		b = append(appendUs(b, f.rto), ',')
		w.buf = append(append(b, e.Rule.String()...), '\n')
		return w.flush()
	})
	return w.err
}

// writeSequenceCSV writes the points of time-sequence graphs: data sent, what is
// acknowledged, and the edge of the receiver's window.
func writeSequenceCSV(w *writer) error {
	w.print("t_us,frame,conn,dir,what,from,to,retrans,lost\n")
	w.flows(func(f *flow, e *sim.Event, p point) bool {
		line := func(what string, from, to int64, again, lost bool) bool {
			b := append(appendUs(w.buf, e.At-w.zero), ',')
			b = append(strconv.AppendInt(b, e.ID.Frame(), 10), ',')
			b = append(strconv.AppendInt(b, int64(f.conn), 10), ',')
			b = append(append(append(append(b, flowDir(f)...), ','), what...), ',')
			b = append(strconv.AppendInt(b, from, 10), ',')
			b = append(strconv.AppendInt(b, to, 10), ',')
			b = append(strconv.AppendBool(b, again), ',')
			w.buf = append(strconv.AppendBool(b, lost), '\n')
			return w.flush()
		}
		if p == pointSeg {
			return line("data", e.Seg.Seq, e.Seg.Seq+int64(e.Seg.Len), e.Flag&sim.FlagRetrans != 0, e.At2 == sim.Never)
		}
		return p != pointAck || line("ack", f.una, f.una, false, false) && line("window", f.edge, f.edge, false, false)
	})
	return w.err
}

func flowDir(f *flow) string {
	if f.side == 0 {
		return "c2s"
	}
	return "s2c"
}

// plot is the frame of a graph: it maps times and values to places.
type plot struct {
	*writer
	t0, t1 sim.Time
	top    int64
	p      *palette
}

const (
	plotW, plotH          = 800, 420
	plotX, plotY          = 80, 48 // left and upper margin
	plotRight, plotBottom = 24, 64
)

func (g *plot) x(t sim.Time) string {
	return tenth(int64(t-g.t0), int64(max(g.t1-g.t0, 1)), plotX, plotW-plotRight)
}

func (g *plot) y(v int64) string { return tenth(v, max(g.top, 1), plotH-plotBottom, plotY) }

// tenth maps v of [0, of] to [from, to], with one decimal, in integers.
func tenth(v, of, from, to int64) string {
	for of > 1<<40 {
		v, of = v>>1, of>>1
	}
	d := from*10 + v*(to-from)*10/of
	return fmt.Sprintf("%d.%d", d/10, d%10)
}

// begin writes title, axes and their scales.
func (g *plot) begin(title, unit string) {
	g.p = &light
	if g.Dark {
		g.p = &dark
	}
	g.print(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`, plotW, plotH, plotW, plotH), "\n")
	g.print("<title>", xmlText(title), "</title>\n<desc>", xmlText(g.Command), "</desc>\n", svgStyle(g.p))
	g.print(fmt.Sprintf(`<style>path{fill:none;stroke-width:1.4}.w{stroke:%s;fill:none}.g{stroke:%s;stroke-opacity:.25}</style><rect width="%d" height="%d" fill="%s"/>`, g.p.held, g.p.dim, plotW, plotH, g.p.back), "\n")
	g.label(plotX, 22, "t", "start", title)
	for i := int64(0); i <= 4; i++ {
		v := g.top * i / 4
		g.print(fmt.Sprintf(`<line class="g" x1="%d" y1="%s" x2="%d" y2="%s"/>`, plotX, g.y(v), plotW-plotRight,
			g.y(v)), "\n")
		g.print(fmt.Sprintf(`<text class="d" x="%d" y="%s" text-anchor="end">%s</text>`, plotX-8, g.y(v),
			words.Bytes(v)), "\n")
		t := g.t0 + (g.t1-g.t0)*sim.Time(i)/4
		anchor := "middle"
		if i == 4 {
			anchor = "end"
		}
		g.print(fmt.Sprintf(`<text class="d" x="%s" y="%d" text-anchor="%s">%s</text>`, g.x(t), plotH-plotBottom+18,
			anchor, words.Time(t-g.zero)), "\n")
	}
	g.label(plotX, plotY-10, "d", "start", unit)
}

func (g *plot) label(x, y int, class, anchor, s string) {
	g.print(fmt.Sprintf(`<text x="%d" y="%d" class="%s" text-anchor="%s">%s</text>`, x, y, class, anchor, xmlText(s)),
		"\n")
}

// legend names the lines, in their colours.
func (g *plot) legend(items ...[2]string) {
	for i, it := range items {
		g.label(plotX+i*150, plotH-16, it[0], "start", it[1])
	}
	g.print("</svg>\n")
}

// only walks one flow.
func (w *writer) only(conn uint32, side uint8, f func(*flow, *sim.Event, point) bool) {
	w.flows(func(fl *flow, e *sim.Event, p point) bool {
		return fl.conn != conn || fl.side != side || f(fl, e, p)
	})
}

// writeSequenceSVG draws the time-sequence graph of the direction that carries most data:
// segments as bars from their first to their last byte, the acknowledged and the window's
// edge as steps.
func writeSequenceSVG(w *writer) error {
	best := w.busiest()
	g := plot{writer: w, t0: w.zero, t1: best.last, top: best.mostNxt}
	g.begin(fmt.Sprintf("%s: %s #%d %s", w.Title, words.SequenceTitle.In(w.Lang), best.conn, flowDir(&best.flow)),
		g.thinNote(best, words.SequenceBytes.In(w.Lang)))
	acked, edge := func(f *flow) int64 { return f.una }, func(f *flow) int64 { return f.edge }
	if best.points > thinFrom {
		g.thin(best, &[3]thinInk{}, &thinLine{class: "a1", when: pointAck, value: acked},
			&thinLine{class: "w", when: pointAck, value: edge})
	} else {
		g.segments(best)
		g.steps("a1", best, pointAck, acked)
		g.steps("w", best, pointAck, edge)
	}
	g.legend([2]string{"f0", words.LegendSent.In(w.Lang)}, [2]string{"f1", words.LegendAcked.In(w.Lang)},
		[2]string{"h", words.LegendWindow.In(w.Lang)}, [2]string{"fr", words.LegendAgain.In(w.Lang)},
		[2]string{"fx", words.Lost.In(w.Lang)})
	return w.err
}

// segments draws each segment as a bar.
func (g *plot) segments(best *tally) {
	g.only(best.conn, best.side, func(f *flow, e *sim.Event, p point) bool {
		if p != pointSeg {
			return true
		}
		return g.print(fmt.Sprintf(`<line class="%s" style="stroke-dasharray:none;stroke-width:3" x1="%s" y1="%s" x2="%s" y2="%s"/>`, segmentClasses[segmentClass(e)],
			g.x(e.At), g.y(e.Seg.Seq), g.x(e.At), g.y(e.Seg.Seq+int64(e.Seg.Len))), "\n")
	})
}

// writeCwndSVG draws congestion window, threshold and data in flight of the direction that
// carries most data, in segments.
func writeCwndSVG(w *writer) error {
	best := w.busiest()
	mss := int64(max(w.Run.At(w.Run.Frames()-1).Info(best.conn, int(best.side)).SndMSS, 1))
	flight := func(f *flow) int64 { return (f.nxt - f.una + mss - 1) / mss }
	g := plot{writer: w, t0: w.zero, t1: best.last, top: max(4, best.mostCwnd, (best.mostFlight+mss-1)/mss)}
	g.top = (g.top + 3) / 4 * 4
	g.begin(fmt.Sprintf("%s: %s #%d %s", w.Title, words.LegendCwnd.In(w.Lang), best.conn, flowDir(&best.flow)),
		g.thinNote(best, words.LegendSegments.In(w.Lang)))
	ssthresh, cwnd := func(f *flow) int64 { return f.ssthresh }, func(f *flow) int64 { return f.cwnd }
	if best.points > thinFrom {
		g.thin(best, nil, &thinLine{class: "n", when: pointSeg | pointAck, value: flight},
			&thinLine{class: "w", when: pointCwnd, value: ssthresh},
			&thinLine{class: "a0", when: pointCwnd, value: cwnd})
	} else {
		g.steps("n", best, pointSeg|pointAck, flight)
		g.steps("w", best, pointCwnd, ssthresh)
		g.steps("a0", best, pointCwnd, cwnd)
	}
	g.legend([2]string{"f0", "cwnd"}, [2]string{"h", "ssthresh"}, [2]string{"d", words.LegendInFlight.In(w.Lang)})
	return w.err
}

// steps draws a value of a flow as a line of steps; where it is not set, or beyond the
// graph, the line is broken.
func (g *plot) steps(class string, best *tally, when point, value func(*flow) int64) {
	g.print(`<path class="`, class, `" d="`)
	began := false
	g.only(best.conn, best.side, func(f *flow, e *sim.Event, p point) bool {
		if p&when == 0 {
			return true
		}
		v := value(f)
		if v < 0 || v > g.top {
			began = false
			return true
		}
		x, y := g.x(e.At), g.y(v)
		if !began {
			began = true
			return g.print("M", x, " ", y)
		}
		return g.print("H", x, "V", y)
	})
	g.print("\"/>\n")
}
