package views

import (
	"encoding/binary"
	"fmt"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/wire"
	"teacp/views/words"
)

func init() {
	Panes[PanePacket] = Pane{
		Name: "packet", title: words.TitlePacket,
		help:    words.PanePacketHelp,
		Example: Example{Scenario: "fast-retransmit", Percent: 50},
		paint:   paintPacket,
	}
}

// hdrField is a field of a packet: the place of its bytes, their value, and its purpose.
type hdrField struct {
	off, n int
	depth  int // 0: a line of IPv4, 1: of TCP, 2: of the data; the frame of its protocol is drawn before it
	head   bool
	name   string
	value  string
	about  words.Key
}

// parsedPacket is a packet with its fields.
type parsedPacket struct {
	id     sim.EventID
	run    *sim.Run
	lang   string
	ev     sim.Event
	bytes  []byte // of the IP packet
	tcp    int    // where its TCP header begins
	fields []hdrField
	line   *wire.Wire // knows what the SYNs have agreed on
	lineOf uint32
}

// parsePacket reads the fields of the selected segment; nil if none is selected.
func (s *Scene) parsePacket() *parsedPacket {
	id, ok := s.selected()
	if !ok {
		return nil
	}
	v := &s.packet
	if v.id == id && v.run == s.Run && v.lang == s.Lang {
		return v
	}
	e := s.Run.Event(id)
	if e == nil || e.Kind != sim.EvSend {
		return nil
	}
	if v.run != s.Run {
		v.line, v.bytes = nil, nil
	}
	*v = parsedPacket{id: id, run: s.Run, lang: s.Lang, ev: *e, bytes: v.bytes[:0], fields: v.fields[:0], line: v.line,
		lineOf: v.lineOf}
	v.build(s)
	return v
}

// synsWithin is how many frames a connection may take to agree on window scaling.
const synsWithin = 20_000

// build makes the bytes of the packet as a capture would have them.
func (v *parsedPacket) build(s *Scene) {
	if v.captured(s) {
		return
	}
	v.tcp = 20
	r, e := s.Run, &v.ev
	frame := v.id.Frame()
	p := v.wireOf(r, e.Conn, frame)
	after := int64(0)
	evs := r.Events(frame)
	for i := v.id.Index() + 1; i < len(evs); i++ {
		if evs[i].Kind == sim.EvSend {
			after++
		}
	}
	p.Number(r.At(frame).Stats().Segments - after)
	b := p.Segment(&e.Seg, e.Conn, e.Side)
	if src := r.Config().Replay; src != nil && e.Seg.Len > 0 {
		data := make([]byte, e.Seg.Len)
		if n := src.Payload(data, r.RecordOf(frame)); n > 0 {
			wire.Payload(b, data[:n])
		}
	}
	v.bytes = append(v.bytes, b[14:]...)
	v.ipFields(s)
	v.tcpFields(s)
	v.dataFields(s)
}

// wireOf returns a Wire that has read the SYNs of the connection.
func (v *parsedPacket) wireOf(r *sim.Run, conn uint32, frame int64) *wire.Wire {
	if v.line != nil && v.lineOf == conn {
		if len(r.Config().HTTP) > 0 {
			v.line.Text = wire.Of(r, conn, frame)
		}
		return v.line
	}
	opened := r.FrameAt(r.At(frame).Conn(conn).Opened)
	p := wire.New(r, wire.Of(r, conn, frame))
	syns := 0
	r.Each(max(opened-200, 0), min(frame+1, opened+synsWithin), 1<<sim.EvSend, func(x *sim.Event) bool {
		if x.Conn == conn && x.Seg.Flags&tcp.SYN != 0 {
			p.Sent(x)
			syns |= 1 << x.Side
		}
		return syns != 3
	})
	if v.line, v.lineOf = nil, conn; syns == 3 {
		v.line = p
	}
	return p
}

func (v *parsedPacket) add(depth, off, n int, name, value string, about words.Key) {
	v.fields = append(v.fields, hdrField{off: off, n: n, depth: depth, name: name, value: value,
		about: about})
}

func (v *parsedPacket) head(depth, off, n int, name, value string, about words.Key) {
	v.add(depth, off, n, name, value, about)
	v.fields[len(v.fields)-1].head = true
}

// serviceHelp explains the byte of the IP header whose last two bits are about congestion.
var serviceHelp = [4]words.Key{tcp.NotECT: words.PacketServiceHelp, tcp.ECT0: words.PacketServiceCapableHelp,
	tcp.ECT1: words.PacketServiceCapableHelp, tcp.CE: words.PacketServiceMarkedHelp}

