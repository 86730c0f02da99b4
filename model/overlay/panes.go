package overlay

import "teacp/views"

// newPanes lists the panes that the place with the focus can show.
func newPanes(*Host) (Overlay, string) {
	filter := newFilter(maxFilter)
	return &List{
		filter: filter,
		title:  titled("Which pane in this place?", "이 자리에 어느 창?"),
		hints:  always(hintMove, Hint{"enter", "do it", "하기"}, Hint{"a–z", "filter", "거르기"}, hintEsc),
		items: func(h *Host) (out []Item) {
			for id := range views.NumPanes {
				p := &views.Panes[id]
				if t := views.PaneID(id).Title(h.Scene.Lang) + " — " + p.Help; filter.matches(t + p.Name) {
					out = append(out, Item{Left: t, Ref: int(id), Do: Close{SetPane{views.PaneID(id)}}})
				}
			}
			return out
		},
	}, ""
}
