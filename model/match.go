package model

import (
	"sort"

	"teacp/sim"
)

// anchor names an event so that it is found again in another run: the same bytes of the
// same stream, the same call.
type anchor struct {
	kind sim.Kind
	conn uint32
	side uint8
	seq  int64
	nth  int32
}

// anchored is an event of a run with its name.
type anchored struct {
	frame int64
	a     anchor
}

// index names the events of a run, as far as it has been read. It is read in slices, for a
// run may be long.
type index struct {
	run  *sim.Run
	upto int64
	list []anchored       // in order of frames
	at   map[anchor]int64 // where each stands
	seen map[anchor]int32
}

// indexFrames limits how much of a run is looked at to match events: names of events take
// room. Behind it runs are locked by time, and the comparison says so.
const indexFrames = 200_000

func newIndex(r *sim.Run) *index {
	return &index{run: r, at: map[anchor]int64{}, seen: map[anchor]int32{}}
}

// limit is how far a run can be read now.
func (x *index) limit() int64 { return min(x.run.Frames(), indexFrames) }

// grow reads up to n more frames.
func (x *index) grow(n int64) {
	to := min(x.limit(), x.upto+n)
	x.run.Each(x.upto, to, 1<<sim.EvSend|1<<sim.EvRecv|1<<sim.EvCall|1<<sim.EvHTTP, func(e *sim.Event) bool {
		a := anchorOf(e)
		nth := x.seen[a]
		x.seen[a] = nth + 1
		a.nth = nth
		x.at[a] = e.ID.Frame()
		x.list = append(x.list, anchored{e.ID.Frame(), a})
		return true
	})
	x.upto = max(to, x.upto)
}

func anchorOf(e *sim.Event) anchor {
	a := anchor{kind: e.Kind, conn: e.Conn, side: e.Side, seq: e.Seg.Seq}
	switch e.Kind {
	case sim.EvCall:
		a.seq = int64(e.Op)
	case sim.EvHTTP:
		a.seq = int64(e.Sub)<<32 | int64(uint32(e.Req))
	default:
		a.seq = e.Seg.End()
		if e.Seg.Len == 0 {
			a.seq = e.Seg.Ack | int64(e.Seg.Flags)<<48
		}
	}
	return a
}

// match finds in another run the event at a frame of this one, or the last one before it
// that both have.
func (x *index) match(frame int64, other *index) (int64, bool) {
	if frame >= indexFrames {
		return -1, false
	}
	i := sort.Search(len(x.list), func(i int) bool { return x.list[i].frame > frame })
	best, at := int64(-1), int64(-1)
	for i--; i >= 0 && (best < 0 || x.list[i].frame == best); i-- {
		if g, ok := other.at[x.list[i].a]; ok {
			best, at = x.list[i].frame, max(at, g)
		}
	}
	return at, at >= 0
}
