package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/words"
)

// do carries out an action of the explorer.
func (m *Model) do(act keymap.Action) tea.Cmd {
	if act != keymap.None && act != keymap.Repaint && act != keymap.Faster && act != keymap.Slower {
		m.status = ""
	}
	if m.openOverlay(act) {
		return nil
	}
	b := m.keys.Find(act)
	if b == nil {
		return nil
	}
	switch b.Group {
	case keymap.GroupStep:
		return m.moveAction(act)
	case keymap.GroupFind:
		return m.findAction(act)
	case keymap.GroupPanes:
		return m.paneAction(act)
	case keymap.GroupKnobs:
		return m.knobAction(act)
	case keymap.GroupBranches:
		return m.branchAction(act)
	case keymap.GroupLecture:
		return m.lectureAction(act)
	}
	return m.otherAction(act)
}

// moveAction goes through time.
func (m *Model) moveAction(act keymap.Action) tea.Cmd {
	f := m.scene.Frame
	switch act {
	case keymap.Next:
		m.edge(m.moveTo(f+1), 1)
	case keymap.Prev:
		m.edge(m.moveTo(f-1), -1)
	case keymap.NextSegment, keymap.PrevSegment:
		return m.find(dir(act == keymap.NextSegment), 1<<sim.EvSend|1<<sim.EvRecv, nil, words.FindSegment)
	case keymap.NextTrip:
		return m.jump(m.roundTrip(1))
	case keymap.PrevTrip:
		return m.jump(m.roundTrip(-1))
	case keymap.Start:
		return m.jump(0)
	case keymap.End:
		return m.toEnd()
	case keymap.LastData:
		return m.toLastData()
	case keymap.Play:
		return m.togglePlay()
	case keymap.Faster, keymap.Slower:
		m.setSpeed(act == keymap.Faster)
	case keymap.Goto:
		m.ask(askGoto, "")
	case keymap.Back, keymap.Forward:
		m.history(act == keymap.Back)
	}
	return nil
}

// findAction runs to the next or previous event of a kind.
func (m *Model) findAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.NextHold, keymap.PrevHold:
		held := func(_ *sim.Run, e *sim.Event) bool { return e.Kind != sim.EvInfer || words.InferredHold(e) }
		return m.find(dir(act == keymap.NextHold), 1<<sim.EvHold|1<<sim.EvAckHeld|1<<sim.EvInfer, held, words.FindHold)
	case keymap.NextLoss, keymap.PrevLoss:
		return m.find(dir(act == keymap.NextLoss), 1<<sim.EvLost, nil, words.FindLoss)
	case keymap.NextError, keymap.PrevError:
		return m.find(dir(act == keymap.NextError), goal.ErrorKinds|1<<sim.EvEnd, m.isError, words.FindError)
	case keymap.NextRetrans, keymap.PrevRetrans:
		return m.find(dir(act == keymap.NextRetrans), 1<<sim.EvSend, func(_ *sim.Run,
			e *sim.Event) bool {
			return e.Flag&sim.FlagRetrans != 0
		}, words.FindRetransmission)
	case keymap.NextTimer, keymap.PrevTimer:
		return m.find(dir(act == keymap.NextTimer), 1<<sim.EvFire, nil, words.FindTimer)
	case keymap.Until, keymap.UntilBack:
		m.ask(map[bool]string{false: askUntil, true: askUntilBack}[act == keymap.UntilBack], "")
	case keymap.Search:
		m.ask(askSearch, "")
	case keymap.NextMatch, keymap.PrevMatch:
		return m.again(act == keymap.PrevMatch)
	case keymap.Bookmark:
		m.ask(askMark, "")
	case keymap.NextBookmark, keymap.PrevBookmark:
		m.nextMark(dir(act == keymap.NextBookmark))
	}
	return nil
}

