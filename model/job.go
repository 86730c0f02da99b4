package model

import (
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
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

// spun turns the spinner of a job, as long as it goes on.
func (q *jobs) spun(msg spinner.TickMsg) (cmd tea.Cmd) {
	if q.job != nil {
		q.spin, cmd = q.spin.Update(msg)
	}
	return cmd
}
