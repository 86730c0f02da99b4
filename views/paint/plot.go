package paint

// Series is how a line of a plot looks.
type Series struct {
	Letter rune // names the line, and draws it where a cell shows a letter
	Dash   int  // dots drawn of every four; 0: all
	Style  func(*Theme) Style
}

// Plot is the picture of a graph: a grid of dots, two by four in a cell, or one letter a cell.
// Values are drawn with the number of their series; dots are counted from the top left.
type Plot struct {
	W, H   int // in cells
	Axis   Axis
	Y0, Y1 int64 // the values at the bottom and at the top
	Series []Series

	perX, perY int // dots of a cell
	cells      []plotCell
	ticks      []Tick
	above      [maxSeries]bool // the series leaves the picture at the top
	lastLetter [maxSeries]int  // column of the last letter on a series
}

// maxSeries is the largest number of series of a plot.
const maxSeries = 8

// plotCell is a cell of a plot: Braille dots, or a mark.
type plotCell struct {
	dots   uint8
	series uint8 // its index plus one, 0: the cell is empty
	mark   rune
}

// ValuesWidth is the width of the column of values beside a plot.
const ValuesWidth = 8

// NewPlot returns an empty picture of w by h cells; letters draws letters in place of Braille dots.
func NewPlot(w, h int, axis Axis, series []Series, letters bool) Plot {
	p := Plot{W: w, H: h, Axis: axis, Series: series, perX: 2, perY: 4, cells: make([]plotCell, w*h),
		ticks: axis.Ticks(w)}
	if letters {
		p.perX, p.perY = 1, 1
	}
	for i := range series {
		p.lastLetter[i] = -14 + 5*i // the series get their letters in different columns
	}
	return p
}

// Dots is the width of the picture in dots.
func (p *Plot) Dots() int { return p.W * p.perX }

// Letters reports whether cells show letters in place of dots.
func (p *Plot) Letters() bool { return p.perX == 1 }

// Cell is the column of cells of a column of dots.
func (p *Plot) Cell(x int) int { return x / p.perX }

// Row is the row of dots of a value, 0 at the top; negative above the picture.
func (p *Plot) Row(v int64) int {
	last := int64(p.H*p.perY - 1)
	return int(last - (v-p.Y0)*last/max(p.Y1-p.Y0, 1))
}

// Scale sets the range of values from 0 to what the series reach: must, and may where that leaves
// must at least half of the height.
func (p *Plot) Scale(must, may int64) {
	top := must
	if may <= 2*must {
		top = max(top, may)
	}
	p.Y1 = max(top+top/16, 1)
}

// Dot sets a dot of a series.
func (p *Plot) Dot(x, y, series int) {
	if x < 0 || y < 0 || x >= p.W*p.perX || y >= p.H*p.perY {
		return
	}
	c := &p.cells[y/p.perY*p.W+x/p.perX]
	c.series = uint8(series + 1)
	if p.perX == 1 {
		c.mark = p.Series[series].Letter
		return
	}
	c.dots |= brailleDots[y%4][x%2]
}

