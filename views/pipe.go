package views

import (
	"slices"
	"strconv"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PanePipe] = Pane{
		Name: "pipe", title: words.TitlePipe,
		help:    words.PanePipeHelp,
		Example: Example{Scenario: "fast-retransmit", Percent: 50},
		paint:   paintPipe,
		frameAt: pipeAt,
	}
}

// linkPacket is a packet on the link.
type linkPacket struct {
	id               sim.EventID // of its send
	seg              tcp.Segment
	side             uint8 // side of the sender
	conn             uint32
	departs, arrives sim.Time
	tail             sim.Time // when its last bit leaves
	retrans          bool
	lost             rule.ID // rule by which it was lost, or None
	dgram            bool
}

// lossPlace is where on the link a lost packet is drawn, in percent. The simulated link has no place
// of loss.
const lossPlace = 66

// pipeEnds finds the hosts at both ends of what the pipe shows, and the link between them.
func (s *Scene) pipeEnds(w *sim.World) (hosts [2]uint8, link int, dir [2]int) {
	hosts = [2]uint8{0, 1}
	if int(s.Conn) < w.Conns() {
		hosts = w.Conn(s.Conn).Host
	}
	for i, l := range s.Run.Config().Links {
		switch {
		case l.A == hosts[0] && l.B == hosts[1]:
			return hosts, i, [2]int{0, 1}
		case l.B == hosts[0] && l.A == hosts[1]:
			return hosts, i, [2]int{1, 0}
		}
	}
	return hosts, 0, [2]int{0, 1}
}

// linkPackets lists the packets on the link, nearest to arrival first, and those that were lost on it a
// short time ago.
func (s *Scene) linkPackets(w *sim.World, link int, dir [2]int) []linkPacket {
	out := s.flying[:0]
	var paths [2]sim.PathView
	for side := range paths {
		paths[side] = w.Path(link, dir[side])
	}
	w.Flying(func(p *sim.Packet) bool {
		if int(p.Link) != link || !p.Dgram && !s.Filter.Shows(p.Conn) {
			return true
		}
		side := uint8(0)
		if int(p.Dir) == dir[1] {
			side = 1
		}
		out = append(out, linkPacket{id: p.SentBy, seg: p.Seg, side: side, conn: p.Conn, departs: p.Departs,
			arrives: p.Arrives,
			tail:    p.Departs + wireTime(int64(p.Bytes), paths[side].RateBps), retrans: p.Flag&sim.FlagRetrans != 0,
			dgram: p.Dgram})
		return len(out) < maxLinkPackets
	})
	now := w.Now()
	far := max(paths[0].Delay, paths[1].Delay) + 2_000_000
	for f := s.Frame; f >= max(s.Frame-500, 0) && len(out) < maxLinkPackets; f-- {
		evs := s.Run.Events(f)
		if len(evs) > 0 && now-evs[0].At > far {
			break
		}
		for i := range evs {
			e := &evs[i]
			if e.Kind != sim.EvLost || int(e.Link) != link || !s.Filter.Shows(e.Conn) {
				continue
			}
			side := uint8(0)
			if int(e.Dir) == dir[1] {
				side = 1
			}
			p := &paths[side]
			bytes := int64(40+sim.OptionBytes(&e.Seg)) + int64(e.Seg.Len)
			fl := linkPacket{id: e.Cause, seg: e.Seg, side: side, conn: e.Conn, departs: e.At, lost: e.Rule,
				retrans: e.Flag&sim.FlagRetrans != 0}
			fl.tail = e.At + wireTime(bytes, p.RateBps)
			fl.arrives = fl.tail + p.Delay
			if now <= fl.arrives {
				out = append(out, fl)
			}
		}
	}
	s.flying = out
	return out
}

// maxLinkPackets limits how many packets are drawn.
const maxLinkPackets = 4000

// wireTime is the transmission time of bytes at a rate.
func wireTime(bytes, rate int64) sim.Time {
	if rate <= 0 {
		return 0
	}
	return sim.Time(bytes * 8_000_000_000 / rate)
}

// progress is how far along the line an instant of the packet is, in thousandths.
func progress(since, now, delay sim.Time) int64 {
	if delay <= 0 {
		return 1000
	}
	return max(min(int64(now-since)*1000/int64(delay), 1000), 0)
}

