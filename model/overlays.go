package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views/words"
)

// host is what overlays may read of the explorer.
func (m *Model) host() *overlay.Host {
	h := &overlay.Host{W: m.w, H: m.h, Canvas: m.canvas, Scene: &m.scene, Scenario: m.sc, Keys: m.keys, Overlays: overlay.Table, Knobs: m.knobList,
		Library: m.metas, Opened: m.opened, Given: m.opt.Changes, Status: m.status,
		Branches: func() []overlay.Branch { return m.branchList(m.cmp) }, Bookmarks: m.bookmarkList, Columns: m.columnList, AnswerFrame: m.lecture.answerFrame,
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

// perform does what an overlay has asked for.
func (m *Model) perform(act overlay.Action) tea.Cmd {
	switch act := act.(type) {
	case overlay.Close:
		m.over.Close()
		return m.perform(act.Then)
	case overlay.Say:
		m.status = act.Text
	case overlay.Press:
		return m.do(act.Action)
	case overlay.Start:
		return act.Cmd
	case overlay.Answer:
		if act.Text != "" {
			m.status = ""
		}
		return act.Prompt.Do(act.Text)
	case overlay.Jump:
		return m.jump(act.Frame)
	case overlay.GoTo:
		m.remember()
		if act.Branch < len(m.tree) && !m.tree[act.Branch].gone {
			m.visit(act.Branch)
		}
		return m.travel(act.Frame)
	case overlay.SetPane:
		m.setPane(act.Pane)
	case overlay.TurnKnob:
		m.turnKnob(act.Knob, act.Previous, act.WholeRun)
	case overlay.Intervene:
		m.intervene(act)
	case overlay.ChangeRoot:
		m.visit(m.root())
		if len(act.Changes) > 0 {
			m.turn(act.Changes, true)
		}
	case overlay.CompareWith:
		return m.invite(act.Rival)
	case overlay.DropBookmark:
		m.marks = append(m.marks[:act.Index], m.marks[act.Index+1:]...)
		m.edits++
	case overlay.UseColumns:
		m.useColumns(act.Set)
	case overlay.SetColumns:
		m.changeColumns(act.Columns)
	case overlay.NameColumns:
		m.ask(askColumns, "")
	case overlay.DropColumns:
		m.dropColumns(act.Set)
	default:
		return m.performOnBranches(act)
	}
	return nil
}

// performOnBranches does what the list of branches has asked for.
func (m *Model) performOnBranches(act overlay.Action) tea.Cmd {
	switch act := act.(type) {
	case overlay.Visit:
		m.visit(act.Branch)
		return m.grow()
	case overlay.DropBranch:
		m.dropBranch(act.Branch)
	case overlay.RenameBranch:
		m.visit(act.Branch)
		m.ask(askRename, m.tree[act.Branch].name)
	case overlay.CompareBranches:
		cols := act.Branches[:min(len(act.Branches), maxColumns)]
		on := false
		for _, c := range cols {
			on = on || c == m.cur
		}
		if !on {
			m.visit(cols[0])
		}
		return m.compareBranches(cols)
	}
	return nil
}

// intervene makes the change of an intervention. The frame of a change is followed by that of
// its segment.
func (c *cursor) intervene(act overlay.Intervene) {
	c.turnAt([]sim.Change{act.Change}, act.Change.Frame)
	if act.OfSegment {
		c.moveTo(min(act.Change.Frame+1, c.scene.Run.Frames()-1))
	}
}

// bookmarkList are the bookmarks as their list shows them.
func (c *cursor) bookmarkList() []overlay.Bookmark {
	var out []overlay.Bookmark
	for _, b := range c.marks {
		where := fmt.Sprintf(":%d", b.Frame)
		if b.Branch != c.cur && b.Branch < len(c.tree) {
			where = words.Clean(c.tree[b.Branch].name) + " " + where
		}
		out = append(out, overlay.Bookmark{Name: b.Name, Where: where, Branch: b.Branch, Frame: b.Frame})
	}
	return out
}

// columnList are the sets of columns as their list shows them.
func (t *columnSets) columnList() overlay.Columns {
	out := overlay.Columns{Current: t.setAt, Shown: t.scene.Columns}
	for _, s := range t.sets {
		out.Sets = append(out.Sets, overlay.ColumnSet{Name: s.Name, Columns: s.Cols, Changed: s.Made})
	}
	return out
}

// answerFrame is the frame in which the run on the screen gives the answer, -1 if it does
// not, or has not been read so far.
func (l *lecturing) answerFrame() int64 {
	return l.cues().Shown()
}
