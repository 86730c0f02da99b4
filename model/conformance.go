package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/conform"
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
	sc.Title = scenarios.Text{EN: words.ConformTitle.With("en", t.Case.Title), KO: words.ConformTitle.With("ko", t.Case.Title)}
	sc.LookFor = scenarios.Text{EN: words.ConformLookFor.In("en"), KO: words.ConformLookFor.In("ko")}
	src.sc, src.knobs, src.trace = sc, cfg.Knobs(), t
	return src, nil
}

// conform opens the simulation of the recording on the screen beside it.
func (m *Model) conform(changes []sim.Change) error {
	i, err := m.admit(overlay.Rival{Branch: -1, Scenario: simulated + m.opened})
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		if m.tree[i].run, err = m.tree[i].run.With(changes); err != nil {
			return err
		}
		m.tree[i].run.Extend(firstSlice)
	}
	m.after = append(m.after, func() tea.Cmd {
		cmd := m.compareBranches([]int{0, i})
		m.cmp.lock = lockEvents
		return cmd
	})
	return nil
}

// recording reports whether column a of the comparison is the recording of what column k
// simulates.
func (c *comparison) recording(a, k int) bool {
	x, y := c.tree[c.cols[a]].src, c.tree[c.cols[k]].src
	return y.trace != nil && y.opened == simulated+x.opened
}

// judge holds a simulation against its recording, segment by segment, within the
// tolerances of teacp conform.
func (m *Model) judge(k int) tea.Cmd {
	c := m.cmp
	a, b := m.tree[c.cols[0]].run, m.tree[c.cols[k]].run
	return m.begin(&job{what: m.say(words.JobComparing), far: b.Frames,
		step: func() bool {
			if m.cmp != c {
				return true
			}
			if !a.Extend(sliceFrames) || !b.Extend(sliceFrames) {
				return false
			}
			res := conform.Compare(m.tree[c.cols[k]].src.trace, b)
			p := parting{known: true, same: res.OK, judged: &res}
			if d := res.First; d != nil {
				p.frame = [2]int64{frameOfSegment(a, d.Real), max(d.Frame, 0)}
				if d.Frame < 0 {
					p.frame[1] = b.FrameAt(a.TimeOf(p.frame[0]))
				}
			}
			c.parts[k] = p
			if k == 1 && !p.same && !c.stay {
				m.cmp.toParting(1)
			}
			m.after = append(m.after, func() tea.Cmd { return m.part(k + 1) })
			return true
		}})
}

// frameOfSegment finds a recorded segment in the run that replays it: by its number among
// the segments.
func frameOfSegment(r *sim.Run, s *conform.Segment) int64 {
	if s == nil {
		return 0
	}
	n, frame := 0, int64(0)
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		frame = e.ID.Frame()
		n++
		return n <= s.I
	})
	return frame
}

// judgedLines say how far a simulation is what was recorded, and where it is not.
func (c *comparison) judgedLines(k int) []styled {
	th := c.scene.Theme
	res, r := c.parts[k].judged, c.tree[c.cols[k]].run
	letter := 'A' + rune(k)
	out := []styled{{c.say(words.ConformSummary, letter, res.Matched, res.Real, fmt.Sprintf("%.3f", res.MaxError/1000)), th.Strong}}
	d := res.First
	if d == nil {
		return append(out, styled{c.say(words.ConformAllMatch), th.Good})
	}
	kind := map[string]words.Key{"segment": words.ConformOtherSegment, "missing": words.ConformMissing, "extra": words.ConformExtra, "time": words.ConformOtherTime}[d.Kind]
	out = append(out, styled{c.say(words.ConformFirstDifference, c.say(kind), d.Conn, d.Dir, d.Index), th.Held})
	line := func(s *conform.Segment) string {
		if s == nil {
			return c.say(words.ConformNothing)
		}
		return words.Clean(s.Line())
	}
	out = append(out, styled{fmt.Sprintf("A :%d  %s", c.parts[k].frame[0], line(d.Real)), th.Held}, styled{fmt.Sprintf("%c :%d  %s", letter, c.parts[k].frame[1], line(d.Sim)), th.Held})
	if e := r.Event(d.Event); e != nil {
		out = append(out, styled{words.Sentence(r, e, c.scene.Lang), th.Plain})
	}
	return out
}
