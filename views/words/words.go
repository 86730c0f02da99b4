package words

import (
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Say chooses between the two languages of the message catalogue.
func Say(lang, en, ko string) string {
	if lang == "ko" {
		return ko
	}
	return en
}

// FlagNames writes control bits as words: SYN ACK.
func FlagNames(f tcp.Flags) string {
	var room [32]byte
	return string(AppendWords(room[:0], f))
}

var flagWords = [...]struct {
	f tcp.Flags
	n string
}{{tcp.SYN, "SYN"}, {tcp.FIN, "FIN"}, {tcp.RST, "RST"}, {tcp.PSH, "PSH"}, {tcp.URG, "URG"}, {tcp.ECE, "ECE"}, {tcp.CWR, "CWR"}, {tcp.ACK, "ACK"}}

func AppendWords(b []byte, f tcp.Flags) []byte {
	for i, from := 0, len(b); i < len(flagWords); i++ {
		if f&flagWords[i].f == 0 {
			continue
		}
		if len(b) > from {
			b = append(b, ' ')
		}
		b = append(b, flagWords[i].n...)
	}
	return b
}

// SegLabel is a segment in the notation of packet scripts: P. 1:101(100) ack 1 win 65535.
func SegLabel(s *tcp.Segment) string {
	var room [160]byte
	return string(AppendSegLabel(room[:0], s))
}

func AppendSegLabel(b []byte, s *tcp.Segment) []byte {
	for i, f := range [...]tcp.Flags{tcp.SYN, tcp.FIN, tcp.RST, tcp.PSH, tcp.URG, tcp.ECE, tcp.CWR, tcp.ACK} {
		if s.Flags&f != 0 {
			b = append(b, "SFRPUEW."[i])
		}
	}
	b = fill(b, " %d:%d(%d)", Number(s.Seq), Number(s.Seq+int64(s.Len)), Number(int64(s.Len)))
	if s.Flags&tcp.ACK != 0 {
		b = fill(b, " ack %d", Number(s.Ack))
	}
	b = fill(b, " win %d", Number(int64(s.Wnd)))
	from := len(b)
	if b = AppendOptions(append(b, " <"...), s); len(b) == from+2 {
		return b[:from]
	}
	return append(b, '>')
}

// ShortLabel is a segment for an arrow: what it carries and what it acknowledges.
func ShortLabel(s *tcp.Segment) string {
	var room [128]byte
	return string(AppendLabel(room[:0], s))
}

func AppendLabel(b []byte, s *tcp.Segment) []byte {
	from := len(b)
	b = AppendWords(b, s.Flags&^(tcp.ACK|tcp.PSH))
	if s.Len > 0 {
		if len(b) > from {
			b = append(b, ' ')
		}
		b = fill(b, "%d:%d (%d B)", Number(s.Seq), Number(s.Seq+int64(s.Len)), Number(int64(s.Len)))
	}
	if s.Flags&tcp.ACK != 0 {
		if len(b) > from {
			b = append(b, ' ')
		}
		b = fill(b, "ACK %d", Number(s.Ack))
	}
	for i, word := uint8(0), " SACK "; i < s.NSack; i, word = i+1, ", " {
		b = fill(append(b, word...), "%d:%d", Number(s.Sack[i].Lo), Number(s.Sack[i].Hi))
	}
	return b
}

// Options writes a segment's options.
func Options(s *tcp.Segment) string {
	var room [128]byte
	return string(AppendOptions(room[:0], s))
}

func AppendOptions(b []byte, s *tcp.Segment) []byte {
	from := len(b)
	add := func(form string, words ...Arg) {
		if len(b) > from {
			b = append(b, ',')
		}
		b = fill(b, form, words...)
	}
	if s.MSS != 0 {
		add("mss %d", Number(int64(s.MSS)))
	}
	if s.SackOK {
		add("sackOK")
	}
	if s.TS {
		add("TS val %d ecr %d", Number(int64(s.TSVal)), Number(int64(s.TSEcr)))
	}
	if s.Flags&tcp.SYN != 0 && s.WScale >= 0 {
		add("wscale %d", Number(int64(s.WScale)))
	}
	if s.NSack > 0 {
		add("sack")
	}
	for i := uint8(0); i < s.NSack; i++ {
		b = fill(b, " %d:%d", Number(s.Sack[i].Lo), Number(s.Sack[i].Hi))
	}
	return b
}

var timerNames = map[tcp.TimerKind][2]string{
	tcp.TimerRexmt:    {"retransmission timer", "재전송 타이머"},
	tcp.TimerPersist:  {"persist timer", "지속 타이머"},
	tcp.TimerDelAck:   {"delayed-ACK timer", "지연 ACK 타이머"},
	tcp.TimerLoss:     {"tail-loss-probe timer", "꼬리 손실 탐침 타이머"},
	tcp.TimerReorder:  {"reordering timer", "재정렬 타이머"},
	tcp.TimerTimeWait: {"TIME-WAIT timer", "TIME-WAIT 타이머"},
	tcp.TimerKeep:     {"keep-alive timer", "생존 확인 타이머"},
	tcp.TimerPace:     {"ACK-compression timer", "ACK 압축 타이머"},
}

// TimerName is the name of a timer.
func TimerName(k tcp.TimerKind, lang string) string {
	n := timerNames[k]
	return Say(lang, n[0], n[1])
}

// Host is the name of an event's host.
func Host(r *sim.Run, h uint8) string { return Clean(r.Config().HostName(int(h))) }

// peer is the name of the other end of an event's connection.
func peer(r *sim.Run, e *sim.Event) string {
	if e.Link < uint8(len(r.Config().Links)) {
		l := r.Config().Links[e.Link]
		if l.A == e.Host {
			return Host(r, l.B)
		}
		return Host(r, l.A)
	}
	return "?"
}

// Sentence says what an event is, with its numbers, in one or two sentences.
func Sentence(r *sim.Run, e *sim.Event, lang string) string {
	var room [512]byte
	return string(appendSentence(room[:0], r, e, lang))
}

func appendSentence(b []byte, r *sim.Run, e *sim.Event, lang string) []byte {
	s := Builder{B: b, Lang: lang}
	s.what(r, e)
	if e.Kind == sim.EvSend || e.Kind == sim.EvLost || e.Kind == sim.EvIgnored {
		if t := RuleSentence(e.Rule, lang); t != "" && e.Rule != rule.None {
			s.Add(" ").Add(t)
		}
	}
	return s.B
}

// what is the event itself.
func (s *Builder) what(r *sim.Run, e *sim.Event) *Builder {
	h, lang := Host(r, e.Host), s.Lang
	switch e.Kind {
	case sim.EvStart:
		return s.Say("The run begins.", "실행이 시작된다.")
	case sim.EvEnd:
		return s.Add(RuleSentence(e.Rule, lang))
	case sim.EvSend:
		again := ""
		if e.Flag&sim.FlagRetrans != 0 {
			again = Say(lang, " again", " 다시")
		}
		return s.Say("%s sends%s %s.", "%s가%s %s 보낸다.", Str(h), Str(again), labelled(&e.Seg))
	case sim.EvRecv:
		if e.Flag&sim.FlagSeen != 0 {
			return s.Say("%s is to get it; when, the capture does not show.", "%s가 받을 것이다. 언제인지는 캡처에 없다.", Str(h))
		}
		return s.Say("%s receives %s after %s.", "%s가 %s 받는다 (%s 걸림).", Str(h), labelled(&e.Seg), Timed(sim.Time(e.A)))
	case sim.EvLost:
		return s.Say("%s is lost on its way to %s.", "%s 도중에 사라진다 (%s 쪽).", labelled(&e.Seg), Str(peer(r, e)))
	case sim.EvIgnored:
		return s.Say("%s ignores %s.", "%s가 %s 무시한다.", Str(h), labelled(&e.Seg))
	case sim.EvHold:
		return s.hold(h, e.Rule, e.A, e.B, e.At2)
	case sim.EvRelease:
		return s.Say("What %s held back by %s may go now (%s bytes).", "%s가 %s 규칙으로 붙들던 것이 풀린다 (%s바이트).", Str(h), Str(e.Rule.String()), Grouped(e.A))
	case sim.EvAckHeld:
		return s.Say("%s owes an ACK for %s bytes and keeps it until %s at the latest.", "%s는 %s바이트에 대한 ACK를 늦어도 %s까지 미룬다.", Str(h), Grouped(e.A), Timed(e.At2)).rule(e.Rule)
	case sim.EvArm:
		return s.Say("%s starts its %s: it fires at %s.", "%s가 %s를 켠다. %s에 울린다.", Str(h), Str(TimerName(e.Timer, lang)), Timed(e.At2))
	case sim.EvFire:
		return s.Say("The %s of %s fires.", "%[2]s의 %[1]s가 울린다.", Str(TimerName(e.Timer, lang)), Str(h))
	case sim.EvCancel:
		return s.Say("%s stops its %s.", "%s가 %s를 끈다.", Str(h), Str(TimerName(e.Timer, lang)))
	}
	return s.more(r, e, h)
}

func (s *Builder) more(r *sim.Run, e *sim.Event, h string) *Builder {
	switch e.Kind {
	case sim.EvInfer:
		return s.infer(r, e)
	case sim.EvState:
		return s.Say("%s: %s → %s.", "%s: %s → %s.", Str(h), Str(tcp.State(e.A).String()), Str(tcp.State(e.B).String())).rule(e.Rule)
	case sim.EvWindow:
		ss := Str(Say(s.Lang, "not set", "미정"))
		if e.B >= 0 {
			ss = Number(e.B)
		}
		return s.Say("%s: cwnd is %d segments, ssthresh %s.", "%s: cwnd %d 세그먼트, ssthresh %s.", Str(h), Number(e.A), ss).rule(e.Rule)
	case sim.EvRTT:
		return s.Say("%s measures a round trip of %s; its RTO is %s.", "%s가 왕복 %s를 잰다. RTO는 %s이다.", Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case sim.EvMark:
		return s.Say("%s takes %d:%d for lost.", "%s가 %d:%d를 잃은 것으로 본다.", Str(h), Number(e.A), Number(e.B)).rule(e.Rule)
	case sim.EvUndo:
		return s.Say("%s takes its window reduction back: cwnd %d.", "%s가 윈도 축소를 되돌린다: cwnd %d.", Str(h), Number(e.A))
	case sim.EvReadable:
		return s.Say("%s bytes can be read at %s (%s in the buffer).", "%[2]s에서 %[1]s바이트를 읽을 수 있다 (버퍼에 %[3]s).", Grouped(e.A), Str(h), Grouped(e.B))
	case sim.EvEOF:
		return s.Say("%s learns that the other end has closed.", "%s가 상대의 닫음을 안다.", Str(h))
	case sim.EvWritable:
		return s.Say("%s has room in its send buffer again.", "%s의 송신 버퍼에 다시 자리가 있다.", Str(h))
	case sim.EvConnected:
		return s.Say("The connection is established at %s.", "%s에서 연결이 맺어졌다.", Str(h))
	case sim.EvError:
		s.Say("The connection of %s fails: %s.", "%s의 연결이 실패한다: %s.", Str(h), Str(tcp.Errno(e.A).String())).rule(e.Rule)
		switch e.Rule {
		case rule.ResetFlush:
			s.Add(" ").Say("%s bytes are lost at %s.", "%[2]s에서 %[1]s바이트를 잃는다.", Grouped(e.B), Str(h))
		case rule.ResetReadable:
			s.Add(" ").Say("%s bytes wait at %s.", "%[2]s에서 %[1]s바이트가 기다린다.", Grouped(e.B), Str(h))
		}
		return s
	case sim.EvAcked:
		return s.Say("%s bytes of %s are acknowledged, up to %d.", "%[2]s의 %[1]s바이트가 확인된다 (%[3]d까지).", Grouped(e.B), Str(h), Number(e.A))
	case sim.EvOOO:
		return s.Say("%s keeps %d:%d, which is out of order.", "%s가 순서가 어긋난 %d:%d를 보관한다.", Str(h), Number(e.A), Number(e.B))
	case sim.EvCall, sim.EvDone:
		if e.Rule == rule.HandClose || e.Rule == rule.HandReset {
			return s.call(h, e).rule(e.Rule)
		}
		return s.call(h, e)
	case sim.EvWire:
		if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
			return s.Say("%s will arrive twice, the second time %s after the first.", "%s 두 번 도착한다. 두 번째는 첫 번째보다 %s 뒤이다.", labelled(&e.Seg), Timed(sim.Time(e.A))).rule(e.Rule)
		}
		return s.Say("%s will arrive %s late.", "%s %s 늦게 도착한다.", labelled(&e.Seg), Timed(sim.Time(e.A))).rule(e.Rule)
	case sim.EvKnob:
		if c := r.Changes(); int(e.A) < len(c) {
			if by := HandText(r, c[e.A], s.Lang); by != "" {
				return s.Say("By hand: %s.", "손으로: %s.", Str(by))
			}
			return s.Say("The knob %s is turned to %s.", "설정 %s 값을 %s로 바꾼다.", Str(Clean(c[e.A].Knob)), Str(Clean(c[e.A].Value)))
		}
	case sim.EvHTTP:
		return s.http(r, e)
	case sim.EvDgram:
		if e.A == 0 {
			return s.Say("%s asks for the address of the server (DNS).", "%s가 서버의 주소를 묻는다 (DNS).", Str(h))
		}
		return s.Say("%s answers with the address (DNS).", "%s가 주소를 알려 준다 (DNS).", Str(h))
	case sim.EvDgramRecv:
		return s.Say("The DNS datagram arrives at %s.", "DNS 데이터그램이 %s에 닿는다.", Str(h))
	}
	return s
}

// hold says what holds data back, with the numbers of its rule.
func (s *Builder) hold(h string, id rule.ID, a, b int64, until sim.Time) *Builder {
	switch id {
	case rule.Nagle:
		s.Say("%s holds %s bytes back. Nagle: %s bytes are unacknowledged.", "%s가 %s바이트를 붙든다. 네이글: %s바이트가 확인되지 않았다.", Str(h), Grouped(a), Grouped(b))
	case rule.Minshall:
		s.Say("%s holds %s bytes back. Nagle (Minshall): a small segment is unacknowledged.", "%s가 %s바이트를 붙든다. 네이글(민셜): 작은 세그먼트가 확인되지 않았다.", Str(h), Grouped(a))
	case rule.CwndHold, rule.PrrHold:
		s.Say("%s holds %s bytes back. The congestion window of %d segments is full.", "%s가 %s바이트를 붙든다. 혼잡 윈도 %d 세그먼트가 찼다.", Str(h), Grouped(a), Number(b))
	case rule.RwndHold:
		s.Say("%s holds %s bytes back. The receiver's window is %s bytes.", "%s가 %s바이트를 붙든다. 수신 윈도가 %s바이트이다.", Str(h), Grouped(a), Grouped(b))
	default:
		s.Say("%s holds %s bytes back.", "%s가 %s바이트를 붙든다.", Str(h), Grouped(a)).rule(id)
	}
	if until != sim.Never && until != 0 {
		s.Say(" Without an ACK a timer goes on at %s.", " ACK가 없으면 %s에 타이머가 이어 간다.", Timed(until))
	}
	return s
}

// call is a call of the socket API as a line.
func (s *Builder) call(h string, e *sim.Event) *Builder {
	switch {
	case e.Op == sim.OpEnd && e.Rule == rule.Scripted:
		return s.Say("The settings of %s change.", "%s의 설정이 바뀐다.", Str(h))
	case e.Op == sim.OpEnd:
		return s.Say("%s goes on to the next step.", "%s가 다음 단계로 넘어간다.", Str(h))
	case e.Kind == sim.EvCall && e.At2 == sim.Never:
		if e.Op == sim.OpSleep {
			return s.Say("%s does something else for %s.", "%s가 %s 동안 다른 일을 한다.", Str(h), Timed(sim.Time(e.A)))
		}
		return s.Say("%s calls %s, which waits.", "%s가 %s 부르고 기다린다.", Str(h), called(e))
	case tcp.Errno(e.Sub) != tcp.OK:
		return s.Say("%s: %s fails with %s.", "%s: %s 실패: %s.", Str(h), called(e), Str(tcp.Errno(e.Sub).String()))
	case e.Op == sim.OpRead || e.Op == sim.OpReadEOF:
		if e.B == 0 {
			return s.Say("%s: %s returns end of file.", "%s: %s 파일 끝을 돌려준다.", Str(h), called(e))
		}
		return s.Say("%s: %s returns %s bytes.", "%s: %s %s바이트를 돌려준다.", Str(h), called(e), Grouped(e.B))
	case e.Kind == sim.EvDone:
		return s.Say("%s: %s returns.", "%s: %s 돌아온다.", Str(h), called(e))
	}
	return s.Say("%s calls %s.", "%s가 %s 부른다.", Str(h), called(e))
}

// CallName is the call with its arguments: write(100).
func CallName(e *sim.Event, lang string) string {
	if e.Op == sim.OpEnd { // a frame in which a script goes on or the host is set, and nothing is called
		return Say(lang, "the next step", "다음 단계")
	}
	var room [64]byte
	return string(AppendCall(room[:0], e))
}

func AppendCall(b []byte, e *sim.Event) []byte {
	switch e.Op {
	case sim.OpWrite, sim.OpRead:
		return fill(b, "%s(%d)", Str(e.Op.String()), Number(e.A))
	case sim.OpReadEOF:
		return append(b, "read()"...)
	case sim.OpSet:
		o, v := e.Option()
		return fill(b, "setsockopt(%s, %d)", Str(o.String()), Number(v))
	case sim.OpConnect:
		return fill(b, "connect(port %d)", Number(e.A))
	case sim.OpShutdown:
		return append(b, "shutdown(SHUT_WR)"...)
	case sim.OpSleep:
		return fill(b, "sleep(%s)", Str(time.Duration(e.A).String()))
	}
	return append(append(b, e.Op.String()...), "()"...)
}
