package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// listener is a listening socket: one for an address and port, whatever accepts from it.
type listener struct {
	host       uint8
	port       uint16
	open       bool
	agent      bool
	bound      bool   // by bind
	halfOpen   uint32 // connections whose handshake is not over
	queue      uint32 // connections that wait for accept
	head, tail uint32 // those of scripts that no accept has taken: ends, plus 1
	wait       uint32 // applications blocked in accept, the one that waits longest first, plus 1
	waitTail   uint32
	opts       [8]optSet
	nopts      uint8
}

type optSet struct {
	opt tcp.Opt
	val int64
}

// addListener adds a listening socket and returns its index plus 1.
func (w *World) addListener(host uint8, port uint16, agent bool) uint32 {
	return w.listeners.Push(listener{host: host, port: port, open: true, agent: agent}) + 1
}

// set notes a socket option that accepted connections take over.
func (l *listener) set(opt tcp.Opt, val int64) {
	for i := range l.opts[:l.nopts] {
		if l.opts[i].opt == opt {
			l.opts[i].val = val
			return
		}
	}
	if int(l.nopts) < len(l.opts) {
		l.opts[l.nopts] = optSet{opt, val}
		l.nopts++
	}
}

// listenerOf is the listening socket that takes the connection of a server's end; nil if there is none.
func (w *World) listenerOf(ei uint32) *listener {
	if l := w.conns.At(ei / 2).listener; ei&1 == 1 && l != 0 {
		return w.listeners.Mut(l - 1)
	}
	return nil
}

// listens reports whether a listening socket takes the connection of end ei.
func (w *World) listens(ei uint32) bool {
	l := w.conns.At(ei / 2).listener
	return ei&1 == 1 && l != 0 && w.listeners.At(l-1).open
}

// passiveOpen answers a SYN that reached a listening socket. If one of its queues is full, the SYN is
// dropped, and the client's timer repeats it.
func (w *World) passiveOpen(ei uint32, syn *tcp.Segment) {
	w.recycle(ei)
	l := w.listenerOf(ei)
	if r := tcp.ListenFull(w.policyOf(ei), int64(l.queue), int64(l.halfOpen)); r != rule.None {
		ev := w.blank(EvIgnored)
		w.about(ev, ei)
		ev.Rule, ev.Seg = r, *syn
		w.listenNumbers(ev, l)
		w.emit()
		return
	}
	e := w.open(ei)
	e.agent = l.agent
	env := w.callEnv(ei)
	for i := range l.opts[:l.nopts] {
		e.conn.SetOpt(env, l.opts[i].opt, l.opts[i].val)
	}
	e.conn.Accept(env, syn)
	w.settle(ei)
}

// listenNumbers gives an event about a full queue its numbers: A is how many connections are in it, B the
// backlog.
func (w *World) listenNumbers(ev *Event, l *listener) {
	ev.A, ev.B = int64(l.queue), int64(w.policies.At(uint32(l.host)).Backlog)
	if ev.Rule == rule.SynQueue {
		ev.A = int64(l.halfOpen)
	}
}

// countHalfOpen counts a change of state for the listening socket.
func (w *World) countHalfOpen(ei uint32, from, to tcp.State) {
	l := w.listenerOf(ei)
	switch {
	case l == nil:
	case to == tcp.SynReceived:
		l.halfOpen++
	case from == tcp.SynReceived:
		l.halfOpen--
	}
}

// queueAccepted puts an established connection in the queue of its listening socket. An application that
// is blocked in accept takes it.
func (w *World) queueAccepted(ei uint32, id EventID) {
	l, e := w.listenerOf(ei), w.ends.Mut(ei)
	l.queue++
	e.queued = true
	u := w.usage.Mut(uint32(l.host))
	u.queue++
	u.peak()
	if l.agent {
		w.wakeAgent(ei, id)
		return
	}
	if l.tail != 0 {
		w.ends.Mut(l.tail - 1).next = ei + 1
	} else {
		l.head = ei + 1
	}
	l.tail = ei + 1
	if i := l.wait; i != 0 {
		a := w.apps.Mut(i - 1)
		if l.wait = a.nextWait; l.wait == 0 {
			l.waitTail = 0
		}
		a.nextWait = 0
		w.takeQueued(l, i-1)
		w.wakeApp(i-1, tcp.OutConnected, id)
	}
}

// takeQueued gives the connection that waits longest to application i; false if none waits. The ends with
// which two applications are shown change places, so that each end keeps one.
func (w *World) takeQueued(l *listener, i uint32) bool {
	if l.head == 0 {
		return false
	}
	ei := l.head - 1
	e, a := w.ends.Mut(ei), w.apps.Mut(i)
	if l.head = e.next; l.head == 0 {
		l.tail = 0
	}
	e.next, e.app = 0, i+1
	if old := a.ei; old != ei {
		other := e.shown - 1
		w.apps.Mut(other).ei = old
		w.ends.Mut(old).shown = other + 1
		a.ei, e.shown = ei, i+1
	}
	return true
}

// awaitConnection lets application i wait for a connection.
func (w *World) awaitConnection(l *listener, i uint32) {
	if l.waitTail != 0 {
		w.apps.Mut(l.waitTail - 1).nextWait = i + 1
	} else {
		l.wait = i + 1
	}
	l.waitTail = i + 1
}

// leaveQueue takes a connection out of the count of those that wait for accept.
func (w *World) leaveQueue(ei uint32) {
	if e := w.ends.Mut(ei); e.queued {
		e.queued = false
		l := w.listenerOf(ei)
		l.queue--
		w.usage.Mut(uint32(l.host)).queue--
	}
}

// Listening is a listening socket and its two queues.
type Listening struct {
	Host     uint8
	Port     uint16
	HalfOpen int64 // connections whose handshake is not over
	Queue    int64 // connections that wait for accept
	Backlog  int64
}

// Listeners calls f for the open listening sockets.
func (w *World) Listeners(f func(Listening) bool) {
	for i := range uint32(w.listeners.Len()) {
		l := w.listeners.At(i)
		if l.open && !f(Listening{Host: l.host, Port: l.port, HalfOpen: int64(l.halfOpen), Queue: int64(l.queue),
			Backlog: int64(w.policies.At(uint32(l.host)).Backlog)}) {
			return
		}
	}
}