// pipeLane is the geometry of a direction.
type pipeLane struct {
	x0, x1, y int // of the line
	side      int
	at, many  int // column of the last small packet, and how many stand there
	end       int // where the last label began, or ended
}

// stack counts the small packets in one column.
func (l *pipeLane) stack(a, b int, f *linkPacket) int {
	if a != b || f.lost != rule.None {
		return 1
	}
	if a != l.at {
		l.at, l.many = a, 0
	}
	l.many++
	return l.many
}

func (l *pipeLane) col(permille int64) int {
	n := int(int64(l.x1-l.x0) * permille / 1000)
	if l.side == 1 {
		return l.x1 - n
	}
	return l.x0 + n
}

func pipeLanes(r paint.Rect) [2]pipeLane {
	gap := 3
	if r.H < 12 {
		gap = 2
	}
	q := max(min(r.W/8, 14), 5)
	return [2]pipeLane{{x0: r.X + q, x1: r.X + r.W - 1 - q, y: r.Y + 2, at: -1},
		{x0: r.X + q, x1: r.X + r.W - 1 - q, y: r.Y + 2 + gap, side: 1, at: -1}}
}

// paintPipe shows both directions of the line at this instant.
func paintPipe(c *paint.Canvas, r paint.Rect, s *Scene) {
	sel, _ := s.selected()
	w := s.Run.At(s.Frame)
	hosts, link, dir := s.pipeEnds(w)
	th := s.Theme
	lanes := pipeLanes(r)
	list := s.linkPackets(w, link, dir)
	w = s.Run.At(s.Frame)
	left, right := words.Host(s.Run, hosts[0]), words.Host(s.Run, hosts[1])
	c.TextIn(r.X, r.Y, lanes[0].x1-r.X-paint.Width(right), left, th.C2S)
	c.Text(r.X+r.W-paint.Width(right), r.Y, right, th.S2C)
	mid := words.PipeAt.With(s.Lang, words.Time(w.Now()))
	c.TextIn(r.X+(r.W-paint.Width(mid))/2, r.Y, r.W/2, mid, th.Dim)
	var bytes, count [2]int64
	for i := range list {
		if f := &list[i]; f.lost == rule.None {
			bytes[f.side] += int64(f.seg.Len)
			count[f.side]++
		}
	}
	for side := range lanes {
		s.pipeLine(c, &lanes[side], r, w.Path(link, dir[side]), w.Now(), list, sel)
	}
	y := lanes[1].y + 2
	y += s.pipeNumbers(c, paint.Rect{X: r.X, Y: y, W: r.W, H: max(r.H-(y-r.Y), 1)}, w, link, dir, bytes, count)
	if r.Y+r.H-y > 6 {
		c.TextIn(r.X, r.Y+r.H-1, r.W, words.PipeLegend.In(s.Lang), th.Dim)
		r.H--
	}
	s.pipeTable(c, paint.Rect{X: r.X, Y: y, W: r.W, H: r.Y + r.H - y}, w, list, sel)
}

// pipeLine draws a direction: the queue before the line, the line, the packets on it.
func (s *Scene) pipeLine(c *paint.Canvas, l *pipeLane, r paint.Rect, p sim.PathView, now sim.Time, list []linkPacket,
	sel sim.EventID) {
	th := s.Theme
	for x := l.x0; x <= l.x1; x++ {
		c.Put(x, l.y, '─', th.Dim)
	}
	c.Put(l.x0-1, l.y, '├', th.Dim)
	c.Put(l.x1+1, l.y, '┤', th.Dim)
	queued := 0
	l.end = r.X + r.W + 1 // on the way to the right, the first packet is the rightmost
	if l.side == 1 {
		l.end = r.X - 1
	}
	for i := range list {
		f := &list[i]
		if int(f.side) != l.side {
			continue
		}
		if f.departs > now || f.lost == rule.QueueDrop {
			s.pipeQueued(c, l, r, f, queued, sel)
			queued++
			continue
		}
		s.pipePacket(c, l, f, now, p.Delay, sel)
	}
	if queued > 0 {
		t := words.PipeQueue.With(s.Lang, queued)
		if l.side == 0 {
			c.TextIn(r.X, l.y-1, l.x0-1-r.X, t, th.Held)
		} else {
			c.TextIn(l.x1+2, l.y-1, r.X+r.W-l.x1-2, t, th.Held)
		}
	}
	for _, e := range s.Run.Events(s.Frame) { // arrivals of this frame
		if e.Kind == sim.EvRecv && s.Filter.Shows(e.Conn) && int(e.Side) == 1-l.side {
			x, ch := l.x1, '►'
			if l.side == 1 {
				x, ch = l.x0, '◄'
			}
			c.Put(x, l.y, ch, paint.Style{Reverse: true})
		}
	}
}

