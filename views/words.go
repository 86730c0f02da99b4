package views

import (
	"fmt"
	"strconv"
	"strings"
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

// Time writes an instant or a span for people: milliseconds with three decimals.
func Time(t sim.Time) string {
	var room [32]byte
	return string(appendTime(room[:0], t))
}

// Bytes writes a number with thin groups of three: 1,460.
func Bytes(n int64) string {
	var room [32]byte
	return string(appendGrouped(room[:0], n))
}

// known is Bytes for a quantity that is below zero where there is none, as when the
// connection is gone.
func known(n int64, unit string) string {
	if n < 0 {
		return "–"
	}
	return Bytes(n) + unit
}

// FlagNames writes control bits as words: SYN ACK.
func FlagNames(f tcp.Flags) string {
	var out []string
	for _, x := range []struct {
		f tcp.Flags
		n string
	}{{tcp.SYN, "SYN"}, {tcp.FIN, "FIN"}, {tcp.RST, "RST"}, {tcp.PSH, "PSH"}, {tcp.ACK, "ACK"}} {
		if f&x.f != 0 {
			out = append(out, x.n)
		}
	}
	return strings.Join(out, " ")
}

// SegLabel is a segment in the notation of packet scripts: P. 1:101(100) ack 1 win 65535.
func SegLabel(s *tcp.Segment) string {
	var b strings.Builder
	for _, x := range []struct {
		f tcp.Flags
		c byte
	}{{tcp.SYN, 'S'}, {tcp.FIN, 'F'}, {tcp.RST, 'R'}, {tcp.PSH, 'P'}, {tcp.ACK, '.'}} {
		if s.Flags&x.f != 0 {
			b.WriteByte(x.c)
		}
	}
	fmt.Fprintf(&b, " %d:%d(%d)", s.Seq, s.Seq+int64(s.Len), s.Len)
	if s.Flags&tcp.ACK != 0 {
		fmt.Fprintf(&b, " ack %d", s.Ack)
	}
	fmt.Fprintf(&b, " win %d", s.Wnd)
	if o := Options(s); o != "" {
		b.WriteString(" <" + o + ">")
	}
	return b.String()
}

// ShortLabel is a segment for an arrow: what it carries and what it acknowledges.
func ShortLabel(s *tcp.Segment) string {
	var b strings.Builder
	b.WriteString(FlagNames(s.Flags &^ (tcp.ACK | tcp.PSH)))
	if s.Len > 0 {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d:%d (%d B)", s.Seq, s.Seq+int64(s.Len), s.Len)
	}
	if s.Flags&tcp.ACK != 0 {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "ACK %d", s.Ack)
	}
	for i, word := uint8(0), " SACK "; i < s.NSack; i, word = i+1, ", " {
		fmt.Fprintf(&b, "%s%d:%d", word, s.Sack[i].Lo, s.Sack[i].Hi)
	}
	return b.String()
}

// Options writes a segment's options.
func Options(s *tcp.Segment) string {
	var out []string
	if s.MSS != 0 {
		out = append(out, fmt.Sprintf("mss %d", s.MSS))
	}
	if s.SackOK {
		out = append(out, "sackOK")
	}
	if s.TS {
		out = append(out, fmt.Sprintf("TS val %d ecr %d", s.TSVal, s.TSEcr))
	}
	if s.Flags&tcp.SYN != 0 && s.WScale >= 0 {
		out = append(out, fmt.Sprintf("wscale %d", s.WScale))
	}
	for i := uint8(0); i < s.NSack; i++ {
		if i == 0 {
			out = append(out, fmt.Sprintf("sack %d:%d", s.Sack[0].Lo, s.Sack[0].Hi))
		} else {
			out[len(out)-1] += fmt.Sprintf(" %d:%d", s.Sack[i].Lo, s.Sack[i].Hi)
		}
	}
	return strings.Join(out, ",")
}

// RuleSentence is a rule's sentence in a language.
func RuleSentence(id rule.ID, lang string) string {
	if lang == "ko" {
		if s := rulesKO[id.String()]; s != "" {
			return s
		}
	}
	return id.Info().Sentence
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
	s := what(r, e, lang)
	if e.Kind == sim.EvSend || e.Kind == sim.EvLost || e.Kind == sim.EvIgnored {
		if t := RuleSentence(e.Rule, lang); t != "" && e.Rule != rule.None {
			s += " " + t
		}
	}
	return s
}

