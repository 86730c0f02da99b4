package export

import (
	"teacp/sim"
	"teacp/views/words"
)

// why is the sentence of an event.
func (w *writer) why(e *sim.Event) string { return words.Sentence(w.Run, e, w.Lang) }
