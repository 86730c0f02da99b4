package model

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views"
)

// deed is what one action does: from where it is done, and what has changed afterwards. Places
// are those of nagle-delayed-ack, where the first hold is at frame 7, the second at 12.
type deed struct {
	on   string   // scenario; "": nagle-delayed-ack
	from []string // keys before it
	want func(m *Model, was before) bool
}

// before is the state that an action finds.
type before struct {
	*Model
	frame int64
	at    sim.Time
	rect  views.Rect
	text  string
	said  []string // the kinds of messages that the action sends
	theme *views.Theme
	speed int
	axis  views.AxisKind
	side  uint8
	conn  uint32
	lock  int
}

// at is a frame at which the cursor stands afterwards.
func at(frame int64) func(*Model, before) bool {
	return func(m *Model, _ before) bool { return m.scene.Frame == frame }
}

// onEvent is a frame behind or before the cursor in which an event of some kind happens.
func onEvent(d int, want func(e *sim.Event) bool) func(*Model, before) bool {
	return func(m *Model, was before) bool {
		for _, e := range m.scene.Run.Events(m.scene.Frame) {
			if want(&e) && (m.scene.Frame-was.frame)*int64(d) > 0 {
				return true
			}
		}
		return false
	}
}

func ofKind(kinds ...sim.Kind) func(*sim.Event) bool {
	return func(e *sim.Event) bool {
		for _, k := range kinds {
			if e.Kind == k {
				return true
			}
		}
		return false
	}
}

func again(e *sim.Event) bool { return e.Kind == sim.EvSend && e.Flag&sim.FlagRetrans != 0 }

// over is what lies over the panes afterwards, with a text that is then on the screen.
func over(o overlay, text string) func(*Model, before) bool {
	return func(m *Model, _ before) bool { return m.over == o && strings.Contains(m.Text(), text) }
}

// asks is the line at the foot, open for an answer.
func asks(a asking, mark string) func(*Model, before) bool {
	return func(m *Model, _ before) bool {
		return m.over == overPrompt && m.asking == a && !m.backward && strings.Contains(m.Text(), "\n "+mark)
	}
}

// changed is the change that the run on the screen has, and that the screen quotes.
func changed(how string) func(*Model, before) bool {
	return func(m *Model, _ before) bool {
		c := m.scene.Run.Changes()
		return len(c) == 1 && fmt.Sprintf("%d:%s=%s", c[0].Frame, c[0].Knob, c[0].Value) == how && strings.Contains(m.Text(), c[0].Knob+"="+c[0].Value)
	}
}

func layout(i int, panes ...views.PaneID) func(*Model, before) bool {
	return func(m *Model, _ before) bool {
		text := m.Text()
		for _, p := range panes {
			if !strings.Contains(text, p.Title("en")) {
				return false
			}
		}
		return m.layout == i
	}
}

func sent(msg string) func(*Model, before) bool {
	return func(_ *Model, was before) bool {
		for _, s := range was.said {
			if strings.Contains(s, msg) {
				return true
			}
		}
		return false
	}
}

