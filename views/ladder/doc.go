// Package ladder lays a run out as a ladder, rows of time and arrows between the lanes of hosts,
// and draws it. Panes and exports share the layout.
//
//	l := ladder.Build(run, 0, run.Frames(), ladder.AllConns, "en")
//	fmt.Print(ladder.Text(l, 100, false))
package ladder
