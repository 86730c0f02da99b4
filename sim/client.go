package sim

import (
	"teacp/sim/agent"
	"teacp/sim/cause"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// pageClient makes the client of a page ask for what it wants.
type pageClient struct{ w *World }

// run is the frame of the client's own deadlines: the start, a later request, a repeated look-up,
// a port or connection that has become free.
func (c pageClient) run() {
	w, a := c.w, &c.w.agents
	w.heap.set(a.Comp, Never)
	cause := a.WakeBy
	if !a.Begun {
		a.Begun, a.Base = true, cause
		if w.page().Page && a.Set.Transactions <= 0 {
			c.wantNext(cause)
		} else {
			c.wantRest(cause)
		}
	}
	for i, ok := a.TakeLater(w.now); ok; i, ok = a.TakeLater(w.now) {
		c.want(i, a.Base)
	}
	for d := range uint32(a.Dests.Len()) {
		if a.Dests.At(d).AskAgain <= w.now {
			connQueue{w, d}.lookUp(a.Dests.At(d).AskBy)
		}
		if a.WakeAt <= w.now {
			connQueue{w, d}.serve(cause)
		}
	}
	if a.WakeAt <= w.now {
		a.WakeAt = Never
	}
	c.wantTransactions(cause)
	if w.index == 0 { // what it was woken for is done already
		w.emitHTTP(http.Started, 0, 0, rule.PortWait, cause, 0, 0)
	}
	w.scheduleClient()
}

// wantNext makes the next request wanted, now or at its own time.
func (c pageClient) wantNext(cause EventID) {
	a := &c.w.agents
	i := a.Reqs.Push(agent.Request{State: agent.ReqLater})
	a.Wanted++
	at := c.w.page().Object(int32(i)).At
	if at == 0 {
		c.want(i, cause)
		return
	}
	a.AddLater(i, c.w.now+at)
	c.w.scheduleClient()
}

// wantRest makes all that is known wanted; of transactions without end only as many as the
// client has connections for.
func (c pageClient) wantRest(cause EventID) {
	a := &c.w.agents
	if a.Set.Transactions > 0 {
		c.wantTransactions(cause)
		return
	}
	a.Base = cause
	for a.Wanted < int64(len(c.w.page().Objects)) {
		c.wantNext(cause)
	}
}

// wantTransactions keeps as many transactions under way as there may be connections.
func (c pageClient) wantTransactions(cause EventID) {
	for c.w.agents.WantsMore(c.w.page()) {
		c.wantNext(cause)
	}
}

// want asks for an object: its URL says which host.
func (c pageClient) want(i uint32, cause EventID) {
	w, a := c.w, &c.w.agents
	r := a.Reqs.Mut(i)
	r.State, r.At = agent.ReqWanted, w.now
	site := w.page().Object(int32(i)).Site
	ev := w.blankHTTP(http.URL, 0, 0, rule.URLHost, cause)
	ev.Req, ev.B = int32(i), int64(w.page().Sites[site].Port)
	id := w.emit()
	connQueue{w, agent.DestBehind(w.page(), 0, site)}.add(a.AddExchange(w.page(), i), id)
}

// requestEnded goes on after a request is done or has failed; id is that event.
func (c pageClient) requestEnded(i uint32, id EventID) {
	w, a, p := c.w, &c.w.agents, c.w.page()
	if p.Page && i == 0 && a.Set.Transactions <= 0 && a.Reqs.At(0).State == agent.ReqDone {
		c.wantRest(id)
	}
	// In a frame of its own: the next may fail at once.
	if a.Set.Transactions > 0 && a.Reqs.At(i).State == agent.ReqFailed {
		w.wakeClient(id)
	} else {
		c.wantTransactions(id)
	}
	if a.Over || !a.Complete(p) {
		return
	}
	a.Over = true
	ev := w.blankHTTP(http.PageDone, 0, 0, rule.Response, id)
	ev.A, ev.B = a.Done, a.Failed
	c.closeIdle(w.emit())
}

// fail ends a request without an answer.
func (c pageClient) fail(x uint32, cause EventID, r rule.ID, n, of int64) {
	a := &c.w.agents
	req := a.Ex(x).Req
	a.Reqs.Mut(req).State = agent.ReqFailed
	a.Failed++
	c.requestEnded(req, c.w.emitHTTP(http.Failed, x, 0, r, cause, n, of))
}

// closeIdle closes the client's connections that nothing needs any more.
func (c pageClient) closeIdle(cause EventID) {
	a := &c.w.agents
	for d := range uint32(a.Dests.Len()) {
		if a.Dests.At(d).Hop != 0 {
			continue
		}
		a.EachLive(d, func(ci uint32, k *agent.Conn) {
			if k.Connected && k.Depth == 0 && k.Keep {
				c.w.opener(ci).close(rule.ClientDone, cause)
			}
		})
	}
}

// onKnobChanged applies a changed setting to the requests that wait.
func (c pageClient) onKnobChanged() {
	a := &c.w.agents
	if !a.Begun || a.Over {
		return
	}
	for d := range uint32(a.Dests.Len()) {
		connQueue{c.w, d}.serve(c.w.root)
	}
	c.wantTransactions(c.w.root)
}

// holdPorts begins with ports in TIME-WAIT.
func (c pageClient) holdPorts() {
	w, a := c.w, &c.w.agents
	a.HoldPorts()
	if a.Held <= 0 {
		return
	}
	u := w.usage.Mut(uint32(a.Dests.At(0).From))
	u.timeWait += a.Held
	u.peak()
	w.heap.set(a.HeldComp, a.HeldTime(c.timeWait()))
}

// timeWait is how long TIME-WAIT lasts at the client.
func (c pageClient) timeWait() Time { return c.w.Policy(int(c.w.page().ClientHost)).TimeWait }

// releaseHeld is the frame in which the next of those ports becomes free. When the page is done
// nothing needs them any more.
func (c pageClient) releaseHeld() {
	w, a := c.w, &c.w.agents
	w.heap.set(a.HeldComp, Never)
	slot, port := a.TakeHeld()
	w.usage.Mut(uint32(a.Dests.At(0).From)).timeWait--
	ev := w.blankHTTP(http.Port, 0, 0, rule.TimeWait, cause.New(0, 0))
	ev.A, ev.B = int64(port), int64(a.Dests.At(0).Port)
	id := w.emit()
	w.portFreed(a.FreeHeld(slot), id)
	if a.HeldDone < a.Held && !a.Over {
		w.heap.set(a.HeldComp, max(a.HeldTime(c.timeWait()), w.now))
	}
}
