package scenarios

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/rule"
)

// eventNames are the kinds of events that notes and expectations may name.
var eventNames = map[string]sim.Kind{
	"send": sim.EvSend, "receive": sim.EvRecv, "lost": sim.EvLost, "hold": sim.EvHold, "release": sim.EvRelease,
	"ack-held": sim.EvAckHeld, "timer": sim.EvFire, "state": sim.EvState, "window": sim.EvWindow, "rtt": sim.EvRTT,
	"readable": sim.EvReadable, "eof": sim.EvEOF, "connected": sim.EvConnected, "error": sim.EvError, "call": sim.EvCall,
	"done": sim.EvDone, "http": sim.EvHTTP, "end": sim.EvEnd, "out-of-order": sim.EvOOO, "undo": sim.EvUndo, "marked-lost": sim.EvMark,
}

var eventList = []string{"send", "receive", "lost", "hold", "release", "ack-held", "timer", "state", "window", "rtt", "readable", "eof",
	"connected", "error", "call", "done", "http", "end", "out-of-order", "undo", "marked-lost"}

var whenKeys = []string{"event", "rule", "nth", "host", "conn"}

// when reads {event: hold, rule: nagle, nth: 1, host: client, conn: 0}.
func (p *parsing) when(n ast.Node, what string) When {
	w := When{Nth: 1, Conn: -1}
	p.fields(n, what, whenKeys, func(key string, v ast.Node) {
		switch key {
		case "event":
			if i, ok := p.choice(v, key, eventList); ok {
				w.Kind = eventNames[eventList[i]]
			}
		case "rule":
			w.Rule = p.rule(v)
		case "nth":
			w.Nth = p.number(v, key, 1, 1e9)
		case "host":
			w.Host = []string{"client", "server"}[p.hostIndex(v)]
		case "conn":
			w.Conn = p.number(v, key, 0, 1e6)
		}
	})
	return w
}

func (p *parsing) hostIndex(v ast.Node) int {
	i, _ := p.choice(v, "host", []string{"client", "server"})
	return i
}

func (p *parsing) rule(v ast.Node) string {
	s := p.text(v, "rule")
	if _, ok := rule.ByName(s); !ok {
		var names []string
		for i := 1; i < rule.Count(); i++ {
			names = append(names, rule.ID(i).String())
		}
		p.add(v, Problem{Message: "unknown rule " + clean(s), Expected: "a name of the table of rules", Nearest: sim.Nearest(s, names)})
	}
	return s
}

func (p *parsing) note(n ast.Node) {
	var note Note
	if t := tokenOf(n); t != nil {
		note.Line = t.Position.Line
	}
	seen := false
	p.fields(n, "notes", []string{"on", "en", "ko"}, func(key string, v ast.Node) {
		switch key {
		case "on":
			seen = true
			note.On = p.when(v, "on")
		case "en":
			note.Text.EN = p.text(v, key)
		case "ko":
			note.Text.KO = p.text(v, key)
		}
	})
	if !seen {
		p.add(n, Problem{Message: "a note needs an event", Expected: "on: {event: hold}"})
	}
	p.sc.Notes = append(p.sc.Notes, note)
}

var countNames = []string{"frames", "segments", "data_segments", "pure_acks", "retransmissions", "drops", "connections", "payload_bytes"}

func (p *parsing) expect(n ast.Node) {
	e := Expect{}
	if t := tokenOf(n); t != nil {
		e.Line = t.Position.Line
	}
	p.fields(n, "expect", []string{"count", "time", "is", "at_most", "at_least", "within", "profile"}, func(key string, v ast.Node) {
		switch key {
		case "count":
			if i, ok := p.choice(v, key, countNames); ok {
				e.What = countNames[i]
			}
		case "time":
			e.What = "time"
			e.Of = p.when(v, "time")
		case "within":
			e.Within = int64(p.duration(v, key))
		case "profile":
			if i, ok := p.choice(v, key, profiles); ok {
				e.Under = profiles[i]
			}
		default:
			e.Is = p.amount(v, key)
			e.AtMost, e.Least = key == "at_most", key == "at_least"
		}
	})
	if e.What == "" {
		p.add(n, Problem{Message: "an expectation needs a subject", Expected: "count or time"})
	}
	p.sc.Expect = append(p.sc.Expect, e)
}

