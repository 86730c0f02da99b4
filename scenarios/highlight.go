package scenarios

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
)

// Highlight is what a cue points at: one of a pane, a field of the connection pane, a timer
// and a segment.
type Highlight struct {
	Pane    string
	Field   string
	Timer   string
	Host    string // of a field or a timer; "": of both
	Segment *When
}

// HighlightPanes and HighlightFields are the names that a highlight may use: those of the
// explorer's panes, and of the rows of its connection pane.
var (
	HighlightPanes = []string{
		"ladder",
		"segments",
		"timers",
		"connection",
		"why",
		"page",
		"window",
		"pipe",
		"sequence",
		"cwnd",
		"rtt",
		"states",
		"packet",
		"sockets",
		"calls",
		"messages",
		"ledger",
		"changes",
	}
	HighlightFields = []string{
		"state",
		"SND.UNA",
		"SND.NXT",
		"SND.WND",
		"RCV.NXT",
		"RCV.WND",
		"cwnd",
		"ssthresh",
		"flight",
		"held",
		"held by",
		"unread",
		"SRTT",
		"RTTVAR",
		"RTO",
		"recovery",
		"ACK",
		"app",
	}
)

// MaxHighlights limits how many things a cue points at: more is no help to the eye.
const MaxHighlights = 4

// minPause and maxPause limit how long a cue holds autoplay.
const (
	minPause = 250_000_000
	maxPause = 10 * 60 * 1_000_000_000
)

// PauseKey in place of a time waits for a key.
const PauseKey = "key"

// pause reads how long autoplay stays at a cue: a time, or until a key.
func (p *parsing) pause(note *Note, v ast.Node) {
	const want = "a time from 250ms to 10m, or key"
	s, ok := p.scalar(v, "pause", want)
	if !ok {
		return
	}
	if s == PauseKey {
		note.Waits = true
		return
	}
	note.Pause = sim.Time(p.unit(v, "pause", want, sim.ParseDuration, 0, maxTime))
	if note.Pause != 0 && (note.Pause < minPause || note.Pause > maxPause) {
		p.add(v, Problem{Message: "the pause is out of bounds", Expected: want, Found: clean(s)})
	}
}

// highlights reads one thing or a list of things.
func (p *parsing) highlights(note *Note, v ast.Node) {
	if _, ok := v.(*ast.SequenceNode); ok {
		p.items(v, "highlight", MaxHighlights, func(_ int, n ast.Node) { p.highlight(note, n) })
		return
	}
	p.highlight(note, v)
}

func (p *parsing) highlight(note *Note, n ast.Node) {
	var h Highlight
	things, before := 0, len(p.problems)
	var host ast.Node
	p.fields(n, "highlight", []string{"pane", "field", "timer", "segment", "host"}, func(key string, v ast.Node) {
		if key == "host" {
			h.Host, host = p.host(v), v
			return
		}
		things++
		switch key {
		case "pane":
			h.Pane = p.oneOf(v, key, HighlightPanes)
		case "field":
			h.Field = p.oneOf(v, key, HighlightFields)
		case "timer":
			h.Timer = p.oneOf(v, key, timerList)
		case "segment":
			w := p.when(v, key)
			h.Segment = &w
		}
	})
	switch {
	case len(p.problems) > before:
		return
	case things != 1:
		p.add(n, Problem{Message: "a highlight marks one thing", Expected: "one of pane, field, timer, segment"})
	case host != nil && h.Field == "" && h.Timer == "":
		p.add(host, Problem{Message: "only a field or a timer is a host's", Expected: "host with field or timer"})
	case h.Segment != nil && !slices.Contains([]sim.Kind{sim.EvSend, sim.EvRecv, sim.EvLost}, h.Segment.Kind):
		p.add(n, Problem{Message: "the event is no segment's", Expected: "event: send, receive or lost"})
	}
	note.Highlight = append(note.Highlight, h)
}

// oneOf reads one of some names; "" if it is none.
func (p *parsing) oneOf(v ast.Node, key string, names []string) string {
	if i, ok := p.choice(v, key, names); ok {
		return names[i]
	}
	return ""
}

// Find is the event that sent the segment which a highlight means; false where the run has
// none.
func (h *Highlight) Find(r *sim.Run) (sim.EventID, bool) {
	if h.Segment == nil {
		return 0, false
	}
	id, ok := h.Segment.Find(r)
	if e := r.Event(id); ok && e != nil && e.Kind != sim.EvSend {
		return e.Cause, e.Cause != 0
	}
	return id, ok
}
