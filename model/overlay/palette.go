package overlay

import (
	"fmt"
	"strings"

	"teacp/views/words"
)

// newPalette lists all actions, sets of columns and knobs by name.
func newPalette(*Host) (Overlay, string) {
	filter := newFilter(maxFilter)
	return &List{
		filter: filter,
		title:  titled(words.ListPalette),
		hints:  always(hintMove, Hint{"enter", words.HintDo}, Hint{"a–z", words.HintFilter}, hintEsc),
		key:    turnKnobKey,
		about:  knobHelp,
		items: func(h *Host) (out []Item) {
			for i := range h.Keys {
				b := &h.Keys[i]
				if t := h.Say(b.Text); filter.matches(b.Text.In("en") + " " + b.Text.In("ko") + " " + string(b.Action)) {
					out = append(out, Item{Left: t, Right: b.Names(), Do: Close{Press{b.Action}}})
				}
			}
			for _, k := range h.Overlays {
				if k.Title != nil && filter.matches(k.Title(h)+" "+string(k.Action)) {
					out = append(out, Item{Left: k.Title(h), Do: Close{Press{k.Action}}})
				}
			}
			for i, s := range h.Columns().Sets {
				if t := h.Say(words.ListColumns) + s.Name + " — " + strings.Join(s.Columns, " "); filter.matches(t) {
					out = append(out, Item{Left: t, Right: fmt.Sprintf("| %d", i+1), Do: Close{UseColumns{i}}})
				}
			}
			return append(out, knobItems(h, filter)...)
		},
		lines: func(h *Host) []string {
			return []string{h.Say(words.PlainSet)}
		},
	}, ""
}