var deeds = map[action]deed{
	actNext:        {want: at(1)},
	actPrev:        {from: []string{"n"}, want: at(6)},
	actNextSegment: {want: onEvent(1, ofKind(sim.EvSend, sim.EvRecv))},
	actPrevSegment: {from: []string{"n"}, want: onEvent(-1, ofKind(sim.EvSend, sim.EvRecv))},
	actNextTrip: {from: []string{"n"}, want: func(m *Model, was before) bool {
		return m.scene.Run.TimeOf(m.scene.Frame) <= was.at+50_000_000 && m.scene.Run.TimeOf(m.scene.Frame+1) > was.at+50_000_000
	}},
	actPrevTrip: {from: []string{"n", "n"}, want: func(m *Model, was before) bool {
		return m.scene.Frame < was.frame && m.scene.Run.TimeOf(m.scene.Frame+1) > was.at-50_000_000
	}},
	actStart: {from: []string{"n"}, want: at(0)},
	actEnd:   {want: func(m *Model, _ before) bool { return m.scene.Frame == m.scene.Run.Frames()-1 }},
	actPlay:  {want: func(m *Model, _ before) bool { return m.playing && strings.Contains(m.Text(), "► frame") }},
	actSlower: {want: func(m *Model, was before) bool {
		return m.speed == was.speed-1 && strings.Contains(m.Text(), m.paceText())
	}},
	actFaster: {want: func(m *Model, was before) bool {
		return m.speed == was.speed+1 && strings.Contains(m.Text(), m.paceText())
	}},
	actGoto:  {want: asks(askGoto, ":")},
	actBack:  {from: []string{"n", "n", "G"}, want: at(12)},
	actForth: {from: []string{"n", "n", "ctrl+o"}, want: at(12)},
	actNextCue: {want: func(m *Model, _ before) bool {
		return m.scene.Frame == 7 && strings.Contains(m.Text(), "The second write is held")
	}},
	actPrevCue: {from: []string{"G"}, want: onEvent(-1, func(*sim.Event) bool { return true })},

	actNextHold:    {want: at(7)},
	actPrevHold:    {from: []string{"n", "n"}, want: at(7)},
	actNextDrop:    {on: "retransmission", want: onEvent(1, ofKind(sim.EvLost))},
	actPrevDrop:    {on: "retransmission", from: []string{"G"}, want: onEvent(-1, ofKind(sim.EvLost))},
	actNextRetrans: {on: "retransmission", want: onEvent(1, again)},
	actPrevRetrans: {on: "retransmission", from: []string{"G"}, want: onEvent(-1, again)},
	actNextTimer:   {want: onEvent(1, ofKind(sim.EvFire))},
	actPrevTimer:   {from: []string{"G"}, want: onEvent(-1, ofKind(sim.EvFire))},
	actUntil:       {want: asks(askUntil, ";")},
	actUntilBack: {want: func(m *Model, _ before) bool {
		return m.over == overPrompt && m.asking == askUntil && m.backward && strings.Contains(m.Text(), "alt+;")
	}},
	actSearch:    {want: asks(askSearch, "/")},
	actAgain:     {from: []string{"n"}, want: at(12)},
	actAgainBack: {from: []string{"n", "n"}, want: at(7)},
	actMark:      {want: asks(askMark, "M ")},
	actMarks:     {from: []string{"n", "M", "x", "enter"}, want: over(overMarks, ":7")},
	actNextMark:  {from: []string{"n", "M", "x", "enter", "g"}, want: at(7)},
	actPrevMark:  {from: []string{"n", "M", "x", "enter", "G"}, want: at(7)},

	actFocus: {want: func(m *Model, _ before) bool {
		return strings.Contains(m.Text(), "▸Why") && m.focused() == views.PaneWhy
	}},
	actFocusBack: {want: func(m *Model, _ before) bool { return strings.Contains(m.Text(), "▸Connection") }},
	actZoom: {want: func(m *Model, _ before) bool {
		return m.focusedPlace().r == m.body() && !strings.Contains(m.Text(), "│Frame 0")
	}},
	actPanes: {want: over(overPanes, "Congestion window")},
	actScrollDown: {from: []string{"n", "tab"}, want: func(m *Model, was before) bool {
		return m.scene.Scroll[views.PaneWhy] == 1 && m.Text() != was.text
	}},
	actScrollUp: {from: []string{"n", "tab", "J", "J"}, want: func(m *Model, was before) bool {
		return m.scene.Scroll[views.PaneWhy] == 1 && m.Text() != was.text
	}},
	actNextConn: {on: "page", from: []string{"G", "["}, want: func(m *Model, was before) bool { return m.scene.Conn == was.conn+1 }},
	actPrevConn: {on: "page", from: []string{"G", "]"}, want: func(m *Model, was before) bool { return m.scene.Conn == was.conn-1 }},
	actFilter:   {on: "page", from: []string{"G"}, want: func(m *Model, was before) bool { return m.scene.Filter.Conn == int64(was.conn) }},
	actPureAcks: {want: func(m *Model, _ before) bool {
		return m.scene.Filter.Only == 1 && strings.Contains(m.Text(), "Pure ACKs are left out.")
	}},
	actFilterBy: {want: asks(askFilter, "alt+f")},
	actCloser: {want: func(m *Model, _ before) bool {
		return m.scene.Zoom == 1 && strings.Contains(m.Text(), "1/2 of the run")
	}},
	actWiderView: {from: []string{")", ")"}, want: func(m *Model, _ before) bool { return m.scene.Zoom == 1 }},
	actSide: {want: func(m *Model, was before) bool {
		return m.scene.Side != was.side && strings.Contains(m.Text(), "Graphs show what")
	}},
	actAxis:    {want: func(m *Model, was before) bool { return m.scene.Axis == was.axis+1 && m.Text() != was.text }},
	actLayout1: {from: []string{"2"}, want: layout(0, views.PaneLadder, views.PaneWhy)},
	actLayout2: {want: layout(1, views.PaneSegments, views.PaneTimers)},
	actLayout3: {from: []string{"2"}, want: layout(2, views.PaneLadder, views.PaneWhy)},
	actLayout4: {want: layout(3, views.PanePage, views.PaneLadder)},
	actLayout5: {want: layout(4, views.PaneCwnd, views.PaneSequence)},
	actLayout6: {want: func(m *Model, _ before) bool { return m.layout == 5 && strings.Contains(m.Text(), "─ Look for ─") }},
	actLayout7: {want: layout(6, views.PaneSegments, views.PanePacket)},
	actLayout8: {want: layout(7, views.PaneSockets, views.PaneCalls)},
	actColumns: {from: []string{"2"}, want: over(overColumns, "windows")},
	actNextColumns: {from: []string{"2"}, want: func(m *Model, was before) bool {
		return m.sets[m.setAt].name == "times" && strings.Contains(m.Text(), "Columns: times")
	}},
	actWider: {want: func(m *Model, was before) bool {
		return m.w < 112 && strings.Contains(m.status, "no divider") || m.focusedPlace().r.W > was.rect.W
	}},
	actNarrower: {want: func(m *Model, was before) bool {
		return m.w < 112 && strings.Contains(m.status, "no divider") || m.focusedPlace().r.W < was.rect.W
	}},
	actTaller:     {from: []string{"tab"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H > was.rect.H }},
	actShorter:    {from: []string{"tab"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H < was.rect.H }},
	actSplitReset: {from: []string{"tab", "}", "}"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H < was.rect.H && len(m.splits) == 0 }},

	actNagle:          {from: []string{"n"}, want: changed("8:client.nagle=off")},
	actDelayedAck:     {from: []string{"n"}, want: changed("8:server.delayed_ack=off")},
	actConnections:    {on: "page", want: changed("1:http.connections=4")},
	actNagleAll:       {from: []string{"n"}, want: changed("0:client.nagle=off")},
	actDelayedAckAll:  {from: []string{"n"}, want: changed("0:server.delayed_ack=off")},
	actConnectionsAll: {on: "page", from: []string{"n"}, want: changed("0:http.connections=4")},
	actTarget: {want: func(m *Model, _ before) bool {
		return m.hosts(actDelayedAck)[0] == "client" && strings.Contains(m.Text(), "client")
	}},
	actKnobs: {want: over(overKnobs, "client.nagle")},
	actHand:  {want: over(overHand, "lose this segment")},
	actLose:  {from: []string{"s"}, want: changed("1:wire.lose=1")},
	actUndo: {from: []string{"n", "N"}, want: func(m *Model, _ before) bool {
		return len(m.scene.Run.Changes()) == 0 && strings.Contains(m.Text(), "taken back")
	}},
	actRedo: {from: []string{"n", "N", "u"}, want: changed("8:client.nagle=off")},

	actBranches: {from: []string{"n", "N"}, want: over(overBranches, "● client.nagle=off")},
	actRename:   {want: asks(askRename, "alt+r nagle-delayed-ack")},
	actDrop:     {from: []string{"n", "N"}, want: func(m *Model, _ before) bool { return m.living() == 1 && m.cur == 0 }},
	actCompare: {from: []string{"n", "N"}, want: func(m *Model, _ before) bool {
		return m.cmp != nil && strings.Contains(m.Text(), "▸B client.nagle=off")
	}},
	actGuests:   {want: over(overGuests, "profile=linux")},
	actSimulate: {on: someCapture, want: func(m *Model, _ before) bool { return m.cmp != nil && len(m.tree) == 2 }},
	actLock: {from: []string{"n", "N", "C"}, want: func(m *Model, was before) bool {
		return m.cmp.lock == was.lock+1 && strings.Contains(m.Text(), "matching events")
	}},
	actTable:    {from: []string{"n", "N", "C"}, want: func(m *Model, _ before) bool { return m.cmp.table && strings.Contains(m.Text(), "last data read at") }},
	actMatrix:   {want: over(overMatrix, "client.nagle")},
	actPartings: {from: []string{"n", "N", "C", "G"}, want: at(8)},

	actAutoplay: {want: func(m *Model, _ before) bool { return m.playing && m.auto && presets[m.layout].lecture }},
	actPredict:  {want: over(overQuestion, "When does the second write leave?")},

	actPalette:    {want: over(overPalette, "next frame")},
	actCopy:       {from: []string{"n"}, want: sent("teacp nagle-delayed-ack --frame 7")},
	actCopyLadder: {want: sent("connect()")},
	actSave:       {want: asks(askSave, "ctrl+s nagle-delayed-ack.teacp")},
	actTheme: {want: func(m *Model, was before) bool {
		return m.scene.Theme != was.theme && strings.Contains(m.Text(), m.scene.Theme.Name)
	}},
	actLang: {want: func(m *Model, _ before) bool { return m.scene.Lang == "ko" && strings.Contains(m.Text(), "사다리") }},
	actLibrary: {want: func(m *Model, _ before) bool {
		return m.scene.Run == nil && strings.Contains(m.Text(), "─ Scenarios ─")
	}},
	actHelp:    {want: over(overHelp, "next frame")},
	actSuspend: {want: sent("tea.SuspendMsg")},
	actRepaint: {want: sent("tea.clearScreenMsg")},
	actQuit:    {want: func(m *Model, _ before) bool { return m.quit }},
}

