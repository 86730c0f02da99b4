package views

import (
	"fmt"
	"net/netip"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
)

// sockets is what the pane of sockets knows of a frame: the sockets of each host, and what
// they hold.
type sockets struct {
	run   *sim.Run
	frame int64
	hosts []hostSockets
	rows  int
}

type hostSockets struct {
	host   int
	listen []uint16 // ports that somebody listens on
	ends   []uint32 // 2*conn+side of the sockets that are there
	states [11]int
	own    int   // sockets that this host opened: each holds an ephemeral port
	bytes  int64 // in the buffers of the first measured sockets
	spare  int64 // what those buffers may grow to
	gone   int   // sockets that are no more
}

// measured is how many sockets of a host are asked for what they hold.
const measured = 1000

// socketsOf lists the sockets of all hosts at the cursor, from the cache where it fits.
func (s *Scene) socketsOf(w *sim.World) *sockets {
	k := &s.sockets
	if k.run == s.Run && k.frame == s.Frame && k.hosts != nil {
		return k
	}
	n := len(s.Run.Config().Hosts)
	if len(k.hosts) != n {
		k.hosts = make([]hostSockets, n)
	}
	for h := range k.hosts {
		p := &k.hosts[h]
		*p = hostSockets{host: h, listen: p.listen[:0], ends: p.ends[:0]}
	}
	k.run, k.frame, k.rows = s.Run, s.Frame, 0
	for i := uint32(0); int(i) < w.Conns(); i++ {
		v := w.Conn(i)
		for side := range 2 {
			k.hosts[v.Host[side]].add(w, i, side, &v)
		}
	}
	for h := range k.hosts {
		k.rows += 2 + len(k.hosts[h].listen) + len(k.hosts[h].ends)
	}
	return k
}

func (p *hostSockets) add(w *sim.World, i uint32, side int, v *sim.ConnView) {
	switch {
	case !v.Exists[side] && v.State[side] == tcp.Listen:
		port := v.Port[side]
		for _, q := range p.listen {
			if q == port {
				return
			}
		}
		if len(p.listen) < 64 {
			p.listen = append(p.listen, port)
			p.states[tcp.Listen]++
		}
	case !v.Exists[side]:
	case v.State[side] == tcp.Closed:
		p.gone++
	default:
		p.states[v.State[side]]++
		if side == 0 {
			p.own++
		}
		if len(p.ends) < measured {
			in := w.Info(i, side)
			p.bytes += in.Held + in.InFlight + in.Unread + in.OOO
			p.spare += int64(in.SndBuf) + int64(in.RcvBuf)
		}
		p.ends = append(p.ends, 2*i+uint32(side))
	}
}

// paintSockets lists the sockets of all hosts as netstat would: four-tuple, state, queues,
// timer.
func paintSockets(c *Canvas, r Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	k := s.socketsOf(w)
	s.rows[PaneSockets] = k.rows
	top := max(min(s.Scroll[PaneSockets], k.rows-r.H), 0)
	s.Scroll[PaneSockets] = top
	y := -top
	for h := range k.hosts {
		p := &k.hosts[h]
		n := 1 + len(p.listen) + len(p.ends)
		from, to := max(-y, 0), min(n, r.H-y)
		for i := from; i < to; i++ {
			s.socketLine(c, Rect{r.X, r.Y + y + i, r.W, 1}, w, p, i)
		}
		y += n + 1
	}
	scrollMarks(c, r, s, top, k.rows)
}

// scrollMarks says that there are rows above or below.
func scrollMarks(c *Canvas, r Rect, s *Scene, top, rows int) {
	if top+r.H < rows && r.H > 0 {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", s.Theme.Dim)
	}
}

// socketLine is line i of a host: its summary, who listens, its sockets.
func (s *Scene) socketLine(c *Canvas, r Rect, w *sim.World, p *hostSockets, i int) {
	switch {
	case i == 0:
		c.TextIn(r.X, r.Y, r.W-1, s.hostSummary(p), s.Theme.Strong)
	case i <= len(p.listen):
		text := fmt.Sprintf("   %-12s %s:%d", tcp.Listen, netip.AddrFrom4(s.Run.Config().Hosts[p.host].Addr), p.listen[i-1])
		c.TextIn(r.X, r.Y, r.W-1, text, s.Theme.Dim)
	default:
		s.socketRow(c, r, w, p.ends[i-1-len(p.listen)])
	}
}

