package http

import "teacp/sim/rule"

// Serves decides whether a server keeps a connection after the n-th answer on it.
func Serves(s *Settings, ask *Message, n int64) Verdict {
	switch {
	case !s.Keep:
		return Verdict{Close, rule.NotPersistent, n, 0}
	case ask.Fields&ConnClose != 0:
		return Verdict{Close, rule.CloseHeader, n, 0}
	case s.Max > 0 && n >= s.Max:
		return Verdict{Close, rule.MaxRequests, n, s.Max}
	case s.Length == LengthNone || s.Length == LengthChunked && ask.Minor == 0:
		return Verdict{Close, rule.EOFFraming, n, 0} // RFC 9112 section 6.3
	case ask.Minor >= 1:
		return Verdict{Keep, rule.Persistent, n, s.Max}
	case ask.Fields&ConnKeepAlive != 0:
		return Verdict{Keep, rule.KeepAliveHeader, n, s.Max}
	}
	return Verdict{Close, rule.NotPersistent, n, 0}
}

// Answer is a server's answer to a request, the n-th on its connection, under the verdict of
// Serves.
func Answer(c *Config, s *Settings, ask *Message, n int64, v Verdict) Message {
	o := &c.Objects[ask.Object]
	m := Message{Object: ask.Object, Method: ask.Method, Minor: ask.Minor, Status: 200, Body: o.Size, Says: o.Size}
	m.frame(s.Length, ask.Minor)
	if ask.Method == HEAD {
		m.Body = 0
	}
	if v.Do == Close {
		if s.Ending != CloseSilent || v.Rule == rule.EOFFraming {
			m.Fields |= ConnClose
		}
		return m
	}
	if ask.Minor == 0 {
		m.Fields |= ConnKeepAlive
		if s.Idle > 0 || s.Max > 0 {
			m.Fields |= KeepParams
			m.Timeout = int32((s.Idle + 999_999_999) / 1_000_000_000)
			if s.Max > 0 {
				m.Max = int32(s.Max - n)
			}
		}
	}
	return m
}

// frame sets how an answer says where it ends.
func (m *Message) frame(l Length, minor uint8) {
	switch l {
	case LengthNone:
		m.Framing = FramingClose
	case LengthChunked:
		m.Framing = FramingChunked
		if minor == 0 { // RFC 9112 section 6.1: no transfer coding for HTTP/1.0
			m.Framing = FramingClose
		}
	case LengthShort:
		m.Says = m.Body / 2
	case LengthLong:
		m.Says = m.Body + m.Body/2 + 1
	}
}

// BadGateway is a proxy's own answer when the way on is broken (RFC 9110 section 15.6.3).
func BadGateway(ask *Message) Message {
	return Message{Object: ask.Object, Method: ask.Method, Minor: 1, Status: 502, Fields: ConnClose | ViaField}
}
