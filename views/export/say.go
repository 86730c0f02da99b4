package export

import "teacp/sim"

// why is the sentence of an event.
func (w *writer) why(e *sim.Event) string { return e.Rule.Info().Sentence }
