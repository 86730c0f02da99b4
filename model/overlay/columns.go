package overlay

import (
	"fmt"
	"slices"
	"strings"

	"teacp/model/keymap"
	"teacp/views"
	"teacp/views/words"
)

// Columns are the sets of columns of the table of segments, and the columns on the screen.
type Columns struct {
	Sets    []ColumnSet
	Current int   // index in Sets
	Shown   []int // indices in views.Columns
}

// ColumnSet is a named set of columns.
type ColumnSet struct {
	Name    string
	Columns []string
	Changed bool // on the screen: the session keeps it
}

// newColumns lists the sets of columns, then the columns of the current one in their order,
// then the others. The Ref of a set is -1 minus its index.
func newColumns(h *Host) (Overlay, string) {
	l := &List{
		title: titled(words.ListColumnsTitle),
		hints: always(
			hintMove, Hint{"space", words.HintShowHide}, Hint{"J K", words.HintMove},
			Hint{"1–9", words.HintSets}, Hint{"a", words.HintNewSet}, Hint{"x", words.HintReset}, hintEsc,
		),
		items:  columnItems,
		choice: h.Columns().Current,
		about: func(h *Host, it *Item) string {
			if it.Ref < 0 {
				return ""
			}
			return views.Columns[it.Ref].About.In(h.Scene.Lang)
		},
	}
	l.key = func(h *Host, it *Item, s string) (Action, bool) { return l.columnsKey(h, it, s) }
	l.choose = func(h *Host, it *Item) Action {
		if it.Ref < 0 {
			return Close{UseColumns{-1 - it.Ref}}
		}
		return l.toggleColumn(h, it.Ref)
	}
	return l, ""
}

func columnItems(h *Host) (out []Item) {
	c := h.Columns()
	for i, s := range c.Sets {
		left, right := fmt.Sprintf("%d  %s", i+1, s.Name), ""
		if i == c.Current {
			left = fmt.Sprintf("%d ● %s", i+1, s.Name)
		}
		if s.Changed {
			right = h.Say(words.ColumnsChanged)
		}
		out = append(out, Item{Left: left + " — " + strings.Join(s.Columns, " "), Right: right, Ref: -1 - i})
	}
	add := func(i int, mark string) {
		col := &views.Columns[i]
		out = append(out, Item{
			Left:  col.Name + " — " + col.About.In(h.Scene.Lang),
			Right: col.Heading(h.Scene.Lang),
			Ref:   i,
			Mark:  mark,
		})
	}
	for _, i := range c.Shown {
		add(i, "✓ ")
	}
	for i := range views.Columns {
		if !slices.Contains(c.Shown, i) {
			add(i, "  ")
		}
	}
	return out
}

// columnsKey answers the letters of the list of columns.
func (l *List) columnsKey(h *Host, it *Item, s string) (Action, bool) {
	if closes(h, keymap.Columns, s) {
		return Close{}, true
	}
	if len(s) == 1 && s[0] >= '1' && s[0] <= '9' {
		if i := int(s[0] - '1'); i < len(h.Columns().Sets) {
			return UseColumns{i}, true
		}
		return nil, true
	}
	if it == nil {
		return nil, false
	}
	switch {
	case s == "a":
		return NameColumns{}, true
	case s == "x" && it.Ref < 0:
		return DropColumns{-1 - it.Ref}, true
	case s == "x":
		return DropColumns{h.Columns().Current}, true
	case s == "space" && it.Ref < 0:
		return UseColumns{-1 - it.Ref}, true
	case s == "space":
		return l.toggleColumn(h, it.Ref), true
	case s == "J" || s == "shift+down":
		return l.moveColumn(h, it.Ref, 1), true
	case s == "K" || s == "shift+up":
		return l.moveColumn(h, it.Ref, -1), true
	}
	return nil, false
}

// toggleColumn shows a column as the last one, or takes it away.
func (l *List) toggleColumn(h *Host, col int) Action {
	shown := slices.Clone(h.Columns().Shown)
	at := slices.Index(shown, col)
	switch {
	case at < 0:
		shown = append(shown, col)
	case len(shown) == 1:
		return Say{h.Say(words.ColumnsAtLeastOne)}
	default:
		shown = slices.Delete(shown, at, at+1)
	}
	l.follow = &col
	return SetColumns{shown}
}

// moveColumn moves a column within its set by one place.
func (l *List) moveColumn(h *Host, col, d int) Action {
	shown := slices.Clone(h.Columns().Shown)
	at := slices.Index(shown, col)
	if at < 0 || at+d < 0 || at+d >= len(shown) {
		return Say{h.Say(words.ColumnsNoFurther)}
	}
	shown[at], shown[at+d] = shown[at+d], shown[at]
	l.follow = &col
	return SetColumns{shown}
}
