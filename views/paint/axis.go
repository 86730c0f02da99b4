package paint

import (
	"slices"

	"teacp/sim"
	"teacp/views/words"
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

var axisTitles = [NumAxes]words.Key{words.AxisAuto, words.AxisFrames,
	words.AxisLinear, words.AxisCompressed}

// Title names the kind for people.
func (k AxisKind) Title(lang string) string {
	return axisTitles[k].In(lang)
}

// AxisByName finds a kind; false if there is none of the name.
func AxisByName(name string) (AxisKind, bool) {
	i := slices.Index(AxisNames[:], name)
	return AxisKind(max(i, 0)), i >= 0
}

// Axis maps frames and instants to units along a line: frames, or nanoseconds with long
// idle times cut short.
type Axis struct {
	ByFrame bool
	pieces  []piece
	Total   int64
	U0, U1  int64 // the part that is looked at
}

// piece is a stretch of an axis; a cut stands for idle time that was left out.
type piece struct {
	from, to int64 // frames or instants
	u0, u1   int64
	cut      bool
}

// Span is a stretch of idle time.
type Span struct{ From, To sim.Time }

// Len is the length of the stretch.
func (s Span) Len() sim.Time { return s.To - s.From }

// maxCuts bounds how often an axis is cut.
const maxCuts = 8

// NewAxis lays an axis over a run up to end. Of the idle times before that those are cut
// that would take more than two thirds of what is left without them.
func NewAxis(kind AxisKind, frames int64, end sim.Time, idle []Span) Axis {
	if kind == AxisFrame {
		n := max(frames-1, 1)
		return Axis{ByFrame: true, pieces: []piece{{0, n, 0, n, false}}, Total: n, U1: n}
	}
	end = max(end, 1)
	var cuts []Span
	if kind != AxisLinear {
		idle = slices.DeleteFunc(idle, func(g Span) bool { return g.To > end })
		slices.SortFunc(idle, func(a, b Span) int { return int(min(max(b.Len()-a.Len(), -1), 1)) })
		left := end
		for _, g := range idle {
			if len(cuts) == maxCuts || g.Len() <= 2*(left-g.Len()) {
				break
			}
			cuts = append(cuts, g)
			left -= g.Len()
		}
		slices.SortFunc(cuts, func(a, b Span) int { return int(min(max(a.From-b.From, -1), 1)) })
	}
	a := Axis{}
	left := int64(end)
	for _, g := range cuts {
		left -= int64(g.Len())
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
		add(int64(g.From), int64(g.From)-at, false)
		add(int64(g.To), wide, true)
	}
	add(int64(end), int64(end)-at, false)
	a.Total, a.U1 = u, u
	return a
}

// Unit is the place of a frame at an instant.
func (a *Axis) Unit(frame int64, at sim.Time) int64 {
	v := int64(at)
	if a.ByFrame {
		v = frame
	}
	for i := range a.pieces {
		p := &a.pieces[i]
		if v <= p.to || i == len(a.pieces)-1 {
			if v > p.to { // behind the end of the axis
				return p.u1 + 1
			}
			if p.cut { // float: the product of two times overflows
				return p.u0 + int64(float64(v-p.from)*float64(p.u1-p.u0)/float64(p.to-p.from))
			}
			return min(p.u0+v-p.from, p.u1)
		}
	}
	return 0
}

// Value is the frame or the instant of a unit.
func (a *Axis) Value(u int64) int64 {
	for i := range a.pieces {
		p := &a.pieces[i]
		if u < p.u1 || i == len(a.pieces)-1 {
			return p.from + int64(float64(u-p.u0)*float64(p.to-p.from)/float64(max(p.u1-p.u0, 1)))
		}
	}
	return 0
}

// Look narrows the axis to a part of 1/2^zoom of it with the unit u in its middle half. The part
// moves in steps of a quarter, so that the picture does not move with every frame.
func (a *Axis) Look(zoom int, u int64) {
	wide := max(a.Total>>max(zoom, 0), 8)
	if zoom <= 0 || wide >= a.Total {
		a.U0, a.U1 = 0, max(a.Total, 1)
		return
	}
	step := max(wide/4, 1)
	a.U0 = max(min((u-wide/2+step/2)/step*step, a.Total-wide), 0)
	a.U1 = a.U0 + wide
}

// Col is the column of a unit in a picture of w columns; -1 or w where it is outside.
func (a *Axis) Col(u int64, w int) int {
	switch {
	case u < a.U0:
		return -1
	case u > a.U1:
		return w
	}
	return min(int(float64(u-a.U0)*float64(w)/float64(a.U1-a.U0)), w-1)
}

// Tick is a label on an axis.
type Tick struct {
	Col  int
	Text string
	Cut  bool
}

// Ticks labels an axis of w columns: round times, and the length of every cut.
func (a *Axis) Ticks(w int) []Tick {
	var out []Tick
	step := NiceStep((a.U1-a.U0)*12/int64(max(w, 12)), !a.ByFrame)
	for i := range a.pieces {
		p := &a.pieces[i]
		if p.u1 < a.U0 || p.u0 > a.U1 {
			continue
		}
		if p.cut {
			out = append(out, Tick{(max(a.Col(p.u0, w), 0) + min(a.Col(p.u1, w), w-1)) / 2,
				"⋮" + words.ShortTime(sim.Time(p.to-p.from)) + "⋮", true})
			continue
		}
		first := max(p.from, p.from+a.U0-p.u0)
		for v := (first + step - 1) / step * step; v <= p.to && p.u0+v-p.from <= a.U1; v += step {
			t := words.ShortTime(sim.Time(v))
			if a.ByFrame {
				t = words.Bytes(v)
			}
			out = append(out, Tick{a.Col(p.u0+v-p.from, w), t, false})
		}
	}
	return out
}

// NiceStep is 1, 2 or 5 times a power of ten, at least least; for times it is a whole number
// of microseconds.
func NiceStep(least int64, micros bool) int64 {
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
