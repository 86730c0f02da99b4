package views

import (
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneTimers] = Pane{
		Name: "timers", title: words.TitleTimers,
		help:    words.PaneTimersHelp,
		Example: Example{Scenario: "nagle-delayed-ack", Percent: 45},
		paint:   paintTimers,
	}
}

// timerRow is a running timer, which takes three rows.
type timerRow struct {
	sim.TimerView
	conn uint32
	side uint8
}

// mostTimers is how many timers are listed.
const mostTimers = 3000

// timersOf lists the running timers of all connections.
func (s *Scene) timersOf(w *sim.World) []timerRow {
	out, last := s.timers[:0], s.waiting[:0] // those of TIME-WAIT come last: they run long, and nothing depends on them
	var room [tcp.NumTimers]sim.TimerView
	w.Living(func(i uint32) bool {
		for side := 0; side < 2 && s.Filter.Shows(i); side++ {
			for _, t := range w.Timers(room[:0], i, side) {
				switch row := (timerRow{t, i, uint8(side)}); {
				case t.Kind != tcp.TimerTimeWait:
					out = append(out, row)
				case len(last) < mostTimers:
					last = append(last, row)
				}
			}
		}
		return len(out) < mostTimers
	})
	s.timers, s.waiting = append(out, last...), last
	return s.timers
}

// paintTimers lists the running timers of all connections, each with a bar of its remaining time.
func paintTimers(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	list := s.timersOf(w)
	note := s.timerPrecision(w)
	n := max(3*len(list), 1)
	if note != "" {
		n++
	}
	s.rows[PaneTimers] = n
	s.Scroll[PaneTimers] = s.scrollToMarkedTimer(w, list, s.Scroll[PaneTimers], r.H)
	top := max(min(s.Scroll[PaneTimers], n-r.H), 0)
	s.Scroll[PaneTimers] = top
	if len(list) == 0 {
		c.TextIn(r.X, r.Y, r.W, words.TimersNone.In(s.Lang), s.Theme.Dim)
	}
	for i := top / 3; i < len(list) && 3*i-top < r.H; i++ {
		s.paintTimer(c, r, 3*i-top, w, &list[i])
	}
	if y := n - 1 - top; note != "" && y < r.H {
		c.TextIn(r.X, r.Y+y, r.W, note, s.Theme.Dim)
	}
	if top+r.H < n && r.H > 0 {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", s.Theme.Dim)
	}
}

// timerPrecision says whether the timers are exact, or at which ticks those of each host fire; "" in a recording,
// which shows no timers.
func (s *Scene) timerPrecision(w *sim.World) string {
	cfg := s.Run.Config()
	if cfg.Replays() {
		return ""
	}
	exact := true
	t := s.newText()
	for h := range cfg.Hosts {
		p := w.Policy(h)
		exact = exact && p.Tick == 0
		if h > 0 {
			t.Add(",")
		}
		t.Fill(" %s %s", words.Str(cfg.HostName(h)), words.Str(tickText(p)))
	}
	if exact {
		return words.TimersExact.In(s.Lang)
	}
	return words.TimersTick.In(s.Lang) + string(t.B)
}

// tickText is the value of timer_tick.
func tickText(p *tcp.Policy) string {
	for i := range tcp.Knobs {
		if k := &tcp.Knobs[i]; k.Name == "timer_tick" {
			return k.Text(k.Get(p))
		}
	}
	return ""
}

// scrollToMarkedTimer scrolls the list until the timer that a note marks is visible.
func (s *Scene) scrollToMarkedTimer(w *sim.World, list []timerRow, top, h int) int {
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

// paintTimer paints one timer from row y on: its host, its remaining time, and what started it.
func (s *Scene) paintTimer(c *paint.Canvas, r paint.Rect, y int, w *sim.World, p *timerRow) {
	th := s.Theme
	t, host := s.newText(), w.Conn(p.conn).Host[p.side]
	st, mark := th.Timer, ""
	if s.marksTimer(p.Kind, host) {
		st, mark = th.Select, "◆ "
	}
	if t.Add(mark); w.Conns() > 1 {
		t.Fill("#%d ", words.Number(int64(p.conn)))
	}
	t.Fill("%s  %s", words.Str(words.Host(s.Run, host)), words.Str(words.TimerName(p.Kind, s.Lang)))
	if mark != "" {
		t.Add(" ◆")
	}
	t.Add("\n")
	t.Say(words.TimersArmed, words.Timed(p.Armed))
	if f := p.ArmedBy.Frame(); f >= 0 {
		t.Fill(" (:%d)", words.Number(f))
	}
	t.Say(words.TimersFire, words.Str(p.Rule.String()), words.Timed(p.Fires-w.Now()))
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
