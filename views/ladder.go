package views

import (
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneLadder] = Pane{
		Name: "ladder", title: words.TitleLadder,
		help:    words.PaneLadderHelp,
		Follows: true,
		Example: Example{Scenario: "nagle-delayed-ack", Percent: 50},
		paint:   paintLadder,
		frameAt: ladderAt,
	}
}

// window is the number of frames that a ladder lays out around the cursor.
const window = 240

// ladderKey holds everything that the layout of a ladder depends on.
type ladderKey struct {
	run            *sim.Run
	from, to, have int64
	filter         ladder.Filter
	lang           string
	axis           paint.AxisKind
	unit           sim.Time
	digits         int
}

// Ladder returns the ladder around the cursor, from the cache where that fits.
func (s *Scene) Ladder() *ladder.Layout {
	base := s.Frame / (window / 2) * (window / 2)
	from, to := max(base-window, 0), base+2*window
	if s.ladder == nil || s.ladderKey != s.keyOfLadder(from, to) {
		s.ladder = ladder.BuildOn(s.Axis, s.Run, from, to, s.Filter, s.Lang)
		s.ladderKey = s.keyOfLadder(from, to) // the run may have grown
	}
	return s.ladder
}

func (s *Scene) keyOfLadder(from, to int64) ladderKey {
	return ladderKey{s.Run, from, to, min(s.Run.Frames(), to), s.Filter, s.Lang, s.Axis, s.rowTime(), ladder.Digits(s.Run)}
}

// rowTime is the time that a row of the ladder stands for; 0: rows are frames alone.
func (s *Scene) rowTime() sim.Time {
	if k := (axisKey{s.Run, s.Run.Frames(), s.Axis, 0}); s.rowKey != k {
		s.rowKey, s.rowUnit = k, ladder.RowTime(s.Run, s.Axis)
	}
	return s.rowUnit
}

func paintLadder(c *paint.Canvas, r paint.Rect, s *Scene) {
	l := s.Ladder()
	paintLanes(c, r, s, l)
	if unit := s.ladderKey.unit; unit > 0 {
		g := l.Geometry(r.W)
		t := words.LadderRow.With(s.Lang, words.ShortTime(unit))
		c.TextIn(r.X, r.Y, max(g.Lane[0].L-paint.Width(l.LaneName(s.Run, 0))/2-1, 0), t, s.Theme.Dim)
	}
	body := paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: r.H - 1}
	at := l.RowOf(s.Frame)
	top := max(min(at-body.H*2/3, len(l.Rows)-body.H), 0)
	l.Picked, _ = s.selected()
	if l.Marked = nil; len(s.Marks) > 0 {
		l.Marked = s.marksSegment
	}
	ladder.Draw(c, body, l, top, s.Frame, s.Theme)
}

// ladderAt is the frame of the row under a point of a ladder.
func ladderAt(in paint.Rect, s *Scene, _, y int) int64 {
	l := s.Ladder()
	h := in.H - 1
	at := l.RowOf(s.Frame)
	top := max(min(at-h*2/3, len(l.Rows)-h), 0)
	if i := top + y - in.Y - 1; i >= 0 && i < len(l.Rows) {
		return l.Rows[i].Frame
	}
	return -1
}

// paintLanes writes the hosts' names above their lanes.
func paintLanes(c *paint.Canvas, r paint.Rect, s *Scene, l *ladder.Layout) {
	g := l.Geometry(r.W)
	for i := 0; i < g.N; i++ {
		st := s.Theme.Plain
		switch i {
		case 0:
			st = s.Theme.C2S
		case g.N - 1:
			st = s.Theme.S2C
		}
		n := l.LaneName(s.Run, i)
		x := (g.Lane[i].L+g.Lane[i].R)/2 - paint.Width(n)/2
		if r.W >= 36 { // right of the times
			x = max(x, g.Left)
		}
		c.Text(r.X+x, r.Y, n, st)
	}
}
