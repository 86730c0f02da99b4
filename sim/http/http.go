// Package http is HTTP's use of connections: the messages, and the policy by which a
// client opens, keeps and shares connections. It knows byte counts and message text, not
// segments.
//
//	cfg := http.Config{Objects: []http.Object{{Path: "/", Size: 5000}, {Path: "/1.gif", Size: 8000}}}
//	http.RequestText(nil, &cfg, http.Settings{Strategy: http.Serial}, 0) // "GET / HTTP/1.0\r\n..."
package http

import (
	"strconv"
	"time"
)

// Strategy is how a client uses connections.
type Strategy uint8

// The strategies.
const (
	Serial             Strategy = iota // one connection a request, one after the other
	Parallel                           // one connection a request, several at once
	Persistent                         // one connection for all requests
	PersistentParallel                 // several connections, each used again
)

// StrategyNames are the values of the knob http.strategy.
var StrategyNames = []string{"serial", "parallel", "persistent", "persistent-parallel"}

// Object is a resource of the server. The first one is the page's HTML; the client learns
// of the others when it has read it.
type Object struct {
	Path string
	Size int64 // bytes of the body
}

// Config is one page load.
type Config struct {
	ClientHost, ServerHost uint8
	ServerPort             uint16
	Host                   string // name in the Host field
	Objects                []Object
	Start                  Settings
}

// Settings are what knobs turn while the page loads.
type Settings struct {
	Strategy    Strategy
	Connections int64         // most connections at once
	DNS         bool          // look the name up first: one datagram each way
	Think       time.Duration // time that the server takes for an answer
	Split       bool          // header and body leave in two writes
	NoDelay     bool          // TCP_NODELAY on both ends' sockets
}

// MaxObjects and MaxConnections bound what a page may ask for.
const (
	MaxObjects     = 10_000
	MaxConnections = 1_000
)

// keeps reports whether connections are used again.
func (s *Settings) Keeps() bool { return s.Strategy >= Persistent }

// Limit is how many connections may be open at once.
func (s *Settings) Limit() int64 {
	switch s.Strategy {
	case Serial, Persistent:
		return 1
	}
	return max(s.Connections, 1)
}

// RequestText appends the request for object i: HTTP/1.1 where connections are used
// again, else HTTP/1.0 (RFC 9112 section 9.3).
func RequestText(b []byte, c *Config, s *Settings, i int) []byte {
	b = append(b, "GET "...)
	b = append(b, c.Objects[i].Path...)
	b = append(b, version(s)...)
	b = append(b, "\r\nHost: "...)
	b = append(b, c.Host...)
	return append(b, "\r\nUser-Agent: teacp\r\nAccept: */*\r\n\r\n"...)
}

func version(s *Settings) string {
	if s.Keeps() {
		return " HTTP/1.1"
	}
	return " HTTP/1.0"
}

// HeaderText appends the status line and the fields of the answer for object i.
func HeaderText(b []byte, c *Config, s *Settings, i int) []byte {
	b = append(b, version(s)[1:]...)
	b = append(b, " 200 OK\r\nServer: teacp\r\nContent-Type: "...)
	if i == 0 {
		b = append(b, "text/html"...)
	} else {
		b = append(b, "image/gif"...)
	}
	b = append(b, "\r\nContent-Length: "...)
	b = strconv.AppendInt(b, c.Objects[i].Size, 10)
	if !s.Keeps() {
		b = append(b, "\r\nConnection: close"...)
	}
	return append(b, "\r\n\r\n"...)
}

// Kind says what an HTTP event is.
type Kind uint8

// The kinds of HTTP events, in the order in which a request meets them.
const (
	Queued   Kind = iota // the request waits: Rule says for what
	DNSStart             // the name is being looked up
	DNSDone
	Connect   // a connection is opened for the request
	Sent      // the request has been written
	Served    // the server has begun to write the answer
	FirstByte // the client has read the first byte of the answer
	Done      // the client has read the whole answer
	Failed
	PageDone // everything has been read
)

var kindNames = [...]string{"queued", "dns-start", "dns-done", "connect", "sent", "served", "first-byte", "done", "failed", "page-done"}

func (k Kind) String() string { return kindNames[k] }
