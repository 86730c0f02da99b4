// Package export writes a run to files and pipes: the same projections as the panes, as
// text, JSON, CSV, Markdown, Mermaid, SVG, pcapng and others. Every format streams: it
// walks the run frame by frame and holds no more than the frame at hand.
//
//	f, _ := export.ByName("json")
//	err := f.Write(os.Stdout, &export.Input{Run: run, Scenario: "nagle"})
//
// Files:
//
//	compare.go      two runs: differences as text and JSON
//	csv.go          one line for each segment
//	encode.go       JSON made of integers
//	export.go       the table of formats, and walking a run
//	goal.go         how the goal of a run ended, as JSON
//	graph.go        graphs as SVG and CSV
//	graph_thin.go   graphs of more points than columns
//	handout.go      the handout of a scenario
//	json.go         teacp.trace/1
//	ledger.go       the ledger as text and JSON
//	otherwise.go    what a hold would cost with a knob off
//	packetdrill.go  one end as a packetdrill script
//	pcapng.go       captures for Wireshark
//	qlog.go         events in a form like qlog
//	sample.go       spreads over seeds, as JSON
//	say.go          the sentence of an event
//	stats.go        teacp.stats/1
//	svg.go          the ladder as SVG and as asciicast
//	text.go         text, plain, markdown, mermaid
package export
