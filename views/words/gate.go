package words

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Escape makes a text harmless for a terminal, a browser and a spreadsheet: controls, bidi controls,
// other characters without a shape of their own and invalid UTF-8 become visible escapes (\u001b). Line
// ends are escaped, too.
func Escape(s string) string {
	for _, r := range s {
		if Interpreted(r) || r == utf8.RuneError {
			return string(appendEscaped(nil, strings.ToValidUTF8(s, "\uFFFD"), false))
		}
	}
	return s
}

// Interpreted reports whether a terminal or browser may interpret a character instead of showing it.
func Interpreted(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	case r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff, r >= 0xfe00 && r <= 0xfe0f:
		return true
	}
	return false
}

// appendEscaped appends a text with its escapes; lines says that line feeds stay.
func appendEscaped(b []byte, s string, lines bool) []byte {
	for _, r := range s {
		if Interpreted(r) && !(lines && r == '\n') {
			b = fmt.Appendf(b, `\u%04x`, r)
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// Gate is the last writer that a text passes on its way out of the program. It lets line feeds through
// and escapes what Escape escapes, so that a text which nothing else has made harmless cannot act on a
// terminal. A character may be split between two writes; an incomplete one at the end is not written.
type Gate struct {
	w      io.Writer
	styled bool
	rest   []byte // the begin of a character, or of a styling
	buf    []byte
}

// NewGate returns a gate for plain text.
func NewGate(w io.Writer) *Gate { return &Gate{w: w} }

// NewStyledGate returns a gate for text that the program itself has styled for a terminal: it lets
// through the sequences for colours and weights, erasing to the end of the line, and a carriage return.
func NewStyledGate(w io.Writer) *Gate { return &Gate{w: w, styled: true} }

// Write writes p without what a terminal would interpret. The number of bytes returned is that of p.
func (g *Gate) Write(p []byte) (int, error) {
	if len(g.rest) == 0 && harmlessASCII(p) {
		return g.w.Write(p)
	}
	text := append(g.rest, p...)
	g.buf = g.buf[:0]
	for len(text) > 0 {
		n := g.styling(text)
		if n < 0 || n == 0 && !utf8.FullRune(text) {
			break
		}
		if n > 0 {
			g.buf = append(g.buf, text[:n]...)
		} else {
			_, n = utf8.DecodeRune(text)
			g.buf = appendEscaped(g.buf, string(text[:n]), true)
		}
		text = text[n:]
	}
	g.rest = append([]byte(nil), text...)
	if _, err := g.w.Write(g.buf); err != nil {
		return 0, err
	}
	return len(p), nil
}

// harmlessASCII reports whether all bytes are printable ASCII or line feeds.
func harmlessASCII(p []byte) bool {
	for _, b := range p {
		if (b < 0x20 || b >= 0x7f) && b != '\n' {
			return false
		}
	}
	return true
}

// longestStyling limits the bytes of a sequence that may pass.
const longestStyling = 64

// styling is the length of a sequence at the start of a text that may pass, 0 if there is none, and -1
// if only what follows shows whether it is one.
func (g *Gate) styling(text []byte) int {
	switch {
	case !g.styled:
		return 0
	case text[0] == '\r':
		return 1
	case text[0] != 0x1b:
		return 0
	}
	for i := 1; i < len(text) && i < longestStyling; i++ {
		switch b := text[i]; {
		case i == 1 && b != '[':
			return 0
		case i == 1, b >= '0' && b <= '9', b == ';', b == ':':
		case b == 'm', b == 'K':
			return i + 1
		default:
			return 0
		}
	}
	if len(text) >= longestStyling {
		return 0
	}
	return -1
}
