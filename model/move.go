package model

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

func dir(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

// moveTo puts the cursor on a frame; false at both ends of time.
func (c *cursor) moveTo(frame int64) bool {
	r := c.scene.Run
	if frame < 0 {
		c.scene.Frame = 0
		return false
	}
	if frame >= r.Frames() && !r.Done() {
		r.Extend(frame + 1 - r.Frames())
	}
	if frame >= r.Frames() {
		c.scene.Frame = r.Frames() - 1
		return false
	}
	c.scene.Frame = frame
	c.scene.ResetScroll()
	if evs := r.Events(frame); len(evs) > 0 && evs[0].Conn != sim.NoConn && c.scene.Filter.Conn < 0 {
		c.scene.Conn = evs[0].Conn
	}
	return true
}

// edge says so where time ends.
func (c *cursor) edge(ok bool, d int) {
	switch {
	case ok:
	case d > 0:
		c.status = c.say(words.EndOfRun)
	default:
		c.status = c.say(words.StartOfRun)
	}
}

// remember puts the cursor's place into the jump list.
func (c *cursor) remember() {
	c.jumps = append(c.jumps[:min(c.jumpAt, len(c.jumps))], c.scene.Frame)
	if len(c.jumps) > maxJumps {
		c.jumps = c.jumps[len(c.jumps)-maxJumps:]
	}
	c.jumpAt = len(c.jumps)
}

const maxJumps = 1000

// jump moves the cursor and remembers where it was.
func (m *Model) jump(frame int64) tea.Cmd {
	m.remember()
	return m.travel(frame)
}

// history walks the jump list as a browser does.
func (c *cursor) history(back bool) {
	switch {
	case back && c.jumpAt > 0:
		if c.jumpAt == len(c.jumps) {
			c.jumps = append(c.jumps, c.scene.Frame)
		}
		c.jumpAt--
	case !back && c.jumpAt+1 < len(c.jumps):
		c.jumpAt++
	default:
		c.status = c.say(words.HistoryEnd)
		return
	}
	c.moveTo(c.jumps[c.jumpAt])
}

// find runs to the nearest event of some kinds.
func (m *Model) find(d int, kinds uint64, pred func(*sim.Run, *sim.Event) bool, what words.Key) tea.Cmd {
	c := &condition{conn: -1, host: -1, kinds: kinds, event: pred}
	m.looked = looked{text: m.say(what), c: c}
	return m.seekTo(c, d, m.looked.text)
}

// roundTrip is the frame a round trip of the first link away.
func (c *cursor) roundTrip(d int) int64 {
	l := c.scene.Run.Config().Links[0].Dir
	now := c.scene.Run.TimeOf(c.scene.Frame)
	to := c.scene.Run.FrameAt(max(now+sim.Time(d)*(l[0].Delay+l[1].Delay), 0))
	if d > 0 {
		return max(to, c.scene.Frame+1)
	}
	return min(to, c.scene.Frame-1)
}

// goTo answers what was typed behind the colon.
func (m *Model) goTo(s string) tea.Cmd {
	s = strings.TrimSpace(s)
	r, f := m.scene.Run, m.scene.Frame
	sign := int64(0)
	rest := s
	switch {
	case strings.HasPrefix(s, "+"):
		sign, rest = 1, s[1:]
	case strings.HasPrefix(s, "-"):
		sign, rest = -1, s[1:]
	}
	if word, back := strings.CutPrefix(s, "prev "); back || strings.HasPrefix(s, "next ") {
		return m.goRule(strings.TrimPrefix(word, "next "), dir(!back))
	}
	if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
		if sign != 0 {
			n = f + sign*n
		}
		return m.jump(n)
	}
	if trips, ok := strings.CutSuffix(rest, "rtt"); ok {
		if n, err := strconv.ParseInt(trips, 10, 32); err == nil && sign != 0 {
			l := r.Config().Links[0].Dir
			return m.toTime(r.TimeOf(f)+sim.Time(sign*n)*(l[0].Delay+l[1].Delay), leastFrame(f, sign))
		}
	}
	if d, err := sim.ParseDuration(rest); err == nil {
		t := sim.Time(d)
		if sign != 0 {
			t = r.TimeOf(f) + sim.Time(sign)*t
		}
		return m.toTime(t, leastFrame(f, sign))
	}
	return m.goRule(s, 1)
}

