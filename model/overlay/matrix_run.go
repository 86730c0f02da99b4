package overlay

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/views/words"
)

// Combination is one run of the table.
type Combination struct {
	Changes []sim.Change
	Failed  string // why there is no result, or ""
	End     goal.End
	Stats   sim.Stats
	picks   []int // of the knobs, in their order: the first or the second value
	done    bool
	limited bool // cut off before its end
}

// maxCellFrames is where a run of the matrix is cut off.
const maxCellFrames = 2_000_000

// ResultMsg is the result of one combination.
type ResultMsg struct {
	gen, i int
	cell   Combination
}

// simulate runs all combinations, each in a command of its own.
func (m *Matrix) simulate(h *Host) Action {
	on := m.picked()
	if len(on) == 0 {
		return Say{h.Say(words.MatrixPickFirst)}
	}
	m.gen++
	m.results, m.cells, m.choice = true, nil, 0
	var cmds []tea.Cmd
	for bits := range 1 << len(on) {
		var c Combination
		for i, t := range on {
			c.picks = append(c.picks, bits>>i&1)
			if bits&(1<<i) != 0 {
				c.Changes = append(c.Changes, sim.Change{Knob: t.knob, Value: t.values[1]})
			} else if t.knob == "http.connections" {
				c.Changes = append(c.Changes, sim.Change{Knob: t.knob, Value: t.values[0]})
			}
		}
		m.cells = append(m.cells, c)
		cmds = append(cmds, simulateCell(m.gen, bits, m.root.Config(), c, h.Given))
	}
	m.left = len(m.cells)
	return Start{tea.Batch(cmds...)}
}

// simulateCell simulates one combination. It runs beside the program, so a panic is caught
// here.
func simulateCell(gen, i int, cfg *sim.Config, c Combination, given []sim.Change) tea.Cmd {
	return func() (msg tea.Msg) {
		c.done = true
		defer func() {
			if p := recover(); p != nil {
				c.Failed = fmt.Sprint(p)
				msg = ResultMsg{gen, i, c}
			}
		}()
		var all []sim.Change
		for _, g := range given {
			if g.Frame == 0 {
				all = append(all, g)
			}
		}
		r, err := sim.New(cfg, append(all, c.Changes...))
		if err != nil {
			c.Failed = err.Error()
			return ResultMsg{gen, i, c}
		}
		c.limited = !r.Extend(maxCellFrames)
		if c.Stats = r.Stats(); !c.limited {
			c.End = goal.Of(r)
		}
		return ResultMsg{gen, i, c}
	}
}

// LastDelivery is when the last byte for an application arrives.
func LastDelivery(r *sim.Run) sim.Time {
	id, ok := r.Find(r.Frames(), -1, 1<<sim.EvReadable, func(*sim.Event) bool { return true })
	if !ok {
		return r.Duration()
	}
	return r.Event(id).At
}
