package scenarios

import (
	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/http"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/views/words"
)

// causeSubject reads {cause: {of: nagle, request: 2}, is: 40ms}: what the ledger books.
func (p *parsing) causeSubject(n ast.Node, e *Expect) { p.booked(n, e, "cause", Duration) }

// shareSubject reads {share: {of: handshake}, at_least: 50%}.
func (p *parsing) shareSubject(n ast.Node, e *Expect) { p.booked(n, e, "share", Share) }

func (p *parsing) booked(n ast.Node, e *Expect, what string, u Unit) {
	of, req := "", int64(-1)
	e.Unit = u
	p.fields(n, what, []string{"of", "request"}, func(key string, v ast.Node) {
		if key == "of" {
			of = p.rule(v)
		} else {
			req = p.number(v, key, 0, http.MaxObjects)
		}
	})
	id, ok := rule.ByName(of)
	if !ok {
		if _, m := n.(*ast.MappingNode); m && of == "" {
			p.add(
				n,
				Problem{
					Message:  "no cause is named in " + what,
					Expected: "of: a rule of the ledger, such as nagle or handshake",
				},
			)
		}
		return
	}
	e.Subject = "time booked to " + of
	if u == Share {
		e.Subject = "share of " + of
	}
	if req >= 0 {
		e.Subject += " in request " + Number.Format(req)
	}
	e.measure = func(r *sim.Run) (int64, string) {
		list, total, why := intervals(r, req)
		if why != "" {
			return 0, why
		}
		var booked sim.Time
		for _, it := range ledger.Items(list) {
			if it.Cause == ledger.Booked(id) {
				booked = it.Time
			}
		}
		if u == Share {
			return int64(booked) * 1000 / max(int64(total)/1000, 1), ""
		}
		return int64(booked), ""
	}
}

// intervals are what the ledger says of the run, or of one request.
func intervals(r *sim.Run, req int64) ([]ledger.Interval, sim.Time, string) {
	l := ledger.Of(r)
	if req < 0 {
		return l.Whole(), l.Total(), ""
	}
	if req >= int64(l.Requests()) {
		return nil, 0, "no such request"
	}
	v := l.Request(int(req))
	if v.End == sim.Never {
		return nil, 0, "the request does not end"
	}
	return l.Intervals(int(req)), v.End - v.Start, ""
}

// durationSubject reads {duration: {request: 2}, at_most: 40ms}, or {duration: all}: from
// the start to the completion.
func (p *parsing) durationSubject(n ast.Node, e *Expect) {
	req := int64(-1)
	if _, ok := n.(ast.ScalarNode); ok {
		p.choice(n, "duration", []string{"all"})
	} else {
		p.fields(n, "duration", []string{"request"}, func(key string, v ast.Node) {
			req = p.number(v, key, 0, http.MaxObjects)
		})
	}
	e.Subject, e.Unit = "duration", Duration
	if req >= 0 {
		e.Subject += " of request " + Number.Format(req)
	}
	e.measure = func(r *sim.Run) (int64, string) {
		if req >= 0 {
			_, total, why := intervals(r, req)
			if why == "" && ledger.Of(r).Request(int(req)).Failed {
				why = "the request fails"
			}
			return int64(total), why
		}
		end := goal.Of(r)
		return int64(end.At), words.Goal(r, &end, "en")
	}
}