// hostSummary counts a host's sockets, ports and bytes.
func (s *Scene) hostSummary(p *hostSockets) string {
	cfg := s.Run.Config()
	var b strings.Builder
	fmt.Fprintf(&b, Say(s.Lang, "%s: %s sockets", "%s: 소켓 %s개"), Clean(cfg.HostName(p.host)), Bytes(int64(len(p.ends))))
	for st, n := range p.states {
		if n > 0 && tcp.State(st) != tcp.Listen {
			fmt.Fprintf(&b, " %s %s", Bytes(int64(n)), tcp.State(st))
		}
	}
	if p.own > 0 || p.host == 0 {
		lo, hi := int64(cfg.Hosts[p.host].PortLo), int64(cfg.Hosts[p.host].PortHi)
		if lo == 0 {
			lo, hi = 32768, 60999
		}
		fmt.Fprintf(&b, Say(s.Lang, " · ports %s of %s used", " · 포트 %s/%s 사용"), Bytes(int64(p.own)), Bytes(hi-lo+1))
	}
	fmt.Fprintf(&b, Say(s.Lang, " · %s B held, buffers %s B", " · %s B 담김, 버퍼 %s B"), Bytes(p.bytes), Bytes(p.spare))
	if len(p.ends) > measured {
		fmt.Fprintf(&b, Say(s.Lang, " (first %d)", " (처음 %d개)"), measured)
	}
	if p.gone > 0 {
		fmt.Fprintf(&b, Say(s.Lang, " · %s gone", " · %s개 사라짐"), Bytes(int64(p.gone)))
	}
	return b.String()
}

// socketRow is one socket.
func (s *Scene) socketRow(c *Canvas, r Rect, w *sim.World, ei uint32) {
	th := s.Theme
	conn, side := ei/2, int(ei&1)
	v := w.Conn(conn)
	in := w.Info(conn, side)
	st := th.C2S
	if side == 1 {
		st = th.S2C
	}
	if v.State[side] == tcp.TimeWait {
		st = th.Dim
	}
	if conn == s.Conn {
		c.Put(r.X, r.Y, '►', th.Strong)
	}
	state := fmt.Sprintf("%-12s", v.State[side])
	queues := fmt.Sprintf(Say(s.Lang, "recv %6s  send %6s", "받음 %6s  보냄 %6s"), Bytes(in.Unread+in.OOO), Bytes(in.Held+in.InFlight))
	tuple := w.Addr(conn, side).String() + fmt.Sprintf(":%d", v.Port[side]) + " → " + w.Addr(conn, 1-side).String() + fmt.Sprintf(":%d", v.Port[1-side])
	if r.W < 76 {
		tuple = fmt.Sprintf(":%d → :%d", v.Port[side], v.Port[1-side])
	}
	x := c.Text(r.X+1, r.Y, fmt.Sprintf("#%-4d", conn), th.Dim)
	x = c.Text(x, r.Y, state, st) + 1
	wide := 16
	if r.W >= 76 {
		wide = 44
	}
	c.TextIn(x, r.Y, wide, tuple, th.Plain)
	x = c.TextIn(x+wide+1, r.Y, max(r.X+r.W-x-wide-1, 0), queues, th.Plain) + 2
	if x+10 < r.X+r.W {
		c.TextIn(x, r.Y, r.X+r.W-x-1, s.socketWaits(w, conn, side, v.State[side]), th.Timer)
	}
}

// socketWaits is the countdown of a socket: of TIME-WAIT, or of its next timer.
func (s *Scene) socketWaits(w *sim.World, conn uint32, side int, st tcp.State) string {
	best := sim.TimerView{}
	for _, t := range w.Timers(conn, side) {
		if best.Fires == 0 || t.Fires < best.Fires {
			best = t
		}
	}
	if best.Fires == 0 {
		return ""
	}
	left := Time(best.Fires - w.Now())
	if st == tcp.TimeWait {
		return Say(s.Lang, "free in ", "남은 시간 ") + left
	}
	return TimerName(best.Kind, s.Lang) + " " + left
}
