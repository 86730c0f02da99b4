package tcp

// additive grows the window by one for every w acknowledged.
func (c *Conn) additive(w, acked int32) {
	s := &c.cc
	w = max(w, 1)
	if s.count >= w {
		s.count = 0
		s.cwnd++
	}
	s.count += acked
	if s.count >= w {
		d := s.count / w
		s.count -= d * w
		s.cwnd += d
	}
}

// renoReduce is half of the window (RFC 5681 equation 4), here of cwnd, as kernels do, which equals
// FlightSize while the window is full.
func (c *Conn) renoReduce(env *Env) int32 {
	w := c.cc.cwnd
	if !env.Pol.SsthreshFromCwnd {
		w = min(w, c.loss.packets)
	}
	return max(w/2, 2)
}
