// Package views projects a (run, frame) onto cells: the panes. It reads and paints, and changes
// nothing.
//
//	c := paint.NewCanvas(120, 40)
//	views.Paint(c, paint.Rect{W: 120, H: 40}, views.PaneLadder, &scene, true)
//	fmt.Print(c.Render())
package views
