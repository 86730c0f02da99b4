package views

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PanePage] = Pane{
		Name: "page", title: words.TitlePage,
		help:        words.PanePageHelp,
		NeedsLedger: true,
		Example:     Example{Scenario: "page", Percent: 50},
		paint:       paintPage,
		frameAt:     pageAt,
	}
}

// pageGeometry holds the columns of the waterfall.
type pageGeometry struct {
	name, conn, bar, barW, total int  // columns from the left of the pane
	noConn                       bool // too narrow for the connections
}

func pageColumns(w int) pageGeometry {
	g := pageGeometry{name: 4, conn: 4 + 13, bar: 4 + 13 + 5}
	if w < 70 {
		g = pageGeometry{name: 4, conn: 4 + 9, bar: 4 + 9 + 5}
	}
	if w < 50 { // narrow: leave the width to the bars
		g = pageGeometry{name: 3, conn: 3 + 9, bar: 3 + 9, noConn: true}
	}
	g.total = w - 11
	g.barW = max(g.total-g.bar-1, 4)
	return g
}

// pageRows divides a pane's height: rows of requests, and rows with the details of one request.
func pageRows(h, n int) (rows, detail int) {
	h -= 1 + pageLegend(h) // the scale, the legend
	if h < 10 {
		return max(min(n, h), 1), 0 // the rest is for the legend
	}
	detail = min(h/2, 14)
	rows = min(n, h-detail)
	return max(rows, 1), h - rows
}

// pageLegend is how many rows of a pane's height are for its legend.
func pageLegend(h int) int {
	switch {
	case h >= 18:
		return 3
	case h >= 14:
		return 2
	}
	return 1
}

// pageSpan is the time that the bars stand for: the simulated part of the run.
func (s *Scene) pageSpan(l *ledger.Ledger) sim.Time {
	end := l.Total()
	if e := l.End(); e.Waiting > 0 {
		end = max(end, s.Run.Duration()) // some bars go on to the end of the run
	}
	if !l.Current() {
		end = max(end, s.Run.At(s.Frame).Now())
	}
	return max(end, s.PageEnd, 1)
}

// SamePageScale gives the waterfalls of compared runs the same scale.
func SamePageScale(scenes []Scene) {
	end := sim.Time(0)
	for i := range scenes {
		if s := &scenes[i]; len(s.Run.Config().HTTP) > 0 {
			s.PageEnd = 0
			end = max(end, s.pageSpan(s.Book()))
		}
	}
	for i := range scenes {
		scenes[i].PageEnd = end
	}
}

// paintPage paints the waterfall: a bar for each request, with the ledger's letter for each cause.
// The chosen request is shown with its intervals.
func paintPage(c *paint.Canvas, r paint.Rect, s *Scene) {
	th := s.Theme
	if len(s.Run.Config().HTTP) == 0 {
		c.TextIn(r.X, r.Y, r.W, words.PageNone.In(s.Lang), th.Dim)
		return
	}
	l := s.Book()
	n := l.Requests()
	if n == 0 {
		c.TextIn(r.X, r.Y, r.W, words.PageNoRequest.In(s.Lang), th.Dim)
		return
	}
	r = s.pageUnreached(c, r, l)
	s.rows[PanePage] = n
	pick := max(min(s.Scroll[PanePage], n-1), 0)
	s.Scroll[PanePage] = pick
	rows, detail := pageRows(r.H, n)
	top := max(min(pick-rows/2, n-rows), 0)
	g := pageColumns(r.W)
	now, end := s.Run.At(s.Frame).Now(), s.pageSpan(l)
	s.pageScale(c, r, g, now, end)
	used := map[rune]bool{}
	for y := 0; y < rows && top+y < n; y++ {
		s.pageRow(c, r, r.Y+1+y, g, l, top+y, top+y == pick, now, end, used)
	}
	high := pageLegend(r.H)
	if detail == 0 {
		high = max(r.H-1-rows, 1)
	}
	s.legendRows = legend(c, paint.Rect{X: r.X, Y: r.Y + 1 + rows, W: r.W, H: high}, s, used)
	if detail > 0 {
		s.pageDetail(c, paint.Rect{X: r.X, Y: r.Y + 1 + s.legendRows + rows, W: r.W,
			H: r.H - 1 - s.legendRows - rows}, l, pick, now)
	}
}

