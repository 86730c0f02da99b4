package sim

import (
	"fmt"
	"reflect"
)

// NewSpaced is New with the given number of frames between checkpoints.
func NewSpaced(cfg *Config, changes []Change, spacing int64) (*Run, error) {
	return newRun(cfg, changes, spacing)
}

// CheckCheckpoints checks every checkpoint of a run. A world that continues from it must produce
// the same events with the same causes, and reach the state of the next checkpoint. At the given
// number of checkpoints it compares whole worlds, at all others their digests.
func CheckCheckpoints(r *Run, worlds int) error {
	var want []Event
	first := int64(0)
	every := max(len(r.checks)/worlds, 1)
	for i := range r.checks {
		from, to := r.checks[i].frame, r.tip.frame
		next := r.tip
		if i+1 < len(r.checks) {
			to, next = r.checks[i+1].frame, r.checkpoint(i+1)
		}
		if to == from {
			continue
		}
		want = want[:0]
		first = from + 1
		r.Each(first, to+1, 0, func(e *Event) bool { // in order, so that the recording world is not copied in between
			want = append(want, *e)
			return true
		})
		w := r.checkpoint(i).thaw(r.changes)
		var got []Event
		w.record = &got
		for w.frame < to && w.step() {
		}
		if err := sameEvents(got, want); err != nil {
			return fmt.Errorf("from the checkpoint after frame %d: %w", from, err)
		}
		if w.digest != next.digest || w.now != next.now || w.stats != next.stats {
			return fmt.Errorf("from the checkpoint after frame %d, frame %d differs", from, to)
		}
		if i%every != 0 {
			continue
		}
		w.kinds = next.kinds // counted since the last checkpoint, which w has not made
		w.bookMemory()
		next.bookMemory()
		if d := difference(settable(reflect.ValueOf(&w.snapshot).Elem()),
			settable(reflect.ValueOf(&next.snapshot).Elem())); d != "" {
			return fmt.Errorf("from the checkpoint after frame %d, frame %d: the worlds differ in snapshot%s", from,
				to, d)
		}
	}
	return nil
}

// SameRun returns an error for the first event, from a frame on, in which two runs differ.
func SameRun(a, b *Run, from int64) error {
	if a.Frames() != b.Frames() || a.Hash() != b.Hash() {
		return fmt.Errorf("%d frames with hash %x, expected %d with %x", a.Frames(), a.Hash(), b.Frames(), b.Hash())
	}
	for f := max(from, 0); f < a.Frames(); f++ {
		if err := sameEvents(a.Events(f), b.Events(f)); err != nil {
			return err
		}
	}
	return nil
}

func sameEvents(got, want []Event) error {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Errorf("frame %d: found\n%+v\nexpected\n%+v", want[i].ID.Frame(), got[i], want[i])
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d events, expected %d", len(got), len(want))
	}
	return nil
}

// difference returns the first place in which two values differ. It compares containers element by
// element.
func difference(a, b reflect.Value) string {
	switch {
	case isContainer(a.Type()) && a.Addr().MethodByName("At").IsValid() && a.Addr().MethodByName("Len").IsValid():
		return elementDifference(a, b)
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if d := difference(settable(a.Field(i)), settable(b.Field(i))); d != "" {
				return "." + a.Type().Field(i).Name + d
			}
		}
		return ""
	case !a.Comparable():
		panic("cannot compare " + a.Type().String())
	case !a.Equal(b):
		return fmt.Sprintf(": %v, expected %v", a, b)
	}
	return ""
}

func elementDifference(a, b reflect.Value) string {
	n := a.Addr().MethodByName("Len").Call(nil)[0].Int()
	if m := b.Addr().MethodByName("Len").Call(nil)[0].Int(); m != n {
		return fmt.Sprintf(": %d elements, expected %d", n, m)
	}
	x, y := a.Addr().MethodByName("At"), b.Addr().MethodByName("At")
	for i := range n {
		at := []reflect.Value{reflect.ValueOf(uint32(i))}
		p, q := x.Call(at)[0].Elem(), y.Call(at)[0].Elem()
		if !p.Comparable() {
			panic("cannot compare " + p.Type().String())
		}
		if !p.Equal(q) {
			return fmt.Sprintf("[%d]%s", i, difference(p, q))
		}
	}
	return ""
}

// At returns the value of a knob at the start of a run without changes.
func (k *Knob) At(cfg *Config) int64 { return k.get(newWorld(cfg, nil)) }
