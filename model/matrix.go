package model

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// matrix is the table of all combinations of some toggles: a run each, sorted by time.
type matrix struct {
	src     *source
	toggles []toggle
	cells   []cell
	shown   bool // the results are shown; otherwise the choice of toggles
	gen     int
	left    int
	width   int    // of a column of values
	head    string // the names of the toggles over them
}

// pad cuts or fills a text to a width.
func pad(s string, w int) string {
	s = paint.Cut(s, w)
	return s + strings.Repeat(" ", max(w-paint.Width(s), 0))
}

// toggle is a knob with the two values that are tried.
type toggle struct {
	knob   string
	values [2]string
	on     bool
}

// cell is one combination.
type cell struct {
	changes []sim.Change
	values  []string // of the toggles, in their order
	done    bool
	failed  string
	limited bool // cut off before its end
	last    sim.Time
	stats   sim.Stats
}

const (
	maxToggles = 6         // 64 runs
	cellFrames = 2_000_000 // a run of the matrix is cut off here
)

// openMatrix offers the knobs that have a say in this scenario.
func (m *Model) openMatrix() {
	if src := m.tree[m.cur].src; m.mat == nil || m.mat.src != src {
		m.mat = &matrix{src: src, toggles: m.candidates()}
	}
	m.openList(overMatrix)
}

// candidates are knobs with two or a few values; those that people ask for first are on.
func (m *Model) candidates() []toggle {
	first := map[string]bool{"client.nagle": true, "server.delayed_ack": true, "server.nagle": true, "client.delayed_ack": true, "http.connections": true, "http.strategy": true}
	w := m.tree[m.root()].run.At(0)
	var out, rest []toggle
	for _, k := range m.knobs() {
		if k.Scope == "link" || strings.HasSuffix(k.Name, "profile") {
			continue
		}
		now := k.Format(w.Value(&k))
		t := toggle{knob: k.Name}
		switch {
		case k.Name == "http.connections":
			t.values = [2]string{"1", "4"}
		case k.Name == "http.strategy" && now != "persistent-parallel":
			t.values = [2]string{now, "persistent-parallel"}
		case k.Kind == sim.KnobBool:
			t.values = [2]string{now, map[string]string{"on": "off", "off": "on"}[now]}
		case k.Kind == sim.KnobEnum && now != "off" && slices.Contains(k.Values, "off"):
			t.values = [2]string{now, "off"}
		case k.Kind == sim.KnobEnum && k.Format(stepValue(&k, w.Value(&k), false)) != now:
			t.values = [2]string{now, k.Format(stepValue(&k, w.Value(&k), false))}
		default:
			continue
		}
		if t.on = first[k.Name]; !t.on {
			rest = append(rest, t)
			continue
		}
		out = append(out, t)
	}
	sort.SliceStable(out, func(i, j int) bool {
		return strings.HasPrefix(out[i].knob, "http.") && !strings.HasPrefix(out[j].knob, "http.")
	})
	return append(out, rest...)
}

func count1(list []toggle) int {
	n := 0
	for _, t := range list {
		if t.on {
			n++
		}
	}
	return n
}

func (m *Model) matrixTitle() string {
	if m.mat.shown {
		if m.mat.left > 0 {
			return fmt.Sprintf(m.say("What if: %d runs still simulated …", "만약에: %d개 더 계산 중 …"), m.mat.left)
		}
		return m.say("What if: all combinations, the fastest first", "만약에: 모든 조합, 빠른 것부터")
	}
	return fmt.Sprintf(m.say("What if: up to %d knobs, in all combinations", "만약에: 설정 %d개까지, 모든 조합"), maxToggles)
}

// matrixItems are the toggles, or the combinations sorted by time.
func (m *Model) matrixItems() []item {
	var out []item
	if !m.mat.shown {
		for i, t := range m.mat.toggles {
			out = append(out, item{left: t.knob, right: t.values[0] + " / " + t.values[1], ref: i, mark: t.on})
		}
		return out
	}
	for i := range m.mat.cells {
		c := &m.mat.cells[i]
		right := "…"
		switch {
		case c.failed != "":
			right = c.failed
		case c.done && c.limited:
			right = m.say("too long", "너무 길다")
		case c.done:
			right = fmt.Sprintf("%12s %6d seg", words.Time(c.last), c.stats.Segments)
		}
		left := ""
		for k, v := range c.values {
			if k > 0 {
				left += " "
			}
			left += pad(v, m.mat.width)
		}
		out = append(out, item{left: left, right: right, ref: i})
	}
	return out
}

