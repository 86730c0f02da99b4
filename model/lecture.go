package model

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/paint"
)

// cue is a note of the scenario with the frame to which it belongs in a run.
type cue struct {
	frame int64
	note  int
}

// cueList is the cues of a run, as far as it has been read.
type cueList struct {
	run   *sim.Run
	upto  int64
	left  []int64 // by note: how often its event must still happen
	cues  []cue
	shows int64 // how often the event that answers the question must still happen
	shown int64 // the frame in which it has, -1: not yet
}

// cues are the notes of the scenario that happen in the run on the screen, in order, as far
// as it has been read. What is simulated at once is read at once, the rest block by block.
func (m *Model) cues() []cue {
	r, c := m.scene.Run, &m.cueCache
	if c.run != r {
		*c = cueList{run: r, left: make([]int64, len(m.sc.Notes)), shown: -1}
		for i := range m.sc.Notes {
			c.left[i] = max(m.sc.Notes[i].On.Nth, 1)
		}
		if q := m.sc.Question; q != nil && q.Shows != nil {
			c.shows = max(q.Shows.Nth, 1)
		}
	}
	if c.upto < firstSlice {
		m.readCues(firstSlice)
	}
	return c.cues
}

// cuesUpto is how far cues can be read now: a run that still grows is read to its last whole
// block.
func (m *Model) cuesUpto() int64 {
	r := m.scene.Run
	if r.Done() {
		return r.Frames()
	}
	return r.Frames() / sliceFrames * sliceFrames
}

// cuesUnread reports whether more of the run can be read now.
func (m *Model) cuesUnread() bool {
	return m.cueCache.run == m.scene.Run && m.cueCache.upto < m.cuesUpto()
}

// cuesEarly is how much of a run is read for notes while it still grows: reading takes as long
// as simulating.
const cuesEarly = 200_000

// cuesBehind reports whether notes are to be read beside the keys.
func (m *Model) cuesBehind() bool {
	return m.scene.Run != nil && m.cuesUnread() && (m.scene.Run.Done() || m.cueCache.upto < cuesEarly)
}

// readCues reads up to n more frames.
func (m *Model) readCues(n int64) {
	r, c := m.scene.Run, &m.cueCache
	to := min(m.cuesUpto(), c.upto+n)
	if to <= c.upto {
		return
	}
	kinds := uint64(0)
	for i := range m.sc.Notes {
		if c.left[i] > 0 {
			kinds |= 1 << m.sc.Notes[i].On.Kind
		}
	}
	q := m.sc.Question
	if c.shows > 0 {
		kinds |= 1 << q.Shows.Kind
	}
	if kinds != 0 {
		c.read(r, to, kinds, m.sc.Notes, q)
	} else {
		to = m.cuesUpto()
	}
	c.upto = to
}

// read adds the cues of the frames up to a frame.
func (c *cueList) read(r *sim.Run, to int64, kinds uint64, notes []scenarios.Note, q *scenarios.Question) {
	r.Each(c.upto, to, kinds, func(e *sim.Event) bool {
		if c.shows > 0 && q.Shows.Matches(r.Config(), e) {
			if c.shows--; c.shows == 0 {
				c.shown = e.ID.Frame()
			}
		}
		for i := range notes {
			if c.left[i] > 0 && notes[i].On.Matches(r.Config(), e) {
				if c.left[i]--; c.left[i] == 0 {
					c.cues = append(c.cues, cue{e.ID.Frame(), i})
				}
			}
		}
		return true
	})
	slices.SortStableFunc(c.cues, func(a, b cue) int {
		if a.frame != b.frame {
			return int(max(min(a.frame-b.frame, 1), -1))
		}
		return a.note - b.note
	})
}

// cueAt is the last cue at or before the cursor, -1 if there is none yet.
func (m *Model) cueAt() int {
	at := -1
	for i, c := range m.cues() {
		if c.frame <= m.scene.Frame {
			at = i
		}
	}
	return at
}

// lectureAction goes from cue to cue.
func (m *Model) lectureAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.NextCue:
		return m.toCue(1)
	case keymap.PrevCue:
		return m.toCue(-1)
	case keymap.Autoplay:
		if m.auto && m.playing {
			m.playing, m.auto = false, false
			m.status = m.say("Paused.", "멈춤.")
			return nil
		}
		if len(m.sc.Notes) == 0 {
			m.status = m.say("This scenario has no notes.", "이 시나리오에는 안내가 없다.")
			return nil
		}
		m.playing, m.auto, m.autoWait, m.autoTo = true, true, 0, -1
		m.layout = presetIndex("lecture")
		m.tick++
		return m.autoTick()
	}
	return nil
}

