package model

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// locks say how the runs of a comparison move together.
const (
	lockTime = iota
	lockEvents
	lockOff
	numLocks
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
	foot   int             // of what is said below
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
		if b.index.upto < b.index.limit() || b.tally.upto < b.tally.limit() || b.ledger != nil && b.index.run.Done() && !b.ledger.Current() {
			return b
		}
	}
	return nil
}

// read reads on in all runs of the comparison, in slices between the keys.
func (m *Model) read() tea.Cmd {
	c := m.cmp
	if c == nil || c.quiet || m.job != nil || c.unread() == nil {
		return nil
	}
	at := int64(0)
	return m.begin(&job{what: m.say(words.JobCounting), far: func() int64 { return at },
		step: func() bool {
			b := c.unread()
			if b == nil || m.cmp != c {
				return true
			}
			b.index.grow(sliceFrames)
			b.tally.grow(sliceFrames)
			at = b.tally.upto
			if b.ledger != nil && b.index.run.Done() {
				b.ledger.Grow(sliceFrames)
				at = b.ledger.Read()
			}
			return false
		}})
}

const maxColumns = 4

// compare opens the comparison of the current branch with the one it came from, or adds a
// further one to it.
func (m *Model) compare() tea.Cmd {
	if m.cmp == nil {
		other := m.tree[m.cur].parent
		if other < 0 {
			other = m.tree[m.cur].next
		}
		for i := range m.tree {
			if (other < 0 || m.tree[other].gone) && i != m.cur && !m.tree[i].gone {
				other = i
			}
		}
		if other < 0 || m.tree[other].gone {
			m.status = m.say(words.CompareOneRun)
			return nil
		}
		return m.compareBranches([]int{other, m.cur})
	}
	for _, l := range m.treeLines() {
		if !m.cmp.has(l.i) && len(m.cmp.cols) < maxColumns {
			return m.compareBranches(append(append([]int(nil), m.cmp.cols...), l.i))
		}
	}
	m.status = m.say(words.CompareNoFurtherBranch)
	return nil
}

func (c *comparison) has(i int) bool { return slices.Contains(c.cols, i) }

// compareBranches puts branches side by side and goes to where the first two part.
func (m *Model) compareBranches(cols []int) tea.Cmd {
	c := &comparison{cursor: &m.cursor, cols: cols, pane: views.PaneLadder, parts: make([]parting, len(cols)), walks: map[int]*differ{}, books: map[*sim.Run]*book{}}
	if old := m.cmp; old != nil {
		c.lock, c.table, c.pane, c.books = old.lock, old.table, old.pane, old.books
	}
	for k, i := range cols {
		s := m.scene.WithoutCaches()
		s.Run = m.tree[i].run
		c.scenes = append(c.scenes, s)
		if i == m.cur {
			c.on = k
		}
	}
	m.cmp, m.zoom, m.playing = c, false, false
	m.cmp.followAll()
	return m.part(1)
}

