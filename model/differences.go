package model

import (
	"fmt"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/views/paint"
	"teacp/views/words"
)

// figure is a row of the table of differences.
type figure struct {
	name  words.Key
	time  bool
	ended bool // known at the end of the run alone
	get   func(r *sim.Run) int64
}

var figures = []figure{
	{words.FigureLastData, true, true, func(r *sim.Run) int64 { return int64(overlay.LastDelivery(r)) }},
	{words.FigureEnd, true, false, func(r *sim.Run) int64 { return int64(r.Duration()) }},
	{words.FigureFrames, false, false, func(r *sim.Run) int64 { return r.Frames() }},
	{words.FigureSegments, false, false, func(r *sim.Run) int64 { return r.Stats().Segments }},
	{words.FigureDataSegments, false, false, func(r *sim.Run) int64 { return r.Stats().DataSegments }},
	{words.FigurePureAcks, false, false, func(r *sim.Run) int64 { return r.Stats().PureAcks }},
	{words.FigureRetransmissions, false, false, func(r *sim.Run) int64 { return r.Stats().Retransmissions }},
	{words.FigureLost, false, false, func(r *sim.Run) int64 { return r.Stats().Drops }},
	{words.FigureConnections, false, false, func(r *sim.Run) int64 { return r.Stats().Connections }},
	{words.FigureWireBytes, false, false, func(r *sim.Run) int64 { return r.Stats().WireBytes }},
	{words.FigurePayload, false, false, func(r *sim.Run) int64 { return r.Stats().PayloadBytes }},
	{words.FigureHolds, false, false, nil},
	{words.FigureAcksHeld, false, false, nil},
	{words.FigureBuffers, false, false, nil},
}

// tally is what has to be counted frame by frame: waits, and how many bytes the buffers of
// all sockets hold at most.
type tally struct {
	run   *sim.Run
	upto  int64
	holds int64
	acks  int64
	now   int64
	most  int64
	ends  map[uint64]int64 // bytes in the buffers of each end
}

func (t *tally) limit() int64 { return t.run.Frames() }

// grow counts in up to n more frames. It reads the ends that a frame touches, after it.
func (t *tally) grow(n int64) {
	if t.ends == nil {
		t.ends = map[uint64]int64{}
	}
	for to := min(t.limit(), t.upto+n); t.upto < to; t.upto++ {
		var w *sim.World
		last := ^uint64(0)
		for _, e := range t.run.Events(t.upto) {
			switch e.Kind {
			case sim.EvHold:
				t.holds++
			case sim.EvAckHeld:
				t.acks++
			case sim.EvReadable, sim.EvOOO, sim.EvCall, sim.EvDone, sim.EvAcked, sim.EvError, sim.EvState:
				key := uint64(e.Conn)<<1 | uint64(e.Side)
				if e.Conn == sim.NoConn || key == last {
					continue
				}
				if w == nil {
					w = t.run.At(t.upto)
				}
				last = key
				in := w.Info(e.Conn, int(e.Side))
				bytes := in.Unread + in.OOO + in.InFlight + in.Held
				t.now += bytes - t.ends[key]
				t.ends[key] = bytes
			}
		}
		t.most = max(t.most, t.now)
	}
}

// figures are the numbers of a run, in the order of the table, -1 where one is not known yet.
func (c *comparison) figures(r *sim.Run) []int64 {
	b := c.book(r)
	if b.items != nil {
		return b.items
	}
	var out []int64
	for i := range figures {
		switch f := &figures[i]; {
		case f.get == nil:
			out = append(out, -1)
		case f.ended && !r.Done():
			out = append(out, -1)
		default:
			out = append(out, f.get(r))
		}
	}
	t, n := b.tally, len(out)
	if r.Config().Replays() { // what was held back is not in a recording
		out[n-3], out[n-2], out[n-1] = never, never, never
		return out
	}
	if !r.Done() || t.upto < t.limit() {
		return out
	}
	out[n-3], out[n-2], out[n-1] = t.holds, t.acks, t.most
	b.items = out
	return out
}

// never stands for what a run does not say: a recording knows no holds and no causes. What is
// not known yet is -1.
const never = -2

func (f *figure) text(v int64) string {
	switch {
	case v == never:
		return "–"
	case v < 0:
		return "…"
	case f.time:
		return words.Time(sim.Time(v))
	}
	return words.Bytes(v)
}

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

// causes are those to which time is booked in any run of the comparison, in the ledger's
// order.
func (c *comparison) causes() []rule.ID {
	var out []rule.ID
	seen := map[rule.ID]bool{}
	for _, i := range c.cols {
		for _, it := range c.book(c.tree[i].run).spentOn() {
			seen[it.Cause] = true
		}
	}
	for i := range words.Causes {
		if id := words.Causes[i].Rule; seen[id] {
			out = append(out, id)
			delete(seen, id)
		}
	}
	for i := 1; i < rule.Count; i++ { // what the table of causes does not name
		if seen[rule.ID(i)] {
			out = append(out, rule.ID(i))
		}
	}
	return out
}

// spentOn is the ledger's sum by cause, nil while it is being read.
func (b *book) spentOn() []ledger.Item {
	if b.causes == nil && b.ledger != nil && b.ledger.Current() {
		b.causes = ledger.Items(b.ledger.Whole())
	}
	return b.causes
}

func (b *book) spent(id rule.ID) int64 {
	if b.ledger == nil {
		return never
	}
	if b.spentOn() == nil {
		return -1
	}
	for _, it := range b.causes {
		if it.Cause == id {
			return int64(it.Time)
		}
	}
	return 0
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
