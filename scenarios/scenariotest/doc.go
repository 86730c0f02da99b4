// Package scenariotest gives tests finished runs of scenarios, and random scenarios.
//
//	r := scenariotest.Run(t, "page", sim.Change{Knob: "profile", Value: "linux"})
//
// Files:
//
//	scenariotest.go   Run
//	random.go         Random, RandomChanges: scenarios whose two ends fit each other
//	any.go            RandomAny, RandomRun, Parse: scenarios with all that the language can say
//	anyscript.go      their scripts and pages
package scenariotest
