package model

import (
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

// job is work that can take longer than a key may: it goes on in slices between the keys,
// shows how far it is, and esc ends it.
type job struct {
	what string
	step func() bool // one slice; true when done
	far  func() int64
	part func() (done, of int64) // how much of it is done; nil: far of the run, if that has ended
	gen  int
}

type jobMsg struct{ gen int }

// jobs is the work under way.
type jobs struct {
	job   *job             // nil: none
	begun int              // how many jobs were begun; messages of an earlier one are not answered
	after []func() tea.Cmd // what is done behind the message at hand
	spin  spinner.Model    // beside what a job says
}

const (
	// sliceFrames is how many frames a slice of a job looks at: one block of a run.
	sliceFrames = 4096
	// firstSlice is how much of a run is simulated at once when it is opened.
	firstSlice = 8192
	// budget is the time that slices may take before keys are looked at again.
	budget = 2 * time.Millisecond
	// afterKey is how long simulating on waits behind a key: longer than a key that is held
	// takes to repeat, so that it never meets a slice.
	afterKey = 50 * time.Millisecond
)

// begin starts a job. Two slices are done at once, so that what is short needs no waiting.
func (q *jobs) begin(j *job) tea.Cmd {
	q.begun++
	j.gen = q.begun
	q.job = j
	for range 2 {
		if j.step() {
			q.job = nil
			return nil
		}
	}
	return tea.Batch(q.onward(), q.spin.Tick)
}

func (q *jobs) onward() tea.Cmd {
	gen := q.job.gen
	return func() tea.Msg { return jobMsg{gen} }
}

// work does slices of the job until the budget is spent.
func (q *jobs) work(gen int) tea.Cmd {
	if q.job == nil || q.job.gen != gen {
		return nil
	}
	for start := time.Now(); time.Since(start) < budget; {
		j := q.job
		if j.step() {
			if q.job == j { // the end of a job may begin another
				q.job = nil
			}
			return nil
		}
	}
	return q.onward()
}

// jobText says what is being done and how far it is.
func (m *Model) jobText() string {
	return m.say(words.JobProgress, m.job.what, words.Bytes(m.job.far()))
}

// spun turns the spinner of a job, as long as it goes on.
func (q *jobs) spun(msg spinner.TickMsg) (cmd tea.Cmd) {
	if q.job != nil {
		q.spin, cmd = q.spin.Update(msg)
	}
	return cmd
}

// barWidth is the width of the bar of a job with its percentage.
const barWidth = 26

// paintJob draws a spinner, what is being done and, where that is known, how much of it is done.
func (m *Model) paintJob(y int) {
	c, th := m.canvas, m.scene.Theme
	x := c.Text(1, y, m.spin.View()+" ", th.Held)
	done, of := m.job.far(), int64(0)
	if m.job.part != nil {
		done, of = m.job.part()
	} else if m.scene.Run.Done() {
		of = m.scene.Run.Frames()
	}
	if of <= 0 || m.w < 2*barWidth {
		c.TextIn(x, y, m.w-1-x, m.jobText(), th.Held)
		return
	}
	c.TextIn(x, y, m.w-2-barWidth-x, m.jobText(), th.Held)
	bar := progress.New(progress.WithWidth(barWidth), progress.WithFillCharacters('━', '─'), progress.WithColors(th.Held.Lip().GetForeground()))
	bar.EmptyColor, bar.PercentageStyle = th.Border.Lip().GetForeground(), th.Held.Lip()
	c.Styled(m.w-1-barWidth, y, bar.ViewAs(float64(done)/float64(of)))
}

// grow goes on simulating runs that have not ended, in slices.
func (m *Model) grow() tea.Cmd {
	if m.growing || len(m.young()) == 0 && !m.behind() && !m.lecture.found.Behind(m.scene.Run) {
		return nil
	}
	m.growing = true
	if rest := afterKey - time.Since(m.keyed); rest > 0 { // keys come first
		return tea.Tick(rest, func(time.Time) tea.Msg { return growMsg{} })
	}
	return func() tea.Msg { return growMsg{} }
}

// young are the runs on the screen that have not ended.
func (m *Model) young() []*sim.Run {
	if m.scene.Run == nil {
		return nil
	}
	var out []*sim.Run
	add := func(r *sim.Run) {
		if r != nil && !r.Done() {
			out = append(out, r)
		}
	}
	add(m.scene.Run)
	add(m.pend.old)
	if m.cmp != nil {
		for _, i := range m.cmp.cols {
			add(m.tree[i].run)
		}
	}
	return out
}

// grown is a slice of simulating, unless a key came while it waited.
func (m *Model) grown() {
	if time.Since(m.keyed) < afterKey && len(m.young()) > 0 {
		return
	}
	for start := time.Now(); time.Since(start) < budget; {
		if m.lecture.found.Behind(m.scene.Run) {
			m.lecture.found.ReadBlock()
			continue
		}
		list := m.young()
		if len(list) == 0 {
			if !m.behind() || !m.scene.ReadOn(1024) {
				break
			}
			continue
		}
		list[0].Extend(1024)
	}
	m.effectDue()
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
