package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Lacks says what a scenario would need before it could be part of the library: every text in English
// and in Korean, a topic and a section, a question with two choices whose answer the run shows, two
// notes that are reached under every profile that the expectations name, and three expectations, one of
// them with a number.
func Lacks(sc *Scenario) ([]string, error) {
	l := &lacking{sc: sc}
	l.texts()
	if sc.Topic == "other" {
		l.add("a topic: one of " + strings.Join(Topics[:len(Topics)-1], ", "))
	}
	if !strings.HasPrefix(sc.Section, "4.") {
		l.add("a section of chapter 4, such as section: 4.2.4")
	}
	l.expectations()
	if err := l.events(); err != nil {
		return nil, err
	}
	return l.list, nil
}

// leastNotes and leastExpectations are how many a scenario of the library has.
const (
	leastNotes        = 2
	leastExpectations = 3
)

// lacking collects what a scenario lacks.
type lacking struct {
	sc   *Scenario
	list []string
}

func (l *lacking) add(what string) { l.list = append(l.list, what) }

// texts looks for texts that are missing in a language.
func (l *lacking) texts() {
	l.both("title", l.sc.Title)
	l.both("look_for", l.sc.LookFor)
	if q := l.sc.Question; q != nil {
		l.both("question.ask", q.Ask)
		l.both("question.because", q.Because)
		for i, c := range q.Choices {
			l.both(fmt.Sprintf("choice %d of the question", i+1), c)
		}
	}
	for i := range l.sc.Notes {
		l.both(fmt.Sprintf("the note in line %d", l.sc.Notes[i].Line), l.sc.Notes[i].Text)
	}
}

func (l *lacking) both(what string, t Text) {
	switch {
	case t.EN == "" && t.KO == "":
		l.add(what + ", in English and in Korean")
	case t.EN == "":
		l.add(what + " in English")
	case t.KO == "":
		l.add(what + " in Korean")
	case !norm.NFC.IsNormalString(t.EN + t.KO):
		l.add(what + " in Unicode normal form C")
	}
}

// expectations counts them, and those that state a number.
func (l *lacking) expectations() {
	if n := len(l.sc.Expect); n < leastExpectations {
		l.add(fmt.Sprintf("expectations: %d of at least %d", n, leastExpectations))
	}
	if !slices.ContainsFunc(l.sc.Expect, func(e Expect) bool {
		return e.Unit != StateName && (e.Is.Set || e.AtMost.Set || e.AtLeast.Set || e.LessBy.Set || e.MoreBy.Set)
	}) {
		l.add("an expectation with a number, such as {count: retransmissions, is: 1}")
	}
}

// events looks for the events that the question and the notes name.
func (l *lacking) events() error {
	c := &checker{l.sc, map[string]*sim.Run{}}
	own, err := c.run("", nil)
	if err != nil {
		return err
	}
	switch q := l.sc.Question; {
	case q == nil || len(q.Choices) < 2:
		l.add("a question with at least two choices")
	case q.Shows == nil:
		if !slices.ContainsFunc(
			l.sc.Expect,
			func(e Expect) bool { return len(e.With) > 0 || e.Unit == Duration || e.Unit == Share },
		) {
			l.add(
				"a proof of the answer: question.shows with the event that gives it, or an expectation about " +
					"a time or with a knob",
			)
		}
	default:
		if _, ok := q.Shows.Find(own); !ok {
			l.add(fmt.Sprintf("the event that proves the answer (%s): it does not happen", q.Shows))
		}
	}
	profiles := []string{""}
	for _, e := range l.sc.Expect {
		if len(e.Under) == len(tcp.ProfileNames) {
			continue
		}
		for _, p := range e.Under {
			if !slices.Contains(profiles, p) {
				profiles = append(profiles, p)
			}
		}
	}
	for _, p := range profiles {
		r, err := c.run(p, nil)
		if err != nil {
			return err
		}
		reached := 0
		for i := range l.sc.Notes {
			if _, ok := l.sc.Notes[i].On.Find(r); ok {
				reached++
			}
		}
		if reached < leastNotes {
			under := ""
			if p != "" {
				under = " under the profile " + p
			}
			l.add(fmt.Sprintf("notes that are reached%s: %d of at least %d", under, reached, leastNotes))
		}
	}
	return nil
}
