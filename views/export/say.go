package export

import (
	"teacp/sim"
	"teacp/views"
)

// why is the sentence of an event.
func (w *writer) why(e *sim.Event) string { return views.Sentence(w.Run, e, w.Lang) }
