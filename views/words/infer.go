package words

import (
	"bytes"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
)

// infer says what a recording shows or lets one conclude, with its numbers.
func (s *Builder) infer(r *sim.Run, e *sim.Event) *Builder {
	h := Host(r, e.Host)
	if e.Rule == rule.Reading {
		return s.Say("%s's own reading: cwnd %d segments.", "%s의 커널: cwnd %d 세그먼트.", Str(h), Number(e.A)).rule(e.Rule)
	}
	s.Add(RuleSentence(e.Rule, s.Lang))
	switch e.Rule {
	case rule.InferRto:
		s.Add(" ").Say("%s had been silent for %s; its RTO would be %s.", "%s가 %s 동안 조용했다. RTO는 %s쯤이다.", Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case rule.InferTlp:
		s.Add(" ").Say("%s had been silent for %s; a round trip takes %s.", "%s가 %s 동안 조용했다. 왕복은 %s 걸린다.", Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case rule.InferDelayedAck:
		s.Add(" ").Say("%s was %s late (%s bytes).", "%s가 %s 늦었다 (%s바이트).", Str(h), Timed(sim.Time(e.A)), Grouped(e.B))
	case rule.InferNagle:
		s.Add(" ").Say("%s sends %s bytes; %s bytes had been unacknowledged.", "%s가 %s바이트를 보낸다. 확인되지 않았던 것은 %s바이트이다.", Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferCwnd:
		s.Add(" ").Say("%s has %s bytes in flight; the receiver's window is %s.", "%s가 %s바이트를 띄웠다. 수신 윈도는 %s이다.", Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferWindowFull:
		s.Add(" ").Say("%s has %s bytes in flight; the window is %s.", "%s가 %s바이트를 띄웠다. 윈도는 %s이다.", Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferZeroWindow:
		s.Add(" ").Say("%s takes nothing more.", "%s가 더 받지 않는다.", Str(h))
	case rule.InferWindowUpdate:
		s.Add(" ").Say("The window of %s goes from %s to %s bytes.", "%s의 윈도가 %s에서 %s바이트가 된다.", Str(h), Grouped(e.B), Grouped(e.A))
	case rule.InferIdle:
		s.Add(" ").Say("The silence took %s.", "침묵이 %s 걸렸다.", Timed(sim.Time(e.A)))
	case rule.InferGap:
		s.Add(" ").Say("%d:%d of %s (%s bytes).", "%[3]s의 %[1]d:%[2]d (%[4]s바이트).", Number(e.A), Number(e.B), Str(h), Grouped(e.B-e.A))
	case rule.InferAckedUnseen:
		s.Add(" ").Say("%s acknowledges up to %d; the last byte seen is %d.", "%s가 %d까지 확인한다. 보인 마지막은 %d이다.", Str(h), Number(e.A), Number(e.B))
	case rule.InferUndoDsack, rule.InferUndoEifel, rule.InferUndoQuick:
		s.Add(" ").Say("This is about %d:%d of %s.", "%[3]s의 %[1]d:%[2]d 이야기이다.", Number(e.A), Number(e.B), Str(h))
	case rule.SeenOther:
		s.Add(" ").Say("%s of them in all.", "모두 %s개이다.", Grouped(e.A))
	case rule.SeenTimeBack:
		s.Add(" ").Say("It is %s earlier; it is shown at the time of the one in front.", "%s 이르다. 앞 패킷의 시각에 보인다.", Timed(sim.Time(e.A)))
	case rule.SeenTwice:
		s.Add(" ").Say("It had been seen %s before.", "%s 전에 보였다.", Timed(sim.Time(e.A)))
	case rule.SeenCut:
		s.Add(" ").Say("%s of %s bytes are there.", "%[2]s바이트 중 %[1]s바이트가 있다.", Grouped(e.A), Grouped(e.B))
	case rule.SeenRequest, rule.SeenResponse:
		s.Add(" ").Add(firstLine(r, e.ID.Frame()))
	}
	return s
}

// inferWords are the few words beside a lane for what a recording lets one conclude; the question
// mark says that it is a conclusion.
var inferWords = map[rule.ID][2]string{
	rule.InferRto: {"RTO?", "RTO?"}, rule.InferTlp: {"tail probe?", "꼬리 탐침?"}, rule.InferFast: {"fast retransmit?", "빠른 재전송?"},
	rule.InferRetransmission: {"sent again?", "다시 보냄?"}, rule.InferSpurious: {"not needed?", "필요 없음?"},
	rule.InferUndoDsack: {"not needed? D-SACK", "필요 없음? D-SACK"}, rule.InferUndoEifel: {"not needed? timestamp", "필요 없음? 타임스탬프"},
	rule.InferUndoQuick: {"not needed? too soon", "필요 없음? 너무 일찍"}, rule.InferOutOfOrder: {"overtaken?", "추월당함?"}, rule.InferDupAck: {"dup ACK?", "중복 ACK?"},
	rule.InferGap: {"bytes missing?", "빠진 바이트?"}, rule.InferAckedUnseen: {"acked unseen?", "못 본 것 확인?"}, rule.InferDelayedAck: {"ACK late?", "늦은 ACK?"},
	rule.InferNagle: {"Nagle?", "네이글?"}, rule.InferCwnd: {"cwnd full?", "cwnd 참?"}, rule.InferWindowFull: {"window full", "윈도 참"},
	rule.InferZeroWindow: {"zero window", "제로 윈도"}, rule.InferWindowUpdate: {"window opens?", "윈도 열림?"}, rule.InferProbe: {"probe?", "탐침?"},
	rule.InferProbeAck: {"probe answered?", "탐침 응답?"}, rule.InferKeepAlive: {"keep-alive?", "생존 확인?"}, rule.InferKeepAliveAck: {"keep-alive answered?", "생존 응답?"},
	rule.InferIdle: {"idle?", "쉼?"}, rule.SeenTwice: {"seen twice", "두 번 보임"}, rule.SeenTimeBack: {"clock goes back", "시각이 거꾸로"},
	rule.SeenPortReuse: {"ports used again", "포트 다시 씀"}, rule.SeenMidstream: {"open before", "먼저 열림"}, rule.SeenBadChecksum: {"bad checksum", "검사합 틀림"},
}

// InferName is what a rule lets one conclude from a recording, in a few words; "" if it is no
// such rule.
func InferName(id rule.ID, lang string) string {
	w, ok := inferWords[id]
	if !ok {
		return ""
	}
	name, rest, _ := strings.Cut(Say(lang, w[0], w[1]), "?")
	return name + strings.Replace(rest, " ", ": ", 1)
}

// InferNote is what stands beside a lane of the ladder: what is inferred, in a few words.
func InferNote(r *sim.Run, e *sim.Event, lang string) string {
	switch e.Rule {
	case rule.SeenRequest, rule.SeenResponse:
		return firstLine(r, e.ID.Frame())
	case rule.Reading, rule.SeenCut:
		return ""
	}
	words, ok := inferWords[e.Rule]
	if !ok {
		return "(" + e.Rule.String() + ")"
	}
	switch e.Rule {
	case rule.InferIdle, rule.InferRto, rule.InferTlp, rule.InferDelayedAck:
		return Say(lang, words[0], words[1]) + " " + Time(sim.Time(e.A))
	}
	return Say(lang, words[0], words[1])
}

// InferredHold reports whether a recording lets one conclude here that somebody held something
// back: data by Nagle or a window, or an ACK.
func InferredHold(e *sim.Event) bool {
	switch e.Rule {
	case rule.InferDelayedAck, rule.InferNagle, rule.InferCwnd, rule.InferWindowFull, rule.InferZeroWindow:
		return e.Kind == sim.EvInfer
	}
	return false
}

// SeenAs is what a segment's rule adds to its label where the recording lets one infer it.
func SeenAs(id rule.ID, lang string) string {
	switch id {
	case rule.InferDupAck:
		return Say(lang, " dup", " 중복")
	case rule.InferOutOfOrder:
		return Say(lang, " overtaken", " 추월당함")
	case rule.InferProbe:
		return Say(lang, " probe", " 탐침")
	case rule.InferKeepAlive:
		return Say(lang, " keep-alive", " 생존 확인")
	}
	return ""
}

// firstLine is the first line of the message that begins in a frame's segment.
func firstLine(r *sim.Run, frame int64) string {
	var buf [160]byte
	line, _, _ := bytes.Cut(buf[:r.Payload(buf[:], frame)], []byte("\r\n"))
	return Clean(Printable(line))
}
