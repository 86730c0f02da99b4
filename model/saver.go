package model

import (
	"time"

	"teacp/model/session"
	"teacp/sim"
)

// saver is what is known of saving the session and of the file of the scenario.
type saver struct {
	saving   bool // a saving is planned or under way
	unsaved  bool // it was said that nothing can be saved
	saves    int  // how many sessions were handed to the writer
	writer   session.Writer
	file     string // where this session is saved; "" before the first time
	savedAt  stamp
	follower session.Follower
}

// stamp changes whenever there is something to save.
type stamp struct {
	run    *sim.Run
	frame  int64
	conn   uint32
	tree   int
	layout int
	splits int
	edits  int
	cmp    *comparison
	lock   int
}

type savedMsg struct{ err error }

type saveMsg struct{}

// savePace is how long a step may stay unsaved while the run is played; otherwise each step
// is saved at once.
const savePace = 300 * time.Millisecond
