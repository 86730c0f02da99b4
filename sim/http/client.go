package http

import "teacp/sim/rule"

// Look is what a client sees when it has a request to place on a connection to a host.
type Look struct {
	Method  Method
	Open    int64 // connections to the host
	Total   int64 // connections in all
	Idle    bool  // one to the host is idle and may be used again
	Others  bool  // an idle one to another host could be closed
	Best    int64 // unanswered requests on the connection that a pipeline could go on with
	Sure    bool  // an answer has shown that this connection persists
	Post    bool  // a POST is unanswered on it
	Used    int64 // ephemeral ports in use towards the host
	Ports   int64 // ephemeral ports that there are
	Unknown bool  // the host's address is not known yet
}

// Place decides where a request goes, or what it waits for.
func Place(s *Settings, l Look) Verdict {
	switch {
	case l.Unknown:
		return Verdict{Wait, rule.Dns, 0, 0}
	case l.Idle && s.Keeps():
		return Verdict{Reuse, rule.Reuse, 0, 0} // RFC 9112 section 9.3
	case l.Open < s.Limit():
		return open(s, l)
	case s.Strategy == Pipeline:
		return pipeline(s, l)
	}
	return Verdict{Wait, rule.Pool, l.Open, s.Limit()} // RFC 9112 section 9.4
}

// open decides whether a new connection may be had.
func open(s *Settings, l Look) Verdict {
	switch {
	case s.Total > 0 && l.Total >= s.Total && l.Others:
		return Verdict{Evict, rule.PoolTotal, l.Total, s.Total}
	case s.Total > 0 && l.Total >= s.Total:
		return Verdict{Wait, rule.PoolTotal, l.Total, s.Total}
	case l.Used >= l.Ports:
		return Verdict{Wait, rule.PortWait, l.Used, l.Ports}
	}
	return Verdict{Open, rule.Handshaking, l.Used, l.Ports}
}

// pipeline decides whether a request may follow others that are not answered (RFC 9112
// section 9.3.2).
func pipeline(s *Settings, l Look) Verdict {
	switch {
	case !l.Sure:
		return Verdict{Wait, rule.PipelineUnsure, l.Best, 1}
	case (l.Method == POST || l.Post) && l.Best > 0 && !s.PipelinePost:
		return Verdict{Wait, rule.PipelinePost, l.Best, 1}
	case l.Best >= max(s.Depth, 1):
		return Verdict{Wait, rule.PipelineDepth, l.Best, max(s.Depth, 1)}
	}
	return Verdict{Add, rule.Pipelining, l.Best, max(s.Depth, 1)}
}

// Loss is what a client knows of a request whose connection was lost.
type Loss struct {
	Method   Method
	Sent     int64 // bytes of the request that were written, of Total
	Total    int64
	Attempts int64 // how often it has been sent already
	Refused  bool  // the server had said Connection: close in an answer before: it takes no more
}

// Repeat decides whether a request is sent again (RFC 9110 section 9.2.2).
func Repeat(s *Settings, l Loss) Verdict {
	switch {
	case s.Retry == RetryOff:
		return Verdict{Fail, rule.RetryOff, l.Sent, l.Total}
	case l.Attempts > s.Retries:
		return Verdict{Fail, rule.RetryLimit, l.Attempts, s.Retries}
	case l.Sent == 0 || l.Refused:
		return Verdict{Again, rule.RetryUnsent, l.Sent, l.Total}
	case l.Method.Idempotent():
		return Verdict{Again, rule.RetryIdempotent, l.Sent, l.Total}
	case s.Retry == RetryAll:
		return Verdict{Again, rule.RetryUnsafe, l.Sent, l.Total}
	}
	return Verdict{Fail, rule.RetryPost, l.Sent, l.Total}
}

// Persists decides whether a connection goes on after an answer, as its client reads it (RFC
// 9112 section 9.3).
func Persists(ask, ans *Message) Verdict {
	switch {
	case ans.Fields&ConnClose != 0 || ask.Fields&ConnClose != 0:
		return Verdict{Close, rule.CloseHeader, 0, 0}
	case ans.Framing == FramingClose:
		return Verdict{Close, rule.EOFFraming, 0, 0}
	case ask.Minor >= 1 && ans.Minor >= 1:
		return Verdict{Keep, rule.Persistent, 0, 0}
	case ans.Fields&(ConnKeepAlive|ProxyConn) != 0 && ask.Fields&(ConnKeepAlive|ProxyConn) != 0:
		return Verdict{Keep, rule.KeepAliveHeader, 0, 0}
	}
	return Verdict{Close, rule.NotPersistent, 0, 0}
}
