package ledger

import (
	"teacp/sim"
	"teacp/sim/http"
)

// Total is how long the work took: until the page is complete, or until the last byte of
// the applications' data has been read. What follows (closing, TIME-WAIT) does not count. It
// is what a Ledger's items add up to.
func Total(r *sim.Run) sim.Time {
	t, _ := Work(r)
	return t
}

// Work is how long the work took, and how much of it was done: requests of the page that
// were answered, or bytes that applications have read. A run that was changed compares with
// another only where both did the same.
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
