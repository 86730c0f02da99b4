package model

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

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

// compareBranches puts branches side by side and goes to where the first two part.
func (m *Model) compareBranches(cols []int) tea.Cmd { return m.putBeside(cols, false) }

// putBeside puts branches side by side. If the cursor stays, it does not go to where they part.
func (m *Model) putBeside(cols []int, stay bool) tea.Cmd {
	c := &comparison{cursor: &m.cursor, cols: cols, stay: stay, pane: views.PaneLadder, parts: make([]parting, len(cols)),
		walks: map[int]*differ{}, books: map[*sim.Run]*book{}}
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
			m.after = append(m.after, func() tea.Cmd { return m.putBeside(c.cols, true) })
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

// compareScroll scrolls the table, or the pane of all runs.
func (m *Model) compareScroll(d int) {
	c := m.cmp
	foot, h := m.compareFoot()
	switch {
	case c.table:
		c.top = max(c.top+d, 0)
	case views.Panes[c.pane].Follows && len(foot)+2 > h: // the status lines
		c.foot = max(c.foot+d, 0)
	case views.Panes[c.pane].Follows:
		m.status = m.say(words.CompareFollows)
	default:
		for k := range c.scenes {
			c.scenes[k].Scroll[c.pane] = max(c.scenes[k].Scroll[c.pane]+d, 0)
		}
	}
}

// part finds where column k parts from the first one, then the next column's.
func (m *Model) part(k int) tea.Cmd {
	c := m.cmp
	if c == nil || k >= len(c.cols) {
		return m.read()
	}
	if m.cmp.recording(0, k) {
		return m.judge(k)
	}
	a, b := m.tree[c.cols[0]].run, m.tree[c.cols[k]].run
	from := m.shared(c.cols[0], c.cols[k])
	d := c.walks[k]
	if d == nil || d.a.r != a || d.b.r != b {
		d = &differ{a: stream{r: a, frame: from}, b: stream{r: b, frame: from}}
		c.walks[k] = d
	}
	return m.begin(&job{what: m.say(words.JobComparing), far: func() int64 { return d.a.frame },
		step: func() bool {
			if !d.slice(sliceFrames) || m.cmp != c {
				return m.cmp != c
			}
			c.parts[k] = d.found
			c.parts[k].twins(a, b)
			if k == 1 && !d.found.same && !c.stay {
				m.cmp.toParting(1)
			}
			m.after = append(m.after, func() tea.Cmd { return m.part(k + 1) })
			return true
		}})
}

// compareOn goes on with what was stopped: finding where the runs part, then counting.
func (m *Model) compareOn() tea.Cmd {
	c := m.cmp
	c.quiet = false
	for k := 1; k < len(c.cols); k++ {
		if !c.parts[k].known {
			return m.part(k)
		}
	}
	return m.read()
}

// judge holds a simulation against its recording, segment by segment, within the
// tolerances of teacp conform.
func (m *Model) judge(k int) tea.Cmd {
	c := m.cmp
	a, b := m.tree[c.cols[0]].run, m.tree[c.cols[k]].run
	return m.begin(&job{what: m.say(words.JobComparing), far: b.Frames,
		step: func() bool {
			if m.cmp != c {
				return true
			}
			if !a.Extend(sliceFrames) || !b.Extend(sliceFrames) {
				return false
			}
			res := conform.Compare(m.tree[c.cols[k]].src.trace, b)
			p := parting{known: true, same: res.OK, judged: &res}
			if d := res.First; d != nil {
				p.frame = [2]int64{frameOfSegment(a, d.Real), max(d.Frame, 0)}
				if d.Frame < 0 {
					p.frame[1] = b.FrameAt(a.TimeOf(p.frame[0]))
				}
			}
			c.parts[k] = p
			if k == 1 && !p.same && !c.stay {
				m.cmp.toParting(1)
			}
			m.after = append(m.after, func() tea.Cmd { return m.part(k + 1) })
			return true
		}})
}

// frameOfSegment finds a recorded segment in the run that replays it: by its number among
// the segments.
func frameOfSegment(r *sim.Run, s *conform.Segment) int64 {
	if s == nil {
		return 0
	}
	n, frame := 0, int64(0)
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		frame = e.ID.Frame()
		n++
		return n <= s.I
	})
	return frame
}

// conform opens the simulation of the recording on the screen beside it.
func (m *Model) conform(changes []sim.Change) error {
	i, err := m.admit(overlay.Rival{Branch: -1, Scenario: simulated + m.opened})
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		if m.tree[i].run, err = m.tree[i].run.With(changes); err != nil {
			return err
		}
		m.tree[i].run.Extend(firstSlice)
	}
	m.after = append(m.after, func() tea.Cmd {
		cmd := m.compareBranches([]int{0, i})
		m.cmp.lock = lockEvents
		return cmd
	})
	return nil
}

// invite puts what was chosen beside the run on the screen.
func (m *Model) invite(g overlay.Rival) tea.Cmd {
	cols := []int{m.cur}
	if m.cmp != nil {
		if len(m.cmp.cols) == maxColumns {
			m.status = m.say(words.GuestLimit)
			return nil
		}
		cols = append([]int(nil), m.cmp.cols...)
	}
	i := g.Branch
	if i < 0 {
		var err error
		if i, err = m.admit(g); err != nil {
			m.status = m.reason(err)
			return nil
		}
	}
	return m.compareBranches(append(cols, i))
}

// simulateThis makes a scenario out of the connection of a capture that the panes show, and
// puts the two side by side: the connection as it was recorded, and its simulation, both
// from its first packet on.
func (m *Model) simulateThis() tea.Cmd {
	if m.sc.Capture == nil {
		m.status = m.say(words.SimulateOnlyCapture)
		return nil
	}
	m.cmp = nil
	file, _, alone := strings.Cut(m.opened, "#")
	real := m.cur
	part := m.opened
	if !alone {
		part = fmt.Sprintf("%s#%d", file, m.scene.Conn)
		if conns := m.scene.Run.At(m.scene.Run.Frames() - 1).Conns(); !m.scene.Run.Done() || conns > 1 {
			i, err := m.admit(overlay.Rival{Branch: -1, Scenario: part})
			if err != nil {
				m.status = m.reason(err)
				return nil
			}
			real = i
		}
	}
	made, err := m.admit(overlay.Rival{Branch: -1, Scenario: part + ":simulated"})
	if err != nil {
		m.status = m.reason(err)
		return nil
	}
	if real != m.cur {
		m.tree[m.cur].cursor = m.scene.Frame
		m.showBranch(real)
		m.scene.Frame, m.scene.Conn, m.scene.Filter = 0, 0, ladder.AllConns
	}
	return m.compareBranches([]int{real, made})
}

// dropBranch drops a branch, and ends a comparison that could show it.
func (m *Model) dropBranch(i int) {
	if m.drop(i) {
		m.cmp = nil
	}
}