var brailleDots = [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// Stamp puts a mark into the cell of a dot.
func (p *Plot) Stamp(x, y, series int, mark rune) {
	if x < 0 || x >= p.W*p.perX || y >= p.H*p.perY || p.H == 0 { // a pane may be too low for a picture
		return
	}
	c := &p.cells[max(y, 0)/p.perY*p.W+x/p.perX]
	c.mark, c.series = mark, uint8(series+1)
}

// Level draws a level part of a series, with its letter every 18 columns. Above the picture it
// leaves the letter with an arrow in the uppermost row.
func (p *Plot) Level(x0, x1, y, series int) {
	dash := p.Series[series].Dash
	for x := x0; x <= x1; x++ {
		if y < 0 {
			p.above[series] = true
		} else if dash == 0 || p.perX == 1 || x%4 < dash {
			p.Dot(x, y, series)
		}
		if c := x / p.perX; c >= p.lastLetter[series]+18 {
			p.lastLetter[series] = c
			if y >= 0 {
				p.Stamp(x, y, series, p.Series[series].Letter)
			} else if c+1 < p.W {
				p.Stamp(x, 0, series, p.Series[series].Letter)
				p.Stamp(x+p.perX, 0, series, '↑')
			}
		}
	}
}

// Rise draws the vertical part of a step.
func (p *Plot) Rise(x, y0, y1, series int) {
	for y := min(y0, y1); y <= max(y0, y1); y++ {
		p.Dot(x, y, series)
	}
}

// Paint draws the picture, its axes and the cursor, a column of cells, into a rectangle; unit
// writes a value.
func (p *Plot) Paint(c *Canvas, r Rect, th *Theme, cursor int, unit func(int64) string) {
	for y := 0; y < p.H; y++ {
		for x := 0; x < p.W; x++ {
			cell := &p.cells[y*p.W+x]
			ch := cell.mark
			if ch == 0 && cell.dots != 0 {
				ch = 0x2800 + rune(cell.dots)
			}
			if ch != 0 {
				c.Put(r.X+ValuesWidth+x, r.Y+y, ch, p.Series[cell.series-1].Style(th))
			}
		}
	}
	p.paintValues(c, r, th, unit)
	bottom := r.Y + p.H
	for x := 0; x < p.W; x++ {
		c.Put(r.X+ValuesWidth+x, bottom, '─', th.Dim)
	}
	p.paintTimes(c, r, th, bottom)
	if cursor < 0 || cursor >= p.W {
		return
	}
	for y := 0; y < p.H; y++ {
		if cell := &p.cells[y*p.W+cursor]; cell.mark == 0 && cell.dots == 0 {
			c.Put(r.X+ValuesWidth+cursor, r.Y+y, '│', th.Dim)
		} else {
			c.Restyle(Rect{r.X + ValuesWidth + cursor, r.Y + y, 1, 1},
				func(st Style) Style { st.Reverse = !st.Reverse; return st })
		}
	}
	c.Put(r.X+ValuesWidth+cursor, bottom, '▲', th.Strong)
}

// paintValues labels the axis at the left.
func (p *Plot) paintValues(c *Canvas, r Rect, th *Theme, unit func(int64) string) {
	for y := 0; y < p.H; y++ {
		c.Put(r.X+ValuesWidth-1, r.Y+y, '│', th.Dim)
	}
	step := NiceStep((p.Y1-p.Y0)*3/int64(max(p.H, 3)), false)
	for v := (p.Y0 + step - 1) / step * step; v <= p.Y1; v += step {
		y := p.Row(v) / p.perY
		if y < 0 || y >= p.H {
			continue
		}
		t := unit(v)
		c.Text(r.X+ValuesWidth-1-Width(t), r.Y+y, t, th.Dim)
		c.Put(r.X+ValuesWidth-1, r.Y+y, '┤', th.Dim)
	}
}

// paintTimes labels the axis below. The label of a cut has precedence over those of times, and the
// cut runs through the picture.
func (p *Plot) paintTimes(c *Canvas, r Rect, th *Theme, y int) {
	end := -1
	for _, cuts := range []bool{true, false} {
		for _, t := range p.ticks {
			if t.Cut != cuts || t.Col < 0 || t.Col >= p.W {
				continue
			}
			w := Width(t.Text)
			x := max(min(t.Col-w/2, p.W-w), -ValuesWidth)
			if !cuts && (x <= end || p.touchesCut(x, w)) {
				continue
			}
			c.Text(r.X+ValuesWidth+x, y+1, t.Text, th.Dim)
			ch := '┴'
			if cuts {
				ch = '⋮'
				for k := r.Y; k < y; k++ {
					c.Put(r.X+ValuesWidth+t.Col, k, '⋮', th.Dim)
				}
			} else {
				end = x + w
			}
			c.Put(r.X+ValuesWidth+t.Col, y, ch, th.Dim)
		}
	}
}

// touchesCut reports whether a label would touch that of a cut.
func (p *Plot) touchesCut(x, w int) bool {
	for _, t := range p.ticks {
		if t.Cut {
			cw := Width(t.Text)
			cx := max(min(t.Col-cw/2, p.W-cw), -ValuesWidth)
			if x <= cx+cw && cx <= x+w {
				return true
			}
		}
	}
	return false
}

// Piece is a piece of text in one style, as of a legend.
type Piece struct {
	Text  string
	Style Style
}

// Flow writes pieces one behind the other, in at most rows lines, and returns how many lines it
// took. Where they do not fit, an ellipsis ends the last line.
func (c *Canvas) Flow(r Rect, rows int, pieces []Piece) int {
	x, y := 0, 0
	for _, p := range pieces {
		w := Width(p.Text)
		if x > 0 && x+w > r.W {
			if y+1 >= rows {
				if x-2 < r.W { // the last column is free
					c.Text(r.X+r.W-1, r.Y+y, "…", p.Style)
				}
				return y + 1
			}
			x, y = 0, y+1
		}
		c.TextIn(r.X+x, r.Y+y, r.W-x, p.Text, p.Style)
		x += w + 2
	}
	return y + 1
}
