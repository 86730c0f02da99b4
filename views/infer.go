package views

import (
	"bytes"
	"fmt"

	"teacp/sim"
	"teacp/sim/rule"
)

// inferSentence says what a recording shows or lets one conclude, with its numbers.
func inferSentence(r *sim.Run, e *sim.Event, lang string) string {
	h := Host(r, e.Host)
	s := RuleSentence(e.Rule, lang)
	f := func(en, ko string, a ...any) string { return " " + fmt.Sprintf(Say(lang, en, ko), a...) }
	t := func(n int64) string { return Time(sim.Time(n)) }
	switch e.Rule {
	case rule.InferRto:
		s += f("%s had been silent for %s; its RTO would be %s.", "%s가 %s 동안 조용했다. RTO는 %s쯤이다.", h, t(e.A), t(e.B))
	case rule.InferTlp:
		s += f("%s had been silent for %s; a round trip takes %s.", "%s가 %s 동안 조용했다. 왕복은 %s 걸린다.", h, t(e.A), t(e.B))
	case rule.InferDelayedAck:
		s += f("%s was %s late (%s bytes).", "%s가 %s 늦었다 (%s바이트).", h, t(e.A), Bytes(e.B))
	case rule.InferNagle:
		s += f("%s sends %s bytes; %s bytes had been unacknowledged.", "%s가 %s바이트를 보낸다. 확인되지 않았던 것은 %s바이트이다.", h, Bytes(e.A), Bytes(e.B))
	case rule.InferCwnd:
		s += f("%s has %s bytes in flight; the receiver's window is %s.", "%s가 %s바이트를 띄웠다. 수신 윈도는 %s이다.", h, Bytes(e.A), Bytes(e.B))
	case rule.InferWindowFull:
		s += f("%s has %s bytes in flight; the window is %s.", "%s가 %s바이트를 띄웠다. 윈도는 %s이다.", h, Bytes(e.A), Bytes(e.B))
	case rule.InferZeroWindow:
		s += f("%s takes nothing more.", "%s가 더 받지 않는다.", h)
	case rule.InferWindowUpdate:
		s += f("The window of %s goes from %s to %s bytes.", "%s의 윈도가 %s에서 %s바이트가 된다.", h, Bytes(e.B), Bytes(e.A))
	case rule.InferIdle:
		s += f("The silence took %s.", "침묵이 %s 걸렸다.", t(e.A))
	case rule.InferGap:
		s += f("%d:%d of %s (%s bytes).", "%[3]s의 %[1]d:%[2]d (%[4]s바이트).", e.A, e.B, h, Bytes(e.B-e.A))
	case rule.InferAckedUnseen:
		s += f("%s acknowledges up to %d; the last byte seen is %d.", "%s가 %d까지 확인한다. 보인 마지막은 %d이다.", h, e.A, e.B)
	case rule.InferUndoDsack, rule.InferUndoEifel, rule.InferUndoQuick:
		s += f("This is about %d:%d of %s.", "%[3]s의 %[1]d:%[2]d 이야기이다.", e.A, e.B, h)
	case rule.SeenOther:
		s += f("%s of them in all.", "모두 %s개이다.", Bytes(e.A))
	case rule.SeenTimeBack:
		s += f("It is %s earlier; it is shown at the time of the one in front.", "%s 이르다. 앞 패킷의 시각에 보인다.", t(e.A))
	case rule.SeenTwice:
		s += f("It had been seen %s before.", "%s 전에 보였다.", t(e.A))
	case rule.SeenCut:
		s += f("%s of %s bytes are there.", "%[2]s바이트 중 %[1]s바이트가 있다.", Bytes(e.A), Bytes(e.B))
	case rule.SeenRequest, rule.SeenResponse:
		s += " " + firstLine(r, e.ID.Frame())
	case rule.Reading:
		s = f("%s's own reading: cwnd %d segments.", "%s의 커널: cwnd %d 세그먼트.", h, e.A)[1:] + " " + s
	}
	return s
}

// inferNote is what stands beside a lane of the ladder: the rule in a few words.
func inferNote(r *sim.Run, e *sim.Event) string {
	switch e.Rule {
	case rule.SeenRequest, rule.SeenResponse:
		return firstLine(r, e.ID.Frame())
	case rule.Reading, rule.SeenCut, rule.InferZeroWindow, rule.InferWindowFull:
		if e.Rule == rule.InferZeroWindow || e.Rule == rule.InferWindowFull {
			return "(" + e.Rule.String() + ")"
		}
		return ""
	case rule.InferIdle, rule.InferRto, rule.InferTlp, rule.InferDelayedAck:
		return "(" + e.Rule.String() + " " + Time(sim.Time(e.A)) + ")"
	}
	return "(" + e.Rule.String() + ")"
}

// seenAs is what a segment's rule adds to its label where the recording lets one infer it.
func seenAs(id rule.ID, lang string) string {
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
	return Clean(printable(line))
}
