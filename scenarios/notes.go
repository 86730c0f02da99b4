package scenarios

import "github.com/goccy/go-yaml/ast"

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
	if note.Text == (Text{}) {
		p.add(n, Problem{Message: "the note says nothing", Expected: "en: TEXT and ko: TEXT"})
	}
	p.sc.Notes = append(p.sc.Notes, note)
}

func (p *parsing) question(n ast.Node) *Question {
	q, before := &Question{}, len(p.problems)
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
	if len(p.problems) == before {
		p.questionSense(n, q)
	}
	return q
}
