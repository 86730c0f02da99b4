package views

import (
	"slices"
	"sort"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneSegments] = Pane{
		Name: "segments", title: words.TitleSegments,
		help:    words.PaneSegmentsHelp,
		Follows: true,
		Columns: true,
		Example: Example{Scenario: "fast-retransmit", Percent: 50},
		paint:   paintSegments,
		frameAt: segmentsAt,
	}
}

// segTable is the table around the cursor: the segments sent in frames near it, and the selected one,
// which arrives in the cursor's frame, is sent in it or was the last one before.
type segTable struct {
	rows   []segRow
	at     int  // the selected row, -1: none
	cursor int  // the line of the cursor: its own, or that of a segment sent in its frame
	own    bool // no segment is sent in its frame
}

// lines is how many lines the table has.
func (t *segTable) lines() int {
	if t.own {
		return len(t.rows) + 1
	}
	return len(t.rows)
}

// row is the row on a line, -1 on the cursor's own.
func (t *segTable) row(line int) int {
	switch {
	case !t.own || line < t.cursor:
		return line
	case line == t.cursor:
		return -1
	}
	return line - 1
}

// top is the first line that h lines show.
func (t *segTable) top(h int) int { return max(min(t.cursor-h*2/3, t.lines()-h), 0) }

// segmentsAround is the table around the cursor.
func (s *Scene) segmentsAround() segTable {
	if l := s.Ladder(); s.segs.of != l {
		s.readSegments(l)
	}
	if cols := s.columns(); !slices.Equal(cols, s.segs.cols) || s.segs.lang != s.Lang {
		if slices.ContainsFunc(cols, func(i int) bool { return Columns[i].needs&needNumber != 0 }) {
			s.readSegments(s.segs.of) // the rows may have been read without numbers
		}
		s.segs.cols, s.segs.lang = append(s.segs.cols[:0], cols...), s.Lang
		s.measure()
	}
	rows := s.segs.rows
	from := sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID.Frame() >= s.Frame })
	t := segTable{rows: rows, cursor: from}
	t.own = from == len(rows) || rows[from].ev.ID.Frame() != s.Frame
	t.at = sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID.Frame() > s.Frame }) - 1
	if id, ok := s.selected(); ok {
		if i := s.rowOf(id); i >= 0 {
			t.at = i
		}
	}
	return t
}

// rowOf is the row of a segment, -1 if the table has none.
func (s *Scene) rowOf(id sim.EventID) int {
	rows := s.segs.rows
	if i := sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID >= id }); i < len(rows) &&
		rows[i].ev.ID == id {
		return i
	}
	return -1
}

// segmentsRows is how many rows the table has in a pane, and how many the headers below it.
func segmentsRows(h, at int) (rows, detail int) {
	if h >= 12 && at >= 0 {
		detail = min(9, h/2)
	}
	return h - 1 - detail, detail
}

// segmentsAt is the frame of the row under a point.
func segmentsAt(r paint.Rect, s *Scene, _, y int) int64 {
	t := s.segmentsAround()
	h, _ := segmentsRows(r.H, t.at)
	line := t.top(h) + y - r.Y - 1
	if y <= r.Y || y-r.Y-1 >= h || line >= t.lines() {
		return -1
	}
	if i := t.row(line); i >= 0 {
		return t.rows[i].ev.ID.Frame()
	}
	return s.Frame
}

// paintHead writes the headings, and how many columns did not fit.
func (l *segLayout) paintHead(c *paint.Canvas, r paint.Rect, s *Scene) {
	for k := 0; k < l.n; k++ {
		col := &Columns[l.col[k]]
		t, x := col.head.In(s.Lang), r.X+l.x[k]
		if col.right {
			x += l.w[k] - paint.Width(t)
		}
		c.Text(x, r.Y, t, s.Theme.Dim)
	}
	if l.left > 0 {
		c.Tag(0, r.Y, '+', int64(l.left), r.X+r.W, s.Theme.Dim)
	}
}

// paintSegments paints a table of segments. ► stands at the cursor's frame; the selected segment is marked,
// and its headers are below.
func paintSegments(c *paint.Canvas, r paint.Rect, s *Scene) {
	t := s.segmentsAround()
	h, detail := segmentsRows(r.H, t.at)
	top := t.top(h)
	s.fill(t.rows[min(max(top-1, 0), len(t.rows)):min(top+max(h, 0), len(t.rows))])
	g := s.layOutColumns(r.W)
	g.paintHead(c, r, s)
	for y := 0; y < h && top+y < t.lines(); y++ {
		line := paint.Rect{X: r.X, Y: r.Y + 1 + y, W: r.W, H: 1}
		i := t.row(top + y)
		if i < 0 {
			g.paintCursor(c, line, s)
			continue
		}
		row := &t.rows[i]
		st := s.segmentStyle(row)
		if i == t.at {
			st.Reverse = true
			c.Fill(line, ' ', st)
			c.Put(r.X, line.Y, '▸', st)
		}
		if top+y == t.cursor {
			c.Put(r.X, line.Y, '►', st)
		}
		if s.marksSegment(row.ev.ID) {
			c.Put(r.X+1, line.Y, '◆', s.Theme.Select)
		}
		g.paintRow(c, r, line.Y, s, row, st)
	}
	if len(t.rows) == 0 && h > 1 {
		c.TextIn(r.X, r.Y+2, r.W, words.NoSegmentYet.In(s.Lang), s.Theme.Dim)
	}
	if detail > 0 {
		paintHeaders(c, paint.Rect{X: r.X, Y: r.Y + r.H - detail, W: r.W, H: detail}, s, &t.rows[t.at].ev)
	}
}

