package scenarios

import (
	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/tcp"
)

// total is one of the totals of a run.
type total struct {
	name string
	doc  string
	unit Unit
	of   func(*sim.Stats) int64
}

var totals = []total{
	{"frames", "frames of the run", Number, func(s *sim.Stats) int64 { return s.Frames }},
	{"segments", "segments sent, lost ones too", Number, func(s *sim.Stats) int64 { return s.Segments }},
	{"data_segments", "segments that carry data", Number, func(s *sim.Stats) int64 { return s.DataSegments }},
	{
		"pure_acks",
		"segments that carry an ACK and nothing else",
		Number,
		func(s *sim.Stats) int64 { return s.PureAcks },
	},
	{
		"retransmissions",
		"segments of which some had been sent before",
		Number,
		func(s *sim.Stats) int64 { return s.Retransmissions },
	},
	{"drops", "packets that the wire lost", Number, func(s *sim.Stats) int64 { return s.Drops }},
	{"connections", "connections", Number, func(s *sim.Stats) int64 { return s.Connections }},
	{
		"payload_bytes",
		"bytes of data in all segments, repeated ones too",
		Bytes,
		func(s *sim.Stats) int64 { return s.PayloadBytes },
	},
	{"wire_bytes", "bytes of all IP packets", Bytes, func(s *sim.Stats) int64 { return s.WireBytes }},
	{
		"header_bytes",
		"bytes of all IP and TCP headers",
		Bytes,
		func(s *sim.Stats) int64 { return s.WireBytes - s.PayloadBytes },
	},
}

var countNames = namesOf(len(totals), func(i int) string { return totals[i].name })

func (p *parsing) countSubject(v ast.Node, e *Expect) {
	i, ok := p.choice(v, "count", countNames)
	if !ok {
		return
	}
	t := totals[i]
	e.Subject, e.Unit = t.name, t.unit
	e.measure = func(r *sim.Run) (int64, string) {
		s := r.Stats()
		return t.of(&s), ""
	}
}

func (p *parsing) eventsSubject(v ast.Node, e *Expect) {
	w := p.when(v, "events")
	e.Subject = "events " + w.String()
	e.measure = func(r *sim.Run) (int64, string) { return w.Count(r), "" }
}

// ofEvent is a measure of the event that w names.
func ofEvent(w When, f func(r *sim.Run, e *sim.Event) (int64, string)) measure {
	return func(r *sim.Run) (int64, string) {
		id, ok := w.Find(r)
		if !ok {
			return 0, "no such event (" + w.String() + ")"
		}
		return f(r, r.Event(id))
	}
}

func (p *parsing) timeSubject(v ast.Node, e *Expect) {
	w := p.when(v, "time")
	e.Subject, e.Unit = "time of "+w.String(), Duration
	e.measure = ofEvent(w, func(_ *sim.Run, ev *sim.Event) (int64, string) { return int64(ev.At), "" })
}

func (p *parsing) betweenSubject(v ast.Node, e *Expect) {
	e.Unit = Duration
	var ws []When
	p.items(v, "between", 2, func(_ int, c ast.Node) { ws = append(ws, p.when(c, "between")) })
	if len(ws) != 2 {
		if _, ok := v.(*ast.SequenceNode); ok {
			p.wrong(v, "between", "two events, [{event: hold}, {event: release}]")
		}
		return
	}
	e.Subject = "time from " + ws[0].String() + " to " + ws[1].String()
	at := func(_ *sim.Run, ev *sim.Event) (int64, string) { return int64(ev.At), "" }
	from, to := ofEvent(ws[0], at), ofEvent(ws[1], at)
	e.measure = func(r *sim.Run) (int64, string) {
		a, why := from(r)
		if why != "" {
			return 0, why
		}
		b, why := to(r)
		return b - a, why
	}
}

func (p *parsing) bytesSubject(v ast.Node, e *Expect) {
	w := p.when(v, "bytes")
	e.Subject, e.Unit = "bytes of "+w.String(), Bytes
	e.measure = ofEvent(w, func(_ *sim.Run, ev *sim.Event) (int64, string) {
		switch ev.Kind {
		case sim.EvSend, sim.EvRecv, sim.EvLost, sim.EvIgnored:
			return int64(ev.Seg.Len), ""
		case sim.EvHold, sim.EvReadable, sim.EvWritable:
			return ev.A, ""
		case sim.EvOOO, sim.EvMark:
			return ev.B - ev.A, ""
		case sim.EvCall, sim.EvDone:
			return ev.B, ""
		}
		return 0, "an event of kind " + ev.Kind.String() + " has no bytes"
	})
}

func (p *parsing) packetSubject(v ast.Node, e *Expect) {
	w := p.when(v, "packet")
	e.Subject, e.Unit = "packet of "+w.String(), Bytes
	e.measure = ofEvent(w, func(_ *sim.Run, ev *sim.Event) (int64, string) {
		switch ev.Kind {
		case sim.EvSend, sim.EvRecv, sim.EvLost, sim.EvIgnored:
			return 40 + int64(sim.OptionBytes(&ev.Seg)) + int64(ev.Seg.Len), ""
		}
		return 0, "an event of kind " + ev.Kind.String() + " has no packet"
	})
}

// place is an end of a connection at an instant.
type place struct {
	host string
	conn int64
	at   When
	time sim.Time
	by   uint8 // 0 the end of the run, 1 after the event at, 2 at the instant time
	peak bool
}

var placeKeys = []string{"host", "conn", "at"}

