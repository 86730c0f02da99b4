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
		v := reflect.ValueOf(th)
		for i := range v.NumField() {
			st, ok := v.Field(i).Interface().(Style)
			if !ok {
				continue
			}
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
				ground = rgb(st.BG - 1)
			}
			if got := contrast(rgb(st.FG-1), ground); got < need {
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
		}{{"C2S", th.C2S}, {"S2C", th.S2C}, {"Lost", th.Lost}, {"Retrans", th.Retrans}, {"Held", th.Held}, {"Select", th.Select}, {"Dim", th.Dim}} {
			got := x.st.sixteen()
			if got.FG > col(15) || got.BG > col(15) {
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
