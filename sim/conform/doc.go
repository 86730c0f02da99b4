// Package conform compares simulated runs with recordings of a real kernel.
//
// A recording (see Trace) contains the case that produced it: the link, the faults, the settings
// of both hosts and the calls of the applications. Run simulates the case, and Compare compares
// the simulated segments with the recorded ones:
//
//	tr, err := conform.Parse(data)
//	run, err := tr.Run()
//	res := conform.Compare(tr, run)
//	// res.OK, or res.Matched of res.Real segments and res.First, the first difference
//
// The files:
//
//	build.go     builds the configuration of a case, and simulates it
//	clock.go     the positions of the kernel's clocks
//	compare.go   compares sequences of segments and their times
//	machine.go   measures the delays of the recording machine
//	replay.go    shows a recording itself as a run
//	table.go     writes docs/conformance.md
//	timing.go    sets the recorded delays of the applications
//	trace.go     the format of a recording
//	variants.go  differences between the kernel's own runs
package conform
