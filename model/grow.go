package model

import (
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views"
	"teacp/views/export"
)

type growMsg struct{}

// paintMsg asks for one more painting: graphs read long runs piece by piece.
type paintMsg struct{}

// trying is a what-if under way: runs of their own in the background, step by step.
type trying struct {
	run    *sim.Run
	stop   *atomic.Bool
	trials *views.Trials // nil: none
	busy   bool          // a step is being done
}

// whatIfMsg brings what the knobs would save, as far as that has been tried.
type whatIfMsg struct {
	trials *views.Trials
	found  views.Found
	done   bool
}

// behind reports whether a pane on the screen waits for the ledger to be read.
func (m *Model) behind() bool {
	return m.shows(func(p *views.Pane) bool { return p.NeedsLedger }) && m.scene.ReadOn(0)
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

// grow goes on simulating runs that have not ended, in slices.
func (m *Model) grow() tea.Cmd {
	if m.growing || len(m.young()) == 0 && !m.behind() && m.unread() == nil && !m.lecture.found.Behind(m.scene.Run) {
		return nil
	}
	m.growing = true
	if rest := afterKey - time.Since(m.keyed); rest > 0 { // keys come first
		return tea.Tick(rest, func(time.Time) tea.Msg { return growMsg{} })
	}
	return func() tea.Msg { return growMsg{} }
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
		if g := m.unread(); len(list) == 0 && g != nil {
			g.Grow(1024)
			continue
		}
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

// repaintWhilePending asks for one more painting while panes on the screen have more to read.
func (m *Model) repaintWhilePending() tea.Cmd {
	if m.scene.Run == nil || m.cmp != nil {
		return nil
	}
	for _, p := range m.arrange(m.body()) {
		if m.scene.Pending(p.id) {
			return func() tea.Msg { return paintMsg{} }
		}
	}
	return nil
}

// tryKnobs begins the what-if of the run on the screen once its ledger is shown and read, or goes on with
// it: each step runs in the background, and keys never wait for it.
func (m *Model) tryKnobs() tea.Cmd {
	r := m.scene.Run
	shown := m.shows(func(p *views.Pane) bool { return p.WhatIf })
	if t := &m.trying; t.trials != nil {
		if t.run != r || !shown {
			t.stop.Store(true)
		}
		if t.busy || t.stop.Load() {
			return nil
		}
		return m.trying.tryNext()
	}
	if !shown || r.Config().Replays() || !r.Done() || r.Frames() > views.MaxWhatIf || m.scene.WhatIfKnown() ||
		m.behind() {
		return nil
	}
	stop := &atomic.Bool{}
	t := views.NewTrials(m.scene.Book(), false)
	t.AtOnce, t.Frames, t.Stop = max(runtime.NumCPU()/2, 1), sampledInBackground, stop.Load // the keys need the rest
	m.trying = trying{run: r, stop: stop, trials: t}
	return m.trying.tryNext()
}

// otherwiseMsg brings what would have happened in a frame with settings off.
type otherwiseMsg struct {
	run   *sim.Run
	frame int64
	lang  string
	lines []string
}

// tryOtherwise tries what would have happened without the holds of the frame under the cursor, in runs of
// their own beside the program, one frame at a time.
func (m *Model) tryOtherwise() tea.Cmd {
	s := &m.scene
	r, frame, lang := s.Run, s.Frame, s.Lang
	if m.weighing || r == nil || m.playing || r.Config().Replays() || !r.Done() || r.Frames() > views.MaxWhatIf ||
		s.OtherwiseKnown() || !m.shows(func(p *views.Pane) bool { return p.Otherwise }) {
		return nil
	}
	held := slices.ContainsFunc(r.Events(frame), func(e sim.Event) bool {
		return e.Kind == sim.EvHold || e.Kind == sim.EvAckHeld
	})
	if !held {
		return nil
	}
	m.weighing = true
	cfg, changes := r.Config(), slices.Clone(r.Changes())
	return func() tea.Msg {
		msg := otherwiseMsg{run: r, frame: frame, lang: lang}
		if own, err := sim.New(cfg, changes); err == nil {
			own.Finish()
			msg.lines = export.Otherwise(own, frame, lang)
		}
		return msg
	}
}

// sampledInBackground is how many frames the explorer simulates for further seeds at most.
const sampledInBackground = 6_000_000

// tryNext does the next step of the what-if in the background.
func (t *trying) tryNext() tea.Cmd {
	trials := t.trials
	t.busy = true
	return func() tea.Msg {
		done := trials.Step()
		return whatIfMsg{trials, trials.Found(), done}
	}
}

// tried takes over what a step of the what-if found, for the scene if it still shows that run.
func (t *trying) tried(msg whatIfMsg, s *views.Scene) {
	if msg.trials != t.trials {
		return
	}
	t.busy = false
	stopped := t.stop.Load()
	if !stopped && t.run == s.Run {
		s.SetWhatIf(t.run, msg.found)
	}
	if stopped || msg.done {
		*t = trying{}
	}
}
