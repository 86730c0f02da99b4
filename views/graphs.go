package views

import (
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// SideOf is the side whose sending the graphs show: the chosen one, or the one that has sent more.
func (s *Scene) SideOf(w *sim.World) int {
	if s.Side != 0 {
		return int(s.Side) - 1
	}
	if int(s.Conn) >= w.Conns() {
		return 0
	}
	a, b := w.Info(s.Conn, 0), w.Info(s.Conn, 1)
	if max(b.SndNxt, b.WriteSeq) > max(a.SndNxt, a.WriteSeq) {
		return 1
	}
	return 0
}

// direction names a side's sending: client → server.
func (s *Scene) direction(w *sim.World, side int) string {
	v := w.Conn(s.Conn)
	return "#" + words.Bytes(int64(s.Conn)) + " " + words.Host(s.Run, v.Host[side]) + " → " +
		words.Host(s.Run, v.Host[1-side])
}

// noConn paints that the connection does not exist yet; false if it does.
func (s *Scene) noConn(c *paint.Canvas, r paint.Rect, w *sim.World) bool {
	if int(s.Conn) < w.Conns() {
		return false
	}
	c.TextIn(r.X, r.Y, r.W, words.NoConnectionYet.In(s.Lang), s.Theme.Dim)
	return true
}

// graphPane is what the graphs have in common: a legend with the values at the cursor,
// and a picture.
type graphPane struct {
	id     plotID
	series []series
	legend func(s *Scene, w *sim.World, side int) []paint.Piece
	draw   func(*plot)
	unit   func(int64) string
}

// legendRows is how many rows a legend may take.
func legendRows(r paint.Rect) int {
	switch {
	case r.H < 10:
		return 1
	case r.W < 64:
		return 3
	case r.W < 130:
		return 2
	}
	return 1
}

func (g *graphPane) paint(c *paint.Canvas, r paint.Rect, s *Scene) {
	side := s.graphSide()
	w := s.Run.At(s.Frame)
	if s.noConn(c, r, w) {
		return
	}
	p, col := g.picture(r, s, side, c.ASCII)
	w = s.Run.At(s.Frame)
	items := g.legend(s, w, side)
	if p.sampled {
		items = append(items, piece(words.GraphSampled.In(s.Lang), s.Theme.Held))
	}
	if p.reading {
		items = append(items, piece(words.GraphReading.In(s.Lang), s.Theme.Held))
	}
	rows := legendRows(r)
	c.Flow(r, rows, items)
	if p.H < 2 {
		return
	}
	p.Paint(c, paint.Rect{X: r.X, Y: r.Y + rows, W: r.W, H: r.H - rows}, s.Theme, col, g.unit)
}

// picture is the graph itself in the part of the pane below the legend.
func (g *graphPane) picture(r paint.Rect, s *Scene, side int, ascii bool) (*plot, int) {
	return s.graph(g.id, max(r.W-paint.ValuesWidth, 1), max(r.H-legendRows(r)-2, 0), side, g.series, ascii ||
		s.Letters, g.draw)
}

func (g *graphPane) frameAt(r paint.Rect, s *Scene, x, y int) int64 {
	if k := s.plots[g.id]; k.p != nil && k.key.run == s.Run && x >= r.X+paint.ValuesWidth {
		return k.p.frameAt(x - r.X - paint.ValuesWidth)
	}
	return -1
}

// graphSide is SideOf at the end of the simulated part, so that stepping does not change it.
func (s *Scene) graphSide() int { return s.SideOf(s.Run.At(s.Run.Frames() - 1)) }

// piece is a piece of a legend.
func piece(text string, st paint.Style) paint.Piece { return paint.Piece{Text: text, Style: st} }
