package sim

import "teacp/sim/http"

// HTTPSettings are the settings of the page at this moment.
func (w *World) HTTPSettings() http.Settings { return w.agents.set }
