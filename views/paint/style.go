package paint

import "strconv"

// Style is how a cell looks. The zero Style is the terminal's own look.
type Style struct {
	FG, BG                          Color
	Bold, Faint, Reverse, Underline bool
}

// Color is a colour of the terminal's palette of 256 and, beside it, what stands for it on a
// terminal with sixteen colours. Both are kept in one word, so that comparing cells stays cheap.
// The zero Color is the terminal's own.
type Color uint16

// The parts of a Color: numbers of palettes plus one, 0 for the terminal's own colour.
const (
	fullMask     = 1<<9 - 1
	sixteenShift = 9
	sixteenMask  = 1<<5 - 1
	sixteenFaint = 1 << 15 // with sixteen colours, the text is faint in place of grey
)

// sgr is the escape sequence that switches from the terminal's own look to the style.
func (s Style) sgr() string {
	b := []byte("\x1b[0")
	if s.Bold {
		b = append(b, ";1"...)
	}
	if s.Faint {
		b = append(b, ";2"...)
	}
	if s.Underline {
		b = append(b, ";4"...)
	}
	if s.Reverse {
		b = append(b, ";7"...)
	}
	b = appendColor(b, s.FG, 30)
	b = appendColor(b, s.BG, 40)
	return string(append(b, 'm'))
}

func appendColor(b []byte, c Color, base int64) []byte {
	switch n := int64(c&fullMask) - 1; {
	case n < 0:
		return b
	case n < 8:
		b = append(b, ';')
		return strconv.AppendInt(b, base+n, 10)
	case n < 16:
		b = append(b, ';')
		return strconv.AppendInt(b, base+60+n-8, 10)
	default:
		b = append(b, ';')
		b = strconv.AppendInt(b, base+8, 10)
		b = append(b, ";5;"...)
		return strconv.AppendInt(b, n, 10)
	}
}

// sixteen is the style in the sixteen colours that every terminal has.
func (s Style) sixteen() Style {
	s.Faint = s.Faint || s.FG&sixteenFaint != 0
	s.FG = s.FG >> sixteenShift & sixteenMask
	s.BG = s.BG >> sixteenShift & sixteenMask
	return s
}
