package views

import (
	"sort"

	"teacp/sim"
	"teacp/views/paint"
)

// plotID tells the kept pictures of graphs apart.
type plotID uint8

const (
	plotCwnd plotID = iota
	plotRTT
	plotSequence
	numPlots
)

// plotKey is all that a picture depends on but for the cursor.
type plotKey struct {
	run     *sim.Run
	frames  int64
	conn    uint32
	side    int
	w, h    int
	kind    paint.AxisKind
	u0, u1  int64
	letters bool
}

// plotCell is a cell of a graph: Braille dots, or a mark.
type plotCell struct {
	dots uint8
	ink  uint8 // index of the series plus one
	mark rune
}

// plot is the picture of a graph: a grid of dots, two by four in a cell, or one letter a
// cell where letters are asked for.
type plot struct {
	w, h, rx, ry int
	cells        []plotCell
	ax           paint.Axis
	y0, y1       int64
	sampled      bool
	reading      bool    // some of it is still to be read
	above        [8]bool // the series leaves the picture at the top
	stamps       [8]int  // column of the last letter on a series
	series       []series
	states       [][]state
	marks        [][]mark
	ticks        []paint.Tick
}

type plotCache struct {
	key plotKey
	p   *plot
}

// series is a line of a graph.
type series struct {
	letter rune
	dash   int // dots drawn of every four; 0: all
	style  func(*paint.Theme) paint.Style
	value  func(*state) int64 // below 0: not there
}

// axisOf is the axis that all graphs share, with the cursor's unit on it.
func (s *Scene) axisOf(t *track) (paint.Axis, int64) {
	r := s.Run
	if s.axisKey != (axisKey{r, r.Frames(), s.Axis}) {
		s.axisKey = axisKey{r, r.Frames(), s.Axis}
		s.axis = paint.NewAxis(s.Axis, r.Frames(), r.Duration(), idleTimes(r, t))
	}
	ax := s.axis
	u := ax.Unit(s.Frame, r.TimeOf(s.Frame))
	ax.Look(s.Zoom, u)
	return ax, u
}

type axisKey struct {
	run    *sim.Run
	frames int64
	kind   paint.AxisKind
}

// idleTimes lists the longer times in which nothing happened.
func idleTimes(r *sim.Run, t *track) []paint.Span {
	var idle []paint.Span
	n := r.Checkpoints()
	if n <= eagerBlocks {
		for _, c := range t.exact(0, n) {
			idle = append(idle, c.idle...)
		}
		for i := 1; i < n; i++ { // between blocks
			if evs := r.Events(r.Checkpoint(i).Frame() + 1); len(evs) > 0 {
				idle = append(idle, paint.Span{From: r.Checkpoint(i).Now(), To: evs[0].At})
			}
		}
		return idle
	}
	for i := 1; i <= n; i++ {
		to := r.Duration()
		if i < n {
			to = r.Checkpoint(i).Now()
		}
		idle = append(idle, paint.Span{From: r.Checkpoint(i - 1).Now(), To: to})
	}
	return idle
}

// graph returns the picture of a graph in w by h cells; draw makes it where the kept one
// does not serve.
func (s *Scene) graph(id plotID, w, h, side int, list []series, letters bool, draw func(*plot)) (*plot, int) {
	t := s.trackOf()
	ax, u := s.axisOf(t)
	key := plotKey{s.Run, s.Run.Frames(), s.Conn, side, w, h, s.Axis, ax.U0, ax.U1, letters}
	k := &s.plots[id]
	if k.p == nil || k.key != key || k.p.reading {
		p := &plot{w: w, h: h, rx: 2, ry: 4, ax: ax, series: list}
		if letters {
			p.rx, p.ry = 1, 1
		}
		p.cells = make([]plotCell, w*h)
		p.gather(s.Run, t, side)
		draw(p)
		p.ticks = ax.Ticks(w)
		k.key, k.p = key, p
	}
	return k.p, ax.Col(u, w)
}

// blocksOf is the range of blocks that a part of the axis needs.
func blocksOf(a *paint.Axis, r *sim.Run) (lo, hi int) {
	n := r.Checkpoints()
	from, to := a.Value(a.U0), a.Value(a.U1)
	place := func(i int) int64 {
		if a.ByFrame {
			return r.Checkpoint(i).Frame()
		}
		return int64(r.Checkpoint(i).Now())
	}
	lo = max(sort.Search(n, func(i int) bool { return place(i) >= from })-1, 0)
	return lo, max(sort.Search(n, func(i int) bool { return place(i) > to }), lo+1)
}

// graphsPending reports whether the graphs have more of the run to read. Each painting reads
// a piece.
func (s *Scene) graphsPending() bool {
	if s.Run.Checkpoints() <= eagerBlocks {
		return false
	}
	t := s.trackOf()
	ax, _ := s.axisOf(t)
	lo, hi := blocksOf(&ax, s.Run)
	for b := lo; b < hi && hi-lo <= exactBlocks; b++ {
		if !t.has(b) {
			return true
		}
	}
	return false
}

