package wire

import (
	"encoding/binary"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Wire makes the bytes of packets.
type Wire struct {
	r     *sim.Run
	Text  *Content
	conns map[uint32]*wireConn
	buf   []byte
	ident uint16 // IPv4 identification: the number of the segment in the run
}

// wireConn is what the wire's form of a connection's segments depends on.
type wireConn struct {
	host  [2]uint8
	port  [2]uint16
	scale [2]int8 // offered window scale, -1 none
}

// New returns the wire of a run with the content of its streams.
func New(r *sim.Run, text *Content) *Wire {
	return &Wire{r: r, Text: text, conns: map[uint32]*wireConn{}}
}

func (p *Wire) conn(id uint32) *wireConn {
	c := p.conns[id]
	if c == nil {
		v := p.r.At(p.r.Frames() - 1).Conn(id)
		c = &wireConn{host: v.Host, port: v.Port, scale: [2]int8{-1, -1}}
		p.conns[id] = c
	}
	return c
}

// Sent records what later packets depend on. It must be called with every send, in order.
func (p *Wire) Sent(e *sim.Event) {
	if e.Seg.Flags&tcp.SYN != 0 {
		p.conn(e.Conn).scale[e.Side] = e.Seg.WScale
	}
	p.ident++
}

// ISN is the initial sequence number of one side, the same in every export.
func (p *Wire) ISN(conn uint32, side uint8) uint32 { return ISN(p.r.Config(), conn, side) }

// ISN is the initial sequence number that one side of a connection has in the bytes of a run.
func ISN(cfg *sim.Config, conn uint32, side uint8) uint32 {
	x := cfg.Seed ^ uint64(conn)<<1 ^ uint64(side) ^ 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return uint32(x ^ x>>31)
}

// Number sets the number of the next segment, for a caller that does not pass all sends to Sent.
func (p *Wire) Number(n int64) { p.ident = uint16(n) }

// Payload replaces the content of a packet that Segment has made, and updates its checksum.
func Payload(b, content []byte) {
	t := b[34:]
	copy(t[int(t[12]>>4)*4:], content)
	binary.BigEndian.PutUint16(t[16:], 0)
	binary.BigEndian.PutUint16(t[16:], Checksum(t, Pseudo(b[26:34], 6, len(t))))
}

// Segment returns the bytes of a segment that the side sends; valid until the next call.
func (p *Wire) Segment(s *tcp.Segment, conn uint32, side uint8) []byte {
	c := p.conn(conn)
	opts := int(sim.OptionBytes(s))
	total := 20 + 20 + opts + int(s.Len)
	b := p.frame(c.host[side], c.host[1-side], 6, s.ECN, total)
	t := b[34:]
	mine, theirs := p.ISN(conn, side), p.ISN(conn, 1-side)
	binary.BigEndian.PutUint16(t[0:], c.port[side])
	binary.BigEndian.PutUint16(t[2:], c.port[1-side])
	binary.BigEndian.PutUint32(t[4:], mine+uint32(s.Seq))
	ack := uint32(0)
	if s.Flags&tcp.ACK != 0 {
		ack = theirs + uint32(s.Ack)
	}
	binary.BigEndian.PutUint32(t[8:], ack)
	t[12], t[13] = byte((20+opts)/4)<<4, byte(s.Flags)
	binary.BigEndian.PutUint16(t[14:], c.window(s, side))
	binary.BigEndian.PutUint32(t[16:], 0)
	TCPOptions(t[20:20+opts], s, theirs)
	if s.Len > 0 {
		off := s.Seq - 1
		if s.Flags&tcp.SYN != 0 {
			off = s.Seq
		}
		p.Text.Fill(t[20+opts:], conn, int(side), off)
	}
	binary.BigEndian.PutUint16(t[16:], Checksum(t, Pseudo(b[26:34], 6, len(t))))
	return b
}

// window is the window field: that of a SYN is never scaled (RFC 7323 section 2.2).
func (c *wireConn) window(s *tcp.Segment, side uint8) uint16 {
	w := int64(s.Wnd)
	if s.Flags&tcp.SYN == 0 && c.scale[0] >= 0 && c.scale[1] >= 0 {
		w >>= c.scale[side]
	}
	return uint16(min(w, 0xffff))
}

// TCPOptions writes the options in the order of common stacks, padded with no-operations for
// alignment. If the segment has no room for that, all padding is in front.
func TCPOptions(b []byte, s *tcp.Segment, peer uint32) {
	var room [80]byte
	o := room[:0]
	syn := s.Flags&tcp.SYN != 0
	if s.MSS != 0 {
		o = append(o, 2, 4, byte(s.MSS>>8), byte(s.MSS))
	}
	if sack := syn && s.SackOK; sack && s.TS {
		o = append(o, 4, 2)
	} else if sack {
		o = append(o, 1, 1, 4, 2)
	} else if s.TS {
		o = append(o, 1, 1)
	}
	if s.TS {
		o = append(o, 8, 10)
		o = binary.BigEndian.AppendUint32(o, s.TSVal)
		o = binary.BigEndian.AppendUint32(o, s.TSEcr)
	}
	if syn && s.WScale >= 0 {
		o = append(o, 1, 3, 3, byte(s.WScale))
	}
	if s.NSack > 0 {
		o = append(o, 1, 1, 5, 2+8*s.NSack)
		for i := range s.Sack[:s.NSack] {
			o = binary.BigEndian.AppendUint32(o, peer+uint32(s.Sack[i].Lo))
			o = binary.BigEndian.AppendUint32(o, peer+uint32(s.Sack[i].Hi))
		}
	}
	if len(o) > len(b) {
		o = compact(o)
	}
	pad := len(b) - len(o)
	for i := range b[:pad] {
		b[i] = 1
	}
	copy(b[pad:], o)
}

// compact removes the no-operations from a list of options.
func compact(o []byte) []byte {
	var out []byte
	for len(o) > 0 {
		n := 1
		if o[0] != 1 {
			n = int(o[1])
			out = append(out, o[:n]...)
		}
		o = o[n:]
	}
	return out
}

// Datagram returns the bytes of a DNS question (answer false) or its answer (RFC 1035
// section 4.1) about a destination of the client: one A record.
func (p *Wire) Datagram(dest int, answer bool) []byte {
	name := p.r.Config().DNSName(dest)
	from, about := p.r.Config().DNSEnds(dest)
	to, sport, dport := about, uint16(53000), uint16(53)
	n := 12 + len(name) + 6
	if answer {
		from, to, sport, dport = about, from, dport, sport
		n += 16
	}
	b := p.frame(from, to, 17, tcp.NotECT, 20+8+n)
	u := b[34:]
	binary.BigEndian.PutUint16(u[0:], sport)
	binary.BigEndian.PutUint16(u[2:], dport)
	binary.BigEndian.PutUint16(u[4:], uint16(8+n))
	binary.BigEndian.PutUint16(u[6:], 0)
	d := append(u[:8:8], 0x13, 0x17, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0)
	if answer {
		d[8+2], d[8+3], d[8+7] = 0x81, 0x80, 1
	}
	d = appendName(d, name)
	d = append(d, 0, 1, 0, 1)
	if answer {
		d = append(d, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
		a := p.r.Config().Hosts[about].Addr
		d = append(d, a[:]...)
	}
	copy(u, d)
	sum := Checksum(u, Pseudo(b[26:34], 17, len(u)))
	if sum == 0 {
		sum = 0xffff
	}
	binary.BigEndian.PutUint16(u[6:], sum)
	return b
}

// appendName appends a name as labels; it takes two bytes more than the name.
func appendName(d []byte, name string) []byte {
	at := len(d)
	d = append(d, 0)
	for i := 0; i < len(name); i++ {
		if name[i] == '.' {
			d[at] = byte(len(d) - at - 1)
			at = len(d)
			d = append(d, 0)
			continue
		}
		d = append(d, name[i])
	}
	d[at] = byte(len(d) - at - 1)
	return append(d, 0)
}

// frame begins a packet: the Ethernet and IPv4 headers (RFC 791 section 3.1), the latter with
// the ECN bits (RFC 3168 section 5).
func (p *Wire) frame(from, to, proto, ecn uint8, total int) []byte {
	if cap(p.buf) < 14+total {
		p.buf = make([]byte, 14+total)
	}
	b := p.buf[:14+total]
	src, dst := p.r.Config().Hosts[from].Addr, p.r.Config().Hosts[to].Addr
	b[0], b[1], b[6], b[7] = 2, 0, 2, 0 // locally administered addresses
	copy(b[2:6], dst[:])
	copy(b[8:12], src[:])
	b[12], b[13] = 8, 0
	ip := b[14:34]
	ip[0], ip[1] = 0x45, ecn
	binary.BigEndian.PutUint16(ip[2:], uint16(total))
	binary.BigEndian.PutUint16(ip[4:], p.ident)
	ip[6], ip[7], ip[8], ip[9], ip[10], ip[11] = 0x40, 0, 64, proto, 0, 0
	copy(ip[12:], src[:])
	copy(ip[16:], dst[:])
	binary.BigEndian.PutUint16(ip[10:], Checksum(ip, 0))
	return b
}

// Pseudo is the sum of the pseudo-header (RFC 9293 section 3.1).
func Pseudo(addrs []byte, proto byte, n int) uint32 {
	sum := uint32(proto) + uint32(n)
	for i := 0; i < 8; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(addrs[i:]))
	}
	return sum
}

// Checksum is the Internet checksum (RFC 1071) of b on top of sum.
func Checksum(b []byte, sum uint32) uint16 {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
