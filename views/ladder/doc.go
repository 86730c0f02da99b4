// Package ladder lays a run out as a ladder: rows of time, and arrows between the lanes of hosts. Panes
// and exports draw the same layout.
//
//	l := ladder.Build(run, 0, run.Frames(), ladder.AllConns, "en")
//	fmt.Print(ladder.Text(l, 100, false))
//
// Files:
//
//	axis.go    rows for idle time
//	draw.go    drawing the layout on a canvas
//	ladder.go  the layout: rows, arrows, notes, and the filter of events
//	lanes.go   hosts and lanes, and their columns in a given width
//	span.go    holds that last, crowded arrows, and shortening labels and notes
package ladder
