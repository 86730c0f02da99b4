package paint

import (
	"strconv"

	"teacp/sim"
	"teacp/views/words"
)

// Numbers are painted from bytes on the stack, without allocating.

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
	c.Right(x, y, words.AppendTime(room[:0], t), st)
}

// Grouped paints a number with groups of three that ends before column x.
func (c *Canvas) Grouped(x, y int, n int64, st Style) {
	var room [32]byte
	c.Right(x, y, words.AppendGrouped(room[:0], n), st)
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

// RawIn paints at most w bytes; more are cut with an ellipsis.
func (c *Canvas) RawIn(x, y, w int, b []byte, st Style) {
	if len(b) > w && w > 0 {
		x = c.Raw(x, y, b[:w-1], st)
		c.Put(x, y, '…', st)
		return
	}
	c.Raw(x, y, b, st)
}
