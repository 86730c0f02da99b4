package views

import (
	"slices"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneWindow] = Pane{
		Name: "window", title: words.TitleWindow,
		help:    words.PaneWindowHelp,
		Example: Example{Scenario: "fast-retransmit", Percent: 75},
		paint:   paintWindow,
	}
}

// edge is a named place in a stream of bytes.
type edge struct {
	pos  int64
	name string
}

// strip maps a stream's bytes to columns. Every stretch between two edges has its place,
// but none crowds out the others: it grows with the root of its length.
type strip struct {
	pos  []int64
	cols []int
}

func newStrip(pos []int64, w int) strip {
	slices.Sort(pos)
	pos = slices.Compact(pos)
	n := len(pos) - 1
	weight := make([]int64, max(n, 0))
	total := int64(0)
	for i := range weight {
		weight[i] = isqrt(pos[i+1]-pos[i]) + 1
		total += weight[i]
	}
	s := strip{pos: pos, cols: make([]int, len(pos))}
	room := int64(max(w-3*n, 0))
	sum := int64(0)
	for i := range weight {
		sum += weight[i]
		s.cols[i+1] = min(3*(i+1), w*(i+1)/n) + int(room*sum/max(total, 1))
	}
	return s
}

func isqrt(n int64) int64 {
	x := n
	for y := (x + 1) / 2; y < x; {
		x = y
		y = (x + n/x) / 2
	}
	return x
}

// col is the column of a byte.
func (s *strip) col(p int64) int {
	for i := 1; i < len(s.pos); i++ {
		if p <= s.pos[i] || i == len(s.pos)-1 {
			d := max(s.pos[i]-s.pos[i-1], 1)
			p = max(min(p, s.pos[i]), s.pos[i-1])
			return s.cols[i-1] + int(int64(s.cols[i]-s.cols[i-1])*(p-s.pos[i-1])/d)
		}
	}
	return 0
}

// stripGlyphs fill the stretches of a strip; in ASCII they differ too.
var stripGlyphs = [2][5]rune{{'█', '▓', '▒', '░', '·'}, {'=', '#', '%', ':', ' '}}

const (
	glyphDone = iota
	glyphFlight
	glyphHeld
	glyphUsable
	glyphOutside
)

// windowRows is the height of one direction, without the thickness of its strips.
const windowRows = 8

