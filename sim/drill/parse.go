package drill

import (
	"strings"

	"teacp/sim/tcp"
)

// Parse parses a script. The error is a *Problem; where the script needs things that are not supported, it
// lists all of them. defines are the names for #ifdef, by default Platform.
func Parse(file, src string, defines ...string) (s *Script, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Problem:
			s, err = nil, p
		default:
			panic(p)
		}
	}()
	p := &parser{scanner: scanner{file: file, line: 1}, out: &Script{File: file},
		assigned: map[string]bool{}}
	if len(src) > MaxBytes {
		p.fail("a script of at most 4 MiB")
	}
	p.out.Source = strings.ReplaceAll(src, "\r\n", "\n")
	p.src = p.conditions(p.out.Source, defines)
	p.settings()
	p.script()
	return p.out, nil
}

type parser struct {
	scanner
	out      *Script
	depth    int
	assigned map[string]bool // names that code blocks have assigned
	missing  []*Problem      // what is not supported
	changes  []Event         // comments with settings that applySettings has not taken yet
}

// report records something that is not supported and lets the parser go on. Each thing is listed once, with the
// first place that needs it.
func (p *parser) report(line, col int, what string) {
	for _, m := range p.missing {
		if m.Found == what {
			return
		}
	}
	p.missing = append(p.missing, &Problem{File: p.file, Line: line, Col: col, Unsupported: true, Found: what})
}

// attempt runs a function of the parser. If the function finds something that is not supported, attempt reports
// it and returns false. If a syntax error follows something not supported, the parser may have lost its place:
// then attempt ends the parse with what was reported.
func (p *parser) attempt(f func()) (done bool) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		problem, ok := r.(*Problem)
		switch {
		case !ok:
			panic(r)
		case problem.Unsupported:
			p.report(problem.Line, problem.Col, problem.Found)
			done = false
		case len(p.missing) > 0:
			p.refuse()
		default:
			panic(problem)
		}
	}()
	f()
	return true
}

// refuse ends the parse if anything was reported.
func (p *parser) refuse() {
	if len(p.missing) > 0 {
		first := p.missing[0]
		first.More = p.missing[1:]
		panic(first)
	}
}

// nextEvent skips the rest of an event that could not be parsed: the lines up to the next one that begins like
// an event. from is where the event began.
func (p *parser) nextEvent(from int) {
	for p.pos == from || !p.eof() && !(p.blankBefore() && p.eventBegins()) {
		p.next()
	}
}

// eventBegins reports whether the text at the position looks like the time of an event.
func (p *parser) eventBegins() bool {
	rest := p.src[p.pos:]
	return strings.IndexByte("+*`", rest[0]) >= 0 || isDigit(rest[0]) ||
		len(rest) > 1 && rest[0] == '.' && isDigit(rest[1])
}

func (p *parser) script() {
	for p.space(); p.has("--"); p.space() {
		p.attempt(p.option)
	}
	for p.peek() == '`' {
		p.out.Config.Setup = append(p.out.Config.Setup, p.shell()...)
		p.space()
	}
	for p.space(); !p.eof(); p.space() {
		if len(p.out.Events) >= maxEvents {
			p.fail("at most 100000 events")
		}
		if p.peek() == '`' { // commands without a time end a script: they clean up after it
			p.attempt(func() { p.shell() })
			if p.space(); !p.eof() && p.peek() != '`' {
				p.fail("a time, or the end of the file behind commands without a time")
			}
			continue
		}
		p.applySettings(p.line)
		if from := p.pos; !p.attempt(p.event) {
			p.nextEvent(from)
		}
	}
	p.refuse()
	if len(p.out.Events) == 0 {
		p.fail("an event")
	}
	p.applySettings(p.line + 1)
}

// event parses TIME EVENT.
func (p *parser) event() {
	from := p.pos
	e := Event{Line: p.line, Col: p.col()}
	p.when(&e.When)
	p.space()
	switch c := p.peek(); {
	case c == '<' || c == '>':
		p.packet(&e)
	case c == '`':
		e.Kind, e.Commands = EvShell, p.shell()
	case p.has("%{"):
		e.Kind, e.Code = EvCode, p.code()
		p.checkNames(e.Code)
	case isWord(c) && !isDigit(c):
		p.call(&e)
	default:
		p.fail("a packet (< or >), a call, `commands` or %{ code }%")
	}
	e.Text = strings.Join(strings.Fields(p.src[from:p.pos]), " ")
	p.out.Events = append(p.out.Events, e)
}

