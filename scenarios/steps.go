package scenarios

import (
	"slices"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/tcp"
)

func (p *parsing) connection(i int, n ast.Node) {
	c := sim.ConnScript{ServerHost: 1, ClientPort: uint16(40001 + i), ServerPort: uint16(8001 + i)}
	p.fields(
		n,
		"connections",
		[]string{"client", "server", "client_port", "server_port"},
		func(key string, v ast.Node) {
			switch key {
			case "client":
				c.Client = p.steps(nil, v, key, 0)
			case "server":
				c.Server = p.steps(nil, v, key, 0)
			case "client_port":
				c.ClientPort = uint16(p.number(v, key, 1, 65535))
			case "server_port":
				c.ServerPort = uint16(p.number(v, key, 1, 65535))
			}
		},
	)
	p.cfg.Conns, p.connAt = append(p.cfg.Conns, c), append(p.connAt, n)
}

var plainOps = map[string]sim.Op{
	"socket":   sim.OpSocket,
	"connect":  sim.OpConnect,
	"bind":     sim.OpBind,
	"listen":   sim.OpListen,
	"accept":   sim.OpAccept,
	"read_eof": sim.OpReadEOF,
	"shutdown": sim.OpShutdown,
	"close":    sim.OpClose,
	"abort":    sim.OpAbort,
}

var valueOps = map[string]sim.Op{"write": sim.OpWrite, "read": sim.OpRead, "sleep": sim.OpSleep, "set": sim.OpSet,
	"get": sim.OpGet, "signal": sim.OpSignal, "wait": sim.OpWait, "repeat": sim.OpLoop}

var stepNames = []string{
	"socket",
	"bind",
	"connect",
	"listen",
	"accept",
	"write",
	"read",
	"read_eof",
	"sleep",
	"set",
	"get",
	"shutdown",
	"close",
	"abort",
	"signal",
	"wait",
	"repeat",
}

var stepKeys = append([]string{"at", "chunk", "pause", "more", "steps"}, stepNames...)

func (p *parsing) steps(out []sim.Step, n ast.Node, what string, depth int) []sim.Step {
	if depth > 8 {
		p.add(n, Problem{Message: "loops may be nested 8 deep"})
		return out
	}
	p.items(n, what, 10_000, func(_ int, v ast.Node) { out = p.step(out, v, depth) })
	return out
}

func (p *parsing) step(out []sim.Step, n ast.Node, depth int) []sim.Step {
	line := int32(0)
	if t := tokenOf(n); t != nil {
		line = int32(t.Position.Line)
	}
	if s, ok := n.(*ast.StringNode); ok {
		op, ok := plainOps[s.Value]
		if !ok {
			pr := Problem{Message: "unknown step " + clean(s.Value), Nearest: sim.Nearest(s.Value, stepNames)}
			if valueOps[s.Value] != 0 {
				pr = Problem{
					Message:  "the step " + s.Value + " needs a value",
					Expected: s.Value + ": VALUE",
					Found:    s.Value,
				}
			} else if pr.Nearest == "" {
				pr.Expected = "one of " + list(stepNames)
			}
			p.add(n, pr)
		}
		return append(out, sim.Step{Op: op, Line: line})
	}
	st := sim.Step{Line: line}
	ops := 0
	var body ast.Node
	given := map[string]ast.Node{}
	p.fields(n, "a step", stepKeys, func(key string, v ast.Node) {
		given[key] = v
		switch key {
		case "at":
			st.At = p.duration(v, key)
		case "chunk":
			st.Chunk = p.bytes(v, key)
		case "pause":
			st.Pause = p.duration(v, key)
		case "more":
			st.More = p.flag(v, key)
		case "steps":
			body = v
		default:
			ops++
			p.stepValue(&st, key, v)
		}
	})
	if ops != 1 {
		p.add(
			n,
			Problem{
				Message:  "a step is one call",
				Expected: "one of " + list(stepNames),
				Found:    strconv.Itoa(ops) + " calls",
			},
		)
		return out
	}
	p.stepSense(&st, given)
	out = append(out, st)
	if st.Op == sim.OpLoop {
		if body == nil {
			p.add(n, Problem{Message: "repeat has no steps", Expected: "repeat: N with steps: [...]"})
		} else {
			out = p.steps(out, body, "steps", depth+1)
		}
		out = append(out, sim.Step{Op: sim.OpEnd, Line: line})
	}
	return out
}

func (p *parsing) stepValue(st *sim.Step, key string, v ast.Node) {
	if op, ok := plainOps[key]; ok {
		st.Op = op
		if _, null := v.(*ast.NullNode); null || v == nil {
			return
		}
		if op == sim.OpShutdown {
			i, _ := p.choice(v, key, shutNames)
			st.Value = int64(shutSides[i])
		} else {
			p.wrong(v, key, "no value")
		}
		return
	}
	st.Op = valueOps[key]
	switch st.Op {
	case sim.OpWrite, sim.OpRead:
		st.Bytes = p.bytes(v, key)
	case sim.OpSleep:
		st.Pause = p.duration(v, key)
	case sim.OpLoop:
		st.Times = int32(p.number(v, key, 0, 1_000_000))
	case sim.OpSignal, sim.OpWait:
		s := p.text(v, key)
		p.labelAt = append(p.labelAt, labelUse{v, s, st.Op})
		if _, ok := p.labels[s]; !ok {
			p.labels[s] = int32(len(p.labels))
			if len(p.labels) > sim.MaxLabels {
				p.add(v, Problem{Message: "too many labels", Expected: "at most " + strconv.Itoa(sim.MaxLabels)})
				p.labels[s] = 0
			}
		}
		st.Label, st.Name = p.labels[s], s
	case sim.OpSet:
		p.setOption(st, v)
	case sim.OpGet:
		i, _ := p.choice(v, key, gettable)
		if st.Opt = tcp.Opt(i); i == len(optNames) {
			st.Opt = tcp.OptError
		}
	}
}

// What shutdown closes, and the sides in the same order.
var (
	shutNames = []string{"write", "read", "both"}
	shutSides = []sim.ShutSide{sim.ShutWrite, sim.ShutRead, sim.ShutBoth}
)

var optNames = []string{
	"nodelay",
	"cork",
	"quickack",
	"linger",
	"rcvbuf",
	"sndbuf",
	"window_clamp",
	"notsent_lowat",
	"maxseg",
	"user_timeout",
	"keepalive",
}

// gettable are the options that get reads.
var gettable = append(slices.Clone(optNames), "error")

func (p *parsing) setOption(st *sim.Step, n ast.Node) {
	p.fields(n, "set", optNames, func(key string, v ast.Node) {
		for i, o := range optNames {
			if o != key {
				continue
			}
			st.Opt = tcp.Opt(i)
			switch key {
			case "nodelay", "cork", "quickack", "keepalive":
				if p.flag(v, key) {
					st.Value = 1
				}
			default:
				st.Value = p.bytes(v, key)
			}
		}
	})
}
