package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// runClient is the client's own business: to begin, to ask for what is wanted later, to
// repeat look-ups, and to go on where a port has become free.
func (w *World) runClient() {
	a := &w.agents
	w.heap.set(a.comp, Never)
	cause := a.wake
	if !a.begun {
		a.begun = true
		a.base = cause
		if w.page().Page && a.set.Transactions <= 0 {
			w.wantNext(cause)
		} else {
			w.wantRest(cause)
		}
	}
	for a.later != 0 && a.reqs.At(a.later-1).at <= w.now {
		i := a.later - 1
		if a.later = a.reqs.At(i).next; a.later == 0 {
			a.laterEnd = 0
		}
		w.want(i, a.base)
	}
	for d := 0; d < a.dests.Len(); d++ {
		if a.dests.At(uint32(d)).askAgain <= w.now {
			w.lookUp(uint32(d), a.dests.At(uint32(d)).askBy)
		}
		if a.poke <= w.now {
			w.pump(uint32(d), cause)
		}
	}
	if a.poke <= w.now {
		a.poke = Never
	}
	w.fill(cause)
	if w.index == 0 { // somebody else was quicker
		w.tell(http.Started, 0, 0, rule.PortWait, cause, 0, 0)
	}
	w.armClient()
}

func (w *World) armClient() {
	a := &w.agents
	at := a.poke
	if a.later != 0 {
		at = min(at, a.reqs.At(a.later-1).at)
	}
	for d := 0; d < a.dests.Len(); d++ {
		at = min(at, a.dests.At(uint32(d)).askAgain)
	}
	if at != Never {
		w.heap.set(a.comp, max(at, w.now))
	}
}

// object is what a request asks for.
func (w *World) object(req uint32) *http.Object { return w.page().Object(int32(req)) }

// wantNext makes the next request wanted, now or at its own time.
func (w *World) wantNext(cause EventID) {
	a := &w.agents
	i := a.reqs.Push(request{state: reqLater})
	a.next++
	at := w.object(i).At
	if at == 0 {
		w.want(i, cause)
		return
	}
	w.wantLater(i, w.now+at)
}

// wantLater keeps a request until its time; they are in order of it.
func (w *World) wantLater(i uint32, at Time) {
	a := &w.agents
	a.reqs.Mut(i).at = at
	switch {
	case a.later == 0:
		a.later, a.laterEnd = i+1, i+1
	case a.reqs.At(a.laterEnd-1).at <= at:
		a.reqs.Mut(a.laterEnd - 1).next = i + 1
		a.laterEnd = i + 1
	default:
		p := &a.later
		for *p != 0 && a.reqs.At(*p-1).at <= at {
			p = &a.reqs.Mut(*p - 1).next
		}
		a.reqs.Mut(i).next = *p
		*p = i + 1
	}
	w.armClient()
}

// wantRest makes all that is known wanted; of transactions without end only as many as the
// client has connections for.
func (w *World) wantRest(cause EventID) {
	a := &w.agents
	if a.set.Transactions > 0 {
		w.fill(cause)
		return
	}
	a.base = cause
	for a.next < int64(len(w.page().Objects)) {
		w.wantNext(cause)
	}
}

// fill keeps as many transactions under way as there may be connections.
func (w *World) fill(cause EventID) {
	a := &w.agents
	if a.set.Transactions <= 0 || !a.begun {
		return
	}
	for a.next < a.set.Count(w.page()) && a.next-a.done-a.failed < a.set.Limit() {
		w.wantNext(cause)
	}
}

// want asks for an object: its URL says which host.
func (w *World) want(i uint32, cause EventID) {
	r := w.agents.reqs.Mut(i)
	r.state, r.at = reqWanted, w.now
	ev := w.blankHTTP(http.URL, 0, 0, rule.URLHost, cause)
	ev.Req, ev.B = int32(i), int64(w.page().Sites[w.object(i).Site].Port)
	id := w.emit()
	w.queueUp(w.destOf(0, w.object(i).Site), w.newExchange(i), id)
}

// newExchange makes an exchange for a request.
func (w *World) newExchange(i uint32) uint32 {
	a := &w.agents
	x := a.exs.Push(exchange{req: i}) + 1
	r := a.reqs.Mut(i)
	r.attempts++
	w.ex(x).ask.Method = w.object(i).Method
	return x
}

// queueUp puts an exchange in the queue of a destination.
func (w *World) queueUp(d, x uint32, cause EventID) {
	de := w.agents.dests.Mut(d)
	w.ex(x).next = 0
	if de.tail != 0 {
		w.ex(de.tail).next = x
		de.tail = x
		v, _ := w.place(d, de.head)
		if v.Do != http.Wait {
			v = http.Verdict{Rule: w.ex(de.head).waits, A: v.A, B: v.B}
		}
		w.waitFor(x, 0, v, cause)
		return
	}
	de.head, de.tail = x, x
	w.pump(d, cause)
}

