package views

import (
	"fmt"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneConn] = Pane{
		Name: "connection", title: words.TitleConn,
		help:    words.PaneConnHelp,
		Example: Example{Scenario: "fast-retransmit", Percent: 50},
		paint:   paintConn,
	}
}

// field is one row: a value for each end.
type field struct {
	name string
	v    [2]string
}

// paintConn shows the state of both ends of one connection.
func paintConn(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if int(s.Conn) >= w.Conns() {
		c.Text(r.X, r.Y, words.NoConnectionYet.In(s.Lang), s.Theme.Dim)
		return
	}
	th := s.Theme
	v := w.Conn(s.Conn)
	cfg := s.Run.Config()
	col := max((r.W-12)/2, 8)
	head := fmt.Sprintf("#%d", s.Conn)
	c.Text(r.X, r.Y, head, th.Strong)
	for side := 0; side < 2; side++ {
		st := th.C2S
		if side == 1 {
			st = th.S2C
		}
		c.TextIn(r.X+12+side*col, r.Y, col-1, words.Clean(cfg.HostName(int(v.Host[side])))+":"+
			strconv.Itoa(int(v.Port[side])), st)
	}
	fields := connFields(w, s.Conn, v, s.Lang)
	top := max(min(s.Scroll[PaneConn], len(fields)-(r.H-1)), 0)
	s.Scroll[PaneConn] = top
	if len(s.Marks) > 0 {
		fields, top = s.markedFirst(fields, v.Host, top, r.H-1)
	}
	for y := 0; y < r.H-1 && top+y < len(fields); y++ {
		f := fields[top+y]
		c.TextIn(r.X, r.Y+1+y, 11, f.name, th.Dim)
		for side := 0; side < 2; side++ {
			st := th.Plain
			if strings.HasPrefix(f.name, "held") && f.v[side] != "–" {
				st = th.Held
			}
			if s.marksField(f.name, v.Host[side]) {
				st = th.Select
				c.Put(r.X+11+side*col, r.Y+1+y, '◆', st)
			}
			c.TextIn(r.X+12+side*col, r.Y+1+y, col-1, f.v[side], st)
		}
	}
}

// markedFirst moves the rows that a note marks to the top, if not all of them are visible.
func (s *Scene) markedFirst(fields []field, host [2]uint8, top, h int) ([]field, int) {
	var marked, rest []field
	hidden := false
	for i := range fields {
		if !s.marksField(fields[i].name, host[0]) && !s.marksField(fields[i].name, host[1]) {
			rest = append(rest, fields[i])
			continue
		}
		marked = append(marked, fields[i])
		hidden = hidden || i < top || i >= top+h
	}
	if !hidden {
		return fields, top
	}
	return append(marked, rest...), 0
}

func connFields(w *sim.World, conn uint32, v sim.ConnView, lang string) []field {
	names := []string{"state", "SND.UNA", "SND.NXT", "SND.WND", "RCV.NXT", "RCV.WND", "cwnd", "ssthresh", "flight",
		"held", "held by", "unread", "SRTT", "RTTVAR", "RTO", "recovery", "ACK", "app"}
	fields := make([]field, len(names))
	for i, n := range names {
		fields[i].name = n
	}
	for side := 0; side < 2; side++ {
		vals := sideFields(w, conn, side, v)
		for i := range fields {
			fields[i].v[side] = vals[i]
		}
	}
	return fields
}

var recoveryNames = [...]string{"open", "disorder", "CWR", "recovery", "loss"}

func sideFields(w *sim.World, conn uint32, side int, v sim.ConnView) []string {
	in := w.Info(conn, side)
	n := func(x int64) string { return words.Bytes(x) }
	dash := func(ok bool, s string) string {
		if ok {
			return s
		}
		return "–"
	}
	verdict, ack := w.Verdict(conn, side), w.AckVerdict(conn, side)
	app := w.App(conn, side)
	doing := app.Op.String() + "()"
	if app.Blocked {
		doing += "…"
	}
	if app.Done {
		doing = "done"
	}
	ss := "–"
	if in.Ssthresh >= 0 {
		ss = n(int64(in.Ssthresh))
	}
	x := v.Exists[side]
	return []string{v.State[side].String(), dash(x, n(in.SndUna)), dash(x, n(in.SndNxt)), dash(x, n(in.SndWnd)),
		dash(x, n(in.RcvNxt)), dash(x, n(in.RcvWnd)),
		dash(x && in.Cwnd > 0, n(int64(in.Cwnd))+" seg"), ss, dash(x, n(in.InFlight)+" B"),
		dash(in.Held > 0, n(in.Held)+" B"), dash(verdict.Do == tcp.Hold, verdict.Rule.String()),
		dash(x, n(in.Unread)+" B"), dash(in.SRTT > 0, words.Time(in.SRTT)), dash(in.SRTT > 0, words.Time(in.RTTVar)),
		dash(x, words.Time(in.RTO)), dash(x, recoveryNames[in.CAState]),
		dash(ack.Do == tcp.Hold, ack.Rule.String()+" "+words.Time(ack.Until)), dash(app.Exists, doing)}
}
