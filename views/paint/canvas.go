package paint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"teacp/views/words"
)

// Rect is a rectangle of cells.
type Rect struct{ X, Y, W, H int }

// Contains reports whether a cell lies in the rectangle.
func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Inset is the rectangle without a border of one cell.
func (r Rect) Inset() Rect { return Rect{r.X + 1, r.Y + 1, max(r.W-2, 0), max(r.H-2, 0)} }

// cell is one column of a line. A wide character stands in two: the second has r == -1.
type cell struct {
	r rune
	s Style
}

// Canvas is a grid of cells that is painted and then rendered as one string.
type Canvas struct {
	W, H    int
	ASCII   bool
	sixteen bool // the terminal has sixteen colours
	cells   []cell
	clip    Rect
	buf     strings.Builder
	sgr     map[Style]string
}

// NewCanvas returns an empty canvas of w by h cells.
func NewCanvas(w, h int) *Canvas {
	c := &Canvas{}
	c.Resize(w, h)
	return c
}

// Resize makes the canvas w by h cells and clears it.
func (c *Canvas) Resize(w, h int) {
	w, h = max(w, 0), max(h, 0)
	if w*h != len(c.cells) {
		c.cells = make([]cell, w*h)
	}
	c.W, c.H = w, h
	c.Clear()
}

// Clear empties every cell and takes the clip away.
func (c *Canvas) Clear() {
	for i := range c.cells {
		c.cells[i] = cell{r: ' '}
	}
	c.clip = Rect{0, 0, c.W, c.H}
}

// Clip limits painting to r until the next Clip; it returns the former clip.
func (c *Canvas) Clip(r Rect) Rect {
	old := c.clip
	x0, y0 := max(r.X, 0), max(r.Y, 0)
	x1, y1 := min(r.X+r.W, c.W), min(r.Y+r.H, c.H)
	c.clip = Rect{x0, y0, max(x1-x0, 0), max(y1-y0, 0)}
	return old
}

// Put paints one character; it returns its width.
func (c *Canvas) Put(x, y int, r rune, s Style) int {
	w := runeWidth(r)
	if w == 0 || !c.clip.Contains(x, y) || w == 2 && !c.clip.Contains(x+1, y) {
		return w
	}
	if c.ASCII {
		r = toASCII(r)
	}
	i := y*c.W + x
	c.cut(i)
	c.cells[i] = cell{r, s}
	if w == 2 {
		c.cut(i + 1)
		c.cells[i+1] = cell{-1, s}
	}
	return w
}

// cut removes the other half of a wide character that is about to be overwritten.
func (c *Canvas) cut(i int) {
	if c.cells[i].r == -1 && i > 0 {
		c.cells[i-1].r = ' '
	}
	if i+1 < len(c.cells) && c.cells[i+1].r == -1 {
		c.cells[i+1].r = ' '
	}
}

// Text paints a text from x on and returns the column behind it. Control, bidi and
// zero-width characters are made harmless: no text ever reaches the terminal as a control
// sequence.
func (c *Canvas) Text(x, y int, s string, st Style) int {
	for _, r := range s {
		r = words.Safe(r)
		if r == 0 {
			continue
		}
		if x >= c.clip.X+c.clip.W {
			return x
		}
		x += c.Put(x, y, r, st)
	}
	return x
}

// TextIn paints a text into at most w columns, cut with an ellipsis.
func (c *Canvas) TextIn(x, y, w int, s string, st Style) int {
	if Width(s) > w {
		s = Cut(s, w)
	}
	return c.Text(x, y, s, st)
}

// Fill paints a rectangle with one character.
func (c *Canvas) Fill(r Rect, ch rune, s Style) {
	for y := r.Y; y < r.Y+r.H; y++ {
		for x := r.X; x < r.X+r.W; x++ {
			c.Put(x, y, ch, s)
		}
	}
}

// Restyle changes the style of cells and leaves their characters.
func (c *Canvas) Restyle(r Rect, f func(Style) Style) {
	for y := max(r.Y, 0); y < min(r.Y+r.H, c.H); y++ {
		for x := max(r.X, 0); x < min(r.X+r.W, c.W); x++ {
			if c.clip.Contains(x, y) {
				p := &c.cells[y*c.W+x]
				p.s = f(p.s)
			}
		}
	}
}

// Box draws a frame with a title in its upper edge.
func (c *Canvas) Box(r Rect, title string, s, ts Style) {
	if r.W < 2 || r.H < 2 {
		return
	}
	for x := r.X + 1; x < r.X+r.W-1; x++ {
		c.Put(x, r.Y, '─', s)
		c.Put(x, r.Y+r.H-1, '─', s)
	}
	for y := r.Y + 1; y < r.Y+r.H-1; y++ {
		c.Put(r.X, y, '│', s)
		c.Put(r.X+r.W-1, y, '│', s)
	}
	c.Put(r.X, r.Y, '╭', s)
	c.Put(r.X+r.W-1, r.Y, '╮', s)
	c.Put(r.X, r.Y+r.H-1, '╰', s)
	c.Put(r.X+r.W-1, r.Y+r.H-1, '╯', s)
	if title != "" && r.W > 6 {
		c.TextIn(r.X+2, r.Y, r.W-4, " "+title+" ", ts)
	}
}

// Same reports whether two canvases show the same.
func (c *Canvas) Same(d *Canvas) bool {
	return c.W == d.W && c.H == d.H && slices.Equal(c.cells, d.cells)
}

