package views

import (
	"strconv"

	"teacp/sim"
)

// Numbers are painted from bytes on the stack: a pane full of them makes no garbage.

// Raw paints bytes of ASCII and returns the column behind them.
func (c *Canvas) Raw(x, y int, b []byte, st Style) int {
	for _, ch := range b {
		if x >= c.clip.X+c.clip.W {
			return x
		}
		x += c.Put(x, y, rune(ch), st)
	}
	return x
}

// Right paints bytes of ASCII so that they end before column x.
func (c *Canvas) Right(x, y int, b []byte, st Style) { c.Raw(x-len(b), y, b, st) }

// Number paints a number that ends before column x.
func (c *Canvas) Number(x, y int, n int64, st Style) {
	var room [24]byte
	c.Right(x, y, strconv.AppendInt(room[:0], n, 10), st)
}

// Instant paints a time that ends before column x.
func (c *Canvas) Instant(x, y int, t sim.Time, st Style) {
	var room [32]byte
	c.Right(x, y, appendTime(room[:0], t), st)
}

// appendTime writes an instant or a span for people: milliseconds with three decimals.
func appendTime(b []byte, t sim.Time) []byte {
	if t == sim.Never {
		return append(b, "never"...)
	}
	us := int64(t) / 1000
	if us < 0 {
		b, us = append(b, '-'), -us
	}
	unit := " ms"
	if us >= 100_000_000 {
		us, unit = us/1000, " s"
	}
	b = strconv.AppendInt(b, us/1000, 10)
	b = append(b, '.', byte('0'+us/100%10), byte('0'+us/10%10), byte('0'+us%10))
	return append(b, unit...)
}

// appendGrouped writes a number with groups of three: 1,460.
func appendGrouped(b []byte, n int64) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	var room [20]byte
	d := strconv.AppendInt(room[:0], n, 10)
	for i, ch := range d {
		if i > 0 && (len(d)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, ch)
	}
	return b
}

// Grouped paints a number with groups of three that ends before column x.
func (c *Canvas) Grouped(x, y int, n int64, st Style) {
	var room [32]byte
	c.Right(x, y, appendGrouped(room[:0], n), st)
}

// Tag paints a number behind a mark, such as :25 or #3 (0: no mark), and returns the column
// behind it; with an end it stands before that column.
func (c *Canvas) Tag(x, y int, mark byte, n int64, end int, st Style) int {
	var room [24]byte
	b := room[:0]
	if mark != 0 {
		b = append(b, mark)
	}
	b = strconv.AppendInt(b, n, 10)
	if end > 0 {
		x = end - len(b)
	}
	return c.Raw(x, y, b, st)
}
