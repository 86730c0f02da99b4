package views

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneSockets] = Pane{
		Name: "sockets", title: words.TitleSockets,
		help:    words.PaneSocketsHelp,
		Example: Example{Scenario: "page", Percent: 50},
		paint:   paintSockets,
	}
}

// sockets caches the sockets of each host at a frame.
type sockets struct {
	run   *sim.Run
	frame int64
	conns int // connections of the run at that frame
	hosts []hostSockets
	rows  int
}

type hostSockets struct {
	host   int
	listen []sim.Listening // listening sockets with their queues, the first maxListening
	ends   []uint32        // 2*conn+side of the sockets that exist
	states [11]int
	own    int // sockets that this host opened: each holds an ephemeral port
	closed int // sockets that no longer exist
}

const maxListening = 64

// socketsOf lists the sockets of all hosts at the cursor.
func (s *Scene) socketsOf(w *sim.World) *sockets {
	k := s.connectedSockets(w)
	for h := range k.hosts {
		k.hosts[h].listen = k.hosts[h].listen[:0]
	}
	w.Listeners(func(l sim.Listening) bool {
		if p := &k.hosts[l.Host]; len(p.listen) < maxListening {
			p.listen = append(p.listen, l)
		}
		return true
	})
	k.count()
	return k
}

// connectedSockets lists those of connections, from the cache where it fits.
func (s *Scene) connectedSockets(w *sim.World) *sockets {
	k := &s.sockets
	if k.run == s.Run && k.hosts != nil && (k.conns == w.Conns() && s.sameSockets(k.frame) || s.Frame == k.frame+1 &&
		k.applyFrame(s.Run.Events(s.Frame), s.Run.At(s.Frame))) {
		k.frame = s.Frame
		return k
	}
	w = s.Run.At(s.Frame)
	n := len(s.Run.Config().Hosts)
	if len(k.hosts) != n {
		k.hosts = make([]hostSockets, n)
	}
	for h := range k.hosts {
		p := &k.hosts[h]
		*p = hostSockets{host: h, listen: p.listen, ends: p.ends[:0]}
	}
	k.run, k.frame, k.conns, k.rows = s.Run, s.Frame, w.Conns(), 0
	for i := uint32(0); int(i) < w.Conns(); i++ {
		v := w.Conn(i)
		for side := range 2 {
			k.hosts[v.Host[side]].add(w, i, side, &v)
		}
	}
	return k
}

func (k *sockets) count() {
	k.rows = 0
	for h := range k.hosts {
		k.rows += 3 + len(k.hosts[h].listen) + len(k.hosts[h].ends)
	}
}

// applyFrame applies the changes of the next frame, because reading all sockets for every key would be
// slow in a run with many. It returns false if all sockets have to be read again.
func (k *sockets) applyFrame(evs []sim.Event, w *sim.World) bool {
	for i := range evs {
		if e := &evs[i]; e.Kind == sim.EvKnob || e.Kind == sim.EvState &&
			int(e.Conn) < k.conns && !k.applyState(e, w) {
			return false
		}
	}
	for ; k.conns < w.Conns(); k.conns++ {
		v := w.Conn(uint32(k.conns))
		for side := range 2 {
			k.hosts[v.Host[side]].add(w, uint32(k.conns), side, &v)
		}
	}
	return true
}

// applyState applies a change of state to a socket that exists or that a listening socket creates.
func (k *sockets) applyState(e *sim.Event, w *sim.World) bool {
	p, from, to := &k.hosts[e.Host], tcp.State(e.A), tcp.State(e.B)
	at, there := slices.BinarySearch(p.ends, 2*e.Conn+uint32(e.Side))
	if from == tcp.Listen && !there && e.Side == 1 {
		p.ends = slices.Insert(p.ends, at, 2*e.Conn+1)
		p.states[to]++
		return true
	}
	if !there || from == tcp.Closed || from == tcp.Listen || to == tcp.Listen {
		return false
	}
	p.states[from]--
	if to != tcp.Closed {
		p.states[to]++
		return true
	}
	p.closed++
	if e.Side == 0 {
		p.own--
	}
	p.ends = slices.Delete(p.ends, at, at+1)
	return true
}

// sameSockets reports whether no socket was created, removed or changed its state between a frame
// and the cursor. It returns false, too, if finding out would take long.
func (s *Scene) sameSockets(frame int64) bool {
	from, to := min(frame, s.Frame), max(frame, s.Frame)
	if to-from > 1 {
		return false
	}
	if from == to {
		return true
	}
	evs := s.Run.Events(to)
	for i := range evs {
		if k := evs[i].Kind; k == sim.EvState || k == sim.EvKnob {
			return false
		}
	}
	return true
}

func (p *hostSockets) add(w *sim.World, i uint32, side int, v *sim.ConnView) {
	switch {
	case !v.Exists[side]:
	case v.State[side] == tcp.Closed:
		p.closed++
	default:
		p.states[v.State[side]]++
		if side == 0 {
			p.own++
		}
		p.ends = append(p.ends, 2*i+uint32(side))
	}
}

