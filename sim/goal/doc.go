// Package goal says how the work of a run ended. The goal of a run is the page of its client, or what
// the scripts of its applications connect, write and read; to close connections is no part of it. A goal
// is reached, or has failed, or still waits when the run ends.
//
//	e := goal.Of(run)      // of a run that has been simulated to its end
//	e.State                // goal.Failed
//	e.At, e.Part.Err       // 1029.124 s, ETIMEDOUT
//
// All that speaks of a duration or of completion reads this value. The files:
//
//	goal.go     the end of a goal and its parts
//	read.go     reads the events of a run, in order
//	waiting.go  what still waits when a run has ended, and for what
package goal
