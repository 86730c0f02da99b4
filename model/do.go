package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views"
)

// do carries out an action of the explorer.
func (m *Model) do(act action) tea.Cmd {
	if act != actNone && act != actRepaint && act != actFaster && act != actSlower {
		m.status = ""
	}
	switch {
	case act <= actForth:
		return m.moveAction(act)
	case act <= actPrevMark:
		return m.findAction(act)
	case act <= actSplitReset:
		return m.paneAction(act)
	case act <= actRedo:
		return m.knobAction(act)
	case act <= actPartings:
		return m.branchAction(act)
	case act <= actPredict:
		return m.lectureAction(act)
	}
	return m.otherAction(act)
}

// moveAction goes through time.
func (m *Model) moveAction(act action) tea.Cmd {
	f := m.scene.Frame
	switch act {
	case actNext:
		m.edge(m.moveTo(f+1), 1)
	case actPrev:
		m.edge(m.moveTo(f-1), -1)
	case actNextSegment, actPrevSegment:
		return m.find(dir(act == actNextSegment), 1<<sim.EvSend|1<<sim.EvRecv, nil, "segment", "세그먼트")
	case actNextTrip:
		return m.jump(m.roundTrip(1))
	case actPrevTrip:
		return m.jump(m.roundTrip(-1))
	case actStart:
		return m.jump(0)
	case actEnd:
		return m.toEnd()
	case actPlay:
		return m.togglePlay()
	case actFaster, actSlower:
		m.setSpeed(act == actFaster)
	case actGoto:
		m.ask(askGoto, "")
	case actBack, actForth:
		m.history(act == actBack)
	}
	return nil
}

// findAction runs to the next or previous event of a kind.
func (m *Model) findAction(act action) tea.Cmd {
	switch act {
	case actNextHold, actPrevHold:
		held := func(_ *sim.Run, e *sim.Event) bool { return e.Kind != sim.EvInfer || views.InferredHold(e) }
		return m.find(dir(act == actNextHold), 1<<sim.EvHold|1<<sim.EvAckHeld|1<<sim.EvInfer, held, "hold", "붙듦")
	case actNextDrop, actPrevDrop:
		return m.find(dir(act == actNextDrop), 1<<sim.EvLost, nil, "loss", "손실")
	case actNextRetrans, actPrevRetrans:
		return m.find(dir(act == actNextRetrans), 1<<sim.EvSend, func(_ *sim.Run, e *sim.Event) bool { return e.Flag&sim.FlagRetrans != 0 }, "retransmission", "재전송")
	case actNextTimer, actPrevTimer:
		return m.find(dir(act == actNextTimer), 1<<sim.EvFire, nil, "timer", "타이머")
	case actUntil, actUntilBack:
		m.ask(askUntil, "")
		m.backward = act == actUntilBack
	case actSearch:
		m.ask(askSearch, "")
	case actAgain, actAgainBack:
		return m.again(act == actAgainBack)
	case actMark:
		m.ask(askMark, "")
	case actMarks:
		m.openList(overMarks)
	case actNextMark, actPrevMark:
		m.nextMark(dir(act == actNextMark))
	}
	return nil
}

// paneAction looks after panes, connections and layouts.
func (m *Model) paneAction(act action) tea.Cmd {
	n := len(m.panes())
	w := m.scene.Run.At(m.scene.Frame)
	switch act {
	case actFocus, actFocusBack:
		d := dir(act == actFocus)
		if m.cmp != nil {
			m.nextColumn(d)
		} else {
			m.focus = (m.focus + n + d) % n
		}
	case actZoom:
		m.zoom = !m.zoom
	case actPanes:
		m.openList(overPanes)
	case actScrollDown, actScrollUp:
		if m.cmp != nil {
			m.compareScroll(dir(act == actScrollDown))
			return nil
		}
		id := m.focused()
		if views.Follows(id) {
			m.status = m.say("This pane follows the cursor.", "이 창은 커서를 따라간다.")
		}
		m.scene.Scroll[id] = max(m.scene.Scroll[id]+dir(act == actScrollDown), 0)
	case actNextConn, actPrevConn:
		last := max(w.Conns()-1, 0)
		m.scene.Conn = uint32(max(min(int(m.scene.Conn)+dir(act == actNextConn), last), 0))
		m.status = fmt.Sprintf(m.say("Connection #%d; the last one so far is #%d.", "연결 #%d, 지금까지 마지막은 #%d."), m.scene.Conn, last)
	case actFilter:
		if m.scene.Filter.Conn >= 0 {
			m.scene.Filter.Conn = -1
			m.status = m.say("All connections.", "모든 연결.")
		} else {
			m.scene.Filter.Conn = int64(m.scene.Conn)
			m.status = m.say("This connection alone.", "이 연결만.")
		}
	case actFilterBy:
		m.ask(askFilter, m.filterText())
	case actColumns:
		m.openList(overColumns)
		m.choice = m.setAt
	case actNextColumns:
		m.useColumns((m.setAt + 1) % len(m.sets))
	case actPureAcks:
		m.scene.Filter.Only = 1 - m.scene.Filter.Only
		m.status = []string{m.say("Pure ACKs are shown.", "순수 ACK도 보인다."), m.say("Pure ACKs are left out.", "순수 ACK를 뺐다.")}[m.scene.Filter.Only]
	case actCloser, actWiderView, actSide, actAxis:
		m.axisAction(act)
	case actWider, actNarrower:
		m.resize(true, 4*dir(act == actWider))
	case actTaller, actShorter:
		m.resize(false, 4*dir(act == actTaller))
	case actSplitReset:
		delete(m.splits, splitKey{m.layout, sizeClass(m.body())})
		delete(m.chosen, m.layout)
		m.status = m.say("The layout is as it was.", "배치를 처음대로 되돌렸다.")
	default:
		m.setLayout(int(act - actLayout1))
	}
	if m.scene.Filter.Conn >= 0 {
		m.scene.Filter.Conn = int64(m.scene.Conn)
	}
	return nil
}

