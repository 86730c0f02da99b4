package model

import (
	"slices"

	"teacp/model/session"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// locks say how the runs of a comparison move together.
const (
	lockTime = iota
	lockEvents
	lockOff
	numLocks = session.NumLocks
)

var lockNames = [numLocks]words.Key{words.LockTime, words.LockEvents, words.LockOff}

// comparison shows two to four branches side by side. The run that has the focus is the
// one on the model's scene; the others follow it.
type comparison struct {
	*cursor
	cols   []int // branches
	scenes []views.Scene
	on     int // the column with the focus
	lock   int
	table  bool
	top    int // of the table
	pane   views.PaneID
	foot   int             // height of the status lines
	parts  []parting       // of columns 1.. from column 0
	walks  map[int]*differ // by column: how far it has been compared
	books  map[*sim.Run]*book
	held   bool // the columns were just placed by hand
	stay   bool // the cursor stays where it is when the parting is found
	quiet  bool // counting was stopped by hand
}

// book is what a comparison reads out of a run: the names of its events, and what is to be
// counted frame by frame.
type book struct {
	index *index
	tally *tally
	items []int64 // the figures of a run that has ended

	ledger *ledger.Ledger // nil for a recording, which knows no causes
	causes []ledger.Item
}

type styled struct {
	text  string
	style paint.Style
}

const maxColumns = session.MaxCompared

func (c *comparison) book(r *sim.Run) *book {
	b := c.books[r]
	if b == nil {
		b = &book{index: newIndex(r), tally: &tally{run: r}}
		if !r.Config().Replays() {
			b.ledger = ledger.New(r)
		}
		c.books[r] = b
	}
	return b
}

// unread is a run of which more can be read now, nil if there is none.
func (c *comparison) unread() *book {
	for k := range c.scenes {
		b := c.book(c.scenes[k].Run)
		if b.index.upto < b.index.limit() || b.tally.upto < b.tally.limit() || b.ledger != nil && b.index.run.Done() &&
			!b.ledger.Current() {
			return b
		}
	}
	return nil
}

func (c *comparison) has(i int) bool { return slices.Contains(c.cols, i) }

// recording reports whether column a of the comparison is the recording of what column k
// simulates.
func (c *comparison) recording(a, k int) bool {
	x, y := c.tree[c.cols[a]].src, c.tree[c.cols[k]].src
	return y.trace != nil && y.opened == simulated+x.opened
}

// followAll applies the lock.
func (c *comparison) followAll() {
	if c.lock == lockOff {
		return
	}
	now := c.scene.Run.TimeOf(c.scene.Frame)
	c.scenes[c.on].Frame = c.scene.Frame
	for k := range c.scenes {
		if k == c.on {
			continue
		}
		s := &c.scenes[k]
		if c.lock == lockEvents {
			if f, ok := c.book(c.scene.Run).index.match(c.scene.Frame, c.book(s.Run).index); ok {
				s.Frame = f
				continue
			}
		}
		s.Frame = s.Run.FrameAt(min(now, s.Run.Duration()))
	}
}

// nextColumn gives the focus to another run of the comparison.
func (c *comparison) nextColumn(d int) {
	c.on = (c.on + d + len(c.cols)) % len(c.cols)
	c.foot = 0
	c.tree[c.cur].cursor = c.scene.Frame
	c.showBranch(c.cols[c.on])
	c.scene.Frame = c.scenes[c.on].Frame
}

// toParting puts all runs where column k parts from the first.
func (c *comparison) toParting(k int) {
	p := &c.parts[k]
	if !p.known {
		c.status = c.say(words.PartingUnknown)
		return
	}
	if p.same {
		c.status = c.say(words.PartingNone)
		return
	}
	c.remember()
	for i := range c.cols {
		c.scenes[i].Frame = p.frame[0]
	}
	c.scenes[k].Frame = p.frame[1]
	c.moveTo(min(c.scenes[c.on].Frame, c.scene.Run.Frames()-1))
	if c.on != 0 && c.on != k {
		c.followAll()
	}
	c.held = true
}

// comparePane shows another pane of the runs that are compared.
func (c *comparison) comparePane(id views.PaneID) {
	c.pane, c.table = id, false
	c.status = c.say(words.ComparePane) + id.Title(c.scene.Lang)
}

// figures are the numbers of a run, in the order of the table, -1 where one is not known yet.
func (c *comparison) figures(r *sim.Run) []int64 {
	b := c.book(r)
	if b.items != nil {
		return b.items
	}
	var out []int64
	for i := range figures {
		switch f := &figures[i]; {
		case f.goal:
			out = append(out, c.reachedAt(r))
		case f.get == nil:
			out = append(out, -1)
		case f.ended && !r.Done():
			out = append(out, -1)
		default:
			out = append(out, f.get(r))
		}
	}
	t, n := b.tally, len(out)
	if r.Config().Replays() { // what was held back is not in a recording
		out[n-3], out[n-2], out[n-1] = never, never, never
		return out
	}
	if !r.Done() || t.upto < t.limit() {
		return out
	}
	out[n-3], out[n-2], out[n-1] = t.holds, t.acks, t.most
	b.items = out
	return out
}

// reachedAt is when the goal of a run was reached.
func (c *comparison) reachedAt(r *sim.Run) int64 {
	switch end, ok := c.end(r); {
	case r.Config().Replays():
		return never
	case !ok:
		return -1
	case !end.Reached():
		return unreached
	default:
		return int64(end.At)
	}
}

// causes are those to which time is booked in any run of the comparison, in the ledger's
// order.
func (c *comparison) causes() []rule.ID {
	var out []rule.ID
	seen := map[rule.ID]bool{}
	for _, i := range c.cols {
		for _, it := range c.book(c.tree[i].run).spentOn() {
			seen[it.Cause] = true
		}
	}
	for i := range words.Causes {
		if id := words.Causes[i].Rule; seen[id] {
			out = append(out, id)
			delete(seen, id)
		}
	}
	for i := 1; i < rule.Count; i++ { // what the table of causes does not name
		if seen[rule.ID(i)] {
			out = append(out, rule.ID(i))
		}
	}
	return out
}

// spentOn is the ledger's sum by cause, nil while it is being read.
func (b *book) spentOn() []ledger.Item {
	if b.causes == nil && b.ledger != nil && b.ledger.Current() {
		b.causes = ledger.Items(b.ledger.Whole())
	}
	return b.causes
}

func (b *book) spent(id rule.ID) int64 {
	if b.ledger == nil {
		return never
	}
	if b.spentOn() == nil {
		return -1
	}
	for _, it := range b.causes {
		if it.Cause == id {
			return int64(it.Time)
		}
	}
	return 0
}

// branches are those that are compared; a nil comparison has none.
func (c *comparison) branches() []int {
	if c == nil {
		return nil
	}
	return c.cols
}

// columnScenes are the scenes of the columns; a nil comparison has none.
func (c *comparison) columnScenes() []views.Scene {
	if c == nil {
		return nil
	}
	return c.scenes
}
