package agent

import (
	"teacp/sim/http"
	"teacp/sim/tcp"
)

// NextPort takes a port for a new connection to a destination. It returns the connection that had
// the same four-tuple before, plus 1.
func (a *State) NextPort(d uint32) (slot uint32, port uint16, prev uint32) {
	slot = a.takePort(d)
	s := a.slots.At(slot - 1)
	return slot, s.port, s.conn
}

// OpenConn adds connection ci to a destination, with the port that NextPort took.
func (a *State) OpenConn(ci, d, slot uint32) *Conn {
	a.slots.Mut(slot - 1).conn = ci + 1
	if a.Conns.Len() == 0 {
		a.First = ci
	}
	hop, tls := a.Dests.At(d).Hop, a.Set.TLS
	n := a.Conns.Push(Conn{Dest: d, slot: slot, TLS: tls, askAt: tls.Prefix(0), ansAt: tls.Prefix(1),
		Keep:   a.Set.Keeps(),
		GiveUp: tcp.Never, Pause: tcp.Never, Think: tcp.Never, Idle: tcp.Never, CloseAt: tcp.Never})
	c := a.Conns.Mut(n)
	if hop > 0 {
		c.Keep = a.Set.Relay[hop-1] == http.RelayHTTP11
	} else {
		a.Open++
	}
	a.link(d, ci)
	return c
}

// CloseConn takes connection ci out of those that are open.
func (a *State) CloseConn(ci uint32) {
	c := a.Conn(ci)
	c.Closed[0] = true
	c.GiveUp, c.Pause = tcp.Never, tcp.Never
	if a.Hop(ci) == 0 {
		a.Open--
	}
	a.unlink(ci)
}

// link puts a connection at the end of the list of those that are open to a destination: an older
// idle connection is taken before a newer one.
func (a *State) link(d, ci uint32) {
	de, c := a.Dests.Mut(d), a.Conn(ci)
	de.Open++
	n := ci - a.First + 1
	if de.live == 0 {
		de.live, de.liveTail = n, n
		return
	}
	a.Conns.Mut(de.liveTail - 1).nextLive = n
	c.prevLive = de.liveTail
	de.liveTail = n
}

func (a *State) unlink(ci uint32) {
	c := a.Conn(ci)
	de := a.Dests.Mut(c.Dest)
	de.Open--
	if c.prevLive != 0 {
		a.Conns.Mut(c.prevLive - 1).nextLive = c.nextLive
	} else {
		de.live = c.nextLive
	}
	if c.nextLive != 0 {
		a.Conns.Mut(c.nextLive - 1).prevLive = c.prevLive
	} else {
		de.liveTail = c.prevLive
	}
}

// Place decides where an exchange that waits for a destination goes; it returns the connection that
// is meant.
func (a *State) Place(d, x uint32) (http.Verdict, uint32) {
	de := a.Dests.At(d)
	s := a.Set
	if de.Hop > 0 { // a proxy's own policy
		s.Strategy, s.Connections, s.Total = http.PersistentParallel, http.MaxConnections, 0
		if s.Relay[de.Hop-1] == http.RelayBlind {
			s.Strategy = http.Parallel
		}
	}
	l := http.Look{Method: a.Ex(x).Ask.Method, Open: de.Open, Total: a.Open, Used: de.Used, Ports: a.PortCount(de),
		Unknown: s.DNS && de.Hop == 0 && !de.Resolved, Best: 1 << 30}
	ci := uint32(0)
	if s.Keeps() {
		for k := de.live; k != 0; k = a.Conns.At(k - 1).nextLive {
			c := a.Conns.At(k - 1)
			if !c.Keep || !c.Connected || l.Idle || c.Depth >= l.Best {
				continue
			}
			l.Idle, l.Best, l.Sure, ci = c.Depth == 0, c.Depth, c.Sure, a.First+k-1
			l.Post = c.tail != 0 && a.Exs.At(c.tail-1).Ask.Method == http.POST
		}
	}
	if s.Total > 0 && l.Open < s.Limit() {
		_, l.Others = a.IdleConn(d)
	}
	return http.Place(&s, l), ci
}

// IdleConn is an idle connection of the client to another destination than d.
func (a *State) IdleConn(d uint32) (ci uint32, ok bool) {
	for i := range uint32(a.Dests.Len()) {
		if de := a.Dests.At(i); i != d && de.Hop == 0 {
			for k := de.live; k != 0; k = a.Conns.At(k - 1).nextLive {
				if c := a.Conns.At(k - 1); c.Connected && c.Depth == 0 {
					return a.First + k - 1, true
				}
			}
		}
	}
	return 0, false
}

// EachLive calls f for the open connections to a destination; f may close the one it gets.
func (a *State) EachLive(d uint32, f func(ci uint32, c *Conn)) {
	for k := a.Dests.At(d).live; k != 0; {
		c := a.Conns.At(k - 1)
		next := c.nextLive
		f(a.First+k-1, c)
		k = next
	}
}
