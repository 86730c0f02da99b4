package http

// Kind says what an HTTP event is.
type Kind uint8

// The kinds of HTTP events, in the order in which a request meets them. In brackets what the
// event's numbers A and B are; those of a wait are the numbers of its rule.
const (
	Queued    Kind = iota // a wait begins: the rule says for what
	Started               // a wait is over: the rule says which one [time waited]
	URL                   // the host's name is taken out of the URL
	DNSStart              // the name is being looked up
	DNSDone               // the address is known
	Port                  // the port is taken from the URL, and an ephemeral one from the pool [local port, server's port]
	Connect               // a connection is opened for the request
	TLSStart              // the client begins to set up TLS [bytes that it will write for it, that the server will]
	TLSDone               // one end has finished setting up TLS [time since the connection was established]
	Reused                // a connection is used again for the request [requests that it has carried before]
	Sent                  // the request has been written, or has begun to be [bytes of header, of body]
	Arrived               // a server or proxy has read the whole request
	Working               // the server begins to work on the answer [time]
	Forwarded             // a proxy passes the request on [fields taken out, fields let through]
	Served                // the server has begun to write the answer [size, status]
	Relayed               // a proxy has begun to pass the answer back [fields taken out]
	FirstByte             // the client has read the first byte of the answer
	Done                  // the client has read the whole answer [size]
	Stuck                 // a relay does not read what has come [fields that should have been removed]
	Idle                  // a server's idle time-out is over [its length]
	Timeout               // the client has waited long enough [how long]
	Closing               // an end closes the connection: the rule says why
	Lost                  // the connection ended before the answer [bytes read, bytes expected]
	Retry                 // the request is sent again: the rule says why it may be [bytes sent, of]
	Failed                // the request will not be answered: the rule says why
	PageDone              // nothing is left to ask for [answered, failed]
	NumKinds
)

var kindNames = [NumKinds]string{"queued", "started", "url", "dns-start", "dns-done", "port", "connect", "tls-start", "tls-done", "reused", "sent", "arrived", "working", "forwarded",
	"served", "relayed", "first-byte", "done", "stuck", "idle", "timeout", "closing", "lost", "retry", "failed", "page-done"}

func (k Kind) String() string {
	if k >= NumKinds {
		return "unknown"
	}
	return kindNames[k]
}

// KindNames lists the names of all kinds, in their order.
func KindNames() []string { return append([]string(nil), kindNames[:]...) }
