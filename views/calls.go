package views

import (
	"fmt"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneCalls] = Pane{
		Name: "calls", title: words.TitleCalls,
		help:    words.PaneCallsHelp,
		Follows: true,
		Example: Example{Scenario: "page", Percent: 50},
		paint:   paintCalls,
		frameAt: callsAt,
	}
}

// calls is the table of socket calls around the cursor.
type calls struct {
	run      *sim.Run
	from, to int64
	upto     int64 // frames that the run had
	filter   ladder.Filter
	lang     string
	rows     []callRow
}

// callRow is one socket call; a call that blocked has its return, too.
type callRow struct {
	frame   int64
	at      sim.Time
	text    string
	conn    uint32
	side    uint8
	blocked bool
	back    sim.Time // when it returned; Never: not within the window
	result  string
}

// callWindow is how many frames the table reads on each side of the cursor.
const callWindow = 384

// callsOf lists the calls around the cursor, from the cache where it fits.
func (s *Scene) callsOf() []callRow {
	k := &s.calls
	base := s.Frame / (callWindow / 2) * (callWindow / 2)
	from, to := max(base-callWindow, 0), base+callWindow
	if k.run == s.Run && k.from == from && k.to == to && k.filter == s.Filter && k.lang == s.Lang &&
		k.upto == min(s.Run.Frames(), to) {
		return k.rows
	}
	*k = calls{run: s.Run, from: from, to: to, upto: min(s.Run.Frames(), to), filter: s.Filter, lang: s.Lang,
		rows: k.rows[:0]}
	open := map[uint64]int{} // blocked calls, by end of a connection
	s.Run.Each(from, k.upto, 1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		if !s.Filter.Shows(e.Conn) {
			return true
		}
		end := uint64(e.Conn)<<1 | uint64(e.Side)
		if i, ok := open[end]; ok {
			r := &k.rows[i]
			delete(open, end)
			if e.Kind == sim.EvDone || r.text == callText(e, s.Lang) {
				r.back = e.At
				r.result = callResult(e)
				if e.At2 != sim.Never {
					return true
				}
				r.blocked = true // it blocks again
				open[end] = i
				r.back = sim.Never
				return true
			}
			r.back = e.At
		}
		k.rows = append(k.rows, callRow{frame: e.ID.Frame(), at: e.At, text: callText(e, s.Lang), conn: e.Conn,
			side: e.Side, back: sim.Never, result: callResult(e)})
		if e.At2 == sim.Never {
			k.rows[len(k.rows)-1].blocked = true
			open[end] = len(k.rows) - 1
		}
		return true
	})
	return k.rows
}

// callText is a call without its result. Agents read into large buffers, whose size is left out.
func callText(e *sim.Event, lang string) string {
	if e.Op == sim.OpRead && e.A >= 1<<19 {
		return "read()"
	}
	if e.Op == sim.OpWrite && e.Kind == sim.EvDone {
		return "write()"
	}
	return words.CallName(e, lang)
}

// callResult is what a call returns.
func callResult(e *sim.Event) string {
	switch {
	case e.At2 == sim.Never && e.Op != sim.OpWrite:
		return ""
	case e.Sub != 0:
		return "= -1"
	case e.Op == sim.OpRead || e.Op == sim.OpReadEOF || e.Op == sim.OpWrite:
		return "= " + words.Bytes(e.B)
	case e.Op == sim.OpGet:
		return "= " + words.OptionValue(e)
	case e.Op == sim.OpAccept:
		return fmt.Sprintf("= #%d", e.B)
	}
	return "= 0"
}

// paintCalls shows the calls of both ends side by side in time order. A call that waits says
// for how long.
func paintCalls(c *paint.Canvas, r paint.Rect, s *Scene) {
	rows := s.callsOf()
	th := s.Theme
	w := s.Run.At(s.Frame)
	now := w.Now()
	cfg := s.Run.Config()
	left := 20
	if r.W < 64 { // narrow: without the time
		left = 7
	}
	col := max((r.W-left)/2, 8)
	many := w.Conns() > 1
	hosts := [2]uint8{0, 1}
	if int(s.Conn) < w.Conns() {
		hosts = w.Conn(s.Conn).Host
	}
	head := words.CallsHead.In(s.Lang)
	if left == 7 {
		head = words.CallsHeadNarrow.In(s.Lang)
	}
	c.TextIn(r.X, r.Y, left, head, th.Dim)
	c.TextIn(r.X+left, r.Y, col-1, words.Clean(cfg.HostName(int(hosts[0]))), th.C2S)
	c.TextIn(r.X+left+col, r.Y, col, words.Clean(cfg.HostName(int(hosts[1]))), th.S2C)
	if len(rows) == 0 {
		c.TextIn(r.X, r.Y+1, r.W, words.CallsNone.In(s.Lang), th.Dim)
		return
	}
	top, h := s.callsTop(rows, r.H)
	last := sim.Time(-1)
	for y := 0; y < h && top+y < len(rows); y++ {
		row := &rows[top+y]
		st := th.C2S
		if row.side == 1 {
			st = th.S2C
		}
		line := paint.Rect{X: r.X, Y: r.Y + 1 + y, W: r.W, H: 1}
		if row.frame > s.Frame {
			st = th.Dim
		}
		if row.frame == s.Frame {
			c.Fill(line, ' ', th.Select)
			st = th.Select
		}
		c.Tag(0, line.Y, 0, row.frame, line.X+6, st)
		if row.at != last && left > 7 {
			c.Instant(line.X+19, line.Y, row.at, st)
		}
		last = row.at
		x, end := line.X+left+int(row.side)*col, line.X+left+(int(row.side)+1)*col-1
		if many && row.conn != sim.NoConn {
			x = c.Tag(x, line.Y, '#', int64(row.conn), 0, st) + 1
		}
		x = c.TextIn(x, line.Y, end-x, row.text, st)
		room := end - x
		s.callEnd(c, x+1, line.Y, room-1, row, now, st)
	}
	scrollMarks(c, paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: h}, s, top, len(rows))
}

// callEnd writes how a call ended, or for how long it has been waiting.
func (s *Scene) callEnd(c *paint.Canvas, x, y, w int, row *callRow, now sim.Time, st paint.Style) {
	if w < 3 {
		return
	}
	switch {
	case !row.blocked:
		c.TextIn(x, y, w, row.result, st)
	case row.back <= now:
		text := row.result
		if d := row.back - row.at; d > 0 {
			if text += " (" + words.Time(d) + ")"; paint.Width(text) > w { // the duration matters more than the result
				text = words.Time(d)
			}
		}
		c.TextIn(x, y, w, text, st)
	case row.frame <= s.Frame:
		hold := s.Theme.Held
		if row.frame == s.Frame {
			hold = st
		}
		c.TextIn(x, y, w, words.CallsWaits.In(s.Lang)+words.Time(now-row.at), hold)
	}
}

// callsTop is the first row that is shown, and how many rows there are.
func (s *Scene) callsTop(rows []callRow, height int) (top, h int) {
	h = height - 1
	at := 0
	for i := range rows {
		if rows[i].frame <= s.Frame {
			at = i
		}
	}
	return max(min(at-h*2/3, len(rows)-h), 0), h
}

// callsAt is the frame of the call under a point.
func callsAt(r paint.Rect, s *Scene, _, y int) int64 {
	rows := s.callsOf()
	top, _ := s.callsTop(rows, r.H)
	if i := top + y - r.Y - 1; y > r.Y && i >= 0 && i < len(rows) {
		return rows[i].frame
	}
	return -1
}