// cueHome is where a cue that turned a knob was, to go on from there.
type cueHome struct {
	branch int
	frame  int64
	p      presenter // what presenters saw there
	notes  []*scenarios.Note
}

// toCue goes to the next or previous cue, and does what it asks for.
func (m *Model) toCue(d int) tea.Cmd {
	m.goHome()
	if len(m.sc.Notes) == 0 {
		m.status = m.say("This scenario has no notes.", "이 시나리오에는 안내가 없다.")
		return nil
	}
	if f := m.cueFrom(d); f >= 0 || d < 0 || !m.cuesUnread() && m.scene.Run.Done() {
		return m.showCue(f)
	}
	r := m.scene.Run
	return m.begin(&job{what: m.say("Looking for the next cue", "다음 안내를 찾는 중"), far: func() int64 { return m.cueCache.upto },
		step: func() bool {
			if r != m.scene.Run {
				return true
			}
			f := m.cueFrom(d)
			switch {
			case f >= 0 || !m.cuesUnread() && r.Done():
				m.after = append(m.after, func() tea.Cmd { return m.showCue(f) })
				return true
			case m.cuesUnread():
				m.readCues(sliceFrames)
			default:
				r.Extend(sliceFrames)
			}
			return false
		}})
}

// cueFrom is the frame of the next or previous cue, -1 if none has been read.
func (m *Model) cueFrom(d int) int64 {
	f := m.scene.Frame
	best := int64(-1)
	for _, c := range m.cues() {
		if d > 0 && c.frame > f && (best < 0 || c.frame < best) || d < 0 && c.frame < f {
			best = c.frame
		}
	}
	return best
}

// showCue goes to a cue; -1: there is none.
func (m *Model) showCue(best int64) tea.Cmd {
	if best < 0 {
		m.status = m.say("There is no further cue in this direction.", "이 방향에는 안내가 더 없다.")
		return nil
	}
	m.remember()
	m.moveTo(best)
	if !presets[m.layout].lecture {
		m.status = m.cueText()
		if m.turned() {
			m.status = m.say("Without the changes: ", "변경이 없다면: ") + m.status
		}
	}
	return m.cueActs()
}

// goHome goes back to where a cue turned a knob.
func (m *Model) goHome() {
	h := m.home
	if h == nil {
		return
	}
	m.home, m.cmp = nil, nil
	if h.branch < len(m.tree) && !m.tree[h.branch].gone {
		m.visit(h.branch)
		m.moveTo(min(h.frame, m.scene.Run.Frames()-1))
	}
}

// cueActs turns the knob of a cue under the cursor, for the whole run, and compares.
func (m *Model) cueActs() tea.Cmd {
	for _, c := range m.cues() {
		n := &m.sc.Notes[c.note]
		if c.frame != m.scene.Frame || n.Turn == nil {
			continue
		}
		m.point()
		text, here := m.cueText(), m.cur
		m.home = &cueHome{here, m.scene.Frame, m.present(), m.cueNotes()}
		cmd := m.turnAt([]sim.Change{*n.Turn}, 0)
		if n.Compare && m.cur != here {
			cmd = tea.Batch(cmd, m.compareBranches([]int{here, m.cur}))
		}
		m.pend, m.status = pending{}, text
		return cmd
	}
	return nil
}

// cueText is the text of the cues that belong to the last frame with one.
func (m *Model) cueText() string {
	at := m.cueAt()
	if at < 0 {
		return m.sc.LookFor.In(m.scene.Lang)
	}
	return m.cueTextAt(m.cues()[at].frame)
}

// cueTextAt is the text of the cues of a frame.
func (m *Model) cueTextAt(frame int64) string {
	s := ""
	for _, c := range m.cues() {
		if c.frame == frame {
			if s != "" {
				s += " "
			}
			s += m.sc.Notes[c.note].Text.In(m.scene.Lang)
		}
	}
	return s
}

// turned reports whether somebody has turned a knob at the cursor or before it: what a note
// says is about the run without that.
func (m *Model) turned() bool {
	for _, c := range m.scene.Run.Changes() {
		if c.Frame <= m.scene.Frame && m.home == nil {
			return true
		}
	}
	return false
}

// cueBox is the height of the cue, and what it was measured for.
type cueBox struct {
	run  *sim.Run
	cues int
	lang string
	w, h int
	high int
}

// cueHeight is the height of the cue above the panes of the lecture layout: that of the longest
// cue, so that the panes do not move from one to the next, as far as the screen has room.
func (m *Model) cueHeight() int {
	list := m.cues()
	k := cueBox{run: m.scene.Run, cues: len(list), lang: m.scene.Lang, w: m.w, h: m.h, high: m.cueBox.high}
	if k == m.cueBox {
		return k.high
	}
	longest := len(paint.Wrap(m.sc.LookFor.In(k.lang), m.w-6))
	for i, c := range list {
		if i == 0 || list[i-1].frame != c.frame {
			longest = max(longest, len(paint.Wrap(m.cueTextAt(c.frame), m.w-6)))
		}
	}
	k.high = min(longest+3, max(min(m.h/5, 8), 5)) // two edges, and a line for what is pointed at
	m.cueBox = k
	return k.high
}

