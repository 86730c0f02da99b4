package http

import "teacp/sim/rule"

// Forward is the request as a proxy passes it on; last: straight to the server. The verdict
// names the rule; its A are the fields that the proxy took out, B those of the next hop's
// that it let through.
func Forward(mode Relay, ask *Message, last bool) (Message, Verdict) {
	m := *ask
	if mode == RelayBlind {
		return m, Verdict{Add, rule.BlindRelay, 0, int64(ask.HopByHop())}
	}
	// RFC 9110 section 7.6.1: what concerns this connection alone is removed; the proxy says
	// what it wants of the next connection itself.
	gone := m.HopByHop()
	m.Fields &^= gone
	m.Fields |= ViaField
	m.Minor, m.Via = 1, m.Via+1
	m.Absolute = !last
	return m, Verdict{Add, rule.HopByHop, int64(gone), 0}
}

// Return is the answer as a proxy passes it back to the client that sent ask.
func Return(mode Relay, ask, ans *Message) Message {
	m := *ans
	if mode == RelayBlind {
		return m
	}
	m.Fields &^= m.HopByHop()
	m.Fields |= ViaField
	m.Minor, m.Via = 1, m.Via+1
	m.Timeout, m.Max = 0, 0
	if m.Framing == FramingChunked && ask.Minor == 0 {
		m.Framing = FramingClose
	}
	switch {
	case m.Framing == FramingClose:
		m.Fields |= ConnClose
	case ask.Minor >= 1:
		if ask.Fields&ConnClose != 0 {
			m.Fields |= ConnClose
		}
	case ask.Fields&ProxyConn != 0:
		m.Minor = 0
		m.Fields |= ProxyConn
	case ask.Fields&ConnKeepAlive != 0:
		m.Minor = 0
		m.Fields |= ConnKeepAlive
	default:
		m.Minor = 0
		m.Fields |= ConnClose
	}
	return m
}

// HopByHop are the fields of a message that concern one connection alone.
func (m *Message) HopByHop() Fields {
	return m.Fields & (ConnKeepAlive | ConnClose | ProxyConn | KeepParams)
}

// Hang is the field that a blind relay should have removed from an exchange: it made the
// client or the server behind the relay keep a connection that the relay does not keep. None
// of the fields: HTTP/1.1, where connections persist unless they are closed.
func Hang(ask, ans *Message) Fields {
	for _, f := range [...]Fields{ConnKeepAlive, ProxyConn} {
		if ask.Fields&f != 0 {
			return f
		}
	}
	return ans.Fields & (ConnKeepAlive | ProxyConn)
}
