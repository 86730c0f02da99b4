package words

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Arg fills a placeholder of a text. A text is filled without allocating anything but its bytes.
type Arg struct {
	kind argKind
	text string
	n    int64
	seg  *tcp.Segment
	call *sim.Event
	addr netip.Addr
}

type argKind uint8

const (
	argText argKind = iota
	argNumber
	argPlain
	argGrouped
	argTime
	argSegment
	argCall
	argAddr
)

// Str is a text, as it is.
func Str(s string) Arg { return Arg{text: s} }

// Number is a number in digits alone: 1460. The word behind it is singular for 1.
func Number(n int64) Arg { return Arg{kind: argNumber, n: n} }

// Grouped is a number with groups of three digits: 1,460. The word behind it is singular for 1.
func Grouped(n int64) Arg { return Arg{kind: argGrouped, n: n} }

// Timed is an instant or a span, as Time writes it.
func Timed(t sim.Time) Arg { return Arg{kind: argTime, n: int64(t)} }

// Addressed is an IP address.
func Addressed(a netip.Addr) Arg { return Arg{kind: argAddr, addr: a} }

// plain is a number that leaves the word behind it as it is.
func plain(n int64) Arg { return Arg{kind: argPlain, n: n} }

// labelled is a segment, as ShortLabel writes it.
func labelled(s *tcp.Segment) Arg { return Arg{kind: argSegment, seg: s} }

// called is a call of an event, as CallName writes it.
func called(e *sim.Event) Arg { return Arg{kind: argCall, call: e} }

func (w *Arg) appendTo(b []byte) []byte {
	switch w.kind {
	case argNumber, argPlain:
		return strconv.AppendInt(b, w.n, 10)
	case argGrouped:
		return AppendGrouped(b, w.n)
	case argTime:
		return AppendTime(b, sim.Time(w.n))
	case argSegment:
		return AppendLabel(b, w.seg)
	case argCall:
		return AppendCall(b, w.call)
	case argAddr:
		return w.addr.AppendTo(b)
	}
	return append(b, w.text...)
}

// Builder is a text that grows, in one language.
type Builder struct {
	B     []byte
	Lang  string
	Tight bool // for a screen: blanks are single ones
}

// Say adds a text of the catalogue, with args in the places of its placeholders.
func (s *Builder) Say(k Key, args ...Arg) *Builder { return s.Fill(k.In(s.Lang), args...) }

// Fill adds a form that is the same in all languages.
func (s *Builder) Fill(form string, args ...Arg) *Builder {
	s.B = fill(s.B, form, args...)
	return s
}

// Add adds a text as it is.
func (s *Builder) Add(t string) *Builder {
	s.B = append(s.B, t...)
	return s
}

// rule adds the sentence of a rule.
func (s *Builder) rule(id rule.ID) *Builder { return s.Add(" ").Add(RuleSentence(id, s.Lang)) }

// lines splits the text into lines, which share its memory.
func (s *Builder) lines() []string {
	all := string(s.B)
	out := make([]string, 0, strings.Count(all, "\n")+8)
	for l := range strings.SplitSeq(all, "\n") {
		out = append(out, l)
	}
	return out
}

// fill writes a form with args in the places of its placeholders. %s and %d stand for the next
// one, %[2]s for the second; of which kind an argument is decides how it is written. %c is a
// letter, %q a text in quotation marks, %% a percent sign. In Korean forms {을} is the particle that
// fits the word before it.
func fill(b []byte, form string, args ...Arg) []byte {
	next := 0
	for i := 0; i < len(form); i++ {
		if form[i] == '{' {
			var used int
			if b, used = appendParticle(b, form[i:]); used > 0 {
				i += used - 1
				continue
			}
		}
		if form[i] != '%' || i+1 == len(form) {
			b = append(b, form[i])
			continue
		}
		i++
		switch {
		case form[i] == '%':
			b = append(b, '%')
			continue
		case form[i] == '[' && i+3 < len(form):
			next = int(form[i+1] - '1')
			i += 3
		}
		if next < len(args) {
			a := &args[next]
			switch form[i] {
			case 'c':
				b = utf8.AppendRune(b, rune(a.n))
			case 'q':
				b = strconv.AppendQuote(b, a.text)
			default:
				b = a.appendTo(b)
			}
			if a.n == 1 && (a.kind == argNumber || a.kind == argGrouped) {
				var used int
				b, used = appendSingular(b, form[i+1:])
				i += used
			}
		}
		next++
	}
	return b
}

// plurals are the English words behind a number, each with its form behind 1.
var plurals = [...]struct{ many, one string }{
	{" bytes are", " byte is"}, {" bytes", " byte"}, {" segments are", " segment is"}, {" segments", " segment"},
	{" packets", " packet"}, {" objects", " object"}, {" requests", " request"}, {" connections", " connection"},
}

// appendSingular writes the word that rest begins with as it stands behind 1. It returns how many
// bytes of rest that was; 0 if rest begins with none of the plurals.
func appendSingular(b []byte, rest string) ([]byte, int) {
	for i := range plurals {
		if p := &plurals[i]; strings.HasPrefix(rest, p.many) {
			return append(b, p.one...), len(p.many)
		}
	}
	return b, 0
}