// what is the event itself.
func what(r *sim.Run, e *sim.Event, lang string) string {
	h := Host(r, e.Host)
	ko := lang == "ko"
	f := func(en, kor string, a ...any) string {
		if ko {
			return fmt.Sprintf(kor, a...)
		}
		return fmt.Sprintf(en, a...)
	}
	switch e.Kind {
	case sim.EvStart:
		return f("The run begins.", "실행이 시작된다.")
	case sim.EvEnd:
		return RuleSentence(e.Rule, lang)
	case sim.EvSend:
		again := ""
		if e.Flag&sim.FlagRetrans != 0 {
			again = Say(lang, " again", " 다시")
		}
		return f("%s sends%s %s.", "%s가%s %s 보낸다.", h, again, ShortLabel(&e.Seg))
	case sim.EvRecv:
		if e.Flag&sim.FlagSeen != 0 {
			return f("%s is to get it; when, the capture does not show.", "%s가 받을 것이다. 언제인지는 캡처에 없다.", h)
		}
		return f("%s receives %s after %s.", "%s가 %s 받는다 (%s 걸림).", h, ShortLabel(&e.Seg), Time(sim.Time(e.A)))
	case sim.EvLost:
		return f("%s is lost on its way to %s.", "%s 도중에 사라진다 (%s 쪽).", ShortLabel(&e.Seg), peer(r, e))
	case sim.EvIgnored:
		return f("%s ignores %s.", "%s가 %s 무시한다.", h, ShortLabel(&e.Seg))
	case sim.EvHold:
		return holdSentence(h, e.Rule, e.A, e.B, e.At2, lang)
	case sim.EvRelease:
		return f("What %s held back by %s may go now (%s bytes).", "%s가 %s 규칙으로 붙들던 것이 풀린다 (%s바이트).", h, e.Rule, Bytes(e.A))
	case sim.EvAckHeld:
		return f("%s owes an ACK for %s bytes and keeps it until %s at the latest.", "%s는 %s바이트에 대한 ACK를 늦어도 %s까지 미룬다.", h, Bytes(e.A), Time(e.At2)) + " " + RuleSentence(e.Rule, lang)
	case sim.EvArm:
		return f("%s starts its %s: it fires at %s.", "%s가 %s를 켠다. %s에 울린다.", h, TimerName(e.Timer, lang), Time(e.At2))
	case sim.EvFire:
		return f("The %s of %s fires.", "%[2]s의 %[1]s가 울린다.", TimerName(e.Timer, lang), h)
	case sim.EvCancel:
		return f("%s stops its %s.", "%s가 %s를 끈다.", h, TimerName(e.Timer, lang))
	}
	return more(r, e, lang, h, f)
}

