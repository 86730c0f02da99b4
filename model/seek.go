package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

// seek is a search through a run, a block at a time.
type seek struct {
	r    *sim.Run
	c    *condition
	d    int
	from int64 // where it began
	at   int64 // the next frame to look at (forward), or the end of those left (backward)
	size int64
}

func newSeek(r *sim.Run, c *condition, from int64, d int) *seek {
	s := &seek{r: r, c: c, d: d, from: max(from, 0), at: from, size: sliceFrames / 4}
	if c.kinds == 0 { // every event is looked at
		s.size = sliceFrames / 32
	}
	if d > 0 {
		s.at = from + 1
	}
	return s
}

// part is how many frames have been looked at, and how many there are; 0 where that is not known.
func (s *seek) part() (done, of int64) {
	switch {
	case s.d < 0:
		return s.from - s.at, s.from
	case s.r.Done():
		return s.at - s.from, s.r.Frames() - s.from
	}
	return 0, 0
}

// slice looks at one block: the frame found or -1, and whether the search is over.
func (s *seek) slice() (int64, bool) {
	if s.d > 0 {
		to := (s.at/s.size + 1) * s.size
		f := s.look(s.at, to, false)
		s.at = to
		return f, f >= 0 || s.r.Done() && to >= s.r.Frames()
	}
	from := max((s.at-1)/s.size*s.size, 0)
	f := s.look(from, s.at, true)
	s.at = from
	return f, f >= 0 || from == 0
}

// look finds the first frame of a stretch that meets the condition, or the last.
func (s *seek) look(from, to int64, last bool) int64 {
	found := int64(-1)
	if s.c.state == nil {
		s.r.Each(from, to, s.c.kinds, func(e *sim.Event) bool {
			if s.c.matches(s.r, e) {
				found = e.ID.Frame()
			}
			return found < 0 || last
		})
		return found
	}
	for f := from; f < to; f++ {
		if f >= s.r.Frames() && s.r.Extend(to-f) && f >= s.r.Frames() {
			break
		}
		if s.c.begins(s.r, f) {
			if found = f; !last {
				break
			}
		}
	}
	return found
}

// seekTo runs to the next or previous place where a condition is met.
func (fd *finder) seekTo(c *condition, d int, what string) tea.Cmd {
	if fd.scene.Filter.Conn >= 0 && c.conn < 0 {
		k := *c
		k.conn = fd.scene.Filter.Conn
		c = &k
	}
	s := newSeek(fd.scene.Run, c, fd.scene.Frame, d)
	return fd.begin(&job{what: fd.say(words.JobLookingFor) + what, far: func() int64 { return s.at },
		part: s.part,
		step: func() bool {
			f, over := s.slice()
			switch {
			case s.r != fd.scene.Run: // the branch was left meanwhile
				return true
			case f >= 0:
				fd.remember()
				fd.moveTo(f)
			case over:
				fd.status = fd.say(words.FindNoFurther, what)
			}
			return over
		}})
}
