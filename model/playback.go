package model

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/model/lecture"
	"teacp/sim"
	"teacp/views/words"
)

// pace is a speed of playing: frames a second, or simulated time slowed down by a factor.
type pace struct {
	frames int
	slow   int64
}

type tickMsg struct {
	gen int
	now time.Time
}

// playback moves the cursor by itself: frame by frame, at a pace of simulated time, or, as
// autoplay, from cue to cue.
type playback struct {
	*cursor
	auto     bool // playing is autoplay
	autoplay lecture.Autoplay
	speed    int // index in paces
	ticks    int // generation of the clock; ticks of an earlier one are not answered
	from     sim.Time
	since    time.Time
}

var paces = []pace{{frames: 1}, {frames: 2}, {frames: 5}, {frames: 10}, {frames: 25}, {frames: 60}, {slow: 100},
	{slow: 10}, {slow: 1}}

// defaultSpeed is the usual speed, from 1.
const defaultSpeed = 3

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
		for limit := 2000; limit > 0 && on && play.scene.Frame+1 < r.Frames() &&
			r.TimeOf(play.scene.Frame+1) <= t; limit-- {
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

// autoPace is a tick of autoplay at the speed of playing.
func (play *playback) autoPace() time.Duration {
	return lecture.Tick * defaultSpeed / time.Duration(play.speed+1)
}

// autoTick is the clock of autoplay.
func (play *playback) autoTick() tea.Cmd {
	gen := play.ticks
	return tea.Tick(play.autoPace(), func(now time.Time) tea.Msg { return tickMsg{gen, now} })
}
