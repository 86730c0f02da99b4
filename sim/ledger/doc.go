// Package ledger books the time of a run: every nanosecond of each request and of the whole run
// belongs to exactly one cause. It reads runs through what package sim exports and changes none.
//
//	l := ledger.Of(run)            // simulates the run to its end and reads it
//	l.Total()                      // 275.1 ms
//	ledger.Items(l.Whole())        // delayed_ack 200 ms (with nagle 200 ms), handshake 50 ms, …
//	l.Intervals(0)                 // the same for the first request, in order of time
//
// What is booked to what is defined in docs/ledger.md. The files:
//
//	ledger.go  the ledger, its intervals and items, and what panes read of it
//	read.go    reads events once, in order: segments, calls, requests and their origins
//	walk.go    walks back from a completion, from each event to what caused it
//	book.go    books the interval of each step, and the ways of segments in their parts
//	check.go   holds the intervals to the elapsed time, for tests
//	work.go    how long a run took and how much of its work was done, without a ledger
package ledger
