package paint

import (
	"math"
	"reflect"
	"testing"
)

// rgb is a colour of the 256 that terminals share; the first 16 are each terminal's own.
func rgb(n uint16) [3]float64 {
	if n >= 232 {
		v := float64(8 + 10*(n-232))
		return [3]float64{v, v, v}
	}
	n -= 16
	level := func(v uint16) float64 {
		if v == 0 {
			return 0
		}
		return float64(55 + 40*v)
	}
	return [3]float64{level(n / 36), level(n / 6 % 6), level(n % 6)}
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(c [3]float64) float64 {
	l := 0.0
	for i, k := range []float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		l += k * v
	}
	return l
}

func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast: what is to be read stands out from its ground by 4.5 to 1, lines by 3 to 1,
// also on grounds that are not quite black or white.
func TestContrast(t *testing.T) {
	grounds := map[Ground][3]float64{GroundDark: {30, 30, 30}, GroundLight: {250, 250, 250}}
	for _, th := range Themes {
		if th.Ground == GroundAny {
			continue
		}
		v := reflect.ValueOf(th.byMeaning)
		for i := range v.NumField() {
			st := v.Field(i).Interface().(Style)
			st.FG, st.BG = st.FG&fullMask, st.BG&fullMask
			name, need := v.Type().Field(i).Name, 4.5
			if name == "Border" {
				need = 3
			}
			if st.FG < 17 {
				t.Errorf("%s: %s has a colour that each terminal chooses for itself", th.Name, name)
				continue
			}
			ground := grounds[th.Ground]
			if st.Reverse {
				st.FG, st.BG = st.BG, st.FG
			}
			if st.BG > 0 {
				ground = rgb(uint16(st.BG - 1))
			}
			if got := contrast(rgb(uint16(st.FG-1)), ground); got < need {
				t.Errorf("%s: %s stands out by %.1f to 1, expected %.1f", th.Name, name, got, need)
			}
		}
	}
}

// TestThemesWithoutColour: what a theme means by style alone is still told apart where a
// terminal shows no colour; glyphs and words say the rest.
func TestThemesWithoutColour(t *testing.T) {
	for _, th := range Themes {
		if !th.Select.Reverse { // colours alone are not there
			t.Errorf("%s: what is selected does not look so", th.Name)
		}
	}
}

// TestSixteenColours: in sixteen colours what differs in meaning still differs in looks, and what
// is selected stands out.
func TestSixteenColours(t *testing.T) {
	for _, th := range Themes {
		if th.Ground == GroundAny {
			continue
		}
		seen := map[Style]string{}
		for _, x := range []struct {
			name string
			st   Style
		}{{"C2S", th.C2S}, {"S2C", th.S2C}, {"Lost", th.Lost}, {"Retrans", th.Retrans}, {"Held", th.Held},
			{"Select", th.Select}, {"Dim", th.Dim}} {
			got := x.st.sixteen()
			if got.FG > 16 || got.BG > 16 {
				t.Errorf("%s: %s has a colour beyond the sixteen: %+v", th.Name, x.name, got)
			}
			if other, ok := seen[got]; ok {
				t.Errorf("%s: %s looks like %s", th.Name, x.name, other)
			}
			seen[got] = x.name
		}
		if !th.Select.sixteen().Reverse {
			t.Errorf("%s: what is selected does not stand out", th.Name)
		}
	}
}

// TestThemeKeepsItsColours: what a theme declares with Lip Gloss has the same codes in the cells, in
// 256 and in sixteen colours.
func TestThemeKeepsItsColours(t *testing.T) {
	for _, c := range []struct {
		theme, full, sixteen string
		style                func(*Theme) Style
	}{
		{"default", "\x1b[0;1;31m", "\x1b[0;1;31m", func(th *Theme) Style { return th.Lost }},
		{"dark", "\x1b[0;38;5;117m", "\x1b[0;36m", func(th *Theme) Style { return th.C2S }},
		{"light", "\x1b[0;38;5;25m", "\x1b[0;34m", func(th *Theme) Style { return th.C2S }},
		{"dark", "\x1b[0;38;5;245m", "\x1b[0;2m", func(th *Theme) Style { return th.Dim }},
		{"light", "\x1b[0;7;38;5;153;48;5;16m", "\x1b[0;7m", func(th *Theme) Style { return th.Select }},
		{"colour-blind", "\x1b[0;38;5;227m", "\x1b[0;93m", func(th *Theme) Style { return th.Held }},
		{"high-contrast", "\x1b[0;1;4m", "\x1b[0;1;4m", func(th *Theme) Style { return th.Title }},
	} {
		th, _ := ThemeByName(c.theme)
		st := c.style(th)
		if got := st.sgr(); got != c.full {
			t.Errorf("%s: %q in 256 colours, expected %q", c.theme, got, c.full)
		}
		if got := st.sixteen().sgr(); got != c.sixteen {
			t.Errorf("%s: %q in sixteen colours, expected %q", c.theme, got, c.sixteen)
		}
	}
}

// TestStyledKeepsStyles: a style that a component has rendered with Lip Gloss comes back as the
// theme's style of cells, with its form in sixteen colours.
func TestStyledKeepsStyles(t *testing.T) {
	for i := range Themes {
		for _, st := range Themes[i].all() {
			c := NewCanvas(1, 1)
			c.Styled(0, 0, st.Lip().Render("x"))
			if got := c.cells[0].s; got != *st {
				t.Errorf("%s: %+v comes back as %+v", Themes[i].Name, *st, got)
			}
		}
	}
}