// String is the text of the canvas without styles; trailing blanks are cut.
func (c *Canvas) String() string {
	var b strings.Builder
	for y := 0; y < c.H; y++ {
		line := make([]rune, 0, c.W)
		for _, p := range c.cells[y*c.W : (y+1)*c.W] {
			if p.r != -1 {
				line = append(line, p.r)
			}
		}
		b.WriteString(strings.TrimRight(string(line), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Render is the canvas with SGR sequences, lines joined by line feeds.
func (c *Canvas) Render() string {
	c.buf.Reset()
	c.buf.Grow(len(c.cells) * 2)
	for y := 0; y < c.H; y++ {
		if y > 0 {
			c.buf.WriteByte('\n')
		}
		cur := Style{}
		for _, p := range c.cells[y*c.W : (y+1)*c.W] {
			if p.r == -1 {
				continue
			}
			if p.s != cur {
				c.buf.WriteString(c.code(p.s))
				cur = p.s
			}
			if p.r < utf8.RuneSelf {
				c.buf.WriteByte(byte(p.r))
			} else {
				c.buf.WriteRune(p.r)
			}
		}
		if cur != (Style{}) {
			c.buf.WriteString("\x1b[m")
		}
	}
	return c.buf.String()
}

// SetSixteen says whether the terminal has sixteen colours only.
func (c *Canvas) SetSixteen(on bool) {
	c.sixteen, c.sgr = on, nil
}

// code is the style's escape sequence, made once.
func (c *Canvas) code(s Style) string {
	v, ok := c.sgr[s]
	if !ok {
		if c.sgr == nil {
			c.sgr = map[Style]string{}
		}
		if v = s.sgr(); c.sixteen {
			v = s.sixteen().sgr()
		}
		c.sgr[s] = v
	}
	return v
}

// runeWidth is the number of columns of a character that safe has let through.
func runeWidth(r rune) int {
	switch {
	case r < 0x1100:
		return 1
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6:
		return 2
	case r >= 0x1f000:
		return ansi.StringWidth(string(r))
	}
	return 1
}

// Width is the number of columns of a text.
func Width(s string) int {
	n := 0
	for _, r := range s {
		if r = words.Safe(r); r != 0 {
			n += runeWidth(r)
		}
	}
	return n
}

// Cut shortens a text to w columns, the last an ellipsis.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	n := 0
	for i, r := range s {
		if r = words.Safe(r); r == 0 {
			continue
		}
		if n+runeWidth(r) > w-1 {
			return strings.TrimSuffix(s[:i], "…") + "…"
		}
		n += runeWidth(r)
	}
	return s
}

// Wrap breaks a text at blanks into lines of at most w columns. The lines are pieces of the
// text where its blanks are single ones.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		out = AppendWrapped(out, para, w)
	}
	return out
}

// AppendWrapped adds the lines of a text without line feeds.
func AppendWrapped(out []string, para string, w int) []string {
	from, to, n := 0, 0, 0 // the line so far, and its width
	single := true         // its blanks are single ones
	end := func() {
		line := para[from:to]
		if !single {
			line = strings.Join(strings.Fields(line), " ")
		}
		out = append(out, line)
		n, single = 0, true
	}
	for word := range strings.FieldsSeq(para) {
		at := to + strings.Index(para[to:], word)
		k := Width(word)
		for k > w { // a word longer than a line
			if n > 0 {
				end()
			}
			cut := Prefix(word, w)
			out = append(out, word[:cut])
			word, at = word[cut:], at+cut
			to = at
			k = Width(word)
		}
		if n > 0 && n+1+k > w {
			end()
		}
		if n > 0 {
			single = single && para[to:at] == " "
			n++
		} else {
			from = at
		}
		to = at + len(word)
		n += k
	}
	if n == 0 {
		from, to = 0, 0
	}
	end()
	return out
}

// Prefix is the length in bytes of the start of s that fits w columns; at least one character.
func Prefix(s string, w int) int {
	n := 0
	for i, r := range s {
		k := 0
		if r = words.Safe(r); r != 0 {
			k = runeWidth(r)
		}
		if i > 0 && n+k > w {
			return i
		}
		n += k
	}
	return len(s)
}

var asciiOf = map[rune]rune{
	'─': '-', '━': '=', '│': '|', '┃': '|', '╭': '+', '╮': '+', '╰': '+', '╯': '+', '├': '+', '┤': '+',
	'┬': '+', '┴': '+', '┼': '+',
	'►': '>', '◄': '<', '✗': 'X', '…': '~', '·': '.', '█': '#', '▓': '#', '▒': '%', '░': '.', '●': '*',
	'○': 'o', '╲': '\\', '╱': '/',
	'→': '>', '←': '<', '↑': '^', '↓': 'v', '×': 'x', '≈': '~', '▸': '>', '▾': 'v', '┊': ':', '╌': '-',
	'“': '"', '”': '"', '–': '-', '—': '-',
	'µ': 'u', '≥': '>', '≤': '<', '▲': '^', '▼': 'v', '■': '#', '□': 'o', '⋮': ':', '═': '=', '¶': '#',
	'§': 'S', '✓': 'v', '▏': '|', '▌': '|', '▐': '|', '◆': '*',
}

// toASCII maps a drawing character to one that every terminal has; letters stay.
func toASCII(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if r >= 0x2800 && r <= 0x28ff {
		return '*'
	}
	if a, ok := asciiOf[r]; ok {
		return a
	}
	return r
}

// ASCII replaces drawing characters by ones that every terminal has.
func ASCII(s string) string { return strings.Map(toASCII, s) }