// when parses the time of an event: +x, x, x~y, +x~+y or *.
func (p *parser) when(w *When) {
	if p.take("*") {
		w.Form = Any
		return
	}
	relative := p.take("+")
	if c := p.peek(); !isDigit(c) && c != '.' {
		p.fail("a time such as +0.1, 0.1 or *")
	}
	w.At = p.span()
	w.To = w.At
	if relative {
		w.Form = Relative
	}
	p.space()
	if p.take("~") {
		p.space()
		p.take("+")
		w.To = p.span()
		w.Form = AbsoluteRange
		if relative {
			w.Form = RelativeRange
		}
		if w.To < w.At {
			p.fail("a range that ends after its begin")
		}
	}
	p.space()
	if p.take("...") {
		p.space()
		p.take("+")
		if c := p.peek(); !isDigit(c) && c != '.' {
			p.fail("the time at which the call returns")
		}
		w.Blocks, w.End = true, p.span()
		if w.End < w.At {
			p.fail("a time behind the call's begin")
		}
	}
}

var flagLetters = map[byte]tcp.Flags{
	'S': tcp.SYN, 'F': tcp.FIN, 'R': tcp.RST, 'P': tcp.PSH, '.': tcp.ACK, 'U': tcp.URG, 'E': tcp.ECE, 'W': tcp.CWR,
}

// packet parses < or >, and then a segment or an ICMP message.
func (p *parser) packet(e *Event) {
	out := p.next() == '>'
	e.Kind = EvInject
	if out {
		e.Kind = EvExpect
	}
	e.Packet.ECN = ecnNotGiven
	for p.space(); p.peek() == '[' || p.peek() == '('; p.space() {
		p.ipNote(&e.Packet)
	}
	line, col, from := p.line, p.col(), p.pos
	for !p.eof() && (isWord(p.peek()) || p.peek() == '.' || p.peek() == '-') {
		p.pos++
	}
	switch word := p.src[from:p.pos]; {
	case word == "icmp" || word == "icmpv6":
		if out {
			p.unsupported(line, col, "an ICMP message from the endpoint")
		}
		e.Kind = EvICMP
		p.icmp(&e.ICMP, word == "icmpv6" || p.out.Config.IPv6)
	case word == "udp" || word == "ipv4" || word == "ipv6" || word == "gre" || word == "mpls":
		p.unsupported(line, col, word+" packets")
	case word == "":
		p.fail("flags such as S, S., P. or -")
	default:
		p.flags(&e.Packet, word, line, col)
		p.segment(&e.Packet)
	}
}

func (p *parser) flags(k *Packet, word string, line, col int) {
	if word == "-" {
		return
	}
	for i := 0; i < len(word); i++ {
		f, ok := flagLetters[word[i]]
		switch {
		case word[i] == 'A' || word[i] >= '0' && word[i] <= '7':
			p.report(line, col+i, "flags of Accurate ECN")
		case !ok:
			p.failAt(line, col+i, "flags of S F R P E W U . or -", "\""+word+"\"")
		}
		k.Flags |= f
	}
}

// ipNote parses the IP fields in brackets, such as [ect0].
func (p *parser) ipNote(k *Packet) {
	end := byte(']')
	if p.next() == '(' {
		end = ')'
	}
	for p.space(); p.peek() != end; p.space() {
		line, col := p.line, p.col()
		switch w := p.word(); w {
		case "ect0":
			k.ECN = ecnECT0
		case "ect01": // matches ECT(0) or ECT(1)
			k.ECN = ecnECT0
		case "ect1":
			k.ECN = ecnECT1
		case "ce":
			k.ECN = ecnCE
		case "noecn":
			k.ECN = ecnNot
		case "tos", "ttl", "flowlabel":
			p.report(line, col, "the IP field "+w)
			p.number("the value of " + w)
		case "":
			if !p.take(",") {
				p.fail("a note such as ect0")
			}
		default:
			p.failAt(line, col, "a note such as ect0, ect1, ce or noecn", "\""+w+"\"")
		}
	}
	p.skip(1)
}

