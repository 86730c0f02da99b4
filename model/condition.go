package model

import (
	"slices"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// condition is what a run can be searched for: an event, or a state that comes about.
//
//	hold nagle · drop · conn 2 state TIME-WAIT · client cwnd >= 8 · segment 1461:2921 acked
type condition struct {
	conn  int64 // -1: any
	host  int   // -1: any
	kinds uint64
	event func(r *sim.Run, e *sim.Event) bool            // for events; kinds of 0 means all
	state func(w *sim.World, conn uint32, side int) bool // for what lasts: found where it begins
}

// variable is a number of one end that conditions compare.
type variable struct {
	name string
	unit byte // 'n' a number, 'b' bytes, 't' a time
	get  func(in *tcp.Info) int64
}

var variables = []variable{
	{"cwnd", 'n', func(in *tcp.Info) int64 { return int64(in.Cwnd) }},
	{"ssthresh", 'n', func(in *tcp.Info) int64 { return int64(in.Ssthresh) }},
	{"flight", 'b', func(in *tcp.Info) int64 { return in.InFlight }},
	{"held", 'b', func(in *tcp.Info) int64 { return in.Held }},
	{"unread", 'b', func(in *tcp.Info) int64 { return in.Unread }},
	{"ooo", 'b', func(in *tcp.Info) int64 { return in.OOO }},
	{"snd.una", 'b', func(in *tcp.Info) int64 { return in.SndUna }},
	{"snd.nxt", 'b', func(in *tcp.Info) int64 { return in.SndNxt }},
	{"snd.wnd", 'b', func(in *tcp.Info) int64 { return in.SndWnd }},
	{"rcv.nxt", 'b', func(in *tcp.Info) int64 { return in.RcvNxt }},
	{"rcv.wnd", 'b', func(in *tcp.Info) int64 { return in.RcvWnd }},
	{"lost", 'n', func(in *tcp.Info) int64 { return int64(in.Lost) }},
	{"sacked", 'n', func(in *tcp.Info) int64 { return int64(in.Sacked) }},
	{"srtt", 't', func(in *tcp.Info) int64 { return int64(in.SRTT) }},
	{"rto", 't', func(in *tcp.Info) int64 { return int64(in.RTO) }},
	{"backoff", 'n', func(in *tcp.Info) int64 { return int64(in.Backoff) }},
}

// conditionNames are names that people use for events, besides those of the tables.
var conditionNames = map[string]func(c *condition){
	"drop": func(c *condition) { c.kinds = 1 << sim.EvLost },
	"loss": func(c *condition) { c.kinds = 1 << sim.EvLost },
	"retransmission": func(c *condition) {
		c.kinds, c.event = 1<<sim.EvSend, func(_ *sim.Run, e *sim.Event) bool { return e.Flag&sim.FlagRetrans != 0 }
	},
	"syn":  flagWord(tcp.SYN),
	"fin":  flagWord(tcp.FIN),
	"rst":  flagWord(tcp.RST),
	"data": segWord(func(s *tcp.Segment) bool { return s.Len > 0 }),
	"ack":  segWord(func(s *tcp.Segment) bool { return s.Len == 0 && s.Flags == tcp.ACK }),
	"zero-window": segWord(func(s *tcp.Segment) bool {
		return s.Wnd == 0 && s.Flags&(tcp.RST|tcp.SYN) == 0
	}),
}

func flagWord(f tcp.Flags) func(*condition) {
	return segWord(func(s *tcp.Segment) bool { return s.Flags&f != 0 })
}

func segWord(f func(*tcp.Segment) bool) func(*condition) {
	return func(c *condition) {
		c.kinds, c.event = 1<<sim.EvSend, func(_ *sim.Run, e *sim.Event) bool { return f(&e.Seg) }
	}
}

// parseCondition reads a condition; the error says what was expected at the word that is
// wrong.
func parseCondition(cfg *sim.Config, s string) (*condition, error) {
	c := &condition{conn: -1, host: -1}
	w := conditionWords(s)
	for len(w) > 0 {
		switch {
		case w[0] == "conn" && len(w) > 1:
			n, err := strconv.ParseUint(strings.TrimPrefix(w[1], "#"), 10, 31)
			if err != nil {
				return nil, words.Fail(words.ErrorConnNumber, w[1])
			}
			c.conn, w = int64(n), w[2:]
			continue
		case hostIndex(cfg, w[0]) >= 0:
			c.host, w = hostIndex(cfg, w[0]), w[1:]
			continue
		}
		break
	}
	if len(w) == 0 {
		return nil, words.Fail(words.ErrorCondition)
	}
	return c, c.parse(w)
}

// conditionWords are the words of a condition; blanks around an operator may be left out.
func conditionWords(s string) []string {
	w := strings.Fields(s)
	if len(w) > 0 && w[0] == "text" {
		return w
	}
	for i := range variables {
		for _, op := range operators {
			if a, b, ok := strings.Cut(s, variables[i].name+op); ok && (a == "" || strings.HasSuffix(a, " ")) {
				return strings.Fields(a + variables[i].name + " " + op + " " + b)
			}
		}
	}
	return w
}

func hostIndex(cfg *sim.Config, name string) int {
	for h := range cfg.Hosts {
		if cfg.HostName(h) == name {
			return h
		}
	}
	return -1
}

// parse reads what stands behind the connection and the host.
func (c *condition) parse(w []string) error {
	name := w[0]
	switch name {
	case "state":
		return c.parseState(w[1:])
	case "segment":
		return c.parseSegment(w[1:])
	case "http":
		return c.parseHTTP(w[1:])
	case "text":
		return c.parseText(strings.Join(w[1:], " "))
	}
	for i := range variables {
		if v := &variables[i]; v.name == name && len(w) > 1 {
			return c.parseCompare(v, strings.Join(w[1:], ""))
		}
	}
	if set, ok := conditionNames[name]; ok {
		set(c)
		return c.parseRule(w[1:])
	}
	if k, ok := sim.KindByName(name); ok {
		c.kinds = 1 << k
		if k == sim.EvHold {
			c.kinds |= 1 << sim.EvAckHeld
		}
		return c.parseRule(w[1:])
	}
	if _, ok := rule.ByName(name); ok {
		return c.parseRule(w)
	}
	if near := sim.Nearest(name, firstWords()); near != "" {
		return words.Fail(words.ErrorConditionNear, name, near)
	}
	return words.Fail(words.ErrorConditionName, name)
}

// parseRule reads the rule or the timer that may stand behind an event.
func (c *condition) parseRule(w []string) error {
	if len(w) == 0 {
		return nil
	}
	if len(w) > 1 {
		return words.Fail(words.ErrorConditionTooMuch, w[1], w[0])
	}
	before := c.event
	if id, ok := rule.ByName(w[0]); ok && id != rule.None {
		c.event = func(r *sim.Run, e *sim.Event) bool { return e.HasRule(id) && (before == nil || before(r, e)) }
		return nil
	}
	for k := tcp.TimerKind(0); k < tcp.NumTimers; k++ {
		if strings.EqualFold(timerWord(k), w[0]) && c.kinds&(1<<sim.EvFire|1<<sim.EvArm|1<<sim.EvCancel) != 0 {
			c.event = func(_ *sim.Run, e *sim.Event) bool { return e.Timer == k }
			return nil
		}
	}
	if near := sim.Nearest(w[0], ruleNames()); near != "" {
		return words.Fail(words.ErrorNoRuleNear, w[0], near)
	}
	return words.Fail(words.ErrorNoRule, w[0])
}

// timerWord is a timer as conditions call it.
func timerWord(k tcp.TimerKind) string {
	return strings.ReplaceAll(strings.TrimSuffix(words.TimerName(k, "en"), " timer"), " ", "-")
}

func (c *condition) parseState(w []string) error {
	if len(w) != 1 {
		return words.Fail(words.ErrorStateNone, strings.Join(stateNames(), ", "))
	}
	want := strings.ToUpper(strings.ReplaceAll(w[0], "_", "-"))
	for s := tcp.Closed; s <= tcp.TimeWait; s++ {
		if s.String() == want {
			c.kinds, c.event = 1<<sim.EvState, func(_ *sim.Run, e *sim.Event) bool { return e.B == int64(s) }
			return nil
		}
	}
	return words.Fail(words.ErrorState, strings.Join(stateNames(), ", "), w[0])
}

func stateNames() []string {
	var out []string
	for s := tcp.Closed; s <= tcp.TimeWait; s++ {
		out = append(out, s.String())
	}
	return out
}

// parseSegment reads A:B and what becomes of the bytes.
func (c *condition) parseSegment(w []string) error {
	what := "sent"
	if len(w) == 2 {
		what = w[1]
	}
	if len(w) < 1 || len(w) > 2 {
		return words.Fail(words.ErrorSegmentForm)
	}
	from, to, ok := strings.Cut(w[0], ":")
	a, err := strconv.ParseInt(from, 10, 62)
	b, err2 := strconv.ParseInt(to, 10, 62)
	if !ok || err != nil || err2 != nil || b <= a {
		return words.Fail(words.ErrorSegmentRange, w[0])
	}
	covers := func(_ *sim.Run, e *sim.Event) bool { return e.Seg.Len > 0 && e.Seg.Seq <= a && e.Seg.End() >= b }
	switch what {
	case "sent":
		c.kinds, c.event = 1<<sim.EvSend, covers
	case "received":
		c.kinds, c.event = 1<<sim.EvRecv, covers
	case "lost":
		c.kinds, c.event = 1<<sim.EvLost, covers
	case "acked":
		c.kinds, c.event = 1<<sim.EvAcked, func(_ *sim.Run, e *sim.Event) bool { return e.A >= b }
	default:
		return words.Fail(words.ErrorSegmentFate, what)
	}
	return nil
}

func (c *condition) parseHTTP(w []string) error {
	c.kinds = 1 << sim.EvHTTP
	if len(w) == 0 {
		return nil
	}
	for k := http.Kind(0); k < http.NumKinds; k++ {
		if k.String() == w[0] {
			c.event = func(_ *sim.Run, e *sim.Event) bool { return http.Kind(e.Sub) == k }
			return nil
		}
	}
	return c.parseRule(w)
}

// parseText searches the sentences as the panes say them.
func (c *condition) parseText(s string) error {
	if s == "" {
		return words.Fail(words.ErrorNoText)
	}
	in := words.NewMatcher(s)
	c.event = func(r *sim.Run, e *sim.Event) bool { return in.Find(r, e) != 0 }
	return nil
}

// operators in the order in which they are tried.
var operators = []string{">=", "<=", "!=", "==", ">", "<", "="}

// parseCompare reads the operator and the number behind a variable.
func (c *condition) parseCompare(v *variable, s string) error {
	for _, op := range operators {
		rest, ok := strings.CutPrefix(s, op)
		if !ok {
			continue
		}
		var n int64
		var err error
		switch v.unit {
		case 't':
			n, err = sim.ParseDuration(rest)
		case 'b':
			if n, err = sim.ParseBytes(rest); err != nil {
				n, err = strconv.ParseInt(rest, 10, 62)
			}
		default:
			n, err = strconv.ParseInt(rest, 10, 62)
		}
		if err != nil {
			return words.Fail(words.ErrorComparedNumber, v.name, op, rest)
		}
		c.state = func(w *sim.World, conn uint32, side int) bool {
			in := w.Info(conn, side)
			return in.State != tcp.Closed && compare(v.get(&in), op, n)
		}
		return nil
	}
	return words.Fail(words.ErrorComparison, v.name, strings.Join(operators, " "))
}

func compare(a int64, op string, b int64) bool {
	switch op {
	case ">=":
		return a >= b
	case "<=":
		return a <= b
	case "!=":
		return a != b
	case ">":
		return a > b
	case "<":
		return a < b
	}
	return a == b
}

// matches reports whether an event meets the condition.
func (c *condition) matches(r *sim.Run, e *sim.Event) bool {
	switch {
	case c.conn >= 0 && int64(e.Conn) != c.conn:
		return false
	case c.host >= 0 && (e.Conn == sim.NoConn || int(e.Host) != c.host):
		return false
	}
	return c.event == nil || c.event(r, e)
}

// begins reports whether the state comes about in a frame, at an end that the frame touches:
// it is not met after the frame before, and met after this one.
func (c *condition) begins(r *sim.Run, f int64) bool {
	var ends [64]struct {
		conn uint32
		side uint8
	}
	n := 0
	for _, e := range r.Events(f) {
		if e.Conn == sim.NoConn || c.conn >= 0 && int64(e.Conn) != c.conn || c.host >= 0 && int(e.Host) != c.host ||
			n == len(ends) {
			continue
		}
		if n == 0 || ends[n-1].conn != e.Conn || ends[n-1].side != e.Side {
			ends[n].conn, ends[n].side = e.Conn, e.Side
			n++
		}
	}
	if n == 0 {
		return false
	}
	var before [64]bool
	w := r.At(f - 1)
	for i := range ends[:n] {
		before[i] = f > 0 && int(ends[i].conn) < w.Conns() && c.state(w, ends[i].conn, int(ends[i].side))
	}
	w = r.At(f)
	for i := range ends[:n] {
		if !before[i] && c.state(w, ends[i].conn, int(ends[i].side)) {
			return true
		}
	}
	return false
}

// firstWords are the words with which a condition can begin.
func firstWords() []string {
	out := []string{"state", "segment", "http", "text", "conn", "client", "server"}
	for w := range conditionNames {
		out = append(out, w)
	}
	for i := range variables {
		out = append(out, variables[i].name)
	}
	out = append(out, sim.KindNames()...)
	out = append(out, ruleNames()...)
	slices.Sort(out)
	return slices.Compact(out)
}

func ruleNames() []string {
	var out []string
	for i := 1; i < rule.Count; i++ {
		out = append(out, rule.ID(i).String())
	}
	return out
}

// completions are the words that can stand where the last word of s is being typed.
func completions(cfg *sim.Config, s string) []string {
	w := strings.Fields(s)
	last := ""
	if len(w) > 0 && !strings.HasSuffix(s, " ") {
		last, w = w[len(w)-1], w[:len(w)-1]
	}
	for len(w) > 0 && (hostIndex(cfg, w[0]) >= 0 || w[0] == "conn") {
		if w[0] == "conn" {
			w = w[1:]
		}
		if len(w) > 0 {
			w = w[1:]
		}
	}
	all := firstWords()
	if len(w) > 0 {
		all = secondWords(w)
	}
	var out []string
	for _, c := range all {
		if strings.HasPrefix(strings.ToLower(c), strings.ToLower(last)) && c != last {
			out = append(out, c)
		}
	}
	return out
}

// secondWords are the words that can follow w.
func secondWords(w []string) []string {
	switch w[0] {
	case "state":
		return stateNames()
	case "segment":
		if len(w) == 2 {
			return []string{"acked", "lost", "received", "sent"}
		}
		return nil
	case "http":
		return http.KindNames()
	case "timer", "arm", "cancel":
		var out []string
		for k := tcp.TimerKind(0); k < tcp.NumTimers; k++ {
			out = append(out, timerWord(k))
		}
		return append(out, ruleNames()...)
	}
	for i := range variables {
		if variables[i].name == w[0] {
			return operators
		}
	}
	if len(w) == 1 {
		return ruleNames()
	}
	return nil
}
