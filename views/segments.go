package views

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/tcp"
)

// segRow is a row of the table of segments.
type segRow struct {
	ev   sim.Event
	lost bool
}

// segmentsAround lists segments sent in frames near the cursor: as many as fill h rows on
// each side.
func (s *Scene) segmentsAround(h int) (rows []segRow, at int) {
	l := s.Ladder()
	at = -1
	s.Run.Each(l.From, l.To, 1<<sim.EvSend|1<<sim.EvLost, func(e *sim.Event) bool {
		if !s.Filter.shows(e.Conn) {
			return true
		}
		if e.Kind == sim.EvLost {
			if n := len(rows); n > 0 {
				rows[n-1].lost = true
			}
			return true
		}
		rows = append(rows, segRow{ev: *e})
		if e.ID.Frame() <= s.Frame {
			at = len(rows) - 1
		}
		return true
	})
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
	rows, at := s.segmentsAround(r.H)
	h, _ := segmentsRows(r.H, at)
	if i := segmentsTop(len(rows), at, h) + y - r.Y - 1; y > r.Y && y-r.Y-1 < h && i < len(rows) {
		return rows[i].ev.ID.Frame()
	}
	return -1
}

func paintSegments(c *Canvas, r Rect, s *Scene) {
	rows, at := s.segmentsAround(r.H)
	th := s.Theme
	h, detail := segmentsRows(r.H, at)
	wide := r.W >= 88
	head := fmt.Sprintf("%6s %12s %-3s %-5s %-22s %s", "frame", Say(s.Lang, "time", "시각"), "#", "", Say(s.Lang, "seq:end(len)", "순서:끝(길이)"), "ack")
	if wide {
		head = fmt.Sprintf("%6s %12s %10s %-3s %-5s %-8s %-24s %-10s %-8s %s", "frame", "time", "delta", "#", "", "flags", "seq:end(len)", "ack", "win", "rule")
	}
	c.TextIn(r.X, r.Y, r.W, head, th.Dim)
	top := segmentsTop(len(rows), at, h)
	for y := 0; y < h && top+y < len(rows); y++ {
		i := top + y
		e := &rows[i].ev
		st := th.C2S
		if e.Side == 1 {
			st = th.S2C
		}
		mark := " "
		if e.Flag&sim.FlagRetrans != 0 {
			st, mark = th.Retrans, "R"
		}
		if rows[i].lost {
			st, mark = th.Lost, "✗"
		}
		var delta sim.Time
		if i > 0 {
			delta = e.At - rows[i-1].ev.At
		}
		text := segText(e, delta, mark, wide)
		if i == at {
			st.Reverse = true
			for x := 0; x < r.W; x++ {
				c.Put(r.X+x, r.Y+1+y, ' ', st)
			}
		}
		c.TextIn(r.X, r.Y+1+y, r.W, text, st)
	}
	if detail > 0 {
		paintHeaders(c, Rect{r.X, r.Y + r.H - detail, r.W, detail}, s, &rows[at].ev)
	}
}

func segText(e *sim.Event, delta sim.Time, mark string, wide bool) string {
	arrow := "──►"
	if e.Side == 1 {
		arrow = "◄──"
	}
	g := &e.Seg
	span := fmt.Sprintf("%d:%d(%d)", g.Seq, g.Seq+int64(g.Len), g.Len)
	ack := ""
	if g.Flags&tcp.ACK != 0 {
		ack = fmt.Sprint(g.Ack)
	}
	if wide {
		return fmt.Sprintf("%6d %12s %10s %-3d %s%s %-8s %-24s %-10s %-8d %s", e.ID.Frame(), Time(e.At), Time(delta), e.Conn, arrow, mark, e.Seg.Flags, span, ack, g.Wnd, e.Rule)
	}
	return fmt.Sprintf("%6d %12s %-3d%s%s %-22s %s", e.ID.Frame(), Time(e.At), e.Conn, arrow, mark, e.Seg.Flags.String()+" "+span, ack)
}

// paintHeaders opens a segment to its IP and TCP header fields (RFC 791 section 3.1, RFC
// 9293 section 3.1).
func paintHeaders(c *Canvas, r Rect, s *Scene, e *sim.Event) {
	th := s.Theme
	w := s.Run.At(s.Frame)
	v := w.Conn(e.Conn)
	g := &e.Seg
	lines := []line{
		{"── " + SegLabel(g) + " ──", th.Strong, 0},
		{fmt.Sprintf("IP   %s → %s   %s %d B  TTL 64  %s 6 (TCP)", w.Addr(e.Conn, int(e.Side)), w.Addr(e.Conn, int(1-e.Side)), Say(s.Lang, "total length", "전체 길이"), e.A, Say(s.Lang, "protocol", "프로토콜")), th.Plain, 1},
		{fmt.Sprintf("TCP  %s %d → %d", Say(s.Lang, "ports", "포트"), v.Port[e.Side], v.Port[1-e.Side]), th.Plain, 1},
		{fmt.Sprintf("     %s %d (%s)  %s %d", Say(s.Lang, "sequence number", "순서 번호"), g.Seq, Say(s.Lang, "relative", "상대"), Say(s.Lang, "acknowledgment", "확인 번호"), g.Ack), th.Plain, 1},
		{fmt.Sprintf("     %s %d B  %s [%s]  %s %d", Say(s.Lang, "header", "헤더"), 20+sim.OptionBytes(g), Say(s.Lang, "flags", "플래그"), FlagNames(g.Flags), Say(s.Lang, "window", "윈도"), g.Wnd), th.Plain, 1},
		{fmt.Sprintf("     %s %s", Say(s.Lang, "options", "옵션"), orNone(Options(g), s.Lang)), th.Plain, 1},
		{fmt.Sprintf("     %s %d B", Say(s.Lang, "payload", "데이터"), g.Len), th.Plain, 1},
		{RuleSentence(e.Rule, s.Lang), th.Held, 1},
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