// pump gives waiting exchanges of a destination their connections, as far as that goes.
func (w *World) pump(d uint32, cause EventID) {
	for {
		de := w.agents.dests.Mut(d)
		x := de.head
		if x == 0 {
			return
		}
		v, ci := w.place(d, x)
		switch v.Do {
		case http.Wait:
			if v.Rule == rule.Dns && !de.asking {
				if w.lookUp(d, cause); w.agents.dests.At(d).head != x {
					return // nobody could be asked
				}
			}
			w.waitFor(x, 0, v, cause)
			return
		case http.Evict:
			if !w.evict(d, cause) {
				return
			}
			continue
		}
		if de.head = w.ex(x).next; de.head == 0 {
			de.tail = 0
		}
		w.ex(x).next = 0
		id := w.goesOn(x, 0, cause)
		if v.Do == http.Open {
			w.openConn(d, x, id)
		} else {
			w.use(ci, x, v, id)
		}
	}
}

// place asks the policy where an exchange goes; it returns the connection that is meant.
func (w *World) place(d, x uint32) (http.Verdict, uint32) {
	a := &w.agents
	de := a.dests.At(d)
	s := a.set
	if de.hop > 0 { // a proxy's own policy
		s.Strategy, s.Connections, s.Total = http.PersistentParallel, http.MaxConnections, 0
		if s.Relay[de.hop-1] == http.RelayBlind {
			s.Strategy = http.Parallel
		}
	}
	l := http.Look{Method: w.ex(x).ask.Method, Open: de.open, Total: a.open, Used: de.used, Ports: w.ports(de),
		Unknown: s.DNS && de.hop == 0 && !de.resolved, Best: 1 << 30}
	ci := uint32(0)
	if s.Keeps() {
		for c := de.live; c != 0; c = a.conns.At(c - 1).nextLive {
			ac := a.conns.At(c - 1)
			if !ac.keep || !ac.connected || l.Idle || ac.depth >= l.Best {
				continue
			}
			l.Idle, l.Best, l.Sure, ci = ac.depth == 0, ac.depth, ac.sure, a.first+c-1
			l.Post = ac.tail != 0 && a.exs.At(ac.tail-1).ask.Method == http.POST
		}
	}
	if s.Total > 0 && l.Open < s.Limit() {
		l.Others = w.idleConn(d) != 0
	}
	return http.Place(&s, l), ci
}

// idleConn is an idle connection of the client to another destination than d, plus 1.
func (w *World) idleConn(d uint32) uint32 {
	a := &w.agents
	for k := uint32(0); int(k) < a.dests.Len(); k++ {
		if de := a.dests.At(k); k != d && de.hop == 0 {
			for c := de.live; c != 0; c = a.conns.At(c - 1).nextLive {
				if ac := a.conns.At(c - 1); ac.connected && ac.depth == 0 {
					return a.first + c
				}
			}
		}
	}
	return 0
}

// evict closes an idle connection, so that one to d may be opened.
func (w *World) evict(d uint32, cause EventID) bool {
	c := w.idleConn(d)
	if c == 0 {
		return false
	}
	w.closeOpener(c-1, rule.PoolTotal, cause)
	return true
}

// requestEnded is told that a request is done with, one way or the other; id is its event.
func (w *World) requestEnded(i uint32, id EventID) {
	a := &w.agents
	c := w.page()
	if c.Page && i == 0 && a.set.Transactions <= 0 && a.reqs.At(0).state == reqDone {
		w.wantRest(id)
	}
	if a.set.Transactions > 0 && a.reqs.At(i).state == reqFailed { // in a frame of its own: the next may fail at once
		a.poke, a.wake = w.now, id
		w.sooner(a.comp, w.now)
	} else {
		w.fill(id)
	}
	total := a.set.Count(c)
	if c.Page && a.reqs.At(0).state == reqFailed && a.set.Transactions <= 0 {
		total = 1 // nobody knows of the others
	}
	if a.over || a.done+a.failed < total {
		return
	}
	a.over = true
	ev := w.blankHTTP(http.PageDone, 0, 0, rule.Response, id)
	ev.A, ev.B = a.done, a.failed
	w.closeIdle(w.emit())
}

// closeIdle closes the client's connections that nothing needs any more.
func (w *World) closeIdle(cause EventID) {
	a := &w.agents
	for d := 0; d < a.dests.Len(); d++ {
		de := a.dests.At(uint32(d))
		for c := de.live; c != 0 && de.hop == 0; {
			ac := a.conns.At(c - 1)
			next := ac.nextLive
			if ac.connected && ac.depth == 0 && ac.keep {
				w.closeOpener(a.first+c-1, rule.ClientDone, cause)
			}
			c = next
		}
	}
}

