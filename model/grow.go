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
	if !shown || r.Config().Replays() || !r.Done() || r.Frames() > views.MaxWhatIf || m.scene.WhatIfKnown() ||
		m.behind() {
		return nil
	}
	stop := &atomic.Bool{}
	m.trying = trying{r, stop}
	work := views.WhatIfs(m.scene.Book(), false, max(runtime.NumCPU()/2, 1), stop.Load) // the keys need the rest
	return func() tea.Msg { return whatIfMsg{r, work()} }
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

// tried takes over what a what-if found.
func (m *Model) tried(msg whatIfMsg) {
	stopped := m.trying.stop.Load()
	m.trying = trying{}
	if !stopped && msg.run == m.scene.Run {
		m.scene.SetWhatIf(msg.run, msg.list)
	}
}
