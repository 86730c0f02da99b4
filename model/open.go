package model

import (
	"path/filepath"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/words"
)

// open loads a scenario and stands at its first frame.
func (m *Model) open(name string, changes []sim.Change) error {
	sc, err := scenarios.Load(name)
	if err != nil {
		return err
	}
	m.opt.configure(sc.Config)
	if m.config.Profile != "" && !sc.Config.Replays() {
		changes = append([]sim.Change{{Knob: "profile", Value: m.config.Profile}}, changes...)
	}
	r, err := sim.New(sc.Config, changes)
	if err != nil {
		return err
	}
	r.Extend(firstSlice)
	m.reset(sc, name)
	m.setRootRun(r)
	m.status = sc.LookFor.In(m.scene.Lang)
	if sc.Capture != nil {
		m.status = m.inShort()
	}
	if m.first {
		m.status = m.say(words.WelcomeScenario) + m.status
	}
	return nil
}

// reset clears what belongs to the scenario that was open.
func (m *Model) reset(sc *scenarios.Scenario, name string) {
	m.sc, m.opened, m.knobList = sc, name, sc.Config.Knobs()
	if _, carried := m.carried(name); !carried {
		if abs, err := filepath.Abs(name); err == nil {
			m.opened = abs
		}
	}
	m.jumps, m.jumpAt, m.marks, m.looked, m.pend = nil, 0, nil, looked{}, pending{}
	m.cmp, m.job, m.file, m.savedAt = nil, nil, "", stamp{}
	m.lecture.reset()
	m.scene.Marks = nil
	m.scene.Frame, m.scene.Conn, m.scene.Filter = 0, 0, ladder.AllConns
	m.scene.Scroll = [views.NumPanes]int{}
	m.scene.Zoom, m.scene.Side = 0, 0
	m.splits, m.chosen = map[splitKey]split{}, map[int][]views.PaneID{}
	m.resetColumns()
	m.layout, m.focus, m.zoom, m.playing = presetIndex(m.config.Layout), 0, false, false
	m.over.Forget()
	if m.config.Layout == "" && len(sc.Config.HTTP) > 0 {
		m.layout = presetIndex("http")
	}
}
