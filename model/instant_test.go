package model

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/tcp"
)

// sameInstant reports whether the cursor stands at the last frame at or before an instant, or at one of it.
func sameInstant(m *Model, at sim.Time) bool {
	r, f := m.scene.Run, m.scene.Frame
	return r.TimeOf(f) <= at && (f+1 >= r.Frames() || r.TimeOf(f+1) > at || r.TimeOf(f) == at)
}

// TestChangesKeepTheInstant: whatever is changed for the whole run, in short runs and in long ones, the
// cursor keeps its instant; so it does when the change is taken back and made again.
func TestChangesKeepTheInstant(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	for _, name := range []string{"congestion", "nagle-delayed-ack", "page", "slow-start"} {
		for _, from := range [][]string{{"G"}, {"n"}, {}} {
			for _, change := range []string{"alt+n", "alt+d", "alt+p", "o alt+right", "matrix"} {
				m := start(t, Options{Scenario: name, Lang: "en"}, 120, 40)
				work(m, from...)
				if len(from) == 0 {
					m.scene.Run.Finish()
					m.moveTo(rng.Int63n(m.scene.Run.Frames()))
				}
				at, frame := m.scene.Run.TimeOf(m.scene.Frame), m.scene.Frame
				do := func(what string, names ...string) {
					t.Helper()
					work(m, names...)
					_, cmd := m.Update(nil)
					drain(m, cmd)
					if !sameInstant(m, at) {
						t.Errorf("%s, %v: after %s the cursor stands at %v (frame %d), not at %v (frame %d)", name, from, what, m.scene.Run.TimeOf(m.scene.Frame), m.scene.Frame, at, frame)
					}
				}
				if change == "matrix" {
					drain(m, m.perform(overlay.ChangeRoot{Changes: []sim.Change{{Knob: "client.delayed_ack", Value: "off"}}}))
					do(change)
				} else {
					do(change, strings.Fields(change)...)
				}
				m.over.Close()
				changed := m.cur != 0
				for range 3 {
					if do("u", "u"); changed && m.scene.Frame != frame {
						t.Errorf("%s, %v: undoing %s goes to frame %d, not %d", name, from, change, m.scene.Frame, frame)
					}
					do("ctrl+r", "ctrl+r")
				}
			}
		}
	}
}

// TestChangeInComparisonKeepsTheInstant: a change that is made while runs are compared does not go to
// where they part.
func TestChangeInComparisonKeepsTheInstant(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 120, 40)
	work(m, "n", "N", "C", "G")
	at := m.scene.Run.TimeOf(m.scene.Frame)
	work(m, "alt+d")
	if m.Update(nil); m.cmp == nil || !sameInstant(m, at) {
		t.Errorf("the cursor stands at %v, not at %v", m.scene.Run.TimeOf(m.scene.Frame), at)
	}
}

// TestStoppedChange checks that esc stops the simulation up to the cursor's instant, and that it does not restart.
func TestStoppedChange(t *testing.T) {
	m := start(t, Options{Scenario: "congestion", Lang: "en"}, 120, 40)
	work(m, "G")
	_, cmd := m.Update(press("alt+n"))
	if m.job == nil {
		t.Skip("the run is not long enough")
	}
	m.Update(press("esc"))
	drain(m, cmd)
	if m.Update(nil); m.job != nil || m.sc == nil {
		t.Error("esc does not end it")
	}
}

// TestSameChangeTwice: changes that come to the same are one branch, wherever the cursor stands when
// they are made.
func TestSameChangeTwice(t *testing.T) {
	for _, order := range [][]string{
		{"P", "C", "4", "G", "esc", "g", "P"}, {"P", "g", "P"}, {"n", "N", "g", "7", "D", "G", "u"}, {"N", "g", "N"}, {"n", "D", "h", "D"},
	} {
		m := start(t, Options{Scenario: "page", Lang: "en"}, 120, 40)
		work(m, order...)
		seen := map[string]bool{}
		for i := range m.tree {
			if text := fmt.Sprint(m.tree[i].run.Changes()); m.tree[i].gone {
				continue
			} else if seen[text] {
				t.Errorf("%v: two branches of %s", order, text)
			} else {
				seen[text] = true
			}
			at := map[string]bool{}
			for _, ch := range m.tree[i].run.Changes() {
				if k := ch.Knob + fmt.Sprint(ch.Frame); at[k] {
					t.Errorf("%v: %v turns a knob twice in a frame", order, m.tree[i].run.Changes())
				} else {
					at[k] = true
				}
			}
		}
	}
}

// TestRoundTrips: a round trip forward from a segment leads to about where its ACK arrives, also where
// a queue or a slow link makes up most of it; as :+1rtt does, and back again.
func TestRoundTrips(t *testing.T) {
	for _, name := range []string{"nagle-delayed-ack", "slow-start", "bufferbloat", "congestion", "page"} {
		m := start(t, Options{Scenario: name, Lang: "en"}, 120, 40)
		r := m.scene.Run
		r.Finish()
		sent := map[[2]int64]sim.Time{} // by connection and side, and the end of the segment
		var ratios []float64
		for f := range min(r.Frames(), 6000) {
			for _, e := range slices.Clone(r.Events(f)) {
				end := [2]int64{int64(e.Conn)<<1 | int64(e.Side), int64(e.Seg.Seq) + int64(e.Seg.Len)}
				switch {
				case e.Kind == sim.EvSend && e.Seg.Len > 0 && e.Flag&sim.FlagRetrans == 0:
					sent[end] = e.At
				case e.Kind == sim.EvRecv && e.Seg.Flags&tcp.ACK != 0:
					peer := [2]int64{int64(e.Conn)<<1 | int64(e.Side), int64(e.Seg.Ack)}
					at, ok := sent[peer]
					if !ok || f%7 != 0 {
						continue
					}
					m.moveTo(f)
					if m.scene.Conn = e.Conn; e.At > at {
						ratios = append(ratios, float64(m.rtt())/float64(e.At-at))
					}
					delete(sent, peer)
				}
			}
		}
		slices.Sort(ratios)
		if len(ratios) == 0 {
			t.Errorf("%s: nothing to measure", name)
		} else if mid := ratios[len(ratios)/2]; mid < 0.7 || mid > 1.5 {
			t.Errorf("%s: a round trip is %.2f of what an ACK takes (%d measured)", name, mid, len(ratios))
		}
		trip, from := m.rtt(), m.scene.Frame
		work(m, "w")
		w := m.scene.Frame
		m.moveTo(from)
		work(m, ":")
		typed(m, "+1rtt")
		if work(m, "enter"); m.scene.Frame != w || w != max(r.FrameAt(r.TimeOf(from)+trip), from+1) && w != r.Frames()-1 {
			t.Errorf("%s: from frame %d w goes to %d, :+1rtt to %d, the round trip is %v", name, from, w, m.scene.Frame, trip)
		}
	}
}