// follow moves the other columns to where the focused run stands.
func (m *Model) follow() {
	c := m.cmp
	if c == nil {
		return
	}
	if i := m.cur; c.cols[c.on] != i { // a knob was turned here: the new branch takes the column
		if k := slices.Index(c.cols, i); k >= 0 {
			c.on = k
		} else {
			c.cols[c.on] = i
			m.after = append(m.after, func() tea.Cmd { return m.compareBranches(c.cols) })
		}
	}
	if m.job == nil && c.unread() != nil {
		m.after = append(m.after, m.read)
	}
	same := c.scenes[c.on].Frame == m.scene.Frame && c.scenes[c.on].Run == m.scene.Run
	c.scenes[c.on].Run, c.scenes[c.on].Frame = m.scene.Run, m.scene.Frame
	for k := range c.scenes {
		s := &c.scenes[k]
		s.Lang, s.Theme, s.Conn, s.Filter = m.scene.Lang, m.scene.Theme, m.scene.Conn, m.scene.Filter
		s.Axis, s.Zoom, s.Side, s.Columns = m.scene.Axis, m.scene.Zoom, m.scene.Side, m.scene.Columns
	}
	if c.held || same {
		c.held = false
		return
	}
	m.cmp.followAll()
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

// turnLock goes from one lock to the next.
func (m *Model) turnLock() {
	if m.cmp == nil {
		m.status = m.say(words.CompareOnly)
		return
	}
	m.cmp.lock = (m.cmp.lock + 1) % numLocks
	m.status = m.say(lockNames[m.cmp.lock])
	m.cmp.followAll()
}

// nextColumn gives the focus to another run of the comparison.
func (c *comparison) nextColumn(d int) {
	c.on = (c.on + d + len(c.cols)) % len(c.cols)
	c.foot = 0
	c.tree[c.cur].cursor = c.scene.Frame
	c.stand(c.cols[c.on])
	c.scene.Frame = c.scenes[c.on].Frame
}

// compareFoot is what tells the runs apart, in lines, and how many of them are shown.
func (m *Model) compareFoot() (foot []styled, h int) {
	for _, l := range m.cmp.footLines(m.job != nil) {
		for i, s := range paint.Wrap(l.text, m.w-4) {
			if i > 0 {
				s = "  " + s
			}
			foot = append(foot, styled{s, l.style})
		}
	}
	if m.zoom {
		return nil, 0
	}
	return foot, min(len(foot)+2, m.compareBody().H*9/20)
}

func (m *Model) compareBody() paint.Rect {
	return paint.Rect{X: 0, Y: 2, W: m.w, H: m.h - 4 - m.spokenLines()}
}

// columns are the places of the runs.
func (m *Model) columns() []paint.Rect {
	body := m.compareBody()
	_, h := m.compareFoot()
	var out []paint.Rect
	for _, w := range divide(m.w, make([]int, len(m.cmp.cols)), 14) {
		out = append(out, paint.Rect{X: body.X, Y: body.Y, W: w, H: body.H - h})
		body.X += w
	}
	return out
}

// paintCompare draws the runs side by side, and below what tells them apart.
func (m *Model) paintCompare() {
	c, th := m.cmp, m.scene.Theme
	foot, h := m.compareFoot()
	body := m.compareBody()
	if c.table {
		m.cmp.paintTable(m.canvas, paint.Rect{X: 0, Y: body.Y, W: m.w, H: body.H - h})
	} else {
		if c.pane == views.PanePage {
			views.SamePageScale(c.scenes)
		}
		for k, r := range m.columns() {
			m.cmp.paintColumn(m.canvas, k, r)
		}
	}
	if h == 0 {
		return
	}
	r := paint.Rect{X: 0, Y: body.Y + body.H - h, W: m.w, H: h}
	m.canvas.Box(r, m.say(words.CompareTitle)+m.say(lockNames[c.lock]), th.Border, th.Title)
	in := r.Inset()
	c.foot = max(min(c.foot, len(foot)-in.H), 0)
	for y := 0; y < in.H && c.foot+y < len(foot); y++ {
		m.canvas.TextIn(in.X, in.Y+y, in.W, foot[c.foot+y].text, foot[c.foot+y].style)
	}
	if c.foot+in.H < len(foot) {
		m.canvas.Text(in.X+in.W-1, in.Y+in.H-1, "▼", th.Dim)
	}
	if c.foot > 0 {
		m.canvas.Text(in.X+in.W-1, in.Y, "▲", th.Dim)
	}
}

// comparePane shows another pane of the runs that are compared.
func (c *comparison) comparePane(id views.PaneID) {
	c.pane, c.table = id, false
	c.status = c.say(words.ComparePane) + id.Title(c.scene.Lang)
}

// compareScroll scrolls the table, or the pane of all runs.
func (m *Model) compareScroll(d int) {
	c := m.cmp
	foot, h := m.compareFoot()
	switch {
	case c.table:
		c.top = max(c.top+d, 0)
	case views.Panes[c.pane].Follows && len(foot)+2 > h: // what is said below
		c.foot = max(c.foot+d, 0)
	case views.Panes[c.pane].Follows:
		m.status = m.say(words.CompareFollows)
	default:
		for k := range c.scenes {
			c.scenes[k].Scroll[c.pane] = max(c.scenes[k].Scroll[c.pane]+d, 0)
		}
	}
}

func (c *comparison) paintColumn(canvas *paint.Canvas, k int, r paint.Rect) {
	th := c.scene.Theme
	s := &c.scenes[k]
	name := fmt.Sprintf("%c %s", 'A'+k, words.Clean(c.tree[c.cols[k]].name))
	st := th.Dim
	if k == c.on {
		st = th.Strong
		name = "▸" + name
	}
	canvas.TextIn(r.X+1, r.Y, r.W-2, name, st)
	pos := fmt.Sprintf(":%d %s", s.Frame, words.Time(s.Run.TimeOf(s.Frame)))
	canvas.TextIn(r.X+1, r.Y+1, r.W-2, pos, st)
	views.Paint(canvas, paneOfColumn(r), c.pane, s, k == c.on)
}

// paneOfColumn is the place of the pane below the name of the run and its frame.
func paneOfColumn(r paint.Rect) paint.Rect { return paint.Rect{X: r.X, Y: r.Y + 2, W: r.W, H: r.H - 2} }

type styled struct {
	text  string
	style paint.Style
}