// matrixKey answers a key in the matrix.
func (m *Model) matrixKey(it *item, s string) tea.Cmd {
	mat := m.mat
	switch {
	case !mat.shown && s == "space":
		t := &mat.toggles[it.ref]
		if !t.on && count1(mat.toggles) >= maxToggles {
			m.status = fmt.Sprintf(m.say("At most %d knobs: that is %d runs.", "설정은 %d개까지, 실행 %d개."), maxToggles, 1<<maxToggles)
			return nil
		}
		t.on = !t.on
	case !mat.shown && s == "enter":
		return m.runMatrix()
	case mat.shown && s == "b":
		mat.shown, mat.left = false, 0
	case mat.shown && s == "enter":
		c := &mat.cells[it.ref]
		if !c.done || c.failed != "" {
			return nil
		}
		m.over = overNone
		m.visit(m.root())
		if len(c.changes) == 0 {
			return nil
		}
		return m.turn(c.changes, true)
	}
	return nil
}

type cellMsg struct {
	gen, i int
	cell   cell
}

// runMatrix simulates all combinations, each in a command of its own.
func (m *Model) runMatrix() tea.Cmd {
	mat := m.mat
	var on []toggle
	for _, t := range mat.toggles {
		if t.on {
			on = append(on, t)
		}
	}
	if len(on) == 0 {
		m.status = m.say("Pick a knob first (space).", "먼저 설정을 고른다 (space).")
		return nil
	}
	m.jobs++
	mat.gen, mat.shown, mat.cells, m.choice = m.jobs, true, nil, 0
	base := m.tree[m.root()].run
	var cmds []tea.Cmd
	for bits := 0; bits < 1<<len(on); bits++ {
		var c cell
		for i, t := range on {
			c.values = append(c.values, t.values[bits>>i&1])
			if bits&(1<<i) != 0 {
				c.changes = append(c.changes, sim.Change{Knob: t.knob, Value: t.values[1]})
			} else if t.knob == "http.connections" {
				c.changes = append(c.changes, sim.Change{Knob: t.knob, Value: t.values[0]})
			}
		}
		mat.cells = append(mat.cells, c)
		cmds = append(cmds, cellCmd(mat.gen, bits, base.Config(), c, m.opt.Changes))
	}
	mat.left = len(mat.cells)
	mat.width = max(min((min(m.w-4, 92)-34)/len(on)-1, 22), 5)
	mat.head = ""
	for _, t := range on {
		mat.head += pad(matrixName(t.knob, mat.width), mat.width) + " "
	}
	return tea.Batch(cmds...)
}

// matrixName is a knob's name over a column: c. and s. are client and server.
func matrixName(knob string, w int) string {
	name := strings.NewReplacer("client.", "c.", "server.", "s.", "http.", "").Replace(knob)
	if paint.Width(name) > w {
		name = strings.NewReplacer("delayed_ack", "delack", "connections", "conns", "_timeout", "_tmo").Replace(name)
	}
	return name
}

// cellCmd simulates one combination. It runs beside the program, so a panic is caught here.
func cellCmd(gen, i int, cfg *sim.Config, c cell, given []sim.Change) tea.Cmd {
	return func() (msg tea.Msg) {
		c.done = true
		defer func() {
			if p := recover(); p != nil {
				c.failed = fmt.Sprint(p)
				msg = cellMsg{gen, i, c}
			}
		}()
		var all []sim.Change
		for _, g := range given {
			if g.Frame == 0 {
				all = append(all, g)
			}
		}
		r, err := sim.New(cfg, append(all, c.changes...))
		if err != nil {
			c.failed = err.Error()
			return cellMsg{gen, i, c}
		}
		c.limited = !r.Extend(cellFrames)
		c.last, c.stats = lastUse(r), r.Stats()
		return cellMsg{gen, i, c}
	}
}

// cellDone puts a result in its place; with the last one they are sorted.
func (m *Model) cellDone(msg cellMsg) {
	mat := m.mat
	if mat == nil || mat.gen != msg.gen || !mat.shown {
		return
	}
	mat.cells[msg.i] = msg.cell
	if mat.left--; mat.left == 0 {
		sort.SliceStable(mat.cells, func(i, j int) bool {
			a, b := &mat.cells[i], &mat.cells[j]
			if a.last != b.last {
				return a.last < b.last
			}
			return len(a.changes) < len(b.changes)
		})
	}
}
