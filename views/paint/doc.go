// Package paint is a grid of styled cells, with the themes, and the axes and plots of graphs. It knows
// no run.
//
//	c := paint.NewCanvas(80, 24)
//	th, _ := paint.ThemeByName("dark")
//	c.Box(paint.Rect{W: 80, H: 24}, "Ladder", th.Border, th.Title)
//	fmt.Print(c.Render())
//
// Files:
//
//	axis.go    axes of frames or time
//	canvas.go  the grid of cells; widths of characters; cutting and wrapping texts
//	digits.go  numbers and times, painted without allocating
//	plot.go    the picture of a graph
//	style.go   how a cell looks, and its escape sequence
//	styled.go  text that a component has rendered, as cells
//	theme.go   the themes: declared with Lip Gloss, converted to styles of cells
package paint