// paintSockets lists the sockets of all hosts as netstat would: four-tuple, state, queues,
// timer.
func paintSockets(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	k := s.socketsOf(w)
	rows, heads := k.rows, make([][]string, len(k.hosts))
	for h := range k.hosts {
		heads[h] = wrapParts(s.hostSummary(w, &k.hosts[h]), r.W-1)
		rows += len(heads[h]) - 1
	}
	s.rows[PaneSockets] = rows
	top := max(min(s.Scroll[PaneSockets], rows-r.H), 0)
	s.Scroll[PaneSockets] = top
	y := -top
	for h := range k.hosts {
		p := &k.hosts[h]
		for _, l := range heads[h] {
			if y >= 0 && y < r.H {
				c.TextIn(r.X, r.Y+y, r.W-1, l, s.Theme.Strong)
			}
			y++
		}
		n := 1 + len(p.listen) + len(p.ends)
		from, to := max(-y, 0), min(n, r.H-y)
		for i := from; i < to; i++ {
			s.socketLine(c, paint.Rect{X: r.X, Y: r.Y + y + i, W: r.W, H: 1}, w, p, i)
		}
		y += n + 1
	}
	scrollMarks(c, r, s, top, rows)
}

// wrapParts breaks a line with " · " between its parts there, where it is too long.
func wrapParts(text string, w int) []string {
	if paint.Width(text) <= w {
		return []string{text}
	}
	var out []string
	line := ""
	for part := range strings.SplitSeq(text, " · ") {
		switch joined := line + " · " + part; {
		case line == "":
			line = part
		case paint.Width(joined) <= w:
			line = joined
		default:
			out = append(out, line)
			line = "  " + part
		}
	}
	return append(out, line)
}

// scrollMarks paints arrows where rows are above or below the visible ones.
func scrollMarks(c *paint.Canvas, r paint.Rect, s *Scene, top, rows int) {
	if top+r.H < rows && r.H > 0 {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", s.Theme.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", s.Theme.Dim)
	}
}

// socketLine paints line i of a host below its summary: the headings, listening ports, then sockets.
func (s *Scene) socketLine(c *paint.Canvas, r paint.Rect, w *sim.World, p *hostSockets, i int) {
	switch {
	case i == 0:
		s.socketHead(c, r)
	case i <= len(p.listen):
		s.listeningRow(c, r, p, &p.listen[i-1])
	default:
		s.socketRow(c, r, w, p.ends[i-1-len(p.listen)])
	}
}

// listeningRow is one listening socket: in place of the queues of bytes, as ss shows it, the connections
// that wait for accept and the backlog.
func (s *Scene) listeningRow(c *paint.Canvas, r paint.Rect, p *hostSockets, l *sim.Listening) {
	text := fmt.Sprintf("       %-12s %s:%d", tcp.Listen, netip.AddrFrom4(s.Run.Config().Hosts[p.host].Addr), l.Port)
	c.TextIn(r.X, r.Y, r.W-1, text, s.Theme.Dim)
	st := s.Theme.Dim
	if l.Queue > 0 || l.HalfOpen > 0 {
		st = s.Theme.Plain
	}
	wide, queue := socketColumns(r.W)
	x := r.X + 20 + wide
	for _, n := range [...]int64{l.Queue, l.Backlog} {
		x += queue
		c.Grouped(x, r.Y, n, st)
	}
	room := r.X + r.W - x - 3
	text = words.SocketsAccept.With(s.Lang, words.Bytes(l.HalfOpen))
	if paint.Width(text) > room && l.HalfOpen > 0 {
		text = words.SocketsHalfOpen.With(s.Lang, words.Bytes(l.HalfOpen))
	}
	if paint.Width(text) <= room {
		c.Text(x+2, r.Y, text, st)
	}
}

// socketHead names the columns.
func (s *Scene) socketHead(c *paint.Canvas, r paint.Rect) {
	wide, queue := socketColumns(r.W)
	st := s.Theme.Dim
	c.Text(r.X+7, r.Y, words.SocketsState.In(s.Lang), st)
	c.Text(r.X+20, r.Y, words.SocketsAddresses.In(s.Lang), st)
	x := r.X + 20 + wide
	for _, t := range [...]string{words.SocketsReceiveQueue.In(s.Lang), words.SocketsSendQueue.In(s.Lang)} {
		x += queue
		c.Text(x-paint.Width(t), r.Y, t, st)
	}
	c.TextIn(x+2, r.Y, max(r.X+r.W-x-3, 0), words.SocketsTimer.In(s.Lang), st)
}