func more(r *sim.Run, e *sim.Event, lang, h string, f func(en, kor string, a ...any) string) string {
	switch e.Kind {
	case sim.EvInfer:
		return inferSentence(r, e, lang)
	case sim.EvState:
		return f("%s: %s → %s.", "%s: %s → %s.", h, tcp.State(e.A), tcp.State(e.B)) + " " + RuleSentence(e.Rule, lang)
	case sim.EvWindow:
		ss := Say(lang, "not set", "미정")
		if e.B >= 0 {
			ss = strconv.FormatInt(e.B, 10)
		}
		return f("%s: cwnd is %d segments, ssthresh %s.", "%s: cwnd %d 세그먼트, ssthresh %s.", h, e.A, ss) + " " + RuleSentence(e.Rule, lang)
	case sim.EvRTT:
		return f("%s measures a round trip of %s; its RTO is %s.", "%s가 왕복 %s를 잰다. RTO는 %s이다.", h, Time(sim.Time(e.A)), Time(sim.Time(e.B)))
	case sim.EvMark:
		return f("%s takes %d:%d for lost.", "%s가 %d:%d를 잃은 것으로 본다.", h, e.A, e.B) + " " + RuleSentence(e.Rule, lang)
	case sim.EvUndo:
		return f("%s takes its window reduction back: cwnd %d.", "%s가 윈도 축소를 되돌린다: cwnd %d.", h, e.A)
	case sim.EvReadable:
		return f("%s bytes can be read at %s (%s in the buffer).", "%[2]s에서 %[1]s바이트를 읽을 수 있다 (버퍼에 %[3]s).", Bytes(e.A), h, Bytes(e.B))
	case sim.EvEOF:
		return f("%s learns that the other end has closed.", "%s가 상대의 닫음을 안다.", h)
	case sim.EvWritable:
		return f("%s has room in its send buffer again.", "%s의 송신 버퍼에 다시 자리가 있다.", h)
	case sim.EvConnected:
		return f("The connection is established at %s.", "%s에서 연결이 맺어졌다.", h)
	case sim.EvError:
		s := f("The connection of %s fails: %s.", "%s의 연결이 실패한다: %s.", h, tcp.Errno(e.A)) + " " + RuleSentence(e.Rule, lang)
		switch e.Rule {
		case rule.ResetFlush:
			s += " " + f("%s bytes are lost at %s.", "%[2]s에서 %[1]s바이트를 잃는다.", Bytes(e.B), h)
		case rule.ResetReadable:
			s += " " + f("%s bytes wait at %s.", "%[2]s에서 %[1]s바이트가 기다린다.", Bytes(e.B), h)
		}
		return s
	case sim.EvAcked:
		return f("%s bytes of %s are acknowledged, up to %d.", "%[2]s의 %[1]s바이트가 확인된다 (%[3]d까지).", Bytes(e.B), h, e.A)
	case sim.EvOOO:
		return f("%s keeps %d:%d, which is out of order.", "%s가 순서가 어긋난 %d:%d를 보관한다.", h, e.A, e.B)
	case sim.EvCall, sim.EvDone:
		if e.Rule == rule.HandClose || e.Rule == rule.HandReset {
			return CallText(h, e, lang) + " " + RuleSentence(e.Rule, lang)
		}
		return CallText(h, e, lang)
	case sim.EvWire:
		if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
			return f("%s will arrive twice, the second time %s after the first.", "%s 두 번 도착한다. 두 번째는 첫 번째보다 %s 뒤이다.", ShortLabel(&e.Seg), Time(sim.Time(e.A))) + " " + RuleSentence(e.Rule, lang)
		}
		return f("%s will arrive %s late.", "%s %s 늦게 도착한다.", ShortLabel(&e.Seg), Time(sim.Time(e.A))) + " " + RuleSentence(e.Rule, lang)
	case sim.EvKnob:
		if c := r.Changes(); int(e.A) < len(c) {
			return f("The knob %s is turned to %s.", "설정 %s 값을 %s로 바꾼다.", Clean(c[e.A].Knob), Clean(c[e.A].Value))
		}
	case sim.EvHTTP:
		return httpSentence(r, e, lang)
	case sim.EvDgram:
		if e.A == 0 {
			return f("%s asks for the address of the server (DNS).", "%s가 서버의 주소를 묻는다 (DNS).", h)
		}
		return f("%s answers with the address (DNS).", "%s가 주소를 알려 준다 (DNS).", h)
	case sim.EvDgramRecv:
		return f("The DNS datagram arrives at %s.", "DNS 데이터그램이 %s에 닿는다.", h)
	}
	return ""
}

// holdSentence says what holds data back, with the numbers of its rule.
func holdSentence(h string, id rule.ID, a, b int64, until sim.Time, lang string) string {
	ko := lang == "ko"
	f := func(en, kor string, v ...any) string {
		if ko {
			return fmt.Sprintf(kor, v...)
		}
		return fmt.Sprintf(en, v...)
	}
	var s string
	switch id {
	case rule.Nagle:
		s = f("%s holds %s bytes back. Nagle: %s bytes are unacknowledged.", "%s가 %s바이트를 붙든다. 네이글: %s바이트가 확인되지 않았다.", h, Bytes(a), Bytes(b))
	case rule.Minshall:
		s = f("%s holds %s bytes back. Nagle (Minshall): a small segment is unacknowledged.", "%s가 %s바이트를 붙든다. 네이글(민셜): 작은 세그먼트가 확인되지 않았다.", h, Bytes(a))
	case rule.CwndHold, rule.PrrHold:
		s = f("%s holds %s bytes back. The congestion window of %d segments is full.", "%s가 %s바이트를 붙든다. 혼잡 윈도 %d 세그먼트가 찼다.", h, Bytes(a), b)
	case rule.RwndHold:
		s = f("%s holds %s bytes back. The receiver's window is %s bytes.", "%s가 %s바이트를 붙든다. 수신 윈도가 %s바이트이다.", h, Bytes(a), Bytes(b))
	default:
		s = f("%s holds %s bytes back.", "%s가 %s바이트를 붙든다.", h, Bytes(a)) + " " + RuleSentence(id, lang)
	}
	if until != sim.Never && until != 0 {
		s += f(" Without an ACK a timer goes on at %s.", " ACK가 없으면 %s에 타이머가 이어 간다.", Time(until))
	}
	return s
}

