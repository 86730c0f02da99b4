// Package scenarios is the scenario language: its reader and checker, and the library that the program
// carries.
//
//	sc, err := scenarios.Load("nagle-delayed-ack") // or a path
//	run, err := sim.New(sc.Config, nil)
//
// Files:
//
//	scenario.go       Scenario, the library and its order, Load
//	file.go           reading files up to a limit
//	parse.go          Parse: keys of a scenario, hosts, links
//	tokens.go         what a file may have too much of, before it is parsed
//	encoding.go       texts that are not UTF-8
//	decode.go         walking the YAML tree: keys, lists, texts, numbers, units
//	problem.go        mistakes with their places
//	sense.go          mistakes that take more than one key to see
//	steps.go          scripts of connections
//	http.go           pages, requests, servers and proxies; numbers of what a host uses
//	fault.go          what the wire does to single packets
//	notes.go          notes and the question
//	highlight.go      what a note points at, how long it holds autoplay
//	when.go           When: naming an event, and finding it in a run
//	expect.go         expectations, and Check, which judges them
//	subject.go        what an expectation is about: counts, events, states, numbers of a connection
//	subject_time.go   the same for what the ledger says
//	lacks.go          what a scenario would need to be part of the library
//	names.go          the names of the language, for package schema
//	starter.go        the scenario that teacp new writes
//	recorded.go       captures and recorded traces as scenarios
//	script.go         packetdrill scripts as scenarios
package scenarios
