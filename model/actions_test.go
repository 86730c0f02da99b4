package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views"
	"teacp/views/paint"
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
	rect  paint.Rect
	text  string
	said  []string // the kinds of messages that the action sends
	theme *paint.Theme
	speed int
	axis  paint.AxisKind
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

func ofAny(list []sim.Event, want func(*sim.Event) bool) bool {
	return slices.ContainsFunc(list, func(e sim.Event) bool { return want(&e) })
}

func again(e *sim.Event) bool { return e.Kind == sim.EvSend && e.Flag&sim.FlagRetrans != 0 }

// over is what lies over the panes afterwards, with a text that is then on the screen.
func over(act keymap.Action, text string) func(*Model, before) bool {
	return func(m *Model, _ before) bool { return m.over.Is(act) && strings.Contains(m.Text(), text) }
}

// asks is the line at the foot, open for an answer.
func asks(a, mark string) func(*Model, before) bool {
	return func(m *Model, _ before) bool {
		return prompted(m, a, mark)
	}
}

func prompted(m *Model, name, mark string) bool {
	p, ok := m.over.Overlay().(*overlay.Prompt)
	return ok && p.Name == name && strings.Contains(m.Text(), "\n "+mark)
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

var deeds = map[keymap.Action]deed{
	keymap.Next:        {want: at(1)},
	keymap.Prev:        {from: []string{"n"}, want: at(6)},
	keymap.NextSegment: {want: onEvent(1, ofKind(sim.EvSend, sim.EvRecv))},
	keymap.PrevSegment: {from: []string{"n"}, want: onEvent(-1, ofKind(sim.EvSend, sim.EvRecv))},
	keymap.NextTrip: {from: []string{"n"}, want: func(m *Model, was before) bool {
		return m.scene.Run.TimeOf(m.scene.Frame) <= was.at+50_000_000 && m.scene.Run.TimeOf(m.scene.Frame+1) > was.at+50_000_000
	}},
	keymap.PrevTrip: {from: []string{"n", "n"}, want: func(m *Model, was before) bool {
		return m.scene.Frame < was.frame && m.scene.Run.TimeOf(m.scene.Frame+1) > was.at-50_000_000
	}},
	keymap.Start: {from: []string{"n"}, want: at(0)},
	keymap.End:   {want: func(m *Model, _ before) bool { return m.scene.Frame == m.scene.Run.Frames()-1 }},
	keymap.LastData: {want: func(m *Model, _ before) bool {
		return ofAny(m.scene.Run.Events(m.scene.Frame), ofKind(sim.EvReadable)) && m.scene.Frame < m.scene.Run.Frames()-1
	}},
	keymap.Play: {want: func(m *Model, _ before) bool { return m.playing && strings.Contains(m.Text(), "► frame") }},
	keymap.Slower: {want: func(m *Model, was before) bool {
		return m.speed == was.speed-1 && strings.Contains(m.Text(), m.paceText())
	}},
	keymap.Faster: {want: func(m *Model, was before) bool {
		return m.speed == was.speed+1 && strings.Contains(m.Text(), m.paceText())
	}},
	keymap.Goto:    {want: asks(askGoto, ":")},
	keymap.Back:    {from: []string{"n", "n", "G"}, want: at(12)},
	keymap.Forward: {from: []string{"n", "n", "ctrl+o"}, want: at(12)},
	keymap.NextCue: {want: func(m *Model, _ before) bool {
		return m.scene.Frame == 7 && strings.Contains(m.Text(), "The second write is held")
	}},
	keymap.PrevCue: {from: []string{"G"}, want: onEvent(-1, func(*sim.Event) bool { return true })},

	keymap.NextHold:    {want: at(7)},
	keymap.PrevHold:    {from: []string{"n", "n"}, want: at(7)},
	keymap.NextLoss:    {on: "retransmission", want: onEvent(1, ofKind(sim.EvLost))},
	keymap.PrevLoss:    {on: "retransmission", from: []string{"G"}, want: onEvent(-1, ofKind(sim.EvLost))},
	keymap.NextError:   {on: "reset", want: onEvent(1, ofKind(sim.EvError, sim.EvDone, sim.EvCall))},
	keymap.PrevError:   {on: "reset", from: []string{"G"}, want: onEvent(-1, ofKind(sim.EvError, sim.EvDone, sim.EvCall))},
	keymap.NextRetrans: {on: "retransmission", want: onEvent(1, again)},
	keymap.PrevRetrans: {on: "retransmission", from: []string{"G"}, want: onEvent(-1, again)},
	keymap.NextTimer:   {want: onEvent(1, ofKind(sim.EvFire))},
	keymap.PrevTimer:   {from: []string{"G"}, want: onEvent(-1, ofKind(sim.EvFire))},
	keymap.Until:       {want: asks(askUntil, ";")},
	keymap.UntilBack: {want: func(m *Model, _ before) bool {
		return prompted(m, askUntil, "alt+;")
	}},
	keymap.Search:       {want: asks(askSearch, "/")},
	keymap.NextMatch:    {from: []string{"n"}, want: at(12)},
	keymap.PrevMatch:    {from: []string{"n", "n"}, want: at(7)},
	keymap.Bookmark:     {want: asks(askMark, "M ")},
	keymap.Bookmarks:    {from: []string{"n", "M", "x", "enter"}, want: over(keymap.Bookmarks, ":7")},
	keymap.NextBookmark: {from: []string{"n", "M", "x", "enter", "g"}, want: at(7)},
	keymap.PrevBookmark: {from: []string{"n", "M", "x", "enter", "G"}, want: at(7)},

	keymap.Focus: {want: func(m *Model, _ before) bool {
		return strings.Contains(m.Text(), "▸Why") && m.focused() == views.PaneWhy
	}},
	keymap.FocusBack: {want: func(m *Model, _ before) bool { return strings.Contains(m.Text(), "▸Connection") }},
	keymap.Zoom: {want: func(m *Model, _ before) bool {
		return m.focusedPlace().r == m.body() && !strings.Contains(m.Text(), "│Frame 0")
	}},
	keymap.Panes: {want: over(keymap.Panes, "Congestion window")},
	keymap.ScrollDown: {from: []string{"n", "tab"}, want: func(m *Model, was before) bool {
		return m.scene.Scroll[views.PaneWhy] == 1 && m.Text() != was.text
	}},
	keymap.ScrollUp: {from: []string{"n", "tab", "J", "J"}, want: func(m *Model, was before) bool {
		return m.scene.Scroll[views.PaneWhy] == 1 && m.Text() != was.text
	}},
	keymap.NextConn: {on: "page", from: []string{"G", "["}, want: func(m *Model, was before) bool { return m.scene.Conn == was.conn+1 }},
	keymap.PrevConn: {on: "page", from: []string{"G", "]"}, want: func(m *Model, was before) bool { return m.scene.Conn == was.conn-1 }},
	keymap.Filter:   {on: "page", from: []string{"G"}, want: func(m *Model, was before) bool { return m.scene.Filter.Conn == int64(was.conn) }},
	keymap.PureAcks: {want: func(m *Model, _ before) bool {
		return m.scene.Filter.Only == 1 && strings.Contains(m.Text(), "Pure ACKs are left out.")
	}},
	keymap.FilterBy: {want: asks(askFilter, "alt+f ")},
	keymap.ZoomIn: {want: func(m *Model, _ before) bool {
		return m.scene.Zoom == 1 && strings.Contains(m.Text(), "1/2 of the run")
	}},
	keymap.ZoomOut: {from: []string{")", ")"}, want: func(m *Model, _ before) bool { return m.scene.Zoom == 1 }},
	keymap.Direction: {want: func(m *Model, was before) bool {
		return m.scene.Side != was.side && strings.Contains(m.Text(), "Graphs show what")
	}},
	keymap.Axis:    {want: func(m *Model, was before) bool { return m.scene.Axis == was.axis+1 && m.Text() != was.text }},
	keymap.Layout1: {from: []string{"2"}, want: layout(0, views.PaneLadder, views.PaneWhy)},
	keymap.Layout2: {want: layout(1, views.PaneSegments, views.PaneTimers)},
	keymap.Layout3: {from: []string{"2"}, want: layout(2, views.PaneLadder, views.PaneWhy)},
	keymap.Layout4: {want: layout(3, views.PanePage, views.PaneLadder)},
	keymap.Layout5: {want: layout(4, views.PaneCwnd, views.PaneSequence)},
	keymap.Layout6: {want: func(m *Model, _ before) bool { return m.layout == 5 && strings.Contains(m.Text(), "─ Look for ─") }},
	keymap.Layout7: {want: layout(6, views.PaneSegments, views.PanePacket)},
	keymap.Layout8: {want: layout(7, views.PaneSockets, views.PaneCalls)},
	keymap.Columns: {from: []string{"2"}, want: over(keymap.Columns, "windows")},
	keymap.NextColumns: {from: []string{"2"}, want: func(m *Model, was before) bool {
		return m.sets[m.setAt].Name == "times" && strings.Contains(m.Text(), "Columns: times")
	}},
	keymap.Wider: {want: func(m *Model, was before) bool {
		return m.w < 112 && strings.Contains(m.status, "no divider") || m.focusedPlace().r.W > was.rect.W
	}},
	keymap.Narrower: {want: func(m *Model, was before) bool {
		return m.w < 112 && strings.Contains(m.status, "no divider") || m.focusedPlace().r.W < was.rect.W
	}},
	keymap.Taller:     {from: []string{"tab"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H > was.rect.H }},
	keymap.Shorter:    {from: []string{"tab"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H < was.rect.H }},
	keymap.SplitReset: {from: []string{"tab", "}", "}"}, want: func(m *Model, was before) bool { return m.focusedPlace().r.H < was.rect.H && len(m.splits) == 0 }},

	keymap.Nagle:          {from: []string{"n"}, want: changed("8:client.nagle=off")},
	keymap.DelayedAck:     {from: []string{"n"}, want: changed("8:server.delayed_ack=off")},
	keymap.Connections:    {on: "page", want: changed("1:http.connections=4")},
	keymap.NagleAll:       {from: []string{"n"}, want: changed("0:client.nagle=off")},
	keymap.DelayedAckAll:  {from: []string{"n"}, want: changed("0:server.delayed_ack=off")},
	keymap.ConnectionsAll: {on: "page", from: []string{"n"}, want: changed("0:http.connections=4")},
	keymap.Target: {want: func(m *Model, _ before) bool {
		return m.hosts(toggleDelayedAck, false)[0] == "client" && strings.Contains(m.Text(), "client")
	}},
	keymap.Knobs:     {want: over(keymap.Knobs, "client.nagle")},
	keymap.Intervene: {want: over(keymap.Intervene, "lose this segment")},
	keymap.Lose:      {from: []string{"s"}, want: changed("1:wire.lose=1")},
	keymap.Undo: {from: []string{"n", "N"}, want: func(m *Model, _ before) bool {
		return len(m.scene.Run.Changes()) == 0 && strings.Contains(m.Text(), "taken back")
	}},
	keymap.Redo: {from: []string{"n", "N", "u"}, want: changed("8:client.nagle=off")},

	keymap.Branches:     {from: []string{"n", "N"}, want: over(keymap.Branches, "● client.nagle=off")},
	keymap.RenameBranch: {want: asks(askRename, "alt+r nagle-delayed-ack")},
	keymap.DropBranch:   {from: []string{"n", "N"}, want: func(m *Model, _ before) bool { return m.living() == 1 && m.cur == 0 }},
	keymap.Compare: {from: []string{"n", "N"}, want: func(m *Model, _ before) bool {
		return m.cmp != nil && strings.Contains(m.Text(), "▸B client.nagle=off")
	}},
	keymap.CompareWith: {want: over(keymap.CompareWith, "profile=linux")},
	keymap.Simulate:    {on: someCapture, want: func(m *Model, _ before) bool { return m.cmp != nil && len(m.tree) == 2 }},
	keymap.Lock: {from: []string{"n", "N", "C"}, want: func(m *Model, was before) bool {
		return m.cmp.lock == was.lock+1 && strings.Contains(m.Text(), "matching events")
	}},
	keymap.Differences:     {from: []string{"n", "N", "C"}, want: func(m *Model, _ before) bool { return m.cmp.table && strings.Contains(m.Text(), "last data read at") }},
	keymap.Matrix:          {want: over(keymap.Matrix, "client.nagle")},
	keymap.FirstDifference: {from: []string{"n", "N", "C", "G"}, want: at(8)},

	keymap.Autoplay: {want: func(m *Model, _ before) bool { return m.playing && m.auto && presets[m.layout].lecture }},
	keymap.Question: {want: over(keymap.Question, "When does the second write leave?")},

	keymap.Palette:    {want: over(keymap.Palette, "next frame")},
	keymap.Copy:       {from: []string{"n"}, want: sent("teacp nagle-delayed-ack --frame 7")},
	keymap.CopyLadder: {want: sent("connect()")},
	keymap.Save:       {want: asks(askSave, "ctrl+s nagle-delayed-ack.teacp")},
	keymap.Theme: {want: func(m *Model, was before) bool {
		return m.scene.Theme != was.theme && strings.Contains(m.Text(), m.scene.Theme.Name)
	}},
	keymap.Lang: {want: func(m *Model, _ before) bool { return m.scene.Lang == "ko" && strings.Contains(m.Text(), "사다리") }},
	keymap.Close: {from: []string{"z"}, want: func(m *Model, _ before) bool {
		return !m.zoom && strings.Contains(m.Text(), "Frame 0")
	}},
	keymap.Library: {want: func(m *Model, _ before) bool {
		return m.scene.Run == nil && strings.Contains(m.Text(), "─ Scenarios ─")
	}},
	keymap.Help:    {want: over(keymap.Help, "next frame")},
	keymap.Suspend: {want: sent("tea.SuspendMsg")},
	keymap.Repaint: {want: sent("tea.clearScreenMsg")},
	keymap.Quit:    {want: func(m *Model, _ before) bool { return m.quit }},
}

const someCapture = "../scenarios/capture/testdata/curl-get.pcap"

// TestEveryAction does every action with each of its keys, and out of the palette, on a small
// and a larger screen: what it is for has happened.
func TestEveryAction(t *testing.T) {
	for i := range keymap.Builtin {
		b := &keymap.Builtin[i]
		d, ok := deeds[b.Action]
		if !ok {
			t.Errorf("%s: nothing is expected of it", b.Action)
			continue
		}
		for _, size := range sizes[:2] {
			for _, key := range b.Keys() {
				try(t, fmt.Sprintf("%s at %dx%d with %s", b.Action, size[0], size[1], key), d, size, func(m *Model) tea.Cmd { return m.key(press(key)) })
			}
			try(t, fmt.Sprintf("%s at %dx%d out of the palette", b.Action, size[0], size[1]), d, size, func(m *Model) tea.Cmd {
				keys(m, "ctrl+p")
				l := openList(m)
				for k, it := range l.Items(m.host()) {
					if it.Do == (overlay.Close{Then: overlay.Press{Action: b.Action}}) {
						l.Choose(k)
						return m.key(press("enter"))
					}
				}
				t.Errorf("%s is not in the palette", b.Action)
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