// paintWindow shows the byte stream of each direction: what the sender knows of it above,
// the receiver below, on the same scale.
func paintWindow(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if s.noConn(c, r, w) {
		return
	}
	thick := 1
	if r.H >= 2*windowRows+6 {
		thick = min((r.H-2)/2-windowRows, 6)/2 + 1
	}
	rows := windowRows + 2*(thick-1)
	total := 2*rows + 1
	top := max(min(s.Scroll[PaneWindow], total-r.H), 0)
	s.Scroll[PaneWindow], s.rows[PaneWindow] = top, total
	legend := r.Y + 2*rows - top
	for side := 1; side >= 0; side-- {
		d := windowDir{c: c, s: s, w: w, side: side, thick: thick,
			r: paint.Rect{X: r.X, Y: r.Y + side*rows - top, W: r.W, H: rows}}
		if !d.paint() {
			legend = d.r.Y + 1 // the row under the gate is free
		}
	}
	g := stripGlyphs[0]
	if c.ASCII {
		g = stripGlyphs[1]
	}
	c.Flow(paint.Rect{X: r.X, Y: legend, W: r.W, H: 1}, 1, []paint.Piece{
		piece(string(g[0])+words.WindowAcked.In(s.Lang), s.Theme.Dim),
		piece(string(g[1])+words.WindowInFlight.In(s.Lang), s.Theme.Dim),
		piece(string(g[2])+words.WindowWaits.In(s.Lang), s.Theme.Dim),
		piece(string(g[3])+words.WindowFree.In(s.Lang), s.Theme.Dim),
		piece(words.WindowSacked.In(s.Lang), s.Theme.Dim)})
	if top+r.H < total {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
}

// windowDir paints one direction of the stream.
type windowDir struct {
	c     *paint.Canvas
	s     *Scene
	w     *sim.World
	side  int
	thick int
	r     paint.Rect
	strip strip
	snd   tcp.Info
	rcv   tcp.Info
}

// paint returns whether the row under the gate is taken.
func (d *windowDir) paint() bool {
	s, th := d.s, d.s.Theme
	v := d.w.Conn(s.Conn)
	from, to := words.Host(s.Run, v.Host[d.side]), words.Host(s.Run, v.Host[1-d.side])
	st := th.C2S
	if d.side == 1 {
		st = th.S2C
	}
	st.Bold = true
	x := d.c.Text(d.r.X, d.r.Y, from+" → "+to, st)
	if !v.Exists[d.side] || v.State[d.side] == tcp.Closed || v.State[d.side] == tcp.Listen {
		d.c.TextIn(x+2, d.r.Y, d.r.X+d.r.W-x-2, v.State[d.side].String(), th.Dim)
		return false
	}
	d.snd, d.rcv = d.w.Info(s.Conn, d.side), d.w.Info(s.Conn, 1-d.side)
	taken := d.gate(x + 2)
	d.measure()
	y := d.r.Y + 2
	d.sender(y, st)
	d.edges(y+d.thick, []edge{{d.snd.SndUna, "SND.UNA"}, {d.snd.SndNxt, "SND.NXT"}, {d.wndEdge(), "UNA+SND.WND"},
		{d.cwndEdge(), words.EdgeCwnd.In(s.Lang)},
		{max(d.snd.WriteSeq, d.snd.SndNxt), words.EdgeWritten.In(s.Lang)}})
	if v.Exists[1-d.side] && knowsPeer(v.State[1-d.side]) {
		y += d.thick + 2
		d.receiver(y, st)
		d.edges(y+d.thick, []edge{{d.rcv.RcvNxt, "RCV.NXT"}, {d.rcv.RcvNxt + d.rcv.RcvWnd, "NXT+RCV.WND"},
			{d.rcv.CopiedSeq, words.EdgeRead.In(s.Lang)}})
	}
	return taken
}

func (d *windowDir) cwndEdge() int64 {
	return d.snd.SndUna + int64(d.snd.Cwnd)*int64(max(d.snd.SndMSS, 1))
}

func (d *windowDir) wndEdge() int64 { return d.snd.SndUna + d.snd.SndWnd }

// gate says what the sender would do now, or what holds it back, with its numbers, and
// whether that took two rows.
func (d *windowDir) gate(x int) bool {
	v := d.w.Verdict(d.s.Conn, d.side)
	th, lang := d.s.Theme, d.s.Lang
	st, name, text := th.Dim, words.GateClosed.In(lang), ""
	switch v.Do {
	case tcp.Hold:
		st = th.Held
		name += v.Rule.String()
		text = gateText(&d.snd, v, lang)
	case tcp.Send:
		st, name = th.Good, words.GateOpen.In(lang)
		text = words.GateNext.With(lang, words.Bytes(int64(v.Len)))
	default:
		name += words.GateApplication.In(lang)
		text = words.GateAllSent.In(lang)
	}
	if room := d.r.X + d.r.W - x; paint.Width(name)+2+paint.Width(text) <= room {
		x = d.c.Text(x, d.r.Y, name, st)
		d.c.Text(x, d.r.Y, ": "+text, st)
		return false
	}
	d.c.TextIn(x, d.r.Y, d.r.X+d.r.W-x, name, st)
	d.c.TextIn(d.r.X+1, d.r.Y+1, d.r.W-1, text, st)
	return true
}

// gateText is what holds data back, in numbers.
func gateText(in *tcp.Info, v tcp.Verdict, lang string) string {
	held := words.Bytes(in.Held)
	switch v.Rule {
	case rule.Nagle:
		return words.GateNagle.With(lang, held, words.Bytes(in.InFlight))
	case rule.CwndHold, rule.PrrHold:
		return words.GateCwnd.With(lang, held, in.Cwnd)
	case rule.RwndHold, rule.SwsSender:
		return words.GateRwnd.With(lang, held, words.Bytes(max(in.SndUna+in.SndWnd-in.SndNxt, 0)))
	}
	if v.Until != sim.Never && v.Until != 0 {
		return words.GateUntil.With(lang, held, words.Time(v.Until))
	}
	return words.GateWaits.With(lang, held)
}

// knowsPeer reports whether a connection in a state has the peer's sequence number.
func knowsPeer(st tcp.State) bool {
	return st != tcp.Closed && st != tcp.Listen && st != tcp.SynSent
}

// measure chooses the stretch of the stream that is shown.
func (d *windowDir) measure() {
	in := &d.snd
	end := max(in.SndNxt, in.WriteSeq, d.cwndEdge(), d.wndEdge(), d.rcv.RcvNxt+d.rcv.RcvWnd)
	base := min(in.SndUna, max(d.rcv.CopiedSeq, 0))
	if !knowsPeer(d.rcv.State) {
		base = in.SndUna
	}
	from := max(base-(end-base)/8, 0)
	d.strip = newStrip([]int64{from, base, in.SndUna, in.SndNxt, max(in.WriteSeq, in.SndNxt), d.cwndEdge(),
		d.wndEdge(), max(d.rcv.CopiedSeq, from), max(d.rcv.RcvNxt, from),
		max(d.rcv.RcvNxt+d.rcv.RcvWnd, from), end + 1 + (end-base)/32}, d.r.W-1)
}

// fill paints a stretch [lo, hi) and writes its length into it where there is room.
func (d *windowDir) fill(y int, lo, hi int64, glyph int, st paint.Style, say bool) {
	if hi <= lo {
		return
	}
	g := stripGlyphs[0]
	if d.c.ASCII {
		g = stripGlyphs[1]
	}
	a := max(d.strip.col(lo), 0)
	b := min(max(d.strip.col(hi), a+1), d.r.W)
	d.c.Fill(paint.Rect{X: d.r.X + a, Y: y, W: b - a, H: d.thick}, g[glyph], st)
	if t := " " + words.Bytes(hi-lo) + " "; say && paint.Width(t)+2 <= b-a {
		st.Bold = true
		d.c.Text(d.r.X+a+(b-a-paint.Width(t))/2, y+d.thick/2, t, st)
	}
}

// mark names a stretch by a letter repeated.
func (d *windowDir) mark(y int, lo, hi int64, letter rune, st paint.Style) {
	a := d.strip.col(lo)
	d.c.Fill(paint.Rect{X: d.r.X + a, Y: y, W: max(d.strip.col(hi)-a, 1), H: 1}, letter, st)
}

func (d *windowDir) sender(y int, st paint.Style) {
	in, th := &d.snd, d.s.Theme
	written := max(in.WriteSeq, in.SndNxt)
	usable := min(d.cwndEdge(), d.wndEdge())
	d.fill(y, d.strip.pos[0], in.SndUna, glyphDone, th.Dim, false)
	d.fill(y, in.SndUna, in.SndNxt, glyphFlight, st, d.thick > 1 || in.Sacked+in.Lost+in.Retrans == 0)
	d.fill(y, in.SndNxt, written, glyphHeld, th.Held, true)
	d.fill(y, written, usable, glyphUsable, th.Plain, true)
	d.fill(y, max(written, usable), d.strip.pos[len(d.strip.pos)-1], glyphOutside, th.Dim, false)
	limit := 0
	d.w.Queue(d.s.Conn, d.side, func(n tcp.Node) bool {
		switch {
		case n.Flags&tcp.NodeSacked != 0:
			d.mark(y, n.Seq, n.End, 's', th.Good)
		case n.Flags&tcp.NodeRetrans != 0:
			d.mark(y, n.Seq, n.End, 'R', th.Retrans)
		case n.Flags&tcp.NodeLost != 0:
			d.mark(y, n.Seq, n.End, '✗', th.Lost)
		}
		limit++
		return limit < 2000 && n.Flags&tcp.NodeSent != 0
	})
}

func (d *windowDir) receiver(y int, st paint.Style) {
	in, th := &d.rcv, d.s.Theme
	d.fill(y, d.strip.pos[0], in.CopiedSeq, glyphDone, th.Dim, false)
	d.fill(y, in.CopiedSeq, in.RcvNxt, glyphFlight, st, true)
	d.fill(y, in.RcvNxt, in.RcvNxt+in.RcvWnd, glyphUsable, th.Plain, true)
	d.fill(y, in.RcvNxt+in.RcvWnd, d.strip.pos[len(d.strip.pos)-1], glyphOutside, th.Dim, false)
	d.w.Holes(d.s.Conn, 1-d.side, func(b tcp.Block) bool {
		d.fill(y, b.Lo, b.Hi, glyphHeld, th.Held, true)
		return true
	})
}

// edges writes the names of places under a strip, in two rows, the first of the list before
// the others where there is little room.
func (d *windowDir) edges(y int, list []edge) {
	var taken [2][][2]int
	free := func(row, a, b int) bool {
		for _, t := range taken[row] {
			if a <= t[1] && t[0] <= b {
				return false
			}
		}
		return a >= 0 && b <= d.r.W
	}
	for i, e := range list {
		name, known := e.name, false
		for k, o := range list { // one place, one label
			if k < i && o.pos == e.pos {
				known = true
			} else if k > i && o.pos == e.pos && o.name != words.EdgeWritten.In(d.s.Lang) {
				name += "=" + o.name
			}
		}
		if !known {
			d.edge(y, d.strip.col(e.pos), name, name+" "+words.Bytes(e.pos), &taken, free)
		}
	}
}

// edge writes one name where there is room: behind its mark or before it, without its
// number if need be.
func (d *windowDir) edge(y, x int, name, full string, taken *[2][][2]int, free func(row, a, b int) bool) {
	for _, t := range []string{full, name, ""} {
		w := paint.Width(t)
		for row := range 2 {
			switch {
			case free(row, x, x+1+w):
				d.c.Text(d.r.X+x, y+row, "▲"+t, d.s.Theme.Plain)
				taken[row] = append(taken[row], [2]int{x, x + 1 + w})
				return
			case free(row, x-w, x+1):
				d.c.Text(d.r.X+x-w, y+row, t+"▲", d.s.Theme.Plain)
				taken[row] = append(taken[row], [2]int{x - w, x + 1})
				return
			}
		}
	}
}
