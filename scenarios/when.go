package scenarios

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// When names an event: the nth of a kind, narrowed by what else is said. What is left
// empty (Conn, Request: -1) does not matter.
type When struct {
	Kind    sim.Kind
	Nth     int64
	Rule    string
	Host    string // where it happens
	Conn    int64
	Of      string // what a segment carries: a name of matchNames
	Call    string // which call of the socket API
	Timer   string // which timer
	State   string // which state is entered
	Error   string // which error a call or connection ended with
	HTTP    string // which step of a request
	Request int64  // which request
}

var whenKeys = []string{
	"event",
	"nth",
	"rule",
	"host",
	"conn",
	"of",
	"call",
	"timer",
	"state",
	"error",
	"http",
	"request",
}

// The names that a When may use.
var (
	eventList = sim.KindNames()
	whenOf    = []string{"any", "data", "syn", "fin", "rst", "ack"}
	timerList = namesOf(int(tcp.NumTimers), func(i int) string { return tcp.TimerKind(i).String() })
	stateList = namesOf(int(tcp.TimeWait)+1, func(i int) string { return tcp.State(i).String() })
	errorList = namesOf(int(tcp.ErrAborted), func(i int) string { return tcp.Errno(i + 1).String() })
	httpList  = http.KindNames()
	callList  = []string{
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
		"signal",
		"wait",
		"abort",
	}
	ruleList   = namesOf(rule.Count-1, func(i int) string { return rule.ID(i + 1).String() })
	whenChoice = map[string][]string{
		"of":    whenOf,
		"call":  callList,
		"timer": timerList,
		"state": stateList,
		"error": errorList,
		"http":  httpList,
	}
)

func namesOf(n int, name func(int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = name(i)
	}
	return out
}

// when reads {event: hold, rule: nagle, nth: 1, host: client, conn: 0}.
func (p *parsing) when(n ast.Node, what string) When {
	w := When{Nth: 1, Conn: -1, Request: -1}
	seen := false
	p.fields(n, what, whenKeys, func(key string, v ast.Node) {
		switch key {
		case "event":
			seen = true
			if i, ok := p.choice(v, key, eventList); ok {
				w.Kind, _ = sim.KindByName(eventList[i])
			}
		case "rule":
			w.Rule = p.rule(v)
		case "nth":
			w.Nth = p.number(v, key, 1, 1e9)
		case "host":
			w.Host = p.host(v)
		case "conn":
			w.Conn = p.connIndex(v)
		case "request":
			w.Request = p.number(v, key, 0, http.MaxObjects)
		default:
			if i, ok := p.choice(v, key, whenChoice[key]); ok {
				fields := map[string]*string{"of": &w.Of, "call": &w.Call, "timer": &w.Timer,
					"state": &w.State, "error": &w.Error, "http": &w.HTTP}
				*fields[key] = whenChoice[key][i]
			}
		}
	})
	if _, ok := n.(*ast.MappingNode); ok && !seen {
		p.add(n, Problem{Message: "no event in " + what, Expected: "event: one of " + list(eventList)})
	}
	return w
}

// connIndex reads the number of a connection; scripts say how many there are.
func (p *parsing) connIndex(v ast.Node) int64 {
	last := int64(1e6)
	if len(p.cfg.HTTP) == 0 && len(p.cfg.Conns) > 0 {
		last = int64(len(p.cfg.Conns)) - 1
	}
	return p.number(v, "conn", 0, last)
}

// hostNames are the hosts of the file.
func (p *parsing) hostNames() []string {
	return namesOf(len(p.cfg.Hosts), p.cfg.HostName)
}

func (p *parsing) host(v ast.Node) string {
	hosts := p.hostNames()
	if i, ok := p.choice(v, "host", hosts); ok {
		return hosts[i]
	}
	return ""
}

func (p *parsing) rule(v ast.Node) string {
	s := p.text(v, "rule")
	if _, ok := rule.ByName(s); !ok || s == rule.None.String() {
		p.add(
			v,
			Problem{
				Message:  "unknown rule " + clean(s),
				Expected: "a name of the table of rules",
				Nearest:  sim.Nearest(s, ruleList),
			},
		)
	}
	return s
}

// Matches reports whether an event is of the kind that w names (whichever time it comes).
func (w *When) Matches(cfg *sim.Config, e *sim.Event) bool {
	return e.Kind == w.Kind && (w.Rule == "" || w.hasRule(e)) &&
		(w.Host == "" || e.Conn != sim.NoConn && cfg.HostName(int(e.Host)) == w.Host) &&
		(w.Conn < 0 || uint32(w.Conn) == e.Conn) &&
		(w.Request < 0 || w.Request == int64(e.Req)) && w.details(e)
}

// hasRule reports whether the rule that w names holds of an event.
func (w *When) hasRule(e *sim.Event) bool {
	id, ok := rule.ByName(w.Rule)
	return ok && e.HasRule(id)
}

// details compares what only some kinds of events have.
func (w *When) details(e *sim.Event) bool {
	switch {
	case w.Of != "" && !carries(&e.Seg, w.Of),
		w.Call != "" && (e.Op.String() != w.Call || e.Kind != sim.EvCall && e.Kind != sim.EvDone),
		w.Timer != "" && e.Timer.String() != w.Timer,
		w.Timer != "" && e.Kind != sim.EvFire && e.Kind != sim.EvArm && e.Kind != sim.EvCancel,
		w.State != "" && (e.Kind != sim.EvState || tcp.State(e.B).String() != w.State),
		w.Error != "" && errorOf(e) != w.Error,
		w.HTTP != "" && (e.Kind != sim.EvHTTP || http.Kind(e.Sub).String() != w.HTTP):
		return false
	}
	return true
}

// errorOf is the error that an event brings, "" if none.
func errorOf(e *sim.Event) string {
	switch e.Kind {
	case sim.EvError:
		return tcp.Errno(e.A).String()
	case sim.EvCall, sim.EvDone:
		return tcp.Errno(e.Sub).String()
	}
	return ""
}

// carries reports whether a segment is one of those that a match's name means.
func carries(s *tcp.Segment, of string) bool {
	switch of {
	case "data":
		return s.Len > 0
	case "syn":
		return s.Flags&tcp.SYN != 0
	case "fin":
		return s.Flags&tcp.FIN != 0
	case "rst":
		return s.Flags&tcp.RST != 0
	case "ack":
		return s.Len == 0 && s.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0
	}
	return true
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

// Count returns how many events of the run are of the kind that w names.
func (w *When) Count(r *sim.Run) int64 {
	n := int64(0)
	r.Each(0, 1<<62, 1<<w.Kind, func(e *sim.Event) bool {
		if w.Matches(r.Config(), e) {
			n++
		}
		return true
	})
	return n
}

// String describes the event as the file does, for messages.
func (w *When) String() string {
	s := w.Kind.String()
	for _, part := range []string{w.Rule, w.Of, w.Call, w.Timer, w.State, w.Error, w.HTTP} {
		if part != "" {
			s += " " + part
		}
	}
	if w.Host != "" {
		s += " at " + w.Host
	}
	if w.Conn >= 0 {
		s += " on connection " + strconv.FormatInt(w.Conn, 10)
	}
	if w.Request >= 0 {
		s += " of request " + strconv.FormatInt(w.Request, 10)
	}
	if w.Nth > 1 {
		s += " no. " + strconv.FormatInt(w.Nth, 10)
	}
	return s
}