// gather collects what is to be drawn: frame by frame if the part that is looked at is
// short, else from the worlds that the run keeps.
func (p *plot) gather(r *sim.Run, t *track, side int) {
	lo, hi := blocksOf(&p.ax, r)
	if hi-lo > exactBlocks {
		p.sampled = true
		p.states = append(p.states, t.sampled(side))
		return
	}
	for _, c := range t.exact(lo, hi) {
		if c == nil {
			p.reading = true
			continue
		}
		p.states = append(p.states, c.states[side])
		p.marks = append(p.marks, c.marks[side])
	}
}

// eachState calls f for the states in the picture with their columns of dots, the last one
// before it (column -1) included.
func (p *plot) eachState(f func(st *state, x int)) {
	for _, list := range p.states {
		for i := range list {
			st := &list[i]
			x := p.ax.Col(p.ax.Unit(st.frame, st.at), p.w*p.rx)
			if x >= p.w*p.rx {
				return
			}
			f(st, x)
		}
	}
}

func (p *plot) eachMark(f func(m *mark, x int)) {
	for _, list := range p.marks {
		for i := range list {
			m := &list[i]
			if x := p.ax.Col(p.ax.Unit(m.frame, m.at), p.w*p.rx); x >= 0 && x < p.w*p.rx {
				f(m, x)
			}
		}
	}
}

// row is the row of dots of a value, 0 at the top; negative above the picture.
func (p *plot) row(v int64) int {
	last := int64(p.h*p.ry - 1)
	return int(last - (v-p.y0)*last/max(p.y1-p.y0, 1))
}

// dot sets a dot of a series.
func (p *plot) dot(x, y, ink int) {
	if x < 0 || y < 0 || x >= p.w*p.rx || y >= p.h*p.ry {
		return
	}
	c := &p.cells[y/p.ry*p.w+x/p.rx]
	c.ink = uint8(ink + 1)
	if p.rx == 1 {
		c.mark = p.series[ink].letter
		return
	}
	c.dots |= brailleDots[y%4][x%2]
}

