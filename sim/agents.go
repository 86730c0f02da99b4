package sim

import (
	"teacp/sim/agent"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// Components of the schedule that belong to no end of a connection.
const (
	clientComp = ^uint32(0) - iota
	heldComp
)

// initAgents makes the agents of a page: destinations and their listening sockets.
func (w *World) initAgents() {
	if len(w.cfg.HTTP) == 0 {
		return
	}
	c := w.page()
	lo, n := w.cfg.ephemeral(c.ClientHost)
	w.agents.Init(c, len(w.cfg.Hosts), n)
	w.agents.Comp = w.addComp(compAgent, clientComp)
	w.agents.HeldComp = w.addComp(compAgent, heldComp)
	from := c.ClientHost
	for i, p := range c.Proxies {
		w.addDest(agent.Dest{From: from, To: p.Host, Port: p.Port, Hop: uint8(i), PortLo: lo, Ports: n})
		from = p.Host
		lo, n = w.cfg.ephemeral(from)
	}
	for _, s := range c.Sites {
		w.addDest(agent.Dest{From: from, To: s.Host, Port: s.Port, Hop: uint8(len(c.Proxies)),
			Last: true, PortLo: lo, Ports: n})
	}
}

// addDest adds a destination and the listening socket there.
func (w *World) addDest(d agent.Dest) {
	d.AskAgain = Never
	for i := range uint32(w.listeners.Len()) {
		if l := w.listeners.At(i); l.host == d.To && l.port == d.Port {
			d.Listener = i + 1
		}
	}
	if d.Listener == 0 {
		d.Listener = w.addListener(d.To, d.Port, true)
	}
	w.agents.Dests.Push(d)
}

func (w *World) startAgents() {
	if !w.agents.On {
		return
	}
	pageClient{w}.setUpListeners()
	w.agents.WakeBy = w.root
	w.heap.set(w.agents.Comp, 0)
	pageClient{w}.holdPorts()
}

// runAgent is the frame of an agent: i is the end that it acts on, or one of the components above.
func (w *World) runAgent(i uint32) {
	switch i {
	case clientComp:
		pageClient{w}.run()
		return
	case heldComp:
		pageClient{w}.releaseHeld()
		return
	}
	c := w.agents.Conn(i / 2)
	w.heap.set(c.Comp[i&1], Never)
	if i&1 == 0 {
		w.opener(i / 2).run()
	} else {
		w.acceptor(i / 2).run()
	}
	if w.index == 0 { // the agent had nothing left to do: the frame still says what woke it
		ev := w.blank(EvCall)
		w.about(ev, i)
		ev.Op, ev.Cause, ev.At2, ev.Rule, ev.A = OpRead, c.Wake[i&1], Never, rule.AppBlocked, maxRead
		w.emit()
	}
	w.scheduleAgent(i)
}

// agentClosed tells the agent of an end that its socket was closed under it.
func (w *World) agentClosed(ei uint32, cause EventID) {
	c := w.agents.ReadConn(ei / 2)
	switch {
	case ei&1 == 0 && !c.Closed[0]:
		w.opener(ei/2).abandon(rule.ConnLost, rule.HandClose, cause)
	case ei&1 == 1 && !c.Closed[1]:
		w.acceptor(ei/2).close(rule.HandClose, cause)
	}
}

// agentView says what an agent is doing at one end of a connection.
func (w *World) agentView(conn uint32, side int) AppView {
	if !w.agents.Has(conn) {
		return AppView{}
	}
	v := AppView{Exists: true, Blocked: true}
	switch w.agents.Doing(conn, side) {
	case agent.Reading:
		v.Op = OpRead
	case agent.Connecting:
		v.Op = OpConnect
	case agent.Writing:
		v.Op = OpWrite
	case agent.Pausing:
		v.Op = OpSleep
	case agent.Closed:
		v.Op, v.Blocked, v.Done = OpClose, false, true
	}
	return v
}

// Exchange is one request and its answer on one connection: what was said, and where it
// stands in the two streams. Offsets count bytes of a stream's payload from
// 0; a segment's payload begins at its sequence number minus 1.
type Exchange struct {
	Req      int32
	Conn     uint32 // NoConn: it waits for a connection
	Ask, Ans http.Message
	AskAt    int64 // the request is [AskAt, AskAt+AskLen) of the opener's stream
	AskLen   int64 // 0: not composed yet
	AskSent  int64 // bytes that the opener has written
	AnsAt    int64 // the answer is [AnsAt, AnsAt+AnsLen) of the other stream
	AnsLen   int64 // 0: not composed yet
	Done     bool
}

// Exchanges is the number of exchanges so far.
func (w *World) Exchanges() int { return w.agents.Exs.Len() }

// Exchange reads one; they are in the order in which they were wanted.
func (w *World) Exchange(i int) Exchange {
	e := w.agents.Exs.At(uint32(i))
	v := Exchange{Req: int32(e.Req), Conn: NoConn, Ask: e.Ask, Ans: e.Ans, AskAt: e.AskAt, AskLen: e.AskLen,
		AskSent: e.AskSent, AnsAt: e.AnsAt, AnsLen: e.AnsLen, Done: e.State == agent.ExDone}
	if e.Conn != 0 {
		v.Conn = e.Conn - 1
	}
	return v
}

// ExchangesOf calls f for the exchanges of a connection, in the order of their requests.
func (w *World) ExchangesOf(conn uint32, f func(*Exchange) bool) {
	w.agents.Of(conn, func(x uint32) bool {
		v := w.Exchange(int(x) - 1)
		return f(&v)
	})
}

// Progress is how far the page has come.
type Progress struct {
	Requests, Done, Failed, Open int64
	Waiting                      int64 // requests that wait for a connection
}

// Progress reads it.
func (w *World) Progress() Progress {
	a := &w.agents
	if !a.On {
		return Progress{}
	}
	p := Progress{Requests: a.Set.Count(w.page()), Done: a.Done, Failed: a.Failed, Open: a.Open}
	for d := range uint32(a.Dests.Len()) {
		p.Waiting += a.Waiting(a.Dests.At(d))
	}
	return p
}

// TLSOf is the version of TLS that a connection was opened with.
func (w *World) TLSOf(conn uint32) http.TLS {
	if !w.agents.Has(conn) {
		return http.TLSOff
	}
	return w.agents.ReadConn(conn).TLS
}

// PortPool is a pool of ephemeral ports towards one destination.
type PortPool struct {
	From, To   uint8 // hosts
	Port       uint16
	Used, Size int64 // ports in use, TIME-WAIT included; ports that there are
	Lo         uint16
	Waiting    int64 // requests that wait for a connection
}

// PortPools lists the pools of the run's HTTP agents.
func (w *World) PortPools() []PortPool {
	var out []PortPool
	for i := range uint32(w.agents.Dests.Len()) {
		d := w.agents.Dests.At(i)
		out = append(out, PortPool{From: d.From, To: d.To, Port: d.Port, Used: d.Used, Size: w.agents.PortCount(d),
			Lo: d.PortNumber(0), Waiting: w.agents.Waiting(d)})
	}
	return out
}
