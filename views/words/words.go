package words

import (
	"strconv"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

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

var timerNames = map[tcp.TimerKind]Key{
	tcp.TimerRexmt:    TimerRexmt,
	tcp.TimerPersist:  TimerPersist,
	tcp.TimerDelAck:   TimerDelayedAck,
	tcp.TimerLoss:     TimerLossProbe,
	tcp.TimerReorder:  TimerReorder,
	tcp.TimerTimeWait: TimerTimeWait,
	tcp.TimerKeep:     TimerKeepAlive,
	tcp.TimerPace:     TimerAckCompression,
}

// TimerName is the name of a timer.
func TimerName(k tcp.TimerKind, lang string) string {
	return timerNames[k].In(lang)
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

// Sentence describes an event with its numbers in one or two sentences.
func Sentence(r *sim.Run, e *sim.Event, lang string) string {
	var room [512]byte
	return string(appendSentence(room[:0], r, e, lang))
}

// Event adds what happens in an event, without the sentence of its rule.
func (s *Builder) Event(r *sim.Run, e *sim.Event) *Builder { return s.what(r, e) }

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

// end says how the run ended: at which of its limits, or by which rule.
func (s *Builder) end(r *sim.Run, e *sim.Event) *Builder {
	if p := r.Config().Played; p != nil && p.Fails > 0 && len(r.Changes()) == 0 {
		return s.Say(EventScriptFails, Number(int64(p.Fails)))
	}
	if e.Rule == rule.Limit {
		switch kind, n := r.Limit(); kind {
		case sim.LimitTime:
			return s.Say(EventLimitTime, Str(Time(sim.Time(n))))
		case sim.LimitFrames:
			return s.Say(EventLimitFrames, Str(Bytes(n)))
		case sim.LimitConns:
			return s.Say(EventLimitConns, Str(Bytes(n)))
		case sim.LimitMemory:
			return s.Say(EventLimitMemory, Str(Bytes(n)))
		}
	}
	return s.Add(RuleSentence(e.Rule, s.Lang))
}

// what adds the sentence of an event without its rule.
func (s *Builder) what(r *sim.Run, e *sim.Event) *Builder {
	h, lang := Host(r, e.Host), s.Lang
	switch e.Kind {
	case sim.EvStart:
		return s.Say(EventStart)
	case sim.EvEnd:
		return s.end(r, e)
	case sim.EvSend:
		again := ""
		if e.Flag&sim.FlagRetrans != 0 {
			again = EventSendAgain.In(lang)
		}
		s.Say(EventSend, Str(h), Str(again), labelled(&e.Seg))
		if e.HasRule(rule.Piggyback) {
			s.Add(" ").Add(EventPiggyback.In(lang))
		}
		return s
	case sim.EvRecv:
		if e.Flag&sim.FlagSeen != 0 {
			return s.Say(EventToArrive, Str(h))
		}
		return s.Say(EventReceive, Str(h), labelled(&e.Seg), Timed(sim.Time(e.A)))
	case sim.EvLost:
		return s.Say(EventLost, labelled(&e.Seg), Str(peer(r, e)))
	case sim.EvIgnored:
		if e.IsQueueFull() {
			return s.Say(EventQueueFull, Str(h), labelled(&e.Seg), Grouped(e.A), Grouped(e.B))
		}
		return s.Say(EventIgnored, Str(h), labelled(&e.Seg))
	case sim.EvHold:
		return s.hold(h, e.Rule, e.A, e.B, e.At2)
	case sim.EvRelease:
		return s.Say(EventRelease, Str(h), Str(e.Rule.String()), Grouped(e.A))
	case sim.EvAckHeld:
		return s.Say(EventAckHeld, Str(h), Grouped(e.A), Timed(e.At2)).rule(e.Rule)
	case sim.EvArm:
		return s.Say(EventArm, Str(h), Str(TimerName(e.Timer, lang)), Timed(e.At2))
	case sim.EvFire:
		return s.Say(EventFire, Str(TimerName(e.Timer, lang)), Str(h))
	case sim.EvCancel:
		return s.Say(EventCancel, Str(h), Str(TimerName(e.Timer, lang)))
	}
	return s.more(r, e, h)
}

func (s *Builder) more(r *sim.Run, e *sim.Event, h string) *Builder {
	switch e.Kind {
	case sim.EvInfer:
		return s.infer(r, e)
	case sim.EvState:
		return s.Fill("%s: %s → %s.", Str(h), Str(tcp.State(e.A).String()), Str(tcp.State(e.B).String())).rule(e.Rule)
	case sim.EvWindow:
		ss := Str(ThresholdNotSet.In(s.Lang))
		if e.B >= 0 {
			ss = Number(e.B)
		}
		return s.Say(EventWindow, Str(h), Number(e.A), ss).rule(e.Rule)
	case sim.EvRTT:
		return s.Say(EventRTT, Str(h), Timed(sim.Time(e.A)), Timed(sim.Time(e.B)))
	case sim.EvMark:
		return s.Say(EventMark, Str(h), Number(e.A), Number(e.B)).rule(e.Rule)
	case sim.EvUndo:
		return s.Say(EventUndo, Str(h), Number(e.A))
	case sim.EvReadable:
		return s.Say(EventReadable, Grouped(e.A), Str(h), Grouped(e.B))
	case sim.EvEOF:
		return s.Say(EventEOF, Str(h))
	case sim.EvWritable:
		return s.Say(EventWritable, Str(h))
	case sim.EvConnected:
		return s.Say(EventConnected, Str(h))
	case sim.EvError:
		s.Say(EventError, Str(h), Str(tcp.Errno(e.A).String())).rule(e.Rule)
		switch e.Rule {
		case rule.ResetFlush:
			s.Add(" ").Say(EventErrorLost, Grouped(e.B), Str(h))
		case rule.ResetReadable:
			s.Add(" ").Say(EventErrorReadable, Grouped(e.B), Str(h))
		}
		return s
	case sim.EvAcked:
		return s.Say(EventAcked, Grouped(e.B), Str(h), Number(e.A))
	case sim.EvOOO:
		return s.Say(EventOutOfOrder, Str(h), Number(e.A), Number(e.B))
	case sim.EvCall, sim.EvDone:
		if e.Rule == rule.HandClose || e.Rule == rule.HandReset {
			return s.call(h, e).rule(e.Rule)
		}
		return s.call(h, e)
	case sim.EvWire:
		if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
			return s.Say(EventDuplicated, labelled(&e.Seg), Timed(sim.Time(e.A))).rule(e.Rule)
		}
		return s.Say(EventDelayed, labelled(&e.Seg), Timed(sim.Time(e.A))).rule(e.Rule)
	case sim.EvKnob:
		if c := r.Changes(); int(e.A) < len(c) {
			if by := HandText(r, c[e.A], s.Lang); by != "" {
				return s.Say(EventByHand, Str(by))
			}
			return s.Say(EventKnob, Str(Clean(c[e.A].Knob)), Str(Clean(c[e.A].Value)))
		}
	case sim.EvHTTP:
		return s.http(r, e)
	case sim.EvDgram:
		if e.A == 0 {
			return s.Say(EventDNSQuery, Str(h))
		}
		return s.Say(EventDNSAnswer, Str(h))
	case sim.EvDgramRecv:
		return s.Say(EventDNSArrives, Str(h))
	}
	return s
}

// hold adds why data is held, with the numbers of the rule.
func (s *Builder) hold(h string, id rule.ID, a, b int64, until sim.Time) *Builder {
	switch id {
	case rule.Nagle:
		s.Say(HoldNagle, Str(h), Grouped(a), Grouped(b))
	case rule.Minshall:
		s.Say(HoldMinshall, Str(h), Grouped(a))
	case rule.CwndHold, rule.PrrHold:
		s.Say(HoldCwnd, Str(h), Grouped(a), Number(b))
	case rule.RwndHold:
		s.Say(HoldRwnd, Str(h), Grouped(a), Grouped(b))
	default:
		s.Say(HoldOther, Str(h), Grouped(a)).rule(id)
	}
	switch {
	case until == sim.Never || until == 0:
	case id == rule.Cork || id == rule.RwndHold || id == rule.SwsSender: // an ACK alone does not release these
		s.Say(HoldExpires, Timed(until))
	default:
		s.Say(HoldTimer, Timed(until))
	}
	return s
}

// call adds a call of the socket API.
func (s *Builder) call(h string, e *sim.Event) *Builder {
	switch {
	case e.Op == sim.OpEnd && e.Rule == rule.Scripted:
		return s.Say(CallSettings, Str(h))
	case e.Op == sim.OpEnd:
		return s.Say(CallNextStep, Str(h))
	case e.Kind == sim.EvCall && e.At2 == sim.Never:
		if e.Op == sim.OpSleep {
			return s.Say(CallSleeps, Str(h), Timed(sim.Time(e.A)))
		}
		return s.Say(CallWaits, Str(h), called(e))
	case tcp.Errno(e.Sub) != tcp.OK:
		return s.Say(CallFails, Str(h), called(e), Str(tcp.Errno(e.Sub).String()))
	case e.Op == sim.OpRead || e.Op == sim.OpReadEOF:
		if e.B == 0 {
			return s.Say(CallEOF, Str(h), called(e))
		}
		return s.Say(CallReads, Str(h), called(e), Grouped(e.B))
	case e.Op == sim.OpGet:
		return s.Say(CallGets, Str(h), called(e), Str(OptionValue(e)))
	case e.Kind == sim.EvDone:
		return s.Say(CallReturns, Str(h), called(e))
	}
	return s.Say(CallMade, Str(h), called(e))
}

// CallName is the call with its arguments: write(100).
func CallName(e *sim.Event, lang string) string {
	if e.Op == sim.OpEnd { // a frame in which a script goes on or the host is set, and nothing is called
		return CallNameNextStep.In(lang)
	}
	var room [64]byte
	return string(AppendCall(room[:0], e))
}

// OptionValue is the value that getsockopt returned; of SO_ERROR the error's name.
func OptionValue(e *sim.Event) string {
	o, v := e.Option()
	if o == tcp.OptError && v != 0 {
		return tcp.Errno(v).String()
	}
	return strconv.FormatInt(v, 10)
}

// AppendCall adds a call with its arguments.
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
		return fill(b, "shutdown(%s)", Str(sim.ShutSide(e.A).String()))
	case sim.OpGet:
		o, _ := e.Option()
		return fill(b, "getsockopt(%s)", Str(o.String()))
	case sim.OpBind:
		return fill(b, "bind(port %d)", Number(e.A))
	case sim.OpSleep:
		return fill(b, "sleep(%s)", Str(time.Duration(e.A).String()))
	}
	return append(append(b, e.Op.String()...), "()"...)
}
