// Package scenariotest gives tests finished runs of scenarios.
//
//	r := scenariotest.Run(t, "page", sim.Change{Knob: "profile", Value: "linux"})
//
// Files:
//
//	scenariotest.go   Run
//	random.go         random scenarios
package scenariotest
