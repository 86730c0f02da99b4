package overlay

import (
	"teacp/model/keymap"
	"teacp/views/words"
)

// newBookmarks lists the bookmarks.
func newBookmarks(*Host) (Overlay, string) {
	return &List{
		title: titled(words.ListBookmarks),
		hints: always(hintMove, Hint{"enter", words.HintGo}, Hint{"x", words.HintDrop}, hintEsc),
		items: func(h *Host) (out []Item) {
			for i, b := range h.Bookmarks() {
				out = append(out, Item{
					Left:  words.Clean(b.Name),
					Right: b.Where,
					Ref:   i,
					Do:    Close{GoTo{b.Branch, b.Frame}},
				})
			}
			return out
		},
		key: func(h *Host, it *Item, s string) (Action, bool) {
			switch {
			case closes(h, keymap.Bookmarks, s):
				return Close{}, true
			case it != nil && (s == "x" || s == "ctrl+d"):
				return DropBookmark{it.Ref}, true
			}
			return nil, false
		},
	}, ""
}
