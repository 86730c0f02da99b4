package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
)

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
		cmd, ok := act.Prompt.Do(act.Text)
		if !ok {
			m.over.Refuse(act.Prompt, m.status)
			m.status = ""
		}
		return cmd
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
