package drill

import (
	"strconv"
	"strings"

	"teacp/sim/tcp"
)

// noEffect is the ICMP code for a message that a TCP endpoint ignores.
const noEffect = -1

// icmpCodes are the codes of ICMP messages of the type "destination unreachable" (RFC 792, RFC 1812 section 5.2.7.1).
var icmpCodes = map[string]int{
	"net_unreachable": 0, "host_unreachable": 1, "protocol_unreachable": 2, "port_unreachable": 3,
	"frag_needed": 4, "source_route_failed": 5, "net_unknown": 6, "host_unknown": 7, "source_host_isolated": 8,
	"net_prohibited": 9, "host_prohibited": 10, "net_unreachable_for_tos": 11, "host_unreachable_for_tos": 12,
	"packet_filtered": 13, "communication_prohibited": 13, "precedence_violation": 14, "precedence_cutoff": 15,
}

// icmp6Codes are the codes of the same type of ICMPv6 (RFC 4443 section 3.1).
var icmp6Codes = map[string]int{
	"net_unreachable": 0, "no_route": 0, "admin_prohibited": 1, "not_neighbour": 2, "address_unreachable": 3,
	"port_unreachable": 4,
}

// icmp6Errors maps the codes of ICMPv6 to the code of ICMP that has the same effect on a connection.
var icmp6Errors = map[int]int{
	0: tcp.UnreachNet, 2: tcp.UnreachHost, 3: tcp.UnreachHost, 4: tcp.UnreachPort,
}

// icmp parses TYPE [CODE] [mtu N] [seq:end(len)].
func (p *parser) icmp(m *ICMP, six bool) {
	p.space()
	line, col := p.line, p.col()
	kind, code := p.word(), 0
	for p.space(); p.peek() != '[' && !p.has("mtu") && isWord(p.peek()); p.space() {
		code = p.icmpCode(kind, six)
	}
	if p.keyword("mtu") {
		m.MTU = int32(min(p.number("an MTU"), 65535))
	}
	m.Code = p.icmpEffect(kind, code, six, line, col)
	if six && m.Code == tcp.UnreachFrag { // the header of IPv6 is 20 bytes longer, see Config.IPv6
		m.MTU = max(m.MTU, 1280) - ipv6Extra
	}
	p.need("[")
	p.space()
	if c := p.peek(); !isDigit(c) { // the flags of the quoted segment are ignored
		p.word()
		for !p.eof() && p.peek() == '.' {
			p.pos++
		}
	}
	m.Seq, m.Len = p.sequence()
	p.space()
	for !p.eof() && p.peek() != ']' {
		p.next()
	}
	p.need("]")
}

// icmpCode parses the name or number of a code.
func (p *parser) icmpCode(kind string, six bool) int {
	line, col := p.line, p.col()
	w := p.word()
	if text, ok := strings.CutPrefix(w, "code_"); ok {
		if n, err := strconv.Atoi(text); err == nil && n < 256 {
			return n
		}
	}
	codes := icmpCodes
	if six {
		codes = icmp6Codes
	}
	code, ok := codes[w]
	if kind != "unreachable" {
		code, ok = 0, strings.HasPrefix(w, "exceeded_") || w == "header_field" || strings.HasPrefix(w, "unknown_")
	}
	if !ok {
		p.failAt(line, col, "a code such as host_unreachable or frag_needed", strconv.Quote(w))
	}
	return code
}

// icmpEffect returns the code of "destination unreachable" that has the effect of a message on a connection of
// Linux (RFC 5461 section 2), or noEffect.
func (p *parser) icmpEffect(kind string, code int, six bool, line, col int) int {
	switch kind {
	case "unreachable", "type_3", "type_1":
		if six {
			if c, ok := icmp6Errors[code]; ok {
				return c
			}
			break
		}
		if code != 5 && code != 7 && code != 8 { // EOPNOTSUPP, EHOSTDOWN and ENONET
			return code
		}
	case "packet_too_big", "type_2":
		if six {
			return tcp.UnreachFrag
		}
	case "time_exceeded", "type_11":
		return tcp.UnreachHost
	case "source_quench", "type_4":
		if !six {
			p.remark(line, "source_quench", "TCP ignores it (RFC 6633)")
			return noEffect
		}
	}
	text := "ICMP messages of type " + kind
	if kind == "unreachable" {
		text += " with code " + strconv.Itoa(code)
	}
	p.report(line, col, text)
	return noEffect
}
