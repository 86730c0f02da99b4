package tcp

import (
	"testing"
	"time"
)

// TestWheelRoundsToItsLevels holds deadlines in ticks to the levels of a kernel's timer wheel: from 63
// ticks on a deadline lies on a multiple of 8 ticks, from 504 on of 64, and never before it was due.
func TestWheelRoundsToItsLevels(t *testing.T) {
	const tick = time.Millisecond
	p := Policy{Tick: tick}
	for _, x := range []struct{ now, delay, fires int64 }{ // in ticks
		{1, 1, 3}, {1, 62, 64}, {1, 63, 72}, {5, 63, 72}, {1, 70, 72}, {1, 503, 512}, {1, 504, 512}, {9, 504, 576},
	} {
		at := p.wheel(Time(x.now)*tick, Time(x.now+x.delay)*tick)
		if at != Time(x.fires)*tick {
			t.Errorf("at tick %d, due in %d ticks: fires at %v, expected tick %d", x.now, x.delay, at, x.fires)
		}
	}
}
