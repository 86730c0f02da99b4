package words

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Safe maps a character to one that is harmless in a terminal: controls to '·', marks and
// format characters without width to nothing (0).
func Safe(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return ' '
	case r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError:
		return '·'
	case r < 0x300:
		return r
	case r <= 0x36f, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff, r >= 0xd7b0 && r <= 0xd7ff, r >= 0x1160 && r <= 0x11ff,
		r >= 0xe0000 && r <= 0xe0fff, r >= 0x483 && r <= 0x489, r >= 0x591 && r <= 0x5bd, r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f,
		r == 0x61c, r >= 0x20d0 && r <= 0x20ff, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0xfe20 && r <= 0xfe2f:
		return 0
	case r >= 0x1f000: // emoji have no width that terminals agree on
		return '·'
	}
	return r
}

// Clean returns a text in normal form C, each character as Safe maps it.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r = Safe(r); r == 0 {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

// Quote makes an argument safe to paste into a shell.
func Quote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,+%@", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Printable returns bytes as text, with a point for each byte that cannot be printed.
func Printable(b []byte) string {
	out := make([]rune, 0, len(b))
	for i, x := range b {
		switch {
		case x == '\n' && i == len(b)-1, x == '\r' && i == len(b)-2 && b[i+1] == '\n':
		case x < 0x20 || x >= 0x7f:
			out = append(out, '·')
		default:
			out = append(out, rune(x))
		}
	}
	return string(out)
}
