package sim

// A stretch is a piece of a block of frames, with its events. Events are not kept as long as
// a run is: a stretch is stepped again when somebody asks for it, and the last ones are kept.
// To come to a stretch one steps from the nearest frozen world in front of it: a checkpoint,
// or the world in front of another stretch of the block, where that was left behind.
type stretch struct {
	n      int64  // frames [n*stretchLen, upto)
	upto   int64  // frames recorded
	start  *World // the frozen world before its first frame; nil: not kept
	starts []uint32
	events []Event
}

const (
	stretchLen  = 256 // a divisor of the spacing of checkpoints
	stretchSets = 32
	stretchWays = 4
)

// frame is the events of a frame.
func (s *stretch) frame(f int64) []Event {
	i := int(f - s.n*stretchLen)
	hi := uint32(len(s.events))
	if i+1 < len(s.starts) {
		hi = s.starts[i+1]
	}
	return s.events[s.starts[i]:hi:hi]
}

// stretchCache keeps the stretches that were asked for last.
type stretchCache struct {
	sets  [stretchSets][stretchWays]stretchSlot
	clock uint64
}

// stretchSlot is a place for a stretch that is kept.
type stretchSlot struct {
	s    *stretch
	used uint64
}

// get returns stretch n if it is kept, else nil.
func (c *stretchCache) get(n int64) *stretch {
	set := &c.sets[n%stretchSets]
	for i := range set {
		if s := set[i].s; s != nil && s.n == n {
			return s
		}
	}
	return nil
}

// claim returns stretch n. If it is not kept, an empty one replaces the one not used for longest.
func (c *stretchCache) claim(n int64) *stretch {
	c.clock++
	set := &c.sets[n%stretchSets]
	old := &set[0]
	for i := range set {
		p := &set[i]
		if p.s != nil && p.s.n == n {
			p.used = c.clock
			return p.s
		}
		if p.used < old.used {
			old = p
		}
	}
	old.s, old.used = &stretch{n: n, upto: n * stretchLen}, c.clock
	return old.s
}

// inherit takes over the whole stretches of another cache that end before a frame.
func (c *stretchCache) inherit(from *stretchCache, frame int64) {
	for i := range from.sets {
		for k, p := range from.sets[i] {
			if s := p.s; s != nil && s.upto == (s.n+1)*stretchLen && s.upto <= frame {
				own := *s
				c.sets[i][k] = stretchSlot{&own, p.used}
			}
		}
	}
	c.clock = from.clock
}
