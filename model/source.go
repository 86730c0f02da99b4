package model

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/words"
)

// Conformance is a comparison in which one run is a recording of a real kernel and the
// other one the simulation of the same case. What matches is judged as teacp conform does.

// simulated in front of a trace's name means the simulation of its case.
const simulated = "simulated:"

// load reads where a run comes from: a scenario, a recording, or a recording's simulation.
func load(name string) (*source, error) {
	src := &source{opened: name}
	file, ok := strings.CutPrefix(name, simulated)
	if !ok {
		sc, err := scenarios.Load(name)
		if err != nil {
			return nil, err
		}
		src.sc, src.knobs = sc, sc.Config.Knobs()
		return src, nil
	}
	t, err := scenarios.ReadTrace(file)
	if err != nil {
		return nil, err
	}
	cfg, err := t.Config()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	sc := &scenarios.Scenario{File: file, Config: cfg}
	sc.Name, sc.Topic = t.Case.Name, "other"
	sc.Title = scenarios.Text{EN: words.ConformTitle.With("en", t.Case.Title), KO: words.ConformTitle.With("ko",
		t.Case.Title)}
	sc.LookFor = scenarios.Text{EN: words.ConformLookFor.In("en"), KO: words.ConformLookFor.In("ko")}
	src.sc, src.knobs, src.trace = sc, cfg.Knobs(), t
	return src, nil
}

// grownTree makes the branches of a session.
func grownTree(s *session.Session, sc *scenarios.Scenario) ([]branch, error) {
	var tree []branch
	for i, b := range s.Branches {
		var r *sim.Run
		var err error
		src := &source{sc: sc, opened: s.Scenario}
		switch {
		case b.Parent >= 0:
			src = tree[b.Parent].src
			r, err = tree[b.Parent].run.With(b.Changes)
		case i > 0:
			if src, err = load(b.Scenario); err != nil {
				return nil, err
			}
			src.sc.Config.Budget = sc.Config.Budget
			r, err = sim.New(src.sc.Config, b.Changes)
		default:
			r, err = sim.New(sc.Config, b.Changes)
		}
		if err != nil {
			return nil, fmt.Errorf("branch %q: %w", words.Clean(b.Name), err)
		}
		if src.knobs == nil {
			src.knobs = src.sc.Config.Knobs()
		}
		tree = append(tree, branch{name: words.Clean(b.Name), parent: b.Parent, at: b.At, run: r, cursor: b.Cursor,
			next: -1, src: src})
	}
	return tree, nil
}

// admit makes a branch for a profile or a scenario, without leaving the one on the screen.
func (c *cursor) admit(g overlay.Rival) (int, error) {
	b := branch{parent: -1, next: -1, name: filepath.Base(g.Scenario)}
	var err error
	if g.Profile != "" {
		here := &c.tree[c.cur]
		b.src, b.parent, b.name = here.src, c.cur, "profile="+g.Profile
		profile := sim.Change{Knob: "profile", Value: g.Profile}
		changes := append([]sim.Change{profile}, c.replaced(slices.Clone(here.run.Changes()), profile)...)
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
		b.src.sc.Config.Budget = c.scene.Run.Config().Budget
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
