package model

import (
	"time"

	"teacp/model/lecture"
	"teacp/sim"
)

// playback moves the cursor by itself: frame by frame, at a pace of simulated time, or, as
// autoplay, from cue to cue.
type playback struct {
	*cursor
	auto     bool // playing is autoplay
	autoplay lecture.Autoplay
	speed    int // index in paces
	ticks    int // generation of the clock; ticks of an earlier one are not answered
	from     sim.Time
	since    time.Time
}
