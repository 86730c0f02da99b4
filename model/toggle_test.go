package model

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// TestTogglesSayWhatTheyDo presses each toggle in the scenarios of the library at the start, in the middle and at
// the end, and holds what is said against the events of both runs. TEACP_TOGGLES=all tries all scenarios
// instead of a sample.
func TestTogglesSayWhatTheyDo(t *testing.T) {
	acting := 0
	sample := []string{"nagle-delayed-ack", "nodelay", "handshake", "serial", "close-at-will"}
	for _, meta := range scenarios.List() {
		if os.Getenv("TEACP_TOGGLES") != "all" && !slices.Contains(sample, meta.Name) {
			continue
		}
		root := scenariotest.Run(t, meta.Name)
		before, all := observed(root), 0
		for place, at := range []int64{0, root.Frames() / 2, root.Frames() - 1} {
			for _, key := range []string{"N", "D", "P"} {
				m := pressedAt(t, meta.Name, at, key)
				if len(m.scene.Run.Changes()) == 0 {
					if key != "P" || len(root.Config().HTTP) > 0 {
						t.Errorf("%s :%d %s changes no setting: %q", meta.Name, at, key, m.status)
					}
					continue
				}
				after := observed(m.scene.Run)
				if err := before.judge(after, m.status, m.scene.Run.Changes()); err != nil {
					t.Errorf("%s :%d %s: %v\n%s", meta.Name, at, key, err, m.status)
				}
				if place == 0 && !slices.Equal(before.traffic, after.traffic) {
					all++
				}
				if place == 2 && !strings.Contains(m.status, "The run ends here") {
					t.Errorf("%s :%d %s: %q", meta.Name, at, key, m.status)
				}
				if keys(m, key); key != "P" && len(m.scene.Run.Changes()) != 0 {
					t.Errorf("%s :%d %s %s leaves %v", meta.Name, at, key, key, m.scene.Run.Changes())
				}
			}
		}
		if all == 3 {
			acting++
		}
	}
	if os.Getenv("TEACP_TOGGLES") == "all" && acting < 16 {
		t.Errorf("%d scenarios answer to all three toggles", acting)
	}
}

// TestFourScenariosAnswerToAllToggles presses each toggle at the start of scenarios in which all three must act.
func TestFourScenariosAnswerToAllToggles(t *testing.T) {
	for _, name := range []string{"page", "serial", "keep-alive-stall", "persistent-parallel"} {
		for _, key := range []string{"N", "D", "P"} {
			m := pressedAt(t, name, 0, key)
			if strings.Contains(m.status, "changes nothing") || !strings.Contains(m.status, " ms") {
				t.Errorf("%s %s: %q", name, key, m.status)
			}
		}
	}
}

// pressedAt is a model in which a key was pressed at a frame, and both runs have ended.
func pressedAt(t *testing.T, name string, frame int64, key string) *Model {
	t.Helper()
	m := start(t, Options{Scenario: name}, 120, 40)
	m.moveTo(frame)
	keys(m, key)
	for len(m.young()) > 0 {
		m.young()[0].Extend(100_000)
	}
	m.effectDue() // begins to read the ends of both runs
	for g := m.unread(); g != nil; g = m.unread() {
		g.Grow(100_000)
	}
	m.effectDue()
	return m
}

// observation is what a test sees of a run.
type observation struct {
	traffic  []string // segments, timers, calls and states with their times
	last     sim.Time // when the last bytes reach an application
	segments int64
	expired  map[tcp.TimerKind]int64
	held     [2][]int64 // frames in which Nagle holds data of the client, the server
	delayed  [2][]int64 // frames in which they delay an ACK
	pool     []int64    // frames in which a request begins or ends to wait for a connection
	run      *sim.Run
}

func observed(r *sim.Run) *observation {
	o := &observation{expired: map[tcp.TimerKind]int64{}, run: r}
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		switch e.Kind {
		case sim.EvSend, sim.EvRecv, sim.EvLost, sim.EvIgnored:
			s := &e.Seg
			o.traffic = append(o.traffic, fmt.Sprint(e.Kind, e.At, e.At2, e.Conn, e.Side, s.Seq, s.Ack, s.Len, s.Flags, s.Wnd))
			if e.Kind == sim.EvSend {
				o.segments++
			}
		case sim.EvArm, sim.EvCancel, sim.EvFire:
			o.traffic = append(o.traffic, fmt.Sprint(e.Kind, e.At, e.At2, e.Conn, e.Side, e.Timer))
			if e.Kind == sim.EvFire {
				o.expired[e.Timer]++
			}
		case sim.EvCall, sim.EvDone, sim.EvState, sim.EvError:
			o.traffic = append(o.traffic, fmt.Sprint(e.Kind, e.At, e.At2, e.Conn, e.Side, e.A, e.B))
		case sim.EvReadable:
			o.last = e.At
		case sim.EvHold:
			if e.Host < 2 && (e.Rule == rule.Nagle || e.Rule == rule.Minshall) {
				o.held[e.Host] = append(o.held[e.Host], e.ID.Frame())
			}
		case sim.EvAckHeld:
			if e.Host < 2 {
				o.delayed[e.Host] = append(o.delayed[e.Host], e.ID.Frame())
			}
		case sim.EvHTTP:
			if k := http.Kind(e.Sub); e.Rule == rule.Pool && (k == http.Queued || k == http.Started) {
				o.pool = append(o.pool, e.ID.Frame())
			}
		}
		return true
	})
	if o.last == 0 {
		o.last = r.Duration()
	}
	return o
}

