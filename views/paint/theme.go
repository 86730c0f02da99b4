package paint

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Ground is the background that a theme is made for.
type Ground uint8

// The grounds. A theme of the terminal's own colours suits both.
const (
	GroundAny Ground = iota
	GroundDark
	GroundLight
)

// byMeaning is one style for each meaning. No meaning is carried by a style alone: words, letters
// and glyphs carry it, too.
type byMeaning[S any] struct {
	Plain, Dim, Strong, Title, Border, Focus             S
	C2S, S2C, Lost, Retrans, Held, Timer, Good, Bad, Key S
	Select                                               S
}

func (m *byMeaning[S]) all() [16]*S {
	return [...]*S{&m.Plain, &m.Dim, &m.Strong, &m.Title, &m.Border, &m.Focus,
		&m.C2S, &m.S2C, &m.Lost, &m.Retrans, &m.Held, &m.Timer, &m.Good, &m.Bad, &m.Key, &m.Select}
}

// Theme names the styles of cells by what they mean.
type Theme struct {
	Name   string
	Ground Ground
	byMeaning[Style]
}

// Themes are the themes, the default first.
var Themes = []Theme{
	newTheme("default", GroundAny, terminalColors),
	newTheme("dark", GroundDark, standardColors),
	newTheme("light", GroundLight, standardColors),
	newTheme("high-contrast", GroundAny, noColors),
	newTheme("colour-blind", GroundDark, colorBlindColors),
	newTheme("colour-blind-light", GroundLight, colorBlindColors),
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

// terminalColors is made of the sixteen colours that each terminal defines for itself.
func terminalColors(palette) byMeaning[lipgloss.Style] {
	st, fg := lipgloss.NewStyle(), func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	return byMeaning[lipgloss.Style]{
		Plain: st, Dim: st.Faint(true), Strong: st.Bold(true), Title: st.Bold(true), Border: st.Faint(true),
		Focus: fg(lipgloss.Cyan), C2S: fg(lipgloss.Cyan), S2C: fg(lipgloss.Green),
		Lost: fg(lipgloss.Red).Bold(true), Retrans: fg(lipgloss.Magenta).Bold(true),
		Held: fg(lipgloss.Yellow), Timer: fg(lipgloss.Magenta), Good: fg(lipgloss.Green), Bad: fg(lipgloss.Red),
		Key: st.Bold(true), Select: st.Reverse(true),
	}
}

// noColors tells meanings apart by bold, underlined and reversed text alone.
func noColors(palette) byMeaning[lipgloss.Style] {
	st := lipgloss.NewStyle()
	return byMeaning[lipgloss.Style]{
		Plain: st, Dim: st, Strong: st.Bold(true), Title: st.Bold(true).Underline(true), Border: st,
		Focus: st.Bold(true), C2S: st.Bold(true), S2C: st, Lost: st.Reverse(true),
		Retrans: st.Underline(true).Bold(true),
		Held:    st.Underline(true), Timer: st.Bold(true), Good: st, Bad: st.Reverse(true),
		Key: st.Bold(true), Select: st.Reverse(true),
	}
}

// standardColors adapts to the background: the first shade is for a dark one, the second for a
// light one.
func standardColors(p palette) byMeaning[lipgloss.Style] {
	toServer := p.text(shade{"117", lipgloss.Cyan}, shade{"25", lipgloss.Blue})
	toClient := p.text(shade{"150", lipgloss.Green}, shade{"28", lipgloss.Green})
	bad := p.text(shade{"203", lipgloss.Red}, shade{"160", lipgloss.Red})
	again := p.text(shade{"213", lipgloss.Magenta}, shade{"127", lipgloss.Magenta})
	return byMeaning[lipgloss.Style]{
		Plain: p.plain("252", "235"), Dim: p.gray("245", "242"), Border: p.gray("243", "245"),
		Strong: p.plain("231", "16").Bold(true), Title: p.plain("231", "16").Bold(true),
		Key:   p.plain("231", "16").Bold(true),
		Focus: toServer, C2S: toServer, S2C: toClient, Lost: bad.Bold(true), Retrans: again.Bold(true),
		Held:  p.text(shade{"221", lipgloss.Yellow}, shade{"94", lipgloss.Yellow}),
		Timer: p.text(shade{"183", lipgloss.Magenta}, shade{"91", lipgloss.Magenta}),
		Good:  toClient, Bad: bad, Select: p.selection(),
	}
}

// colorBlindColors are of the palette of Okabe and Ito, whose colours also differ for eyes that
// lack one kind of cone.
func colorBlindColors(p palette) byMeaning[lipgloss.Style] {
	toServer := p.text(shade{"74", lipgloss.BrightBlue}, shade{"25", lipgloss.Blue})
	bad := p.text(shade{"208", lipgloss.Red}, shade{"160", lipgloss.Red}).Bold(true)
	again := p.text(shade{"175", lipgloss.Magenta}, shade{"97", lipgloss.Magenta})
	return byMeaning[lipgloss.Style]{
		Plain: p.plain("252", "235"), Dim: p.gray("246", "242"), Border: p.gray("243", "245"),
		Strong: p.plain("231", "16").Bold(true), Title: p.plain("231", "16").Bold(true),
		Key:   p.plain("231", "16").Bold(true),
		Focus: toServer, C2S: toServer, S2C: p.text(shade{"214", lipgloss.Yellow}, shade{"130", lipgloss.Green}),
		Lost: bad.Underline(true), Retrans: again.Bold(true),
		Held:  p.text(shade{"227", lipgloss.BrightYellow}, shade{"94", lipgloss.Yellow}),
		Timer: again, Good: p.text(shade{"36", lipgloss.Cyan}, shade{"23", lipgloss.Cyan}), Bad: bad,
		Select: p.selection(),
	}
}

// shade is a colour among 256, and the one of the same meaning among sixteen.
type shade struct {
	of256     string
	ofSixteen color.Color
}

// palette makes styles for one background and one number of colours.
type palette struct {
	profile colorprofile.Profile
	dark    bool
}

// text is a style of letters in a colour.
func (p palette) text(dark, light shade) lipgloss.Style {
	complete := lipgloss.Complete(p.profile)
	of := func(s shade) color.Color {
		return complete(s.ofSixteen, lipgloss.Color(s.of256), lipgloss.Color(s.of256))
	}
	return lipgloss.NewStyle().Foreground(lipgloss.LightDark(p.dark)(of(light), of(dark)))
}

// plain is black or white: the terminal's own colour where there are sixteen.
func (p palette) plain(dark, light string) lipgloss.Style {
	return p.text(shade{dark, lipgloss.NoColor{}}, shade{light, lipgloss.NoColor{}})
}

// gray is faint where there are sixteen colours.
func (p palette) gray(dark, light string) lipgloss.Style {
	return p.plain(dark, light).Faint(p.profile == colorprofile.ANSI)
}

// selection is reversed, so that it stands out where a terminal shows no colours.
func (p palette) selection() lipgloss.Style {
	back, letters := p.plain("231", "16"), p.plain("24", "153")
	return letters.Background(back.GetForeground()).Reverse(true)
}

// newTheme converts the Lip Gloss styles of a theme to styles of cells, once: rendering a whole
// screen by Lip Gloss would cost a hundred times as much as painting it.
func newTheme(name string, ground Ground, declare func(palette) byMeaning[lipgloss.Style]) Theme {
	t := Theme{Name: name, Ground: ground}
	full := declare(palette{colorprofile.ANSI256, ground != GroundLight})
	few := declare(palette{colorprofile.ANSI, ground != GroundLight})
	to, a, b := t.all(), full.all(), few.all()
	for i := range to {
		*to[i] = cellStyle(*a[i], *b[i])
	}
	return t
}

// counterparts are the colours of the themes by their number among 256.
var counterparts [256]Color

// col is a colour of the palette with its counterpart among sixteen, as the themes have it.
func col(n uint16) Color {
	switch {
	case n < 16:
		return Color(n+1) | Color(n+1)<<sixteenShift
	case n < 256 && counterparts[n] != 0:
		return counterparts[n]
	}
	return Color(n&255) + 1
}

// cellStyle is a Lip Gloss style as a style of cells, with its form in sixteen colours.
func cellStyle(full, few lipgloss.Style) Style {
	s := Style{FG: paletteColor(full.GetForeground()), BG: paletteColor(full.GetBackground()),
		Bold: full.GetBold(), Faint: full.GetFaint(), Reverse: full.GetReverse(), Underline: full.GetUnderline()}
	s.FG |= paletteColor(few.GetForeground()) << sixteenShift
	s.BG |= paletteColor(few.GetBackground()) << sixteenShift
	if few.GetFaint() && !full.GetFaint() {
		s.FG |= sixteenFaint
	}
	for _, c := range []Color{s.FG, s.BG} {
		if n := c & fullMask; n > 0 {
			counterparts[n-1] = c
		}
	}
	return s
}

// paletteColor is the number of a colour in the terminal's palette plus one, 0 for none.
func paletteColor(c color.Color) Color {
	switch c := c.(type) {
	case ansi.BasicColor:
		return Color(c) + 1
	case ansi.IndexedColor:
		return Color(c) + 1
	}
	return 0
}
