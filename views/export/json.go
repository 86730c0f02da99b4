package export

import (
	"net/netip"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// writeJSON writes the schema teacp.trace/1: one object, a line for each segment and event.
func writeJSON(w *writer) error {
	o := object{b: w.buf}
	o.open()
	o.str("schema", "teacp.trace/1")
	o.str("scenario", w.Scenario)
	o.key("seed")
	o.b = strconv.AppendUint(o.b, w.Run.Config().Seed, 10)
	o.changes(w.Run)
	o.key("conns")
	w.buf = append(o.b, '[')
	w.jsonConns()
	w.buf = append(w.buf, "\n],\"segments\":["...)
	w.segments(func(s *segment) bool { return w.jsonSegment(s) })
	w.buf = append(w.buf, "\n],\"events\":["...)
	w.jsonEvents()
	w.buf = append(w.buf, "\n],\"stats\":"...)
	w.jsonCounts()
	w.buf = append(w.buf, "}\n"...)
	w.flush()
	return w.err
}

func (w *writer) jsonConns() {
	world := w.Run.At(w.Run.Frames() - 1)
	n := 0
	for i := 0; i < world.Conns(); i++ {
		if !w.wants(uint32(i)) {
			continue
		}
		c := world.Conn(uint32(i))
		o := object{b: separate(w.buf, n)}
		n++
		o.open()
		o.int("id", int64(i))
		o.str("client", w.endpoint(&c, 0))
		o.str("server", w.endpoint(&c, 1))
		o.close()
		w.buf = o.b
		w.flush()
	}
}

// separate begins element n of an array on a line of its own.
func separate(b []byte, n int) []byte {
	if n > 0 {
		b = append(b, ',')
	}
	return append(b, '\n')
}

// endpoint is "address:port" of one side of a connection.
func (w *writer) endpoint(c *sim.ConnView, side int) string {
	return netip.AddrPortFrom(w.Run.At(w.Run.Frames()-1).Addr(c.ID, side), c.Port[side]).String()
}

func (w *writer) jsonSegment(s *segment) bool {
	o := object{b: separate(w.buf, int(min(s.i, 1)))}
	o.open()
	o.int("i", s.i)
	o.int("frame", s.ID.Frame())
	o.int("conn", int64(s.Conn))
	o.str("dir", dir(s.Event))
	o.us("t_sent_us", s.At-w.zero)
	o.when("t_recv_us", s.arrival(), w.zero)
	o.str("flags", s.Seg.Flags.String())
	o.int("seq", s.Seg.Seq)
	o.int("ack", s.Seg.Ack)
	o.int("len", int64(s.Seg.Len))
	o.int("win", int64(s.Seg.Wnd))
	o.bool("retrans", s.Flag&sim.FlagRetrans != 0)
	if s.drop != "" {
		o.str("drop", s.drop)
	}
	o.key("opts")
	o.options(&s.Seg)
	o.int("ip_len", s.A)
	o.str("rule", s.Rule.String())
	o.str("why", w.why(s.Event))
	o.close()
	w.buf = o.b
	return w.flush()
}

// options appends the TCP options of a segment, as recorded traces have them.
func (o *object) options(s *tcp.Segment) {
	o.open()
	if s.MSS != 0 {
		o.int("mss", int64(s.MSS))
	}
	if s.Flags&tcp.SYN != 0 {
		if s.WScale >= 0 {
			o.int("wscale", int64(s.WScale))
		}
		if s.SackOK {
			o.bool("sackok", true)
		}
	}
	if s.TS {
		o.key("ts")
		o.b = append(o.b, '[')
		o.b = strconv.AppendUint(o.b, uint64(s.TSVal), 10)
		o.b = append(o.b, ',')
		o.b = strconv.AppendUint(o.b, uint64(s.TSEcr), 10)
		o.b = append(o.b, ']')
	}
	if s.NSack > 0 {
		o.key("sack")
		o.b = append(o.b, '[')
		for i := range s.Sack[:s.NSack] {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = append(o.b, '[')
			o.b = strconv.AppendInt(o.b, s.Sack[i].Lo, 10)
			o.b = append(o.b, ',')
			o.b = strconv.AppendInt(o.b, s.Sack[i].Hi, 10)
			o.b = append(o.b, ']')
		}
		o.b = append(o.b, ']')
	}
	o.close()
}

func (w *writer) jsonEvents() {
	n := 0
	w.each(w.Kinds, func(e *sim.Event) bool {
		o := object{b: separate(w.buf, n)}
		n = 1
		o.open()
		o.int("id", int64(e.ID))
		o.int("frame", e.ID.Frame())
		o.us("t_us", e.At-w.zero)
		o.str("host", w.Run.Config().HostName(int(e.Host)))
		if e.Conn == sim.NoConn {
			o.null("conn")
		} else {
			o.int("conn", int64(e.Conn))
		}
		o.str("kind", e.Kind.String())
		if e.Rule == rule.None {
			o.null("rule")
		} else {
			o.str("rule", e.Rule.String())
		}
		if e.Cause == 0 {
			o.null("cause")
		} else {
			o.int("cause", int64(e.Cause))
		}
		w.details(&o, e)
		o.close()
		w.buf = o.b
		return w.flush()
	})
}

// details appends what an event's kind needs.
func (w *writer) details(o *object, e *sim.Event) {
	switch e.Kind {
	case sim.EvSend, sim.EvRecv, sim.EvLost, sim.EvIgnored:
		w.packetDetails(o, e)
	case sim.EvHold:
		o.int("bytes", e.A)
		o.when("until_us", e.At2, w.zero)
	case sim.EvRelease:
		o.int("bytes", e.A)
	case sim.EvAckHeld:
		o.when("until_us", e.At2, w.zero)
	case sim.EvArm:
		o.str("timer", e.Timer.String())
		o.when("fires_us", e.At2, w.zero)
	case sim.EvFire, sim.EvCancel:
		o.str("timer", e.Timer.String())
	case sim.EvState:
		o.str("from", tcp.State(e.A).String())
		o.str("to", tcp.State(e.B).String())
	case sim.EvWindow, sim.EvUndo:
		o.int("cwnd", e.A)
		o.int("ssthresh", e.B)
	case sim.EvRTT:
		o.us("rtt_us", sim.Time(e.A))
		o.us("rto_us", sim.Time(e.B))
	case sim.EvMark, sim.EvOOO:
		o.int("from", e.A)
		o.int("to", e.B)
	case sim.EvReadable:
		o.int("bytes", e.A)
		o.int("buffered", e.B)
	case sim.EvAcked:
		o.int("upto", e.A)
	case sim.EvWritable:
		o.int("room", e.A)
	case sim.EvError:
		o.str("error", tcp.Errno(e.A).String())
		if e.B > 0 {
			o.int("unread", e.B)
		}
	case sim.EvCall, sim.EvDone:
		w.callDetails(o, e)
	case sim.EvWire:
		o.us("extra_us", sim.Time(e.A))
	case sim.EvKnob:
		c := &w.Run.Changes()[e.A]
		o.str("knob", c.Knob)
		o.str("value", c.Value)
	case sim.EvHTTP:
		w.httpDetails(o, e)
	case sim.EvDgram, sim.EvDgramRecv:
		o.bool("answer", e.A != 0)
		if e.Kind == sim.EvDgram {
			o.when("arrives_us", e.At2, w.zero)
		}
	}
}

func (w *writer) packetDetails(o *object, e *sim.Event) {
	if e.Conn == sim.NoConn { // a lost datagram
		return
	}
	s := &e.Seg
	o.str("dir", dirOf(e))
	o.str("flags", s.Flags.String())
	o.int("seq", s.Seq)
	o.int("ack", s.Ack)
	o.int("len", int64(s.Len))
	switch e.Kind {
	case sim.EvSend:
		o.when("arrives_us", e.At2, w.zero)
		o.int("ip_len", e.A)
		o.us("queued_us", sim.Time(e.B))
		o.int("queue", int64(e.Queue))
	case sim.EvRecv:
		o.us("travel_us", sim.Time(e.A))
	case sim.EvIgnored:
		if e.IsQueueFull() {
			o.int("queued", e.A)
			o.int("backlog", e.B)
		}
	}
	if e.Flag&sim.FlagDup != 0 {
		o.bool("dup", true)
	}
}

// dirOf is the direction in which an event's segment travels.
func dirOf(e *sim.Event) string {
	if (e.Kind == sim.EvRecv || e.Kind == sim.EvIgnored) == (e.Side == 0) {
		return "s2c"
	}
	return "c2s"
}

func (w *writer) callDetails(o *object, e *sim.Event) {
	o.str("call", e.Op.String())
	opt, v := e.Option()
	switch e.Op {
	case sim.OpSet:
		o.str("opt", opt.String())
		o.int("arg", v)
	case sim.OpGet:
		o.str("opt", opt.String())
		if opt == tcp.OptError {
			v = int64(tcp.Errno(v).Number())
		}
		o.int("result", v)
		return
	case sim.OpShutdown:
		o.str("how", sim.ShutSide(e.A).String())
		o.int("arg", e.A)
	default:
		o.int("arg", e.A)
	}
	if e.At2 == sim.Never {
		o.bool("blocked", true)
		return
	}
	o.int("result", e.B)
	if e.Sub != 0 {
		o.str("error", tcp.Errno(e.Sub).String())
	}
}

func (w *writer) httpDetails(o *object, e *sim.Event) {
	o.str("what", http.Kind(e.Sub).String())
	if e.Req < 0 {
		o.null("req")
	} else {
		o.int("req", int64(e.Req))
		if c := w.Run.Config(); len(c.HTTP) > 0 {
			obj := c.HTTP[0].Object(e.Req)
			o.str("url", "http://"+c.HTTP[0].Sites[obj.Site].Name+obj.Path)
			o.str("method", http.MethodNames[obj.Method])
			o.int("size", obj.Size)
		}
	}
	switch k := http.Kind(e.Sub); k {
	case http.Queued:
		o.int("busy", e.A)
		o.int("limit", e.B)
	case http.Started:
		o.us("waited_us", sim.Time(e.A))
	case http.Port:
		o.int("port", e.A)
		o.int("to", e.B)
	case http.TLSStart:
		o.int("client_bytes", e.A)
		o.int("server_bytes", e.B)
	case http.TLSDone:
		o.us("took_us", sim.Time(e.A))
	case http.Sent:
		o.int("body", e.B)
		o.str("request", w.messages().Request(e))
	case http.Served, http.Relayed:
		o.int("status", e.B)
		o.str("header", w.messages().Header(e))
	case http.Forwarded:
		o.str("removed", strings.Join(http.Fields(e.A).Names(), "; "))
		o.str("let_through", strings.Join(http.Fields(e.B).Names(), "; "))
	case http.Stuck:
		o.str("should_be_removed", strings.Join(http.Fields(e.A).Names(), "; "))
	case http.Working:
		o.us("think_us", sim.Time(e.A))
	case http.Idle, http.Timeout:
		o.us("after_us", sim.Time(e.A))
	case http.Lost:
		o.int("got", e.A)
		o.int("expected", e.B)
	case http.Retry, http.Failed:
		o.int("sent", e.A)
		o.int("of", e.B)
	case http.PageDone:
		o.int("answered", e.A)
		o.int("failed", e.B)
	}
}
