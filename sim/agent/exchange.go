package agent

import (
	"teacp/sim/http"
	"teacp/sim/tcp"
)

// Carry binds an exchange to a connection, behind those that it carries.
func (a *State) Carry(ci, x uint32) {
	c, ex := a.Conn(ci), a.Ex(x)
	ex.Conn, ex.Next, ex.State = ci+1, 0, ExSent
	if c.end != 0 {
		a.Ex(c.end).Next = x
	} else {
		c.begin = x
	}
	if c.Head == 0 {
		c.Head = x
	}
	c.tail, c.end = x, x
	if c.Writing == 0 {
		c.Writing = x
	}
	if c.In == 0 {
		c.In = x
	}
	c.Depth++
}

// Answered removes the first unanswered exchange from a connection: all of its answer has been read.
func (a *State) Answered(ci uint32) {
	c := a.Conn(ci)
	x := c.Head
	ex := a.Ex(x)
	ex.State = ExDone
	if c.Head = ex.Next; c.Head == 0 {
		c.tail = 0
	}
	c.Depth--
	c.LastDone = x
}

// DropUnanswered makes a connection forget what it carries and returns the first unanswered exchange.
func (c *Conn) DropUnanswered() (first uint32) {
	first = c.Head
	c.Head, c.tail, c.Writing, c.Depth = 0, 0, 0, 0
	return first
}

// Compose fixes the text of an exchange's request, when it is about to be written.
func (a *State) Compose(cfg *http.Config, ci, x uint32) {
	ex, c := a.Ex(x), a.Conn(ci)
	if a.Hop(ci) == 0 {
		ex.Ask = http.Ask(cfg, &a.Set, int(ex.Req)%len(cfg.Objects))
	}
	ex.AskAt = c.askAt
	ex.AskLen = ex.Ask.HeadLen(cfg) + ex.Ask.BodyLen()
	c.askAt += ex.AskLen
	c.Used++
}

// AskTotal is the length of an exchange's request, composed or not.
func (a *State) AskTotal(cfg *http.Config, x uint32) int64 {
	ex := a.Ex(x)
	if ex.AskLen != 0 {
		return ex.AskLen
	}
	m := http.Ask(cfg, &a.Set, int(ex.Req)%len(cfg.Objects))
	return m.HeadLen(cfg) + m.BodyLen()
}

// SetAnswer fixes the text of an answer and its place in the stream.
func (a *State) SetAnswer(cfg *http.Config, ci, x uint32, m http.Message) {
	c, ex := a.Conn(ci), a.Ex(x)
	ex.Ans, ex.State = m, ExAnswered
	ex.AnsHead = m.HeadLen(cfg)
	ex.AnsLen = ex.AnsHead + m.BodyLen()
	ex.AnsAt = c.ansAt
	c.ansAt += ex.AnsLen
}

// Want is how many bytes of answer the reader of its header expects.
func (ex *Exchange) Want() int64 {
	if n := ex.Ans.Wants(); n >= 0 {
		return ex.AnsHead + n
	}
	return int64(tcp.Never)
}

// Ready is how much of an answer can be passed back when exchange up behind the proxy has come so far.
func (ex *Exchange) Ready(up *Exchange) int64 {
	switch {
	case up.State == ExDone:
		return ex.AnsLen
	case ex.Ans.Framing != up.Ans.Framing: // the proxy unpacks it when it is complete
		return ex.AnsHead
	}
	return min(ex.AnsHead+up.AnsGot-up.AnsHead, ex.AnsLen)
}

// Of calls f for the exchanges of a connection, in the order of their requests.
func (a *State) Of(ci uint32, f func(x uint32) bool) {
	if !a.Has(ci) {
		return
	}
	for x := a.ReadConn(ci).begin; x != 0; x = a.Exs.At(x - 1).Next {
		if !f(x) {
			return
		}
	}
}
