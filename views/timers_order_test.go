package views

import (
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
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

// TestTimerPrecision checks what the timers pane says of ticks: none by default, else those of each host, from the
// frame on in which they are set.
func TestTimerPrecision(t *testing.T) {
	exact := [2]string{"Timers are exact, without ticks (timer_tick).",
		"타이머는 커널의 틱 없이 정확하다(timer_tick)."}
	ticks := [2]string{"Timers fire at ticks (timer_tick): client exact, server 4ms",
		"타이머가 틱에 맞추어 만료된다(timer_tick): client exact, server 4ms"}
	plain := scenariotest.Run(t, "nagle")
	turned, err := sim.New(plain.Config(), []sim.Change{{Frame: 5, Knob: "server.timer_tick", Value: "4ms"}})
	if err != nil {
		t.Fatal(err)
	}
	for i, lang := range []string{"en", "ko"} {
		for frame, want := range map[int64]string{3: exact[i], 9: ticks[i]} {
			s := Scene{Run: turned, Lang: lang}
			if got := s.timerPrecision(turned.At(frame)); got != want {
				t.Errorf("frame %d: %q, expected %q", frame, got, want)
			}
		}
	}
}
