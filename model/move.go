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
func (fd *finder) jump(frame int64) tea.Cmd {
	fd.remember()
	return fd.travel(frame)
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
func (fd *finder) find(d int, kinds uint64, pred func(*sim.Run, *sim.Event) bool, what words.Key) tea.Cmd {
	c := &condition{conn: -1, host: -1, kinds: kinds, event: pred}
	fd.looked = looked{text: fd.say(what), c: c}
	return fd.seekTo(c, d, fd.looked.text)
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
func (fd *finder) goTo(s string) tea.Cmd {
	s = strings.TrimSpace(s)
	r, f := fd.scene.Run, fd.scene.Frame
	sign := int64(0)
	rest := s
	switch {
	case strings.HasPrefix(s, "+"):
		sign, rest = 1, s[1:]
	case strings.HasPrefix(s, "-"):
		sign, rest = -1, s[1:]
	}
	if word, back := strings.CutPrefix(s, "prev "); back || strings.HasPrefix(s, "next ") {
		return fd.goRule(strings.TrimPrefix(word, "next "), dir(!back))
	}
	if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
		if sign != 0 {
			n = f + sign*n
		}
		return fd.jump(n)
	}
	if trips, ok := strings.CutSuffix(rest, "rtt"); ok {
		if n, err := strconv.ParseInt(trips, 10, 32); err == nil && sign != 0 {
			l := r.Config().Links[0].Dir
			return fd.toTime(r.TimeOf(f)+sim.Time(sign*n)*(l[0].Delay+l[1].Delay), leastFrame(f, sign))
		}
	}
	if d, err := sim.ParseDuration(rest); err == nil {
		t := sim.Time(d)
		if sign != 0 {
			t = r.TimeOf(f) + sim.Time(sign)*t
		}
		return fd.toTime(t, leastFrame(f, sign))
	}
	return fd.goRule(s, 1)
}

// leastFrame is the frame at which a step must arrive at least: forward, it leads on.
func leastFrame(f, sign int64) int64 {
	if sign > 0 {
		return f + 1
	}
	return 0
}

// goRule runs to the next or previous place that a condition names.
func (fd *finder) goRule(s string, d int) tea.Cmd {
	c, err := parseCondition(fd.scene.Run.Config(), s)
	if err != nil {
		fd.status = fd.say(words.GoToExpected, words.Clean(s))
		return nil
	}
	fd.looked = looked{text: s, c: c}
	return fd.seekTo(c, d, s)
}

// looked is what was looked for last.
type looked struct {
	text string
	c    *condition
	s    *search // nil: a condition
}

// again looks for the next or previous of what was looked for last.
func (fd *finder) again(back bool) tea.Cmd {
	if fd.looked.c == nil {
		fd.status = fd.say(words.SearchNothingYet)
		return nil
	}
	if fd.looked.s != nil {
		return fd.nextHit(dir(!back))
	}
	return fd.seekTo(fd.looked.c, dir(!back), fd.looked.text)
}

// pace is a speed of playing: frames a second, or simulated time slowed down by a factor.
type pace struct {
	frames int
	slow   int64
}

// defaultSpeed is the usual speed, from 1.
const defaultSpeed = 3

var paces = []pace{{frames: 1}, {frames: 2}, {frames: 5}, {frames: 10}, {frames: 25}, {frames: 60}, {slow: 100}, {slow: 10}, {slow: 1}}

func (play *playback) paceText() string {
	p := paces[play.speed]
	switch {
	case p.frames > 0:
		return play.say(words.PaceFrames, p.frames)
	case p.slow == 1:
		return play.say(words.PaceRealTime)
	}
	return play.say(words.PaceSlower, p.slow)
}

func (play *playback) togglePlay() tea.Cmd {
	play.playing = !play.playing
	play.ticks++
	play.auto = false
	if !play.playing {
		play.status = play.say(words.Paused)
		return nil
	}
	play.status = play.say(words.PlayingAt) + play.paceText() + "."
	play.from, play.since = play.scene.Run.TimeOf(play.scene.Frame), time.Time{}
	return play.playTick()
}

func (play *playback) setSpeed(faster bool) {
	play.speed = max(min(play.speed+dir(faster), len(paces)-1), 0)
	play.from, play.since = play.scene.Run.TimeOf(play.scene.Frame), time.Time{}
	play.status = play.say(words.SpeedChosen) + play.paceText() + "."
	if play.auto {
		play.status = play.say(words.AutoplaySpeed, 100*(play.speed+1)/defaultSpeed)
	}
}

// playTick asks for the next step of playing.
func (play *playback) playTick() tea.Cmd {
	gen, wait := play.ticks, time.Second/30
	if p := paces[play.speed]; p.frames > 0 {
		wait = time.Second / time.Duration(p.frames)
	}
	return tea.Tick(wait, func(now time.Time) tea.Msg { return tickMsg{gen, now} })
}

// played is a step of playing: a frame, or as far as the clock says.
func (play *playback) played(now time.Time) tea.Cmd {
	on := true
	if p := paces[play.speed]; p.frames > 0 {
		on = play.moveTo(play.scene.Frame + 1)
	} else {
		if play.since.IsZero() {
			play.since = now
		}
		r := play.scene.Run
		t := play.from + sim.Time(int64(now.Sub(play.since))/p.slow)
		for limit := 2000; limit > 0 && on && play.scene.Frame+1 < r.Frames() && r.TimeOf(play.scene.Frame+1) <= t; limit-- {
			on = play.moveTo(play.scene.Frame + 1)
		}
		on = on && !(r.Done() && play.scene.Frame == r.Frames()-1)
	}
	if !on {
		play.playing = false
		play.status = play.say(words.EndOfRun)
		return nil
	}
	return play.playTick()
}
