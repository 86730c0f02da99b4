package sim

import (
	"teacp/sim/http"
	"teacp/sim/page"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// agents are the HTTP client and server of a page, as values. They act in frames of their
// own, through the same socket calls as scripts.
type agents struct {
	on       bool
	set      http.Settings
	comp     uint32 // of the client's own component: start and DNS
	first    uint32 // first connection that an agent opened
	opened   bool
	open     int64 // connections that the client holds
	done     int64 // requests that have ended
	lst      uint32
	resolved bool
	reqs     page.Vec[request]
	conns    page.Vec[agentConn]
	wake     EventID
}

// request is one object on its way.
type request struct {
	state reqState
	conn  uint32 // plus 1
	at    Time
}

type reqState uint8

const (
	reqUnknown reqState = iota // the HTML that names it has not been read
	reqQueued
	reqActive
	reqDone
)

// agentConn is a connection of the agents.
type agentConn struct {
	comp [2]uint32
	wake [2]EventID
	req  uint32 // plus 1: the request being served; 0: idle
	connected,
	closed,
	srvClosed bool
	toRead   int64 // bytes of the answer that the client still wants
	accepted bool  // the server's accept has been told
	answered bool  // the first byte of the answer has come
	asked    int64 // bytes of the request that the server still wants
	toWrite  int64 // bytes of the answer that the server still has to write
	header   int64 // of these, bytes of the header that leave in a write of their own
	think    Time  // the server answers at this instant; Never: it does not think
	keep     bool
}

func (a *agents) freeze() agents {
	c := *a
	c.reqs, c.conns = a.reqs.Freeze(), a.conns.Freeze()
	return c
}

func (a *agents) thaw() agents {
	c := *a
	c.reqs, c.conns = a.reqs.Thaw(), a.conns.Thaw()
	return c
}

func (w *World) page() *http.Config { return &w.cfg.HTTP[0] }

func (w *World) initAgents() {
	if len(w.cfg.HTTP) == 0 {
		return
	}
	a, c := &w.agents, w.page()
	a.on, a.set = true, c.Start
	for range c.Objects {
		a.reqs.Push(request{})
	}
	a.comp = w.addComp(compAgent, ^uint32(0))
	a.lst = w.lst.Push(listener{host: c.ServerHost, port: c.ServerPort, open: true, agent: true}) + 1
}

func (w *World) startAgents() {
	if w.agents.on {
		w.agents.wake = w.root
		w.heap.set(w.agents.comp, 0)
	}
}

// wakeAgent lets the agent that owns an end act in a frame of its own.
func (w *World) wakeAgent(ei uint32, k tcp.OutKind, id EventID) {
	ac := w.agents.conns.Mut(ei/2 - w.agents.first)
	ac.wake[ei&1] = id
	w.heap.set(ac.comp[ei&1], w.now+w.cfg.Hosts[w.conns.At(ei / 2).host[ei&1]].Wake)
}

// runAgent is the frame of an agent: i is the end that it acts on, or all ones for the
// client's own business.
func (w *World) runAgent(i uint32) {
	if i == ^uint32(0) {
		w.heap.set(w.agents.comp, Never)
		w.startPage()
		return
	}
	ac := w.agents.conns.Mut(i/2 - w.agents.first)
	w.heap.set(ac.comp[i&1], Never)
	if i&1 == 0 {
		w.runClient(i/2, ac)
	} else {
		w.runServer(i/2, ac)
	}
	if w.index == 0 { // nothing was left to do: the frame still says who woke
		op := OpRead
		if i&1 == 1 && !ac.accepted {
			op, ac.accepted = OpAccept, true
		}
		ev := w.blank(EvCall)
		w.about(ev, i)
		ev.Op, ev.Rule, ev.Cause = op, rule.AppCall, ac.wake[i&1]
		if op == OpRead { // it would block
			ev.At2, ev.Rule, ev.A = Never, rule.AppBlocked, 1<<19
		} else {
			ev.At2 = w.now
		}
		w.emit()
	}
}

// startPage looks the name up, or asks for the HTML.
func (w *World) startPage() {
	a := &w.agents
	if a.set.DNS && !a.resolved {
		ev := w.httpEvent(http.DNSStart, 0, rule.Dns, a.wake)
		_ = ev
		w.datagram(0)
		return
	}
	w.want(0, a.wake)
}

// httpEvent emits an HTTP event about a request.
func (w *World) httpEvent(k http.Kind, req int32, r rule.ID, cause EventID) EventID {
	ev := w.blank(EvHTTP)
	ev.Sub, ev.Req, ev.Rule, ev.Host = uint8(k), req, r, w.page().ClientHost
	if w.index == 0 {
		ev.Cause = cause
	}
	if req >= 0 && int(req) < w.agents.reqs.Len() {
		if c := w.agents.reqs.At(uint32(req)).conn; c != 0 {
			ev.Conn = c - 1
		}
		ev.A = w.page().Objects[req].Size
	}
	return w.emit()
}

// agentCall emits the event of a socket call of an agent.
func (w *World) agentCall(ei uint32, op Op, arg, res int64, cause EventID) {
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.A, ev.B, ev.Rule, ev.At2 = op, arg, res, rule.AppCall, w.now
	if w.index == 0 {
		ev.Cause = cause
	}
	w.emit()
}

// want makes an object wanted: it goes on a free connection, on a new one, or waits.
func (w *World) want(i uint32, cause EventID) {
	r := w.agents.reqs.Mut(i)
	r.state, r.at = reqQueued, w.now
	if !w.dispatch(i, cause) {
		w.httpEvent(http.Queued, int32(i), rule.Pool, cause)
	}
}

// dispatch gives a request a connection, if one may be had.
func (w *World) dispatch(i uint32, cause EventID) bool {
	a := &w.agents
	if a.set.Keeps() {
		for c := 0; c < a.conns.Len(); c++ {
			if ac := a.conns.At(uint32(c)); ac.keep && ac.connected && !ac.closed && ac.req == 0 {
				w.use(uint32(c), i, cause)
				return true
			}
		}
	}
	if a.open >= a.set.Limit() {
		return false
	}
	w.newConnection(i, cause)
	return true
}

// newConnection opens a connection for a request.
func (w *World) newConnection(i uint32, cause EventID) {
	a, c := &w.agents, w.page()
	ci := w.addConn(connRec{host: [2]uint8{c.ClientHost, c.ServerHost}, port: [2]uint16{w.port(), c.ServerPort}, script: -1, lst: a.lst})
	if !a.opened {
		a.opened, a.first = true, ci
	}
	n := a.conns.Push(agentConn{req: i + 1, think: Never, keep: a.set.Keeps()})
	ac := a.conns.Mut(n)
	ac.comp = [2]uint32{w.addComp(compAgent, 2*ci), w.addComp(compAgent, 2*ci+1)}
	a.open++
	r := a.reqs.Mut(i)
	r.state, r.conn = reqActive, ci+1
	w.ends.Mut(2 * ci).agent = true
	w.ends.Mut(2*ci + 1).agent = true
	w.httpEvent(http.Connect, int32(i), rule.Handshaking, cause)
	w.agentCall(2*ci, OpConnect, int64(c.ServerPort), 0, cause)
	if a.set.NoDelay {
		w.open(2*ci).conn.SetOpt(w.callEnv(2*ci), tcp.OptNoDelay, 1)
	}
	w.connect(2 * ci)
}

// port is the next ephemeral port of the client.
func (w *World) port() uint16 {
	h := &w.cfg.Hosts[w.page().ClientHost]
	lo, hi := uint32(h.PortLo), uint32(h.PortHi)
	if lo == 0 {
		lo, hi = 32768, 60999
	}
	return uint16(lo + uint32(w.agents.conns.Len())%(hi-lo+1))
}

// use sends a request on an open connection.
func (w *World) use(n, i uint32, cause EventID) {
	a := &w.agents
	ac := a.conns.Mut(n)
	r := a.reqs.Mut(i)
	r.state, r.conn = reqActive, a.first+n+1
	ac.req, ac.answered = i+1, false
	w.request(a.first+n, ac, cause)
}

// request writes the request of a connection.
func (w *World) request(ci uint32, ac *agentConn, cause EventID) {
	var buf [512]byte
	i := int(ac.req - 1)
	n := int64(len(http.RequestText(buf[:0], w.page(), &w.agents.set, i)))
	head := int64(len(http.HeaderText(buf[:0], w.page(), &w.agents.set, i)))
	ac.asked, ac.header = n, head
	ac.toRead = head + w.page().Objects[i].Size
	w.httpEvent(http.Sent, int32(i), rule.Request, cause)
	w.agentCall(2*ci, OpWrite, n, n, cause)
	w.ends.Mut(2*ci).conn.Write(w.callEnv(2*ci), n, false)
	w.settle(2 * ci)
}

// runClient reads what has come and goes on with the next request.
func (w *World) runClient(ci uint32, ac *agentConn) {
	e := w.ends.Mut(2 * ci)
	cause := ac.wake[0]
	if !ac.connected && e.conn.State() >= tcp.Established {
		ac.connected = true
		if ac.req != 0 {
			w.request(ci, ac, cause)
		}
	}
	for {
		n, eof, errno := e.conn.Peek(1 << 19)
		if n == 0 {
			if (eof || errno != tcp.OK && errno != tcp.ErrAgain && errno != tcp.ErrNotConn) && !ac.closed {
				w.closeClient(ci, ac, cause)
			}
			return
		}
		w.agentCall(2*ci, OpRead, 1<<19, n, cause)
		e.conn.Read(w.callEnv(2*ci), n)
		w.settle(2 * ci)
		w.answer(ci, ac, n, cause)
		ac = w.agents.conns.Mut(ci - w.agents.first)
		e = w.ends.Mut(2 * ci)
	}
}

// answer counts bytes of an answer that the client has read.
func (w *World) answer(ci uint32, ac *agentConn, n int64, cause EventID) {
	if ac.req == 0 {
		return
	}
	i := int32(ac.req - 1)
	if !ac.answered {
		ac.answered = true
		w.httpEvent(http.FirstByte, i, rule.Response, cause)
	}
	ac.toRead -= n
	if ac.toRead > 0 {
		return
	}
	w.finish(uint32(i), cause)
	ac.req = 0
	if ac.keep && !w.agents.set.Keeps() {
		w.closeClient(ci, ac, cause)
	}
	w.refill(cause)
}

// finish ends a request; the HTML makes the other objects wanted.
func (w *World) finish(i uint32, cause EventID) {
	a := &w.agents
	a.reqs.Mut(i).state = reqDone
	a.done++
	w.httpEvent(http.Done, int32(i), rule.Response, cause)
	if a.done == int64(a.reqs.Len()) {
		w.httpEvent(http.PageDone, -1, rule.Response, cause)
	}
}

// refill starts what waits: after the HTML all objects are wanted; a connection that has
// become free takes the next.
func (w *World) refill(cause EventID) {
	a := &w.agents
	for i := 0; i < a.reqs.Len(); i++ {
		switch a.reqs.At(uint32(i)).state {
		case reqUnknown:
			if a.reqs.At(0).state == reqDone {
				w.want(uint32(i), cause)
			}
		case reqQueued:
			if !w.dispatch(uint32(i), cause) {
				return
			}
		}
	}
	if a.done == int64(a.reqs.Len()) {
		w.closeIdle(cause)
	}
}

// closeIdle closes the connections that nothing needs any more.
func (w *World) closeIdle(cause EventID) {
	a := &w.agents
	for c := 0; c < a.conns.Len(); c++ {
		if ac := a.conns.At(uint32(c)); ac.keep && ac.connected && !ac.closed && ac.req == 0 {
			w.closeClient(a.first+uint32(c), a.conns.Mut(uint32(c)), cause)
		}
	}
}

// closeClient closes the client's end; a connection that may be opened instead is.
func (w *World) closeClient(ci uint32, ac *agentConn, cause EventID) {
	ac.closed = true
	failed := ac.req
	w.agents.open--
	w.agentCall(2*ci, OpClose, 0, 0, cause)
	w.ends.Mut(2 * ci).conn.Close(w.callEnv(2 * ci))
	w.settle(2 * ci)
	if failed != 0 {
		w.httpEvent(http.Failed, int32(failed-1), rule.StateReset, cause)
		w.agents.reqs.Mut(failed - 1).state = reqDone
		w.agents.done++
		w.agents.conns.Mut(ci - w.agents.first).req = 0
	}
	w.refill(cause)
}

// runServer reads requests and writes answers.
func (w *World) runServer(ci uint32, ac *agentConn) {
	ei := 2*ci + 1
	e := w.ends.Mut(ei)
	cause := ac.wake[1]
	if w.agents.set.NoDelay {
		e.conn.SetOpt(w.callEnv(ei), tcp.OptNoDelay, 1)
	}
	n, eof, _ := e.conn.Peek(1 << 19)
	if n > 0 {
		w.agentCall(ei, OpRead, 1<<19, n, cause)
		e.conn.Read(w.callEnv(ei), n)
		w.settle(ei)
		if ac.asked -= n; ac.asked <= 0 && ac.req != 0 {
			ac.think = w.now + w.agents.set.Think
			ac.toWrite = ac.header + w.page().Objects[ac.req-1].Size
		}
	}
	if ac.think != Never && w.now < ac.think {
		w.heap.set(ac.comp[1], ac.think)
		return
	}
	if ac.think != Never {
		ac.think = Never
		w.httpEvent(http.Served, int32(ac.req-1), rule.Server, cause)
	}
	if ac.toWrite > 0 {
		w.serve(ci, ac, cause)
	}
	if eof && !ac.srvClosed && ac.toWrite == 0 {
		w.closeServer(ci, ac, cause)
	}
}

// serve writes as much of the answer as the send buffer takes.
func (w *World) serve(ci uint32, ac *agentConn, cause EventID) {
	ei := 2*ci + 1
	for ac.toWrite > 0 {
		e := w.ends.Mut(ei)
		free, errno := e.conn.Room(w.policyOf(ei), &w.mem)
		if errno != tcp.OK {
			ac.toWrite = 0
			break
		}
		if !free { // nothing to settle: what the last write gave has been told
			e.conn.AwaitRoom()
			return
		}
		n := ac.toWrite
		if w.agents.set.Split && ac.header > 0 {
			n = min(n, ac.header)
		}
		n, _ = e.conn.Write(w.callEnv(ei), n, false)
		w.agentCall(ei, OpWrite, n, n, cause)
		w.settle(ei)
		ac = w.agents.conns.Mut(ci - w.agents.first)
		ac.toWrite -= n
		ac.header = max(ac.header-n, 0)
	}
	if !ac.keep && !ac.srvClosed {
		w.closeServer(ci, ac, cause)
	}
}

func (w *World) closeServer(ci uint32, ac *agentConn, cause EventID) {
	ac.srvClosed = true
	w.agentCall(2*ci+1, OpClose, 0, 0, cause)
	w.ends.Mut(2*ci + 1).conn.Close(w.callEnv(2*ci + 1))
	w.settle(2*ci + 1)
}

// datagram sends a DNS question (A 0) or its answer (A 1).
func (w *World) datagram(kind int64) {
	c := w.page()
	from, to := c.ClientHost, c.ServerHost
	if kind == 1 {
		from, to = to, from
	}
	pk := Packet{Conn: NoConn, Sent: w.now, To: to, Dgram: true, A: kind, Bytes: int32(20 + 8 + 12 + len(c.Host) + 6)}
	if kind == 1 {
		pk.Bytes += 16
	}
	pi := w.route(from, to)
	p := w.paths.At(pi)
	pk.Link, pk.Dir = p.link, p.dir
	pk.SentBy = EventID(uint64(w.frame+1)<<16 | uint64(w.index))
	lost, _ := w.transmit(pi, &pk, false)
	ev := w.blank(EvDgram)
	ev.Host, ev.Rule, ev.A, ev.Link, ev.Dir, ev.Req = from, rule.Dns, kind, pk.Link, pk.Dir, 0
	if lost == rule.None {
		ev.At2 = pk.Arrives
	}
	like := *ev
	id := w.emit()
	w.disturbed(like, id)
	if lost != rule.None {
		ev := w.blank(EvLost)
		ev.Host, ev.Rule, ev.Cause = from, lost, id
		w.emit()
	}
	if kind == 0 && lost != rule.None { // the resolver asks again (RFC 1035 section 4.2.1)
		w.agents.wake = id
		w.heap.set(w.agents.comp, w.now+5_000_000_000)
	}
}

// datagramArrives answers a question, or ends the look-up.
func (w *World) datagramArrives(pk *Packet) {
	ev := w.blank(EvDgramRecv)
	ev.Host, ev.Cause, ev.Rule, ev.A, ev.Link, ev.Dir = pk.To, pk.SentBy, rule.Dns, pk.A, pk.Link, pk.Dir
	id := w.emit()
	if pk.A == 0 {
		w.datagram(1)
		return
	}
	if w.agents.resolved {
		return
	}
	w.agents.resolved = true
	w.httpEvent(http.DNSDone, 0, rule.Dns, id)
	w.want(0, id)
}

// agentView says what an agent is doing at one end of a connection.
func (w *World) agentView(conn uint32, side int) AppView {
	a := &w.agents
	if !a.on || !a.opened || conn < a.first || int(conn-a.first) >= a.conns.Len() {
		return AppView{}
	}
	ac := a.conns.At(conn - a.first)
	v := AppView{Exists: true, Op: OpRead, Blocked: true, Until: Never, Step: -1}
	switch {
	case side == 0 && ac.closed, side == 1 && ac.srvClosed:
		v.Op, v.Blocked, v.Done = OpClose, false, true
	case side == 0 && !ac.connected:
		v.Op = OpConnect
	case side == 1 && ac.think != Never:
		v.Op, v.Until = OpSleep, ac.think
	case side == 1 && ac.toWrite > 0:
		v.Op = OpWrite
	}
	return v
}

// endDead is told when an end is freed.
func (w *World) endDead(ei uint32) {}

// agentKnobs are the knobs of the page.
func (c *Config) agentKnobs() []Knob {
	if len(c.HTTP) == 0 {
		return nil
	}
	set := func(f func(*http.Settings, int64)) func(*World, int64) {
		return func(w *World, v int64) {
			f(&w.agents.set, v)
			if w.frame > 0 && w.agents.opened {
				w.refill(w.root)
			}
		}
	}
	b := func(x bool) int64 {
		if x {
			return 1
		}
		return 0
	}
	return []Knob{
		{Name: "http.strategy", Scope: "http", Label: "connections are used", Help: "one for each request, several at once, or again and again", Kind: KnobEnum, Values: http.StrategyNames,
			Rules: []rule.ID{rule.Pool}, get: func(w *World) int64 { return int64(w.agents.set.Strategy) },
			set: set(func(s *http.Settings, v int64) { s.Strategy = http.Strategy(v) })},
		{Name: "http.connections", Scope: "http", Label: "parallel connections", Help: "how many connections the client may hold at once (strategies parallel and persistent-parallel)", Kind: KnobInt, Min: 1, Max: http.MaxConnections,
			Rules: []rule.ID{rule.Pool}, get: func(w *World) int64 { return w.agents.set.Connections },
			set: set(func(s *http.Settings, v int64) { s.Connections = v })},
		{Name: "http.dns", Scope: "http", Label: "DNS look-up", Help: "look the server's name up first: one datagram each way", Kind: KnobBool, Max: 1,
			Rules: []rule.ID{rule.Dns}, get: func(w *World) int64 { return b(w.agents.set.DNS) }, set: set(func(s *http.Settings, v int64) { s.DNS = v != 0 })},
		{Name: "http.think", Scope: "http", Label: "server think time", Help: "how long the server works on an answer", Kind: KnobDuration, Max: int64(3600 * 1e9),
			Rules: []rule.ID{rule.Server}, get: func(w *World) int64 { return int64(w.agents.set.Think) }, set: set(func(s *http.Settings, v int64) { s.Think = Time(v) })},
		{Name: "http.split", Scope: "http", Label: "header and body apart", Help: "the server writes header and body in two calls", Kind: KnobBool, Max: 1,
			get: func(w *World) int64 { return b(w.agents.set.Split) }, set: set(func(s *http.Settings, v int64) { s.Split = v != 0 })},
		{Name: "http.nodelay", Scope: "http", Label: "TCP_NODELAY", Help: "client and server switch Nagle off on their sockets", Kind: KnobBool, Max: 1,
			Rules: []rule.ID{rule.Nagle, rule.Minshall}, get: func(w *World) int64 { return b(w.agents.set.NoDelay) }, set: set(func(s *http.Settings, v int64) { s.NoDelay = v != 0 })},
	}
}
