// Package simtest has what tests share that look at runs: finished runs, and comparison with files.
//
//	r := simtest.Of(t, cfg, sim.Change{Knob: "profile", Value: "linux"})
//	simtest.Golden(t, "testdata/page.txt", views.Text(r), *update)
//
// Runs of library scenarios come from package scenarios/scenariotest.
//
// Files:
//
//	simtest.go   Of, Transfer, Golden, Difference
//	conserve.go  Checked, Conserved
//	sample.go    Full, Sample, Number: all cases, or a few of them
//	race.go      Race, with the race detector
//	norace.go    Race, without it
package simtest
