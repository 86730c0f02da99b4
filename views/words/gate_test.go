package words

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// hostileParts are what a text may hold that a terminal would interpret, and what it would not.
var hostileParts = []string{"\x1b[2J", "\x1b]0;title\a", "\x1b]52;c;cHduZWQ=\x1b\\", "\x9b31m", "\u009b31m", "\u202e", "\u2066", "\u200b",
	"\r", "\t", "\b", "\x7f", "\x1bP", "\x1b[31m", "\x1b[?1049h", "\x1b[10;20H", "\xff", "\xe2\x80", "\ufeff", "\U000e0041",
	"text", "확인 응답", "→", "\n", "é", "\x1b[" + strings.Repeat("1;", 60) + "m"}

func hostileText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(hostileParts[r.IntN(len(hostileParts))])
	}
	return b.String()
}

// passed is what a gate lets through of a text that is written in pieces of random lengths.
func passed(t *testing.T, r *rand.Rand, s string, gate func(*bytes.Buffer) *Gate) string {
	t.Helper()
	var out bytes.Buffer
	g := gate(&out)
	for rest := []byte(s); len(rest) > 0; {
		n := 1 + r.IntN(len(rest))
		if got, err := g.Write(rest[:n]); got != n || err != nil {
			t.Fatalf("%q: expected %d, found %d, %v", s, n, got, err)
		}
		rest = rest[n:]
	}
	return out.String()
}

// TestGateEscapesInAnyPieces: what passes a gate is the text of Escape with its line feeds, wherever the
// writes part it, and holds nothing that a terminal would interpret.
func TestGateEscapesInAnyPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := hostileText(r) + "."
		var want []string
		for _, l := range strings.Split(s, "\n") {
			want = append(want, string(appendEscaped(nil, l, false)))
		}
		got := passed(t, r, s, func(b *bytes.Buffer) *Gate { return NewGate(b) })
		if got != strings.Join(want, "\n") {
			t.Fatalf("%q: expected %q, found %q", s, strings.Join(want, "\n"), got)
		}
		if i := strings.IndexFunc(got, func(c rune) bool { return Interpreted(c) && c != '\n' }); i >= 0 {
			t.Fatalf("%q: %q passed", s, got[i:])
		}
	}
}

// TestStyledGate: colours, weights, erasing to the end of the line and carriage returns pass, and no
// other sequence.
func TestStyledGate(t *testing.T) {
	own := regexp.MustCompile("\x1b\\[[0-9;:]*[mK]|\r")
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		s := hostileText(r) + "\x1b[1;38:5:2m\x1b[K\r."
		got := passed(t, r, s, func(b *bytes.Buffer) *Gate { return NewStyledGate(b) })
		if !strings.HasSuffix(got, "\x1b[1;38:5:2m\x1b[K\r.") {
			t.Fatalf("%q: the styling did not pass: %q", s, got)
		}
		left := own.ReplaceAllString(got, "")
		if i := strings.IndexFunc(left, func(c rune) bool { return Interpreted(c) && c != '\n' }); i >= 0 {
			t.Fatalf("%q: %q passed", s, left[i:])
		}
		if strings.Contains(got, "\x1b["+strings.Repeat("1;", 40)) {
			t.Fatalf("a sequence longer than %d bytes passed", longestStyling)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestGatePassesErrors(t *testing.T) {
	for _, s := range []string{"plain", "\x1b", "é"} {
		if _, err := NewGate(failing{}).Write([]byte(s)); err == nil {
			t.Errorf("%q: expected the writer's error", s)
		}
	}
}