// pipeQueued draws a packet that waits for the line.
func (s *Scene) pipeQueued(c *paint.Canvas, l *pipeLane, r paint.Rect, f *linkPacket, i int, sel sim.EventID) {
	x := l.x0 - 2 - i
	if l.side == 1 {
		x = l.x1 + 2 + i
	}
	if x < r.X || x >= r.X+r.W {
		return
	}
	st := s.linkPacketStyle(f, sel)
	ch := '■'
	if f.lost != rule.None {
		ch = '✗'
	}
	c.Put(x, l.y, ch, st)
}

func (s *Scene) linkPacketStyle(f *linkPacket, sel sim.EventID) paint.Style {
	th := s.Theme
	st := th.C2S
	if f.side == 1 {
		st = th.S2C
	}
	switch {
	case f.lost != rule.None:
		st = th.Lost
	case f.retrans:
		st = th.Retrans
	case f.conn != s.Conn && !f.dgram:
		st = th.Dim
	}
	if f.id == sel {
		st.Bold, st.Underline = true, true
	}
	return st
}

// glyph is the character of a packet: a block for data, a ring for an ACK, a letter for others.
func (f *linkPacket) glyph() rune {
	switch fl := f.seg.Flags; {
	case f.dgram:
		return 'D'
	case fl&tcp.RST != 0:
		return 'X'
	case fl&tcp.SYN != 0:
		return 'S'
	case f.retrans:
		return 'R'
	case fl&tcp.FIN != 0:
		return 'F'
	case f.seg.Len == 0:
		return '○'
	}
	return '█'
}

// pipePacket draws a packet between its first and its last bit.
func (s *Scene) pipePacket(c *paint.Canvas, l *pipeLane, f *linkPacket, now, delay sim.Time, sel sim.EventID) {
	st := s.linkPacketStyle(f, sel)
	head, tail := progress(f.departs, now, delay), progress(f.tail, now, delay)
	if f.lost != rule.None && head >= lossPlace*10 {
		x := l.col(lossPlace * 10)
		c.Put(x, l.y, '✗', st)
		l.label(c, x, x, f, st)
		return
	}
	a, b := l.col(tail), l.col(head)
	if l.side == 1 {
		a, b = b, a
	}
	if n := l.stack(a, b, f); n > 1 { // several small packets at one place: how many
		c.Put(a, l.y, rune('0'+min(n, 9)), st)
		return
	}
	for x := a; x <= b; x++ {
		c.Put(x, l.y, f.glyph(), st)
	}
	if b-a >= 1 { // the front of the packet, so that neighbours can be told apart
		if l.side == 0 {
			c.Put(b, l.y, '►', st)
		} else {
			c.Put(a, l.y, '◄', st)
		}
	}
	l.label(c, a, b, f, st)
}

// appendLabel writes a packet's label in few columns.
func (f *linkPacket) appendLabel(b []byte) []byte {
	switch {
	case f.dgram:
		return append(b, "DNS"...)
	case f.seg.Len > 0:
		b = strconv.AppendInt(b, f.seg.Seq, 10)
		return strconv.AppendInt(append(b, ':'), f.seg.Seq+int64(f.seg.Len), 10)
	case f.seg.Flags&(tcp.SYN|tcp.FIN|tcp.RST) != 0:
		return append(b, words.FlagNames(f.seg.Flags)...)
	}
	return strconv.AppendInt(append(b, "ACK "...), f.seg.Ack, 10)
}

// label writes a packet's label above it if it fits. It is called in the order of arrival.
func (l *pipeLane) label(c *paint.Canvas, a, b int, f *linkPacket, st paint.Style) {
	st.Underline = false
	var room [64]byte
	t := f.appendLabel(room[:0])
	w := len(t)
	if l.side == 0 { // the first to arrive is the rightmost
		x := max(min((a+b-w)/2, l.x1-w+1), l.x0)
		if x+w < l.end {
			c.Raw(x, l.y-1, t, st)
			l.end = x
		}
		return
	}
	x := max(min((a+b-w)/2+1, l.x1-w+1), l.x0)
	if x > l.end {
		c.Raw(x, l.y-1, t, st)
		l.end = x + w
	}
}

