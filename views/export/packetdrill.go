package export

import (
	"fmt"
	"strings"

	"teacp/sim"
	script "teacp/sim/drill"
	"teacp/sim/tcp"
)

// drill writes one connection as a packetdrill script from the view of one end: its socket calls,
// the segments that arrive there, and those that it is expected to send.
type drill struct {
	*writer
	conn uint32
	side uint8
	done map[sim.EventID]*sim.Event // returns of calls that blocked
	last int64                      // microseconds: the notation's resolution
	fd   int

	opened    bool     // this end sent a SYN
	options   bool     // its application sets options itself
	connected sim.Time // when this end was connected; Never: it was not
	scale     [2]int8  // window scales of the SYNs: this end's, the peer's; -1: none
}

// writePacketdrill writes the first connection asked for; Vantage "client" is the opener's
// end, anything else the other one.
func writePacketdrill(w *writer) error {
	d := drill{writer: w, side: 1, done: map[sim.EventID]*sim.Event{}, fd: 3, connected: sim.Never,
		scale: [2]int8{-1, -1}}
	if len(w.Conns) > 0 {
		d.conn = w.Conns[0]
	}
	if w.Vantage == "client" {
		d.side = 0
	}
	d.pairCalls()
	w.print("// ", Clean(w.Title), "\n// ", Clean(w.Command), "\n// teacp: ", d.settings(), "\n\n")
	nodelay := "" // agents of HTTP set options without a call
	if in := d.Run.At(d.Run.Frames()-1).Info(d.conn, int(d.side)); in.NoDelay && !d.options {
		nodelay = "  +0 setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0\n"
	}
	if d.side == 1 {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n",
			"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n  +0 bind(3, ..., ...) = 0\n")
		if d.opened { // otherwise it has no listening socket
			w.print("  +0 listen(3, 1) = 0\n")
		}
		w.print(nodelay, "\n")
	} else {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", nodelay, "\n")
	}
	w.each(1<<sim.EvSend|1<<sim.EvRecv|1<<sim.EvCall|1<<sim.EvHold|1<<sim.EvAckHeld, func(e *sim.Event) bool {
		if e.Conn != d.conn || e.Side != d.side {
			return true
		}
		return d.event(e)
	})
	return w.err
}

// pairCalls finds the return of every call that blocked.
func (d *drill) pairCalls() {
	var open sim.EventID
	d.each(1<<sim.EvCall|1<<sim.EvDone|1<<sim.EvConnected|1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Conn != d.conn || e.Side != d.side {
			return true
		}
		switch {
		case e.Kind == sim.EvSend:
			d.opened = d.opened || e.Seg.Flags&tcp.SYN != 0
		case e.Kind == sim.EvConnected:
			d.connected = min(d.connected, e.At)
		case e.Kind == sim.EvCall && e.Op == sim.OpSet:
			d.options = true
		case e.Kind == sim.EvCall && e.At2 == sim.Never:
			open = e.ID
		case e.Kind == sim.EvDone && open != 0: // a write may take what fits several times
			c := *e
			if r := d.done[open]; r != nil {
				c.B += r.B
			}
			d.done[open] = &c
			if e.At2 != sim.Never {
				open = 0
			}
		}
		return true
	})
}

func (d *drill) event(e *sim.Event) bool {
	switch e.Kind {
	case sim.EvSend:
		return d.line(e.At, e.At, "> "+d.packet(&e.Seg, 0))
	case sim.EvRecv:
		return d.line(e.At, e.At, "< "+d.packet(&e.Seg, 1))
	case sim.EvHold, sim.EvAckHeld:
		return d.print("// ", d.why(e), "\n")
	}
	c, end := *e, e.At
	if e.Op == sim.OpConnect && e.At2 != sim.Never && e.Sub == 0 && d.connected != sim.Never {
		end = max(end, d.connected) // the client learns of it later
	}
	if e.At2 == sim.Never {
		r := d.done[e.ID]
		if r == nil {
			return d.print("// ", d.why(e), "\n")
		}
		c.B, c.Sub, end = e.B+r.B, r.Sub, r.At
	}
	text := d.call(&c)
	if text == "" {
		return true
	}
	return d.line(e.At, end, text)
}

// line writes an event at a time relative to the one before; a call that blocks has a
// beginning and an end.
func (d *drill) line(at, end sim.Time, text string) bool {
	from, to := int64(at)/1000, int64(end)/1000
	t := "+" + seconds(from-d.last)
	if to > from {
		t += "..." + seconds(to-d.last)
	}
	d.last = from
	return d.print(fmt.Sprintf("%4s %s\n", t, text))
}

