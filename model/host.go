package model

import (
	"strings"

	"teacp/model/keymap"
	"teacp/model/overlay"
)

// host is what overlays may read of the explorer.
func (m *Model) host() *overlay.Host {
	h := &overlay.Host{W: m.w, H: m.h, Canvas: m.canvas, Scene: &m.scene, Scenario: m.sc, Keys: m.keys,
		Overlays: overlay.Table, Knobs: m.knobList,
		Library: m.metas, Opened: m.opened, Given: m.opt.Changes, Status: m.status,
		Branches: func() []overlay.Branch { return m.branchList(m.cmp.branches()) }, Bookmarks: m.bookmarkList,
		Columns: m.columnList, AnswerFrame: m.lecture.answerFrame,
		Command: func(branch int) string { return m.commandOf(branch, 0) }}
	if len(m.tree) > 0 {
		root := &m.tree[m.root()]
		h.Root = root.run
		if root.src.sc.Config.Replays() && strings.HasSuffix(root.src.opened, ".json") {
			h.Recorded = simulated + root.src.opened
		}
	}
	return h
}

// open opens the overlay of an action, if it has one.
func (m *Model) openOverlay(act keymap.Action) bool {
	why, ok := m.over.Open(m.host(), act)
	if why != "" {
		m.status = why
	}
	return ok
}
