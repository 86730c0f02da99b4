package lecture

import (
	"time"

	"teacp/scenarios"
	"teacp/sim"
)

// Autoplay goes through a run from cue to cue in ticks of its pace, and stays at each cue for
// as long as its text takes to read.
type Autoplay struct {
	Wait int // ticks that it still stays here

	to, by int64 // the cue it goes to, and how many frames it goes at a time
}

// Tick is a tick at the usual speed.
const Tick = 250 * time.Millisecond

// strides is in how many ticks autoplay reaches the next cue at most.
const strides = 40

// Start begins autoplay at the cursor.
func (a *Autoplay) Start() { *a = Autoplay{to: -1} }

// Waits reports whether autoplay stays where it is for this tick, and counts it.
func (a *Autoplay) Waits() bool {
	if a.Wait == 0 {
		return false
	}
	a.Wait--
	return true
}

// Stride is how many frames to go now, from a frame to the next cue: it is reached within some
// forty ticks.
func (a *Autoplay) Stride(from, to int64) int64 {
	if to != a.to {
		a.to, a.by = to, max((to-from)/strides, 1)
	}
	return max(min(a.by, to-from), 1)
}

// Stay sets how many ticks autoplay stays at a cue: as long as its notes say, or as its text
// takes to read, twice that where it opened a comparison.
func (a *Autoplay) Stay(text string, notes []*scenarios.Note, pace time.Duration, compares bool) {
	a.Wait = 8 + len([]rune(text))/4 // about sixteen letters a second, after two seconds
	said := false
	for _, n := range notes {
		if n.Pause > 0 {
			if !said {
				a.Wait, said = 0, true
			}
			a.Wait = max(a.Wait, int(n.Pause/sim.Time(pace)))
		}
	}
	if compares && !said {
		a.Wait *= 2
	}
}
