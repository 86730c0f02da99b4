package views

import (
	"fmt"
	"sort"
	"strconv"

	"teacp/sim"
	"teacp/sim/tcp"
)

// segRow is a row of the table of segments.
type segRow struct {
	ev   sim.Event
	lost bool
}

// segList is the table around the cursor, kept while the ladder's layout is.
type segList struct {
	of   *Ladder
	rows []segRow
}

// segmentsAround lists segments sent in frames near the cursor, and which one is selected:
// the one that the frame is about, or the last one sent before.
func (s *Scene) segmentsAround() (rows []segRow, at int) {
	l := s.Ladder()
	if s.segs.of != l {
		s.segs.of, s.segs.rows = l, s.segs.rows[:0]
		s.Run.Each(l.From, l.To, 1<<sim.EvSend|1<<sim.EvLost, func(e *sim.Event) bool {
			switch {
			case e.Kind == sim.EvSend && s.Filter.passes(e):
				s.segs.rows = append(s.segs.rows, segRow{ev: *e})
			case e.Kind == sim.EvLost && len(s.segs.rows) > 0 && s.segs.rows[len(s.segs.rows)-1].ev.ID == e.Cause:
				s.segs.rows[len(s.segs.rows)-1].lost = true
			}
			return true
		})
	}
	rows = s.segs.rows
	at = sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID.Frame() > s.Frame }) - 1
	if id, ok := s.selected(); ok {
		if i := sort.Search(len(rows), func(i int) bool { return rows[i].ev.ID >= id }); i < len(rows) && rows[i].ev.ID == id {
			at = i
		}
	}
	return rows, at
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
func segmentsAt(r Rect, s *Scene, _, y int) int64 {
	rows, at := s.segmentsAround()
	h, _ := segmentsRows(r.H, at)
	if i := segmentsTop(len(rows), at, h) + y - r.Y - 1; y > r.Y && y-r.Y-1 < h && i < len(rows) {
		return rows[i].ev.ID.Frame()
	}
	return -1
}

// segColumns are where the columns of the table stand; -1: there is no room for it.
type segColumns struct{ frame, time, delta, conn, arrow, flags, seq, ack, win, rule int }

// segGeometry divides a width. The names of connections are left out where there is but one.
func segGeometry(w int, many bool) segColumns {
	g := segColumns{delta: -1, conn: -1, win: -1, rule: -1}
	g.frame, g.time = 7, 20 // these two end there
	x := 20
	if w >= 88 {
		g.delta = x + 11
		x = g.delta
	}
	if many {
		g.conn = x + 1
		x += 6
	}
	g.arrow = x + 1
	g.flags = x + 6
	g.seq = g.flags + 5
	g.ack = g.seq + 19
	if w >= 88 {
		g.seq, g.ack = g.flags+6, g.flags+6+26
		g.win, g.rule = g.ack+11, g.ack+20
	}
	return g
}

func (g *segColumns) paintHead(c *Canvas, r Rect, s *Scene) {
	l := func(x int, t string) {
		if x >= 0 {
			c.TextIn(r.X+x, r.Y, r.W-x, t, s.Theme.Dim)
		}
	}
	right := func(x int, t string) { l(max(x-Width(t), -1), t) }
	right(g.frame, Say(s.Lang, "frame", "프레임"))
	right(g.time, Say(s.Lang, "time", "시각"))
	right(g.delta, Say(s.Lang, "since", "간격"))
	l(g.conn, Say(s.Lang, "conn", "연결"))
	l(g.flags, Say(s.Lang, "flag", "표시"))
	l(g.seq, Say(s.Lang, "seq:end (bytes)", "순서:끝 (바이트)"))
	l(g.ack, Say(s.Lang, "ack", "확인"))
	l(g.win, Say(s.Lang, "window", "윈도"))
	l(g.rule, Say(s.Lang, "why", "이유"))
}

// paintSegments is a table of segments, the selected one marked and opened below.
func paintSegments(c *Canvas, r Rect, s *Scene) {
	rows, at := s.segmentsAround()
	th := s.Theme
	h, detail := segmentsRows(r.H, at)
	g := segGeometry(r.W, s.Ladder().many)
	g.paintHead(c, r, s)
	top := segmentsTop(len(rows), at, h)
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
			c.Fill(Rect{r.X, r.Y + 1 + y, r.W, 1}, ' ', st)
			c.Put(r.X, r.Y+1+y, '►', st)
		}
		var since sim.Time
		if i > 0 {
			since = rows[i].ev.At - rows[i-1].ev.At
		}
		g.paintRow(c, r, r.Y+1+y, &rows[i], since, st)
	}
	if len(rows) == 0 {
		c.TextIn(r.X, r.Y+1, r.W, Say(s.Lang, "No segment yet.", "아직 세그먼트가 없다."), th.Dim)
	}
	if detail > 0 {
		paintHeaders(c, Rect{r.X, r.Y + r.H - detail, r.W, detail}, s, &rows[at].ev)
	}
}

