package http

import (
	"time"

	"teacp/sim/rule"
)

// Strategy is how a client uses connections.
type Strategy uint8

// The strategies.
const (
	Serial             Strategy = iota // one connection a request, one after the other
	Parallel                           // one connection a request, several at once
	KeepAlive                          // HTTP/1.0 with Connection: Keep-Alive, one connection
	Persistent                         // HTTP/1.1, one connection for all requests
	PersistentParallel                 // HTTP/1.1, several connections, each used again
	Pipeline                           // HTTP/1.1, one connection, several requests at once
)

// StrategyNames are the values of the knob http.strategy.
var StrategyNames = []string{"serial", "parallel", "keep-alive", "persistent", "persistent-parallel", "pipeline"}

// Method is a request's method (RFC 9110 section 9).
type Method uint8

// The methods.
const (
	GET Method = iota
	HEAD
	POST
)

// MethodNames are the methods as they stand in a request line.
var MethodNames = []string{"GET", "HEAD", "POST"}

// Idempotent reports whether the method may be repeated without harm (RFC 9110 section 9.2.2).
func (m Method) Idempotent() bool { return m != POST }

// Length is what a server says about the length of its answers.
type Length uint8

// The ways to frame an answer (RFC 9112 section 6), and two mistakes.
const (
	LengthRight   Length = iota // Content-Length, and it is right
	LengthNone                  // no Content-Length: the end of the connection ends the answer
	LengthChunked               // Transfer-Encoding: chunked
	LengthShort                 // Content-Length says less than is sent
	LengthLong                  // Content-Length says more than is sent
)

// LengthNames are the values of the knob http.length.
var LengthNames = []string{"right", "none", "chunked", "short", "long"}

// Ending is how a server ends a connection that it does not keep.
type Ending uint8

// The ways to close.
const (
	CloseAtOnce Ending = iota // says Connection: close, then closes both directions
	CloseStaged               // says so, closes its sending side, reads on until the client closes
	CloseSilent               // closes both directions without having said so
)

// EndingNames are the values of the knob http.close.
var EndingNames = []string{"at-once", "staged", "silent"}

// Retrying is which requests a client sends again after their connection was lost.
type Retrying uint8

// The ways to retry.
const (
	RetryIdempotent Retrying = iota // as RFC 9110 section 9.2.2 allows
	RetryAll                        // a POST too: it may then be carried out twice
	RetryOff
)

// RetryNames are the values of the knob http.retry.
var RetryNames = []string{"idempotent", "all", "off"}

// Relay is how a proxy passes messages on.
type Relay uint8

// The proxies.
const (
	RelayHTTP11 Relay = iota // removes the hop-by-hop fields and has connections of its own
	RelayBlind               // copies bytes until the server closes
)

// RelayNames are the values of a proxy's knob mode.
var RelayNames = []string{"http11", "blind"}

// Header is the field by which a client asks a proxy to keep the connection.
type Header uint8

// The fields.
const (
	HeaderConnection Header = iota // Connection: Keep-Alive
	HeaderProxy                    // Proxy-Connection: Keep-Alive
)

// HeaderNames are the values of the knob http.header.
var HeaderNames = []string{"connection", "proxy-connection"}

// Object is a resource of a server.
type Object struct {
	Path   string
	Size   int64 // bytes of the answer's content
	Method Method
	Body   int64         // bytes of the request's content (POST)
	Site   uint8         // index in Config.Sites
	At     time.Duration // the client asks for it this long after it could
	Think  time.Duration // of the server for this object; 0: Settings.Think
}

// Site is a server.
type Site struct {
	Name string // in the Host field
	Host uint8
	Port uint16
}

// Proxy is one hop between the client and the servers.
type Proxy struct {
	Host uint8
	Port uint16
}

