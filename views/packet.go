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
		Name: "packet", EN: "Packet", KO: "패킷",
		Help:    "the segment's IP packet byte by byte: TCP in IP, data in TCP; scrolling goes through its fields",
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
	about  [2]string
}

// envelope is a packet with its fields.
type envelope struct {
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

// envelopeOf reads the fields of the selected segment; nil if none is selected.
func (s *Scene) envelopeOf() *envelope {
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
	*v = envelope{id: id, run: s.Run, lang: s.Lang, ev: *e, bytes: v.bytes[:0], fields: v.fields[:0], line: v.line,
		lineOf: v.lineOf}
	v.build(s)
	return v
}

// synsWithin is how many frames a connection may take to agree on window scaling.
const synsWithin = 20_000

// build makes the bytes of the packet as a capture would have them.
func (v *envelope) build(s *Scene) {
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
func (v *envelope) wireOf(r *sim.Run, conn uint32, frame int64) *wire.Wire {
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

func (v *envelope) add(depth, off, n int, name, value string, en, ko string) {
	v.fields = append(v.fields, hdrField{off: off, n: n, depth: depth, name: name, value: value,
		about: [2]string{en, ko}})
}

func (v *envelope) head(depth, off, n int, name, value, en, ko string) {
	v.add(depth, off, n, name, value, en, ko)
	v.fields[len(v.fields)-1].head = true
}

// ecnSays explains the two ECN bits of the IP header.
var ecnSays = [4][2]string{tcp.NotECT: {" Nothing is asked for here.", " 여기서는 쓰지 않는다."}, tcp.ECT0: {" A router may mark this packet instead of dropping it.", " 라우터가 버리는 대신 표시해도 된다."},
	tcp.ECT1: {" A router may mark this packet instead of dropping it.", " 라우터가 버리는 대신 표시해도 된다."}, tcp.CE: {" A router has marked it: there is congestion.", " 라우터가 표시했다: 혼잡하다."}}

// ipFields adds the fields of RFC 791 section 3.1.
func (v *envelope) ipFields(s *Scene) {
	b := v.bytes
	l := func(en, ko string) string { return words.Say(s.Lang, en, ko) }
	v.head(0, 0, 20, "IPv4", addr([4]byte(b[12:16]))+" → "+addr([4]byte(b[16:20])),
		"The outer envelope: it says from which host to which one. Routers read this and nothing else.", "바깥 봉투: 어느 호스트에서 어느 호스트로 가는지 적혀 있다. 라우터는 이것만 읽는다.")
	v.add(0, 0, 1, l("version, header length", "버전, 헤더 길이"), fmt.Sprintf("%d, %d B", b[0]>>4, b[0]&15*4),
		"Four bits of version, four bits of header length in words of four bytes.", "버전 4비트, 4바이트 단위의 헤더 길이 4비트.")
	v.add(0, 1, 1, l("type of service", "서비스 종류"), fmt.Sprintf("0x%02x", b[1]), "Priority (DSCP) and congestion marks (ECN, RFC 3168)."+ecnSays[b[1]&3][0], "우선순위(DSCP)와 혼잡 표시(ECN, RFC 3168)."+ecnSays[b[1]&3][1])
	v.add(0, 2, 2, l("total length", "전체 길이"), words.Bytes(int64(be16(b[2:])))+" B", "Of header and content. TCP learns its own length from it: TCP's header has no field for that.", "헤더와 내용의 길이. TCP 헤더에는 길이 필드가 없어서 TCP도 이것으로 제 길이를 안다.")
	v.add(0, 4, 2, l("identification", "식별자"), fmt.Sprint(be16(b[4:])), "Would hold pieces of a fragmented packet together. Means nothing where fragmenting is forbidden (RFC 6864).", "조각난 패킷의 조각을 묶는 번호. 조각내기가 금지된 패킷에서는 뜻이 없다(RFC 6864).")
	v.add(0, 6, 2, l("flags, fragment offset", "플래그, 조각 위치"), l("don't fragment, 0", "조각내지 말 것, 0"), "Don't fragment: a router that cannot pass the packet on drops it and says so, so that the path's MTU can be found (RFC 1191).", "조각내지 말 것: 보낼 수 없는 라우터는 버리고 알린다. 경로 MTU를 찾는 방법이다(RFC 1191).")
	v.add(0, 8, 1, "TTL", fmt.Sprint(b[8]), "Each router takes one off; at zero the packet is dropped, so that none circles for ever.", "라우터마다 하나씩 줄고 0이 되면 버려진다. 영원히 도는 패킷이 없게 한다.")
	v.add(0, 9, 1, l("protocol", "프로토콜"), fmt.Sprintf("%d (TCP)", b[9]), "To whom the content is handed on: 6 is TCP, 17 is UDP.", "내용을 넘겨줄 곳: 6은 TCP, 17은 UDP.")
	v.add(0, 10, 2, l("header checksum", "헤더 검사합"), fmt.Sprintf("0x%04x", be16(b[10:])), "Of these 20 bytes alone (RFC 1071). Each router makes it anew, for the TTL has changed.", "이 20바이트만의 검사합(RFC 1071). TTL이 바뀌므로 라우터마다 다시 만든다.")
	v.add(0, 12, 4, l("source", "보내는 주소"), addr([4]byte(b[12:16])), "The sender's address: two of the four numbers that name a connection are these addresses.", "보내는 쪽 주소. 연결을 가리키는 네 값 가운데 둘이 두 주소이다.")
	v.add(0, 16, 4, l("destination", "받는 주소"), addr([4]byte(b[16:20])), "The receiver's address.", "받는 쪽 주소.")
}

// tcpFields adds the fields of RFC 9293 section 3.1.
func (v *envelope) tcpFields(s *Scene) {
	t, o := v.bytes[v.tcp:], v.tcp
	g := &v.ev.Seg
	l := func(en, ko string) string { return words.Say(s.Lang, en, ko) }
	hdr := int(t[12]>>4) * 4
	v.head(1, o, hdr, "TCP", fmt.Sprintf("%d → %d  [%s]", be16(t), be16(t[2:]), words.FlagNames(g.Flags)),
		"The inner envelope: which connection, which bytes of its stream, and what has arrived of the other stream.", "안쪽 봉투: 어느 연결의 어느 바이트인지, 상대 스트림은 어디까지 받았는지 적혀 있다.")
	v.add(1, o, 2, l("source port", "보내는 포트"), fmt.Sprint(be16(t)), "With the other port and both addresses it names the connection.", "다른 포트와 두 주소와 함께 연결을 가리킨다.")
	v.add(1, o+2, 2, l("destination port", "받는 포트"), fmt.Sprint(be16(t[2:])), "Which application is meant: 80 is HTTP's port, if no other is named.", "어느 응용을 찾는지: 따로 적지 않으면 80이 HTTP의 포트이다.")
	v.add(1, o+4, 4, l("sequence number", "순서 번호"), fmt.Sprintf(l("%d = first one + %s", "%d = 처음 값 + %s"), be32(t[4:]), words.Bytes(g.Seq)), "The place of the first byte in the sender's stream. It begins at a number that cannot be guessed (RFC 6528).", "첫 바이트가 스트림에서 차지하는 자리. 알아맞힐 수 없는 수에서 시작한다(RFC 6528).")
	ack := l("not used", "쓰지 않음")
	if g.Flags&tcp.ACK != 0 {
		ack = fmt.Sprintf(l("%d = first one + %s", "%d = 처음 값 + %s"), be32(t[8:]), words.Bytes(g.Ack))
	}
	v.add(1, o+8, 4, l("acknowledgment", "확인 번호"), ack, "The next byte that the sender of this segment expects: everything before has arrived.", "이 세그먼트를 보낸 쪽이 기다리는 다음 바이트: 그 앞은 모두 도착했다.")
	v.add(1, o+12, 1, l("header length", "헤더 길이"), fmt.Sprintf("%d B", hdr), "In words of four bytes: 20 bytes and the options.", "4바이트 단위: 20바이트와 옵션.")
	v.add(1, o+13, 1, l("flags", "플래그"), words.FlagNames(g.Flags), "SYN opens and FIN closes a direction, ACK: the acknowledgment counts, PSH: hand it on at once, RST: there is no such connection, ECE and CWR: congestion was marked, and is answered.", "SYN은 열고 FIN은 닫는다. ACK: 확인 번호가 유효, PSH: 바로 넘겨라, RST: 그런 연결은 없다, ECE와 CWR: 혼잡 표시와 그 응답.")
	win := words.Bytes(int64(be16(t[14:])))
	if int64(be16(t[14:])) != int64(g.Wnd) {
		win += fmt.Sprintf(l(" scaled: %s B", " 배율 적용: %s B"), words.Bytes(int64(g.Wnd)))
	}
	v.add(1, o+14, 2, l("window", "윈도"), win, "How many bytes from the acknowledged one on the other end may send. Scaled by the factor of the SYN (RFC 7323).", "확인된 곳부터 상대가 보낼 수 있는 바이트 수. SYN에서 정한 배율을 곱한다(RFC 7323).")
	v.add(1, o+16, 2, l("checksum", "검사합"), fmt.Sprintf("0x%04x", be16(t[16:])), "Of header, content and both addresses: a segment that strayed or was damaged is noticed.", "헤더, 내용, 두 주소의 검사합: 잘못 오거나 손상된 세그먼트를 알아챈다.")
	v.add(1, o+18, 2, l("urgent pointer", "긴급 포인터"), fmt.Sprint(be16(t[18:])), "Used with URG alone; new applications should not (RFC 6093).", "URG와 함께만 쓴다. 새 응용은 쓰지 않는 것이 좋다(RFC 6093).")
	v.options(s, t[20:hdr])
}

// options adds the fields of RFC 9293 section 3.2, RFC 7323 and RFC 2018.
func (v *envelope) options(s *Scene, o []byte) {
	l := func(en, ko string) string { return words.Say(s.Lang, en, ko) }
	for at := 0; at < len(o); {
		off := v.tcp + 20 + at
		if o[at] == 0 || o[at] == 1 {
			n := 1
			for at+n < len(o) && o[at+n] == o[at] {
				n++
			}
			v.add(1, off, n, l("option: no-operation", "옵션: 빈칸"), fmt.Sprintf("×%d", n), "Fills up, so that what follows stands on a round place.", "뒤의 값이 맞는 자리에 오도록 채운다.")
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
			v.add(1, off, n, l("option: maximum segment size", "옵션: 최대 세그먼트 크기"), words.Bytes(int64(be16(d)))+" B", "The largest payload that the sender of this SYN takes.", "이 SYN을 보낸 쪽이 받을 수 있는 가장 큰 데이터.")
		case 3:
			v.add(1, off, n, l("option: window scale", "옵션: 윈도 배율"), fmt.Sprintf("2^%d", d[0]), "Windows of the sender are to be multiplied by this, if both ends offer it (RFC 7323).", "양쪽이 모두 제안하면 이 값을 윈도에 곱한다(RFC 7323).")
		case 4:
			v.add(1, off, n, l("option: SACK permitted", "옵션: SACK 허용"), "", "The other end may tell which later bytes have arrived (RFC 2018).", "나중 바이트 가운데 받은 것을 알려도 된다(RFC 2018).")
		case 5:
			t := ""
			for i := uint8(0); i < v.ev.Seg.NSack; i++ {
				t += fmt.Sprintf("%s:%s ", words.Bytes(v.ev.Seg.Sack[i].Lo), words.Bytes(v.ev.Seg.Sack[i].Hi))
			}
			v.add(1, off, n, l("option: SACK", "옵션: SACK"), t, "Bytes beyond a hole that have arrived: what is between them is missing (RFC 2018).", "빈 곳 너머에 도착한 바이트: 그 사이가 빠졌다(RFC 2018).")
		case 8:
			v.add(1, off, n, l("option: timestamps", "옵션: 타임스탬프"), fmt.Sprintf("%d, %s %d", be32(d), l("echo", "되돌림"), be32(d[4:])), "The sender's clock, and the last one seen of the other: round trips are measured with it (RFC 7323).", "보낸 쪽 시계와 상대에게서 본 마지막 값: 왕복 시간을 잰다(RFC 7323).")
		default:
			v.add(1, off, n, l("option", "옵션"), fmt.Sprint(o[at]), "An option of another kind.", "다른 종류의 옵션.")
		}
		at += n
	}
}

// dataFields adds the payload, line by line.
func (v *envelope) dataFields(s *Scene) {
	hdr := v.tcp + int(v.bytes[v.tcp+12]>>4)*4
	data := v.bytes[hdr:]
	if len(data) == 0 {
		return
	}
	name, about := words.Say(s.Lang, "data", "데이터"), [2]string{"What the application wrote. TCP neither reads it nor keeps its boundaries.", "응용이 쓴 것. TCP는 읽지 않으며 경계도 지키지 않는다."}
	if len(s.Run.Config().HTTP) > 0 {
		name = words.Say(s.Lang, "data: HTTP", "데이터: HTTP")
		about = [2]string{"A piece of HTTP's messages. A message may fill many segments, and a segment may hold the end of one and the start of the next.", "HTTP 메시지의 일부. 메시지 하나가 여러 세그먼트에 걸치기도 하고, 한 세그먼트에 앞 메시지의 끝과 다음의 처음이 함께 있기도 하다."}
	}
	v.head(2, hdr, len(data), name, words.Bytes(int64(len(data)))+" B", about[0], about[1])
	const most = 200
	for at, n := 0, 0; at < len(data) && n < most; n++ {
		end := at
		for end < len(data) && data[end] != '\n' && end-at < 160 {
			end++
		}
		if end < len(data) && data[end] == '\n' {
			end++
		}
		v.add(2, hdr+at, end-at, "", words.Printable(data[at:end]), about[0], about[1])
		at = end
	}
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }

func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// paintPacket shows the selected segment: its fields nested by protocol, its bytes, and the purpose
// of the field under the mark.
func paintPacket(c *paint.Canvas, r paint.Rect, s *Scene) {
	v := s.envelopeOf()
	if v == nil {
		c.TextIn(r.X, r.Y, r.W, words.Say(s.Lang, "No segment yet.", "아직 세그먼트가 없다."), s.Theme.Dim)
		return
	}
	at := max(min(s.Scroll[PanePacket], len(v.fields)-1), 0)
	s.Scroll[PanePacket], s.rows[PanePacket] = at, len(v.fields)
	list, hex, about := packetRects(r)
	v.paintFields(c, list, s, at)
	v.paintHex(c, hex, s, &v.fields[at])
	f := &v.fields[at]
	y := 0
	for _, l := range paint.Wrap(words.Say(s.Lang, f.about[0], f.about[1]), about.W) {
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

func (v *envelope) paintFields(c *paint.Canvas, r paint.Rect, s *Scene, at int) {
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
func (v *envelope) paintHex(c *paint.Canvas, r paint.Rect, s *Scene, f *hdrField) {
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
