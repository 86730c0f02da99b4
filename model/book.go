package model

import (
	"runtime"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views"
)

// trying is a what-if under way: runs of their own in the background.
type trying struct {
	run  *sim.Run // nil: none
	stop *atomic.Bool
}

// whatIfMsg brings what the knobs would save.
type whatIfMsg struct {
	run  *sim.Run
	list []views.WhatIf
}

// shows reports whether a pane is on the screen.
func (m *Model) shows(want func(*views.Pane) bool) bool {
	if m.scene.Run == nil || m.cmp != nil || m.w < MinW || m.h < MinH {
		return false
	}
	for _, p := range m.arrange(m.body()) {
		if want(&views.Panes[p.id]) {
			return true
		}
	}
	return false
}

// behind reports whether a pane on the screen waits for the ledger to be read.
func (m *Model) behind() bool {
	return m.shows(func(p *views.Pane) bool { return p.NeedsLedger }) && m.scene.ReadOn(0)
}

// tryKnobs begins the what-if of the run on the screen once its ledger is shown and read.
func (m *Model) tryKnobs() tea.Cmd {
	r := m.scene.Run
	if m.trying.run != nil {
		if m.trying.run != r {
			m.trying.stop.Store(true)
		}
		return nil
	}
	shown := m.shows(func(p *views.Pane) bool { return p.WhatIf })
	if !shown || r.Config().Replays() || !r.Done() || r.Frames() > views.MaxWhatIf || m.scene.WhatIfKnown() || m.behind() {
		return nil
	}
	stop := &atomic.Bool{}
	m.trying = trying{r, stop}
	work := views.WhatIfs(m.scene.Book(), false, max(runtime.NumCPU()/2, 1), stop.Load) // the keys need the rest
	return func() tea.Msg { return whatIfMsg{r, work()} }
}

// tried takes over what a what-if found.
func (m *Model) tried(msg whatIfMsg) {
	stopped := m.trying.stop.Load()
	m.trying = trying{}
	if !stopped && msg.run == m.scene.Run {
		m.scene.SetWhatIf(msg.run, msg.list)
	}
}
