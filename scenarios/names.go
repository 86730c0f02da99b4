package scenarios

import (
	"maps"
	"slices"
)

// Vocabulary has the names of the scenario language: its keys, and the values that are names. The
// lists come from the tables that the reader uses; package schema describes the language by them.
type Vocabulary struct {
	RootKeys       []string // keys of a scenario, in the order of the documentation
	PathKeys       []string // keys of one direction of a link
	Steps          []string // calls of a script
	PlainSteps     []string // those of them without a value
	ShutSides      []string // what shutdown closes
	Options        []string // socket options
	Gettable       []string // what get reads: the options and the pending error
	Subjects       []Subject
	Counts         []string // totals of a run
	Readings       []string // numbers of one end of a connection
	Uses           []string // numbers of what a host's connections take
	Events         []string // kinds of events
	Rules          []string
	Calls          []string // calls of the socket API
	Timers         []string
	States         []string // states of a connection
	Errors         []string
	HTTPSteps      []string // steps of a request
	Carried        []string // what a packet that a fault names may carry
	CarriedByEvent []string // what the segment of an event may carry
}

// Subject is something about which an expectation can be stated.
type Subject struct{ Name, Doc string }

// Names returns the names of the language.
func Names() Vocabulary {
	v := Vocabulary{
		RootKeys:       rootKeys,
		PathKeys:       pathKeys,
		Steps:          stepNames,
		PlainSteps:     slices.Sorted(maps.Keys(plainOps)),
		ShutSides:      shutNames,
		Options:        optNames,
		Gettable:       gettable,
		Counts:         countNames,
		Readings:       readingNames,
		Uses:           useNames,
		Events:         eventList,
		Rules:          ruleList,
		Calls:          callList,
		Timers:         timerList,
		States:         stateList,
		Errors:         errorList,
		HTTPSteps:      httpList,
		Carried:        matchNames,
		CarriedByEvent: whenOf,
	}
	for i := range subjects {
		v.Subjects = append(v.Subjects, Subject{subjects[i].name, subjects[i].doc})
	}
	return v
}
