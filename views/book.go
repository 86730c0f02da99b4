package views

import (
	"sort"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/views/paint"
	"teacp/views/words"
)

// ledgerCache caches the ledgers of the last runs on the screen.
type ledgerCache struct {
	list  [4]*ledger.Ledger
	used  [4]uint64
	clock uint64

	requests     map[int][]ledger.Interval // intervals by request, for those that were shown
	requestsOf   *ledger.Ledger
	requestsUpto int64

	path     paint.Rect // the rectangle in which the path was last painted
	pathFrom int

	found     Found // for whatIfRun
	whatIfRun *sim.Run

	soFar soFar
}

// soFar caches the ledger of the whole run up to a frame.
type soFar struct {
	book  *ledger.Ledger
	upto  int64
	frame int64
	whole []ledger.Interval // a copy of the whole path, in which one interval is cut off at the cursor
	cut   int               // index of that interval, -1: none is cut
	was   ledger.Interval   // that interval, uncut
	sums  [][]ledger.Item   // element i: the items of the first i*itemPiece intervals
	list  []ledger.Interval
	items []ledger.Item
}

// framesPerPaint is how many frames a painting reads into a ledger; the rest is read between keys.
const framesPerPaint = 128

// firstRead is how many frames are read into a new ledger: all frames of a short run.
const firstRead = 1024

// Book is the ledger of the run on the screen, as far as it has been read.
func (s *Scene) Book() *ledger.Ledger {
	b := &s.ledgers
	b.clock++
	old := 0
	for i, l := range b.list {
		if l != nil && l.Run() == s.Run {
			b.used[i] = b.clock
			l.Grow(framesPerPaint)
			return l
		}
		if b.used[i] < b.used[old] {
			old = i
		}
	}
	b.list[old], b.used[old] = ledger.New(s.Run), b.clock
	b.list[old].Grow(firstRead)
	return b.list[old]
}

// completeLedger is the ledger of the run on the screen; nil unless it is complete or can be read at once.
func (s *Scene) completeLedger() *ledger.Ledger {
	if s.Run.Config().Replays() || !s.Run.Done() {
		return nil
	}
	for _, l := range s.ledgers.list {
		if l != nil && l.Run() == s.Run && l.Current() {
			return l
		}
	}
	if s.Run.Frames() > firstRead {
		return nil
	}
	return s.Book()
}

// ReadOn reads n more frames into the ledger of the run on the screen and reports whether frames
// are left to read.
func (s *Scene) ReadOn(n int64) bool {
	if s.Run == nil || s.Run.Config().Replays() {
		return false
	}
	return !s.Book().Grow(n)
}

// SetWhatIf gives the scene what a what-if found for a run.
func (s *Scene) SetWhatIf(r *sim.Run, f Found) { s.ledgers.found, s.ledgers.whatIfRun = f, r }

// WhatIfKnown reports whether the what-if of the run on the screen is known.
func (s *Scene) WhatIfKnown() bool { return s.ledgers.whatIfRun == s.Run }

// itemPiece is the number of intervals whose sums are cached together.
const itemPiece = 2048

// cutAt sets the list to the intervals up to an instant; the last one is shortened.
func (c *soFar) cutAt(t sim.Time) {
	if c.cut >= 0 {
		c.whole[c.cut], c.cut = c.was, -1
	}
	n := sort.Search(len(c.whole), func(i int) bool { return c.whole[i].To > t })
	if n < len(c.whole) && c.whole[n].From < t {
		c.cut, c.was = n, c.whole[n]
		c.whole[n].To = t
		n++
	}
	c.list = c.whole[:n:n]
}

// pathPerRead is the number of frames up to which the path is computed again each time more frames
// are read. A longer run's path is computed once, when all of it is read, so that keys stay fast.
const pathPerRead = 65_536

// pathPending reports whether the path of the run has not been computed yet.
func pathPending(l *ledger.Ledger) bool { return !l.Current() && l.Read() > pathPerRead }

// soFar returns the intervals of the run up to the cursor, and their sums by cause.
func (s *Scene) soFar() (list []ledger.Interval, items []ledger.Item) {
	l, c := s.Book(), &s.ledgers.soFar
	if pathPending(l) {
		return nil, nil
	}
	if c.book != l || c.upto != l.Read() {
		c.whole, c.cut = append(c.whole[:0], l.Whole()...), -1
		c.sums = append(c.sums[:0], nil)
		for i := itemPiece; i <= len(c.whole); i += itemPiece {
			c.sums = append(c.sums, ledger.AddItems(c.sums[len(c.sums)-1], ledger.Items(c.whole[i-itemPiece:i])))
		}
		c.book, c.upto, c.frame = l, l.Read(), -1
	}
	if c.frame != s.Frame {
		c.frame = s.Frame
		c.cutAt(s.Run.At(s.Frame).Now())
		n := len(c.list) / itemPiece
		c.items = ledger.AddItems(c.sums[n], ledger.Items(c.list[n*itemPiece:]))
	}
	return c.list, c.items
}

// mostRequests limits the cache of requests' intervals.
const mostRequests = 256

// intervals returns the intervals of request i, from the cache where it has them.
func (s *Scene) intervals(l *ledger.Ledger, i int) []ledger.Interval {
	b := &s.ledgers
	if b.requestsOf != l || b.requestsUpto != l.Read() || len(b.requests) > mostRequests {
		b.requests, b.requestsOf, b.requestsUpto = map[int][]ledger.Interval{}, l, l.Read()
	}
	list, ok := b.requests[i]
	if !ok {
		list = l.Intervals(i)
		b.requests[i] = list
	}
	return list
}

// readingText says how far the ledger has been read; "" when it is complete.
func (s *Scene) readingText(l *ledger.Ledger) string {
	if l.Current() {
		return ""
	}
	return words.LedgerReading.With(s.Lang, words.Bytes(l.Read()), words.Bytes(s.Run.Frames()))
}

// paintNoLedger paints, in place of a pane, that a recording has no ledger; false for a simulated run.
func (s *Scene) paintNoLedger(c *paint.Canvas, r paint.Rect) bool {
	if !s.Run.Config().Replays() {
		return false
	}
	text := words.LedgerRecording.In(s.Lang)
	for i, l := range paint.Wrap(text, r.W) {
		c.Text(r.X, r.Y+i, l, s.Theme.Dim)
	}
	return true
}
