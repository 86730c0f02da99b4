package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Expect is a statement about a run that Check can judge: a subject that can be measured,
// and what is said about it.
type Expect struct {
	Line    int
	Subject string // in words, as messages say it
	Unit    Unit
	Under   []string     // profiles under which it is said; none: the scenario's own
	With    []sim.Change // knobs that are turned for it
	Is      Bound        // give or take Within
	AtMost  Bound
	AtLeast Bound
	LessBy  Bound // with the knobs turned it is less than without them, by at least so much
	MoreBy  Bound
	Same    bool // with the knobs turned it is what it is without them
	Within  int64
	measure measure
}

// Bound is one side of a comparison.
type Bound struct {
	Set bool
	V   int64
}

// measure reads a subject off a finished run; a text says why it cannot be read.
type measure func(r *sim.Run) (int64, string)

// Unit is what a subject is measured in.
type Unit uint8

// The units.
const (
	Number Unit = iota
	Duration
	Bytes
	StateName
	Share // parts per million
)

var unitNames = [...]string{
	"a whole number",
	"a time such as 40ms",
	"a size such as 1460 or 64KiB",
	"a state such as TIME-WAIT",
	"a share such as 40%",
}

// Format writes a value in the unit.
func (u Unit) Format(v int64) string {
	switch u {
	case Duration:
		return sim.Time(v).String()
	case StateName:
		if v >= 0 && int(v) < len(stateList) {
			return stateList[v]
		}
	case Share:
		return sim.FormatShare(v)
	case Bytes:
		return strconv.FormatInt(v, 10) + " bytes"
	}
	return strconv.FormatInt(v, 10)
}

// subject is one kind of thing that can be measured. The table is what reader, schema and
// documentation know of them.
type subject struct {
	name string
	doc  string
	read func(p *parsing, v ast.Node, e *Expect)
}

// subjects is filled by init, for its readers refer to the table's neighbours.
var subjects []subject

func init() {
	subjects = []subject{
		{"count", "one of the run's totals", (*parsing).countSubject},
		{"events", "how many events are of a kind", (*parsing).eventsSubject},
		{"time", "the instant of an event", (*parsing).timeSubject},
		{"between", "the time from one event to another", (*parsing).betweenSubject},
		{"bytes", "the payload of an event's segment, or what a hold keeps back", (*parsing).bytesSubject},
		{"packet", "the IP packet in which an event's segment leaves", (*parsing).packetSubject},
		{"state", "the state of one end of a connection", (*parsing).stateSubject},
		{"value", "a number of one end of a connection", (*parsing).valueSubject},
		{"duration", "how long the whole took, or one request", (*parsing).durationSubject},
		{"cause", "the time that the ledger books to a cause", (*parsing).causeSubject},
		{"share", "the share of the time that the ledger books to a cause", (*parsing).shareSubject},
		{"use", "what the connections of a host take", (*parsing).useSubject},
	}
}

// verdictKeys say what is expected of a subject, and where.
var verdictKeys = []string{"is", "at_most", "at_least", "within", "with", "less_by", "more_by", "same", "under"}

func subjectNames() []string {
	return namesOf(len(subjects), func(i int) string { return subjects[i].name })
}

// expect reads an expectation of the scenario.
func (p *parsing) expect(n ast.Node) {
	if e, ok := p.expectation(n); ok {
		p.sc.Expect = append(p.sc.Expect, e)
	}
}

// expectation reads a statement about a run.
func (p *parsing) expectation(n ast.Node) (Expect, bool) {
	e := Expect{}
	if t := tokenOf(n); t != nil {
		e.Line = t.Position.Line
	}
	found := 0
	var rest [][2]any // a value's form depends on the subject, whichever comes first
	p.fields(n, "expect", append(subjectNames(), verdictKeys...), func(key string, v ast.Node) {
		for i := range subjects {
			if subjects[i].name == key {
				found++
				subjects[i].read(p, v, &e)
				return
			}
		}
		rest = append(rest, [2]any{key, v})
	})
	if found != 1 {
		p.add(
			n,
			Problem{
				Message:  "an expectation needs a subject, and one alone",
				Expected: "one of " + list(subjectNames()),
				Found:    strconv.Itoa(found),
			},
		)
		return e, false
	}
	before := len(p.problems)
	for _, kv := range rest {
		p.verdict(&e, kv[0].(string), kv[1].(ast.Node))
	}
	if len(p.problems) == before {
		p.checkExpect(n, &e)
	}
	return e, true
}

