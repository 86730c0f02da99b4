package agent

import (
	"time"

	"teacp/sim/cause"
	"teacp/sim/tcp"
)

// Deadline is when a side of a connection has something to do without being woken.
func (c *Conn) Deadline(side uint32) time.Duration {
	switch {
	case c.Closed[side]:
		return tcp.Never
	case side == 1:
		return min(c.Think, c.Idle, c.CloseAt)
	}
	return min(c.GiveUp, c.Pause)
}

// Doing is what an agent does at one side of a connection.
type Doing uint8

// What an agent may be doing.
const (
	Reading Doing = iota
	Connecting
	Writing
	Pausing
	Closed
)

// Doing says what the agent does at one side of a connection.
func (a *State) Doing(ci uint32, side int) Doing {
	c := a.ReadConn(ci)
	switch flights := c.TLS.Flights(); {
	case c.Closed[side]:
		return Closed
	case side == 0 && !c.Connected && c.TCPAt[0] == 0:
		return Connecting
	case int(c.Flight[side]) < len(flights): // TLS is being set up
		if flights[c.Flight[side]].Side == side {
			return Writing
		}
	case side == 0 && c.Pause != tcp.Never:
		return Pausing
	case side == 0 && c.Writing != 0:
		return Writing
	case side == 1 && c.Think != tcp.Never:
		return Pausing
	case side == 1 && c.Cur != 0 && a.Exs.At(c.Cur-1).AnsReady > a.Exs.At(c.Cur-1).AnsSent:
		return Writing
	}
	return Reading
}

// RestartClientTimeout starts the time-out of the client afresh on a connection.
func (a *State) RestartClientTimeout(ci uint32, now time.Duration, by cause.ID) {
	c := a.Conn(ci)
	c.GiveUp = tcp.Never
	if t := a.Set.Timeout; t > 0 && c.Head != 0 && a.Hop(ci) == 0 {
		c.GiveUp, c.GiveUpBy = now+t, by
	}
}