// amount is a number or a time.
func (p *parsing) amount(v ast.Node, key string) int64 {
	if _, ok := v.(*ast.IntegerNode); ok {
		return p.number(v, key, 0, 1<<53)
	}
	return int64(p.duration(v, key))
}

func (p *parsing) question(n ast.Node) *Question {
	q := &Question{}
	p.fields(n, "question", []string{"ask", "choices", "answer", "because"}, func(key string, v ast.Node) {
		switch key {
		case "ask":
			q.Ask = p.both(v, key)
		case "because":
			q.Because = p.both(v, key)
		case "choices":
			p.items(v, key, 9, func(_ int, c ast.Node) { q.Choices = append(q.Choices, p.both(c, key)) })
		case "answer":
			q.Answer = int(p.number(v, key, 1, 9)) - 1
		}
	})
	if q.Answer >= len(q.Choices) {
		p.add(n, Problem{Message: "the answer is not among the choices", Expected: fmt.Sprintf("1 to %d", len(q.Choices))})
	}
	return q
}

// Matches reports whether an event is of the kind that w names (whichever time it comes).
func (w *When) Matches(cfg *sim.Config, e *sim.Event) bool {
	return e.Kind == w.Kind && (w.Rule == "" || e.Rule.String() == w.Rule) &&
		(w.Host == "" || e.Conn != sim.NoConn && cfg.HostName(int(e.Host)) == w.Host) &&
		(w.Conn < 0 || uint32(w.Conn) == e.Conn)
}

// Find returns the event that w names; false if the run has none.
func (w *When) Find(r *sim.Run) (sim.EventID, bool) {
	n := int64(0)
	return r.Find(-1, 1, 1<<w.Kind, func(e *sim.Event) bool {
		if w.Matches(r.Config(), e) {
			n++
		}
		return n == max(w.Nth, 1) && w.Matches(r.Config(), e)
	})
}

// Result is the verdict on one expectation.
type Result struct {
	Expect Expect
	OK     bool
	Text   string // what was expected and what was found
}

// Check judges the expectations of a scenario. Each is held against a run under the
// profile that it names, or under the scenario's own.
func Check(sc *Scenario) ([]Result, error) {
	runs := map[string]*sim.Run{}
	var out []Result
	for _, e := range sc.Expect {
		run := runs[e.Under]
		if run == nil {
			var changes []sim.Change
			if e.Under != "" {
				changes = append(changes, sim.Change{Knob: "profile", Value: e.Under})
			}
			var err error
			if run, err = sim.New(sc.Config, changes); err != nil {
				return nil, err
			}
			run.Finish()
			runs[e.Under] = run
		}
		out = append(out, e.judge(run))
	}
	return out, nil
}

func (e Expect) judge(run *sim.Run) Result {
	var got int64
	if e.What == "time" {
		id, ok := e.Of.Find(run)
		if !ok {
			return Result{e, false, fmt.Sprintf("line %d: the event does not happen", e.Line)}
		}
		got = int64(run.Event(id).At)
	} else {
		got = count(run.Stats(), e.What)
	}
	ok := got >= e.Is-e.Within && got <= e.Is+e.Within
	how := ""
	switch {
	case e.AtMost:
		ok, how = got <= e.Is, "at most "
	case e.Least:
		ok, how = got >= e.Is, "at least "
	}
	show := func(v int64) string {
		if e.What == "time" {
			return sim.Time(v).String()
		}
		return fmt.Sprint(v)
	}
	return Result{e, ok, fmt.Sprintf("line %d: %s: expected %s%s, found %s", e.Line, e.What, how, show(e.Is), show(got))}
}

func count(s sim.Stats, what string) int64 {
	switch what {
	case "frames":
		return s.Frames
	case "segments":
		return s.Segments
	case "data_segments":
		return s.DataSegments
	case "pure_acks":
		return s.PureAcks
	case "retransmissions":
		return s.Retransmissions
	case "drops":
		return s.Drops
	case "connections":
		return s.Connections
	case "payload_bytes":
		return s.PayloadBytes
	}
	return 0
}