// judge compares a sentence about a change with what two runs show.
func (o *observation) judge(n *observation, said string, changes []sim.Change) error {
	nothing := strings.Contains(said, "changes nothing")
	if same := slices.Equal(o.traffic, n.traffic); same != nothing {
		return fmt.Errorf("the same traffic: %v", same)
	}
	if nothing {
		return o.judgeReason(n, said, changes)
	}
	if a, b := goal.Of(o.run), goal.Of(n.run); !a.Reached() || !b.Reached() {
		return judgeEnds(&a, &b, said)
	}
	want := []string{"at the same time as before, " + words.Time(n.last)}
	switch {
	case n.last < o.last:
		want[0] = fmt.Sprintf("%s earlier (%s instead of %s)", words.Time(o.last-n.last), words.Time(n.last), words.Time(o.last))
	case n.last > o.last:
		want[0] = fmt.Sprintf("%s later (%s instead of %s)", words.Time(n.last-o.last), words.Time(n.last), words.Time(o.last))
	}
	counted := false
	if o.segments != n.segments {
		counted = true
		want = append(want, fmt.Sprintf("segments sent: %s instead of %s", words.Bytes(n.segments), words.Bytes(o.segments)))
	}
	for k := range tcp.NumTimers {
		if a, b := o.expired[k], n.expired[k]; a != b {
			counted = true
			want = append(want, fmt.Sprintf("%s expired: %d instead of %d", words.TimerName(k, "en"), b, a))
		}
	}
	if !counted {
		want = append(want, "at other times")
	}
	for _, w := range want {
		if !strings.Contains(said, w) {
			return fmt.Errorf("it does not say %q", w)
		}
	}
	return nil
}

// judgeEnds checks the status line where at least one of the two runs does not reach its goal.
func judgeEnds(a, b *goal.End, said string) error {
	want := "it does not complete either"
	switch {
	case b.Reached():
		want = "it completes, at " + words.Time(b.At)
	case a.Reached():
		want = "it never completes"
	}
	if !strings.Contains(said, want) {
		return fmt.Errorf("it does not say %q", want)
	}
	return nil
}

// judgeReason checks what is said of the waits that a change without effect would end.
func (o *observation) judgeReason(n *observation, said string, changes []sim.Change) error {
	at := changes[0].Frame
	after := func(list []int64) bool { return len(list) > 0 && list[len(list)-1] >= at }
	for host, name := range ends {
		turned := slices.ContainsFunc(changes, func(c sim.Change) bool { return strings.HasPrefix(c.Knob, name+".") })
		if turned && strings.Contains(said, "Nagle holds no data") && (after(o.held[host]) || after(n.held[host])) {
			return fmt.Errorf("Nagle holds data of the %s: %v, %v", name, o.held[host], n.held[host])
		}
		if turned && strings.Contains(said, "no ACK is delayed") && (after(o.delayed[host]) || after(n.delayed[host])) {
			return fmt.Errorf("the %s delays ACKs: %v, %v", name, o.delayed[host], n.delayed[host])
		}
	}
	if strings.Contains(said, "no request waits for a connection") && (after(o.pool) || after(n.pool)) {
		return fmt.Errorf("requests wait for a connection: %v, %v", o.pool, n.pool)
	}
	if strings.Contains(said, "The run ends here") != (at >= o.run.Frames()) {
		return fmt.Errorf("the run has %d frames", o.run.Frames())
	}
	return nil
}

// TestTargetChoosesTheEnd holds the ends that a toggle changes to the target that was chosen.
func TestTargetChoosesTheEnd(t *testing.T) {
	for target, want := range []string{"client.nagle", "client.nagle", "server.nagle", "client.nagle server.nagle"} {
		m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
		m.target = target
		keys(m, "N")
		var got []string
		for _, ch := range m.scene.Run.Changes() {
			got = append(got, ch.Knob)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("target %d changes %v, want %s", target, got, want)
		}
	}
}

// TestConnectionsGoRoundAndBack presses P until the scenario is as it was.
func TestConnectionsGoRoundAndBack(t *testing.T) {
	m := start(t, Options{Scenario: "serial"}, 120, 40)
	for _, want := range []string{"1:http.strategy=parallel 1:http.connections=4", "1:http.strategy=parallel 1:http.connections=6",
		"1:http.strategy=parallel 1:http.connections=8", ""} {
		keys(m, "P")
		var got []string
		for _, ch := range m.scene.Run.Changes() {
			got = append(got, fmt.Sprintf("%d:%s=%s", ch.Frame, ch.Knob, ch.Value))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}