// pageUnreached says above a page that is never complete why that is, and returns the rest of the pane.
func (s *Scene) pageUnreached(c *paint.Canvas, r paint.Rect, l *ledger.Ledger) paint.Rect {
	e := l.End()
	if e.State != goal.Failed && e.State != goal.Waiting || r.H < 4 {
		return r
	}
	if c != nil {
		c.TextIn(r.X, r.Y, r.W, s.goalText(&e, r.W), s.Theme.Bad)
	}
	return paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: r.H - 1}
}

// pageScale draws the time axis above the bars, with the cursor.
func (s *Scene) pageScale(c *paint.Canvas, r paint.Rect, g pageGeometry, now, end sim.Time) {
	th := s.Theme
	c.Text(r.X+g.bar, r.Y, "0", th.Dim)
	t := words.Time(end)
	x := min(int(int64(g.barW)*int64(min(now, end))/int64(end)), g.barW-1)
	c.Text(r.X+r.W-paint.Width(t), r.Y, t, th.Dim)
	c.Put(r.X+g.bar+x, r.Y, '▼', th.Strong)
}

// pageRow is one request.
func (s *Scene) pageRow(c *paint.Canvas, r paint.Rect, y int, g pageGeometry, l *ledger.Ledger, i int, picked bool,
	now, end sim.Time, used map[rune]bool) {
	th := s.Theme
	q := l.Request(i)
	st := th.Plain
	if picked {
		st = th.Select
		c.Fill(paint.Rect{X: r.X, Y: y, W: g.bar - 1, H: 1}, ' ', st)
		c.Put(r.X, y, '►', st)
	}
	c.Tag(r.X+1, y, 0, int64(i), 0, st)
	if q.Start > now {
		c.TextIn(r.X+g.name, y, g.conn-g.name-1, words.ObjectName(s.Run, int32(i)), th.Dim)
		return
	}
	c.TextIn(r.X+g.name, y, g.conn-g.name-1, words.ObjectName(s.Run, int32(i)), st)
	list := ledger.Upto(s.intervals(l, i), now)
	if q.Conn != sim.NoConn && len(list) > 0 && !g.noConn {
		dim := th.Dim
		if picked {
			dim = st
		}
		c.Tag(r.X+g.conn, y, '#', int64(q.Conn), 0, dim)
	}
	for x := 0; x < g.barW; x++ {
		c.Put(r.X+g.bar+x, y, '·', th.Dim)
	}
	Letters(list, 0, end, g.barW, func(x int, v *ledger.Interval) {
		k := words.CauseOf(v.Cause)
		used[k.Letter] = true
		c.Put(r.X+g.bar+x, y, k.Letter, causeStyle(th, k.Rule))
	})
	if len(list) == 0 {
		return
	}
	x := r.X + r.W
	if q.End > now {
		x--
		mark := st
		if q.End == sim.Never && s.Run.Done() {
			mark = th.Bad // it never ends
		}
		c.Put(x, y, '…', mark)
	}
	c.Instant(x, y, list[len(list)-1].To-list[0].From, st)
	if q.Failed && q.End <= now {
		c.Put(r.X+g.total-1, y, '✗', th.Bad)
	}
}

// legend names the letters that are on the screen, in the table's order; it returns how many rows
// it takes.
func legend(c *paint.Canvas, r paint.Rect, s *Scene, used map[rune]bool) int {
	x, y := r.X, r.Y
	for i := range words.Causes {
		k := &words.Causes[i]
		if !used[k.Letter] {
			continue
		}
		text := " " + k.Label(s.Lang)
		if x > r.X && x+1+paint.Width(text) > r.X+r.W {
			if y++; y >= r.Y+r.H {
				c.Text(r.X+r.W-1, y-1, "…", s.Theme.Dim)
				return r.H
			}
			x = r.X
		}
		c.Put(x, y, k.Letter, causeStyle(s.Theme, k.Rule))
		x = c.Text(x+1, y, text, s.Theme.Dim) + 2
	}
	return y - r.Y + 1
}

