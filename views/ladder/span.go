package ladder

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

// What holds an end back lasts; a ladder shows it as a thick piece of the end's lane.
const (
	spanData = 1 << iota // data written and held back
	spanAck              // an ACK owed and held back
)

// spans are the holds that are open while a ladder is laid out.
type spans struct {
	open []spanOf
}

type spanOf struct {
	conn uint32
	side uint8
	lane uint8
	kind uint8
}

// note opens and closes what an event begins and ends.
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

// at is what is open on each lane.
func (s *spans) at() (v [MaxLanes]uint8) {
	for _, o := range s.open {
		v[o.lane] |= o.kind
	}
	return v
}

// spanNote says beside a stretch of idle time what it was spent on.
func spanNote(v uint8, lang string) string {
	switch {
	case v&spanData != 0:
		return words.Say(lang, "data held", "데이터 붙듦")
	case v&spanAck != 0:
		return words.Say(lang, "ACK held", "ACK 미룸")
	}
	return ""
}

// crowdedBy is how many arrows may cross a row before they are drawn at their ends alone.
const crowdedBy = 3

// measure marks the arrows in a crowd: drawn in full, their lines could not be told apart.
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

// until is the row in which an arrow ends, the last one for those that go on behind it.
func (l *Layout) until(a *Arrow) int {
	if a.To < 0 && !a.Lost {
		return len(l.Rows)
	}
	return a.To
}

// fitLabel shortens an arrow's label to w columns: SACK blocks go first, the oldest before
// the newest, then the acknowledgment, then the length; what became of the segment stays.
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
	if what, _, ok := strings.Cut(tail, ": "); ok { // what became of it is said before by which rule
		return fitLabel(label, what, w)
	}
	if i := strings.LastIndexByte(tail, ' '); i > 0 { // and the last thing before the others
		return fitLabel(label, tail[i:], w)
	}
	return paint.Cut(label+tail, w)
}

// fitKey is a note and the room for it.
type fitKey struct {
	note string
	w    int
}

// fitNote shortens a note to w columns, or knows how it did before.
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

// fitNote shortens a note to w columns. What is common goes first: that a timer is one, the
// arguments of a call, the host of a knob. Then the last of several things is only counted.
func fitNote(n string, w int) string {
	if paint.Width(n) <= w {
		return n
	}
	for _, word := range []string{" timer)", " 타이머)"} {
		n = strings.Replace(n, word, ")", 1)
	}
	n = strings.TrimSuffix(strings.TrimSuffix(n, " timer"), " 타이머")
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
	if paint.Width(n) > w { // a count beside half a word says nothing
		n = short[0]
	}
	if paint.Width(n) > w { // nor does half of a rule's name or of a value
		n, _, _ = strings.Cut(strings.Trim(n, "()"), ": ")
		n, _, _ = strings.Cut(n, "=")
	}
	if paint.Width(n) == w+1 {
		n = strings.TrimSuffix(n, "…")
	}
	if paint.Width(n) > w { // half of what it says, but no half words
		if i := strings.LastIndexByte(n[:paint.Prefix(n, w+1)], ' '); i >= 3 {
			n = n[:i]
		}
	}
	if w < 4 && paint.Width(n) > w {
		return "" // the beginning of a word says nothing
	}
	return paint.Cut(n, w)
}

// shortNote says one thing beside a lane in fewer letters.
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

// ShortStates are the names of states as netstat has them, and what the time-out is called for short.
var ShortStates = strings.NewReplacer("ESTABLISHED", "ESTAB", "SYN-RECEIVED", "SYN-RCVD", "retransmission", "RTO", "재전송", "RTO", "data held", "held", "데이터 붙듦", "붙듦")
