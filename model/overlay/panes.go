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
				p := &views.Panes[id]
				if t := views.PaneID(id).Title(h.Scene.Lang) + " — " + views.PaneID(id).Help(h.Scene.Lang); filter.matches(t + p.Name) {
					out = append(out, Item{Left: t, Ref: int(id), Do: Close{SetPane{views.PaneID(id)}}})
				}
			}
			return out
		},
	}, ""
}
