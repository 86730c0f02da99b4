package goal

import (
	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// State says how a goal or a part of it ended.
type State uint8

// The states.
const (
	Open    State = iota // the run has not ended
	Reached              // everything was done
	Failed               // a part ended with an error
	Waiting              // the run ended while a part was not done
)

var stateNames = [...]string{"open", "reached", "failed", "waiting"}

// String is the name that the JSON uses.
func (s State) String() string { return stateNames[s] }

// End is how the goal of a run ended. While a part fails the others go on: what ended last, with or
// without success, is the end of a failed goal.
type End struct {
	State   State
	At      sim.Time // Waiting: the end of the run. Otherwise when the last part ended. Open: so far
	Frame   int64    // the frame of At; -1: nothing has been done
	Done    int64    // answered requests, or bytes that applications have read
	Failed  int64    // parts that failed
	Waiting int64    // parts that still wait
	Part    Part     // Failed: the first part that failed. Waiting: the one that holds up the others
	Limit   bool     // Waiting: a limit ended the run. Otherwise nothing was left to happen
}

// Part is one request of a page, or one call of a script: why it failed, or what it waits for.
type Part struct {
	Failed bool
	At     sim.Time // when it failed; since when it waits
	Frame  int64    // the frame of At
	Req    int32    // -1: a call of a script
	Conn   uint32   // sim.NoConn: none
	Host   uint8
	Side   uint8
	Op     sim.Op    // the call
	Err    tcp.Errno // how the call failed; OK: the stream ended too early
	Rule   rule.ID   // the rule by which a request failed, or that makes a part wait
	Left   int64     // bytes that the call did not get, or that did not arrive
	Of     int64     // of so many; 0: to the end of the stream
	// Undelivered: the script has no call left, but what it wrote has not arrived.
	Undelivered bool
}

// Reached reports whether everything was done.
func (e *End) Reached() bool { return e.State == Reached }

// Comparable reports whether the times of two ends can be compared: both goals were reached, and the
// same amount of work was done.
func Comparable(a, b *End) bool {
	return a.State == Reached && b.State == Reached && a.Done == b.Done
}

// Of simulates a run to its end and returns the end of its goal.
func Of(r *sim.Run) End {
	r.Finish()
	g := New(r)
	for !g.Grow(1 << 20) {
	}
	return g.End()
}
