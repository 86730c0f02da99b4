package views

import (
	"fmt"
	"sort"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/views/paint"
	"teacp/views/words"
)

// books is what panes keep of the ledgers of the runs that were on the screen last.
type books struct {
	list  [4]*ledger.Ledger
	used  [4]uint64
	clock uint64

	requests     map[int][]ledger.Interval // of those that were shown
	requestsOf   *ledger.Ledger
	requestsUpto int64

	path     paint.Rect // where the ledger's path was painted last, and with which interval on top
	pathFrom int

	whatIf    []WhatIf // of whatIfRun; nil: not known
	whatIfRun *sim.Run

	soFar soFar
}

// soFar is the ledger of the whole run up to a frame.
type soFar struct {
	book  *ledger.Ledger
	upto  int64
	frame int64
	whole []ledger.Interval // a copy of the whole path, in which one interval is cut off at the cursor
	cut   int               // which
	was   ledger.Interval   // as it is in the whole
	sums  [][]ledger.Item   // of the first so many pieces of itemPiece intervals
	list  []ledger.Interval
	items []ledger.Item
}

// atOnce is how many frames a painting reads into a ledger; more are read between the keys.
const atOnce = 128

// firstRead is how many it reads when a ledger is begun: all of a short run.
const firstRead = 1024

// Book is the ledger of the run on the screen, as far as it has been read.
func (s *Scene) Book() *ledger.Ledger {
	b := &s.books
	b.clock++
	old := 0
	for i, l := range b.list {
		if l != nil && l.Run() == s.Run {
			b.used[i] = b.clock
			l.Grow(atOnce)
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

// booked is the ledger of the run on the screen where it is complete, or soon read; else nil.
func (s *Scene) booked() *ledger.Ledger {
	if s.Run.Config().Replays() || !s.Run.Done() {
		return nil
	}
	for _, l := range s.books.list {
		if l != nil && l.Run() == s.Run && l.Current() {
			return l
		}
	}
	if s.Run.Frames() > firstRead {
		return nil
	}
	return s.Book()
}

// ReadOn reads n more frames into the ledger of the run on the screen and reports whether
// there are more: what panes about the whole run have to wait for.
func (s *Scene) ReadOn(n int64) bool {
	if s.Run == nil || s.Run.Config().Replays() {
		return false
	}
	return !s.Book().Grow(n)
}

// SetWhatIf gives the scene what a what-if found for a run.
func (s *Scene) SetWhatIf(r *sim.Run, list []WhatIf) { s.books.whatIf, s.books.whatIfRun = list, r }

// WhatIfKnown reports whether the what-if of the run on the screen is known.
func (s *Scene) WhatIfKnown() bool { return s.books.whatIfRun == s.Run }

// itemPiece is how many intervals are added up once for all.
const itemPiece = 2048

// cutAt makes the list that of the intervals up to an instant.
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

// walkedWhole is how much of a run may have been read for its path to be walked anew as more of
// it is read. A longer one is walked when all of it has been: no key waits for that.
const walkedWhole = 65_536

// unwalked reports whether the path of the whole run is not known yet.
func unwalked(l *ledger.Ledger) bool { return !l.Current() && l.Read() > walkedWhole }

// soFar is the ledger of the whole run up to the cursor, with its items.
func (s *Scene) soFar() (list []ledger.Interval, items []ledger.Item) {
	l, c := s.Book(), &s.books.soFar
	if unwalked(l) {
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

// mostRequests is how many requests' intervals are kept.
const mostRequests = 256

// intervals are those of a request, kept while the same ones are shown.
func (s *Scene) intervals(l *ledger.Ledger, i int) []ledger.Interval {
	b := &s.books
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

// reading says how far the ledger has been read, "" when all of it has.
func (s *Scene) reading(l *ledger.Ledger) string {
	if l.Current() {
		return ""
	}
	return fmt.Sprintf(words.Say(s.Lang, "reading the run: frame %s of %s", "실행을 읽는 중: 프레임 %s/%s"), words.Bytes(l.Read()), words.Bytes(s.Run.Frames()))
}

// recording says, in place of a pane, that a recording does not know what it would show.
func (s *Scene) recording(c *paint.Canvas, r paint.Rect) bool {
	if !s.Run.Config().Replays() {
		return false
	}
	text := words.Say(s.Lang, "This is a recording: what waited for what is not in it. Simulate its case to see the ledger.", "기록이다. 무엇이 무엇을 기다렸는지는 들어 있지 않다. 장부는 시뮬레이션에 있다.")
	for i, l := range paint.Wrap(text, r.W) {
		c.Text(r.X, r.Y+i, l, s.Theme.Dim)
	}
	return true
}
