package paint

import (
	"testing"

	"teacp/sim"
	"teacp/views/words"
)

// TestGraphAxis: units go up with time, and back to where they came from.
func TestGraphAxis(t *testing.T) {
	ms := sim.Time(1_000_000)
	idle := []Span{{From: 100 * ms, To: 400 * ms}, {From: 500 * ms, To: 240_000 * ms}, {From: 20 * ms, To: 30 * ms}}
	for _, kind := range []AxisKind{AxisFrame, AxisLinear, AxisCompressed} {
		a := NewAxis(kind, 1000, 240_100*ms, append([]Span(nil), idle...))
		cuts, before := 0, int64(-1)
		for _, p := range a.pieces {
			if p.cut {
				cuts++
			}
		}
		for i := range sim.Time(1000) {
			at := i * 240_100 * ms / 999
			u := a.Unit(int64(i), at)
			if u < before {
				t.Errorf("%s: unit %d of %s stands before %d", AxisNames[kind], u, words.Time(at), before)
			}
			before = u
			back, want := a.Value(u), int64(at)
			if kind == AxisFrame {
				want = int64(i)
			}
			if far := max(back-want, want-back); kind != AxisCompressed && far > 1 {
				t.Errorf("%s: %d comes back as %d", AxisNames[kind], want, back)
			}
		}
		if want := map[AxisKind]int{AxisCompressed: 1}[kind]; cuts != want {
			t.Errorf("%s: expected %d cuts, found %d", AxisNames[kind], want, cuts)
		}
		for zoom := range MaxZoom + 1 {
			for _, u := range []int64{0, a.Total / 3, a.Total} {
				a.Look(zoom, u)
				if u < a.U0 || u > a.U1 || a.U0 < 0 || a.U1 > max(a.Total, 1) {
					t.Errorf("%s, zoom %d: %d is not within %d and %d", AxisNames[kind], zoom, u, a.U0, a.U1)
				}
			}
		}
	}
}