func (g *segColumns) paintRow(c *Canvas, r Rect, y int, row *segRow, since sim.Time, st Style) {
	e := &row.ev
	q := &e.Seg
	c.Number(r.X+g.frame, y, e.ID.Frame(), st)
	c.Instant(r.X+g.time, y, e.At, st)
	if g.delta >= 0 {
		c.Instant(r.X+g.delta, y, since, st)
	}
	var room [64]byte
	if g.conn >= 0 {
		c.Raw(r.X+g.conn, y, strconv.AppendUint(append(room[:0], '#'), uint64(e.Conn), 10), st)
	}
	arrow := "──►"
	if e.Side == 1 {
		arrow = "◄──"
	}
	x := c.Text(r.X+g.arrow, y, arrow, st)
	switch {
	case row.lost:
		c.Put(x, y, '✗', st)
	case e.Flag&sim.FlagRetrans != 0:
		c.Put(x, y, 'R', st)
	}
	c.Raw(r.X+g.flags, y, appendFlags(room[:0], q.Flags), st)
	b := strconv.AppendInt(room[:0], q.Seq, 10)
	b = strconv.AppendInt(append(b, ':'), q.Seq+int64(q.Len), 10)
	b = strconv.AppendInt(append(b, " ("...), int64(q.Len), 10)
	c.rawIn(r.X+g.seq, y, g.ack-g.seq-1, append(b, ')'), st)
	if q.Flags&tcp.ACK != 0 {
		c.rawIn(r.X+g.ack, y, r.W-g.ack, strconv.AppendInt(room[:0], q.Ack, 10), st)
	}
	if g.win >= 0 {
		c.Raw(r.X+g.win, y, strconv.AppendInt(room[:0], int64(q.Wnd), 10), st)
		c.TextIn(r.X+g.rule, y, r.W-g.rule, e.Rule.String(), st)
	}
}

// rawIn paints at most w bytes; more are cut with an ellipsis.
func (c *Canvas) rawIn(x, y, w int, b []byte, st Style) {
	if len(b) > w && w > 0 {
		x = c.Raw(x, y, b[:w-1], st)
		c.Put(x, y, '…', st)
		return
	}
	c.Raw(x, y, b, st)
}

// appendFlags writes the letters of control bits, as Flags.String does.
func appendFlags(b []byte, f tcp.Flags) []byte {
	for _, x := range [...]struct {
		f tcp.Flags
		c byte
	}{{tcp.SYN, 'S'}, {tcp.FIN, 'F'}, {tcp.RST, 'R'}, {tcp.PSH, 'P'}, {tcp.ACK, 'A'}, {tcp.URG, 'U'}, {tcp.ECE, 'E'}, {tcp.CWR, 'C'}} {
		if f&x.f != 0 {
			b = append(b, x.c)
		}
	}
	return b
}

// paintHeaders opens a segment to its IP and TCP header fields (RFC 791 section 3.1, RFC
// 9293 section 3.1).
func paintHeaders(c *Canvas, r Rect, s *Scene, e *sim.Event) {
	th := s.Theme
	w := s.Run.At(s.Frame)
	v := w.Conn(e.Conn)
	g := &e.Seg
	ttl := "TTL 64  "
	if s.Run.Config().Replays() { // the packet pane shows the packet's own
		ttl = ""
	}
	lines := []line{
		{"── " + SegLabel(g) + " ──", th.Strong, 0},
		{fmt.Sprintf("IP   %s → %s   %s %d B  %s%s 6 (TCP)", w.Addr(e.Conn, int(e.Side)), w.Addr(e.Conn, int(1-e.Side)), Say(s.Lang, "total length", "전체 길이"), e.A, ttl, Say(s.Lang, "protocol", "프로토콜")), th.Plain, 1},
		{fmt.Sprintf("TCP  %s %d → %d", Say(s.Lang, "ports", "포트"), v.Port[e.Side], v.Port[1-e.Side]), th.Plain, 1},
		{fmt.Sprintf("     %s %d (%s)  %s %d", Say(s.Lang, "sequence number", "순서 번호"), g.Seq, Say(s.Lang, "relative", "상대"), Say(s.Lang, "acknowledgment", "확인 번호"), g.Ack), th.Plain, 1},
		{fmt.Sprintf("     %s %d B  %s [%s]  %s %d", Say(s.Lang, "header", "헤더"), 20+sim.OptionBytes(g), Say(s.Lang, "flags", "플래그"), FlagNames(g.Flags), Say(s.Lang, "window", "윈도"), g.Wnd), th.Plain, 1},
		{fmt.Sprintf("     %s %s", Say(s.Lang, "options", "옵션"), orNone(Options(g), s.Lang)), th.Plain, 1},
		{fmt.Sprintf("     %s %d B", Say(s.Lang, "payload", "데이터"), g.Len), th.Plain, 1},
	}
	for _, l := range Wrap(RuleSentence(e.Rule, s.Lang), r.W-1) {
		lines = append(lines, line{l, th.Held, 1})
	}
	for y := 0; y < r.H && y < len(lines); y++ {
		c.TextIn(r.X+lines[y].indent, r.Y+y, r.W-lines[y].indent, lines[y].text, lines[y].style)
	}
}

func orNone(s, lang string) string {
	if s == "" {
		return Say(lang, "none", "없음")
	}
	return s
}
