package ladder

import (
	"teacp/sim"
	"teacp/views/paint"
)

// A ladder has a row for each frame. On a linear or a compressed axis, idle time takes rows, too.
const (
	rowsPerTrip   = 12     // rows that a round trip takes
	longestIdle   = 24     // rows: a longer idle time is left out of a compressed ladder, and marked
	mostIdleRows  = 20_000 // of a whole run on a linear axis; a row stands for more time where this is not enough
	leastRowNanos = 1000
)

// LastData is the frame in which the last byte arrives for an application, or in a recording the last
// segment with data; -1 if there is none so far.
func LastData(r *sim.Run) int64 {
	whole := func(*sim.Event) bool { return true }
	data := func(e *sim.Event) bool { return e.Seg.Len > 0 }
	if id, ok := r.Find(r.Frames(), -1, 1<<sim.EvReadable, whole); ok {
		return id.Frame()
	}
	if id, ok := r.Find(r.Frames(), -1, 1<<sim.EvSend|1<<sim.EvRecv, data); ok {
		return id.Frame()
	}
	return -1
}

// DataEnd is where an axis ends on which closing and TIME-WAIT do not take the room of the data: a round
// trip behind the last data, in which it is acknowledged, or with the run where that is about the same or
// nothing is transferred.
func DataEnd(r *sim.Run) sim.Time {
	end := r.Duration()
	if !r.Done() {
		return end
	}
	if f := LastData(r); f >= 0 {
		if at := r.TimeOf(f); at > 0 && at+at/4 < end {
			d := r.Config().Links[0].Dir
			return min(at+d[0].Delay+d[1].Delay, end)
		}
	}
	return end
}

// RowTime is the time that a row of a ladder stands for; 0: rows are frames alone.
func RowTime(r *sim.Run, axis paint.AxisKind) sim.Time {
	unit, _ := rowTime(r, axis)
	return unit
}

// rowTime is RowTime, and where the data ends behind which idle time is left out.
func rowTime(r *sim.Run, axis paint.AxisKind) (unit, end sim.Time) {
	if axis != paint.AxisLinear && axis != paint.AxisCompressed {
		return 0, sim.Never
	}
	end = DataEnd(r)
	d := r.Config().Links[0].Dir
	step := paint.NiceStep(max(int64(d[0].Delay+d[1].Delay)/rowsPerTrip, leastRowNanos), true)
	if axis == paint.AxisLinear {
		step = max(step, paint.NiceStep(int64(end)/mostIdleRows, true))
	}
	return sim.Time(step), end
}

// addIdleRows adds rows for the idle time before an event.
func (b *builder) addIdleRows(e *sim.Event) {
	d := e.At - b.last
	switch {
	case b.unit == 0 && d > b.gap, (b.axis == paint.AxisCompressed || e.At > b.end) && d > longestIdle*b.unit:
		b.addGap(e)
	case b.unit > 0:
		for t := b.unit; t+b.unit/2 < d; t += b.unit {
			row := Row{Frame: -1, At: b.last + t, Span: b.lasting}
			if t == b.unit { // the first of these rows says what is waited for
				b.noteIdle(&row, e)
			}
			b.l.Rows = append(b.l.Rows, row)
		}
	}
}