const someCapture = "../scenarios/capture/testdata/curl-get.pcap"

// TestEveryAction does every action with each of its keys, and out of the palette, on a small
// and a larger screen: what it is for has happened.
func TestEveryAction(t *testing.T) {
	for i := range bindings {
		b := &bindings[i]
		d, ok := deeds[b.act]
		if !ok {
			t.Errorf("%s: nothing is expected of it", b.name)
			continue
		}
		for _, size := range sizes[:2] {
			for _, key := range b.keys {
				try(t, fmt.Sprintf("%s at %dx%d with %s", b.name, size[0], size[1], key), d, size, func(m *Model) tea.Cmd { return m.key(press(key)) })
			}
			try(t, fmt.Sprintf("%s at %dx%d out of the palette", b.name, size[0], size[1]), d, size, func(m *Model) tea.Cmd {
				keys(m, "ctrl+p")
				for k, it := range m.items() {
					if it.act == b.act {
						m.choice = k
						return m.key(press("enter"))
					}
				}
				t.Errorf("%s is not in the palette", b.name)
				return nil
			})
		}
	}
}

// try does an action from where it is expected to have an effect, and looks for that.
func try(t *testing.T, what string, d deed, size [2]int, do func(*Model) tea.Cmd) {
	t.Helper()
	on := d.on
	if on == "" {
		on = "nagle-delayed-ack"
	}
	m := start(t, Options{Scenario: on, Lang: "en"}, size[0], size[1])
	if on != someCapture {
		m.setLayout(0)
	}
	m.status = ""
	work(m, d.from...)
	was := before{Model: m, frame: m.scene.Frame, at: m.scene.Run.TimeOf(m.scene.Frame), rect: m.focusedPlace().r, text: m.Text(),
		theme: m.scene.Theme, speed: m.speed, axis: m.scene.Axis, side: m.scene.Side, conn: m.scene.Conn}
	if m.cmp != nil {
		was.lock = m.cmp.lock
	}
	cmd := do(m)
	if !m.playing { // whose clock would have to be waited for
		was.said = messages(cmd)
		drain(m, cmd)
		_, after := m.Update(nil)
		drain(m, after)
	}
	if !d.want(m, was) {
		t.Errorf("%s: what is expected has not happened; frame %d, %q:\n%s", what, m.scene.Frame, m.status, m.Text())
	}
}

// messages are the kinds and texts of what a command sends, as far as that is no clock.
func messages(cmd tea.Cmd) []string {
	if cmd == nil {
		return nil
	}
	var out []string
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			out = append(out, messages(c)...)
		}
	default:
		out = append(out, fmt.Sprintf("%T %v", msg, msg))
	}
	return out
}