// seconds writes microseconds as seconds, without trailing zeros.
func seconds(us int64) string {
	s := fmt.Sprintf("%d.%06d", us/1_000_000, us%1_000_000)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func (d *drill) call(e *sim.Event) string {
	res := fmt.Sprint(e.B)
	if e.Sub != 0 {
		res = "-1 " + tcp.Errno(e.Sub).String() + " (" + strings.ToLower(tcp.Errno(e.Sub).String()) + ")"
	}
	switch e.Op {
	case sim.OpConnect:
		if e.Sub == 0 {
			res = "0"
		}
		return fmt.Sprintf("connect(%d, ..., ...) = %s", d.fd, res)
	case sim.OpAccept:
		d.fd = 4
		return "accept(3, ..., ...) = 4"
	case sim.OpWrite:
		if e.Sub == 0 && e.At2 != sim.Never && e.B < e.A { // agents do not block in write
			return fmt.Sprintf("send(%d, ..., %d, MSG_DONTWAIT) = %s", d.fd, e.A, res)
		}
		return fmt.Sprintf("write(%d, ..., %d) = %s", d.fd, e.A, res)
	case sim.OpRead, sim.OpReadEOF:
		return fmt.Sprintf("read(%d, ..., %d) = %s", d.fd, max(e.A, e.B, 1), res)
	case sim.OpShutdown:
		return fmt.Sprintf("shutdown(%d, SHUT_WR) = 0", d.fd)
	case sim.OpClose:
		return fmt.Sprintf("close(%d) = 0", d.fd)
	case sim.OpSet:
		return fmt.Sprintf("setsockopt(%d, %s) = 0", d.fd, option(e))
	}
	return ""
}

// option is the option that a call sets, with its value in the call's own unit.
func option(e *sim.Event) string {
	o, v := e.Option()
	switch o {
	case tcp.OptLinger:
		if v < 0 {
			return "SOL_SOCKET, SO_LINGER, {onoff=0, linger=0}, 8"
		}
		return fmt.Sprintf("SOL_SOCKET, SO_LINGER, {onoff=1, linger=%d}, 8", v)
	case tcp.OptKeepAlive:
		v = min(v, 1)
	case tcp.OptKeepIdle, tcp.OptKeepInterval:
		v /= 1_000_000_000
	}
	level := "SOL_TCP"
	if strings.HasPrefix(o.String(), "SO_") {
		level = "SOL_SOCKET"
	}
	return fmt.Sprintf("%s, %s, [%d], 4", level, o, v)
}

// settings are the settings of the end's host, in the form that drill reads: the nearest profile, and
// the differences from it.
func (d *drill) settings() string {
	v := d.Run.At(d.Run.Frames() - 1).Conn(d.conn)
	pol := *d.Run.At(0).Policy(int(v.Host[d.side]))
	best := ""
	for _, name := range tcp.ProfileNames {
		p, _ := tcp.Profile(name)
		out := "profile=" + name
		for i := range tcp.Knobs {
			if k := &tcp.Knobs[i]; k.Get(&p) != k.Get(&pol) {
				sk := sim.StackKnob(k)
				out += " " + k.Name + "=" + sk.Format(k.Get(&pol))
			}
		}
		if best == "" || len(out) < len(best) {
			best = out
		}
	}
	return best
}

// packet writes a segment with its window as in the header: that of a SYN is never
// scaled (RFC 7323 section 2.2). from is 0 for this end's, 1 for the peer's.
func (d *drill) packet(s *tcp.Segment, from int) string {
	w := *s
	if s.Flags&tcp.SYN != 0 {
		d.scale[from] = s.WScale
	} else if d.scale[0] >= 0 && d.scale[1] >= 0 {
		w.Wnd >>= d.scale[from]
	}
	w.Wnd = min(w.Wnd, 65535)
	return packetText(&w)
}

// packetText is a segment in the notation of packetdrill.
func packetText(s *tcp.Segment) string {
	var f strings.Builder
	for _, x := range [...]struct {
		f tcp.Flags
		c byte
	}{{tcp.SYN, 'S'}, {tcp.FIN, 'F'}, {tcp.RST, 'R'}, {tcp.PSH, 'P'}, {tcp.ECE, 'E'}, {tcp.CWR, 'W'}, {tcp.ACK, '.'}} {
		if s.Flags&x.f != 0 {
			f.WriteByte(x.c)
		}
	}
	out := fmt.Sprintf("%s %d:%d(%d)", f.String(), s.Seq, s.Seq+int64(s.Len), s.Len)
	if s.Flags&tcp.ACK != 0 {
		out += fmt.Sprintf(" ack %d", s.Ack)
	}
	out += fmt.Sprintf(" win %d", s.Wnd)
	if opts := script.SegmentOptions(s); opts != "" {
		out += " <" + opts + ">"
	}
	return out
}
