package words

import (
	"net/netip"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// word is what stands for a verb of a form of words. Sentences are made of them without
// garbage: what is said has to be a byte slice only when it is whole.
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
	wordText argKind = iota
	wordNumber
	wordGrouped
	wordTime
	wordSegment
	wordCall
	wordAddr
)

func Str(s string) Arg { return Arg{text: s} }

func Number(n int64) Arg { return Arg{kind: wordNumber, n: n} }

func Grouped(n int64) Arg { return Arg{kind: wordGrouped, n: n} } // 1,460

func Timed(t sim.Time) Arg { return Arg{kind: wordTime, n: int64(t)} }

func labelled(s *tcp.Segment) Arg { return Arg{kind: wordSegment, seg: s} }

func Addressed(a netip.Addr) Arg { return Arg{kind: wordAddr, addr: a} }

func called(e *sim.Event) Arg { return Arg{kind: wordCall, call: e} }

func (w *Arg) appendTo(b []byte) []byte {
	switch w.kind {
	case wordNumber:
		return strconv.AppendInt(b, w.n, 10)
	case wordGrouped:
		return AppendGrouped(b, w.n)
	case wordTime:
		return AppendTime(b, sim.Time(w.n))
	case wordSegment:
		return AppendLabel(b, w.seg)
	case wordCall:
		return AppendCall(b, w.call)
	case wordAddr:
		return w.addr.AppendTo(b)
	}
	return append(b, w.text...)
}

// Builder is a text that grows, in one of the two languages.
type Builder struct {
	B     []byte
	Lang  string
	Tight bool // for a screen: blanks are single ones
}

// say adds one of two forms of words. A verb, %s or %d, stands for the next word, %[2]s for
// the second, whatever its kind.
func (s *Builder) Say(en, ko string, words ...Arg) *Builder {
	s.B = fill(s.B, Say(s.Lang, en, ko), words...)
	return s
}

// add adds a text as it is.
func (s *Builder) Add(t string) *Builder {
	s.B = append(s.B, t...)
	return s
}

// rule adds the sentence of a rule.
func (s *Builder) rule(id rule.ID) *Builder { return s.Add(" ").Add(RuleSentence(id, s.Lang)) }

// lines are the lines that a text has; all share its one piece of memory.
func (s *Builder) lines() []string {
	all := string(s.B)
	out := make([]string, 0, strings.Count(all, "\n")+8)
	for l := range strings.SplitSeq(all, "\n") {
		out = append(out, l)
	}
	return out
}

// fill writes a form of words with its words in their places.
func fill(b []byte, form string, words ...Arg) []byte {
	next := 0
	for i := 0; i < len(form); i++ {
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
		if next < len(words) {
			w := &words[next]
			b = w.appendTo(b)
			if w.n == 1 && (w.kind == wordNumber || w.kind == wordGrouped) {
				var skip int
				b, skip = appendSingular(b, form[i+1:])
				i += skip
			}
		}
		next++
	}
	return b
}

// plurals are what is counted in sentences, with the form for one of it.
var plurals = [...][2]string{{" bytes are", " byte is"}, {" bytes", " byte"}, {" segments are", " segment is"}, {" segments", " segment"}, {" packets", " packet"}, {" objects", " object"},
	{" requests", " request"}, {" connections", " connection"}}

// appendSingular writes what follows a number that is one, as far as it stands in the plural; it
// returns how much of the form that was.
func appendSingular(b []byte, rest string) ([]byte, int) {
	for i := range plurals {
		if p := &plurals[i]; strings.HasPrefix(rest, p[0]) {
			return append(b, p[1]...), len(p[0])
		}
	}
	return b, 0
}
