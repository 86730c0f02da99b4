// Package ledger attributes the time of a run: every nanosecond of each request and of the whole
// run belongs to exactly one cause. It reads runs through what package sim exports and changes
// none.
//
//	l := ledger.Of(run)            // simulates the run to its end and reads it
//	l.Total()                      // 275.1 ms
//	ledger.Items(l.Whole())        // delayed_ack 200 ms (with nagle 200 ms), handshake 50 ms, …
//	l.Intervals(0)                 // the same for the first request, in order of time
//
// docs/ledger.md defines the cause of each kind of interval. The files:
//
//	ledger.go  the ledger, its intervals and items, and the functions that panes read
//	read.go    reads the events once, in order: segments, calls, requests and their origins
//	walk.go    walks back from a completion, from each event to its cause
//	book.go    books the interval of each step, and the parts of a transfer
//	check.go   checks that the intervals add up to the elapsed time, for tests
package ledger