// ipFields adds the fields of RFC 791 section 3.1.
func (v *parsedPacket) ipFields(s *Scene) {
	b := v.bytes
	l := func(k words.Key) string { return k.In(s.Lang) }
	v.head(0, 0, 20, "IPv4", addr([4]byte(b[12:16]))+" → "+addr([4]byte(b[16:20])),
		words.PacketIPHelp)
	v.add(0, 0, 1, l(words.PacketVersionLength), fmt.Sprintf("%d, %d B", b[0]>>4, b[0]&15*4),
		words.PacketVersionLengthHelp)
	v.add(0, 1, 1, l(words.PacketService), fmt.Sprintf("0x%02x", b[1]), serviceHelp[b[1]&3])
	v.add(0, 2, 2, l(words.PacketTotalLength), words.Bytes(int64(be16(b[2:])))+" B", words.PacketTotalLengthHelp)
	v.add(0, 4, 2, l(words.PacketIdentification), fmt.Sprint(be16(b[4:])), words.PacketIdentificationHelp)
	v.add(0, 6, 2, l(words.PacketFragment), l(words.PacketDontFragment), words.PacketFragmentHelp)
	v.add(0, 8, 1, "TTL", fmt.Sprint(b[8]), words.PacketTTLHelp)
	v.add(0, 9, 1, l(words.PacketProtocol), fmt.Sprintf("%d (TCP)", b[9]), words.PacketProtocolHelp)
	v.add(0, 10, 2, l(words.PacketIPChecksum), fmt.Sprintf("0x%04x", be16(b[10:])), words.PacketIPChecksumHelp)
	v.add(0, 12, 4, l(words.PacketSource), addr([4]byte(b[12:16])), words.PacketSourceHelp)
	v.add(0, 16, 4, l(words.PacketDestination), addr([4]byte(b[16:20])), words.PacketDestinationHelp)
}

// tcpFields adds the fields of RFC 9293 section 3.1.
func (v *parsedPacket) tcpFields(s *Scene) {
	t, o := v.bytes[v.tcp:], v.tcp
	g := &v.ev.Seg
	l := func(k words.Key) string { return k.In(s.Lang) }
	hdr := int(t[12]>>4) * 4
	v.head(1, o, hdr, "TCP", fmt.Sprintf("%d → %d  [%s]", be16(t), be16(t[2:]), words.FlagNames(g.Flags)),
		words.PacketTCPHelp)
	v.add(1, o, 2, l(words.PacketSourcePort), fmt.Sprint(be16(t)), words.PacketSourcePortHelp)
	v.add(1, o+2, 2, l(words.PacketDestinationPort), fmt.Sprint(be16(t[2:])), words.PacketDestinationPortHelp)
	v.add(1, o+4, 4, l(words.PacketSequence), words.PacketRelative.With(s.Lang, be32(t[4:]), words.Bytes(g.Seq)),
		words.PacketSequenceHelp)
	ack := l(words.PacketNotUsed)
	if g.Flags&tcp.ACK != 0 {
		ack = words.PacketRelative.With(s.Lang, be32(t[8:]), words.Bytes(g.Ack))
	}
	v.add(1, o+8, 4, l(words.PacketAck), ack, words.PacketAckHelp)
	v.add(1, o+12, 1, l(words.PacketHeaderLength), fmt.Sprintf("%d B", hdr), words.PacketHeaderLengthHelp)
	v.add(1, o+13, 1, l(words.PacketFlags), words.FlagNames(g.Flags), words.PacketFlagsHelp)
	win := words.Bytes(int64(be16(t[14:])))
	if int64(be16(t[14:])) != int64(g.Wnd) {
		win += words.PacketScaled.With(s.Lang, words.Bytes(int64(g.Wnd)))
	}
	v.add(1, o+14, 2, l(words.PacketWindow), win, words.PacketWindowHelp)
	v.add(1, o+16, 2, l(words.PacketChecksum), fmt.Sprintf("0x%04x", be16(t[16:])), words.PacketChecksumHelp)
	v.add(1, o+18, 2, l(words.PacketUrgent), fmt.Sprint(be16(t[18:])), words.PacketUrgentHelp)
	v.options(s, t[20:hdr])
}

