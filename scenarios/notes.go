package scenarios

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
)

func (p *parsing) note(n ast.Node) {
	var note Note
	if t := tokenOf(n); t != nil {
		note.Line = t.Position.Line
	}
	seen := false
	p.fields(
		n,
		"notes",
		[]string{"on", "en", "ko", "pause", "highlight", "turn", "compare"},
		func(key string, v ast.Node) {
			switch key {
			case "on":
				seen = true
				note.On = p.when(v, "on")
			case "en":
				note.Text.EN = p.text(v, key)
			case "ko":
				note.Text.KO = p.text(v, key)
			case "pause":
				p.pause(&note, v)
			case "highlight":
				p.highlights(&note, v)
			case "turn":
				note.Turn = p.turn(v)
			case "compare":
				i, _ := p.choice(v, key, []string{"off", "on"})
				note.Compare = i == 1
			}
		},
	)
	if !seen {
		p.add(n, Problem{Message: "a note needs an event", Expected: "on: {event: hold}"})
	}
	if note.Text == (Text{}) {
		p.add(n, Problem{Message: "the note says nothing", Expected: "en: TEXT and ko: TEXT"})
	}
	for i := range note.Highlight {
		if h := &note.Highlight[i]; note.Compare && note.Turn != nil && h.Segment == nil {
			p.add(
				n,
				Problem{
					Message:  "this cue compares, and a comparison shows ladders alone",
					Expected: "highlight: {segment: {event: send, nth: 2}}",
				},
			)
			break
		}
	}
	p.sc.Notes = append(p.sc.Notes, note)
}

// turn reads the knob that a cue turns.
func (p *parsing) turn(v ast.Node) *sim.Change {
	knob, value, ok := strings.Cut(p.text(v, "turn"), "=")
	if !ok {
		p.add(v, Problem{Message: "the cue turns no knob", Expected: "KNOB=VALUE"})
		return nil
	}
	if _, _, err := p.cfg.ParseKnob(knob, value); err != nil {
		p.add(v, Problem{Message: err.Error(), Expected: "KNOB=VALUE as for --set"})
		return nil
	}
	return &sim.Change{Knob: knob, Value: value}
}

func (p *parsing) question(n ast.Node) *Question {
	q, before := &Question{}, len(p.problems)
	keys := []string{"ask", "choices", "answer", "because", "shows", "proof"}
	p.fields(n, "question", keys, func(key string, v ast.Node) {
		switch key {
		case "ask":
			q.Ask = p.both(v, key)
		case "because":
			q.Because = p.both(v, key)
		case "choices":
			p.items(v, key, 9, func(_ int, c ast.Node) { q.Choices = append(q.Choices, p.both(c, key)) })
		case "shows":
			w := p.when(v, key)
			q.Shows = &w
		case "proof":
			p.items(v, key, 9, func(_ int, c ast.Node) { q.Proof = append(q.Proof, p.proof(c)) })
		case "answer":
			q.Answer = int(p.number(v, key, 1, 9)) - 1
		}
	})
	if len(p.problems) == before {
		p.questionSense(n, q)
	}
	return q
}

// proof reads what holds if one choice of a question is right: a statement about a run, or a list of them.
func (p *parsing) proof(n ast.Node) (list []Expect) {
	one := func(v ast.Node) {
		if e, ok := p.expectation(v); ok {
			list = append(list, e)
		}
	}
	if _, ok := n.(*ast.SequenceNode); ok {
		p.items(n, "proof", 9, func(_ int, v ast.Node) { one(v) })
	} else {
		one(n)
	}
	return list
}
