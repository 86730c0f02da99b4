package export

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// The SVG is drawn from the same layout as the screen: a column is svgCol wide, a row
// svgRow high, lanes, notes and labels have the columns of ladder.Geometry.
const (
	svgCol    = 7
	svgRow    = 18
	svgMargin = 16
	svgHead   = 56 // title and names of the hosts
)

// palette are the colours of a drawing.
type palette struct{ back, ink, dim, c2s, s2c, held, lost, again string }

var light = palette{"#ffffff", "#1b1f24", "#6e7781", "#0550ae", "#116329", "#953800", "#a40e26", "#6639ba"}

var dark = palette{"#0d1117", "#e6edf3", "#8b949e", "#79c0ff", "#7ee787", "#ffa657", "#ff7b72", "#d2a8ff"}

// writeSVG writes the ladder as a drawing. The number of rows is needed first, so the
// layout is made twice; no more than a block of it is held.
func writeSVG(w *writer) error {
	rows := 0
	w.blocks(func(_ *ladder.Layout, lo, hi int) bool {
		rows += hi - lo
		return true
	})
	p := light
	if w.Dark {
		p = dark
	}
	foot := paint.Wrap(strings.Join(w.summary(), "\n"), w.width())
	width := w.width()*svgCol + 2*svgMargin
	height := svgHead + (rows+len(foot)+1)*svgRow
	w.print(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`, width, height, width, height), "\n")
	w.print("<title>", xmlText(w.Title), "</title>\n<desc>", xmlText(w.Command), "</desc>\n")
	w.print(svgStyle(&p), fmt.Sprintf(`<rect width="%d" height="%d" fill="%s"/>`, width, height, p.back), "\n")
	s := svg{writer: w, g: w.lanes().Geometry(w.width())}
	s.header(w.lanes())
	y := svgHead
	w.blocks(func(l *ladder.Layout, lo, hi int) bool {
		s.block(l, lo, hi, y)
		y += (hi - lo) * svgRow
		return w.err == nil
	})
	for _, line := range foot {
		y += svgRow
		s.text(svgMargin, y, "d", "start", line)
	}
	w.print("</svg>\n")
	return w.err
}

func svgStyle(p *palette) string {
	return fmt.Sprintf(`<style>
text{font:11.6px ui-monospace,"DejaVu Sans Mono","Noto Sans Mono CJK KR",Menlo,Consolas,monospace;fill:%[1]s;white-space:pre}
.t{font-weight:bold;font-size:14px}.d{fill:%[2]s}.h{fill:%[5]s}
.l{stroke:%[8]s;stroke-width:4px;paint-order:stroke;stroke-linejoin:round}
line{stroke-width:1.4}
.a0{stroke:%[3]s}.a1{stroke:%[4]s}.x{stroke:%[6]s;stroke-dasharray:5 3}.r{stroke:%[7]s}.n{stroke:%[2]s}
.f0{fill:%[3]s}.f1{fill:%[4]s}.fx{fill:%[6]s}.fr{fill:%[7]s}
</style>
`, p.ink, p.dim, p.c2s, p.s2c, p.held, p.lost, p.again, p.back)
}

// svg draws a ladder.
type svg struct {
	*writer
	g ladder.Geometry
}

func (s *svg) x(col int) int { return svgMargin + col*svgCol + svgCol/2 }

// text writes a text element. class names the colour; anchor is start, middle or end.
func (s *svg) text(x, y int, class, anchor, t string) {
	s.print(fmt.Sprintf(`<text x="%d" y="%d" class="%s" text-anchor="%s">%s</text>`, x, y, class, anchor, xmlText(t)),
		"\n")
}

func (s *svg) header(l *ladder.Layout) {
	s.text(svgMargin, 22, "t", "start", s.Title)
	for i := 0; i < s.g.N; i++ {
		s.text((s.x(s.g.Lane[i].L)+s.x(s.g.Lane[i].R))/2, 46, "", "middle", l.LaneName(s.Run, i))
	}
}

// block draws the rows [lo, hi) of a layout, the first at height y.
func (s *svg) block(l *ladder.Layout, lo, hi, y int) {
	at := func(row int) int { return y + (row-lo)*svgRow + svgRow/2 }
	for _, lane := range s.lines() {
		s.print(fmt.Sprintf(`<line class="n" x1="%d" y1="%d" x2="%d" y2="%d"/>`, s.x(lane), at(lo)-svgRow/2,
			s.x(lane), at(hi)-svgRow/2), "\n")
	}
	for _, draw := range []func(*ladder.Layout, *ladder.Arrow, func(int) int){s.arrow, s.label} {
		for i := range l.Arrows { // labels are drawn after all lines
			if a := &l.Arrows[i]; a.From >= lo && a.From < hi || a.From < 0 && a.To >= lo && a.To < hi {
				draw(l, a, at)
			}
		}
	}
	for i := lo; i < hi; i++ {
		s.row(l, i, at(i)+4)
	}
}

func (s *svg) row(l *ladder.Layout, i, y int) {
	r := &l.Rows[i]
	if r.Gap > 0 {
		s.text(s.x(s.g.Left-1), y, "d", "end", "⋮ "+words.Time(r.Gap)+" ⋮")
		for _, lane := range s.lines() { // a lane is broken where time is left out
			s.print(fmt.Sprintf(`<circle cx="%d" cy="%d" r="3" class="d"/>`, s.x(lane), y-4), "\n")
		}
		return
	}
	if r.Frame >= 0 && (i == 0 || l.Rows[i-1].Frame != r.Frame) {
		s.text(s.x(s.g.Frame), y, "d", "end", fmt.Sprint(r.Frame))
		if s.g.Left > s.g.Frame+1 {
			s.text(s.x(s.g.Left-1), y, "", "end", words.Time(r.At))
		}
	}
	for lane, n := range r.Note[:s.g.N] {
		if n == "" {
			continue
		}
		class := ""
		if r.Held[lane] {
			class = "h"
		}
		_, w, ends := s.g.NotePlace(lane)
		x, anchor := s.x(s.g.Lane[lane].L)+8, "start"
		if ends {
			x, anchor = s.x(s.g.Lane[lane].L)-8, "end"
		}
		s.text(x, y, class, anchor, paint.Cut(n, w))
	}
}

// arrow draws a segment from its send to its arrival, or two thirds of the way to its loss.
func (s *svg) arrow(l *ladder.Layout, a *ladder.Arrow, at func(int) int) {
	x0, x1 := s.span(a)
	if !a.Rightwards() {
		x0, x1 = x1, x0
	}
	y0, y1 := at(a.From), at(a.To)
	switch {
	case a.Lost:
		x1, y1 = x0+(x1-x0)*2/3, y0+svgRow
	case a.To < 0: // on its way at the end of the drawing
		y1 = at(len(l.Rows))
		x1 = x0 + (x1-x0)*2/3
	case a.From < 0: // sent before the start of the drawing
		y0 = at(0) - svgRow
		x0 = x1 + (x0-x1)*2/3
	}
	class := arrowClass(a)
	line := class
	if class == "0" || class == "1" {
		line = "a" + class
	}
	s.print(fmt.Sprintf(`<line class="%s" x1="%d" y1="%d" x2="%d" y2="%d"/>`, line, x0, y0, x1, y1), "\n")
	switch {
	case a.Lost:
		s.print(fmt.Sprintf(`<path class="x" style="stroke-dasharray:none" fill="none" d="M%d %dl8 8m0 -8l-8 8"/>`,
			x1-4, y1-4), "\n")
	case a.To >= 0:
		dir := 1
		if x1 < x0 {
			dir = -1
		}
		s.print(fmt.Sprintf(`<polygon class="f%s" points="%d,%d %d,%d %d,%d"/>`, class, x1, y1, x1-8*dir, y1-4,
			x1-8*dir, y1+3), "\n")
	}
}

// label writes a segment's label where its arrow begins, as on the screen.
func (s *svg) label(_ *ladder.Layout, a *ladder.Arrow, at func(int) int) {
	if a.From < 0 {
		return
	}
	x0, x1 := s.span(a)
	x, anchor := x0+10, "start"
	if !a.Rightwards() {
		x, anchor = x1-10, "end"
	}
	s.text(x, at(a.From)+4, "l f"+arrowClass(a), anchor, paint.Cut(a.Text(), (x1-x0)/svgCol-3))
}

// span is where an arrow runs, from left to right.
func (s *svg) span(a *ladder.Arrow) (x0, x1 int) {
	l, r := s.g.Span(a)
	return s.x(l - 1), s.x(r + 1)
}

// lines are the columns of the lanes: those between the first and the last have two.
func (s *svg) lines() []int {
	var out []int
	for _, p := range s.g.Lane[:s.g.N] {
		out = append(out, p.L)
		if p.R != p.L {
			out = append(out, p.R)
		}
	}
	return out
}

// arrowClass is the class of an arrow's colour.
func arrowClass(a *ladder.Arrow) string {
	switch {
	case a.Lost:
		return "x"
	case a.Retrans:
		return "r"
	case a.Side == 1:
		return "1"
	}
	return "0"
}

// xmlText is a text as character data.
func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(Clean(s))
}

// writeCast writes the ladder as an asciicast v2 recording: rows appear as time passes,
// forty times slower than simulated, waits cut to two seconds.
func writeCast(w *writer) error {
	const height, slow, longest = 30, 40, 2_000_000_000
	o := object{b: w.buf}
	o.open()
	o.int("version", 2)
	o.int("width", int64(w.width()))
	o.int("height", height)
	o.str("title", w.Title)
	o.str("command", w.Command)
	o.close()
	w.buf = append(o.b, '\n')
	var now int64 // nanoseconds of the recording
	last := sim.Time(-1)
	w.blocks(func(l *ladder.Layout, lo, hi int) bool {
		lines := strings.Split(w.ladderCanvas(l, lo, hi).Render(), "\n")
		for i := lo; i < hi; i++ {
			if last >= 0 {
				now += min(int64(l.Rows[i].At-last)*slow, longest)
			}
			last = max(last, l.Rows[i].At)
			w.buf = append(w.buf, '[')
			w.buf = appendSeconds(w.buf, now)
			w.buf = append(w.buf, `, "o", `...)
			w.buf = appendStr(w.buf, strings.TrimRight(lines[i-lo], " ")+"\r\n")
			w.buf = append(w.buf, "]\n"...)
			if !w.flush() {
				return false
			}
		}
		return true
	})
	w.flush()
	return w.err
}

// appendSeconds appends nanoseconds as seconds with six decimals.
func appendSeconds(b []byte, ns int64) []byte {
	return fmt.Appendf(b, "%d.%06d", ns/1_000_000_000, ns/1000%1_000_000)
}
