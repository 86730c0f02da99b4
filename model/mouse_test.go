package model

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim/simtest"
	"teacp/views"
	"teacp/views/paint"
)

func clickAt(m *Model, x, y int) {
	_, cmd := m.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	drain(m, cmd)
	m.Update(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// place is where a text stands on the screen.
func place(t *testing.T, m *Model, text string) (x, y int) {
	t.Helper()
	for y, l := range strings.Split(m.Text(), "\n") {
		if before, _, ok := strings.Cut(l, text); ok {
			return paint.Width(before), y
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", text, m.Text())
	return 0, 0
}

func clickOn(t *testing.T, m *Model, text string) {
	t.Helper()
	x, y := place(t, m, text)
	clickAt(m, x, y)
}

// TestMouse clicks through the program at all sizes: library, ladder, tabs, edges, timeline.
func TestMouse(t *testing.T) {
	for _, s := range append([][2]int{{60, 18}}, sizes...) {
		m := start(t, Options{Lang: "en"}, s[0], s[1])
		m.query.Set("nagle meets")
		clickOn(t, m, "Nagle meets delayed ACK")
		if m.scene.Run == nil {
			t.Fatalf("%v: a click on the marked row does not open it", s)
		}
		m.setLayout(0)
		m.status = ""
		work(m, "n")
		clickOn(t, m, "write(100) │")
		if m.scene.Frame != 6 {
			t.Errorf("%v: a click on the row of frame 6 goes to %d", s, m.scene.Frame)
		}
		for _, title := range []string{"Connection", "Timers", "Why", "Ladder"} {
			clickOn(t, m, title)
			if got := m.focused().Title("en"); got != title {
				t.Errorf("%v: a click on the title of %s focuses %s", s, title, got)
			}
		}
		x, y := m.bar[0], 0
		m.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		for ; x < m.bar[1]+10; x++ {
			m.Update(tea.MouseMotionMsg{X: x, Y: 5, Button: tea.MouseLeft})
		}
		m.Update(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
		if m.scene.Frame != m.scene.Run.Frames()-1 {
			t.Errorf("%v: dragged to the end of the timeline, the cursor is at %d", s, m.scene.Frame)
		}
		edge := m.arrange(m.body())[1]
		before := edge.r
		m.Update(tea.MouseClickMsg{X: edge.r.X + edge.r.W - 2, Y: edge.r.Y + boolInt(edge.row == 0)*3, Button: tea.MouseLeft})
		if edge.row > 0 { // its upper edge goes up by two rows
			m.Update(tea.MouseMotionMsg{X: 5, Y: edge.r.Y - 2, Button: tea.MouseLeft})
			m.Update(tea.MouseReleaseMsg{X: 5, Y: edge.r.Y - 2, Button: tea.MouseLeft})
			if got := m.arrange(m.body())[1].r; got.H != before.H+2 {
				t.Errorf("%v: the edge was dragged from %v to %v", s, before, got)
			}
		}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestMouseInOverlays: a click marks a line, one on the marked line does it, and one beside the
// window closes it; the question is answered by clicks.
func TestMouseInOverlays(t *testing.T) {
	for _, s := range append([][2]int{{60, 18}}, sizes...) {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, s[0], s[1])
		work(m, "n")
		for _, key := range []string{"ctrl+p", "o", "i", "?", "Q", "v", "B", "W", "alt+v", ";"} {
			work(m, key)
			if !m.over.IsOpen() {
				t.Fatalf("%v: %s opens nothing", s, key)
			}
			clickAt(m, 0, 0)
			if m.over.IsOpen() {
				t.Errorf("%v: a click outside does not close what %s has opened", s, key)
			}
		}
		work(m, "v")
		clickOn(t, m, "Timers —")
		if l := openList(m); !m.over.Is(keymap.Panes) || l.Items(m.host())[l.Choice()].Ref != int(views.PaneTimers) {
			t.Errorf("%v: a click does not mark the line", s)
		}
		clickOn(t, m, "Timers —")
		if m.over.IsOpen() || m.focused() != views.PaneTimers {
			t.Fatalf("%v: a second click does not do what the line says", s)
		}
		work(m, "Q")
		clickOn(t, m, "1. at once")
		if !strings.Contains(m.Text(), "✗ 1. at once") {
			t.Errorf("%v: the click is no answer:\n%s", s, m.Text())
		}
		work(m, "esc", "W")
		clickOn(t, m, "client.nagle")
		if strings.Contains(m.Text(), "✓ client.nagle") {
			t.Errorf("%v: a click on a picked knob does not unpick it", s)
		}
	}
}

// TestClickKeys presses the keys whose names stand at the foot and in the header by clicks.
func TestClickKeys(t *testing.T) {
	m := start(t, Options{Lang: "en"}, 120, 40)
	m.query.Set("nagle meets")
	clickOn(t, m, "enter open")
	clickOn(t, m, "n hold")
	if m.scene.Frame != 7 {
		t.Fatalf("a click on n goes to frame %d", m.scene.Frame)
	}
	clickOn(t, m, "N Nagle")
	clickOn(t, m, "C compare  ")
	if m.cmp == nil {
		t.Fatal("a click on C compares nothing")
	}
	clickOn(t, m, "esc close")
	clickOn(t, m, "u undo")
	clickOn(t, m, "Q question")
	clickOn(t, m, "esc close")
	clickOn(t, m, "tab pane")
	if m.cmp != nil || m.cur != 0 || m.over.IsOpen() || m.focused() != views.PaneWhy {
		t.Errorf("comparison %v, branch %d, overlay %v, focus %v", m.cmp != nil, m.cur, m.over.IsOpen(), m.focused())
	}
	clickOn(t, m, "→ next")
	clickOn(t, m, "? help")
	clickOn(t, m, "esc close")
	clickOn(t, m, "q quit")
	if m.scene.Frame != 8 || !m.quit {
		t.Errorf("frame %d, left %v", m.scene.Frame, m.quit)
	}
}

// TestWheel turns the wheel over every pane: the cursor moves, the pane scrolls, or a graph shows
// less time; up takes back what down has done.
func TestWheel(t *testing.T) {
	for id := range views.PaneID(views.NumPanes) {
		m := start(t, Options{Scenario: "page", Lang: "en"}, 80, 24)
		work(m, "G", "b", "b", "b")
		m.setLayout(0)
		m.setPane(id)
		m.status = ""
		m.Text() // what can be scrolled is known then
		frame, zoom := m.scene.Frame, m.scene.Zoom
		turn := func(b tea.MouseButton, n int) string {
			for range n {
				m.Update(tea.MouseWheelMsg{X: 20, Y: 6, Button: b})
			}
			m.status = ""
			return m.Text()
		}
		start, far := m.Text(), turn(tea.MouseWheelUp, 1)
		if views.Panes[id].Follows && m.scene.Frame != frame-1 || views.Panes[id].Zooms && m.scene.Zoom != zoom+1 {
			t.Errorf("%s: the wheel does nothing", views.Panes[id].Name)
		}
		if !views.Panes[id].Follows && !views.Panes[id].Zooms {
			far = turn(tea.MouseWheelDown, 1)
		}
		back := turn(tea.MouseWheelDown, 1)
		if !views.Panes[id].Follows && !views.Panes[id].Zooms {
			back = turn(tea.MouseWheelUp, 2)
		}
		if back != start {
			t.Errorf("%s: the wheel does not take back what it did: %s\n%s", views.Panes[id].Name, simtest.Difference(start, back), far)
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
	work(m, "n", "N", "C")
	frame := m.scene.Frame
	if m.Update(tea.MouseWheelMsg{X: 20, Y: 8, Button: tea.MouseWheelDown}); m.scene.Frame != frame+1 {
		t.Error("the wheel does not move runs that are compared")
	}
	x, _ := place(t, m, "A nagle-delayed-ack")
	clickAt(m, x, 9)
	if m.cmp.on != 0 {
		t.Error("a click does not choose the other run")
	}
}
