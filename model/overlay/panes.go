package overlay

import (
	"teacp/views"
	"teacp/views/words"
)

// newPanes lists the panes that the place with the focus can show.
func newPanes(*Host) (Overlay, string) {
	filter := newFilter(maxFilter)
	return &List{
		filter: filter,
		title:  titled(words.ListPanes),
		hints:  always(hintMove, Hint{"enter", words.HintDo}, Hint{"a–z", words.HintFilter}, hintEsc),
		items: func(h *Host) (out []Item) {
			for id := range views.NumPanes {
				id := views.PaneID(id)
				t := id.Title(h.Scene.Lang) + " — " + id.Help(h.Scene.Lang)
				if filter.matches(t + views.Panes[id].Name) {
					out = append(out, Item{Left: t, Ref: int(id), Do: Close{SetPane{id}}})
				}
			}
			return out
		},
	}, ""
}
