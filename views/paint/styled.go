package paint

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Lip is the style as a style of Lip Gloss, for components that render text themselves.
func (s Style) Lip() lipgloss.Style {
	l := lipgloss.NewStyle().Bold(s.Bold).Faint(s.Faint).Reverse(s.Reverse).Underline(s.Underline)
	if n := s.FG & fullMask; n > 0 {
		l = l.Foreground(lipgloss.ANSIColor(n - 1))
	}
	if n := s.BG & fullMask; n > 0 {
		l = l.Background(lipgloss.ANSIColor(n - 1))
	}
	return l
}

// Styled paints a line that a component has rendered: its SGR sequences become styles of cells,
// other sequences are left out. It returns the column behind the text.
func (c *Canvas) Styled(x, y int, line string) int {
	var st Style
	for line != "" {
		text, rest, found := strings.Cut(line, "\x1b[")
		x = c.Text(x, y, text, st)
		if !found {
			break
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return r >= 0x40 && r <= 0x7e })
		if end < 0 {
			break
		}
		if rest[end] == 'm' {
			st = st.with(rest[:end])
		}
		line = rest[end+1:]
	}
	return x
}

// with is the style after the parameters of an SGR sequence.
func (s Style) with(params string) Style {
	var n, color int // color: how many parameters of a colour of the palette have come
	to := &s.FG
	for i := 0; i <= len(params); i++ {
		if i < len(params) && params[i] >= '0' && params[i] <= '9' {
			n = min(n*10+int(params[i]-'0'), 999)
			continue
		}
		switch {
		case color == 1 && n == 5: // 38;5;N
			color = 2
		case color == 2:
			*to, color = col(uint16(n)), 0
		case n == 38 || n == 48:
			if color, to = 1, &s.FG; n == 48 {
				to = &s.BG
			}
		default:
			s = s.plus(n)
		}
		n = 0
	}
	return s
}

// plus is the style after one parameter.
func (s Style) plus(n int) Style {
	switch {
	case n == 0:
		return Style{}
	case n == 1:
		s.Bold = true
	case n == 2:
		s.Faint = true
	case n == 4:
		s.Underline = true
	case n == 7:
		s.Reverse = true
	case n >= 30 && n <= 37:
		s.FG = col(uint16(n - 30))
	case n >= 90 && n <= 97:
		s.FG = col(uint16(n - 90 + 8))
	case n >= 40 && n <= 47:
		s.BG = col(uint16(n - 40))
	case n >= 100 && n <= 107:
		s.BG = col(uint16(n - 100 + 8))
	}
	return s
}
