package drill

import (
	"strconv"
	"strings"
)

// scanner reads the text of a script. It reports an error by a panic with a *Problem, which Parse
// recovers.
type scanner struct {
	file      string
	src       string
	pos       int
	line, bol int // line number, and position of the start of the line
}

func (s *scanner) col() int { return s.pos - s.bol + 1 }

func (s *scanner) eof() bool { return s.pos >= len(s.src) }

func (s *scanner) peek() byte {
	if s.eof() {
		return 0
	}
	return s.src[s.pos]
}

func (s *scanner) next() byte {
	c := s.src[s.pos]
	s.pos++
	if c == '\n' {
		s.line++
		s.bol = s.pos
	}
	return c
}

func (s *scanner) skip(n int) {
	for ; n > 0 && !s.eof(); n-- {
		s.next()
	}
}

func (s *scanner) has(prefix string) bool { return strings.HasPrefix(s.src[s.pos:], prefix) }

// take consumes a prefix if it is next.
func (s *scanner) take(prefix string) bool {
	if !s.has(prefix) {
		return false
	}
	s.skip(len(prefix))
	return true
}

// space skips white space and comments.
func (s *scanner) space() {
	for !s.eof() {
		switch c := s.peek(); {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			s.next()
		case s.has("//"), c == '#' && s.blankBefore():
			for !s.eof() && s.peek() != '\n' {
				s.next()
			}
		case s.has("/*"):
			line, col := s.line, s.col()
			i := strings.Index(s.src[s.pos+2:], "*/")
			if i < 0 {
				s.failAt(line, col, "*/ that ends the comment", "the end of the file")
			}
			s.skip(i + 4)
		default:
			return
		}
	}
}

// blankBefore reports whether only blanks precede the position on its line.
func (s *scanner) blankBefore() bool { return strings.TrimSpace(s.src[s.bol:s.pos]) == "" }

// word consumes letters, digits and underscores.
func (s *scanner) word() string {
	from := s.pos
	for !s.eof() && isWord(s.peek()) {
		s.pos++
	}
	return s.src[from:s.pos]
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// found quotes the text at the position, for an error.
func (s *scanner) found() string {
	if s.eof() {
		return "the end of the file"
	}
	rest := s.src[s.pos:]
	n := 0
	for n < len(rest) && n < 24 && rest[n] > ' ' {
		n++
	}
	if n == 0 {
		n = 1
	}
	return strconv.Quote(rest[:n])
}

func (s *scanner) fail(expected string) {
	s.failAt(s.line, s.col(), expected, s.found())
}

func (s *scanner) failAt(line, col int, expected, found string) {
	panic(&Problem{File: s.file, Line: line, Col: col, Expected: expected, Found: found})
}

func (s *scanner) unsupported(line, col int, what string) {
	panic(&Problem{File: s.file, Line: line, Col: col, Unsupported: true, Found: what})
}

// need consumes a prefix or fails.
func (s *scanner) need(prefix string) {
	s.space()
	if !s.take(prefix) {
		s.fail(strconv.Quote(prefix))
	}
}

// number parses an unsigned decimal or hexadecimal number of up to 32 bits, or a negative decimal
// one.
func (s *scanner) number(what string) int64 {
	s.space()
	from, line, col := s.pos, s.line, s.col()
	if s.peek() == '-' {
		s.pos++
	}
	if s.has("0x") || s.has("0X") {
		s.pos += 2
	}
	for !s.eof() && isWord(s.peek()) {
		s.pos++
	}
	v, err := strconv.ParseInt(s.src[from:s.pos], 0, 64)
	if err != nil && strings.HasPrefix(s.src[from:s.pos], "0") { // a decimal number with leading zeros
		v, err = strconv.ParseInt(s.src[from:s.pos], 10, 64)
	}
	if err != nil || v >= 1<<32 || v < -1<<31 {
		s.pos, s.line = from, line
		s.failAt(line, col, what, s.found())
	}
	return v
}

// span parses a time in seconds with up to nine decimals.
func (s *scanner) span() Time {
	line, col, from := s.line, s.col(), s.pos
	var v Time
	digits := 0
	for isDigit(s.peek()) && v < maxTime {
		v = v*10 + Time(s.peek()-'0')*second
		s.pos++
		digits++
	}
	if s.peek() == '.' && !s.has("..") {
		s.pos++
		for unit := second / 10; isDigit(s.peek()); unit /= 10 {
			v += Time(s.peek()-'0') * unit
			s.pos++
			digits++
		}
	}
	if digits == 0 || v > maxTime || digits > 20 {
		s.pos = from
		s.failAt(line, col, "a time in seconds", s.found())
	}
	return v
}
