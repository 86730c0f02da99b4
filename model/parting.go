package model

import (
	"cmp"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/rule"
	"teacp/views/words"
)

// parting is where two runs begin to differ.
type parting struct {
	known, same bool
	judged      *conform.Result // of a simulation beside its recording
	twin        [2]*sim.Event   // the first segment behind the parting that both send, in each run
	frame       [2]int64
	event       [2]sim.Event
	ended       [2]bool
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

// twins finds the first segment with data behind the parting that both runs send: what
// comes earlier or later.
func (p *parting) twins(a, b *sim.Run) {
	if p.same {
		return
	}
	const reach = 2 * sliceFrames
	sends := map[anchor]*sim.Event{}
	data := func(r *sim.Run, from int64, f func(*sim.Event) bool) {
		r.Each(from, min(from+reach, r.Frames()), 1<<sim.EvSend, func(e *sim.Event) bool { return e.Seg.Len == 0 || f(e) })
	}
	data(a, p.frame[0], func(e *sim.Event) bool {
		if k := anchorOf(e); sends[k] == nil {
			x := *e
			sends[k] = &x
		}
		return true
	})
	data(b, p.frame[1], func(e *sim.Event) bool {
		if x := sends[anchorOf(e)]; x != nil && x.At != e.At {
			y := *e
			p.twin = [2]*sim.Event{x, &y}
		}
		return p.twin[0] == nil
	})
}

// stream reads the events of a run that can tell runs apart: what happens on the wire, in
// the endpoints and the applications, but not the turning of a knob itself.
type stream struct {
	r     *sim.Run
	frame int64
	i     int
}

// next returns the next event, nil at the end of the run.
func (s *stream) next() *sim.Event {
	for {
		if s.frame >= s.r.Frames() && s.r.Extend(1) && s.frame >= s.r.Frames() {
			return nil
		}
		evs := s.r.Events(s.frame)
		for ; s.i < len(evs); s.i++ {
			switch evs[s.i].Kind {
			case sim.EvKnob, sim.EvArm, sim.EvCancel, sim.EvStart, sim.EvEnd:
				continue
			}
			s.i++
			return &evs[s.i-1]
		}
		s.frame, s.i = s.frame+1, 0
	}
}

// differ walks two runs together up to the first event that differs.
type differ struct {
	a, b  stream
	found parting
}

func (d *differ) slice(n int) bool {
	for ; n > 0; n-- {
		x, y := d.a.next(), d.b.next()
		if x == nil && y == nil {
			d.found = parting{known: true, same: true}
			return true
		}
		if x != nil && y != nil && alike(x, y) {
			continue
		}
		d.found = parting{known: true}
		for i, e := range []*sim.Event{x, y} {
			if e == nil {
				d.found.ended[i] = true
				d.found.frame[i] = []*stream{&d.a, &d.b}[i].r.Frames() - 1
				continue
			}
			d.found.event[i], d.found.frame[i] = *e, e.ID.Frame()
		}
		return true
	}
	return false
}

// alike reports whether the same thing happens at the same time in two runs; by which rule
// does not count.
func alike(a, b *sim.Event) bool {
	return a.At == b.At && a.Kind == b.Kind && a.Conn == b.Conn && a.Side == b.Side && a.Host == b.Host && a.A == b.A && a.B == b.B &&
		a.Seg == b.Seg && a.Op == b.Op && a.Sub == b.Sub && a.Flag == b.Flag
}

// partingLines say where each column parts from the first, and by which rules.
func (c *comparison) partingLines() []styled {
	var out []styled
	for k := 1; k < len(c.cols); k++ {
		out = append(out, c.columnLines(k)...)
	}
	return append(out, c.countedLines()...)
}

// footLines are what is said below the runs: of the one with the focus all, of the others how
// they differ from the first.
func (c *comparison) footLines(counting bool) []styled {
	on := max(c.on, 1)
	out := c.columnLines(on)
	for k := 1; k < len(c.cols); k++ {
		if k != on {
			out = append(out, c.columnLines(k)[:1]...)
		}
	}
	if counting { // the line at the foot says how far it is
		return append(out, c.countedLines()...)
	}
	return append(c.countedLines(), out...)
}

// countedLines say how far the runs have been read, as long as that is not to their ends, and
// where matching by events ends.
func (c *comparison) countedLines() []styled {
	th := c.scene.Theme
	var out []styled
	far := ""
	for k, i := range c.cols {
		r := c.tree[i].run
		if b := c.book(r); b.tally.upto < r.Frames() || !r.Done() {
			end := words.Bytes(r.Frames())
			if !r.Done() {
				end += "…"
			}
			far += c.say(words.PartingCountedTo, 'A'+k, words.Bytes(b.tally.upto), end)
		}
	}
	if far != "" {
		s := c.say(words.PartingCounted) + far[2:]
		if c.quiet {
			s += c.say(words.PartingCountOn, c.keyFor(keymap.FirstDifference))
		}
		out = append(out, styled{s + ".", th.Dim})
	}
	if c.lock == lockEvents && c.scene.Frame >= indexFrames {
		out = append(out, styled{c.say(words.PartingMatchedTo, words.Bytes(indexFrames)), th.Held})
	}
	return out
}

// faster says which of two runs is done with its data first.
func (c *comparison) faster(letter rune, a, b sim.Time) string {
	switch {
	case b < a:
		return c.say(words.PartingFaster, letter, words.Time(a-b), words.Time(b), words.Time(a))
	case b > a:
		return c.say(words.PartingSlower, letter, words.Time(b-a), words.Time(b), words.Time(a))
	}
	return c.say(words.PartingSameSpeed, letter, words.Time(b))
}

// columnLines say where a column parts from the first.
func (c *comparison) columnLines(k int) []styled {
	th := c.scene.Theme
	var out []styled
	p := &c.parts[k]
	a, b := c.tree[c.cols[0]].run, c.tree[c.cols[k]].run
	switch {
	case !p.known:
		return append(out, styled{c.comparedSoFar(k), th.Dim})
	case p.judged != nil:
		return append(out, c.judgedLines(k)...)
	case p.same:
		return append(out, styled{c.say(words.PartingIdentical, 'A'+k), th.Plain})
	}
	if a.Done() && b.Done() {
		out = append(out, styled{c.faster('A'+rune(k), overlay.LastDelivery(a), overlay.LastDelivery(b)), th.Strong})
		if s := c.savings(c.book(a), c.book(b)); s != "" {
			out = append(out, styled{s, th.Good})
		}
	}
	out = append(out, c.partSide('A', a, p, 0), c.partSide('A'+rune(k), b, p, 1))
	if x, y := p.twin[0], p.twin[1]; x != nil {
		out = append(out, styled{c.say(words.PartingSends, words.ShortLabel(&x.Seg), words.Time(x.At), x.ID.Frame(), 'A'+k, words.Time(y.At), y.ID.Frame(), signed(y.At-x.At)), th.Plain})
	}
	return out
}

// comparedSoFar says how far a column has been compared with the first.
func (c *comparison) comparedSoFar(k int) string {
	at := int64(0)
	if d := c.walks[k]; d != nil {
		at = d.a.frame
	}
	if c.quiet {
		return c.say(words.PartingCompareOn, 'A'+k, words.Bytes(at), c.keyFor(keymap.FirstDifference))
	}
	return c.say(words.PartingComparing, 'A'+k, words.Bytes(at))
}

func (c *comparison) partSide(letter rune, r *sim.Run, p *parting, i int) styled {
	if p.ended[i] {
		return styled{c.say(words.PartingEnded, letter), c.scene.Theme.Held}
	}
	e, o := &p.event[i], &p.event[1-i]
	s := fmt.Sprintf("%c :%d %s  %s", letter, p.frame[i], words.Time(e.At), words.Sentence(r, e, c.scene.Lang))
	if !p.ended[1-i] && e.Kind == o.Kind && e.Kind.IsSegment() && words.ShortLabel(&e.Seg) == words.ShortLabel(&o.Seg) && e.Seg != o.Seg {
		s = fmt.Sprintf("%c :%d %s  %s", letter, p.frame[i], words.Time(e.At), words.SegLabel(&e.Seg)) // the options or the window differ
	}
	if e.Rule != rule.None {
		s += " [" + e.Rule.String() + "]"
	}
	return styled{s, c.scene.Theme.Held}
}

// savings say to which causes the difference of two runs is booked, the largest first.
func (c *comparison) savings(a, b *book) string {
	if a.spentOn() == nil || b.spentOn() == nil {
		return ""
	}
	type change struct {
		id rule.ID
		d  int64
	}
	var list []change
	most := int64(0)
	for _, id := range c.causes() {
		if d := b.spent(id) - a.spent(id); d != 0 {
			list = append(list, change{id, d})
			most = max(most, d, -d)
		}
	}
	list = slices.DeleteFunc(list, func(x change) bool { return max(x.d, -x.d) < most/100 }) // no crumbs
	slices.SortStableFunc(list, func(x, y change) int { return cmp.Compare(max(y.d, -y.d), max(x.d, -x.d)) })
	s := ""
	for i, x := range list {
		if i == 4 {
			break
		}
		if i > 0 {
			s += ", "
		}
		cause := words.CauseOf(x.id)
		s += cause.Label(c.scene.Lang) + " " + signed(sim.Time(x.d))
	}
	if s == "" {
		return ""
	}
	if len(list) > 4 {
		return c.say(words.PartingCauses) + s + ", …"
	}
	return c.say(words.PartingCauses) + s + "."
}
