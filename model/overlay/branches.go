package overlay

import (
	"teacp/model/keymap"
	"teacp/views/words"
)

// newBranches shows the tree of branches.
func newBranches(h *Host) (Overlay, string) {
	picked := map[int]bool{} // by index
	l := &List{
		right: wideRight,
		title: titled(words.ListBranches),
		hints: always(
			hintMove, Hint{"enter", words.HintOpen}, Hint{"space", words.HintPick},
			Hint{"C", words.HintCompare}, Hint{"r", words.HintRename}, Hint{"x", words.HintDrop}, hintEsc,
		),
		items: func(h *Host) (out []Item) {
			for _, b := range h.Branches() {
				it := Item{Left: b.Text, Right: b.Total, Ref: b.Index, Do: Close{Visit{b.Index}}}
				if picked[b.Index] {
					it.Mark = "✓ "
				}
				out = append(out, it)
			}
			return out
		},
		key: func(h *Host, it *Item, s string) (Action, bool) {
			if closes(h, keymap.Branches, s) {
				return Close{}, true
			}
			if it == nil {
				return nil, false
			}
			switch s {
			case "space":
				picked[it.Ref] = !picked[it.Ref]
				return nil, true
			case "x", "ctrl+d":
				return DropBranch{it.Ref}, true
			case "r", "alt+r":
				return RenameBranch{it.Ref}, true
			case "C", "c", "=":
				return Close{comparePicked(h, picked, it.Ref)}, true
			}
			return nil, false
		},
		about: func(h *Host, it *Item) string { return words.Clean(h.Command(it.Ref)) },
		lines: func(h *Host) []string { return []string{h.Say(words.PlainOpen)} },
	}
	for i, b := range h.Branches() {
		if b.Current {
			l.choice = i
		}
	}
	return l, ""
}

// comparePicked compares the branches that were picked, or the one of the row with the one on
// the screen; that one is compared with the run that it came from.
func comparePicked(h *Host, picked map[int]bool, row int) Action {
	var list []int
	current := -1
	for _, b := range h.Branches() {
		if picked[b.Index] {
			list = append(list, b.Index)
		}
		if b.Current {
			current = b.Index
		}
	}
	switch {
	case len(list) >= 2:
		return CompareBranches{list}
	case row == current:
		return Press{keymap.Compare}
	}
	return CompareBranches{[]int{row, current}}
}
