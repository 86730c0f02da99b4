package paint

import "strconv"

// Style is how a cell looks: colours by number of the terminal's palette, plus one so that
// zero means the terminal's own.
type Style struct {
	FG, BG                          uint16
	Bold, Faint, Reverse, Underline bool
}

// col is a palette colour as Style keeps it.
func col(n uint16) uint16 { return n + 1 }

// sgr is the escape sequence that switches from nothing to the style.
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

func appendColor(b []byte, c uint16, base int64) []byte {
	switch n := int64(c) - 1; {
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

// Ground is the background that a theme is made for.
type Ground uint8

// The grounds. A theme of the terminal's own colours does not mind.
const (
	GroundAny Ground = iota
	GroundDark
	GroundLight
)

// sixteenOf are the terminal's own colours that stand for those of the themes where there are
// only sixteen; by nearness alone what is held would look like what is lost. What is not named is
// the terminal's own; faint are the greys.
var sixteenOf = map[uint16]uint16{
	117: 6, 150: 2, 203: 1, 213: 5, 221: 3, 183: 5, // dark
	25: 4, 28: 2, 160: 1, 127: 5, 94: 3, 91: 5, // light
	74: 12, 214: 3, 208: 1, 175: 5, 227: 11, 36: 6, 130: 2, 97: 5, 23: 6, // for the colour-blind
}

// sixteen is a style in the sixteen colours that every terminal has.
func (s Style) sixteen() Style {
	switch s.FG {
	case col(242), col(243), col(245), col(246):
		s.Faint = true
	}
	for _, c := range []*uint16{&s.FG, &s.BG} {
		if n := *c; n > col(15) {
			*c = 0
			if to, ok := sixteenOf[n-1]; ok {
				*c = col(to)
			}
		}
	}
	return s
}

// Theme names the styles by what they mean. Nothing is said by a style alone: words,
// letters and glyphs say it too.
type Theme struct {
	Name                                                 string
	Ground                                               Ground
	Plain, Dim, Strong, Title, Border, Focus             Style
	C2S, S2C, Lost, Retrans, Held, Timer, Good, Bad, Key Style
	Select                                               Style
}

// chosen is the style of what is selected: where a terminal shows no colour it is still reversed.
func chosen(fg, bg uint16) Style { return Style{FG: col(bg), BG: col(fg), Reverse: true} }

// Themes are the themes, the default first.
var Themes = []Theme{
	{Name: "default", Dim: Style{Faint: true}, Strong: Style{Bold: true}, Title: Style{Bold: true}, Border: Style{Faint: true}, Focus: Style{FG: col(6)},
		C2S: Style{FG: col(6)}, S2C: Style{FG: col(2)}, Lost: Style{FG: col(1), Bold: true}, Retrans: Style{FG: col(5), Bold: true},
		Held: Style{FG: col(3)}, Timer: Style{FG: col(5)}, Good: Style{FG: col(2)}, Bad: Style{FG: col(1)}, Key: Style{Bold: true}, Select: Style{Reverse: true}},
	{Name: "dark", Ground: GroundDark, Plain: Style{FG: col(252)}, Dim: Style{FG: col(245)}, Strong: Style{FG: col(231), Bold: true}, Title: Style{FG: col(231), Bold: true}, Border: Style{FG: col(243)}, Focus: Style{FG: col(117)},
		C2S: Style{FG: col(117)}, S2C: Style{FG: col(150)}, Lost: Style{FG: col(203), Bold: true}, Retrans: Style{FG: col(213), Bold: true},
		Held: Style{FG: col(221)}, Timer: Style{FG: col(183)}, Good: Style{FG: col(150)}, Bad: Style{FG: col(203)}, Key: Style{FG: col(231), Bold: true}, Select: chosen(231, 24)},
	{Name: "light", Ground: GroundLight, Plain: Style{FG: col(235)}, Dim: Style{FG: col(242)}, Strong: Style{FG: col(16), Bold: true}, Title: Style{FG: col(16), Bold: true}, Border: Style{FG: col(245)}, Focus: Style{FG: col(25)},
		C2S: Style{FG: col(25)}, S2C: Style{FG: col(28)}, Lost: Style{FG: col(160), Bold: true}, Retrans: Style{FG: col(127), Bold: true},
		Held: Style{FG: col(94)}, Timer: Style{FG: col(91)}, Good: Style{FG: col(28)}, Bad: Style{FG: col(160)}, Key: Style{FG: col(16), Bold: true}, Select: chosen(16, 153)},
	{Name: "high-contrast", Strong: Style{Bold: true}, Title: Style{Bold: true, Underline: true}, Focus: Style{Bold: true},
		C2S: Style{Bold: true}, S2C: Style{}, Lost: Style{Reverse: true}, Retrans: Style{Underline: true, Bold: true},
		Held: Style{Underline: true}, Timer: Style{Bold: true}, Good: Style{}, Bad: Style{Reverse: true}, Key: Style{Bold: true}, Select: Style{Reverse: true}},
	// Of the colours of Okabe and Ito, which people see apart whose eyes lack one kind of cone.
	{Name: "colour-blind", Ground: GroundDark, Dim: Style{FG: col(246)}, Strong: Style{FG: col(231), Bold: true}, Title: Style{FG: col(231), Bold: true}, Border: Style{FG: col(243)}, Focus: Style{FG: col(74)},
		Plain: Style{FG: col(252)}, C2S: Style{FG: col(74)}, S2C: Style{FG: col(214)}, Lost: Style{FG: col(208), Bold: true, Underline: true}, Retrans: Style{FG: col(175), Bold: true},
		Held: Style{FG: col(227)}, Timer: Style{FG: col(175)}, Good: Style{FG: col(36)}, Bad: Style{FG: col(208), Bold: true}, Key: Style{FG: col(231), Bold: true}, Select: chosen(231, 24)},
	{Name: "colour-blind-light", Ground: GroundLight, Dim: Style{FG: col(242)}, Strong: Style{FG: col(16), Bold: true}, Title: Style{FG: col(16), Bold: true}, Border: Style{FG: col(245)}, Focus: Style{FG: col(25)},
		Plain: Style{FG: col(235)}, C2S: Style{FG: col(25)}, S2C: Style{FG: col(130)}, Lost: Style{FG: col(160), Bold: true, Underline: true}, Retrans: Style{FG: col(97), Bold: true},
		Held: Style{FG: col(94)}, Timer: Style{FG: col(97)}, Good: Style{FG: col(23)}, Bad: Style{FG: col(160), Bold: true}, Key: Style{FG: col(16), Bold: true}, Select: chosen(16, 153)},
}

// ThemeByName returns a theme; false if there is none of the name.
func ThemeByName(name string) (*Theme, bool) {
	for i := range Themes {
		if Themes[i].Name == name {
			return &Themes[i], true
		}
	}
	return &Themes[0], false
}