// hostSummary counts a host's sockets, ports and bytes.
func (s *Scene) hostSummary(w *sim.World, p *hostSockets) string {
	cfg := s.Run.Config()
	var b strings.Builder
	what := words.SocketsOfHost
	if len(p.ends) == 1 {
		what = words.SocketsOfHostOne
	}
	b.WriteString(what.With(s.Lang, words.Clean(cfg.HostName(p.host)), words.Bytes(int64(len(p.ends)))))
	before := " ("
	for st, n := range p.states {
		if n > 0 && tcp.State(st) != tcp.Listen {
			fmt.Fprintf(&b, "%s%s %s", before, words.Bytes(int64(n)), tcp.State(st))
			before = ", "
		}
	}
	if before == ", " {
		b.WriteByte(')')
	}
	if pools := s.portPools(w, p); pools != "" {
		b.WriteString(pools)
	}
	if u := w.Use(p.host); !cfg.Replays() {
		fmt.Fprint(&b, words.SocketsMemory.With(s.Lang, words.Bytes(u.Memory), words.Bytes(u.PeakMemory)))
	}
	if p.closed > 0 {
		fmt.Fprint(&b, words.SocketsGone.With(s.Lang, words.Bytes(int64(p.closed))))
	}
	return b.String()
}

// socketColumns are the columns of a row: state, tuple, queues, timer.
func socketColumns(w int) (tuple, queue int) {
	if w < 76 {
		return 15, 7
	}
	if w < 84 { // the countdown needs room for its unit
		return 30, 7
	}
	return min(44, 30+(w-76)/4), 8
}

// portPools says how many ephemeral ports of a host are in use: by HTTP destination, or in all.
func (s *Scene) portPools(w *sim.World, p *hostSockets) string {
	cfg := s.Run.Config()
	out := ""
	for _, q := range w.PortPools() {
		if int(q.From) != p.host {
			continue
		}
		out += words.SocketsPorts.With(s.Lang, words.Bytes(q.Used), words.Bytes(q.Size))
		if q.Waiting > 0 {
			out += words.SocketsPortsWait.With(s.Lang, words.Bytes(q.Waiting))
		}
	}
	if out == "" && p.own > 0 && !cfg.Replays() {
		lo, hi := int64(cfg.Hosts[p.host].PortLo), int64(cfg.Hosts[p.host].PortHi)
		if lo == 0 {
			lo, hi = 32768, 60999
		}
		out = words.SocketsPorts.With(s.Lang, words.Bytes(int64(p.own)), words.Bytes(hi-lo+1))
	}
	return out
}

// socketRow is one socket.
func (s *Scene) socketRow(c *paint.Canvas, r paint.Rect, w *sim.World, ei uint32) {
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
	wide, queue := socketColumns(r.W)
	c.Tag(r.X+1, r.Y, '#', int64(conn), 0, th.Dim)
	c.Text(r.X+7, r.Y, v.State[side].String(), st)
	s.socketTuple(c, r.X+20, r.Y, wide, w, &v, side)
	x := r.X + 20 + wide
	for _, n := range [...]int64{in.Unread + in.OOO, in.Held + in.InFlight} {
		x += queue
		c.Grouped(x, r.Y, n, th.Plain)
	}
	if room := r.X + r.W - x - 3; room >= 9 {
		c.TextIn(x+2, r.Y, room, s.socketWaits(w, conn, side, v.State[side], room), th.Timer)
	}
}

// socketTuple paints both addresses and ports, or where that is too wide the ports alone.
func (s *Scene) socketTuple(c *paint.Canvas, x, y, wide int, w *sim.World, v *sim.ConnView, side int) {
	st := s.Theme.Plain
	var d [96]byte
	mine, peer := w.Addr(v.ID, side), w.Addr(v.ID, 1-side)
	a := mine.AppendTo(d[:0])
	n := len(a)
	b := peer.AppendTo(a)
	var ports [12]byte
	p := strconv.AppendInt(strconv.AppendInt(ports[:0], int64(v.Port[side]), 10), int64(v.Port[1-side]), 10)
	if len(b)+len(p)+5 > wide { // the addresses do not fit
		x = c.Tag(x, y, ':', int64(v.Port[side]), 0, st)
		x = c.Text(x, y, " → ", st)
		c.Tag(x, y, ':', int64(v.Port[1-side]), 0, st)
		return
	}
	x = c.Raw(x, y, b[:n], st)
	x = c.Tag(x, y, ':', int64(v.Port[side]), 0, st)
	x = c.Text(x, y, " → ", st)
	x = c.Raw(x, y, b[n:], st)
	c.Tag(x, y, ':', int64(v.Port[1-side]), 0, st)
}

// socketWaits is the countdown of a socket: of TIME-WAIT, or of its next timer.
func (s *Scene) socketWaits(w *sim.World, conn uint32, side int, st tcp.State, width int) string {
	best := sim.TimerView{}
	var room [tcp.NumTimers]sim.TimerView
	for _, t := range w.Timers(room[:0], conn, side) {
		if best.Fires == 0 || t.Fires < best.Fires {
			best = t
		}
	}
	if best.Fires == 0 {
		return ""
	}
	left := words.Time(best.Fires - w.Now())
	name := words.TimerName(best.Kind, s.Lang) + " "
	if st == tcp.TimeWait {
		name = words.SocketsFreeIn.In(s.Lang)
	}
	if paint.Width(name)+paint.Width(left) > width {
		return left
	}
	return name + left
}
