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

// segmentsAround lists the segments sent in frames near the cursor, and the selected one: that of
// the cursor's frame, or the last one before.
func (s *Scene) segmentsAround() (rows []segRow, at int) {
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
	rows = s.segs.rows
	at = sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID.Frame() > s.Frame }) - 1
	if id, ok := s.selected(); ok {
		if i := s.rowOf(id); i >= 0 {
			at = i
		}
	}
	return rows, at
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

// segmentsTop is the first row that a table of h rows shows.
func segmentsTop(n, at, h int) int { return max(min(at-h*2/3, n-h), 0) }

// segmentsRows is how many rows the table has in a pane, and how many the headers below it.
func segmentsRows(h, at int) (rows, detail int) {
	if h >= 12 && at >= 0 {
		detail = min(9, h/2)
	}
	return h - 1 - detail, detail
}

// segmentsAt is the frame of the row under a point.
func segmentsAt(r paint.Rect, s *Scene, _, y int) int64 {
	rows, at := s.segmentsAround()
	h, _ := segmentsRows(r.H, at)
	if i := segmentsTop(len(rows), at, h) + y - r.Y - 1; y > r.Y && y-r.Y-1 < h && i < len(rows) {
		return rows[i].ev.ID.Frame()
	}
	return -1
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

// paintSegments paints a table of segments. The selected one is marked, and its headers are below.
func paintSegments(c *paint.Canvas, r paint.Rect, s *Scene) {
	rows, at := s.segmentsAround()
	th := s.Theme
	h, detail := segmentsRows(r.H, at)
	top := segmentsTop(len(rows), at, h)
	s.fill(rows[top:min(top+max(h, 0), len(rows))])
	g := s.layOutColumns(r.W)
	g.paintHead(c, r, s)
	for y := 0; y < h && top+y < len(rows); y++ {
		i := top + y
		st := th.C2S
		if rows[i].ev.Side == 1 {
			st = th.S2C
		}
		if rows[i].ev.Flag&sim.FlagRetrans != 0 {
			st = th.Retrans
		}
		if rows[i].lost {
			st = th.Lost
		}
		if i == at {
			st.Reverse = true
			c.Fill(paint.Rect{X: r.X, Y: r.Y + 1 + y, W: r.W, H: 1}, ' ', st)
			c.Put(r.X, r.Y+1+y, '►', st)
		}
		if s.marksSegment(rows[i].ev.ID) {
			c.Put(r.X+1, r.Y+1+y, '◆', th.Select)
		}
		g.paintRow(c, r, r.Y+1+y, s, &rows[i], st)
	}
	if len(rows) == 0 {
		c.TextIn(r.X, r.Y+1, r.W, words.NoSegmentYet.In(s.Lang), th.Dim)
	}
	if detail > 0 {
		paintHeaders(c, paint.Rect{X: r.X, Y: r.Y + r.H - detail, W: r.W, H: detail}, s, &rows[at].ev)
	}
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
