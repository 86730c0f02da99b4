package overlay

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// Matrix is the table of all combinations of some knobs: a run each, sorted by time. First
// the knobs are picked, then the results are shown.
type Matrix struct {
	List
	root    *sim.Run // without changes: what the combinations are of
	knobs   []tried
	cells   []Combination
	results bool
	gen     int // of the simulations: results of earlier ones are dropped
	left    int // simulations still to come
}

// tried is a knob with the two values that are tried.
type tried struct {
	knob   string
	values [2]string
	on     bool
}

// maxTried is how many knobs are combined at most: 64 runs.
const maxTried = 6

// askedFirst are the knobs that are picked to begin with.
var askedFirst = []string{
	"client.nagle", "server.delayed_ack", "server.nagle", "client.delayed_ack", "http.connections",
	"http.strategy",
}

func newMatrix(h *Host) (Overlay, string) {
	m := &Matrix{root: h.Root, knobs: candidates(h)}
	m.List = List{
		right: wideRight,
		title: m.title,
		head:  m.head,
		hints: m.hints,
		items: m.items,
		key:   m.key,
		about: m.about,
		click: "space",
		choose: func(h *Host, it *Item) Action {
			if m.results {
				return m.branchOf(it)
			}
			return m.simulate(h)
		},
	}
	return m, ""
}

// Results are the combinations, and how many of them are still being simulated.
func (m *Matrix) Results() (list []Combination, left int) { return m.cells, m.left }

// Keep reports whether the table is of the run on the screen.
func (m *Matrix) Keep(h *Host) bool { return m.root == h.Root }

// candidates are knobs with two or a few values; those that people ask for first are picked.
func candidates(h *Host) []tried {
	w := h.Root.At(0)
	var out, rest []tried
	for i := range h.Knobs {
		k := &h.Knobs[i]
		t, ok := triedValues(k, w.Value(k))
		if !ok {
			continue
		}
		if t.on = slices.Contains(askedFirst, k.Name); t.on {
			out = append(out, t)
		} else {
			rest = append(rest, t)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return strings.HasPrefix(out[i].knob, "http.") && !strings.HasPrefix(out[j].knob, "http.")
	})
	return append(out, rest...)
}

// triedValues are the value that a knob has and the one that is tried beside it.
func triedValues(k *sim.Knob, value int64) (t tried, ok bool) {
	if k.Scope == "link" || strings.HasSuffix(k.Name, "profile") {
		return t, false
	}
	now := k.Format(value)
	t.knob = k.Name
	switch {
	case k.Name == "http.connections":
		t.values = [2]string{"1", "4"}
	case k.Name == "http.strategy" && now != "persistent-parallel":
		t.values = [2]string{now, "persistent-parallel"}
	case k.Kind == sim.KnobBool:
		t.values = [2]string{now, map[string]string{"on": "off", "off": "on"}[now]}
	case k.Kind == sim.KnobEnum && now != "off" && slices.Contains(k.Values, "off"):
		t.values = [2]string{now, "off"}
	case k.Kind == sim.KnobEnum && len(k.Values) > 1:
		t.values = [2]string{now, k.Format((value + 1) % int64(len(k.Values)))}
	default:
		return t, false
	}
	return t, true
}

// picked are the knobs that are to be combined.
func (m *Matrix) picked() (out []tried) {
	for _, t := range m.knobs {
		if t.on {
			out = append(out, t)
		}
	}
	return out
}

func (m *Matrix) title(h *Host) string {
	switch {
	case m.results && m.left > 0:
		return fmt.Sprintf(h.Say(words.MatrixRunning), m.left)
	case m.results:
		return h.Say(words.MatrixResults)
	}
	return fmt.Sprintf(h.Say(words.MatrixChoose), maxTried)
}

func (m *Matrix) hints(*Host) []Hint {
	if m.results {
		return []Hint{hintMove, {"enter", words.HintMakeBranch}, {"b", words.HintBackToChoice}, hintEsc}
	}
	return []Hint{hintMove, {"space", words.HintPick}, {"enter", words.HintSimulateAll}, hintEsc}
}

// items are the knobs, or the combinations sorted by time.
func (m *Matrix) items(h *Host) (out []Item) {
	if !m.results {
		for i, t := range m.knobs {
			it := Item{Left: t.knob, Right: t.values[0] + " / " + t.values[1], Ref: i, Mark: "  "}
			if t.on {
				it.Mark = "✓ "
			}
			out = append(out, it)
		}
		return out
	}
	cols := m.columns(h)
	for i := range m.cells {
		c := &m.cells[i]
		right := "…"
		switch {
		case c.Failed != "":
			right = c.Failed
		case c.done && c.limited:
			right = h.Say(words.MatrixTooLong)
		case c.done && !c.End.Reached():
			right = h.Say(words.GoalNever)
			if why := words.GoalReason(&c.End, h.Scene.Lang); why != "" {
				right += ": " + why
			}
		case c.done:
			right = fmt.Sprintf("%12s %6d seg", words.Time(c.End.At), c.Stats.Segments)
		}
		var left []string
		for k, on := range c.picks {
			left = append(left, pad(cols[k].values[on], cols[k].w))
		}
		out = append(out, Item{Left: strings.Join(left, " "), Right: right, Ref: i})
	}
	return out
}

func (m *Matrix) key(h *Host, it *Item, s string) (Action, bool) {
	switch {
	case closes(h, keymap.Matrix, s):
		return Close{}, true
	case m.results && s == "b":
		m.results, m.left = false, 0
		return nil, true
	case m.results && s == "space" && it != nil:
		return m.branchOf(it), true
	case !m.results && s == "space" && it != nil:
		t := &m.knobs[it.Ref]
		if !t.on && len(m.picked()) >= maxTried {
			return Say{fmt.Sprintf(h.Say(words.MatrixLimit), maxTried, 1<<maxTried)}, true
		}
		t.on = !t.on
		return nil, true
	}
	return nil, false
}

// branchOf makes a branch of a combination.
func (m *Matrix) branchOf(it *Item) Action {
	if c := &m.cells[it.Ref]; c.done && c.Failed == "" {
		return Close{ChangeRoot{c.Changes}}
	}
	return nil
}

func (m *Matrix) about(h *Host, it *Item) string {
	if !m.results {
		return ""
	}
	var s []string
	for _, c := range m.cells[it.Ref].Changes {
		s = append(s, c.Knob+"="+c.Value)
	}
	if s == nil {
		return h.Say(words.ChangesNone)
	}
	return strings.Join(s, " ")
}

// Lines say where the table is to be had without a screen.
func (m *Matrix) Lines(h *Host) []string {
	return []string{h.Say(words.PlainNoMatrix)}
}

// Receive puts a result in its place; with the last one they are sorted.
func (m *Matrix) Receive(msg tea.Msg) {
	done, ok := msg.(ResultMsg)
	if !ok || m.gen != done.gen || !m.results {
		return
	}
	m.cells[done.i] = done.cell
	if m.left--; m.left == 0 {
		sort.SliceStable(m.cells, func(i, j int) bool {
			a, b := &m.cells[i], &m.cells[j]
			if x, y := a.End.Reached(), b.End.Reached(); x != y {
				return x
			}
			if a.End.At != b.End.At {
				return a.End.At < b.End.At
			}
			return len(a.Changes) < len(b.Changes)
		})
	}
}

// pad cuts or fills a text to a width.
func pad(s string, w int) string {
	s = paint.Cut(s, w)
	return s + strings.Repeat(" ", max(w-paint.Width(s), 0))
}
