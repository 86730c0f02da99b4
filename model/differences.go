package model

import (
	"fmt"

	"teacp/sim"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// tableRow is a row of the table: a figure, or a cause of the ledger, of all runs.
type tableRow struct {
	name   string
	values []int64 // -1: not known (yet)
	figure *figure
}

// rows are the figures, then the time of each run by its causes.
func (c *comparison) rows() []tableRow {
	var out []tableRow
	for y := range figures {
		row := tableRow{name: c.say(figures[y].name), figure: &figures[y]}
		for _, i := range c.cols {
			row.values = append(row.values, c.figures(c.tree[i].run)[y])
		}
		out = append(out, row)
	}
	time := &figure{time: true}
	for _, id := range c.causes() {
		cause := words.CauseOf(id)
		row := tableRow{name: c.say(words.FigureCause) + cause.Label(c.scene.Lang), figure: time}
		for _, i := range c.cols {
			row.values = append(row.values, c.book(c.tree[i].run).spent(id))
		}
		out = append(out, row)
	}
	return out
}

// difference is by how much a value differs from the first one, "" where it does not.
func (r *tableRow) difference(k int) string {
	v, first := r.values[k], r.values[0]
	switch {
	case k == 0 || v == first || v < 0 || first < 0:
		return ""
	case r.figure.time:
		return signed(sim.Time(v - first))
	}
	if v < first {
		return "−" + words.Bytes(first-v)
	}
	return "+" + words.Bytes(v-first)
}

// fitsBoth reports whether there is room for a value and its difference in every cell.
func fitsBoth(rows []tableRow, w int) bool {
	for i := range rows {
		for k, v := range rows[i].values {
			if d := rows[i].difference(k); d != "" && paint.Width(rows[i].figure.text(v))+2+paint.Width(d) > w {
				return false
			}
		}
	}
	return true
}

// paintTable is the table of differences. Where there is no room for both, it shows of the
// runs behind the first one the difference alone.
func (c *comparison) paintTable(canvas *paint.Canvas, r paint.Rect) {
	th := c.scene.Theme
	canvas.Box(r, c.say(words.DifferencesTitle), th.Focus, th.Focus)
	in := r.Inset()
	old := canvas.Clip(in)
	defer canvas.Clip(old)
	rows := c.rows()
	nameW := max(min(30, in.W-25*len(c.cols)), min(22, in.W*2/5))
	w := (in.W - nameW) / len(c.cols)
	both := fitsBoth(rows, w-1)
	for k, i := range c.cols {
		name := fmt.Sprintf("%c %s", 'A'+k, words.Clean(c.tree[i].name))
		if k > 0 && !both {
			name = fmt.Sprintf("%c−A %s", 'A'+k, words.Clean(c.tree[i].name))
		}
		canvas.TextIn(in.X+nameW+k*w, in.Y, w-1, name, th.Strong)
	}
	c.top = max(min(c.top, len(rows)-(in.H-1)), 0)
	for y := 0; y < in.H-1 && c.top+y < len(rows); y++ {
		row := &rows[c.top+y]
		canvas.TextIn(in.X, in.Y+1+y, nameW-1, row.name, th.Plain)
		for k, v := range row.values {
			st, t := th.Plain, row.figure.text(v)
			if v == unreached {
				st, t = th.Bad, c.say(words.GoalNever)
			}
			if d := row.difference(k); d != "" {
				st = th.Held
				if both {
					d = t + "  " + d
				}
				t = d
			} else if k > 0 && !both && v >= 0 && row.values[0] >= 0 {
				t = "±0"
			}
			canvas.TextIn(in.X+nameW+k*w, in.Y+1+y, w-1, t, st)
		}
	}
	if c.top+in.H-1 < len(rows) {
		canvas.Text(in.X+in.W-1, in.Y+in.H-1, "▼", th.Dim)
	}
	if c.top > 0 {
		canvas.Text(in.X+in.W-1, in.Y+1, "▲", th.Dim)
	}
}

func (c *comparison) paintColumn(canvas *paint.Canvas, k int, r paint.Rect) {
	th := c.scene.Theme
	s := &c.scenes[k]
	name := fmt.Sprintf("%c %s", 'A'+k, words.Clean(c.tree[c.cols[k]].name))
	st := th.Dim
	if k == c.on {
		st = th.Strong
		name = "▸" + name
	}
	canvas.TextIn(r.X+1, r.Y, r.W-2, name, st)
	pos := fmt.Sprintf(":%d %s", s.Frame, words.Time(s.Run.TimeOf(s.Frame)))
	canvas.TextIn(r.X+1, r.Y+1, r.W-2, pos, st)
	views.Paint(canvas, paneOfColumn(r), c.pane, s, k == c.on)
}

// paneOfColumn is the place of the pane below the name of the run and its frame.
func paneOfColumn(r paint.Rect) paint.Rect { return paint.Rect{X: r.X, Y: r.Y + 2, W: r.W, H: r.H - 2} }
