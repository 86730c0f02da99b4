package model

import (
	"fmt"
	"strings"
	"testing"

	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// only puts one pane on the whole screen.
func only(t *testing.T, m *Model, name string) {
	t.Helper()
	id, ok := views.PaneByName(name)
	if !ok {
		t.Fatalf("there is no pane %q", name)
	}
	m.chosen[m.layout] = []views.PaneID{id}
	m.focus = 0
	drain(m, m.grow())
	drain(m, m.tryKnobs())
}

// TestBookScreens holds the panes that show more in the explorer than alone: of the page the
// request that was chosen, of the ledger what other knobs would bring.
func TestBookScreens(t *testing.T) {
	for _, c := range []struct {
		pane, scenario string
		frame          int64
		keys           []string
	}{
		{"page", "page", 100, []string{"J", "J"}},
		{"ledger", "nagle-delayed-ack", 22, nil},
	} {
		for _, lang := range []string{"en", "ko"} {
			for _, s := range sizes {
				m := start(t, Options{Scenario: c.scenario, Lang: lang}, s[0], s[1])
				m.moveTo(c.frame)
				m.status = ""
				only(t, m, c.pane)
				work(m, c.keys...)
				golden(t, fmt.Sprintf("pane-%s-%s-%dx%d", c.pane, lang, s[0], s[1]), m.Text())
			}
		}
	}
}

// TestLedgerSoFar: the ledger of a frame is that of the whole run, cut off at the cursor; a
// turned knob brings another one, and the what-if of the run before is not shown for it.
func TestLedgerSoFar(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	only(t, m, "ledger")
	for _, c := range []struct {
		frame int64
		say   string
	}{{0, "so far 0.000 ms of 350.803 ms"}, {12, "so far 75.227 ms of"}, {22, "complete at :22"}, {31, "complete at :22"}} {
		m.moveTo(c.frame)
		if s := m.Text(); !strings.Contains(s, c.say) {
			t.Errorf("frame %d: expected %q:\n%s", c.frame, c.say, s)
		}
	}
	if !strings.Contains(m.Text(), "client.nagle=off") {
		t.Error("what if does not name the knob")
	}
	m.moveTo(0)
	_, cmd := m.Update(press("N"))
	if strings.Contains(m.Text(), "-250.032 ms") {
		t.Error("what if of the other run is shown")
	}
	drain(m, cmd)
	m.moveTo(31)
	if s := m.Text(); !strings.Contains(s, "complete at :") || strings.Contains(s, "│N Nagle") {
		t.Errorf("without Nagle:\n%s", s)
	}
}

// TestLedgerLeadsToFrames: a point of the ledger's bar or path leads to the frame that ended
// the interval there.
func TestLedgerLeadsToFrames(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	only(t, m, "ledger")
	drain(m, m.toEnd())
	m.Text()
	ends := map[int64]bool{}
	for _, v := range m.scene.Book().Whole() {
		ends[v.Frame] = true
	}
	bar, path := 0, 0
	for y := m.body().Y; y < m.body().Y+m.body().H; y++ {
		f := views.FrameAt(m.body(), views.PaneLedger, &m.scene, 40, y)
		switch {
		case f < 0:
			continue
		case !ends[f]:
			t.Errorf("row %d leads to frame %d, which ends no interval", y, f)
		case y == m.body().Y+2:
			bar++
		default:
			path++
		}
	}
	if bar != 1 || path < 8 {
		t.Errorf("%d rows of the bar and %d of the path lead to frames", bar, path)
	}
}

// TestWaterfallIsTheLedger: the waterfall opens a request to the intervals that the ledger
// has for it, and a click on a bar goes to the frame that ended what is there.
func TestWaterfallIsTheLedger(t *testing.T) {
	m := start(t, Options{Scenario: "page"}, 120, 40)
	only(t, m, "page")
	drain(m, m.toEnd())
	l := m.scene.Book()
	for i := 0; i < l.Requests(); i++ {
		s := m.Text()
		list := l.Intervals(i)
		last := list[len(list)-1]
		for _, say := range []string{fmt.Sprintf("── %d ", i), words.Time(last.To - list[0].From), fmt.Sprintf(":%d", last.Frame)} {
			if !strings.Contains(s, say) {
				t.Errorf("request %d: expected %q:\n%s", i, say, s)
			}
		}
		work(m, "J")
	}
	hit := 0
	for x := 0; x < 120; x++ {
		f := views.FrameAt(m.body(), views.PanePage, &m.scene, x, m.body().Y+2)
		if f < 0 {
			continue
		}
		hit++
		found := false
		for _, v := range l.Intervals(0) {
			found = found || v.Frame == f
		}
		if !found {
			t.Errorf("column %d leads to frame %d, which ends nothing of the request", x, f)
		}
	}
	if hit < 10 {
		t.Errorf("only %d columns of the bar lead to a frame", hit)
	}
}

// TestBookPanesEverywhere paints the panes at all frames, in odd sizes, without trouble.
func TestBookPanesEverywhere(t *testing.T) {
	for _, name := range []string{"page", "flow-control", "reset"} {
		m := start(t, Options{Scenario: name, Lang: "ko"}, 100, 30)
		for _, id := range []views.PaneID{views.PaneSockets, views.PaneCalls, views.PaneMessages, views.PanePage, views.PaneLedger} {
			for f := int64(0); f < m.scene.Run.Frames(); f += 7 {
				m.moveTo(f)
				for _, s := range [][2]int{{4, 3}, {9, 5}, {21, 4}, {40, 12}, {79, 23}, {200, 60}} {
					c := paint.NewCanvas(s[0], s[1])
					m.scene.Scroll[id] = int(f)
					views.Paint(c, paint.Rect{W: s[0], H: s[1]}, id, &m.scene, true)
				}
			}
		}
	}
}
