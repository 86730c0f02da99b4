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

// answer computes from runs which choices of the question are right, and looks for the event that it shows.
func (l *lacking) answer(c *checker, own *sim.Run) error {
	q := l.sc.Question
	switch {
	case q == nil || len(q.Choices) < 2:
		l.add("a question with at least two choices")
		return nil
	case len(q.Proof) == 0:
		l.add("a proof of the answer: question.proof with what holds in the runs if a choice is right, " +
			"for each choice")
		return nil
	}
	right, err := c.right(q)
	if err != nil {
		return err
	}
	if len(right) != 1 || right[0] != q.Answer {
		for i := range right {
			right[i]++
		}
		l.add(fmt.Sprintf("an answer that the runs give: marked is choice %d, proved are %v", q.Answer+1, right))
	}
	if q.Shows == nil {
		return nil
	}
	if _, ok := q.Shows.Find(own); !ok {
		l.add(fmt.Sprintf("the event that proves the answer (%s): it does not happen", q.Shows))
	}
	return nil
}

// right lists the choices of a question all of whose statements hold, from 0.
func (c *checker) right(q *Question) (list []int, err error) {
	for i := range q.Proof {
		holds := len(q.Proof[i]) > 0
		for j := range q.Proof[i] {
			e := &q.Proof[i][j]
			under := e.Under
			if len(under) == 0 {
				under = []string{""}
			}
			for _, profile := range under {
				res, err := c.judge(e, profile)
				if err != nil {
					return nil, err
				}
				holds = holds && res.OK
			}
		}
		if holds {
			list = append(list, i)
		}
	}
	return list, nil
}

// events looks for the events that the question and the notes name.
func (l *lacking) events() error {
	c := &checker{l.sc, map[string]*sim.Run{}}
	own, err := c.run("", nil)
	if err != nil {
		return err
	}
	if err := l.answer(c, own); err != nil {
		return err
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
