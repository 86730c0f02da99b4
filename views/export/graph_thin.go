package export

import (
	"fmt"

	"teacp/sim"
	"teacp/views/words"
)

// thinFrom is how many points a graph draws one by one. Of more, as a run of millions of
// frames has them, those that fall into one column of the picture are drawn together: of a
// line its least and its greatest value there and the last, of segments the rows of the
// picture in which one lies. Nothing that could be seen is lost, and the drawing has an upper
// bound to its size.
const thinFrom = 20_000

// The picture in whole pixels.
const (
	thinCols = plotW - plotRight - plotX
	thinRows = plotH - plotBottom - plotY
)

// tally is what a first walk finds out about a flow.
type tally struct {
	flow
	sent, points int64
	last         sim.Time
	mostNxt      int64
	mostCwnd     int64
	mostFlight   int64
}

// busiest is the direction asked for that carries the most data.
func (w *writer) busiest() *tally {
	all := map[[2]uint32]*tally{}
	best, most := &tally{last: w.zero}, int64(-1)
	w.each(graphKinds, func(e *sim.Event) bool {
		key := [2]uint32{e.Conn, uint32(e.Side)}
		f := all[key]
		if f == nil {
			f = &tally{flow: flow{conn: e.Conn, side: e.Side, ssthresh: -1}, last: w.zero}
			all[key] = f
		}
		if e.Kind == sim.EvSend {
			if f.sent += int64(e.Seg.Len); f.sent > most {
				best, most = f, f.sent
			}
		}
		if f.step(e) != 0 {
			f.points++
			f.last = max(f.last, e.At)
			f.mostNxt, f.mostCwnd, f.mostFlight = max(f.mostNxt, f.nxt), max(f.mostCwnd, f.cwnd),
				max(f.mostFlight, f.nxt-f.una)
		}
		return true
	})
	return best
}

// thinLine is a line of steps, by column.
type thinLine struct {
	class string
	when  point
	value func(*flow) int64
	cols  [thinCols + 1]thinStep
}

// thinStep is what a line does in a column.
type thinStep struct {
	first, least, most, last int64
	seen, set, open          bool // something is there; it is a value; the line goes on behind the column
}

// column is the column of an instant.
func (g *plot) column(t sim.Time) int {
	return int(int64(t-g.t0) * thinCols / int64(max(g.t1-g.t0, 1)))
}

func (l *thinLine) take(g *plot, f *flow, at sim.Time, p point) {
	if p&l.when == 0 {
		return
	}
	c := &l.cols[g.column(at)]
	v := l.value(f)
	c.seen = true
	if c.open = v >= 0 && v <= g.top; !c.open {
		return
	}
	if !c.set {
		c.set, c.first, c.least, c.most = true, v, v, v
	}
	c.least, c.most, c.last = min(c.least, v), max(c.most, v), v
}

// draw writes the line.
func (l *thinLine) draw(g *plot) {
	g.print(`<path class="`, l.class, `" d="`)
	began := false
	for x := range l.cols {
		c := &l.cols[x]
		if !c.set {
			began = began && !c.seen
			continue
		}
		if began {
			g.print(fmt.Sprintf("H%dV%s", plotX+x, g.y(c.first)))
		} else {
			g.print(fmt.Sprintf("M%d %s", plotX+x, g.y(c.first)))
		}
		if c.least != c.most {
			g.print("V", g.y(c.least), "V", g.y(c.most), "V", g.y(c.last))
		}
		began = c.open
	}
	g.print("\"/>\n")
}

// thinInk is what segments of a kind cover: rows of the picture, by column.
type thinInk struct {
	class string
	cols  [thinCols + 1][thinRows/64 + 1]uint64
}

func (k *thinInk) take(g *plot, e *sim.Event) {
	row := func(v int64) int { return int(min(max(v, 0)*thinRows/max(g.top, 1), thinRows-1)) }
	c := &k.cols[g.column(e.At)]
	for y := row(e.Seg.Seq); y <= row(e.Seg.Seq+int64(e.Seg.Len)-1); y++ {
		c[y/64] |= 1 << (y % 64)
	}
}

// draw writes a bar for each stretch of rows.
func (k *thinInk) draw(g *plot) {
	for x := range k.cols {
		c := &k.cols[x]
		for y := 0; y < thinRows; y++ {
			from := y
			for y < thinRows && c[y/64]>>(y%64)&1 != 0 {
				y++
			}
			if y > from {
				g.print(fmt.Sprintf(`<line class="%s" style="stroke-dasharray:none;stroke-width:2" x1="%d" y1="%d" x2="%d" y2="%d"/>`, k.class,
					plotX+x, plotH-plotBottom-from, plotX+x, plotH-plotBottom-y), "\n")
			}
		}
	}
}

// thin draws segments and lines in one walk, by column.
func (g *plot) thin(best *tally, inks *[3]thinInk, lines ...*thinLine) {
	g.only(best.conn, best.side, func(f *flow, e *sim.Event, p point) bool {
		for _, l := range lines {
			l.take(g, f, e.At, p)
		}
		if p == pointSeg && inks != nil {
			inks[segmentClass(e)].take(g, e)
		}
		return true
	})
	if inks != nil {
		for i := range inks {
			inks[i].class = segmentClasses[i]
			inks[i].draw(g)
		}
	}
	for _, l := range lines {
		l.draw(g)
	}
}

// thinNote says under the title that the points were drawn together.
func (g *plot) thinNote(best *tally, unit string) string {
	if best.points <= thinFrom {
		return unit
	}
	return words.SequenceThinned.With(g.Lang, unit, words.Bytes(best.points))
}

// segmentClasses are the styles of segments: sent, sent again, lost.
var segmentClasses = [3]string{"a0", "r", "x"}

func segmentClass(e *sim.Event) int {
	switch {
	case e.At2 == sim.Never:
		return 2
	case e.Flag&sim.FlagRetrans != 0:
		return 1
	}
	return 0
}