// lookUp asks for a destination's address; after four questions the client gives up.
func (w *World) lookUp(d uint32, cause EventID) {
	de := w.agents.dests.Mut(d)
	x := de.head
	if de.tries >= 4 {
		de.askAgain, de.asking = Never, false
		for x != 0 {
			next := w.ex(x).next
			de.head, de.tail = 0, 0
			w.fail(x, w.goesOn(x, 0, cause), rule.Dns, int64(de.tries), 0)
			x = next
		}
		return
	}
	de.tries++
	de.asking = true
	id := w.tell(http.DNSStart, x, 0, rule.Dns, cause, int64(de.tries), 0)
	w.datagram(0, d, id)
	de = w.agents.dests.Mut(d)
	de.askAgain, de.askBy = w.now+5_000_000_000, id // RFC 1035 section 4.2.1
	w.armClient()
}

// datagram sends a DNS question (kind 0) about a destination, or its answer (1).
func (w *World) datagram(kind int64, d uint32, cause EventID) {
	de := w.agents.dests.At(d)
	from, to := de.from, de.to
	if kind == 1 {
		from, to = to, from
	}
	pk := Packet{Conn: NoConn, Sent: w.now, To: to, Dgram: true, A: kind, B: int64(d), Bytes: int32(20 + 8 + 12 + len(w.cfg.DNSName(int(d))) + 6)}
	if kind == 1 {
		pk.Bytes += 16
	}
	lost, _ := w.depart(from, &pk, false)
	ev := w.blank(EvDgram)
	ev.Host, ev.Rule, ev.A, ev.B, ev.Link, ev.Dir, ev.Cause = from, rule.Dns, kind, int64(d), pk.Link, pk.Dir, cause
	if lost == rule.None {
		ev.At2 = pk.Arrives
	}
	id := w.emit()
	if w.harm.rule != rule.None {
		w.disturbed(w.ev, id)
	}
	if lost != rule.None {
		ev := w.blank(EvLost)
		ev.Host, ev.Rule, ev.Cause = from, lost, id
		w.emit()
	}
}

// datagramArrives answers a question, or ends the look-up.
func (w *World) datagramArrives(pk *Packet) {
	ev := w.blank(EvDgramRecv)
	ev.Host, ev.Cause, ev.Rule, ev.A, ev.B, ev.Link, ev.Dir = pk.To, pk.SentBy, rule.Dns, pk.A, pk.B, pk.Link, pk.Dir
	id := w.emit()
	d := uint32(pk.B)
	de := w.agents.dests.Mut(d)
	switch {
	case pk.A == 0:
		w.datagram(1, d, id)
	case !de.resolved:
		de.resolved, de.asking, de.askAgain = true, false, Never
		id = w.tell(http.DNSDone, de.head, 0, rule.Dns, id, 0, 0)
		w.pump(d, id)
		w.armClient()
	}
}

// DNSName is the name that stands for the client's d-th destination: a server's, or that of
// the first proxy.
func (c *Config) DNSName(d int) string {
	p := &c.HTTP[0]
	if len(p.Proxies) > 0 {
		return c.HostName(int(p.Proxies[0].Host)) + ".example.com"
	}
	return p.Sites[min(d, len(p.Sites)-1)].Name
}

// DNSEnds are the hosts that ask and answer for that name.
func (c *Config) DNSEnds(d int) (client, server uint8) {
	p := &c.HTTP[0]
	if len(p.Proxies) > 0 {
		return p.ClientHost, p.Proxies[0].Host
	}
	return p.ClientHost, p.Sites[min(d, len(p.Sites)-1)].Host
}

// endDead is told when an end is freed: its opener's port is free again.
func (w *World) endDead(ei uint32) {
	if ei&1 == 1 || !w.ends.At(ei).agent {
		return
	}
	ac := w.agentConn(ei / 2)
	if ac.slot == 0 {
		return
	}
	s := ac.slot
	ac.slot = 0
	w.freePort(ac.dest, s, w.root)
}

// agentClosed tells the agent of an end that its socket was closed under it.
func (w *World) agentClosed(ei uint32, cause EventID) {
	ac := w.agentConn(ei / 2)
	switch {
	case ei&1 == 0 && !ac.closed[0]:
		w.lose(ei/2, rule.ConnLost, rule.HandClose, cause)
	case ei&1 == 1 && !ac.closed[1]:
		w.closeAcceptor(ei/2, rule.HandClose, cause)
	}
}

// sockErr reports whether a read that gave errno means the end of the connection.
func sockErr(errno tcp.Errno) bool {
	return errno != tcp.OK && errno != tcp.ErrAgain && errno != tcp.ErrNotConn
}