// leastFrame is the frame at which a step must arrive at least: forward, it leads on.
func leastFrame(f, sign int64) int64 {
	if sign > 0 {
		return f + 1
	}
	return 0
}

// goRule runs to the next or previous place that a condition names.
func (m *Model) goRule(s string, d int) tea.Cmd {
	c, err := parseCondition(m.scene.Run.Config(), s)
	if err != nil {
		m.status = m.say(words.GoToExpected, words.Clean(s))
		return nil
	}
	m.looked = looked{text: s, c: c}
	return m.seekTo(c, d, s)
}

// looked is what was looked for last.
type looked struct {
	text string
	c    *condition
	s    *search // nil: a condition
}

// again looks for the next or previous of what was looked for last.
func (m *Model) again(back bool) tea.Cmd {
	if m.looked.c == nil {
		m.status = m.say(words.SearchNothingYet)
		return nil
	}
	if m.looked.s != nil {
		return m.nextHit(dir(!back))
	}
	return m.seekTo(m.looked.c, dir(!back), m.looked.text)
}

// pace is a speed of playing: frames a second, or simulated time slowed down by a factor.
type pace struct {
	frames int
	slow   int64
}

// defaultSpeed is the usual speed, from 1.
const defaultSpeed = 3

var paces = []pace{{frames: 1}, {frames: 2}, {frames: 5}, {frames: 10}, {frames: 25}, {frames: 60}, {slow: 100}, {slow: 10}, {slow: 1}}

func (m *Model) paceText() string {
	p := paces[m.speed]
	switch {
	case p.frames > 0:
		return m.say(words.PaceFrames, p.frames)
	case p.slow == 1:
		return m.say(words.PaceRealTime)
	}
	return m.say(words.PaceSlower, p.slow)
}

func (m *Model) togglePlay() tea.Cmd {
	m.playing = !m.playing
	m.tick++
	m.lecture.auto = false
	if !m.playing {
		m.status = m.say(words.Paused)
		return nil
	}
	m.status = m.say(words.PlayingAt) + m.paceText() + "."
	m.playFrom, m.playClock = m.scene.Run.TimeOf(m.scene.Frame), time.Time{}
	return m.playTick()
}

func (m *Model) setSpeed(faster bool) {
	m.speed = max(min(m.speed+dir(faster), len(paces)-1), 0)
	m.playFrom, m.playClock = m.scene.Run.TimeOf(m.scene.Frame), time.Time{}
	m.status = m.say(words.SpeedChosen) + m.paceText() + "."
	if m.lecture.auto {
		m.status = m.say(words.AutoplaySpeed, 100*(m.speed+1)/defaultSpeed)
	}
}

// playTick asks for the next step of playing.
func (m *Model) playTick() tea.Cmd {
	gen, wait := m.tick, time.Second/30
	if p := paces[m.speed]; p.frames > 0 {
		wait = time.Second / time.Duration(p.frames)
	}
	return tea.Tick(wait, func(now time.Time) tea.Msg { return tickMsg{gen, now} })
}

// played is a step of playing: a frame, or as far as the clock says.
func (m *Model) played(msg tickMsg) tea.Cmd {
	if !m.playing || msg.gen != m.tick || m.scene.Run == nil {
		return nil
	}
	if m.lecture.auto {
		return m.autoStep()
	}
	on := true
	if p := paces[m.speed]; p.frames > 0 {
		on = m.moveTo(m.scene.Frame + 1)
	} else {
		if m.playClock.IsZero() {
			m.playClock = msg.now
		}
		r := m.scene.Run
		t := m.playFrom + sim.Time(int64(msg.now.Sub(m.playClock))/p.slow)
		for limit := 2000; limit > 0 && on && m.scene.Frame+1 < r.Frames() && r.TimeOf(m.scene.Frame+1) <= t; limit-- {
			on = m.moveTo(m.scene.Frame + 1)
		}
		on = on && !(r.Done() && m.scene.Frame == r.Frames()-1)
	}
	if !on {
		m.playing = false
		m.status = m.say(words.EndOfRun)
		return nil
	}
	return m.playTick()
}
