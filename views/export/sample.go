package export

import (
	"teacp/sim/sample"
)

// spread appends how the ends of a goal spread over seeds.
func (o *object) spread(name string, s *sample.Spread) {
	o.key(name)
	o.open()
	o.int("seeds", int64(s.Seeds))
	o.int("reached", int64(s.Reached))
	o.int("median_ns", int64(s.Median))
	o.int("min_ns", int64(s.Min))
	o.int("max_ns", int64(s.Max))
	o.close()
}

// effect appends what a setting changes over seeds; null where it was not sampled.
func (o *object) effect(name string, e *sample.Effect) {
	if e.Seeds == 0 {
		o.null(name)
		return
	}
	o.key(name)
	o.open()
	o.int("seeds", int64(e.Seeds))
	o.int("helps", int64(e.Helps))
	o.int("hurts", int64(e.Hurts))
	o.int("compared", int64(e.Both))
	o.int("median_saves_ns", int64(e.Median))
	o.int("min_saves_ns", int64(e.Min))
	o.int("max_saves_ns", int64(e.Max))
	o.close()
}
