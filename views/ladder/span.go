package ladder

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

// A hold lasts; a ladder shows it as a thick part of the host's lane.
const (
	spanData = 1 << iota // data written and held back
	spanAck              // a delayed ACK
)

// spans are the holds that have begun and not ended.
type spans struct {
	open []spanOf
}

type spanOf struct {
	conn uint32
	side uint8
	lane uint8
	kind uint8
}

// note begins or ends the holds that an event is about.
func (s *spans) note(e *sim.Event, lane uint8) {
	switch {
	case e.Kind == sim.EvHold:
		s.set(e, lane, spanData)
	case e.Kind == sim.EvAckHeld:
		s.set(e, lane, spanAck)
	case e.Kind == sim.EvRelease:
		s.clear(e, lane, spanData)
	case e.Kind == sim.EvSend && e.Seg.Flags&tcp.ACK != 0, e.Kind == sim.EvCancel && e.Timer == tcp.TimerDelAck:
		s.clear(e, lane, spanAck)
	case e.Kind == sim.EvState && tcp.State(e.B) == tcp.Closed:
		s.clear(e, lane, spanData)
		s.clear(e, lane, spanAck)
	}
}

func (s *spans) set(e *sim.Event, lane, kind uint8) {
	s.clear(e, lane, kind)
	s.open = append(s.open, spanOf{e.Conn, e.Side, lane, kind})
}

func (s *spans) clear(e *sim.Event, lane, kind uint8) {
	for i, o := range s.open {
		if o == (spanOf{e.Conn, e.Side, lane, kind}) {
			s.open = append(s.open[:i], s.open[i+1:]...)
			return
		}
	}
}

// at returns the holds of each lane.
func (s *spans) at() (v [MaxLanes]uint8) {
	for _, o := range s.open {
		v[o.lane] |= o.kind
	}
	return v
}

// spanNote names a hold, for a row of idle time.
func spanNote(v uint8, lang string) string {
	switch {
	case v&spanData != 0:
		return words.SpanDataHeld.In(lang)
	case v&spanAck != 0:
		return words.SpanAckHeld.In(lang)
	}
	return ""
}

// crowdedBy is how many arrows may cross a row; if more do, their ends alone are drawn.
const crowdedBy = 3

// measure marks the crowded arrows, whose lines could not be told apart.
func (l *Layout) measure() {
	over := make([]int, len(l.Rows)+1)
	for i := range l.Arrows {
		if a := &l.Arrows[i]; a.From >= 0 && l.until(a) > a.From {
			over[a.From]++
			over[l.until(a)]--
		}
	}
	for i := 1; i < len(over); i++ {
		over[i] += over[i-1]
	}
	for i := range l.Arrows {
		a := &l.Arrows[i]
		for k, to := max(a.From, 0), l.until(a); k < to && !a.Crowded; k++ {
			a.Crowded = over[k] > crowdedBy
		}
	}
}

// until is the row in which an arrow ends; an arrow that has not arrived ends after the last row.
func (l *Layout) until(a *Arrow) int {
	if a.To < 0 && !a.Lost {
		return len(l.Rows)
	}
	return a.To
}

// fitLabel shortens an arrow's label to w columns. It leaves out SACK blocks first, beginning with
// the last, then the acknowledgment, then the length. The tail stays.
func fitLabel(label, tail string, w int) string {
	if paint.Width(label)+paint.Width(tail) <= w {
		return label + tail
	}
	for _, mark := range []string{", ", ", ", ", ", " SACK ", " ACK ", " ("} {
		if i := strings.LastIndex(label, mark); i > 0 {
			label = label[:i]
			if paint.Width(label)+paint.Width(tail) <= w {
				return label + tail
			}
		}
	}
	if what, _, ok := strings.Cut(tail, ": "); ok { // leave out the rule of the loss
		return fitLabel(label, what, w)
	}
	if i := strings.LastIndexByte(tail, ' '); i > 0 { // keep the last word of the tail
		return fitLabel(label, tail[i:], w)
	}
	return paint.Cut(label+tail, w)
}

