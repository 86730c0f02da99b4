package overlay

import "teacp/views/paint"

// maxWidth is how wide lists and the help become on a wide screen.
const maxWidth = 92

// centred is a window of a size in the middle of the screen.
func (h *Host) centred(width, height int) paint.Rect {
	return paint.Rect{X: (h.W - width) / 2, Y: (h.H - height) / 2, W: width, H: height}
}

// window clears a rectangle, frames it, and returns its inside.
func (h *Host) window(r paint.Rect, title string) paint.Rect {
	h.Canvas.Fill(r, ' ', paint.Style{})
	h.Canvas.Box(r, title, h.Scene.Theme.Focus, h.Scene.Theme.Focus)
	return r.Inset()
}

// scrollMarks say at the right edge of a rectangle that there is more above or below.
func (h *Host) scrollMarks(r paint.Rect, above, below bool) {
	if above {
		h.Canvas.Text(r.X+r.W-1, r.Y, "▲", h.Scene.Theme.Dim)
	}
	if below {
		h.Canvas.Text(r.X+r.W-1, r.Y+r.H-1, "▼", h.Scene.Theme.Dim)
	}
}
