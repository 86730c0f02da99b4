package agent

import (
	"time"

	"teacp/sim/http"
)

// AddLater keeps request i until its time; they are in order of it.
func (a *State) AddLater(i uint32, at time.Duration) {
	a.Reqs.Mut(i).At = at
	switch {
	case a.later == 0:
		a.later, a.laterEnd = i+1, i+1
	case a.Reqs.At(a.laterEnd-1).At <= at:
		a.Reqs.Mut(a.laterEnd - 1).next = i + 1
		a.laterEnd = i + 1
	default:
		p := &a.later
		for *p != 0 && a.Reqs.At(*p-1).At <= at {
			p = &a.Reqs.Mut(*p - 1).next
		}
		a.Reqs.Mut(i).next = *p
		*p = i + 1
	}
}

// TakeLater removes the first of those requests if its time has come.
func (a *State) TakeLater(now time.Duration) (i uint32, ok bool) {
	if a.later == 0 || a.Reqs.At(a.later-1).At > now {
		return 0, false
	}
	i = a.later - 1
	if a.later = a.Reqs.At(i).next; a.later == 0 {
		a.laterEnd = 0
	}
	return i, true
}

// Deadline is when the client has something to do: a freed connection or port, a later request,
// a repeated look-up.
func (a *State) Deadline() time.Duration {
	at := a.WakeAt
	if a.later != 0 {
		at = min(at, a.Reqs.At(a.later-1).At)
	}
	for d := range uint32(a.Dests.Len()) {
		at = min(at, a.Dests.At(d).AskAgain)
	}
	return at
}

// WantsMore reports whether one more transaction may be under way.
func (a *State) WantsMore(c *http.Config) bool {
	return a.Set.Transactions > 0 && a.Begun &&
		a.Wanted < a.Set.Count(c) && a.Wanted-a.Done-a.Failed < a.Set.Limit()
}

// Complete reports whether nothing is left to be asked for.
func (a *State) Complete(c *http.Config) bool {
	total := a.Set.Count(c)
	if c.Page && a.Reqs.At(0).State == ReqFailed && a.Set.Transactions <= 0 {
		total = 1 // the HTML that names the others has not come
	}
	return a.Done+a.Failed >= total
}

// AddExchange makes an exchange for request i.
func (a *State) AddExchange(c *http.Config, i uint32) uint32 {
	x := a.Exs.Push(Exchange{Req: i}) + 1
	a.Reqs.Mut(i).Attempts++
	a.Ex(x).Ask.Method = c.Object(int32(i)).Method
	return x
}

// AddUpstream makes the exchange by which a proxy passes on exchange x with the message m.
func (a *State) AddUpstream(x uint32, m http.Message) uint32 {
	u := a.Exs.Push(Exchange{Req: a.Ex(x).Req, Down: x, Ask: m}) + 1
	a.Ex(x).Up = u
	return u
}
