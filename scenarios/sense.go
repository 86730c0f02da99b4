package scenarios

import (
	"fmt"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
)

// labelUse is a place where a script signals or waits.
type labelUse struct {
	node ast.Node
	name string
	op   sim.Op
}

// sense finds mistakes that only the whole file shows: each part is well formed, but
// together they cannot mean anything.
func (p *parsing) sense(n ast.Node) {
	for _, u := range p.labelAt {
		if u.op == sim.OpWait && !p.signalled(u.name) {
			p.add(
				u.node,
				Problem{
					Message:  "nobody signals " + clean(u.name) + ", so this wait never ends",
					Expected: "signal: " + clean(u.name) + " at the same host",
				},
			)
		}
	}
	p.listenSense()
	seen := map[[2]uint16]int{}
	for i := range p.cfg.Conns {
		c := &p.cfg.Conns[i]
		pair := [2]uint16{c.ClientPort, c.ServerPort}
		if j, ok := seen[pair]; ok && c.ClientHost == p.cfg.Conns[j].ClientHost &&
			c.ServerHost == p.cfg.Conns[j].ServerHost {
			p.add(
				p.connAt[i],
				Problem{
					Message:  fmt.Sprintf("connections %d and %d have the same addresses and ports", j, i),
					Expected: "another client_port or server_port",
				},
			)
		}
		seen[pair] = i
	}
}

// listenSense finds scripts whose listening socket is that of the page.
func (p *parsing) listenSense() {
	for i := range p.cfg.Conns {
		c := &p.cfg.Conns[i]
		if p.cfg.PageListens(c.ServerHost, c.ServerPort) {
			p.add(
				p.connAt[i],
				Problem{
					Message:  fmt.Sprintf("the page's server listens on port %d", c.ServerPort),
					Expected: "another server_port",
				},
			)
		}
	}
}

func (p *parsing) signalled(name string) bool {
	for _, u := range p.labelAt {
		if u.op == sim.OpSignal && u.name == name {
			return true
		}
	}
	return false
}

// belongs says to which calls the additions of a step belong.
var belongs = []struct {
	key string
	ops []sim.Op
}{
	{"chunk", []sim.Op{sim.OpRead, sim.OpReadEOF}},
	{"pause", []sim.Op{sim.OpRead, sim.OpReadEOF}},
	{"more", []sim.Op{sim.OpWrite}},
	{"steps", []sim.Op{sim.OpLoop}},
}

// stepSense finds additions that a call does not have.
func (p *parsing) stepSense(st *sim.Step, given map[string]ast.Node) {
	for _, b := range belongs {
		v, ok := given[b.key]
		if !ok {
			continue
		}
		fits, names := false, ""
		for _, op := range b.ops {
			fits = fits || op == st.Op
			if names != "" {
				names += " or "
			}
			names += op.String()
		}
		if !fits {
			p.add(
				v,
				Problem{Message: b.key + " does not belong to " + st.Op.String(), Expected: b.key + " with " + names},
			)
		}
	}
}

// questionSense finds a question without its parts.
func (p *parsing) questionSense(n ast.Node, q *Question) {
	switch {
	case len(q.Choices) == 0 || q.Answer >= len(q.Choices):
		p.add(
			n,
			Problem{Message: "the answer is not among the choices", Expected: fmt.Sprintf("1 to %d", len(q.Choices))},
		)
	case len(q.Proof) > 0 && len(q.Proof) != len(q.Choices):
		p.add(n, Problem{Message: "the proof does not have one entry for each choice",
			Expected: strconv.Itoa(len(q.Choices)), Found: strconv.Itoa(len(q.Proof))})
	case q.Ask == Text{}:
		p.add(n, Problem{Message: "the question asks nothing", Expected: "ask: {en: TEXT, ko: TEXT}"})
	}
}