// pipeNumbers paints how many bytes are on the link, and the bandwidth-delay product.
func (s *Scene) pipeNumbers(c *paint.Canvas, r paint.Rect, w *sim.World, link int, dir [2]int, bytes,
	count [2]int64) int {
	th := s.Theme
	var items []paint.Piece
	for side, st := range []paint.Style{th.C2S, th.S2C} {
		p := w.Path(link, dir[side])
		arrow := "→ "
		if side == 1 {
			arrow = "← "
		}
		t := words.PipeOnTheWay.With(s.Lang, arrow, count[side], words.Bytes(bytes[side]))
		if p.RateBps > 0 {
			room := words.Bytes(p.RateBps * int64(p.Delay) / 8_000_000_000)
			if full := words.PipeRateAndRoom.With(s.Lang, words.RateText(p.RateBps), words.ShortTime(p.Delay),
				room); paint.Width(t+full) <= r.W {
				t += full
			} else {
				t += words.PipeRoom.With(s.Lang, room)
			}
		} else {
			t += words.PipeAnyRate.With(s.Lang, words.ShortTime(p.Delay))
		}
		items = append(items, piece(t, st))
	}
	return c.Flow(r, min(r.H, 2), items)
}

// pipeTable lists the packets on their way, in order of arrival.
func (s *Scene) pipeTable(c *paint.Canvas, r paint.Rect, w *sim.World, list []linkPacket, sel sim.EventID) {
	if r.H < 2 {
		return
	}
	th := s.Theme
	slices.SortStableFunc(list, func(a, b linkPacket) int { return int(min(max(a.arrives-b.arrives, -1), 1)) })
	if len(list) == 0 {
		c.TextIn(r.X, r.Y, r.W, words.PipeEmpty.In(s.Lang), th.Dim)
		return
	}
	top := max(min(s.Scroll[PanePipe], len(list)-r.H), 0)
	s.Scroll[PanePipe], s.rows[PanePipe] = top, len(list)
	now := w.Now()
	for y := 0; y < r.H && top+y < len(list); y++ {
		f := &list[top+y]
		st := s.linkPacketStyle(f, sel)
		st.Underline = false
		arrow := "──►"
		if f.side == 1 {
			arrow = "◄──"
		}
		where, until := "", sim.Never
		switch {
		case f.lost != rule.None:
			where = words.PipeLost.In(s.Lang) + f.lost.String()
		case f.departs > now:
			where, until = words.PipeWaits.In(s.Lang), f.departs-now
		default:
			where, until = words.PipeArrives.In(s.Lang), f.arrives-now
		}
		cur := " "
		if f.id == sel {
			cur = "►"
		}
		x := c.Text(r.X, r.Y+y, cur, st)
		x = c.Text(x, r.Y+y, arrow, st)
		mark := " "
		if f.retrans {
			mark = "R"
		}
		x = c.Text(x, r.Y+y, mark, st)
		var room [64]byte
		c.RawIn(x, r.Y+y, max(r.W/2-6, 8), f.appendLabel(room[:0]), st)
		x = c.TextIn(r.X+r.W/2, r.Y+y, r.W-r.W/2-1, where, st)
		if until != sim.Never {
			c.Raw(x, r.Y+y, words.AppendTime(room[:0], until), st)
		}
	}
	if top+r.H < len(list) {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", th.Dim)
	}
}

// pipeAt is the send of the packet under a point: on a line, or in the table.
func pipeAt(r paint.Rect, s *Scene, x, y int) int64 {
	w := s.Run.At(s.Frame)
	_, link, dir := s.pipeEnds(w)
	lanes := pipeLanes(r)
	list := s.linkPackets(w, link, dir)
	w = s.Run.At(s.Frame)
	best, far := int64(-1), 4
	for side := range lanes {
		l := &lanes[side]
		if y != l.y && y != l.y-1 {
			continue
		}
		delay := w.Path(link, dir[side]).Delay
		for i := range list {
			f := &list[i]
			if int(f.side) != side {
				continue
			}
			d := x - l.col((progress(f.departs, w.Now(), delay)+progress(f.tail, w.Now(), delay))/2)
			if d = max(d, -d); d < far {
				best, far = f.id.Frame(), d
			}
		}
	}
	return best
}