// axisAction turns what the time axes show.
func (m *Model) axisAction(act action) {
	s := &m.scene
	switch act {
	case actCloser, actWiderView:
		s.Zoom = max(min(s.Zoom+dir(act == actCloser), views.MaxZoom), 0)
		m.status = m.say("Graphs show the whole run.", "그래프가 실행 전체를 보인다.")
		if s.Zoom > 0 {
			m.status = fmt.Sprintf(m.say("Graphs show 1/%d of the run, around the cursor.", "그래프가 커서 둘레로 실행의 1/%d을 보인다."), 1<<s.Zoom)
		}
	case actSide:
		s.Side = uint8(2 - s.SideOf(s.Run.At(s.Run.Frames()-1)))
		m.status = fmt.Sprintf(m.say("Graphs show what %s sends.", "그래프가 %s의 송신을 보인다."), []string{m.say("the opener", "연 쪽"), m.say("the other end", "받아들인 쪽")}[s.Side-1])
	case actAxis:
		s.Axis = (s.Axis + 1) % views.NumAxes
		m.status = m.say("Time axis: ", "시간 축: ") + s.Axis.Title(s.Lang)
	}
}

// knobAction turns knobs.
func (m *Model) knobAction(act action) tea.Cmd {
	switch act {
	case actTarget:
		m.target = (m.target + 1) % len(targets)
		m.status = m.say("N and D turn: ", "N과 D가 바꾸는 쪽: ") + m.say(targets[m.target][0], targets[m.target][1])
	case actKnobs:
		m.openList(overKnobs)
	case actHand:
		m.openList(overHand)
	case actLose:
		return m.intervene(0)
	case actUndo:
		m.undo()
	case actRedo:
		m.redo()
	default:
		return m.toggle(act)
	}
	return m.grow()
}

// branchAction looks after branches and comparing them.
func (m *Model) branchAction(act action) tea.Cmd {
	switch act {
	case actBranches:
		m.openList(overBranches)
		for i, l := range m.treeLines() {
			if l.i == m.cur {
				m.choice = i
			}
		}
	case actRename:
		m.ask(askRename, m.tree[m.cur].name)
	case actDrop:
		m.drop(m.cur)
	case actCompare:
		return m.compare()
	case actGuests:
		m.openList(overGuests)
	case actSimulate:
		return m.simulateThis()
	case actLock:
		m.turnLock()
	case actTable:
		if m.cmp == nil {
			if cmd := m.compare(); m.cmp != nil {
				m.cmp.table = true
				return cmd
			}
			return nil
		}
		m.cmp.table = !m.cmp.table
	case actMatrix:
		m.openMatrix()
	case actPartings:
		if m.cmp == nil {
			return m.compare()
		}
		if m.cmp.quiet {
			return m.compareOn()
		}
		m.toParting(max(m.cmp.on, 1))
	}
	return nil
}

// otherAction is the rest: appearance, clipboard, help, leaving.
func (m *Model) otherAction(act action) tea.Cmd {
	switch act {
	case actPalette:
		m.openList(overPalette)
	case actHelp:
		m.over, m.scroll = overHelp, 0
	case actCopy:
		m.status = m.say("Copied: ", "복사함: ") + m.commandLine()
		return tea.SetClipboard(m.commandLine())
	case actCopyLadder:
		m.status = m.say("The ladder is copied as text.", "사다리를 글로 복사했다.")
		return tea.SetClipboard(views.LadderText(m.scene.Ladder(), 100, m.canvas.ASCII))
	case actSave:
		m.ask(askSave, m.sc.Name+".teacp")
	case actLang:
		m.scene.Lang = map[bool]string{true: "en", false: "ko"}[m.scene.Lang == "ko"]
	case actTheme:
		m.nextTheme()
	case actLibrary:
		m.back()
	case actRepaint:
		return tea.ClearScreen
	case actSuspend:
		m.playing = false
		m.status = m.say("Here again.", "돌아왔다.")
		return tea.Suspend
	case actQuit:
		return m.leave()
	}
	return nil
}

func (m *Model) nextTheme() {
	for i := range views.Themes {
		if &views.Themes[i] == m.scene.Theme {
			m.scene.Theme = &views.Themes[(i+1)%len(views.Themes)]
			break
		}
	}
	m.status = m.say("Theme: ", "테마: ") + m.scene.Theme.Name
}

// back closes what is open; with nothing open it goes to the library.
func (m *Model) back() {
	switch {
	case m.job != nil:
		m.job = nil
		if m.cmp != nil {
			m.cmp.quiet = true
		}
		m.status = m.say("Stopped.", "멈췄다.")
	case m.zoom:
		m.zoom = false
	case m.cmp != nil:
		m.cmp = nil
	case m.scene.Filter != views.AllConns:
		m.scene.Filter = views.AllConns
	default:
		m.scene.Run, m.sc, m.playing, m.tree, m.cur = nil, nil, false, nil, 0
	}
}
