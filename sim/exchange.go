package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// recycle ends the TIME-WAIT of an earlier connection of the same four-tuple when a new SYN
// comes for it (RFC 9293 section 3.6.1, MAY-2).
func (w *World) recycle(ei uint32) {
	prev := w.conns.At(ei / 2).prev
	if prev == 0 {
		return
	}
	old := 2*(prev-1) + ei&1
	e := w.ends.Mut(old)
	if !e.exists || e.conn.State() != tcp.TimeWait {
		return
	}
	e.conn.Recycle(w.callEnv(old), rule.TwRecycled)
	w.settle(old)
}

// agentView says what an agent is doing at one end of a connection.
func (w *World) agentView(conn uint32, side int) AppView {
	a := &w.agents
	if !a.on || !a.opened || conn < a.first || int(conn-a.first) >= a.conns.Len() {
		return AppView{}
	}
	ac := a.conns.At(conn - a.first)
	v := AppView{Exists: true, Op: OpRead, Blocked: true}
	switch {
	case ac.closed[side]:
		v.Op, v.Blocked, v.Done = OpClose, false, true
	case side == 0 && !ac.connected && ac.tcpAt[0] == 0:
		v.Op = OpConnect
	case int(ac.flight[side]) < len(ac.tls.Flights()): // TLS is being set up
		if ac.tls.Flights()[ac.flight[side]].Side == side {
			v.Op = OpWrite
		}
	case side == 0 && ac.pause != Never:
		v.Op = OpSleep
	case side == 0 && ac.writing != 0:
		v.Op = OpWrite
	case side == 1 && ac.think != Never:
		v.Op = OpSleep
	case side == 1 && ac.cur != 0 && a.exs.At(ac.cur-1).ansReady > a.exs.At(ac.cur-1).ansSent:
		v.Op = OpWrite
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
func (w *World) Exchanges() int { return w.agents.exs.Len() }

// Exchange reads one; they are in the order in which they were wanted.
func (w *World) Exchange(i int) Exchange {
	e := w.agents.exs.At(uint32(i))
	v := Exchange{Req: int32(e.req), Conn: NoConn, Ask: e.ask, Ans: e.ans,
		AskAt: e.askAt, AskLen: e.askLen, AskSent: e.askSent, AnsAt: e.ansAt, AnsLen: e.ansLen, Done: e.state == exDone}
	if e.conn != 0 {
		v.Conn = e.conn - 1
	}
	return v
}

// ExchangesOf calls f for the exchanges of a connection, in the order of their requests.
func (w *World) ExchangesOf(conn uint32, f func(*Exchange) bool) {
	a := &w.agents
	if !a.opened || conn < a.first || int(conn-a.first) >= a.conns.Len() {
		return
	}
	for x := a.conns.At(conn - a.first).begin; x != 0; x = a.exs.At(x - 1).next {
		if v := w.Exchange(int(x) - 1); !f(&v) {
			return
		}
	}
}

// Progress is how far the page has come.
type Progress struct {
	Requests, Done, Failed, Open int64
	Waiting                      int64 // requests that wait for a connection
}

// Progress reads it.
func (w *World) Progress() Progress {
	a := &w.agents
	if !a.on {
		return Progress{}
	}
	p := Progress{Requests: a.set.Count(w.page()), Done: a.done, Failed: a.failed, Open: a.open}
	for i := 0; i < a.dests.Len(); i++ {
		for x := a.dests.At(uint32(i)).head; x != 0; x = a.exs.At(x - 1).next {
			p.Waiting++
		}
	}
	return p
}

// TLSOf is the version of TLS that a connection was opened with.
func (w *World) TLSOf(conn uint32) http.TLS {
	a := &w.agents
	if !a.opened || conn < a.first || int(conn-a.first) >= a.conns.Len() {
		return http.TLSOff
	}
	return a.conns.At(conn - a.first).tls
}