func (p *parsing) verdict(e *Expect, key string, v ast.Node) {
	switch key {
	case "with":
		e.With = p.changes(v)
	case "under":
		e.Under = p.under(v)
	case "same":
		e.Same = p.flag(v, key)
	case "within":
		e.Within = p.amount(v, key, e.Unit)
	default:
		bounds := map[string]*Bound{
			"is": &e.Is, "at_most": &e.AtMost, "at_least": &e.AtLeast, "less_by": &e.LessBy, "more_by": &e.MoreBy,
		}
		b := bounds[key]
		b.Set, b.V = true, p.amount(v, key, e.Unit)
	}
}

func (p *parsing) checkExpect(n ast.Node, e *Expect) {
	relative := e.LessBy.Set || e.MoreBy.Set || e.Same
	switch {
	case !relative && !e.Is.Set && !e.AtMost.Set && !e.AtLeast.Set:
		p.add(
			n,
			Problem{
				Message:  "the expectation says nothing of its subject",
				Expected: "is, at_most, at_least, or with and less_by, more_by, same",
			},
		)
	case relative && len(e.With) == 0:
		p.add(n, Problem{Message: "a comparison needs knobs that are turned", Expected: "with: {KNOB: VALUE}"})
	case e.Within != 0 && !e.Is.Set:
		p.add(n, Problem{Message: "within belongs to is", Expected: "is: VALUE, within: VALUE"})
	}
}

// amount reads a value in a unit.
func (p *parsing) amount(v ast.Node, key string, u Unit) int64 {
	switch u {
	case Duration:
		return int64(p.duration(v, key))
	case Bytes:
		return p.bytes(v, key)
	case StateName:
		i, _ := p.choice(v, key, stateList)
		return int64(i)
	case Share:
		return p.unit(v, key, unitNames[Share], sim.ParseShare, 0, 1_000_000)
	}
	return p.number(v, key, 0, 1<<53)
}

// changes reads knobs and their values: {client.nagle: off, link.delay: 1ms}.
func (p *parsing) changes(n ast.Node) []sim.Change {
	var out []sim.Change
	knobs := p.cfg.Knobs()
	names := namesOf(len(knobs), func(i int) string { return knobs[i].Name })
	p.fields(n, "with", names, func(key string, v ast.Node) {
		s, ok := p.scalar(v, key, "a value")
		if !ok {
			return
		}
		if _, _, err := p.cfg.ParseKnob(key, s); err != nil {
			p.add(v, Problem{Message: "wrong value for " + strings.TrimSuffix(err.Error(), "\n")})
			return
		}
		out = append(out, sim.Change{Knob: key, Value: s})
	})
	return out
}

// under reads one profile or a list of them; all means every profile.
func (p *parsing) under(n ast.Node) []string {
	var out []string
	one := func(v ast.Node) {
		if i, ok := p.choice(v, "under", append(slices.Clone(tcp.ProfileNames), "all")); ok {
			if i == len(tcp.ProfileNames) {
				out = append(out, tcp.ProfileNames...)
			} else {
				out = append(out, tcp.ProfileNames[i])
			}
		}
	}
	if _, ok := n.(*ast.SequenceNode); ok {
		p.items(n, "under", len(tcp.ProfileNames), func(_ int, v ast.Node) { one(v) })
	} else {
		one(n)
	}
	return out
}

// Said is what the expectation says of its subject, in words.
func (e *Expect) Said() string {
	var out []string
	add := func(b Bound, how, after string) {
		if b.Set {
			out = append(out, how+e.Unit.Format(b.V)+after)
		}
	}
	tail := ""
	if e.Within != 0 {
		tail = " give or take " + e.Unit.Format(e.Within)
	}
	add(e.Is, "", tail)
	add(e.AtLeast, "at least ", "")
	add(e.AtMost, "at most ", "")
	add(e.LessBy, "at least ", " less than without")
	add(e.MoreBy, "at least ", " more than without")
	if e.Same {
		out = append(out, "the same as without")
	}
	return strings.Join(out, ", ")
}

