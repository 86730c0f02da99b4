package export

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/wire"
)

// drill writes one connection as a packetdrill script, seen from one of its ends: the
// calls of that end's application, what arrives there, and what the endpoint is expected
// to send.
type drill struct {
	*writer
	conn uint32
	side uint8
	done map[sim.EventID]*sim.Event // returns of calls that blocked
	last int64                      // microseconds: the notation's resolution
	fd   int
}

// writePacketdrill writes the first connection asked for; Vantage "client" is the opener's
// end, anything else the other one.
func writePacketdrill(w *writer) error {
	d := drill{writer: w, side: 1, done: map[sim.EventID]*sim.Event{}, fd: 3}
	if len(w.Conns) > 0 {
		d.conn = w.Conns[0]
	}
	if w.Vantage == "client" {
		d.side = 0
	}
	d.pairCalls()
	w.print("// ", Clean(w.Title), "\n// ", Clean(w.Command), "\n\n")
	if d.side == 1 {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n",
			"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n  +0 bind(3, ..., ...) = 0\n  +0 listen(3, 1) = 0\n\n")
	} else {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n\n")
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
	d.each(1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		if e.Conn != d.conn || e.Side != d.side {
			return true
		}
		switch {
		case e.Kind == sim.EvCall && e.At2 == sim.Never:
			open = e.ID
		case e.Kind == sim.EvDone && open != 0:
			c := *e
			d.done[open] = &c
			open = 0
		}
		return true
	})
}

func (d *drill) event(e *sim.Event) bool {
	switch e.Kind {
	case sim.EvSend:
		return d.line(e.At, e.At, "> "+packetText(&e.Seg))
	case sim.EvRecv:
		return d.line(e.At, e.At, "< "+packetText(&e.Seg))
	case sim.EvHold, sim.EvAckHeld:
		return d.print("// ", d.why(e), "\n")
	}
	c, end := *e, e.At
	if e.At2 == sim.Never {
		r := d.done[e.ID]
		if r == nil {
			return d.print("// ", d.why(e), "\n")
		}
		c.B, c.Sub, end = r.B, r.Sub, r.At
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
		return fmt.Sprintf("write(%d, ..., %d) = %s", d.fd, e.A, res)
	case sim.OpRead, sim.OpReadEOF:
		return fmt.Sprintf("read(%d, ..., %d) = %s", d.fd, max(e.A, e.B, 1), res)
	case sim.OpShutdown:
		return fmt.Sprintf("shutdown(%d, SHUT_WR) = 0", d.fd)
	case sim.OpClose:
		return fmt.Sprintf("close(%d) = 0", d.fd)
	case sim.OpSet:
		level, v := "SOL_TCP", e.A&(1<<48-1)
		name := optName(tcp.Opt(e.A >> 48))
		if strings.HasPrefix(name, "SO_") {
			level = "SOL_SOCKET"
		}
		if tcp.Opt(e.A>>48) == tcp.OptLinger {
			return fmt.Sprintf("setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=%d}, 8) = 0", d.fd, v)
		}
		return fmt.Sprintf("setsockopt(%d, %s, %s, [%d], 4) = 0", d.fd, level, name, v)
	}
	return ""
}

// packetText is a segment in packetdrill's notation.
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
	var buf [60]byte
	if n := int(sim.OptionBytes(s)); n > 0 {
		wire.TCPOptions(buf[:n], s, 0)
		out += " <" + optionText(buf[:n]) + ">"
	}
	return out
}

// optionText names the options in the order in which they stand on the wire.
func optionText(b []byte) string {
	var out []string
	for len(b) > 0 {
		if b[0] == 1 {
			out, b = append(out, "nop"), b[1:]
			continue
		}
		d := b[2:b[1]]
		switch b[0] {
		case 2:
			out = append(out, fmt.Sprintf("mss %d", int(d[0])<<8|int(d[1])))
		case 3:
			out = append(out, fmt.Sprintf("wscale %d", d[0]))
		case 4:
			out = append(out, "sackOK")
		case 5:
			t := "sack"
			for ; len(d) >= 8; d = d[8:] {
				t += fmt.Sprintf(" %d:%d", be32(d), be32(d[4:]))
			}
			out = append(out, t)
		case 8:
			out = append(out, fmt.Sprintf("TS val %d ecr %d", be32(d), be32(d[4:])))
		}
		b = b[b[1]:]
	}
	return strings.Join(out, ",")
}

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}
