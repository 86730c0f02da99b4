package views

import (
	"testing"

	"teacp/sim"
)

// TestPacketOnLinkWithoutDelay: on a link without delay, a packet is drawn at its end.
func TestPacketOnLinkWithoutDelay(t *testing.T) {
	for _, c := range []struct {
		since, now, delay sim.Time
		want              int64
	}{
		{0, 0, 100, 0}, {0, 25, 100, 250}, {0, 200, 100, 1000}, {50, 0, 100, 0}, {0, 0, 0, 1000},
	} {
		if got := progress(c.since, c.now, c.delay); got != c.want {
			t.Errorf("%d after %d on a line of %d: expected %d thousandths of the way, found %d", c.now, c.since,
				c.delay, c.want, got)
		}
	}
}
