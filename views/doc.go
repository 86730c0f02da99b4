// Package views has the panes of the explorer: each is a projection of (run, frame) that is painted
// into a rectangle of cells. Painting reads the run and changes nothing in it.
//
//	scene := views.Scene{Run: run, Frame: 12, Filter: ladder.AllConns, Theme: &paint.Themes[0], Lang: "en"}
//	c := paint.NewCanvas(120, 40)
//	views.Paint(c, paint.Rect{W: 120, H: 40}, views.PaneLadder, &scene, true)
//	fmt.Print(c.Render())
//
// Files:
//
//	book.go           the ledgers of the runs on the screen, cached
//	calls.go          pane: socket calls
//	cause.go          letters and styles of the causes of time
//	changes.go        pane: branches and changes
//	columns.go        the table of its columns
//	connection.go     pane: the state of both ends in numbers
//	cwnd.go           pane: the graph of congestion window and flight
//	graphs.go         what the three graphs share
//	ladder.go         pane: the ladder
//	ledger.go         pane: where the time went, and what-if
//	mark.go           what a note points at
//	messages.go       pane: what the streams carry
//	messages_seen.go  the same for a recording
//	packet.go         pane: a packet byte by byte
//	packet_seen.go    the same for a packet of a capture
//	page.go           pane: the waterfall of requests
//	pane.go           the table of panes, and painting one with its frame
//	pipe.go           pane: packets on the link
//	plot.go           the data that a graph draws
//	rtt.go            pane: the graph of round-trip times
//	scene.go          what panes show, and what they cache
//	segments.go       pane: the table of segments
//	select.go         the segment that all panes mark
//	sequence.go       pane: the time-sequence graph
//	sockets.go        pane: the sockets of all hosts
//	states.go         pane: the state diagram
//	timers.go         pane: running timers
//	track.go          the states of a connection over time
//	trials.go         trying every knob that could matter, with further seeds where chance decides
//	whatif.go         the effect of a knob
//	why.go            pane: the explanation of a frame
//	window.go         pane: the byte stream as a strip
package views
