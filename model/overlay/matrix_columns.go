package overlay

import (
	"strings"

	"teacp/views/paint"
)

// matrixColumn is a knob in the table of results: its name and its two values as they are shown.
type matrixColumn struct {
	head   string
	values [2]string
	w      int
}

// leastColumn is the width to which a column is narrowed at most.
const leastColumn = 3

// columns lays the picked knobs out: each as wide as its values and its name need. Where that is too
// much, names are cut first, then the widest values.
func (m *Matrix) columns(h *Host) []matrixColumn {
	const mark = 2 // in front of a row
	room := min(h.W-4, maxWidth) - 2 - mark - wideRight - 1
	var cols []matrixColumn
	var need []int // for the values whole
	total := -1
	for _, t := range m.picked() {
		w := max(paint.Width(t.values[0]), paint.Width(t.values[1]))
		c := matrixColumn{shortKnob(t.knob, w), t.values, 0}
		c.w = max(w, paint.Width(c.head))
		cols, need = append(cols, c), append(need, w)
		total += c.w + 1
	}
	for ; total > room; total-- {
		widest := -1
		for k := range cols {
			spare, most := cols[k].w > need[k], widest >= 0 && cols[widest].w > need[widest]
			if cols[k].w > leastColumn && (widest < 0 || spare && !most || spare == most && cols[k].w > cols[widest].w) {
				widest = k
			}
		}
		if widest < 0 {
			break
		}
		cols[widest].w--
	}
	for k := range cols {
		cols[k].values = tellApart(cols[k].values, cols[k].w)
	}
	return cols
}

// head names the knobs over their columns.
func (m *Matrix) head(h *Host) string {
	if !m.results {
		return ""
	}
	var s []string
	for _, c := range m.columns(h) {
		s = append(s, pad(c.head, c.w))
	}
	return strings.Join(s, " ")
}

// tellApart cuts two texts to a width so that they differ: behind their beginnings, else before
// their ends, else around the place where they differ.
func tellApart(v [2]string, w int) [2]string {
	cut := func(how func(string) string) ([2]string, bool) {
		out := [2]string{how(v[0]), how(v[1])}
		return out, out[0] != out[1]
	}
	if out, ok := cut(func(s string) string { return paint.Cut(s, w) }); ok {
		return out
	}
	tail := func(s string) string {
		if paint.Width(s) <= w {
			return s
		}
		r := []rune(s)
		for len(r) > 0 && paint.Width(string(r)) > w-1 {
			r = r[1:]
		}
		return "…" + string(r)
	}
	if out, ok := cut(tail); ok {
		return out
	}
	same := len(common(v[:]))
	out, _ := cut(func(s string) string { return paint.Cut("…"+s[same:], w) })
	return out
}

// shortKnob is a knob's name over a column: c. and s. are client and server.
func shortKnob(knob string, w int) string {
	name := strings.NewReplacer("client.", "c.", "server.", "s.", "http.", "").Replace(knob)
	if paint.Width(name) > w {
		name = strings.NewReplacer("delayed_ack", "delack", "connections", "conns", "_timeout", "_tmo").Replace(name)
	}
	return name
}
