package agent

import (
	"time"

	"teacp/sim/cause"
	"teacp/sim/http"
	"teacp/sim/page"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// State is the client of a page, its servers and the proxies between them. The opener of a
// connection is the client or a proxy; its other end is a server or a proxy.
//
// A request, an exchange, a connection or a port is named by its index plus 1 where 0 means none.
type State struct {
	On       bool
	Begun    bool // the client has begun
	Over     bool // every request is done or has failed
	Set      http.Settings
	Comp     uint32 // component of the schedule: the client's start, later requests, look-ups, freed ports
	HeldComp uint32 // component of the schedule: the ports that are held from before

	First        uint32 // number of the first connection of an agent
	Wanted       int64  // requests that are wanted so far
	Done, Failed int64
	Open         int64  // connections that the client holds
	later        uint32 // the first request that is wanted at a time of its own
	laterEnd     uint32
	Base         cause.ID // what made those wanted
	Held         int64    // ports held from before
	HeldDone     int64    // those of them that are free again
	WakeAt       time.Duration
	WakeBy       cause.ID // what makes the client look at its waiting requests at WakeAt

	Reqs  page.Vec[Request]
	Exs   page.Vec[Exchange]
	Conns page.Vec[Conn]
	Dests page.Vec[Dest]
	slots page.Vec[portSlot]
	work  page.Vec[workers] // by host
}

// Request is one object that the client asks for.
type Request struct {
	State    ReqState
	next     uint32 // of those that are wanted later
	Attempts int64
	At       time.Duration // when it is wanted, or was
}

// ReqState is how far a request has come.
type ReqState uint8

// The states of a request.
const (
	ReqUnknown ReqState = iota // the HTML that names it has not been read
	ReqLater
	ReqWanted
	ReqDone
	ReqFailed
)

// Exchange is one request and its answer on one connection. Through a proxy a request has two:
// Down is the one before the proxy, Up the one behind it.
type Exchange struct {
	Req        uint32 // an index
	Conn       uint32
	Next       uint32 // behind it in a queue or on its connection
	Up, Down   uint32
	State      ExState
	Waits      rule.ID       // the wait that was reported last; None: it does not wait
	Since      time.Duration // when that began
	By         cause.ID      // its event
	Ask, Ans   http.Message
	AskAt      int64 // offset in the opener's stream
	AskLen     int64 // 0: not composed yet
	AskSent    int64
	AskGot     int64
	AnsAt      int64 // offset in the other stream
	AnsHead    int64
	AnsLen     int64
	AnsReady   int64 // bytes that may be written so far
	AnsSent    int64
	AnsGot     int64
	nextWorker uint32 // behind it in the queue for a worker
}

// ExState is how far an exchange has come.
type ExState uint8

// The states of an exchange.
const (
	ExQueued ExState = iota
	ExSent
	ExArrived
	ExWorking
	ExAnswered
	ExDone
	ExLost
)

// Conn is a connection between two agents.
type Conn struct {
	Comp      [2]uint32 // component of the schedule, by side
	Wake      [2]cause.ID
	Dest      uint32 // an index
	slot      uint32 // its ephemeral port
	nextLive  uint32 // open connections to the same destination
	prevLive  uint32
	Closed    [2]bool
	Connected bool

	TLS    http.TLS
	Flight [2]uint8         // the flight of TLS's handshake that a side writes or reads
	Flown  [2]int64         // bytes of it so far
	TCPAt  [2]time.Duration // when the handshake of TCP was over at that side

	// The opener.
	Keep, Sure, Refuses bool   // may be used again; an answer has shown it; an answer said close
	begin, end          uint32 // the first and the last exchange that it carried
	Head, tail          uint32 // exchanges that are not answered
	Writing             uint32 // the first of them that is not wholly written
	LastDone            uint32 // the last exchange that was answered
	Depth, Used         int64  // unanswered; carried in all
	Extra               int64  // bytes that came beyond what Content-Length said
	GiveUp, Pause       time.Duration
	GiveUpBy, PauseBy   cause.ID

	// The other end.
	Accepted, Shut, Stuck bool
	In, Cur               uint32 // exchange whose request is being read; being answered
	Waiting               int64  // requests that have arrived and wait for those before them
	Answers               int64
	Last                  http.Verdict // what becomes of the connection after the current answer
	Think, Idle, CloseAt  time.Duration
	ThinkBy, IdleBy       cause.ID
	CloseAtBy             cause.ID
	askAt, ansAt          int64 // where the next messages begin in the two streams
}

// Dest is where an opener connects to: a server, or the next proxy.
type Dest struct {
	From, To           uint8 // hosts
	Hop                uint8 // 0: the client opens, n: proxy n-1 does
	Last               bool  // it is a server
	Resolved, Asking   bool
	Tries              uint8
	Port               uint16
	Listener           uint32 // an index plus 1
	AskAgain           time.Duration
	AskBy              cause.ID
	Open               int64
	Head, tail         uint32 // exchanges that wait for a connection
	live, liveTail     uint32 // open connections
	fresh              uint32 // ephemeral ports that have been used once
	freeHead, freeTail uint32 // ports that are free again, in that order
	Used               int64  // ports in use or held
	PortLo             uint16 // the first ephemeral port of From
	Ports              int64  // how many it has
}

// portSlot is an ephemeral port towards one destination.
type portSlot struct {
	port uint16
	next uint32 // in the list of free ones
	conn uint32 // the last connection that used it
}

// workers are what works on answers at one host.
type workers struct {
	busy       int64
	head, tail uint32 // exchanges that wait for a worker
}

// Price sets the prices of the containers; see page.Vec.Price.
func (a *State) Price() {
	a.Reqs.Price(24)
	a.Exs.Price(208)
	a.Conns.Price(288)
	a.Dests.Price(100)
	a.slots.Price(12)
	a.work.Price(16)
}

// Share makes the containers share their pages with a copy of the state; see page.Vec.Share.
func (a *State) Share(by *page.Owner) {
	a.Reqs.Share(by)
	a.Exs.Share(by)
	a.Conns.Share(by)
	a.Dests.Share(by)
	a.slots.Share(by)
	a.work.Share(by)
}

// Init begins with the settings of a page; its client has so many ephemeral ports unless they say.
func (a *State) Init(c *http.Config, hosts int, ports int64) {
	a.On, a.Set, a.WakeAt = true, c.Start, tcp.Never
	if a.Set.Ports == 0 {
		a.Set.Ports = ports
	}
	for range hosts {
		a.work.Push(workers{})
	}
}

// Conn is connection ci, for writing.
func (a *State) Conn(ci uint32) *Conn { return a.Conns.Mut(ci - a.First) }

// ReadConn is connection ci, for reading.
func (a *State) ReadConn(ci uint32) *Conn { return a.Conns.At(ci - a.First) }

// Has reports whether an agent opened connection ci.
func (a *State) Has(ci uint32) bool { return ci >= a.First && int(ci-a.First) < a.Conns.Len() }

// Ex is an exchange, for writing.
func (a *State) Ex(x uint32) *Exchange { return a.Exs.Mut(x - 1) }

// DestOf is the destination of connection ci.
func (a *State) DestOf(ci uint32) *Dest { return a.Dests.At(a.ReadConn(ci).Dest) }

// Hop is how many proxies stand before the opener of connection ci.
func (a *State) Hop(ci uint32) uint8 { return a.DestOf(ci).Hop }

// DestBehind is the destination behind a number of hops on the way to a site.
func DestBehind(c *http.Config, hop int, site uint8) uint32 {
	if n := len(c.Proxies); hop >= n {
		return uint32(n) + uint32(site)
	}
	return uint32(hop)
}

// Relay is how the proxy at the acceptor's end of connection ci works.
func (a *State) Relay(ci uint32) http.Relay {
	d := a.DestOf(ci)
	if d.Last {
		return http.RelayHTTP11
	}
	return a.Set.Relay[d.Hop]
}
