package ladder

import (
	"teacp/sim"
	"teacp/views/words"
)

// MaxLanes is how many hosts a ladder has lanes for; further ones share the last.
const MaxLanes = 6

// lanesOf are the hosts of a ladder's lanes from left to right: the two ends of a single connection,
// or the client, the proxies in their order, and the servers.
func lanesOf(r *sim.Run, f Filter, w *sim.World) []uint8 {
	cfg := r.Config()
	if len(cfg.HTTP) == 0 || len(cfg.Hosts) <= 2 {
		return []uint8{0, 1}
	}
	if f.Conn >= 0 && f.Conn < int64(w.Conns()) {
		h := w.Conn(uint32(f.Conn)).Host
		return h[:]
	}
	p := &cfg.HTTP[0]
	out := []uint8{p.ClientHost}
	for _, x := range p.Proxies {
		out = append(out, x.Host)
	}
	for _, s := range p.Sites {
		out = append(out, s.Host)
	}
	return out
}

// LaneName is the heading of lane i.
func (l *Layout) LaneName(r *sim.Run, i int) string {
	n := words.Host(r, l.Hosts[i])
	if i == MaxLanes-1 && len(l.Hosts) > MaxLanes {
		n += " …"
	}
	return n
}

// Lanes is the number of lanes.
func (l *Layout) Lanes() int { return min(len(l.Hosts), MaxLanes) }

// lane is the lane of an event's host. With two lanes, the opener of a connection is on the left.
func (b *builder) lane(e *sim.Event) uint8 {
	if len(b.l.Hosts) > 2 {
		return b.laneOf(e.Host)
	}
	if e.Conn != sim.NoConn {
		return e.Side & 1
	}
	if e.Host == b.l.Hosts[0] {
		return 0
	}
	return 1
}

func (b *builder) laneOf(host uint8) uint8 {
	for i, h := range b.l.Hosts {
		if h == host {
			return uint8(min(i, MaxLanes-1))
		}
	}
	return uint8(b.l.Lanes() - 1)
}

// other is the lane at the other end of an event's link.
func (b *builder) other(e *sim.Event) uint8 {
	if len(b.l.Hosts) <= 2 {
		return 1 - b.lane(e)
	}
	l := b.r.Config().Links[e.Link]
	if l.A == e.Host {
		return b.laneOf(l.B)
	}
	return b.laneOf(l.A)
}

// Rightwards reports whether an arrow goes to the right.
func (a *Arrow) Rightwards() bool { return a.ToLane > a.FromLane }

// Lane is a lane's place. It is a line if L and R are equal, otherwise a band that holds the host's
// notes.
type Lane struct{ L, R int }

// Geometry holds the columns of a ladder in a given width.
type Geometry struct {
	Frame int // columns of the cursor's mark and the frame
	Left  int // columns of frame and time
	Note  int // width of the notes beside the first lane and inside those between
	NoteR int // width of the notes beside the last lane
	N     int
	Lane  [MaxLanes]Lane
}

// Geometry divides a width: frame and time, the first host's notes, the lanes, the last one's.
func (l *Layout) Geometry(w int) Geometry {
	lanes := l.Lanes()
	g := Geometry{N: lanes, Frame: max(l.digits+1, 5)}
	if w < 50 { // narrow
		g.Frame = max(l.digits+1, 4)
	}
	g.Left = g.Frame + 14
	if w < 70 || lanes > 2 && w < 110 {
		g.Left = g.Frame + 1
	}
	note := max(min((w-g.Left)/5, 34), 8)
	if w < 100 {
		note = max((w-g.Left)/4, 8)
	}
	if lanes > 2 {
		note = max(min((w-g.Left)/(lanes+3), 24), 6)
	}
	if w < 36 && lanes == 2 { // very narrow: leave the width to the lanes
		note = max((w-g.Left-10)/3, 1)
	}
	g.Note = note
	first := g.Left + note
	if w < 50 && lanes == 2 && g.Frame < 5 {
		first++ // a column that the frame's number does not need
		g.Note++
	}
	last := max(w-note-2, first+8)
	g.NoteR = w - last - 2
	g.Lane[0] = Lane{first, first}
	g.Lane[lanes-1] = Lane{last, last}
	span := max((last-first-1-(lanes-2)*(note+2))/(lanes-1), 3)
	for i := 1; i < lanes-1; i++ {
		l := g.Lane[i-1].R + span + 1
		g.Lane[i] = Lane{l, l + note + 1}
	}
	return g
}

// Span is where an arrow runs: from the column x0 to x1, x0 <= x1, either way.
func (g *Geometry) Span(a *Arrow) (x0, x1 int) {
	from, to := g.Lane[a.FromLane], g.Lane[a.ToLane]
	if !a.Rightwards() {
		from, to = to, from
	}
	return from.R + 1, to.L - 1
}

// NotePlace is the place of a lane's note: its column, its width, and whether the note ends at the
// column instead of starting there.
func (g *Geometry) NotePlace(lane int) (x, w int, ends bool) {
	switch lane {
	case 0:
		return g.Lane[0].L - 2, g.Note - 1, true
	case g.N - 1:
		return g.Lane[lane].R + 2, g.NoteR, false
	}
	return g.Lane[lane].L + 1, g.Note, false
}
