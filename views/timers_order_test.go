package views

import (
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim/tcp"
)

// TestTimeWaitIsListedLast checks that no timer of TIME-WAIT stands before another one in the list of timers.
func TestTimeWaitIsListedLast(t *testing.T) {
	s := Scene{Run: scenariotest.Run(t, "serial"), Lang: "en"}
	s.Filter.Conn = -1
	both := false
	for f := range s.Run.Frames() {
		list := s.timersOf(s.Run.At(f))
		waits := 0
		for i := range list {
			switch {
			case list[i].Kind == tcp.TimerTimeWait:
				waits++
			case waits > 0:
				t.Fatalf("frame %d: a %s timer stands behind one of TIME-WAIT", f, list[i].Kind)
			}
		}
		both = both || waits > 0 && waits < len(list)
	}
	if !both {
		t.Error("no frame has a timer of TIME-WAIT beside another one")
	}
}
