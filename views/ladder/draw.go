package ladder

import (
	"strings"

	"teacp/views/paint"
	"teacp/views/words"
)

// Draw paints the rows [top, top+h) of a ladder into a rectangle; cursor is the
// frame to mark, -1 for none.
func Draw(c *paint.Canvas, r paint.Rect, l *Layout, top int, cursor int64, th *paint.Theme) {
	old := c.Clip(r)
	defer c.Clip(old)
	g := l.Geometry(r.W)
	for y := 0; y < r.H; y++ {
		i := top + y
		if i < 0 || i >= len(l.Rows) {
			continue
		}
		drawRow(c, r, g, l, i, y, th)
	}
	for _, labels := range []bool{false, true} {
		for i := range l.Arrows {
			drawArrow(c, r, g, l, &l.Arrows[i], top, th, labels)
		}
	}
	for y := 0; y < r.H; y++ {
		i := top + y
		if i >= 0 && i < len(l.Rows) && l.Rows[i].Gap > 0 { // the label of idle time covers everything else
			t := " ⋮ " + words.Time(l.Rows[i].Gap) + " ⋮ "
			x := g.Left - 1 - paint.Width(t)
			if x < 0 { // without a column of times, it starts at the left edge
				x = 0
			}
			end := c.Text(r.X+x, r.Y+y, t, th.Dim) - r.X
			if n := l.Rows[i].Note[0]; n != "" { // the client's note gets the rest of its room
				nx, w, _ := g.NotePlace(0)
				if room := nx + 1 - end; room < paint.Width(l.fitNote(n, w)) {
					c.Fill(paint.Rect{X: r.X + end, Y: r.Y + y, W: room, H: 1}, ' ', th.Plain)
					if n = l.fitNote(n, room); room >= 5 {
						c.Text(r.X+nx+1-paint.Width(n), r.Y+y, n, th.Held)
					}
				}
			}
		}
		if i >= 0 && i < len(l.Rows) && l.Rows[i].Frame == cursor && cursor >= 0 {
			c.Restyle(paint.Rect{X: r.X, Y: r.Y + y, W: r.W, H: 1},
				func(s paint.Style) paint.Style { // one bar over all styles
					return paint.Style{FG: th.Select.FG, BG: th.Select.BG, Reverse: th.Select.Reverse, Bold: s.Bold}
				})
			c.Put(r.X, r.Y+y, '►', th.Select)
		}
	}
}

func drawRow(c *paint.Canvas, r paint.Rect, g Geometry, l *Layout, i, y int, th *paint.Theme) {
	row := &l.Rows[i]
	yy := r.Y + y
	for lane, p := range g.Lane[:g.N] {
		line, st := '│', th.Dim
		switch {
		case row.Span[lane] != 0:
			line, st = '┃', th.Held
		case row.Gap > 0:
			line = '┊'
		}
		c.Put(r.X+p.L, yy, line, st)
		if p.R != p.L {
			c.Put(r.X+p.R, yy, line, st)
		}
	}
	if row.Frame < 0 {
		// Draw paints the label of idle time itself
	} else if i == 0 || l.Rows[i-1].Frame != row.Frame {
		c.Number(r.X+g.Frame, yy, row.Frame, th.Dim)
		if g.Left > g.Frame+1 {
			c.Instant(r.X+g.Left-1, yy, row.At, th.Plain)
		}
	}
	for lane := 0; lane < g.N; lane++ {
		n := row.Note[lane]
		if n == "" {
			continue
		}
		st := th.Plain
		if row.Held[lane] {
			st = th.Held
		}
		x, w, ends := g.NotePlace(lane)
		n = l.fitNote(n, w)
		if ends {
			x += 1 - paint.Width(n)
		}
		c.Text(r.X+x, yy, n, st)
	}
}

// marks reports whether a note marks an arrow.
func (l *Layout) marks(a *Arrow) bool { return l.Marked != nil && l.Marked(a.Event) }

// arrowStyle is how an arrow looks.
func arrowStyle(l *Layout, a *Arrow, th *paint.Theme) paint.Style {
	st := th.C2S
	switch {
	case a.Lost:
		st = th.Lost
	case a.Retrans:
		st = th.Retrans
	case a.Side == 1:
		st = th.S2C
	}
	if a.Event == l.Picked && l.Picked != 0 {
		st.Bold = true
	}
	return st
}