// options adds the fields of RFC 9293 section 3.2, RFC 7323 and RFC 2018.
func (v *parsedPacket) options(s *Scene, o []byte) {
	l := func(k words.Key) string { return k.In(s.Lang) }
	for at := 0; at < len(o); {
		off := v.tcp + 20 + at
		if o[at] == 0 || o[at] == 1 {
			n := 1
			for at+n < len(o) && o[at+n] == o[at] {
				n++
			}
			v.add(1, off, n, l(words.OptionNop), fmt.Sprintf("×%d", n), words.OptionNopHelp)
			at += n
			continue
		}
		if at+1 >= len(o) || int(o[at+1]) < 2 || at+int(o[at+1]) > len(o) {
			return
		}
		n := int(o[at+1])
		d := o[at+2 : at+n]
		switch o[at] {
		case 2:
			v.add(1, off, n, l(words.OptionMSS), words.Bytes(int64(be16(d)))+" B", words.OptionMSSHelp)
		case 3:
			v.add(1, off, n, l(words.OptionScale), fmt.Sprintf("2^%d", d[0]), words.OptionScaleHelp)
		case 4:
			v.add(1, off, n, l(words.OptionSackOK), "", words.OptionSackOKHelp)
		case 5:
			t := ""
			for i := uint8(0); i < v.ev.Seg.NSack; i++ {
				t += fmt.Sprintf("%s:%s ", words.Bytes(v.ev.Seg.Sack[i].Lo), words.Bytes(v.ev.Seg.Sack[i].Hi))
			}
			v.add(1, off, n, l(words.OptionSack), t, words.OptionSackHelp)
		case 8:
			v.add(1, off, n, l(words.OptionTimestamps),
				fmt.Sprintf("%d, %s %d", be32(d), l(words.OptionEcho), be32(d[4:])), words.OptionTimestampsHelp)
		default:
			v.add(1, off, n, l(words.OptionOther), fmt.Sprint(o[at]), words.OptionOtherHelp)
		}
		at += n
	}
}

// dataFields adds the payload, line by line.
func (v *parsedPacket) dataFields(s *Scene) {
	hdr := v.tcp + int(v.bytes[v.tcp+12]>>4)*4
	data := v.bytes[hdr:]
	if len(data) == 0 {
		return
	}
	name, about := words.PacketData.In(s.Lang), words.PacketDataHelp
	if len(s.Run.Config().HTTP) > 0 {
		name = words.PacketHTTP.In(s.Lang)
		about = words.PacketHTTPHelp
	}
	v.head(2, hdr, len(data), name, words.Bytes(int64(len(data)))+" B", about)
	const most = 200
	for at, n := 0, 0; at < len(data) && n < most; n++ {
		end := at
		for end < len(data) && data[end] != '\n' && end-at < 160 {
			end++
		}
		if end < len(data) && data[end] == '\n' {
			end++
		}
		v.add(2, hdr+at, end-at, "", words.Printable(data[at:end]), about)
		at = end
	}
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }

func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// paintPacket shows the selected segment: its fields nested by protocol, its bytes, and the purpose
// of the field under the mark.
func paintPacket(c *paint.Canvas, r paint.Rect, s *Scene) {
	v := s.parsePacket()
	if v == nil {
		c.TextIn(r.X, r.Y, r.W, words.NoSegmentYet.In(s.Lang), s.Theme.Dim)
		return
	}
	at := max(min(s.Scroll[PanePacket], len(v.fields)-1), 0)
	s.Scroll[PanePacket], s.rows[PanePacket] = at, len(v.fields)
	list, hex, about := packetRects(r)
	v.paintFields(c, list, s, at)
	v.paintHex(c, hex, s, &v.fields[at])
	f := &v.fields[at]
	y := 0
	for _, l := range paint.Wrap(f.about.In(s.Lang), about.W) {
		if y < about.H {
			c.TextIn(about.X, about.Y+y, about.W, l, s.Theme.Held)
		}
		y++
	}
}

// packetRects divides the pane: fields, bytes beside or below them, the explanation.
func packetRects(r paint.Rect) (list, hex, about paint.Rect) {
	note := 2
	if r.W < 70 {
		note = 3
	}
	if r.H < 8 {
		note = 1
	}
	about = paint.Rect{X: r.X, Y: r.Y + r.H - note, W: r.W, H: note}
	h := r.H - note
	if r.W >= 128 {
		return paint.Rect{X: r.X, Y: r.Y, W: r.W - 76, H: h}, paint.Rect{X: r.X + r.W - 74, Y: r.Y, W: 74, H: h}, about
	}
	k := min(max(h/3, 2), 8)
	if h < 7 {
		k = 0
	}
	return paint.Rect{X: r.X, Y: r.Y, W: r.W, H: h - k}, paint.Rect{X: r.X, Y: r.Y + h - k, W: r.W, H: k}, about
}

