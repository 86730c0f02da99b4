package export

import "fmt"

// counts appends the counts that the run determines.
func (w *writer) counts(o *object) {
	s := w.Run.Stats()
	o.int("frames", s.Frames)
	o.int("segments", s.Segments)
	o.int("data_segments", s.DataSegments)
	o.int("pure_acks", s.PureAcks)
	o.int("retransmissions", s.Retransmissions)
	o.int("drops", s.Drops)
	o.int("connections", s.Connections)
	o.int("wire_bytes", s.WireBytes)
	o.int("payload_bytes", s.PayloadBytes)
	o.int("sim_ns", s.SimNS)
}

// jsonCounts writes the counts of the whole run, without what depends on the machine.
func (w *writer) jsonCounts() {
	o := object{b: w.buf}
	o.open()
	w.counts(&o)
	o.str("ended", w.Run.Ended().String())
	o.str("hash", w.hash())
	o.close()
	w.buf = o.b
	w.flush()
}

func (w *writer) hash() string { return fmt.Sprintf("%016x", w.Run.Hash()) }

// writeStats writes the schema teacp.stats/1 of the whole run.
func writeStats(w *writer) error {
	o := object{b: w.buf}
	o.open()
	o.str("schema", "teacp.stats/1")
	o.str("scenario", w.Scenario)
	w.counts(&o)
	o.int("wall_ns", w.WallNS)
	o.int("ns_per_segment", w.WallNS/max(w.Run.Stats().Segments, 1))
	o.int("retained_bytes", w.Retained)
	o.int("max_rss_bytes", w.MaxRSS)
	o.str("ended", w.Run.Ended().String())
	o.str("hash", w.hash())
	o.close()
	w.buf = append(o.b, '\n')
	w.flush()
	return w.err
}