// segmentStyle is the style of a row: its direction, sent again, or lost.
func (s *Scene) segmentStyle(row *segRow) paint.Style {
	switch th := s.Theme; {
	case row.lost:
		return th.Lost
	case row.ev.Flag&sim.FlagRetrans != 0:
		return th.Retrans
	case row.ev.Side == 1:
		return th.S2C
	default:
		return th.C2S
	}
}

// paintCursor paints the line of the cursor's frame, in which no segment is sent: frame and time in
// their columns, if those are the first, and what happens.
func (l *segLayout) paintCursor(c *paint.Canvas, r paint.Rect, s *Scene) {
	evs := s.Run.Events(s.Frame)
	if len(evs) == 0 {
		return
	}
	st := s.Theme.Strong
	row := segRow{ev: evs[0]}
	c.Put(r.X, r.Y, '►', st)
	x := r.X + 2
	for k := 0; k < min(l.n, 2); k++ {
		if col := &Columns[l.col[k]]; col.Name == "frame" || col.Name == "time" {
			b := col.ascii(s.segs.room[:0], s, &row)
			c.RawIn(r.X+l.x[k]+max(l.w[k]-len(b), 0), r.Y, l.w[k], b, st)
			x = r.X + l.x[k] + l.w[k] + 1
		}
	}
	t := s.newText()
	t.Event(s.Run, &evs[0])
	c.TextIn(x, r.Y, r.X+r.W-x, string(t.B), st)
}

func (l *segLayout) paintRow(c *paint.Canvas, r paint.Rect, y int, s *Scene, row *segRow, st paint.Style) {
	room := &s.segs.room // a local array would escape through the column's function
	for k := 0; k < l.n; k++ {
		col, x := &Columns[l.col[k]], r.X+l.x[k]
		switch {
		case col.Name == "dir":
			paintDirection(c, x, y, row, st)
		case col.words != nil:
			c.TextIn(x, y, l.w[k], col.words(s, row), st)
		case col.right:
			b := col.ascii(room[:0], s, row)
			c.RawIn(x+max(l.w[k]-len(b), 0), y, l.w[k], b, st)
		default:
			c.RawIn(x, y, l.w[k], col.ascii(room[:0], s, row), st)
		}
	}
}

// paintDirection draws the arrow of a row, with a mark where the segment is lost or sent
// again.
func paintDirection(c *paint.Canvas, x, y int, row *segRow, st paint.Style) {
	arrow := "──►"
	if row.ev.Side == 1 {
		arrow = "◄──"
	}
	x = c.Text(x, y, arrow, st)
	switch {
	case row.lost:
		c.Put(x, y, '✗', st)
	case row.ev.Flag&sim.FlagRetrans != 0:
		c.Put(x, y, 'R', st)
	}
}

// appendFlags writes the letters of control bits, as Flags.String does.
func appendFlags(b []byte, f tcp.Flags) []byte {
	for _, x := range [...]struct {
		f tcp.Flags
		c byte
	}{{tcp.SYN, 'S'}, {tcp.FIN, 'F'}, {tcp.RST, 'R'}, {tcp.PSH, 'P'}, {tcp.ACK, 'A'}, {tcp.URG, 'U'}, {tcp.ECE, 'E'},
		{tcp.CWR, 'C'}} {
		if f&x.f != 0 {
			b = append(b, x.c)
		}
	}
	return b
}

// paintHeaders lists the IP and TCP header fields of a segment (RFC 791 section 3.1, RFC
// 9293 section 3.1).
func paintHeaders(c *paint.Canvas, r paint.Rect, s *Scene, e *sim.Event) {
	th := s.Theme
	w := s.Run.At(s.Frame)
	v := w.Conn(e.Conn)
	g := &e.Seg
	ttl := "TTL 64  "
	if s.Run.Config().Replays() { // the packet pane shows the recorded one
		ttl = ""
	}
	t := s.newText()
	t.B = words.AppendSegLabel(t.Add("── ").B, g)
	t.Say(words.HeadersIP, words.Addressed(w.Addr(e.Conn, int(e.Side))),
		words.Addressed(w.Addr(e.Conn, int(1-e.Side))), words.Number(e.A), words.Str(ttl))
	t.Say(words.HeadersPorts, words.Number(int64(v.Port[e.Side])), words.Number(int64(v.Port[1-e.Side])))
	t.Say(words.HeadersNumbers, words.Number(g.Seq), words.Number(g.Ack))
	t.Say(words.HeadersFlags, words.Number(int64(20+sim.OptionBytes(g))))
	t.B = words.AppendWords(t.B, g.Flags)
	t.Say(words.HeadersWindow, words.Number(int64(g.Wnd)))
	from := len(t.B)
	if t.B = words.AppendOptions(t.B, g); len(t.B) == from {
		t.Say(words.HeadersNoOptions)
	}
	t.Say(words.HeadersPayload, words.Number(int64(g.Len)))
	y, st, indent := 0, th.Strong, 0
	for l := range strings.SplitSeq(string(t.B), "\n") {
		if y < r.H {
			c.TextIn(r.X+indent, r.Y+y, r.W-indent, l, st)
		}
		y, st, indent = y+1, th.Plain, 1
	}
	s.wrapped = paint.AppendWrapped(s.wrapped[:0], words.RuleSentence(e.Rule, s.Lang), r.W-1)
	for i := 0; y < r.H && i < len(s.wrapped); y, i = y+1, i+1 {
		c.TextIn(r.X+1, r.Y+y, r.W-1, s.wrapped[i], th.Held)
	}
}
