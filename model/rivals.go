package model

import (
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views/words"
)

// invite puts what was chosen beside the run on the screen.
func (m *Model) invite(g overlay.Rival) tea.Cmd {
	cols := []int{m.cur}
	if m.cmp != nil {
		if len(m.cmp.cols) == maxColumns {
			m.status = m.say(words.GuestLimit)
			return nil
		}
		cols = append([]int(nil), m.cmp.cols...)
	}
	i := g.Branch
	if i < 0 {
		var err error
		if i, err = m.admit(g); err != nil {
			m.status = m.reason(err)
			return nil
		}
	}
	return m.compareBranches(append(cols, i))
}

// admit makes a branch for a profile or a scenario, without leaving the one on the screen.
func (c *cursor) admit(g overlay.Rival) (int, error) {
	b := branch{parent: -1, next: -1, name: filepath.Base(g.Scenario)}
	var err error
	if g.Profile != "" {
		here := &c.tree[c.cur]
		b.src, b.parent, b.name = here.src, c.cur, "profile="+g.Profile
		changes := append([]sim.Change{{Knob: "profile", Value: g.Profile}}, without(append([]sim.Change(nil), here.run.Changes()...), "profile")...)
		if i := c.same(changes); i >= 0 {
			return i, nil
		}
		b.run, err = here.run.With(changes)
	} else {
		for i := range c.tree {
			if t := &c.tree[i]; !t.gone && t.src.opened == g.Scenario && len(t.run.Changes()) == 0 {
				return i, nil
			}
		}
		if b.src, err = load(g.Scenario); err != nil {
			return 0, err
		}
		b.run, err = sim.New(b.src.sc.Config, nil)
	}
	if err != nil {
		return 0, err
	}
	b.run.Extend(firstSlice)
	if b.src.trace != nil && g.Profile == "" {
		b.name = c.say(words.GuestSimulated)
	}
	b.name = c.freeName(b.name)
	c.tree = append(c.tree, b)
	return len(c.tree) - 1, nil
}