// Config is what a client asks for, of whom, and by which way.
type Config struct {
	ClientHost uint8
	Sites      []Site
	Proxies    []Proxy // in order from the client; empty: straight to the server
	Objects    []Object
	// Page says that the first object is the HTML of a page: the client learns of the others
	// when it has read it. Otherwise it knows them all from the start.
	Page  bool
	Start Settings
	// SocketCalls says that the calls that set up sockets are events of their own: socket, bind, listen
	// and setsockopt.
	SocketCalls bool
}

// Settings are what knobs turn while the run goes on.
type Settings struct {
	// The client.
	Strategy     Strategy
	Connections  int64 // most connections at once to one host
	Total        int64 // most connections at once in all; 0: no limit
	Depth        int64 // most unanswered requests on a connection (strategy pipeline)
	PipelinePost bool  // a POST goes into a pipeline
	DNS          bool  // look names up first: one datagram each way
	TLS          TLS   // set up on every new connection
	NoDelay      bool  // TCP_NODELAY on all sockets of HTTP
	Retry        Retrying
	Retries      int64         // most repetitions of one request
	Timeout      time.Duration // the client gives up after so long without a byte; 0: never
	Pause        time.Duration // the client works this long after each read
	ClientCloses bool          // the client closes first, as soon as it has the answer
	Header       Header
	Transactions int64 // requests in all; more than objects: they are asked for again and again
	Ports        int64 // ephemeral ports of the client
	Held         int64 // ports that TIME-WAIT holds from before the start

	// The servers.
	Think     time.Duration // time that a server takes for an answer
	Split     bool          // header and body leave in two writes
	Keep      bool          // the server keeps connections
	Idle      time.Duration // it closes an idle connection after so long; 0: never
	Max       int64         // requests that it takes on one connection; 0: no limit
	Ending    Ending
	CloseAt   time.Duration // it closes a connection at will, so long after its opening; 0: never
	ReadAhead bool          // it reads all that has come, not one request at a time
	Workers   int64         // requests that a server works on at once; 0: no limit
	Length    Length

	// The proxies, in order.
	Relay [MaxProxies]Relay
}

// Default is how a scenario's page begins.
var Default = Settings{Connections: 4, NoDelay: true, Depth: 8, Retries: 3, Keep: true, ReadAhead: true}

// Bounds of what a page may ask for.
const (
	MaxObjects      = 10_000
	MaxConnections  = 1_000
	MaxTransactions = 1_000_000
	MaxProxies      = 4
	MaxSites        = 8
	MaxDepth        = 1_000
	MaxRetries      = 100
	MaxName         = 100 // bytes of a host's name
	MaxPath         = 200 // bytes of a path
)

// Keeps reports whether the client wants to use connections again.
func (s *Settings) Keeps() bool { return s.Strategy >= KeepAlive }

// Several reports whether the strategy opens several connections to a host at once.
func (s Strategy) Several() bool { return s == Parallel || s == PersistentParallel }

// Limit is how many connections may be open at once to one host.
func (s *Settings) Limit() int64 {
	if s.Strategy.Several() {
		return max(s.Connections, 1)
	}
	return 1
}

// Object is what a request asks for: beyond the last object they are asked for again.
func (c *Config) Object(req int32) *Object { return &c.Objects[int(req)%len(c.Objects)] }

// Count is the number of requests in all.
func (s *Settings) Count(c *Config) int64 { return max(s.Transactions, int64(len(c.Objects))) }

// Do is what a verdict says.
type Do uint8

// The verdicts.
const (
	Wait  Do = iota // nothing can be done yet
	Reuse           // an idle connection takes the request
	Add             // a busy connection takes it behind those that it has (pipelining)
	Open            // a new connection is opened for it
	Evict           // an idle connection to another host is closed for it
	Again           // the request is sent again
	Fail            // the request has failed
	Keep            // the connection stays open
	Close           // the connection is closed
)

// Verdict is an answer of a policy, with the rule that gave it and the rule's numbers.
type Verdict struct {
	Do   Do
	Rule rule.ID
	A, B int64
}
