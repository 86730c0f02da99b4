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

// timerRow is a running timer as the pane shows it: on three rows.
type timerRow struct {
	sim.TimerView
	conn uint32
	side uint8
}

// mostTimers is how many timers are listed.
const mostTimers = 3000

// timersOf lists the running timers of all connections.
func (s *Scene) timersOf(w *sim.World) []timerRow {
	out := s.timers[:0]
	var room [tcp.NumTimers]sim.TimerView
	w.Living(func(i uint32) bool {
		for side := 0; side < 2 && s.Filter.Shows(i); side++ {
			for _, t := range w.Timers(room[:0], i, side) {
				out = append(out, timerRow{t, i, uint8(side)})
			}
		}
		return len(out) < mostTimers
	})
	s.timers = out
	return out
}

// paintTimers lists the running timers of all connections, with a bar that shrinks.
func paintTimers(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	list := s.timersOf(w)
	n := max(3*len(list), 1)
	s.rows[PaneTimers] = n
	s.Scroll[PaneTimers] = s.toMarkedTimer(w, list, s.Scroll[PaneTimers], r.H)
	top := max(min(s.Scroll[PaneTimers], n-r.H), 0)
	s.Scroll[PaneTimers] = top
	if len(list) == 0 {
		c.TextIn(r.X, r.Y, r.W, words.Say(s.Lang, "No timer is running.", "켜진 타이머가 없다."), s.Theme.Dim)
	}
	for i := top / 3; i < len(list) && 3*i-top < r.H; i++ {
		s.paintTimer(c, r, 3*i-top, w, &list[i])
	}
	if top+r.H < n && r.H > 0 {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", s.Theme.Dim)
	}
}

// toMarkedTimer is how far the list is scrolled so that what a cue points at is to be seen.
func (s *Scene) toMarkedTimer(w *sim.World, list []timerRow, top, h int) int {
	for i := len(list) - 1; i >= 0 && len(s.Marks) > 0; i-- {
		if p := &list[i]; s.marksTimer(p.Kind, w.Conn(p.conn).Host[p.side]) {
			if 3*i < top || 3*i+2 >= top+h {
				return 3 * i
			}
			break
		}
	}
	return top
}

// paintTimer shows one timer from a row of the pane on: whose it is, how much of its time is
// left, and what armed it.
func (s *Scene) paintTimer(c *paint.Canvas, r paint.Rect, y int, w *sim.World, p *timerRow) {
	th := s.Theme
	t, host := s.speak(), w.Conn(p.conn).Host[p.side]
	st, mark := th.Timer, ""
	if s.marksTimer(p.Kind, host) {
		st, mark = th.Select, "◆ "
	}
	if t.Add(mark); w.Conns() > 1 {
		t.Say("#%d ", "#%d ", words.Number(int64(p.conn)))
	}
	t.Say("%s  %s", "%s  %s", words.Str(words.Host(s.Run, host)), words.Str(words.TimerName(p.Kind, s.Lang)))
	if mark != "" {
		t.Add(" ◆")
	}
	t.Add("\n")
	t.Say("armed at %s", "켠 때 %s", words.Timed(p.Armed))
	if f := p.ArmedBy.Frame(); f >= 0 {
		t.Say(" (:%d)", " (:%d)", words.Number(f))
	}
	t.Say(" by %s\nfires in %s", " 규칙 %s\n남은 시간 %s", words.Str(p.Rule.String()), words.Timed(p.Fires-w.Now()))
	head, rest, _ := strings.Cut(string(t.B), "\n")
	by, left, _ := strings.Cut(rest, "\n")
	if y >= 0 {
		c.TextIn(r.X, r.Y+y, r.W, head, st)
	}
	if y++; y >= 0 && y < r.H {
		wide := max(r.W-paint.Width(left)-3, 4)
		fill := int(int64(wide) * int64(p.Fires-w.Now()) / max(int64(p.Fires-p.Armed), 1))
		for x := 0; x < wide; x++ {
			if x < fill {
				c.Put(r.X+1+x, r.Y+y, '━', th.Timer)
			} else {
				c.Put(r.X+1+x, r.Y+y, '╌', th.Dim)
			}
		}
		c.Text(r.X+2+wide, r.Y+y, left, th.Plain)
	}
	if y++; y < r.H {
		c.TextIn(r.X+2, r.Y+y, r.W-2, by, th.Dim)
	}
}

// field is one number of both ends.
type field struct {
	name string
	v    [2]string
}

// paintConn shows the state of both ends of one connection.
func paintConn(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if int(s.Conn) >= w.Conns() {
		c.Text(r.X, r.Y, words.Say(s.Lang, "No connection yet.", "아직 연결이 없다."), s.Theme.Dim)
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
		c.TextIn(r.X+12+side*col, r.Y, col-1, words.Clean(cfg.HostName(int(v.Host[side])))+":"+strconv.Itoa(int(v.Port[side])), st)
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

// markedFirst puts the rows that a cue points at before the others where they are not all in
// sight.
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
	names := []string{"state", "SND.UNA", "SND.NXT", "SND.WND", "RCV.NXT", "RCV.WND", "cwnd", "ssthresh", "flight", "held", "held by", "unread", "SRTT", "RTTVAR", "RTO", "recovery", "ACK", "app"}
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
	return []string{v.State[side].String(), dash(x, n(in.SndUna)), dash(x, n(in.SndNxt)), dash(x, n(in.SndWnd)), dash(x, n(in.RcvNxt)), dash(x, n(in.RcvWnd)),
		dash(x && in.Cwnd > 0, n(int64(in.Cwnd))+" seg"), ss, dash(x, n(in.InFlight)+" B"), dash(in.Held > 0, n(in.Held)+" B"), dash(verdict.Do == tcp.Hold, verdict.Rule.String()),
		dash(x, n(in.Unread)+" B"), dash(in.SRTT > 0, words.Time(in.SRTT)), dash(in.SRTT > 0, words.Time(in.RTTVar)), dash(x, words.Time(in.RTO)), dash(x, recoveryNames[in.CAState]),
		dash(ack.Do == tcp.Hold, ack.Rule.String()+" "+words.Time(ack.Until)), dash(app.Exists, doing)}
}