// fitKey is a note and the room for it.
type fitKey struct {
	note string
	w    int
}

// fitNote shortens a note to w columns and caches the result.
func (l *Layout) fitNote(n string, w int) string {
	if paint.Width(n) <= w {
		return n
	}
	k := fitKey{n, w}
	s, ok := l.fits[k]
	if !ok {
		if l.fits == nil {
			l.fits = map[fitKey]string{}
		}
		s = fitNote(n, w)
		l.fits[k] = s
	}
	return s
}

// fitNote shortens a note to w columns. It leaves out common parts first: the word timer, the
// arguments of a call, the host of a knob. Then it replaces the last of several parts by their number.
func fitNote(n string, w int) string {
	if paint.Width(n) <= w {
		return n
	}
	for _, lang := range []string{"en", "ko"} {
		timer := words.LadderTimer.In(lang)
		n = strings.TrimSuffix(strings.Replace(n, timer+")", ")", 1), timer)
	}
	parts := strings.Split(n, ", ")
	short := make([]string, len(parts))
	for i := range parts {
		short[i] = shortNote(parts[i])
	}
	for i := len(parts) - 1; i >= 0 && paint.Width(n) > w; i-- {
		n = strings.Join(append(parts[:i:i], short[i:]...), ", ")
	}
	for k := len(parts) - 1; k > 0 && paint.Width(n) > w; k-- {
		more := fmt.Sprintf(" +%d", len(parts)-k)
		if n = strings.Join(parts[:k], ", ") + more; paint.Width(n) > w {
			n = strings.Join(short[:k], ", ") + more
		}
	}
	if paint.Width(n) > w { // a number beside a cut word would be useless
		n = short[0]
	}
	if paint.Width(n) > w { // so would a cut rule or value be
		n, _, _ = strings.Cut(strings.Trim(n, "()"), ": ")
		n, _, _ = strings.Cut(n, "=")
	}
	if paint.Width(n) == w+1 {
		n = strings.TrimSuffix(n, "…")
	}
	if paint.Width(n) > w { // cut between words
		if i := strings.LastIndexByte(n[:paint.Prefix(n, w+1)], ' '); i >= 3 {
			n = n[:i]
		}
	}
	if w < 4 && paint.Width(n) > w {
		return "" // too narrow for a useful part
	}
	return paint.Cut(n, w)
}

// shortNote shortens one part of a note.
func shortNote(n string) string {
	if name, rest, ok := strings.Cut(n, "("); ok && name != "" && name[0] >= 'a' && name[0] <= 'z' { // a call
		return name + rest[strings.LastIndexByte(rest, ')')+1:]
	}
	if what, _, ok := strings.Cut(n, "? "); ok { // inferred
		return what + "?"
	}
	if knob, _, ok := strings.Cut(n, "="); ok && strings.Contains(knob, ".") {
		return n[strings.LastIndexByte(knob, '.')+1:]
	}
	if before, rule, ok := strings.Cut(n, ": "); ok && strings.HasPrefix(before, "ACK ") {
		return before
	} else if ok && strings.HasSuffix(rule, " B") {
		rule, _, _ = strings.Cut(rule, " ")
		return before + ": " + rule
	}
	return ShortStates.Replace(n)
}

// ShortStates shortens the names of states as netstat does, and the notes of spans in both languages.
var ShortStates = strings.NewReplacer("ESTABLISHED", "ESTAB", "SYN-RECEIVED", "SYN-RCVD",
	words.SpanRetransmission.In("en"), "RTO", words.SpanRetransmission.In("ko"), "RTO",
	words.SpanDataHeld.In("en"), words.SpanHeld.In("en"), words.SpanDataHeld.In("ko"), words.SpanHeld.In("ko"))
