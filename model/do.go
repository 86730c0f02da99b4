package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/paint"
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
	b := m.table.Find(act)
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
		return m.find(dir(act == keymap.NextSegment), 1<<sim.EvSend|1<<sim.EvRecv, nil, "segment", "세그먼트")
	case keymap.NextTrip:
		return m.jump(m.roundTrip(1))
	case keymap.PrevTrip:
		return m.jump(m.roundTrip(-1))
	case keymap.Start:
		return m.jump(0)
	case keymap.End:
		return m.toEnd()
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
		return m.find(dir(act == keymap.NextHold), 1<<sim.EvHold|1<<sim.EvAckHeld|1<<sim.EvInfer, held, "hold", "붙듦")
	case keymap.NextLoss, keymap.PrevLoss:
		return m.find(dir(act == keymap.NextLoss), 1<<sim.EvLost, nil, "loss", "손실")
	case keymap.NextRetrans, keymap.PrevRetrans:
		return m.find(dir(act == keymap.NextRetrans), 1<<sim.EvSend, func(_ *sim.Run, e *sim.Event) bool { return e.Flag&sim.FlagRetrans != 0 }, "retransmission", "재전송")
	case keymap.NextTimer, keymap.PrevTimer:
		return m.find(dir(act == keymap.NextTimer), 1<<sim.EvFire, nil, "timer", "타이머")
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
			m.nextColumn(d)
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
			m.status = m.say("This pane follows the cursor.", "이 창은 커서를 따라간다.")
		}
		m.scene.Scroll[id] = max(m.scene.Scroll[id]+dir(act == keymap.ScrollDown), 0)
	case keymap.NextConn, keymap.PrevConn:
		last := max(w.Conns()-1, 0)
		m.scene.Conn = uint32(max(min(int(m.scene.Conn)+dir(act == keymap.NextConn), last), 0))
		m.status = fmt.Sprintf(m.say("Connection #%d; the last one so far is #%d.", "연결 #%d, 지금까지 마지막은 #%d."), m.scene.Conn, last)
	case keymap.Filter:
		if m.scene.Filter.Conn >= 0 {
			m.scene.Filter.Conn = -1
			m.status = m.say("All connections.", "모든 연결.")
		} else {
			m.scene.Filter.Conn = int64(m.scene.Conn)
			m.status = m.say("This connection alone.", "이 연결만.")
		}
	case keymap.FilterBy:
		m.ask(askFilter, m.filterText())
	case keymap.NextColumns:
		m.useColumns((m.setAt + 1) % len(m.sets))
	case keymap.PureAcks:
		m.scene.Filter.Only = 1 - m.scene.Filter.Only
		m.status = []string{m.say("Pure ACKs are shown.", "순수 ACK도 보인다."), m.say("Pure ACKs are left out.", "순수 ACK를 뺐다.")}[m.scene.Filter.Only]
	case keymap.ZoomIn, keymap.ZoomOut, keymap.Direction, keymap.Axis:
		m.axisAction(act)
	case keymap.Wider, keymap.Narrower:
		m.resize(true, 4*dir(act == keymap.Wider))
	case keymap.Taller, keymap.Shorter:
		m.resize(false, 4*dir(act == keymap.Taller))
	case keymap.SplitReset:
		delete(m.splits, splitKey{m.layout, sizeClass(m.body())})
		delete(m.chosen, m.layout)
		m.status = m.say("The layout is as it was.", "배치를 처음대로 되돌렸다.")
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

// axisAction turns what the time axes show.
func (c *cursor) axisAction(act keymap.Action) {
	s := &c.scene
	switch act {
	case keymap.ZoomIn, keymap.ZoomOut:
		s.Zoom = max(min(s.Zoom+dir(act == keymap.ZoomIn), paint.MaxZoom), 0)
		c.status = c.say("Graphs show the whole run.", "그래프가 실행 전체를 보인다.")
		if s.Zoom > 0 {
			c.status = fmt.Sprintf(c.say("Graphs show 1/%d of the run, around the cursor.", "그래프가 커서 둘레로 실행의 1/%d을 보인다."), 1<<s.Zoom)
		}
	case keymap.Direction:
		s.Side = uint8(2 - s.SideOf(s.Run.At(s.Run.Frames()-1)))
		c.status = fmt.Sprintf(c.say("Graphs show what %s sends.", "그래프가 %s의 송신을 보인다."), []string{c.say("the opener", "연 쪽"), c.say("the other end", "받아들인 쪽")}[s.Side-1])
	case keymap.Axis:
		s.Axis = (s.Axis + 1) % paint.NumAxes
		c.status = c.say("Time axis: ", "시간 축: ") + s.Axis.Title(s.Lang)
	}
}

// knobAction turns knobs.
func (m *Model) knobAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Target:
		m.target = (m.target + 1) % len(targets)
		m.status = m.say("N and D turn: ", "N과 D가 바꾸는 쪽: ") + m.say(targets[m.target][0], targets[m.target][1])
	case keymap.Lose:
		return m.perform(overlay.InterveneBy(m.host(), overlay.LoseSegment))
	case keymap.Undo:
		m.undo()
	case keymap.Redo:
		m.redo()
	default:
		return m.toggle(act)
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
		m.toParting(max(m.cmp.on, 1))
	}
	return nil
}

// otherAction is the rest: appearance, clipboard, help, leaving.
func (m *Model) otherAction(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Copy:
		m.status = m.say("Copied: ", "복사함: ") + m.commandLine()
		return tea.SetClipboard(m.commandLine())
	case keymap.CopyLadder:
		m.status = m.say("The ladder is copied as text.", "사다리를 글로 복사했다.")
		return tea.SetClipboard(ladder.Text(m.scene.Ladder(), 100, m.canvas.ASCII))
	case keymap.Save:
		m.ask(askSave, m.sc.Name+".teacp")
	case keymap.Lang:
		m.scene.Lang = map[bool]string{true: "en", false: "ko"}[m.scene.Lang == "ko"]
	case keymap.Theme:
		m.nextTheme()
	case keymap.Library:
		m.back()
	case keymap.Repaint:
		return tea.ClearScreen
	case keymap.Suspend:
		m.playing = false
		m.status = m.say("Here again.", "돌아왔다.")
		return tea.Suspend
	case keymap.Quit:
		return m.leave()
	}
	return nil
}

func (c *cursor) nextTheme() {
	for i := range paint.Themes {
		if &paint.Themes[i] == c.scene.Theme {
			c.scene.Theme = &paint.Themes[(i+1)%len(paint.Themes)]
			break
		}
	}
	c.status = c.say("Theme: ", "테마: ") + c.scene.Theme.Name
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
	case m.scene.Filter != ladder.AllConns:
		m.scene.Filter = ladder.AllConns
	default:
		m.scene.Run, m.sc, m.playing, m.tree, m.cur = nil, nil, false, nil, 0
	}
}

// dropBranch drops a branch, and ends a comparison that could show it.
func (m *Model) dropBranch(i int) {
	if m.drop(i) {
		m.cmp = nil
	}
}