// segment parses seq:end(len) ack N win N urg N <options>.
func (p *parser) segment(k *Packet) {
	k.Seq, k.Len = p.sequence()
	for {
		p.space()
		switch {
		case p.keyword("ack"):
			k.Ack = uint32(p.number("an acknowledgment number"))
		case p.keyword("win"):
			k.Win, k.HasWin = p.number("a window"), true
			if k.Win > 65535 || k.Win < 0 {
				p.fail("a window of 16 bits")
			}
		case p.keyword("urg"):
			line, col := p.line, p.col()
			if p.number("an urgent pointer"); k.Flags&tcp.URG != 0 {
				p.report(line, col, "urgent data")
			}
		case p.peek() == '<':
			p.tcpOptions(k)
			return
		default:
			return
		}
	}
}

// keyword consumes a word if it is next and no longer word begins with it.
func (p *parser) keyword(w string) bool {
	if !p.has(w) || p.pos+len(w) < len(p.src) && isWord(p.src[p.pos+len(w)]) {
		return false
	}
	p.pos += len(w)
	return true
}

// sequence parses seq:end(len), or seq(len).
func (p *parser) sequence() (uint32, int32) {
	seq := p.number("a sequence number")
	p.space()
	end := int64(-1)
	if p.take(":") {
		end = p.number("the sequence number behind the payload")
	}
	p.need("(")
	line, col := p.line, p.col()
	n := p.number("the length of the payload")
	p.need(")")
	switch {
	case n < 0 || n > 65535:
		p.failAt(line, col, "a length of 0 to 65535", "another one")
	case end >= 0 && uint32(end) != uint32(seq)+uint32(n):
		p.failAt(line, col, "a length that is the difference of the sequence numbers", "another one")
	}
	return uint32(seq), int32(n)
}

// tcpOptions parses <mss 1460,sackOK,nop,wscale 7>.
func (p *parser) tcpOptions(k *Packet) {
	p.skip(1)
	p.space()
	if p.take("...") {
		k.AnyOpts = true
		p.need(">")
		return
	}
	for p.space(); !p.take(">"); p.space() {
		k.Opts = append(k.Opts, p.tcpOption())
		p.space()
		if !p.take(",") && p.peek() != '>' {
			p.fail("a comma or > behind the option")
		}
	}
}

func (p *parser) tcpOption() Option {
	line, col := p.line, p.col()
	num := func() uint32 { return uint32(p.number("the option's value")) }
	switch w := p.word(); w {
	case "mss":
		return Option{Kind: optMSS, A: num()}
	case "wscale":
		return Option{Kind: optWScale, A: num()}
	case "sackOK", "sackok":
		return Option{Kind: optSackOK}
	case "nop":
		return Option{Kind: optNop}
	case "eol":
		return Option{Kind: optEOL}
	case "TS":
		p.need("val")
		o := Option{Kind: optTS, A: num()}
		p.need("ecr")
		o.B = num()
		return o
	case "sack":
		o := Option{Kind: optSack}
		for p.space(); isDigit(p.peek()); p.space() {
			b := SackBlock{Lo: num()}
			p.need(":")
			b.Hi = num()
			if o.Sack = append(o.Sack, b); len(o.Sack) > 4 {
				p.failAt(line, col, "at most four blocks", "more")
			}
		}
		return o
	case "FO", "FOEXP", "md5", "MD5", "mp_capable", "mp_join", "dss", "ACCECN", "AccECN", "exp", "EXP", "ao",
		"unknown":
		p.report(line, col, "the TCP option "+w)
		for !p.eof() && p.peek() != ',' && p.peek() != '>' {
			p.next()
		}
	default:
		if w == "" {
			p.fail("a TCP option")
		}
		p.failAt(line, col, "a TCP option: mss, sackOK, wscale, nop, eol, TS or sack", "\""+w+"\"")
	}
	return Option{}
}
