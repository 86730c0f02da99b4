// Package drill parses scripts in packetdrill's language and runs them on an endpoint. A script
// is both the application of the endpoint and its peer. As in packetdrill, a script passes if the
// endpoint sends the expected packets in order and in time, and the calls return what the script
// expects.
//
//	s, err := drill.Parse("close.pkt", text)
//	res, err := drill.Run(s, drill.Options{})
//	// res.Verdict is Pass, or Fail with res.Line, res.Expected and res.Actual
//
// The package executes nothing: it parses shell commands (shell.go) and Python assertions
// (code.go) itself, and refuses what it does not know.
//
// The files:
//
//	calls.go      the socket calls of the simulated endpoint
//	code.go       %{ }% blocks: assertions and assignments
//	conditions.go #ifdef, #ifndef and #else
//	header.go     options and settings before the first event
//	icmp.go       ICMP messages
//	info.go       the fields of TCP_INFO
//	judge.go      compares sent packets with expected ones
//	options.go    setsockopt and getsockopt
//	parameters.go the parameters of the kernel that a script may set
//	parse.go      parses times, packets and ICMP messages
//	replay.go     a script as a run of the simulation
//	run.go        runs the events of a script in order
//	scan.go       scans the text of a script
//	script.go     the types of a parsed script
//	shell.go      shell commands: sysctl, tc, ethtool
//	simulated.go  the simulated endpoint: clock, packets, sockets
//	stack.go      the interface between a script and an endpoint
//	system.go     converts calls to operations
//	value.go      parses calls and their arguments
package drill
