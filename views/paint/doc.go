// Package paint is a grid of styled cells, the themes, and the axes of graphs. It knows no run.
//
//	c := paint.NewCanvas(120, 40)
//	c.Box(paint.Rect{W: 120, H: 40}, "Ladder", theme.Border, theme.Title)
//	fmt.Print(c.Render())
package paint