// CallText is a call of the socket API as a line.
func CallText(h string, e *sim.Event, lang string) string {
	name := CallName(e)
	switch {
	case e.Kind == sim.EvCall && e.At2 == sim.Never:
		if e.Op == sim.OpSleep {
			return fmt.Sprintf(Say(lang, "%s does something else for %s.", "%s가 %s 동안 다른 일을 한다."), h, Time(sim.Time(e.A)))
		}
		return fmt.Sprintf(Say(lang, "%s calls %s, which waits.", "%s가 %s 부르고 기다린다."), h, name)
	case tcp.Errno(e.Sub) != tcp.OK:
		return fmt.Sprintf(Say(lang, "%s: %s fails with %s.", "%s: %s 실패: %s."), h, name, tcp.Errno(e.Sub))
	case e.Op == sim.OpRead || e.Op == sim.OpReadEOF:
		if e.B == 0 {
			return fmt.Sprintf(Say(lang, "%s: %s returns end of file.", "%s: %s 파일 끝을 돌려준다."), h, name)
		}
		return fmt.Sprintf(Say(lang, "%s: %s returns %s bytes.", "%s: %s %s바이트를 돌려준다."), h, name, Bytes(e.B))
	case e.Kind == sim.EvDone:
		return fmt.Sprintf(Say(lang, "%s: %s returns.", "%s: %s 돌아온다."), h, name)
	}
	return fmt.Sprintf(Say(lang, "%s calls %s.", "%s가 %s 부른다."), h, name)
}

var optNames = []string{"TCP_NODELAY", "TCP_CORK", "TCP_QUICKACK", "SO_LINGER", "SO_RCVBUF", "SO_SNDBUF", "TCP_WINDOW_CLAMP", "TCP_NOTSENT_LOWAT", "TCP_MAXSEG", "TCP_USER_TIMEOUT", "SO_KEEPALIVE"}

// CallName is the call with its arguments: write(100).
func CallName(e *sim.Event) string {
	switch e.Op {
	case sim.OpWrite, sim.OpRead:
		return fmt.Sprintf("%s(%d)", e.Op, e.A)
	case sim.OpReadEOF:
		return "read()"
	case sim.OpSet:
		if o := int(e.A >> 48); o >= 0 && o < len(optNames) {
			return fmt.Sprintf("setsockopt(%s, %d)", optNames[o], e.A&(1<<48-1))
		}
	case sim.OpConnect:
		return fmt.Sprintf("connect(port %d)", e.A)
	case sim.OpShutdown:
		return "shutdown(SHUT_WR)"
	case sim.OpSleep:
		return "sleep(" + time.Duration(e.A).String() + ")"
	case sim.OpEnd:
		return Say("en", "the next step", "")
	}
	return e.Op.String() + "()"
}

// VerdictSentence says what a sender would do now, for the silence between frames.
func VerdictSentence(h string, v tcp.Verdict, lang string) string {
	switch v.Do {
	case tcp.Hold:
		return holdSentence(h, v.Rule, int64(v.Len), v.B, v.Until, lang)
	case tcp.Send:
		return fmt.Sprintf(Say(lang, "%s sends %d bytes next.", "%s가 다음에 %d바이트를 보낸다."), h, v.Len)
	}
	return fmt.Sprintf(Say(lang, "%s has nothing to send.", "%s는 보낼 것이 없다."), h)
}
