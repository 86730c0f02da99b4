package views

import (
	"slices"

	"teacp/sim"
)

// AxisKind says what a time axis counts.
type AxisKind uint8

// The kinds. AxisAuto is by frame in the ladder and compressed in graphs.
const (
	AxisAuto AxisKind = iota
	AxisFrame
	AxisLinear
	AxisCompressed
	NumAxes
)

// MaxZoom is how often a graph's time can be halved.
const MaxZoom = 24

// AxisNames are the names of the kinds for flags and configuration.
var AxisNames = [NumAxes]string{"auto", "frame", "linear", "compressed"}

var axisTitles = [NumAxes][2]string{{"by frame in the ladder, compressed in graphs", "사다리는 프레임, 그래프는 압축"}, {"by frame", "프레임"},
	{"linear: nothing is left out", "선형: 빠진 것 없음"}, {"compressed: long idle times are left out and marked", "압축: 긴 쉼은 빼고 표시"}}

// Title is a kind in words.
func (k AxisKind) Title(lang string) string { return Say(lang, axisTitles[k][0], axisTitles[k][1]) }

// AxisByName finds a kind; false if there is none of the name.
func AxisByName(name string) (AxisKind, bool) {
	i := slices.Index(AxisNames[:], name)
	return AxisKind(max(i, 0)), i >= 0
}

// axis maps frames and instants to units along a line: frames, or nanoseconds with long
// idle times cut short.
type axis struct {
	byFrame bool
	pieces  []piece
	total   int64
	u0, u1  int64 // the part that is looked at
}

// piece is a stretch of an axis; a cut stands for idle time that was left out.
type piece struct {
	from, to int64 // frames or instants
	u0, u1   int64
	cut      bool
}

// span is a stretch of idle time.
type span struct{ from, to sim.Time }

func (s span) len() sim.Time { return s.to - s.from }

// maxCuts bounds how often an axis is cut.
const maxCuts = 8

// newAxis lays an axis over a run that lasts until end. Of the idle times those are cut
// that would take more than two thirds of what is left without them.
func newAxis(kind AxisKind, frames int64, end sim.Time, idle []span) axis {
	if kind == AxisFrame {
		n := max(frames-1, 1)
		return axis{byFrame: true, pieces: []piece{{0, n, 0, n, false}}, total: n, u1: n}
	}
	end = max(end, 1)
	var cuts []span
	if kind != AxisLinear {
		slices.SortFunc(idle, func(a, b span) int { return int(min(max(b.len()-a.len(), -1), 1)) })
		left := end
		for _, g := range idle {
			if len(cuts) == maxCuts || g.len() <= 2*(left-g.len()) {
				break
			}
			cuts = append(cuts, g)
			left -= g.len()
		}
		slices.SortFunc(cuts, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	}
	a := axis{}
	left := int64(end)
	for _, g := range cuts {
		left -= int64(g.len())
	}
	wide := max(left/16, 1) // of a cut
	at, u := int64(0), int64(0)
	add := func(to, units int64, cut bool) {
		if to > at {
			a.pieces = append(a.pieces, piece{at, to, u, u + units, cut})
			at, u = to, u+units
		}
	}
	for _, g := range cuts {
		add(int64(g.from), int64(g.from)-at, false)
		add(int64(g.to), wide, true)
	}
	add(int64(end), int64(end)-at, false)
	a.total, a.u1 = u, u
	return a
}

// unit is where a frame at an instant stands.
func (a *axis) unit(frame int64, at sim.Time) int64 {
	v := int64(at)
	if a.byFrame {
		v = frame
	}
	for i := range a.pieces {
		p := &a.pieces[i]
		if v <= p.to || i == len(a.pieces)-1 {
			if p.cut { // float: the product of two times overflows
				return p.u0 + int64(float64(v-p.from)*float64(p.u1-p.u0)/float64(p.to-p.from))
			}
			return min(p.u0+v-p.from, p.u1)
		}
	}
	return 0
}

// value is the frame or the instant of a unit.
func (a *axis) value(u int64) int64 {
	for i := range a.pieces {
		p := &a.pieces[i]
		if u < p.u1 || i == len(a.pieces)-1 {
			return p.from + int64(float64(u-p.u0)*float64(p.to-p.from)/float64(max(p.u1-p.u0, 1)))
		}
	}
	return 0
}

// look narrows the axis to a part of 1/2^zoom of it with the unit u in its middle half. It
// moves in steps of a quarter, so that stepping through time leaves the picture standing.
func (a *axis) look(zoom int, u int64) {
	wide := max(a.total>>zoom, 8)
	if zoom <= 0 || wide >= a.total {
		a.u0, a.u1 = 0, max(a.total, 1)
		return
	}
	step := max(wide/4, 1)
	a.u0 = max(min((u-wide/2+step/2)/step*step, a.total-wide), 0)
	a.u1 = a.u0 + wide
}

// col is the column of a unit in a picture of w columns; -1 or w where it is outside.
func (a *axis) col(u int64, w int) int {
	switch {
	case u < a.u0:
		return -1
	case u > a.u1:
		return w
	}
	return min(int(float64(u-a.u0)*float64(w)/float64(a.u1-a.u0)), w-1)
}

// tick is a label on an axis.
type tick struct {
	col  int
	text string
	cut  bool
}

// ticks labels an axis of w columns: round times, and the length of every cut.
func (a *axis) ticks(w int) []tick {
	var out []tick
	step := niceStep((a.u1-a.u0)*12/int64(max(w, 12)), !a.byFrame)
	for i := range a.pieces {
		p := &a.pieces[i]
		if p.u1 < a.u0 || p.u0 > a.u1 {
			continue
		}
		if p.cut {
			out = append(out, tick{(max(a.col(p.u0, w), 0) + min(a.col(p.u1, w), w-1)) / 2, "⋮" + shortTime(sim.Time(p.to-p.from)) + "⋮", true})
			continue
		}
		first := max(p.from, p.from+a.u0-p.u0)
		for v := (first + step - 1) / step * step; v <= p.to && p.u0+v-p.from <= a.u1; v += step {
			t := shortTime(sim.Time(v))
			if a.byFrame {
				t = Bytes(v)
			}
			out = append(out, tick{a.col(p.u0+v-p.from, w), t, false})
		}
	}
	return out
}

// niceStep is 1, 2 or 5 times a power of ten, at least least; for times it is a whole number
// of microseconds.
func niceStep(least int64, micros bool) int64 {
	n := int64(1)
	if micros {
		n = 1000
	}
	for {
		for _, k := range []int64{1, 2, 5} {
			if n*k >= least {
				return n * k
			}
		}
		if n > 1<<58 {
			return n
		}
		n *= 10
	}
}

// shortTime writes a round time: 40 ms, 1.5 s, 250 µs.
func shortTime(t sim.Time) string {
	us := int64(t) / 1000
	switch {
	case us == 0:
		return "0"
	case us < 1000:
		return Bytes(us) + " µs"
	case us < 1_000_000:
		return fraction(us, 1000) + " ms"
	}
	return fraction(us, 1_000_000) + " s"
}

// fraction is n/unit with at most three decimals and no zeros behind.
func fraction(n, unit int64) string {
	s := Bytes(n / unit)
	rest := n % unit * 1000 / unit
	if rest == 0 {
		return s
	}
	d := []byte{'.', byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}
	for d[len(d)-1] == '0' {
		d = d[:len(d)-1]
	}
	return s + string(d)
}