// holds judges a value; base is the value without the knobs of With.
func (e *Expect) holds(v, base int64) bool {
	switch {
	case e.Is.Set && (v < e.Is.V-e.Within || v > e.Is.V+e.Within),
		e.AtMost.Set && v > e.AtMost.V,
		e.AtLeast.Set && v < e.AtLeast.V,
		e.LessBy.Set && v > base-e.LessBy.V,
		e.MoreBy.Set && v < base+e.MoreBy.V,
		e.Same && v != base:
		return false
	}
	return true
}

// withText names the knobs that are turned.
func (e *Expect) withText() string {
	parts := make([]string, len(e.With))
	for i, c := range e.With {
		parts[i] = c.Knob + "=" + c.Value
	}
	return strings.Join(parts, " ")
}

// Result is the verdict on one expectation under one profile, or on one note.
type Result struct {
	Line     int
	Profile  string // "": the scenario's own
	With     string // knobs that are turned
	Subject  string
	Expected string
	Found    string
	OK       bool
}

// Text is the result in one line.
func (r Result) Text() string {
	s := fmt.Sprintf("line %d: %s", r.Line, r.Subject)
	if r.With != "" {
		s += " with " + r.With
	}
	if r.Profile != "" {
		s += " under " + r.Profile
	}
	return s + ": expected " + r.Expected + ", found " + r.Found
}

// checker keeps the runs that expectations share.
type checker struct {
	sc   *Scenario
	runs map[string]*sim.Run
}

// run is the finished run under a profile with knobs turned.
func (c *checker) run(profile string, with []sim.Change) (*sim.Run, error) {
	var changes []sim.Change
	if profile != "" {
		changes = append(changes, sim.Change{Knob: "profile", Value: profile})
	}
	changes = append(changes, with...)
	key := fmt.Sprint(changes)
	if r := c.runs[key]; r != nil {
		return r, nil
	}
	r, err := sim.New(c.sc.Config, changes)
	if err != nil {
		return nil, err
	}
	r.Finish()
	c.runs[key] = r
	return r, r.OverBudget()
}

// Check judges the expectations of a scenario and the reach of its notes. An expectation is
// held against a run under each profile that it names, or under the scenario's own; only,
// if given, are the profiles that count: what names none is then held under each of them.
func Check(sc *Scenario, only ...string) ([]Result, error) {
	c := &checker{sc, map[string]*sim.Run{}}
	var out []Result
	for i := range sc.Expect {
		e := &sc.Expect[i]
		under := e.Under
		switch {
		case len(under) == 0 && len(only) > 0:
			under = only
		case len(under) == 0:
			under = []string{""}
		}
		for _, profile := range under {
			if len(only) > 0 && !slices.Contains(only, profile) {
				continue
			}
			r, err := c.judge(e, profile)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	if len(only) > 0 {
		return out, nil
	}
	own, err := c.run("", nil)
	if err != nil {
		return nil, err
	}
	for i := range sc.Notes {
		n := &sc.Notes[i]
		r := Result{Line: n.Line, Subject: "the note on " + n.On.String(), Expected: "reached", Found: "reached"}
		if _, r.OK = n.On.Find(own); !r.OK {
			r.Found = "never reached"
		}
		out = append(out, r)
	}
	return out, nil
}

func (c *checker) judge(e *Expect, profile string) (Result, error) {
	res := Result{Line: e.Line, Profile: profile, With: e.withText(), Subject: e.Subject, Expected: e.Said()}
	r, err := c.run(profile, e.With)
	if err != nil {
		return res, err
	}
	v, why := e.measure(r)
	res.Found = e.Unit.Format(v)
	base := v
	if why == "" && (e.LessBy.Set || e.MoreBy.Set || e.Same) {
		if r, err = c.run(profile, nil); err != nil {
			return res, err
		}
		base, why = e.measure(r)
		res.Found += " (without: " + e.Unit.Format(base) + ")"
	}
	if why != "" {
		res.Found = why
	}
	res.OK = why == "" && e.holds(v, base)
	return res, nil
}
