package ladder

import (
	"strings"
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// TestLadderAxis: on a linear axis time takes rows in proportion and none is left out up to the last data; on a
// compressed one what is left out is marked with its length, to the nanosecond.
func TestLadderAxis(t *testing.T) {
	for _, name := range []string{"nagle-delayed-ack", "retransmission", "page"} {
		r := scenariotest.Run(t, name)
		end := DataEnd(r)
		for _, axis := range []paint.AxisKind{paint.AxisFrame, paint.AxisLinear, paint.AxisCompressed} {
			l := BuildOn(axis, r, 0, r.Frames(), AllConns, "en")
			unit := RowTime(r, axis)
			last, at, gap := -1, sim.Time(0), sim.Time(0)
			for i, row := range l.Rows {
				if row.Frame < 0 {
					gap += row.Gap
					continue
				}
				if last >= 0 && gap != 0 && gap != row.At-at {
					t.Errorf("%s, %s: %s is marked before frame %d, %s passed", name, paint.AxisNames[axis],
						words.Time(gap), row.Frame, words.Time(row.At-at))
				}
				if axis == paint.AxisLinear && gap != 0 && row.At <= end {
					t.Errorf("%s: a linear ladder leaves %s out", name, words.Time(gap))
				}
				if rows := sim.Time(i - last); last >= 0 && gap == 0 && unit > 0 &&
					(row.At-at > (rows+1)*unit || rows > 1 && row.At-at+unit < (rows-1)*unit) {
					t.Errorf("%s, %s: %s takes %d rows of %s before frame %d", name, paint.AxisNames[axis],
						words.Time(row.At-at), rows, words.Time(unit), row.Frame)
				}
				last, at, gap = i, row.At, 0
			}
		}
	}
}

// TestLongFrameNumbers: the frames of a long run keep all their digits beside the cursor's
// mark, wide and narrow.
func TestLongFrameNumbers(t *testing.T) {
	l := &Layout{From: 12_345_678, To: 12_345_679, Hosts: []uint8{0, 1}, Rows: []Row{{Frame: 12_345_678, At: 7}},
		digits: 8}
	for _, w := range []int{40, 60, 120} {
		c := paint.NewCanvas(w, 1)
		Draw(c, paint.Rect{X: 0, Y: 0, W: w, H: 1}, l, 0, 12_345_678, &paint.Themes[0])
		if text := c.String(); !strings.HasPrefix(text, "►12345678 ") {
			t.Errorf("%d columns: %q", w, text)
		}
	}
}
