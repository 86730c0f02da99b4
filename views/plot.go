package views

import (
	"sort"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// plotID numbers the cached pictures of graphs.
type plotID uint8

const (
	plotCwnd plotID = iota
	plotRTT
	plotSequence
	numPlots
)

// plotKey holds everything that a picture depends on, except the cursor.
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

// plot is the picture of a graph with what is drawn in it.
type plot struct {
	paint.Plot
	sampled bool // it shows the checkpoints alone
	reading bool // a part is not read yet
	values  []func(*state) int64
	states  [][]state
	marks   [][]mark
}

type plotCache struct {
	key plotKey
	p   *plot
}

// series is a line of a graph.
type series struct {
	paint.Series
	value func(*state) int64 // negative: no value; nil: the graph draws this line itself
}

// axisOf is the axis that all graphs share, with the cursor's unit on it. It ends a little behind the
// last data, with the run where the whole of it is asked for or the cursor stands behind that.
func (s *Scene) axisOf(t *track) (paint.Axis, int64) {
	r, now := s.Run, s.Run.TimeOf(s.Frame)
	end := s.dataEnd()
	if s.Zoom < 0 || now > end {
		end = r.Duration()
	}
	if s.axisKey != (axisKey{r, r.Frames(), s.Axis, end}) {
		s.axisKey = axisKey{r, r.Frames(), s.Axis, end}
		s.axis = paint.NewAxis(s.Axis, r.Frames(), end, idleTimes(r, t))
	}
	ax := s.axis
	u := ax.Unit(s.Frame, now)
	ax.Look(s.Zoom, u)
	return ax, u
}

// dataEnd is ladder.DataEnd of the run, looked up once.
func (s *Scene) dataEnd() sim.Time {
	if d := &s.data; d.run != s.Run || d.frames != s.Run.Frames() {
		*d = dataKey{s.Run, s.Run.Frames(), ladder.DataEnd(s.Run)}
	}
	return s.data.end
}

// dataKey is where the data of a run ends, as far as it is simulated.
type dataKey struct {
	run    *sim.Run
	frames int64
	end    sim.Time
}

type axisKey struct {
	run    *sim.Run
	frames int64
	kind   paint.AxisKind
	end    sim.Time
}

// idleTimes lists the longer idle times of a run.
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

// graph returns the picture of a graph in w by h cells, and the cursor's column. draw makes the
// picture unless the cached one fits.
func (s *Scene) graph(id plotID, w, h, side int, list []series, letters bool, draw func(*plot)) (*plot, int) {
	t := s.trackOf()
	ax, u := s.axisOf(t)
	key := plotKey{s.Run, s.Run.Frames(), s.Conn, side, w, h, s.Axis, ax.U0, ax.U1, letters}
	k := &s.plots[id]
	if k.p == nil || k.key != key || k.p.reading {
		look := make([]paint.Series, len(list))
		values := make([]func(*state) int64, len(list))
		for i := range list {
			look[i], values[i] = list[i].Series, list[i].value
		}
		p := &plot{Plot: paint.NewPlot(w, h, ax, look, letters), values: values}
		p.gather(s.Run, t, side)
		draw(p)
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

// gather collects the states to draw: of every frame if the visible part is short, otherwise of the
// run's checkpoints.
func (p *plot) gather(r *sim.Run, t *track, side int) {
	lo, hi := blocksOf(&p.Axis, r)
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
			x := p.Axis.Col(p.Axis.Unit(st.frame, st.at), p.Dots())
			if x >= p.Dots() {
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
			if x := p.Axis.Col(p.Axis.Unit(m.frame, m.at), p.Dots()); x >= 0 && x < p.Dots() {
				f(m, x)
			}
		}
	}
}

// line draws a series as steps; of samples, only points.
func (p *plot) line(series int) {
	px, py, have := 0, 0, false
	p.eachState(func(st *state, x int) {
		v := p.values[series](st)
		if v < 0 {
			if have && x >= 0 {
				p.Level(px, x-1, py, series)
			}
			have = false
			return
		}
		y := p.Row(v)
		switch {
		case p.sampled:
			if x >= 0 {
				p.Level(x, x, y, series)
			}
		case have && x >= 0:
			p.Level(px, x, py, series)
			p.Rise(x, y, py, series)
		}
		px, py, have = max(x, 0), y, true
	})
	if have && !p.sampled {
		p.Level(px, p.Dots()-1, py, series)
	}
}

// frameAt is the frame of the state or mark nearest to a column of the picture, -1 if it is empty.
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
			near(st.frame, p.Cell(sx)-x)
		}
	})
	p.eachMark(func(m *mark, sx int) { near(m.frame, p.Cell(sx)-x) })
	return best
}
