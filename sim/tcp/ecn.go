package tcp

// ECN bits of an IP header (RFC 3168 section 5), as a segment carries them.
const (
	NotECT uint8 = iota
	ECT1
	ECT0
	CE
)

// ecnState is Explicit Congestion Notification on a connection (RFC 3168 section 6.1).
type ecnState struct {
	asked bool // the endpoint's SYN asks for it
	on    bool // both ends have agreed
	seen  bool // the peer marks what it sends
	echo  bool // a CE mark has arrived: ECE is sent until the peer sends CWR
	cwr   bool // the window was reduced: CWR on the next new data
}

// ecnSyn sets the bits of a SYN (RFC 3168 section 6.1.1); a retransmitted SYN does not ask for ECN.
func (c *Conn) ecnSyn(env *Env, s *Segment) {
	switch {
	case s.Flags&ACK != 0:
		if c.ecn.on {
			s.Flags |= ECE
		}
	case env.Pol.ECN == ECNAsk && c.loss.timeouts == 0:
		c.ecn.asked = true
		s.Flags |= ECE | CWR
	default:
		c.ecn.asked = false
	}
}

// ecnPeerSyn takes over the ECN bits of the peer's SYN.
func (c *Conn) ecnPeerSyn(env *Env, s *Segment) {
	switch both := s.Flags & (ECE | CWR); {
	case s.Flags&ACK != 0:
		c.ecn.on = c.ecn.asked && both == ECE
	default:
		c.ecn.on = env.Pol.ECN != ECNOff && both == ECE|CWR
	}
}

// ecnSend sets the bits of a segment: only new data is marked ECT, and carries CWR once.
func (c *Conn) ecnSend(s *Segment, fresh bool) {
	if !c.ecn.on || s.Flags&(SYN|RST) != 0 {
		return
	}
	if s.Len > 0 && fresh {
		s.ECN = ECT0
		if c.ecn.cwr {
			c.ecn.cwr = false
			s.Flags |= CWR
		}
	}
	if c.ecn.echo {
		s.Flags |= ECE
	}
}

// ecnData looks at the marks of arriving data (RFC 3168 section 6.1.3).
func (c *Conn) ecnData(env *Env, s *Segment) {
	if !c.ecn.on {
		return
	}
	if s.Flags&CWR != 0 {
		c.ecn.echo = false
		c.ack.now = c.ack.now || s.Len > 0
	}
	switch s.ECN {
	case CE:
		if !c.ecn.echo {
			c.moreQuick(2)
			c.ack.pingpong = false
			c.ecn.echo = true
		}
		c.ecn.seen = true
	case NotECT:
		if c.ecn.seen {
			c.moreQuick(2)
		}
	default:
		c.ecn.seen = true
	}
}

// ecnEchoed reports whether an ACK echoes a congestion mark.
func (c *Conn) ecnEchoed(s *Segment) bool { return c.ecn.on && s.Flags&(ECE|SYN) == ECE }

// enterCWR is the answer to an echo: one reduction in a round trip (RFC 3168 section 6.1.2). A full device is
// taken for congestion as well (Linux tcp_enter_cwr).
func (c *Conn) enterCWR(env *Env) {
	c.loss.priorSsthresh = 0
	if !c.ca.normal() {
		return
	}
	c.loss.undoMarker = 0
	c.initReduction(env)
	c.setCA(env, caCWR)
}
