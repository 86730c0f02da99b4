package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/views"
)

// locks say how the runs of a comparison move together.
const (
	lockTime = iota
	lockEvents
	lockOff
	numLocks
)

var lockNames = [numLocks][2]string{{"locked by time", "시간으로 묶음"}, {"locked by matching events", "같은 사건으로 묶음"}, {"unlocked", "따로"}}

// comparison shows two to four branches side by side. The run that has the focus is the
// one on the model's scene; the others follow it.
type comparison struct {
	cols   []int // branches
	scenes []views.Scene
	on     int // the column with the focus
	lock   int
	table  bool
	pane   views.PaneID
	parts  []parting // of columns 1.. from column 0
	index  []map[anchor]int64
	held   bool // the columns were just placed by hand
	values map[*sim.Run][]int64
}

// parting is where two runs begin to differ.
type parting struct {
	known, same bool
	twin        [2]*sim.Event // the first segment behind the parting that both send, in each run
	frame       [2]int64
	event       [2]sim.Event
	ended       [2]bool
}

// anchor names an event so that it is found again in another run: the same bytes of the
// same stream, the same call.
type anchor struct {
	kind sim.Kind
	conn uint32
	side uint8
	seq  int64
	nth  int32
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
			m.status = m.say("There is one run only: turn a knob first (N, D, P, o), then compare.", "실행이 하나뿐이다. 먼저 설정을 바꾼 다음(N, D, P, o) 비교한다.")
			return nil
		}
		return m.compareBranches([]int{other, m.cur})
	}
	for _, l := range m.treeLines() {
		if !m.cmp.has(l.i) && len(m.cmp.cols) < maxColumns {
			return m.compareBranches(append(append([]int(nil), m.cmp.cols...), l.i))
		}
	}
	m.status = m.say("There is no further branch to add.", "더할 가지가 없다.")
	return nil
}

func (c *comparison) has(i int) bool {
	for _, k := range c.cols {
		if k == i {
			return true
		}
	}
	return false
}

// compareBranches puts branches side by side and goes to where the first two part.
func (m *Model) compareBranches(cols []int) tea.Cmd {
	c := &comparison{cols: cols, pane: views.PaneLadder, parts: make([]parting, len(cols)), index: make([]map[anchor]int64, len(cols))}
	if old := m.cmp; old != nil {
		c.lock, c.table, c.pane = old.lock, old.table, old.pane
	}
	for k, i := range cols {
		s := m.scene
		s.Run = m.tree[i].run
		c.scenes = append(c.scenes, s)
		if i == m.cur {
			c.on = k
		}
	}
	m.cmp, m.zoom, m.playing = c, false, false
	m.followAll()
	return m.part(1)
}

// part finds where column k parts from the first one, then the next column's.
func (m *Model) part(k int) tea.Cmd {
	c := m.cmp
	if c == nil || k >= len(c.cols) {
		return nil
	}
	a, b := m.tree[c.cols[0]].run, m.tree[c.cols[k]].run
	from := m.shared(c.cols[0], c.cols[k])
	d := &differ{a: stream{r: a, frame: from}, b: stream{r: b, frame: from}}
	return m.begin(&job{what: m.say("Comparing", "비교 중"), far: func() int64 { return d.a.frame },
		step: func() bool {
			if !d.slice(sliceFrames) || m.cmp != c {
				return m.cmp != c
			}
			c.parts[k] = d.found
			c.parts[k].twins(a, b)
			if k == 1 && !d.found.same {
				m.toParting(1)
			}
			m.after = append(m.after, func() tea.Cmd { return m.part(k + 1) })
			return true
		}})
}

