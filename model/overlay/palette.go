package overlay

import (
	"fmt"
	"strings"
)

// newPalette lists all actions, sets of columns and knobs by name.
func newPalette(*Host) (Overlay, string) {
	filter := newFilter(maxFilter)
	return &List{
		filter: filter,
		title:  titled("All actions and knobs", "모든 동작과 설정"),
		hints:  always(hintMove, Hint{"enter", "do it", "하기"}, Hint{"a–z", "filter", "거르기"}, hintEsc),
		key:    turnKnobKey,
		about:  knobHelp,
		items: func(h *Host) (out []Item) {
			for i := range h.Keys {
				b := &h.Keys[i]
				if t := h.Say(b.En, b.Ko); filter.matches(t + " " + string(b.Action)) {
					out = append(out, Item{Left: t, Right: b.Names(), Do: Close{Press{b.Action}}})
				}
			}
			for _, k := range h.Overlays {
				if k.Title != nil && filter.matches(k.Title(h)+" "+string(k.Action)) {
					out = append(out, Item{Left: k.Title(h), Do: Close{Press{k.Action}}})
				}
			}
			for i, s := range h.Columns().Sets {
				if t := h.Say("columns: ", "열: ") + s.Name + " — " + strings.Join(s.Columns, " "); filter.matches(t) {
					out = append(out, Item{Left: t, Right: fmt.Sprintf("| %d", i+1), Do: Close{UseColumns{i}}})
				}
			}
			return append(out, knobItems(h, filter)...)
		},
		lines: func(h *Host) []string {
			return []string{h.Say("Turn one with: set KNOB=VALUE, from this frame on; all KNOB=VALUE, the whole run.", "바꾸기: set 설정=값 (이 프레임부터), all 설정=값 (실행 전체).")}
		},
	}, ""
}
