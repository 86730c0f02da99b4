package views

import (
	"fmt"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
)

// paintTimers lists the running timers of all connections, with a bar that shrinks.
func paintTimers(c *Canvas, r Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	th := s.Theme
	now := w.Now()
	var out []line
	type bar struct {
		row       int
		part, all sim.Time
		style     Style
	}
	var bars []bar
	marked := -1
	n := w.Conns()
	for i := 0; i < n; i++ {
		if !s.Filter.shows(uint32(i)) {
			continue
		}
		v := w.Conn(uint32(i))
		for side := 0; side < 2; side++ {
			for _, t := range w.Timers(uint32(i), side) {
				h := Clean(s.Run.Config().HostName(int(v.Host[side])))
				if n > 1 {
					h = fmt.Sprintf("#%d %s", i, h)
				}
				head, st := fmt.Sprintf("%s  %s", h, TimerName(t.Kind, s.Lang)), th.Timer
				if s.marksTimer(t.Kind, v.Host[side]) {
					head, st, marked = "◆ "+head+" ◆", th.Select, len(out)
				}
				out = append(out, line{head, st, 0})
				left := t.Fires - now
				bars = append(bars, bar{len(out), left, t.Fires - t.Armed, th.Timer})
				out = append(out, line{})
				by := Say(s.Lang, "armed at ", "켠 때 ") + Time(t.Armed)
				if f := t.ArmedBy.Frame(); f >= 0 {
					by += fmt.Sprintf(" (:%d)", f)
				}
				out = append(out, line{by + " " + Say(s.Lang, "by", "규칙") + " " + t.Rule.String(), th.Dim, 2})
			}
		}
	}
	if len(out) == 0 {
		out = append(out, line{Say(s.Lang, "No timer is running.", "켜진 타이머가 없다."), th.Dim, 0})
	}
	if top := s.Scroll[PaneTimers]; marked >= 0 && (marked < top || marked+2 >= top+r.H) {
		s.Scroll[PaneTimers] = marked
	}
	s.lines(c, r, PaneTimers, out)
	top := s.Scroll[PaneTimers]
	for _, b := range bars {
		y := b.row - top
		if y < 0 || y >= r.H {
			continue
		}
		label := Say(s.Lang, "fires in ", "남은 시간 ") + Time(b.part)
		wide := max(r.W-Width(label)-3, 4)
		fill := int(int64(wide) * int64(b.part) / max(int64(b.all), 1))
		for x := 0; x < wide; x++ {
			if x < fill {
				c.Put(r.X+1+x, r.Y+y, '━', b.style)
			} else {
				c.Put(r.X+1+x, r.Y+y, '╌', th.Dim)
			}
		}
		c.Text(r.X+2+wide, r.Y+y, label, th.Plain)
	}
}

// field is one number of both ends.
type field struct {
	name string
	v    [2]string
}

// paintConn shows the state of both ends of one connection.
func paintConn(c *Canvas, r Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if int(s.Conn) >= w.Conns() {
		c.Text(r.X, r.Y, Say(s.Lang, "No connection yet.", "아직 연결이 없다."), s.Theme.Dim)
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
		c.TextIn(r.X+12+side*col, r.Y, col-1, Clean(cfg.HostName(int(v.Host[side])))+":"+strconv.Itoa(int(v.Port[side])), st)
	}
	fields := connFields(w, s.Conn, v, s.Lang)
	top := max(min(s.Scroll[PaneConn], len(fields)-(r.H-1)), 0)
	s.Scroll[PaneConn] = top
	for i := range fields { // what a cue points at is in sight
		if s.marksField(fields[i].name, v.Host[0]) || s.marksField(fields[i].name, v.Host[1]) {
			top = max(min(top, i), i-(r.H-2))
		}
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
	n := func(x int64) string { return Bytes(x) }
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
		dash(x, n(in.Unread)+" B"), dash(in.SRTT > 0, Time(in.SRTT)), dash(in.SRTT > 0, Time(in.RTTVar)), dash(x, Time(in.RTO)), dash(x, recoveryNames[in.CAState]),
		dash(ack.Do == tcp.Hold, ack.Rule.String()+" "+Time(ack.Until)), dash(app.Exists, doing)}
}
