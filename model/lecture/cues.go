package lecture

import (
	"slices"

	"teacp/scenarios"
	"teacp/sim"
)

// Cue is a note of the scenario with the frame to which it belongs in a run.
type Cue struct {
	Frame int64
	Note  int // its place among the scenario's notes
}

const (
	// block is how many frames are read at a time: those between two checkpoints of a run.
	block = 4096
	// firstBlocks are read when a run is opened; the rest is read between the keys.
	firstBlocks = 2 * block
	// whileGrowing is how many frames of a run are read while it is still simulated: reading
	// takes as long as simulating.
	whileGrowing = 200_000
)

// Cues are the notes of a scenario that happen in a run, in the order of their frames, as far
// as the run has been read.
type Cues struct {
	run      *sim.Run
	notes    []scenarios.Note
	question *scenarios.Question
	upto     int64   // frames before it have been read
	missing  []int64 // by note: how often its event must still happen
	list     []Cue
	shows    int64 // how often the event that answers the question must still happen
	shown    int64 // the frame in which it has happened, -1: not yet
}

// Of makes these the cues of a run, if they are not already, and reads its first frames.
func (c *Cues) Of(r *sim.Run, sc *scenarios.Scenario) *Cues {
	if c.run != r {
		*c = Cues{run: r, notes: sc.Notes, question: sc.Question, missing: make([]int64, len(sc.Notes)), shown: -1}
		for i := range sc.Notes {
			c.missing[i] = max(sc.Notes[i].On.Nth, 1)
		}
		if q := sc.Question; q != nil && q.Shows != nil {
			c.shows = max(q.Shows.Nth, 1)
		}
	}
	if c.upto < firstBlocks {
		c.Read(firstBlocks)
	}
	return c
}

// List returns the cues found so far.
func (c *Cues) List() []Cue { return c.list }

// Shown is the frame that answers the scenario's question, -1 if none has been found.
func (c *Cues) Shown() int64 { return c.shown }

// Upto is how many frames have been read.
func (c *Cues) Upto() int64 { return c.upto }

// readable is how far the run can be read now: one that is still simulated, to its last whole
// block.
func (c *Cues) readable() int64 {
	if c.run.Done() {
		return c.run.Frames()
	}
	return c.run.Frames() / block * block
}

// Unread reports whether more of the run can be read now.
func (c *Cues) Unread() bool { return c.run != nil && c.upto < c.readable() }

// Behind reports whether more of a run is to be read between the keys.
func (c *Cues) Behind(r *sim.Run) bool {
	return r != nil && c.run == r && c.Unread() && (r.Done() || c.upto < whileGrowing)
}

// ReadBlock reads one block of the run.
func (c *Cues) ReadBlock() { c.Read(block) }

// Read reads up to n further frames.
func (c *Cues) Read(n int64) {
	to := min(c.readable(), c.upto+n)
	if to <= c.upto {
		return
	}
	kinds := uint64(0)
	for i := range c.notes {
		if c.missing[i] > 0 {
			kinds |= 1 << c.notes[i].On.Kind
		}
	}
	if c.shows > 0 {
		kinds |= 1 << c.question.Shows.Kind
	}
	if kinds != 0 {
		c.find(to, kinds)
	} else {
		to = c.readable()
	}
	c.upto = to
}

// find adds the cues of the frames up to a frame.
func (c *Cues) find(to int64, kinds uint64) {
	cfg := c.run.Config()
	c.run.Each(c.upto, to, kinds, func(e *sim.Event) bool {
		if c.shows > 0 && c.question.Shows.Matches(cfg, e) {
			if c.shows--; c.shows == 0 {
				c.shown = e.ID.Frame()
			}
		}
		for i := range c.notes {
			if c.missing[i] > 0 && c.notes[i].On.Matches(cfg, e) {
				if c.missing[i]--; c.missing[i] == 0 {
					c.list = append(c.list, Cue{e.ID.Frame(), i})
				}
			}
		}
		return true
	})
	slices.SortStableFunc(c.list, func(a, b Cue) int {
		if a.Frame != b.Frame {
			return int(max(min(a.Frame-b.Frame, 1), -1))
		}
		return a.Note - b.Note
	})
}

// At is the number of the last cue at or before a frame, -1 if there is none.
func (c *Cues) At(frame int64) int {
	at := -1
	for i, cue := range c.list {
		if cue.Frame <= frame {
			at = i
		}
	}
	return at
}

// On reports whether a cue belongs to exactly this frame.
func (c *Cues) On(frame int64) bool {
	at := c.At(frame)
	return at >= 0 && c.list[at].Frame == frame
}

// Next is the frame of the next cue behind a frame (d > 0) or of the previous one before it,
// -1 if none has been found.
func (c *Cues) Next(frame int64, d int) int64 {
	best := int64(-1)
	for _, cue := range c.list {
		if d > 0 && cue.Frame > frame && (best < 0 || cue.Frame < best) || d < 0 && cue.Frame < frame {
			best = cue.Frame
		}
	}
	return best
}

// Notes are the notes that belong to exactly this frame.
func (c *Cues) Notes(frame int64) []*scenarios.Note {
	var out []*scenarios.Note
	for _, cue := range c.list {
		if cue.Frame == frame {
			out = append(out, &c.notes[cue.Note])
		}
	}
	return out
}

// Text is the text of the notes that belong to exactly this frame.
func (c *Cues) Text(frame int64, lang string) string {
	s := ""
	for _, n := range c.Notes(frame) {
		if s != "" {
			s += " "
		}
		s += n.Text.In(lang)
	}
	return s
}

// Wait reports whether autoplay waits for a key at one of these notes.
func Wait(notes []*scenarios.Note) bool {
	return slices.ContainsFunc(notes, func(n *scenarios.Note) bool { return n.Waits })
}
