package words

import (
	"bytes"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
)

// infer says what a recording shows or what is inferred from it, with the numbers.
func (s *Builder) infer(r *sim.Run, e *sim.Event) *Builder {
	h := Host(r, e.Host)
	if e.Rule == rule.Reading {
		return s.Say(InferReading, Str(h), Number(e.A)).rule(e.Rule)
	}
	s.Add(RuleSentence(e.Rule, s.Lang))
	switch e.Rule {
	case rule.InferRto:
		s.Add(" ").Say(InferSilentRTO, Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case rule.InferTlp:
		s.Add(" ").Say(InferSilentRTT, Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case rule.InferDelayedAck:
		s.Add(" ").Say(InferLate, Str(h), Timed(sim.Time(e.A)), Grouped(e.B))
	case rule.InferNagle:
		s.Add(" ").Say(InferSmallSent, Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferCwnd:
		s.Add(" ").Say(InferWindowFull, Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferWindowFull:
		s.Add(" ").Say(InferFlight, Str(h), Grouped(e.A), Grouped(e.B))
	case rule.InferZeroWindow:
		s.Add(" ").Say(InferZeroWindow, Str(h))
	case rule.InferWindowUpdate:
		s.Add(" ").Say(InferWindowChange, Str(h), Grouped(e.B), Grouped(e.A))
	case rule.InferIdle:
		s.Add(" ").Say(InferSilence, Timed(sim.Time(e.A)))
	case rule.InferGap:
		s.Add(" ").Say(InferRange, Number(e.A), Number(e.B), Str(h), Grouped(e.B-e.A))
	case rule.InferAckedUnseen:
		s.Add(" ").Say(InferAcksUnseen, Str(h), Number(e.A), Number(e.B))
	case rule.InferUndoDsack, rule.InferUndoEifel, rule.InferUndoQuick:
		s.Add(" ").Say(InferAbout, Number(e.A), Number(e.B), Str(h))
	case rule.SeenOther:
		s.Add(" ").Say(InferCount, Grouped(e.A))
	case rule.SeenTimeBack:
		s.Add(" ").Say(InferEarlier, Timed(sim.Time(e.A)))
	case rule.SeenTwice:
		s.Add(" ").Say(InferSeenBefore, Timed(sim.Time(e.A)))
	case rule.SeenCut:
		s.Add(" ").Say(InferBytesThere, Grouped(e.A), Grouped(e.B))
	case rule.SeenRequest, rule.SeenResponse:
		s.Add(" ").Add(firstLine(r, e.ID.Frame()))
	}
	return s
}

// inferWords are the notes in the ladder's margin for what is inferred from a recording. A question
// mark marks an inference.
var inferWords = map[rule.ID]Key{
	rule.InferRto: MarginRto, rule.InferTlp: MarginTlp, rule.InferFast: MarginFast,
	rule.InferRetransmission: MarginRetransmission, rule.InferSpurious: MarginSpurious,
	rule.InferUndoDsack: MarginUndoDsack, rule.InferUndoEifel: MarginUndoEifel,
	rule.InferUndoQuick: MarginUndoQuick, rule.InferOutOfOrder: MarginOutOfOrder, rule.InferDupAck: MarginDupAck,
	rule.InferGap: MarginGap, rule.InferAckedUnseen: MarginAckedUnseen, rule.InferDelayedAck: MarginDelayedAck,
	rule.InferNagle: MarginNagle, rule.InferCwnd: MarginCwnd, rule.InferWindowFull: MarginWindowFull,
	rule.InferZeroWindow: MarginZeroWindow, rule.InferWindowUpdate: MarginWindowUpdate, rule.InferProbe: MarginProbe,
	rule.InferProbeAck: MarginProbeAck, rule.InferKeepAlive: MarginKeepAlive, rule.InferKeepAliveAck: MarginKeepAliveAck,
	rule.InferIdle: MarginIdle, rule.SeenTwice: MarginSeenTwice, rule.SeenTimeBack: MarginSeenTimeBack,
	rule.SeenPortReuse: MarginSeenPortReuse, rule.SeenMidstream: MarginSeenMidstream, rule.SeenBadChecksum: MarginSeenBadChecksum,
}

// InferName is the short name of an inference; "" if the rule is none.
func InferName(id rule.ID, lang string) string {
	key, ok := inferWords[id]
	if !ok {
		return ""
	}
	name, rest, _ := strings.Cut(key.In(lang), "?")
	return name + strings.Replace(rest, " ", ": ", 1)
}

// InferNote is the note of an inference in the ladder's margin.
func InferNote(r *sim.Run, e *sim.Event, lang string) string {
	switch e.Rule {
	case rule.SeenRequest, rule.SeenResponse:
		return firstLine(r, e.ID.Frame())
	case rule.Reading, rule.SeenCut:
		return ""
	}
	key, ok := inferWords[e.Rule]
	if !ok {
		return "(" + e.Rule.String() + ")"
	}
	switch e.Rule {
	case rule.InferIdle, rule.InferRto, rule.InferTlp, rule.InferDelayedAck:
		return key.In(lang) + " " + Time(sim.Time(e.A))
	}
	return key.In(lang)
}

// InferredHold reports whether an event infers from a recording that data or an ACK was held.
func InferredHold(e *sim.Event) bool {
	switch e.Rule {
	case rule.InferDelayedAck, rule.InferNagle, rule.InferCwnd, rule.InferWindowFull, rule.InferZeroWindow:
		return e.Kind == sim.EvInfer
	}
	return false
}

// SeenAs is what the inferred rule of a recorded segment adds to its label.
func SeenAs(id rule.ID, lang string) string {
	switch id {
	case rule.InferDupAck:
		return ArrowDuplicate.In(lang)
	case rule.InferOutOfOrder:
		return ArrowOvertaken.In(lang)
	case rule.InferProbe:
		return ArrowProbe.In(lang)
	case rule.InferKeepAlive:
		return ArrowKeepAlive.In(lang)
	}
	return ""
}

// firstLine is the first line of the message that begins in a frame's segment.
func firstLine(r *sim.Run, frame int64) string {
	var buf [160]byte
	line, _, _ := bytes.Cut(buf[:r.Payload(buf[:], frame)], []byte("\r\n"))
	return Clean(Printable(line))
}
