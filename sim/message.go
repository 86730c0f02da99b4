package sim

import "teacp/sim/http"

// HTTPSettings are the settings of the page at this moment. With them and the request's
// number package http writes the text of the messages.
func (w *World) HTTPSettings() http.Settings { return w.agents.set }