// paintCue draws the cue, large and quiet, above the ladder.
func (m *Model) paintCue() {
	c, th := m.canvas, m.scene.Theme
	r := paint.Rect{X: 0, Y: 2, W: m.w, H: m.cueHeight()}
	n, at := len(m.cues()), m.cueAt()
	title := m.say("Look for", "볼 것")
	if at >= 0 {
		title = fmt.Sprintf(m.say("Cue %d of %d", "안내 %d/%d"), at+1, n)
	}
	if m.turned() {
		title += m.say(" · about the run without the changes", " · 변경이 없는 실행에 대한 글")
	}
	c.Box(r, title, th.Focus, th.Focus)
	in := r.Inset()
	old := c.Clip(in)
	defer c.Clip(old)
	st := th.Strong
	if at >= 0 && m.cues()[at].frame != m.scene.Frame {
		st = th.Plain
	}
	for y, l := range paint.Wrap(m.cueText(), in.W-4) {
		c.Text(in.X+2, in.Y+y, l, st)
	}
	x, y := in.X+2, in.Y+in.H-1
	if m.cueWaits() {
		x = c.TextIn(x, y, in.W-4, m.say("autoplay waits here: E goes on", "자동 재생이 여기서 기다린다: E 계속"), th.Dim) + 3
	}
	if at := m.pointsAt(); at != "" {
		w := paint.Width(at)
		if right := in.X + in.W - 2 - w; right >= x {
			x = right
		} else { // what is pointed at comes before the keys
			x = in.X + 2
			c.Fill(paint.Rect{X: x, Y: y, W: in.W - 4, H: 1}, ' ', th.Plain)
		}
		c.TextIn(x, y, in.W-4, at, th.Strong)
	}
}

// autoPace is a tick of autoplay at the pace that speed says: a quarter of a second at the usual
// one.
func (m *Model) autoPace() time.Duration {
	return 250 * time.Millisecond * defaultSpeed / time.Duration(m.speed+1)
}

// autoStride is how many frames autoplay goes on at a time, so that it is at the next cue, or
// at the end, within some forty ticks.
func (m *Model) autoStride() int64 {
	f, to := m.scene.Frame, m.cueFrom(1)
	if to < 0 {
		to = m.scene.Run.Frames() - 1
	}
	if to != m.autoTo {
		m.autoTo, m.autoBy = to, max((to-f)/40, 1)
	}
	return max(min(m.autoBy, to-f), 1)
}

// autoTick is the clock of autoplay.
func (m *Model) autoTick() tea.Cmd {
	gen := m.tick
	return tea.Tick(m.autoPace(), func(now time.Time) tea.Msg { return tickMsg{gen, now} })
}

// autoStep is a step of autoplay: on a cue it waits as long as its text takes to read.
func (m *Model) autoStep() tea.Cmd {
	if m.autoWait > 0 {
		m.autoWait--
		return m.autoTick()
	}
	m.goHome()
	before := m.cueAt()
	if !m.moveTo(m.scene.Frame + m.autoStride()) {
		m.playing, m.auto = false, false
		m.status = m.say("This is the end of the run.", "실행의 끝이다.")
		return nil
	}
	if m.cueAt() != before {
		return m.autoCue()
	}
	return m.autoTick()
}

// autoCue does what a cue asks for, and stays at it: as long as it says itself, or as its
// text takes to read, or until a key.
func (m *Model) autoCue() tea.Cmd {
	wait, said := 8+len([]rune(m.cueText()))/4, false // about sixteen letters a second, after two seconds
	for _, n := range m.cueNotes() {
		if n.Pause > 0 {
			if !said {
				wait, said = 0, true
			}
			wait = max(wait, int(n.Pause/sim.Time(m.autoPace())))
		}
	}
	waits := m.cueWaits()
	cmd := m.cueActs()
	if cmd != nil && !said {
		wait *= 2 // there is a comparison to read as well
	}
	m.autoWait = wait
	m.playing, m.auto = !waits, !waits
	if waits {
		m.status = m.say("The notes wait here: E goes on.", "안내가 여기서 기다린다. E: 계속.")
		return cmd
	}
	return tea.Batch(cmd, m.autoTick())
}

// cueWaits reports whether autoplay waits for a key at the cue under the cursor.
func (m *Model) cueWaits() bool {
	for _, n := range m.cueNotes() {
		if n.Waits {
			return true
		}
	}
	return false
}