var brailleDots = [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// stamp puts a mark into the cell of a dot.
func (p *plot) stamp(x, y, ink int, mark rune) {
	if x < 0 || x >= p.w*p.rx || y >= p.h*p.ry || p.h == 0 { // a pane may be too low for a picture
		return
	}
	c := &p.cells[max(y, 0)/p.ry*p.w+x/p.rx]
	c.mark, c.ink = mark, uint8(ink+1)
}

// line draws a series as steps; of samples, only points.
func (p *plot) line(ink int) {
	sr := &p.series[ink]
	p.stamps[ink] = -14 + 5*ink
	px, py, have := 0, 0, false
	p.eachState(func(st *state, x int) {
		v := sr.value(st)
		if v < 0 {
			if have && x >= 0 {
				p.level(px, x-1, py, ink)
			}
			have = false
			return
		}
		y := p.row(v)
		switch {
		case p.sampled:
			if x >= 0 {
				p.level(x, x, y, ink)
			}
		case have && x >= 0:
			p.level(px, x, py, ink)
			for k := min(y, py); k <= max(y, py); k++ {
				p.dot(x, k, ink)
			}
		}
		px, py, have = max(x, 0), y, true
	})
	if have && !p.sampled {
		p.level(px, p.w*p.rx-1, py, ink)
	}
}

// level draws a piece of a step, with the series' letter now and then.
func (p *plot) level(x0, x1, y, ink int) {
	dash := p.series[ink].dash
	for x := x0; x <= x1; x++ {
		if y < 0 {
			p.above[ink] = true
		} else if dash == 0 || p.rx == 1 || x%4 < dash {
			p.dot(x, y, ink)
		}
		if c := x / p.rx; c >= p.stamps[ink]+18 {
			p.stamps[ink] = c
			if y >= 0 {
				p.stamp(x, y, ink, p.series[ink].letter)
			} else if c+1 < p.w {
				p.stamp(x, 0, ink, p.series[ink].letter)
				p.stamp(x+p.rx, 0, ink, '↑')
			}
		}
	}
}

// scale sets the range of values: what the series reach, apart from those that would leave
// the others no more than half of the height.
func (p *plot) scale(must, may int64) {
	top := must
	if may <= 2*must {
		top = max(top, may)
	}
	p.y1 = max(top+top/16, 1)
}

// axisW is the width of the column of values beside a graph.
const axisW = 8

// paint draws the picture, its axes and the cursor into a rectangle.
func (p *plot) paint(c *paint.Canvas, r paint.Rect, s *Scene, cursor int, unit func(int64) string) {
	th := s.Theme
	for y := 0; y < p.h; y++ {
		for x := 0; x < p.w; x++ {
			cell := &p.cells[y*p.w+x]
			ch := cell.mark
			if ch == 0 && cell.dots != 0 {
				ch = 0x2800 + rune(cell.dots)
			}
			if ch != 0 {
				c.Put(r.X+axisW+x, r.Y+y, ch, p.series[cell.ink-1].style(th))
			}
		}
	}
	p.values(c, r, th, unit)
	bottom := r.Y + p.h
	for x := 0; x < p.w; x++ {
		c.Put(r.X+axisW+x, bottom, '─', th.Dim)
	}
	p.times(c, r, th, bottom)
	if cursor < 0 || cursor >= p.w {
		return
	}
	for y := 0; y < p.h; y++ {
		if cell := &p.cells[y*p.w+cursor]; cell.mark == 0 && cell.dots == 0 {
			c.Put(r.X+axisW+cursor, r.Y+y, '│', th.Dim)
		} else {
			c.Restyle(paint.Rect{X: r.X + axisW + cursor, Y: r.Y + y, W: 1, H: 1}, func(st paint.Style) paint.Style { st.Reverse = !st.Reverse; return st })
		}
	}
	c.Put(r.X+axisW+cursor, bottom, '▲', th.Strong)
}

// values labels the axis at the left.
func (p *plot) values(c *paint.Canvas, r paint.Rect, th *paint.Theme, unit func(int64) string) {
	for y := 0; y < p.h; y++ {
		c.Put(r.X+axisW-1, r.Y+y, '│', th.Dim)
	}
	step := paint.NiceStep((p.y1-p.y0)*3/int64(max(p.h, 3)), false)
	for v := (p.y0 + step - 1) / step * step; v <= p.y1; v += step {
		y := p.row(v) / p.ry
		if y < 0 || y >= p.h {
			continue
		}
		t := unit(v)
		c.Text(r.X+axisW-1-paint.Width(t), r.Y+y, t, th.Dim)
		c.Put(r.X+axisW-1, r.Y+y, '┤', th.Dim)
	}
}

// times labels the axis below; a cut goes before everything and runs through the picture.
func (p *plot) times(c *paint.Canvas, r paint.Rect, th *paint.Theme, y int) {
	end := -1
	for _, cuts := range []bool{true, false} {
		for _, t := range p.ticks {
			if t.Cut != cuts || t.Col < 0 || t.Col >= p.w {
				continue
			}
			w := paint.Width(t.Text)
			x := max(min(t.Col-w/2, p.w-w), -axisW)
			if !cuts && (x <= end || p.crosses(x, w)) {
				continue
			}
			c.Text(r.X+axisW+x, y+1, t.Text, th.Dim)
			ch := '┴'
			if cuts {
				ch = '⋮'
				for k := r.Y; k < y; k++ {
					c.Put(r.X+axisW+t.Col, k, '⋮', th.Dim)
				}
			} else {
				end = x + w
			}
			c.Put(r.X+axisW+t.Col, y, ch, th.Dim)
		}
	}
}

// crosses reports whether a label would touch that of a cut.
func (p *plot) crosses(x, w int) bool {
	for _, t := range p.ticks {
		if t.Cut {
			cw := paint.Width(t.Text)
			cx := max(min(t.Col-cw/2, p.w-cw), -axisW)
			if x <= cx+cw && cx <= x+w {
				return true
			}
		}
	}
	return false
}

// frameAt is the frame of what stands nearest to a column of the picture, -1 if nothing does.
func (p *plot) frameAt(x int) int64 {
	best, far := int64(-1), 1<<30
	near := func(frame int64, dx int) {
		if dx < 0 {
			dx = -dx
		}
		if dx < far {
			best, far = frame, dx
		}
	}
	p.eachState(func(st *state, sx int) {
		if sx >= 0 {
			near(st.frame, sx/p.rx-x)
		}
	})
	p.eachMark(func(m *mark, sx int) { near(m.frame, sx/p.rx-x) })
	return best
}

// item is a piece of a legend.
type item struct {
	text  string
	style paint.Style
}

// flow writes pieces one behind the other, in at most rows lines, and returns how many it
// took.
func flow(c *paint.Canvas, r paint.Rect, rows int, items []item) int {
	x, y := 0, 0
	for _, it := range items {
		w := paint.Width(it.text)
		if x > 0 && x+w > r.W {
			if y+1 >= rows {
				if x-2 < r.W { // not over what is there
					c.Text(r.X+r.W-1, r.Y+y, "…", it.style)
				}
				return y + 1
			}
			x, y = 0, y+1
		}
		c.TextIn(r.X+x, r.Y+y, r.W-x, it.text, it.style)
		x += w + 2
	}
	return y + 1
}
