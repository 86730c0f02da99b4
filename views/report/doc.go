// Package report writes the results of commands about files: whether the expectations of scenarios
// hold, whether scripts pass, how well the simulation matches recordings.
//
//	rep := report.NewDrill()
//	rep.Add(report.PlayScript("close.pkt", text, drill.Options{}))
//	err := report.JSON(os.Stdout, rep)
//
// Files:
//
//	conform.go         recorded kernel cases
//	drill.go           packetdrill scripts
//	expectations.go    expectations of scenarios
//	profiles.go        the settings of the stack profiles
//	report.go          values as JSON
//	stack_document.go  the document docs/tcp.md
package report
