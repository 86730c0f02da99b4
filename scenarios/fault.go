package scenarios

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
)

var matchKeys = []string{"nth", "count", "of", "conn", "from", "to", "offset"}

// matchNames are what a packet may carry.
var matchNames = []string{"any", "data", "syn", "fin", "rst", "ack", "offset", "datagram"}

// fault reads {drop: {...}}, {delay: {...}, by: 30ms} or {duplicate: {...}, by: 1ms}.
func (p *parsing) fault(n ast.Node) {
	f := sim.Fault{Conn: -1, N: 1, Count: 1, Match: sim.MatchData}
	found, by, before := 0, false, len(p.problems)
	p.fields(n, "faults", []string{"name", "drop", "delay", "duplicate", "by"}, func(key string, v ast.Node) {
		switch key {
		case "name":
			f.Name = p.text(v, key)
		case "by":
			by = true
			f.Extra = p.duration(v, key)
		default:
			found++
			f.Act = map[string]sim.Act{"drop": sim.ActDrop, "delay": sim.ActDelay, "duplicate": sim.ActDup}[key]
			p.match(v, key, &f)
		}
	})
	if found != 1 && len(p.problems) == before {
		p.add(
			n,
			Problem{
				Message:  "a fault does one thing",
				Expected: "one of drop, delay, duplicate",
				Found:    strconv.Itoa(found),
			},
		)
	}
	if found == 1 && by != (f.Act != sim.ActDrop) {
		p.add(
			n,
			Problem{
				Message:  "by belongs to delay and duplicate: it says how much later a packet comes",
				Expected: "delay: {...} with by: 30ms, or drop: {...} alone",
			},
		)
	}
	p.cfg.Faults = append(p.cfg.Faults, f)
}

func (p *parsing) match(n ast.Node, what string, f *sim.Fault) {
	var from, to ast.Node
	p.fields(n, what, matchKeys, func(key string, v ast.Node) {
		switch key {
		case "nth":
			f.N = p.number(v, key, 1, 1e9)
		case "count":
			f.Count = p.number(v, key, 1, 1e9)
		case "of":
			if i, ok := p.choice(v, key, matchNames); ok {
				f.Match = sim.Match(i)
			}
		case "conn":
			f.Conn = int32(p.connIndex(v))
		case "to":
			to = v
		case "from":
			from = v
		case "offset":
			f.Match, f.Offset = sim.MatchOffset, p.number(v, key, 0, 1e12)
		}
	})
	p.onLink(n, from, to, f)
}

// onLink finds the link and the direction of a fault. Without from it is the client's first
// link, towards the server or towards the client; a host between or beside those two is named
// with the neighbour that the packet comes from, where it has several.
func (p *parsing) onLink(n, from, to ast.Node, f *sim.Fault) {
	a, okA := p.faultHost(from, -1)
	b, okB := p.faultHost(to, 1)
	switch {
	case !okA || !okB:
		return
	case a < 0 && b < 2:
		f.Link, f.Dir = 0, uint8(1-b)
		return
	case to == nil && a == b:
		b = 0
	}
	p.betweenHosts(n, from, a, b, f)
}

// faultHost is the host that a fault names; 0 is the client, 1 the server.
func (p *parsing) faultHost(n ast.Node, unsaid int) (int, bool) {
	if n == nil {
		return unsaid, true
	}
	s, ok := p.scalar(n, "host", "the name of a host")
	if h, there := p.hosts[s]; ok && there {
		return h, true
	} else if ok {
		names := p.hostNames()
		p.add(n, Problem{Message: "there is no host " + clean(s), Expected: "one of " + list(names),
			Nearest: sim.Nearest(s, names)})
	}
	return 0, false
}

// betweenHosts finds the link that leads from host a to host b; a is -1 where the file does
// not say it.
func (p *parsing) betweenHosts(n, from ast.Node, a, b int, f *sim.Fault) {
	var near []string // neighbours of the host that the packet comes to
	for i := range p.cfg.Links {
		l := &p.cfg.Links[i]
		for d, ends := range [2][2]uint8{{l.A, l.B}, {l.B, l.A}} {
			if int(ends[1]) != b {
				continue
			}
			near = append(near, p.cfg.Hosts[ends[0]].Name)
			if a < 0 || int(ends[0]) == a {
				f.Link, f.Dir = uint8(i), uint8(d)
			}
			if int(ends[0]) == a {
				return
			}
		}
	}
	name := clean(p.cfg.Hosts[b].Name)
	switch {
	case a >= 0:
		p.add(
			from,
			Problem{
				Message:  "no link leads from " + clean(p.cfg.Hosts[a].Name) + " to " + name,
				Expected: "from: one of " + list(near),
			},
		)
	case len(near) > 1:
		p.add(
			n,
			Problem{Message: "packets come to " + name + " on several links", Expected: "from: one of " + list(near)},
		)
	}
}
