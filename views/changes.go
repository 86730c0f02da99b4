package views

import (
	"fmt"

	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneChanges] = Pane{
		Name: "changes", title: words.TitleChanges,
		help:     words.PaneChangesHelp,
		Branches: true,
		Example:  Example{Scenario: "page", Percent: 50},
		paint:    paintChanges,
		frameAt:  changesAt,
	}
}

// Branch is a line of the tree of branches. A branch is a run that differs from its parent by changes.
// The explorer keeps the tree; the pane shows the lines that it is given.
type Branch struct {
	Text    string // its name, and the changes from its parent
	Total   string // its duration, and the difference from its parent
	Current bool
}

// paintChanges shows the branches, and what was changed in the one on the screen.
func paintChanges(c *paint.Canvas, r paint.Rect, s *Scene) {
	th := s.Theme
	n := len(s.Branches)
	changes := s.Run.Changes()
	total := n + 2 + max(len(changes), 1)
	if n == 0 {
		total -= 1
	}
	top := max(min(s.Scroll[PaneChanges], total-r.H), 0)
	s.Scroll[PaneChanges], s.rows[PaneChanges] = top, total
	old := c.Clip(r)
	defer c.Clip(old)
	y := r.Y - top
	for i := range s.Branches {
		b := &s.Branches[i]
		st := th.Plain
		if b.Current {
			st = th.Strong
		}
		c.TextIn(r.X, y, max(r.W-paint.Width(b.Total)-2, 8), b.Text, st)
		c.Text(r.X+r.W-paint.Width(b.Total), y, b.Total, th.Dim)
		y++
	}
	if n > 0 {
		y++
	}
	c.TextIn(r.X, y, r.W, words.ChangesHead.In(s.Lang), th.Dim)
	y++
	if len(changes) == 0 {
		c.TextIn(r.X+1, y, r.W-1, words.ChangesNothing.In(s.Lang), th.Plain)
	}
	for _, ch := range changes {
		st := th.Held
		if ch.Frame > s.Frame {
			st = th.Dim // later than the cursor
		}
		text := fmt.Sprintf(":%d  %s = %s", ch.Frame, words.Clean(ch.Knob), words.Clean(ch.Value))
		if by := words.HandText(s.Run, ch, s.Lang); by != "" {
			text += "  " + by
		}
		c.TextIn(r.X+1, y, r.W-1, text, st)
		y++
	}
	if top+r.H < total {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", th.Dim)
	}
}

// changesAt is the frame of the change under a point.
func changesAt(r paint.Rect, s *Scene, _, y int) int64 {
	i := y - r.Y + s.Scroll[PaneChanges] - 1
	if n := len(s.Branches); n > 0 {
		i -= n + 1
	}
	if ch := s.Run.Changes(); i >= 0 && i < len(ch) && ch[i].Frame < s.Run.Frames() {
		return ch[i].Frame
	}
	return -1
}
