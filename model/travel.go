package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/words"
)

// jump moves the cursor and remembers where it was.
func (fd *finder) jump(frame int64) tea.Cmd {
	fd.remember()
	return fd.travel(frame)
}

// travel moves to a frame that may lie beyond what is simulated.
func (fd *finder) travel(frame int64) tea.Cmd {
	r := fd.scene.Run
	if frame < r.Frames()+sliceFrames || r.Done() {
		fd.edge(fd.moveTo(frame), dir(frame >= 0))
		return nil
	}
	return fd.begin(&job{what: fd.say(words.JobSimulating), far: r.Frames,
		part: func() (done, of int64) { return r.Frames(), frame },
		step: func() bool {
			done := r.Extend(sliceFrames)
			if done || r.Frames() > frame {
				fd.edge(fd.moveTo(min(frame, r.Frames()-1)), 1)
				return true
			}
			return false
		}})
}

// toEnd goes to the last frame, however far it is.
func (fd *finder) toEnd() tea.Cmd {
	fd.remember()
	r := fd.scene.Run
	return fd.begin(&job{what: fd.say(words.JobToEnd), far: r.Frames,
		step: func() bool {
			if r.Extend(sliceFrames) {
				fd.moveTo(r.Frames() - 1)
				return true
			}
			return false
		}})
}

// toLastData goes to where the last byte arrives: what comes behind it is closing and TIME-WAIT.
func (fd *finder) toLastData() tea.Cmd {
	fd.remember()
	r := fd.scene.Run
	return fd.begin(&job{what: fd.say(words.JobToEnd), far: r.Frames,
		step: func() bool {
			if !r.Extend(sliceFrames) {
				return false
			}
			if f := ladder.LastData(r); f >= 0 {
				fd.moveTo(f)
			} else {
				fd.status = fd.say(words.NoData)
			}
			return true
		}})
}

// toTime goes to the last frame at or before an instant, but not before a frame: a step
// forward always leads on. Where nothing happens at the instant, it says so.
func (fd *finder) toTime(t sim.Time, least int64) tea.Cmd {
	fd.remember()
	r := fd.scene.Run
	t = max(t, 0)
	return fd.begin(&job{what: fd.say(words.JobToTime) + words.Time(t), far: r.Frames,
		part: func() (done, of int64) { return int64(r.Duration()), int64(t) },
		step: func() bool {
			if !r.Done() && r.Duration() <= t {
				r.Extend(sliceFrames)
				return false
			}
			f := r.FrameAt(t)
			fd.edge(fd.moveTo(max(f, least)), 1)
			switch at := r.TimeOf(fd.scene.Frame); {
			case r.Duration() < t:
				fd.edge(false, 1)
			case f < least && at > t:
				fd.status = fd.say(words.TimeNextFrame, words.Time(t))
			case at < t && f+1 < r.Frames():
				fd.status = fd.say(words.TimeLastFrame, words.Time(t), f+1, words.Time(r.TimeOf(f+1)))
			}
			return true
		}})
}

// seekAfterStart moves to a frame when the program runs, for it may take long to get there.
func (fd *finder) seekAfterStart(frame int64) {
	frame = max(frame, 0)
	if frame < fd.scene.Run.Frames() || fd.scene.Run.Done() {
		fd.moveTo(min(frame, fd.scene.Run.Frames()-1))
		return
	}
	fd.after = append(fd.after, func() tea.Cmd { return fd.travel(frame) })
}

// leastFrame is the frame at which a step must arrive at least: forward, it leads on.
func leastFrame(f, sign int64) int64 {
	if sign > 0 {
		return f + 1
	}
	return 0
}