// toParting puts all runs where column k parts from the first.
func (m *Model) toParting(k int) {
	c := m.cmp
	p := &c.parts[k]
	if !p.known || p.same {
		m.status = m.say("These runs do not part.", "이 실행들은 갈라지지 않는다.")
		return
	}
	m.remember()
	for i := range c.cols {
		c.scenes[i].Frame = p.frame[0]
	}
	c.scenes[k].Frame = p.frame[1]
	m.moveTo(min(c.scenes[c.on].Frame, m.scene.Run.Frames()-1))
	if c.on != 0 && c.on != k {
		m.followAll()
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

// follow moves the other columns to where the focused run stands.
func (m *Model) follow() {
	c := m.cmp
	if c == nil {
		return
	}
	if i := m.cur; c.cols[c.on] != i { // a knob was turned here: the new branch takes the column
		c.cols[c.on], c.index[c.on] = i, nil
		m.after = append(m.after, func() tea.Cmd { return m.compareBranches(c.cols) })
	}
	same := c.scenes[c.on].Frame == m.scene.Frame && c.scenes[c.on].Run == m.scene.Run
	c.scenes[c.on].Run, c.scenes[c.on].Frame = m.scene.Run, m.scene.Frame
	for k := range c.scenes {
		s := &c.scenes[k]
		s.Lang, s.Theme, s.Conn, s.Filter = m.scene.Lang, m.scene.Theme, m.scene.Conn, m.scene.Filter
	}
	if c.held || same {
		c.held = false
		return
	}
	m.followAll()
}

// followAll applies the lock.
func (m *Model) followAll() {
	c := m.cmp
	if c.lock == lockOff {
		return
	}
	now := m.scene.Run.TimeOf(m.scene.Frame)
	c.scenes[c.on].Frame = m.scene.Frame
	for k := range c.scenes {
		if k == c.on {
			continue
		}
		s := &c.scenes[k]
		if c.lock == lockEvents {
			if f, ok := m.match(k); ok {
				s.Frame = f
				continue
			}
		}
		s.Frame = s.Run.FrameAt(min(now, s.Run.Duration()))
	}
}

// indexFrames limits how much of a run is looked at to match events.
const indexFrames = 200_000

// anchors names every event of a run that can be found again.
func (m *Model) anchors(k int) map[anchor]int64 {
	c := m.cmp
	if c.index[k] != nil {
		return c.index[k]
	}
	out := map[anchor]int64{}
	r := c.scenes[k].Run
	seen := map[anchor]int32{}
	r.Each(0, min(r.Frames(), indexFrames), 1<<sim.EvSend|1<<sim.EvRecv|1<<sim.EvCall|1<<sim.EvHTTP, func(e *sim.Event) bool {
		a := anchorOf(e)
		a.nth = seen[a]
		seen[anchorOf(e)]++
		out[a] = e.ID.Frame()
		return true
	})
	c.index[k] = out
	return out
}

func anchorOf(e *sim.Event) anchor {
	a := anchor{kind: e.Kind, conn: e.Conn, side: e.Side, seq: e.Seg.Seq}
	switch e.Kind {
	case sim.EvCall:
		a.seq = int64(e.Op)
	case sim.EvHTTP:
		a.seq = int64(e.Sub)<<32 | int64(uint32(e.Req))
	default:
		a.seq = e.Seg.End()
		if e.Seg.Len == 0 {
			a.seq = e.Seg.Ack | int64(e.Seg.Flags)<<48
		}
	}
	return a
}

// match finds in column k the event that the focused run stands at, or the one before.
func (m *Model) match(k int) (int64, bool) {
	c := m.cmp
	mine, other := m.anchors(c.on), m.anchors(k)
	best, at := int64(-1), int64(-1)
	for a, f := range mine {
		if f <= m.scene.Frame && f >= best {
			if g, ok := other[a]; ok && (f > best || g > at) {
				best, at = f, g
			}
		}
	}
	return at, at >= 0
}

// turnLock goes from one lock to the next.
func (m *Model) turnLock() {
	if m.cmp == nil {
		m.status = m.say("This works in a comparison (C).", "비교할 때 쓴다 (C).")
		return
	}
	m.cmp.lock = (m.cmp.lock + 1) % numLocks
	m.status = m.say(lockNames[m.cmp.lock][0], lockNames[m.cmp.lock][1])
	m.followAll()
}

// nextColumn gives the focus to another run of the comparison.
func (m *Model) nextColumn(d int) {
	c := m.cmp
	c.on = (c.on + d + len(c.cols)) % len(c.cols)
	m.tree[m.cur].cursor = m.scene.Frame
	m.cur = c.cols[c.on]
	m.scene.Run, m.scene.Frame = c.scenes[c.on].Run, c.scenes[c.on].Frame
}

// figure is a row of the table of differences.
type figure struct {
	en, ko string
	time   bool
	get    func(r *sim.Run) int64
}

var figures = []figure{
	{"last data read at", "마지막 데이터", true, func(r *sim.Run) int64 { return int64(lastUse(r)) }},
	{"end of the run", "실행의 끝", true, func(r *sim.Run) int64 { return int64(r.Duration()) }},
	{"frames", "프레임", false, func(r *sim.Run) int64 { return r.Frames() }},
	{"segments", "세그먼트", false, func(r *sim.Run) int64 { return r.Stats().Segments }},
	{"with data", "데이터 세그먼트", false, func(r *sim.Run) int64 { return r.Stats().DataSegments }},
	{"pure ACKs", "순수 ACK", false, func(r *sim.Run) int64 { return r.Stats().PureAcks }},
	{"retransmissions", "재전송", false, func(r *sim.Run) int64 { return r.Stats().Retransmissions }},
	{"lost on the wire", "회선에서 손실", false, func(r *sim.Run) int64 { return r.Stats().Drops }},
	{"connections", "연결", false, func(r *sim.Run) int64 { return r.Stats().Connections }},
	{"bytes on the wire", "회선의 바이트", false, func(r *sim.Run) int64 { return r.Stats().WireBytes }},
	{"bytes of payload", "내용의 바이트", false, func(r *sim.Run) int64 { return r.Stats().PayloadBytes }},
	{"waits begun (holds)", "붙듦의 수", false, func(r *sim.Run) int64 { return count(r, 1<<sim.EvHold) }},
	{"ACKs kept back", "미룬 ACK", false, func(r *sim.Run) int64 { return count(r, 1<<sim.EvAckHeld) }},
}

// figures are the numbers of a run; those of one that has ended are kept.
func (c *comparison) figures(r *sim.Run) []int64 {
	if v := c.values[r]; v != nil {
		return v
	}
	var out []int64
	for i := range figures {
		out = append(out, figures[i].get(r))
	}
	if r.Done() {
		if c.values == nil {
			c.values = map[*sim.Run][]int64{}
		}
		c.values[r] = out
	}
	return out
}

// count counts events of a kind; it looks at the first frames of a long run alone.
func count(r *sim.Run, kinds uint64) int64 {
	n := int64(0)
	r.Each(0, min(r.Frames(), indexFrames), kinds, func(*sim.Event) bool { n++; return true })
	return n
}

func (f *figure) text(v int64) string {
	if f.time {
		return views.Time(sim.Time(v))
	}
	return views.Bytes(v)
}

// paintCompare draws the runs side by side, and below what tells them apart.
func (m *Model) paintCompare() {
	c, th := m.cmp, m.scene.Theme
	body := views.Rect{X: 0, Y: 2, W: m.w, H: m.h - 4}
	foot := m.partingLines()
	h := min(len(foot)+2, body.H*2/5)
	if c.table {
		m.paintTable(views.Rect{X: 0, Y: body.Y, W: m.w, H: body.H - h})
	} else {
		x := 0
		shares := make([]int, len(c.cols))
		for k, w := range divide(m.w, shares, 14) {
			m.paintColumn(k, views.Rect{X: x, Y: body.Y, W: w, H: body.H - h})
			x += w
		}
	}
	r := views.Rect{X: 0, Y: body.Y + body.H - h, W: m.w, H: h}
	lock := m.say(lockNames[c.lock][0], lockNames[c.lock][1])
	m.canvas.Box(r, fmt.Sprintf(m.say("Runs %s:  = lock  d table  p difference  tab other run  esc", "실행 %s:  = 묶기  d 표  p 차이  tab 다른 실행  esc"), lock), th.Border, th.Title)
	in := r.Inset()
	for y, l := range foot {
		if y < in.H {
			m.canvas.TextIn(in.X, in.Y+y, in.W, l.text, l.style)
		}
	}
}

func (m *Model) paintColumn(k int, r views.Rect) {
	c, th := m.cmp, m.scene.Theme
	s := &c.scenes[k]
	name := fmt.Sprintf("%c %s", 'A'+k, views.Clean(m.tree[c.cols[k]].name))
	st := th.Dim
	if k == c.on {
		st = th.Strong
		name = "▸" + name
	}
	m.canvas.TextIn(r.X+1, r.Y, r.W-2, name, st)
	pos := fmt.Sprintf(":%d %s", s.Frame, views.Time(s.Run.TimeOf(s.Frame)))
	m.canvas.TextIn(r.X+1, r.Y+1, r.W-2, pos, st)
	views.Paint(m.canvas, views.Rect{X: r.X, Y: r.Y + 2, W: r.W, H: r.H - 2}, c.pane, s, k == c.on)
}

type styled struct {
	text  string
	style views.Style
}

// partingLines say where each column parts from the first, and by which rules.
func (m *Model) partingLines() []styled {
	c, th := m.cmp, m.scene.Theme
	var out []styled
	for k := 1; k < len(c.cols); k++ {
		p := &c.parts[k]
		a, b := m.tree[c.cols[0]].run, m.tree[c.cols[k]].run
		switch {
		case !p.known:
			out = append(out, styled{m.say("Still comparing …", "아직 비교하는 중 …"), th.Dim})
			continue
		case p.same:
			out = append(out, styled{fmt.Sprintf(m.say("A and %c are alike from beginning to end.", "A와 %c는 처음부터 끝까지 같다."), 'A'+k), th.Plain})
			continue
		}
		if a.Done() && b.Done() {
			d := lastUse(b) - lastUse(a)
			out = append(out, styled{fmt.Sprintf(m.say("%c against A: the last data is read %s (%s, %s).", "A에 견준 %c: 마지막 데이터 %s (%s, %s)."), 'A'+k, signed(d),
				views.Time(lastUse(b)), views.Time(lastUse(a))), th.Strong})
		}
		if x, y := p.twin[0], p.twin[1]; x != nil {
			out = append(out, styled{fmt.Sprintf(m.say("A sends %s at %s (:%d), %c at %s (:%d): %s.", "%[1]s: A는 %[2]s (:%[3]d), %[4]c는 %[5]s (:%[6]d)에 보낸다: %[7]s."), views.ShortLabel(&x.Seg), views.Time(x.At), x.ID.Frame(),
				'A'+k, views.Time(y.At), y.ID.Frame(), signed(y.At-x.At)), th.Plain})
		}
		out = append(out, m.partSide('A', a, p, 0), m.partSide('A'+rune(k), b, p, 1))
	}
	return out
}

func (m *Model) partSide(letter rune, r *sim.Run, p *parting, i int) styled {
	if p.ended[i] {
		return styled{fmt.Sprintf(m.say("%c has ended.", "%c는 끝났다."), letter), m.scene.Theme.Held}
	}
	e := &p.event[i]
	s := fmt.Sprintf("%c :%d %s  %s", letter, p.frame[i], views.Time(e.At), views.Sentence(r, e, m.scene.Lang))
	if e.Rule != rule.None {
		s += " [" + e.Rule.String() + "]"
	}
	return styled{s, m.scene.Theme.Held}
}

// paintTable is the table of differences.
func (m *Model) paintTable(r views.Rect) {
	c, th := m.cmp, m.scene.Theme
	m.canvas.Box(r, m.say("Differences", "차이"), th.Focus, th.Focus)
	in := r.Inset()
	old := m.canvas.Clip(in)
	defer m.canvas.Clip(old)
	nameW := min(22, in.W/3)
	w := (in.W - nameW) / len(c.cols)
	for k, i := range c.cols {
		m.canvas.TextIn(in.X+nameW+k*w, in.Y, w-1, fmt.Sprintf("%c %s", 'A'+k, views.Clean(m.tree[i].name)), th.Strong)
	}
	for y := range figures {
		f := &figures[y]
		if y+1 >= in.H {
			break
		}
		m.canvas.TextIn(in.X, in.Y+1+y, nameW-1, m.say(f.en, f.ko), th.Plain)
		var first int64
		for k, i := range c.cols {
			v := c.figures(m.tree[i].run)[y]
			st, t := th.Plain, f.text(v)
			if k == 0 {
				first = v
			} else if v != first {
				st = th.Held
				if d := v - first; f.time {
					t += "  " + signed(sim.Time(d))
				} else {
					t += fmt.Sprintf("  %+d", d)
				}
			}
			m.canvas.TextIn(in.X+nameW+k*w, in.Y+1+y, w-1, t, st)
		}
	}
}
