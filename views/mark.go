package views

import (
	"slices"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// Mark is what a note points at: a pane, a field of the connection pane, a timer, or a segment. It
// is marked with ◆ wherever it is shown.
type Mark struct {
	Pane    PaneID // the pane itself, or the pane that has the field or the timer
	Field   string
	Timer   tcp.TimerKind
	Host    int // host of the field or the timer; -1: both
	Segment sim.EventID
	whole   bool // the mark is of the pane itself
	timer   bool
}

// NewMark makes a mark from the names in a scenario; one of pane, field, timer and segment is given.
func NewMark(r *sim.Run, pane, field, timer, host string, segment sim.EventID) (Mark, bool) {
	m := Mark{Host: -1, Segment: segment}
	for h := range r.Config().Hosts {
		if host != "" && r.Config().HostName(h) == host {
			m.Host = h
		}
	}
	switch {
	case pane != "":
		id, ok := PaneByName(pane)
		m.Pane, m.whole = id, true
		return m, ok
	case field != "":
		m.Pane, m.Field = PaneConn, field
		return m, true
	case timer != "":
		for k := tcp.TimerKind(0); k < tcp.NumTimers; k++ {
			if k.String() == timer {
				m.Pane, m.Timer, m.timer = PaneTimers, k, true
				return m, true
			}
		}
		return m, false
	}
	m.Pane = PaneLadder
	return m, segment != 0
}

// Text names what is marked.
func (m *Mark) Text(r *sim.Run, lang string) string {
	of := func(what string) string {
		if m.Host < 0 {
			return what
		}
		return words.MarkFieldOf.With(lang, what, words.Host(r, uint8(m.Host)))
	}
	switch {
	case m.whole:
		return words.MarkPane.With(lang, m.Pane.Title(lang))
	case m.Field != "":
		return of(m.Field)
	case m.timer:
		return of(words.TimerName(m.Timer, lang))
	}
	if e := r.Event(m.Segment); e != nil {
		return words.ShortLabel(&e.Seg)
	}
	return ""
}

// marksPane reports whether a pane itself is marked.
func (s *Scene) marksPane(id PaneID) bool {
	return slices.ContainsFunc(s.Marks, func(m Mark) bool { return m.whole && m.Pane == id })
}

// marksField reports whether a row of the connection pane is marked for a host.
func (s *Scene) marksField(name string, host uint8) bool {
	return slices.ContainsFunc(s.Marks, func(m Mark) bool {
		return m.Field == name &&
			(m.Host < 0 || m.Host == int(host))
	})
}

func (s *Scene) marksTimer(k tcp.TimerKind, host uint8) bool {
	return slices.ContainsFunc(s.Marks, func(m Mark) bool {
		return m.timer && m.Timer == k &&
			(m.Host < 0 || m.Host == int(host))
	})
}

func (s *Scene) marksSegment(id sim.EventID) bool {
	return slices.ContainsFunc(s.Marks, func(m Mark) bool { return m.Segment == id && id != 0 })
}
