package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

// instant is the instant that the cursor stands for. In another branch the cursor stands at the last
// frame at or before it, and going on to a further branch does not add up what that leaves out.
type instant struct {
	run   *sim.Run
	stood int64 // the frame of run at which the cursor was put for it
	at    sim.Time
	frame int64 // where the cursor stood when it was moved to this instant
	short bool  // run is not simulated as far as that
}

// standing is the instant of the cursor: the one it was put for, unless it has moved since.
func (c *cursor) standing() instant {
	if p := c.instant; p.run == c.scene.Run && p.stood == c.scene.Frame {
		return p
	}
	return instant{c.scene.Run, c.scene.Frame, c.scene.Run.TimeOf(c.scene.Frame), c.scene.Frame, false}
}

// standAt puts the cursor for an instant into the run on the screen, whose first frames are those of
// the run that it was in. What is not simulated yet is simulated between the keys.
func (c *cursor) standAt(p instant, shared int64) {
	r := c.scene.Run
	f, short := p.frame, false
	switch {
	case p.stood < shared:
		f = p.stood
	case f < r.Frames() && r.TimeOf(f) == p.at:
	case r.Done() || r.Duration() > p.at:
		f = r.FrameAt(min(p.at, r.Duration()))
	default:
		f, short = r.Frames()-1, true
	}
	c.moveTo(min(f, r.Frames()-1))
	c.instant = instant{r, c.scene.Frame, p.at, p.frame, short}
}

// catchUp simulates on until the cursor can stand at its instant, unless it is moved before.
func (fd *finder) catchUp() tea.Cmd {
	c := fd.cursor
	r, p := c.scene.Run, c.instant
	if !p.short || p.run != r || p.stood != c.scene.Frame || fd.job != nil {
		return nil
	}
	return fd.begin(&job{what: fd.say(words.JobToTime) + words.Time(p.at), far: r.Frames,
		part: func() (done, of int64) { return int64(r.Duration()), int64(p.at) },
		step: func() bool {
			switch {
			case c.scene.Run != r || c.instant != p || c.scene.Frame != p.stood:
				return true
			case !r.Done() && r.Duration() <= p.at:
				r.Extend(sliceFrames)
				return false
			}
			c.standAt(p, 0)
			return true
		}})
}

// roundTrip is the frame a round trip away.
func (c *cursor) roundTrip(d int) int64 {
	now := c.scene.Run.TimeOf(c.scene.Frame)
	to := c.scene.Run.FrameAt(max(now+sim.Time(d)*c.rtt(), 0))
	if d > 0 {
		return max(to, c.scene.Frame+1)
	}
	return min(to, c.scene.Frame-1)
}

// rtt is the round trip of the connection under the cursor: the smoothed RTT of the end that has sent
// more, or of the other one. While none is measured, it is what the path takes.
func (c *cursor) rtt() sim.Time {
	w, conn := c.scene.Run.At(c.scene.Frame), c.scene.Conn
	if int64(conn) >= int64(w.Conns()) {
		return c.pathTrip(w, 0)
	}
	client, server := w.Info(conn, 0), w.Info(conn, 1)
	if client.SndNxt < server.SndNxt && server.SRTT > 0 || client.SRTT == 0 {
		client = server
	}
	if client.SRTT > 0 {
		return client.SRTT
	}
	links, host := c.scene.Run.Config().Links, w.Conn(conn).Host
	for i := range links {
		if l := &links[i]; l.A == host[0] && l.B == host[1] || l.A == host[1] && l.B == host[0] {
			return c.pathTrip(w, i)
		}
	}
	return c.pathTrip(w, 0)
}

const (
	usualMTU  = 1500 // of a link whose scenario names none
	bareBytes = 40   // of an ACK without options: the headers of RFC 791 and RFC 9293
)

// pathTrip is the time from sending a full-sized segment over an idle link until its ACK arrives.
func (c *cursor) pathTrip(w *sim.World, link int) sim.Time {
	if link >= len(c.scene.Run.Config().Links) {
		return 0
	}
	there, back := w.Path(link, 0).PathConfig, w.Path(link, 1).PathConfig
	full := int32(usualMTU)
	if there.MTU > 0 {
		full = int32(min(usualMTU, there.MTU))
	}
	return there.Delay + there.TxTime(full) + back.Delay + back.TxTime(bareBytes)
}