// paneAction looks after panes, connections and layouts.
func (m *Model) paneAction(act keymap.Action) tea.Cmd {
	n := len(m.panes())
	w := m.scene.Run.At(m.scene.Frame)
	switch act {
	case keymap.Focus, keymap.FocusBack:
		d := dir(act == keymap.Focus)
		if m.cmp != nil {
			m.cmp.nextColumn(d)
		} else {
			m.focus = (m.focus + n + d) % n
		}
	case keymap.Zoom:
		m.zoom = !m.zoom
	case keymap.ScrollDown, keymap.ScrollUp:
		if m.cmp != nil {
			m.compareScroll(dir(act == keymap.ScrollDown))
			return nil
		}
		id := m.focused()
		if views.Panes[id].Follows {
			m.status = m.say(words.PaneFollowsCursor)
		}
		m.scene.Scroll[id] = max(m.scene.Scroll[id]+dir(act == keymap.ScrollDown), 0)
	case keymap.NextConn, keymap.PrevConn:
		last := max(w.Conns()-1, 0)
		m.scene.Conn = uint32(max(min(int(m.scene.Conn)+dir(act == keymap.NextConn), last), 0))
		m.status = m.say(words.ConnectionChosen, m.scene.Conn, last)
	case keymap.Filter:
		if m.scene.Filter.Conn >= 0 {
			m.scene.Filter.Conn = -1
			m.status = m.say(words.FilterAllConnections)
		} else {
			m.scene.Filter.Conn = int64(m.scene.Conn)
			m.status = m.say(words.FilterOneConnection)
		}
	case keymap.FilterBy:
		m.ask(askFilter, m.filterText())
	case keymap.NextColumns:
		m.useColumns((m.setAt + 1) % len(m.sets))
	case keymap.PureAcks:
		m.scene.Filter.Only = 1 - m.scene.Filter.Only
		m.status = []string{m.say(words.FilterAcksShown), m.say(words.FilterAcksHidden)}[m.scene.Filter.Only]
	case keymap.ZoomIn, keymap.ZoomOut, keymap.Direction, keymap.Axis:
		m.axisAction(act)
	case keymap.Wider, keymap.Narrower:
		m.resize(true, 4*dir(act == keymap.Wider))
	case keymap.Taller, keymap.Shorter:
		m.resize(false, 4*dir(act == keymap.Taller))
	case keymap.SplitReset:
		delete(m.splits, splitKey{m.layout, sizeClass(m.body())})
		delete(m.chosen, m.layout)
		m.status = m.say(words.LayoutReset)
	default:
		if i, ok := act.Layout(); ok {
			m.setLayout(i)
		}
	}
	if m.scene.Filter.Conn >= 0 {
		m.scene.Filter.Conn = int64(m.scene.Conn)
	}
	return nil
}

// knobAction turns knobs.
func (m *Model) knobAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Target:
		m.target = (m.target + 1) % len(targets)
		m.status = m.say(words.TargetChosen) + m.say(targets[m.target])
	case keymap.Lose:
		return m.perform(overlay.InterveneBy(m.host(), overlay.LoseSegment))
	case keymap.Undo:
		m.undo()
	case keymap.Redo:
		m.redo()
	default:
		m.toggle(act)
	}
	return m.grow()
}

// branchAction looks after branches and comparing them.
func (m *Model) branchAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.RenameBranch:
		m.ask(askRename, m.tree[m.cur].name)
	case keymap.DropBranch:
		m.dropBranch(m.cur)
	case keymap.Compare:
		return m.compare()
	case keymap.Simulate:
		return m.simulateThis()
	case keymap.Lock:
		m.turnLock()
	case keymap.Differences:
		if m.cmp == nil {
			if cmd := m.compare(); m.cmp != nil {
				m.cmp.table = true
				return cmd
			}
			return nil
		}
		m.cmp.table = !m.cmp.table
	case keymap.FirstDifference:
		if m.cmp == nil {
			return m.compare()
		}
		if m.cmp.quiet {
			return m.compareOn()
		}
		m.cmp.toParting(max(m.cmp.on, 1))
	}
	return nil
}

// otherAction is the rest: appearance, clipboard, help, leaving.
func (m *Model) otherAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Copy:
		m.status = m.say(words.CopiedCommand) + m.commandLine()
		return tea.SetClipboard(m.commandLine())
	case keymap.CopyLadder:
		m.status = m.say(words.CopiedLadder)
		return tea.SetClipboard(ladder.Text(m.scene.Ladder(), 100, m.canvas.ASCII))
	case keymap.Save:
		m.ask(askSave, m.sc.Name+".teacp")
	case keymap.Lang:
		m.scene.Lang = map[bool]string{true: "en", false: "ko"}[m.scene.Lang == "ko"]
	case keymap.Theme:
		m.nextTheme()
	case keymap.Close:
		m.closeOpen()
	case keymap.Library:
		m.toLibrary()
	case keymap.Repaint:
		return tea.ClearScreen
	case keymap.Suspend:
		m.playing = false
		m.status = m.say(words.BackHere)
		return tea.Suspend
	case keymap.Quit:
		return m.leave()
	}
	return nil
}

// closeOpen closes what is open, the last one opened first; it leaves neither the scenario nor the program.
func (m *Model) closeOpen() {
	switch {
	case m.job != nil:
		m.job, m.instant = nil, instant{}
		if m.cmp != nil {
			m.cmp.quiet = true
		}
		m.status = m.say(words.JobStopped)
	case m.zoom:
		m.zoom = false
	case m.cmp != nil:
		m.cmp = nil
	case m.scene.Filter != ladder.AllConns:
		m.scene.Filter = ladder.AllConns
	default:
		m.status = m.say(words.NothingOpen, m.keyFor(keymap.Library), m.keyFor(keymap.Quit))
	}
}

// toLibrary leaves the scenario. The library's cursor is on it then, and its session is kept.
func (m *Model) toLibrary() {
	m.saveNow()
	name := m.tree[0].src.opened
	m.job, m.after, m.cmp, m.pend, m.zoom = nil, nil, nil, pending{}, false
	m.scene.Run, m.sc, m.playing, m.tree, m.cur = nil, nil, false, nil, 0
	m.listSessions()
	m.choose(name)
}
