package sim

import (
	"teacp/sim/http"
	"teacp/sim/page"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// agents are the HTTP client, its servers and the proxies between them, as values. They act
// in frames of their own, through the same socket calls as scripts; what they decide is
// decided in package http. The opener of a connection is a client or a proxy, its other end a
// server or a proxy.
type agents struct {
	on, opened, over bool
	begun            bool // the client has begun
	set              http.Settings
	comp             uint32 // of the client's own doings: start, later requests, look-ups, freed ports
	heldComp         uint32 // of the ports that are held from before
	first            uint32 // first connection that an agent opened
	next             int64  // requests that are wanted so far
	done, failed     int64
	open             int64  // connections that the client holds
	later            uint32 // requests that are wanted at a time of their own, by time, plus 1
	laterEnd         uint32
	base             EventID // what made those wanted
	held, heldDone   int64   // ports held from before, and those of them that are free again
	poke             Time    // the client looks after its waiting requests at this instant
	wake             EventID // what made it
	reqs             page.Vec[request]
	exs              page.Vec[exchange]
	conns            page.Vec[agentConn]
	dests            page.Vec[dest]
	slots            page.Vec[portSlot]
	srvs             page.Vec[workerPool] // by host
}

// request is one object on its way.
type request struct {
	state    reqState
	next     uint32 // of the later ones, plus 1
	attempts int64
	at       Time // when it is wanted, or was
}

type reqState uint8

const (
	reqUnknown reqState = iota // the HTML that names it has not been read
	reqLater
	reqWanted
	reqDone
	reqFailed
)

// exchange is one request and its answer on one connection. Through a proxy a request has two:
// down is the one before the proxy, up the one behind it.
type exchange struct {
	req        uint32
	conn       uint32 // plus 1; 0: it waits for one
	next       uint32 // behind it in a queue or on its connection, plus 1
	up, down   uint32 // plus 1
	state      exState
	waits      rule.ID // the wait that was told last; None: it does not wait
	since      Time    // when that began
	by         EventID // its event
	ask, ans   http.Message
	askAt      int64 // offset in the stream
	askLen     int64
	askSent    int64
	askGot     int64
	ansAt      int64
	ansHead    int64
	ansLen     int64
	ansReady   int64 // bytes that may be written so far
	ansSent    int64
	ansGot     int64
	nextWorker uint32 // behind it in the queue for a worker, plus 1
}

type exState uint8

const (
	exQueued exState = iota
	exSent
	exArrived
	exWorking
	exAnswered
	exDone
	exLost
)

// agentConn is a connection of the agents.
type agentConn struct {
	comp      [2]uint32
	wake      [2]EventID
	dest      uint32
	slot      uint32 // its ephemeral port, plus 1
	nextLive  uint32 // open connections to the same destination, plus 1
	prevLive  uint32
	closed    [2]bool
	connected bool

	tls    http.TLS
	flight [2]uint8 // the flight of TLS's handshake that an end writes or reads
	flown  [2]int64 // bytes of it so far
	tcpAt  [2]Time  // when the handshake of TCP was over at that end

	// The opener.
	keep, sure, refuses bool   // may be used again; an answer has shown it; an answer said close
	begin, end          uint32 // the first and the last exchange that it carried, plus 1
	head, tail          uint32 // exchanges that are not answered, plus 1
	writing             uint32 // the first of them that is not wholly written, plus 1
	lastDone            uint32 // the last exchange that was answered, plus 1
	depth, used         int64  // unanswered; carried in all
	extra               int64  // bytes that came beyond what Content-Length said
	giveUp, pause       Time
	giveUpBy, pauseBy   EventID

	// The other end.
	accepted, shut, stuck bool
	in, cur               uint32 // exchange whose request is being read; being answered; plus 1
	waiting               int64  // requests that have arrived and wait for those before them
	answers               int64
	last                  http.Verdict // what becomes of the connection after the answer at hand
	think, idle, will     Time
	thinkBy, idleBy       EventID
	willBy                EventID
	askAt, ansAt          int64 // where the next messages begin in the two streams
}

// dest is where an opener connects to: a server, or the next proxy.
type dest struct {
	from, to           uint8
	hop                uint8 // 0: the client opens, n: proxy n-1 does
	last               bool  // it is a server
	resolved, asking   bool
	tries              uint8
	port               uint16
	lst                uint32
	askAgain           Time
	askBy              EventID
	open               int64
	head, tail         uint32 // exchanges that wait for a connection, plus 1
	live, liveTail     uint32 // open connections, plus 1
	fresh              uint32 // ephemeral ports that have been used once
	freeHead, freeTail uint32 // ports that are free again, in that order, plus 1
	used               int64  // ports in use or held
}

// portSlot is an ephemeral port towards one destination.
type portSlot struct {
	port uint16
	next uint32 // in the list of free ones, plus 1
	conn uint32 // the last connection that used it, plus 1
}

// workerPool is what works on answers at one host.
type workerPool struct {
	busy       int64
	head, tail uint32 // exchanges that wait for a worker, plus 1
}

func (a *agents) share(by *page.Owner) {
	a.reqs.Share(by)
	a.exs.Share(by)
	a.conns.Share(by)
	a.dests.Share(by)
	a.slots.Share(by)
	a.srvs.Share(by)
}

func (w *World) page() *http.Config { return &w.cfg.HTTP[0] }

func (w *World) initAgents() {
	if len(w.cfg.HTTP) == 0 {
		return
	}
	a, c := &w.agents, w.page()
	a.on, a.set, a.poke = true, c.Start, Never
	if a.set.Ports == 0 {
		a.set.Ports = w.portRange(c.ClientHost)
	}
	a.comp = w.addComp(compAgent, ^uint32(0))
	a.heldComp = w.addComp(compAgent, ^uint32(0)-1)
	for range w.cfg.Hosts {
		a.srvs.Push(workerPool{})
	}
	from := c.ClientHost
	for i, p := range c.Proxies {
		w.addDest(dest{from: from, to: p.Host, port: p.Port, hop: uint8(i)})
		from = p.Host
	}
	for _, s := range c.Sites {
		w.addDest(dest{from: from, to: s.Host, port: s.Port, hop: uint8(len(c.Proxies)), last: true})
	}
}

// addDest adds a destination and the listening socket there.
func (w *World) addDest(d dest) {
	d.askAgain = Never
	for i := 0; i < w.lst.Len(); i++ {
		if l := w.lst.At(uint32(i)); l.host == d.to && l.port == d.port {
			d.lst = uint32(i) + 1
		}
	}
	if d.lst == 0 {
		d.lst = w.lst.Push(listener{host: d.to, port: d.port, open: true, agent: true}) + 1
	}
	w.agents.dests.Push(d)
}

// destOf is the destination behind a number of hops on the way to a site.
func (w *World) destOf(hop int, site uint8) uint32 {
	if n := len(w.page().Proxies); hop >= n {
		return uint32(n) + uint32(site)
	}
	return uint32(hop)
}

func (w *World) startAgents() {
	if !w.agents.on {
		return
	}
	w.agents.wake = w.root
	w.heap.set(w.agents.comp, 0)
	w.holdPorts()
}

// wakeAgent lets the agent that owns an end act in a frame of its own.
func (w *World) wakeAgent(ei uint32, id EventID) {
	ac := w.agents.conns.Mut(ei/2 - w.agents.first)
	if ac.closed[ei&1] { // nobody is there any more
		return
	}
	ac.wake[ei&1] = id
	w.sooner(ac.comp[ei&1], w.now+w.cfg.Hosts[w.conns.At(ei / 2).host[ei&1]].Wake)
}

// sooner brings a component's deadline forward.
func (w *World) sooner(c uint32, at Time) {
	if now, ok := w.heap.at(c); !ok || at < now {
		w.heap.set(c, at)
	}
}

// runAgent is the frame of an agent: i is the end that it acts on; above all ends stand the
// client's own business and the ports that are held from before.
func (w *World) runAgent(i uint32) {
	switch i {
	case ^uint32(0):
		w.runClient()
		return
	case ^uint32(0) - 1:
		w.releaseHeld()
		return
	}
	ac := w.agents.conns.Mut(i/2 - w.agents.first)
	w.heap.set(ac.comp[i&1], Never)
	if i&1 == 0 {
		w.runOpener(i / 2)
	} else {
		w.runAcceptor(i / 2)
	}
	if w.index == 0 { // nothing was left to do: the frame still says who woke
		ac = w.agents.conns.Mut(i/2 - w.agents.first)
		ev := w.blank(EvCall)
		w.about(ev, i)
		ev.Op, ev.Cause, ev.At2, ev.Rule, ev.A = OpRead, ac.wake[i&1], Never, rule.AppBlocked, 1<<19
		w.emit()
	}
	w.arm(i)
}

// arm sets an end's component to the first of its own deadlines.
func (w *World) arm(ei uint32) {
	ac := w.agents.conns.At(ei/2 - w.agents.first)
	at := min(ac.giveUp, ac.pause)
	if ei&1 == 1 {
		at = min(ac.think, ac.idle, ac.will)
	}
	if ac.closed[ei&1] {
		return
	}
	if at != Never {
		w.sooner(ac.comp[ei&1], max(at, w.now))
	}
}

// blankHTTP readies the event of an exchange (0: none), seen by one side of its
// connection; tell emits it.
func (w *World) blankHTTP(k http.Kind, x uint32, side int, r rule.ID, cause EventID) *Event {
	ev := w.blank(EvHTTP)
	ev.Sub, ev.Rule, ev.Host, ev.Side = uint8(k), r, w.page().ClientHost, uint8(side)
	if cause != 0 {
		ev.Cause = cause
	}
	if x != 0 {
		ex := w.agents.exs.At(x - 1)
		ev.Req = int32(ex.req)
		if ex.conn != 0 {
			ev.Conn = ex.conn - 1
			ev.Host = w.conns.At(ev.Conn).host[side]
		}
	}
	return ev
}

func (w *World) tell(k http.Kind, x uint32, side int, r rule.ID, cause EventID, a, b int64) EventID {
	ev := w.blankHTTP(k, x, side, r, cause)
	ev.A, ev.B = a, b
	return w.emit()
}

// tellConn emits an HTTP event about a connection and no request.
func (w *World) tellConn(k http.Kind, ei uint32, r rule.ID, cause EventID, a, b int64) EventID {
	ev := w.blankHTTP(k, 0, int(ei&1), r, cause)
	w.about(ev, ei)
	ev.A, ev.B = a, b
	return w.emit()
}

// agentCall emits the event of a socket call of an agent. What TCP makes of the call is
// caused by it.
func (w *World) agentCall(ei uint32, op Op, arg, res int64, errno tcp.Errno, cause EventID) EventID {
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.A, ev.B, ev.Rule, ev.At2, ev.Sub = op, arg, res, rule.AppCall, w.now, uint8(errno)
	if cause != 0 {
		ev.Cause = cause
	}
	id := w.emit()
	w.root = id
	return id
}

func (w *World) agentConn(ci uint32) *agentConn { return w.agents.conns.Mut(ci - w.agents.first) }

func (w *World) ex(x uint32) *exchange { return w.agents.exs.Mut(x - 1) }

// waitFor tells that an exchange waits, and for what; once for each reason.
func (w *World) waitFor(x uint32, side int, v http.Verdict, cause EventID) {
	ex := w.ex(x)
	if ex.waits == v.Rule {
		return
	}
	w.goesOn(x, side, cause)
	id := w.tell(http.Queued, x, side, v.Rule, cause, v.A, v.B)
	ex = w.ex(x)
	ex.waits, ex.since, ex.by = v.Rule, w.now, id
}

// goesOn tells that a wait is over, if there was one; it returns the cause of what follows.
func (w *World) goesOn(x uint32, side int, cause EventID) EventID {
	ex := w.ex(x)
	if ex.waits == rule.None {
		return cause
	}
	r, since := ex.waits, ex.since
	ex.waits = rule.None
	return w.tell(http.Started, x, side, r, cause, int64(w.now-since), 0)
}