// packetTop is the first field that a list of h rows shows.
func packetTop(n, at, h int) int { return max(min(at-h/2, n-h), 0) }

func (v *parsedPacket) paintFields(c *paint.Canvas, r paint.Rect, s *Scene, at int) {
	th := s.Theme
	top := packetTop(len(v.fields), at, r.H)
	nameW := min(max(r.W/3, 16), 30)
	if r.W >= 50 { // room for the longest names
		nameW = max(nameW, 24)
	}
	for y := 0; y < r.H && top+y < len(v.fields); y++ {
		f := &v.fields[top+y]
		x := r.X
		frame := []paint.Style{th.Dim, th.C2S, th.S2C}
		for d := 0; d < f.depth; d++ {
			c.Put(x, r.Y+y, '│', frame[d])
			x += 2
		}
		st := frame[f.depth]
		last := top+y+1 == len(v.fields)
		switch {
		case f.head:
			c.Put(x, r.Y+y, '╭', st)
		case last && f.depth == 2:
			c.Put(x, r.Y+y, '╰', st)
		default:
			c.Put(x, r.Y+y, '│', st)
		}
		x += 2
		end := x
		switch {
		case f.head:
			end = c.TextIn(x, r.Y+y, r.X+r.W-x, f.name+"  "+f.value, th.Strong)
		case f.name == "":
			end = c.TextIn(x, r.Y+y, r.X+r.W-x, f.value, th.Plain)
		default:
			c.TextIn(x, r.Y+y, nameW-1, f.name, th.Dim)
			end = c.TextIn(x+nameW, r.Y+y, r.X+r.W-x-nameW, f.value, th.Plain)
		}
		if top+y == at {
			c.Put(x-1, r.Y+y, '►', th.Strong)
			c.Restyle(paint.Rect{X: x, Y: r.Y + y, W: max(end-x, 1), H: 1},
				func(st paint.Style) paint.Style { st.Reverse, st.Faint = true, false; return st })
		}
	}
	if top+r.H < len(v.fields) {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", th.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", th.Dim)
	}
}

// paintHex shows the bytes, those of a field marked.
func (v *parsedPacket) paintHex(c *paint.Canvas, r paint.Rect, s *Scene, f *hdrField) {
	if r.H < 1 {
		return
	}
	th := s.Theme
	per := 16
	if r.W < 73 {
		per = 8
	}
	rows := (len(v.bytes) + per - 1) / per
	top := max(min(f.off/per-r.H/2, rows-r.H), 0)
	if f.off/per < r.H && (f.off+f.n)/per < r.H {
		top = 0
	}
	hdr := v.tcp + int(v.bytes[v.tcp+12]>>4)*4
	const digits = "0123456789abcdef"
	for y := 0; y < r.H && top+y < rows; y++ {
		o := (top + y) * per
		for i, shift := 0, 12; i < 4; i, shift = i+1, shift-4 {
			c.Put(r.X+i, r.Y+y, rune(digits[o>>shift&15]), th.Dim)
		}
		for k := 0; k < per && o+k < len(v.bytes); k++ {
			b := v.bytes[o+k]
			st := th.Plain
			switch {
			case o+k < v.tcp:
				st = th.Dim
			case o+k < hdr:
				st = th.C2S
			default:
				st = th.S2C
			}
			mark := o+k >= f.off && o+k < f.off+f.n
			if mark {
				st.Reverse, st.Faint = true, false
			}
			x := r.X + 6 + 3*k + k/8
			c.Put(x, r.Y+y, rune(digits[b>>4]), st)
			c.Put(x+1, r.Y+y, rune(digits[b&15]), st)
			if mark && o+k+1 < f.off+f.n && k+1 < per {
				c.Put(x+2, r.Y+y, ' ', st)
			}
			ch := rune(b)
			if b < 0x20 || b >= 0x7f {
				ch = '·'
			}
			c.Put(r.X+6+3*per+per/8+1+k, r.Y+y, ch, st)
		}
	}
}

func addr(a [4]byte) string { return fmt.Sprintf("%d.%d.%d.%d", a[0], a[1], a[2], a[3]) }