func (p *parsing) place(pl *place, key string, v ast.Node) {
	switch key {
	case "host":
		pl.host = p.host(v)
	case "conn":
		pl.conn = p.connIndex(v)
	case "at":
		if _, ok := v.(ast.ScalarNode); ok {
			pl.by, pl.time = 2, p.duration(v, "at")
		} else {
			pl.by, pl.at = 1, p.when(v, "at")
		}
	}
}

func (pl *place) String() string {
	s := " at " + pl.host
	if pl.conn > 0 {
		s += " of connection " + Number.Format(pl.conn)
	}
	switch pl.by {
	case 1:
		s += " after " + pl.at.String()
	case 2:
		s += " at " + pl.time.String()
	}
	if pl.peak {
		s += ", at its largest"
	}
	return s
}

// frame is the frame that the instant falls into.
func (pl *place) frame(r *sim.Run) (int64, string) {
	switch pl.by {
	case 1:
		id, ok := pl.at.Find(r)
		if !ok {
			return 0, "no such event (" + pl.at.String() + ")"
		}
		return id.Frame(), ""
	case 2:
		return r.FrameAt(pl.time), ""
	}
	return r.Frames() - 1, ""
}

// read calls f with what the end is like at the instant, or for each frame for a peak.
func (pl *place) read(r *sim.Run, f func(*sim.World, int) int64) (int64, string) {
	frame, why := pl.frame(r)
	if why != "" {
		return 0, why
	}
	w := r.At(frame)
	if pl.conn >= int64(w.Conns()) {
		return 0, "no such connection"
	}
	v, side := w.Conn(uint32(pl.conn)), 0
	if r.Config().HostName(int(v.Host[1])) == pl.host {
		side = 1
	} else if r.Config().HostName(int(v.Host[0])) != pl.host {
		return 0, "the connection has no end at " + pl.host
	}
	if !pl.peak {
		return f(w, side), ""
	}
	most := int64(0)
	for i := int64(0); i <= frame; i++ {
		if w := r.At(i); pl.conn < int64(w.Conns()) {
			most = max(most, f(w, side))
		}
	}
	return most, ""
}

func (p *parsing) stateSubject(n ast.Node, e *Expect) {
	pl := place{host: "client"}
	p.fields(n, "state", placeKeys, func(key string, v ast.Node) { p.place(&pl, key, v) })
	e.Subject, e.Unit = "state"+pl.String(), StateName
	e.measure = func(r *sim.Run) (int64, string) {
		return pl.read(r, func(w *sim.World, side int) int64 { return int64(w.Conn(uint32(pl.conn)).State[side]) })
	}
}

// reading is a number of one end of a connection.
type reading struct {
	name string
	doc  string
	unit Unit
	of   func(*tcp.Info) int64
}

var readings = []reading{
	{"cwnd", "congestion window in segments", Number, func(in *tcp.Info) int64 { return int64(in.Cwnd) }},
	{
		"ssthresh",
		"slow-start threshold in segments, 0 if not set",
		Number,
		func(in *tcp.Info) int64 { return max(int64(in.Ssthresh), 0) },
	},
	{"in_flight", "bytes sent and not acknowledged", Bytes, func(in *tcp.Info) int64 { return in.InFlight }},
	{"held", "bytes written and not sent", Bytes, func(in *tcp.Info) int64 { return in.Held }},
	{"unread", "bytes received in order and not read", Bytes, func(in *tcp.Info) int64 { return in.Unread }},
	{"out_of_order", "bytes received behind a gap", Bytes, func(in *tcp.Info) int64 { return in.OOO }},
	{"read", "bytes that the application has read", Bytes, func(in *tcp.Info) int64 { return max(in.CopiedSeq-1, 0) }},
	{
		"written",
		"bytes that the application has written",
		Bytes,
		func(in *tcp.Info) int64 { return max(in.WriteSeq-1, 0) },
	},
	{"send_window", "window that the peer offers", Bytes, func(in *tcp.Info) int64 { return in.SndWnd }},
	{"receive_window", "window that this end offers", Bytes, func(in *tcp.Info) int64 { return in.RcvWnd }},
	{"mss", "largest segment to the peer", Bytes, func(in *tcp.Info) int64 { return int64(in.SndMSS) }},
	{"srtt", "smoothed round-trip time", Duration, func(in *tcp.Info) int64 { return int64(in.SRTT) }},
	{"rttvar", "deviation of the round-trip time", Duration, func(in *tcp.Info) int64 { return int64(in.RTTVar) }},
	{"rto", "retransmission time-out", Duration, func(in *tcp.Info) int64 { return int64(in.RTO) }},
	{"min_rtt", "shortest round trip so far", Duration, func(in *tcp.Info) int64 { return int64(in.MinRTT) }},
}

var readingNames = namesOf(len(readings), func(i int) string { return readings[i].name })

// valueSubject reads {value: {of: cwnd, host: server, at: {event: lost}}, is: 10}.
func (p *parsing) valueSubject(n ast.Node, e *Expect) {
	pl, which := place{host: "client"}, -1
	p.fields(n, "value", append([]string{"of", "peak"}, placeKeys...), func(key string, v ast.Node) {
		switch key {
		case "of":
			which, _ = p.choice(v, key, readingNames)
			e.Unit = readings[which].unit
		case "peak":
			pl.peak = p.flag(v, key)
		default:
			p.place(&pl, key, v)
		}
	})
	if which < 0 {
		if _, ok := n.(*ast.MappingNode); ok {
			p.add(n, Problem{Message: "a value needs its name", Expected: "of: one of " + list(readingNames)})
		}
		return
	}
	of := readings[which]
	e.Subject = of.name + pl.String()
	e.measure = func(r *sim.Run) (int64, string) {
		return pl.read(r, func(w *sim.World, side int) int64 {
			in := w.Info(uint32(pl.conn), side)
			return of.of(&in)
		})
	}
}
