package model

import (
	"teacp/sim"
	"teacp/views/words"
)

// looked is what was looked for last.
type looked struct {
	text string
	c    *condition
	s    *search // nil: a condition
}

// search is a text that is looked for in all that is said about a run, and where it was
// found. The nearest hit is gone to at once; the others are counted afterwards.
type search struct {
	text string
	in   *words.Matcher
	hits hits
}

// hits are the frames of a run that have the text, as far as it has been read.
type hits struct {
	run    *sim.Run
	conn   int64 // of the filter, -1: all
	edits  int   // of bookmarks
	upto   int64
	frames []int64
	where  []words.Place
	full   bool // there are more than are kept
}

// maxHits limits how many hits are counted.
const maxHits = 100_000

func (h *hits) whole() bool { return h.full || h.run.Done() && h.upto >= h.run.Frames() }

// grow reads a slice of the run.
func (h *hits) grow(in *words.Matcher) {
	to := h.upto + sliceFrames/8
	h.run.Each(h.upto, to, 0, func(e *sim.Event) bool {
		p := words.Place(0)
		if h.conn < 0 || int64(e.Conn) == h.conn {
			p = in.Find(h.run, e)
		}
		n := len(h.frames)
		switch {
		case p == 0:
		case n > 0 && h.frames[n-1] == e.ID.Frame():
			h.where[n-1] |= p
		case n == maxHits:
			h.full = true
		default:
			h.frames, h.where = append(h.frames, e.ID.Frame()), append(h.where, p)
		}
		return !h.full
	})
	h.upto = to
	if h.run.Done() {
		h.upto = min(to, h.run.Frames())
	}
}

func quoteText(s string) string { return "“" + words.Clean(s) + "”" }