// pageDetail lists the items and the intervals of a request, each with the frame that ended it.
func (s *Scene) pageDetail(c *paint.Canvas, r paint.Rect, l *ledger.Ledger, i int, now sim.Time) {
	th := s.Theme
	list := ledger.Upto(s.intervals(l, i), now)
	sum := sim.Time(0)
	if len(list) > 0 {
		sum = list[len(list)-1].To - list[0].From
	}
	x := c.TextIn(r.X, r.Y, r.W, fmt.Sprintf("── %d %s  %s ──", i, words.ObjectName(s.Run, int32(i)), words.Time(sum)),
		th.Strong)
	if p, ok := l.Unreached(i); ok && p.At <= now {
		c.TextIn(x+1, r.Y, r.X+r.W-x-1, words.GoalPart(s.Run, &p, s.Lang), th.Bad)
	}
	if len(list) == 0 {
		c.TextIn(r.X+1, r.Y+1, r.W-1, words.PageNotWanted.In(s.Lang), th.Dim)
		return
	}
	left := r.W
	if r.W >= 76 { // items beside the intervals
		left = r.W / 2
		paintItems(c, paint.Rect{X: r.X + left + 1, Y: r.Y + 1, W: r.W - left - 1, H: r.H - 1}, s, ledger.Items(list),
			sum, true)
	}
	paintIntervals(c, paint.Rect{X: r.X, Y: r.Y + 1, W: left, H: r.H - 1}, s, list, max(len(list)-(r.H-1), 0), 1)
}

// paintIntervals lists intervals from the i-th on, forwards (step 1) or back (-1): the frame
// that ended it, its time, its cause.
func paintIntervals(c *paint.Canvas, r paint.Rect, s *Scene, list []ledger.Interval, i, step int) {
	th := s.Theme
	for y := 0; y < r.H && i >= 0 && i < len(list); y, i = y+1, i+step {
		v := &list[i]
		k := words.CauseOf(v.Cause)
		st := th.Plain
		if v.Frame == s.Frame {
			st = th.Select
		}
		x := c.Tag(0, r.Y+y, ':', v.Frame, r.X+7, st) + 13
		c.Instant(x, r.Y+y, v.To-v.From, st)
		c.Put(x+1, r.Y+y, k.Letter, causeStyle(th, k.Rule))
		x = c.TextIn(x+3, r.Y+y, r.X+r.W-x-3, v.Cause.String(), st)
		if room := r.X + r.W - x - 1; v.With != rule.None && room > 3 {
			x = c.Text(x+1, r.Y+y, "+", st)
			x = c.TextIn(x, r.Y+y, room-1, v.With.String(), st)
		}
		if v.Conn != sim.NoConn && len(s.Run.Config().HTTP) > 0 && x+6 < r.X+r.W {
			c.Tag(x+1, r.Y+y, '#', int64(v.Conn), 0, th.Dim)
		}
	}
}

// pageAt is the frame under a point: of a bar the end of the interval there.
func pageAt(r paint.Rect, s *Scene, x, y int) int64 {
	if len(s.Run.Config().HTTP) == 0 {
		return -1
	}
	l := s.Book()
	n := l.Requests()
	if n == 0 {
		return -1
	}
	r = s.pageUnreached(nil, r, l)
	rows, detail := pageRows(r.H, n)
	top := max(min(s.Scroll[PanePage]-rows/2, n-rows), 0)
	now := s.Run.At(s.Frame).Now()
	if i := y - r.Y - 1; i >= 0 && i < rows && top+i < n {
		g := pageColumns(r.W)
		at := sim.Time(int64(s.pageSpan(l)) * int64(x-r.X-g.bar) / int64(g.barW))
		for _, v := range s.intervals(l, top+i) {
			if v.From <= at && at < v.To {
				return v.Frame
			}
		}
		return -1
	}
	list := ledger.Upto(s.intervals(l, min(s.Scroll[PanePage], n-1)), now)
	head := r.Y + 1 + s.legendRows + rows
	detail = min(detail, 1) * (r.H - 1 - s.legendRows - rows)
	i := y - head - 1 + max(len(list)-(detail-1), 0)
	if detail > 0 && y > head && i < len(list) {
		return list[i].Frame
	}
	return -1
}
