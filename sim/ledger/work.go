package ledger

import (
	"teacp/sim"
	"teacp/sim/http"
)

// Total returns how long the work took: until the page is complete, or until the applications have
// read the last byte. Closing and TIME-WAIT do not count. The items of a Ledger add up to it.
func Total(r *sim.Run) sim.Time {
	t, _ := Work(r)
	return t
}

// Work returns how long the work took, and how much of it was done: answered requests, or bytes
// that applications have read. The times of two runs are comparable only if both did the same
// amount.
func Work(r *sim.Run) (at sim.Time, done int64) {
	if len(r.Config().HTTP) > 0 {
		r.Each(0, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
			at = e.At
			if http.Kind(e.Sub) == http.Done {
				done++
			}
			return http.Kind(e.Sub) != http.PageDone
		})
		return at, done
	}
	r.Each(0, r.Frames(), 1<<sim.EvCall|1<<sim.EvDone|1<<sim.EvConnected, func(e *sim.Event) bool {
		read := e.Op == sim.OpRead || e.Op == sim.OpReadEOF
		if e.Kind == sim.EvConnected {
			at = e.At
		} else if read && e.At2 != sim.Never && e.B > 0 {
			at = e.At
			done += e.B
		}
		return true
	})
	return at, done
}