// drawArrow paints an arrow as steps down the rows from its send to its arrival, or its
// labels, which stand above all lines.
func drawArrow(c *paint.Canvas, r paint.Rect, g Geometry, l *Layout, a *Arrow, top int, th *paint.Theme, labels bool) {
	from, to := a.From, a.To
	open := to < 0 && !a.Lost
	switch {
	case a.Lost:
		to = from + 1
	case open:
		to = max(len(l.Rows), from+1)
	}
	if from < 0 {
		from = min(-1, to-1)
	}
	if to < top || from >= top+r.H || to < from {
		return
	}
	st := arrowStyle(l, a, th)
	x0, x1 := g.Span(a)
	span := x1 - x0 + 1
	if a.Lost {
		span = span * 2 / 3
	}
	if labels {
		drawLabels(c, r, l, a, from-top, to-top, x0, x1, span, st)
		return
	}
	n := to - from + 1
	for k := max(from, top, 0); k <= min(to, top+r.H-1); k++ {
		if k >= len(l.Rows) && !a.Lost || a.Crowded && a.Event != l.Picked && !l.marks(a) && k > from+1 && k < to-1 {
			continue
		}
		lo, hi := (k-from)*span/n, (k-from+1)*span/n-1
		drawStep(c, r, a, r.Y+k-top, x0, x1, lo, hi, k == to, k == from, a.Event == l.Picked || l.marks(a), st)
	}
}

// drawLabels names an arrow where it begins, and where it arrives, too, if its line is cut;
// rows count from the top of the rectangle.
func drawLabels(c *paint.Canvas, r paint.Rect, l *Layout, a *Arrow, from, to, x0, x1, span int, st paint.Style) {
	if a.Crowded && !a.Lost && to-from > 4 && to >= 0 && to < r.H && a.To >= 0 {
		drawEnd(c, r, a, r.Y+to, x0, x1, span, st)
	}
	if a.From < 0 || from < 0 || from >= r.H {
		return
	}
	label := fitLabel(a.Label, a.Tail, span-2)
	x := r.X + x0 + 1
	if !a.Rightwards() {
		x = r.X + x1 - paint.Width(label)
	}
	if l.marks(a) { // marks on both sides need no colour
		label = "◆ " + fitLabel(a.Label, a.Tail, span-6) + " ◆"
		if st.Reverse = true; !a.Rightwards() {
			x = r.X + x1 - paint.Width(label)
		}
	}
	c.Text(x, r.Y+from, label, st)
}

func drawStep(c *paint.Canvas, r paint.Rect, a *Arrow, y, x0, x1, lo, hi int, last, first, picked bool,
	st paint.Style) {
	hi = max(hi, lo) // more rows than columns: the step has one column
	at := func(o int) int {
		if a.Rightwards() {
			return r.X + x0 + o
		}
		return r.X + x1 - o
	}
	shaft := '─'
	if picked {
		shaft = '━'
	}
	for o := lo; o <= hi; o++ {
		c.Put(at(o), y, shaft, st)
	}
	slope, head := '╲', '►'
	if !a.Rightwards() {
		slope, head = '╱', '◄'
	}
	switch {
	case last && a.Lost:
		c.Put(at(hi), y, '✗', st)
	case last:
		c.Put(at(hi), y, head, st)
	default:
		c.Put(at(hi), y, slope, st)
	}
	if !first && !a.Lost {
		c.Put(at(lo), y, slope, st)
		if last && hi == lo {
			c.Put(at(hi), y, head, st)
		}
	}
}

// drawEnd writes an arrow's label beside its head.
func drawEnd(c *paint.Canvas, r paint.Rect, a *Arrow, y, x0, x1, span int, st paint.Style) {
	label := fitLabel(a.Label, "", span/2)
	st.Bold = false
	if a.Rightwards() {
		c.Text(r.X+x1-2-paint.Width(label), y, label, st)
		return
	}
	c.Text(r.X+x0+3, y, label, st)
}

// Text draws a whole ladder as plain text.
func Text(l *Layout, width int, ascii bool) string {
	c := paint.NewCanvas(width, len(l.Rows))
	c.ASCII = ascii
	Draw(c, paint.Rect{X: 0, Y: 0, W: width, H: len(l.Rows)}, l, 0, -1, &paint.Themes[0])
	return strings.TrimRight(c.String(), "\n") + "\n"
}
