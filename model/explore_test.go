package model

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/simtest"
	"teacp/views"
	"teacp/views/words"
)

// drain runs commands that compute, as the program would, until none is left. Clocks are
// left alone: nothing here depends on time.
func drain(m *Model, cmd tea.Cmd) {
	for i := 0; cmd != nil && i < 10_000; i++ {
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				drain(m, c)
			}
			return
		case jobMsg, overlay.ResultMsg, growMsg, whatIfMsg, drawsMsg:
			_, cmd = m.Update(msg)
		default:
			return
		}
	}
}

// work presses keys and lets what they began come to its end.
func work(m *Model, names ...string) {
	for _, n := range names {
		_, cmd := m.Update(press(n))
		drain(m, cmd)
	}
}

func typed(m *Model, s string) {
	for _, r := range s {
		if r == ' ' {
			keys(m, "space")
			m.Update(tea.KeyPressMsg{Code: ' ', Text: " "})
			typedIn(m).Set(strings.ReplaceAll(typedIn(m).Value(), "  ", " "))
			continue
		}
		keys(m, string(r))
	}
}

// TestCompareScreens holds the comparison, the matrix, the lecture and the lists.
func TestCompareScreens(t *testing.T) {
	for _, s := range sizes {
		name := func(what string) string { return fmt.Sprintf("%s-%dx%d", what, s[0], s[1]) }
		m := start(t, Options{Scenario: "nagle-delayed-ack"}, s[0], s[1])
		work(m, "n", "N", "C")
		golden(t, name("compare"), m.Text())
		work(m, "=", "d")
		golden(t, name("differences"), m.Text())
		work(m, "esc", "B")
		golden(t, name("branches"), m.Text())
		work(m, "esc", "W", "enter")
		golden(t, name("matrix"), m.Text())
		work(m, "esc", "6", "A")
		golden(t, name("lecture"), m.Text())
		work(m, "Q", "1")
		golden(t, name("question"), m.Text())
		m.scene.Lang = "ko"
		work(m, "esc", "C")
		golden(t, name("compare-ko"), m.Text())
	}
}

// TestSixKeys: from a fresh start at most six keys show the hold, fork without Nagle and
// compare at the first divergence, with what it saved.
func TestSixKeys(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	work(m, "n", "N", "C")
	s := m.Text()
	for _, want := range []string{"A nagle-delayed-ack", "B client.nagle=off", "250.032 ms faster", "[nagle]"} {
		if !strings.Contains(s, want) {
			t.Errorf("the comparison does not say %q:\n%s", want, s)
		}
	}
	p := m.cmp.parts[1]
	if p.frame != [2]int64{8, 8} {
		t.Errorf("the runs part at %v", p.frame)
	}
}

// TestBranches: every change is a branch; switching, dropping and going back keep all runs.
func TestBranches(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "n", "N", "u", "D")
	if len(m.tree) != 3 || m.tree[1].parent != 0 || m.tree[2].parent != 0 {
		t.Fatalf("tree: %+v", m.tree)
	}
	work(m, "u", "N")
	if m.living() != 3 || m.cur != 1 {
		t.Errorf("the same change makes a branch anew: %d branches, on %d", m.living(), m.cur)
	}
	work(m, "alt+r", "ctrl+u")
	typed(m, "fast")
	work(m, "enter")
	if m.tree[1].name != "fast" {
		t.Errorf("renamed to %q", m.tree[1].name)
	}
	work(m, "ctrl+d")
	if m.living() != 2 || m.cur != 0 {
		t.Errorf("dropping leaves %d branches, on %d", m.living(), m.cur)
	}
	work(m, "ctrl+d")
	if m.living() != 2 {
		t.Error("the scenario's own run was dropped")
	}
}

// TestLocks: locked by events the other run shows the same bytes, by time the same instant,
// unlocked it stays.
func TestLocks(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "n", "N", "C")
	a := func() *views.Scene { return &m.cmp.scenes[0] }
	work(m, "right", "right")
	if got, want := a().Run.TimeOf(a().Frame), m.scene.Run.TimeOf(m.scene.Frame); got > want {
		t.Errorf("locked by time: %v beside %v", got, want)
	}
	work(m, "=", "p", "left", "right") // by events, at the second write
	if f := a().Frame; f != 16 {
		t.Errorf("locked by events: frame %d beside %d, want 16", f, m.scene.Frame)
	}
	work(m, "=", "right", "right")
	if f := a().Frame; f != 16 {
		t.Errorf("unlocked, the other run moves to %d", f)
	}
	work(m, "tab", "N")
	if m.cmp == nil || len(m.cmp.cols) != 2 {
		t.Fatal("turning a knob in a comparison ends it")
	}
}

// TestConditions reads conditions, and says what is wrong with others.
func TestConditions(t *testing.T) {
	for _, c := range []struct {
		s     string
		frame int64
	}{
		{"hold nagle", 7}, {"hold", 7}, {"send piggyback", 19}, {"timer", 15}, {"timer delayed-ACK", 15}, {"state ESTABLISHED", 4}, {"server state established", 9},
		{"segment 101:201 acked", 21}, {"segment 101:201 sent", 16}, {"client held >= 100", 7}, {"client held>=100", 7}, {"flight>150", 19}, {"flight > 150", 19}, {"conn 0 rst", -1},
		{"syn", 1}, {"fin", 23}, {"text delayed-ack", 12}, {"retransmission", -1}, {"call", 1}, {"ack-held", 12}, {"release", 16},
	} {
		m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
		cond, err := parseCondition(m.scene.Run.Config(), c.s)
		if err != nil {
			t.Errorf("%s: %v", c.s, err)
			continue
		}
		drain(m, m.seekTo(cond, 1, c.s))
		if got := m.scene.Frame; got != c.frame && !(c.frame < 0 && got == 0 && m.status != "") {
			t.Errorf("%s: frame %d, want %d (%s)", c.s, got, c.frame, m.status)
		}
		if c.frame < 0 {
			continue
		}
		m.moveTo(c.frame + 1) // and back to it, unless it is met again
		drain(m, m.seekTo(cond, -1, c.s))
		if got := m.scene.Frame; got != c.frame {
			t.Errorf("%s backwards: frame %d, want %d", c.s, got, c.frame)
		}
	}
	cfg := start(t, Options{Scenario: "handshake"}, 80, 24).scene.Run.Config()
	for _, c := range []struct{ s, want string }{
		{"", "expected an event"}, {"hold nagel", `did you mean "nagle"`}, {"cwnd >> 3", "expected a number"}, {"srtt", "no event"}, {"state OPEN", "expected one of CLOSED"},
		{"segment 5", "FROM:TO"}, {"segment 5:9 eaten", "sent, received, lost or acked"}, {"conn x hold", "expected a number"}, {"holt", `did you mean "hold"`}, {"text", "expected a text"},
	} {
		if _, err := parseCondition(cfg, c.s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.s, err, c.want)
		}
	}
}

// TestCompletion completes the word being typed.
func TestCompletion(t *testing.T) {
	m := start(t, Options{Scenario: "handshake"}, 80, 24)
	work(m, ";")
	typed(m, "sta")
	work(m, "tab")
	p := m.over.Overlay().(*overlay.Prompt)
	if got := p.Input().Value(); !strings.HasPrefix(got, "sta") || got == "sta" && len(p.Proposals()) == 1 {
		t.Errorf("completed to %q", got)
	}
	p.Input().Set("client state TIME")
	work(m, "tab")
	if got := p.Input().Value(); got != "client state TIME-WAIT " {
		t.Errorf("completed to %q", got)
	}
	work(m, "enter")
	if !strings.Contains(strings.Join(completions(m.scene.Run.Config(), "hold "), " "), "nagle") {
		t.Error("no rules behind hold")
	}
}

// TestMatrix simulates all combinations; as it is and opened by hand they agree.
func TestMatrix(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "W", "enter")
	list, left := m.over.Overlay().(*overlay.Matrix).Results()
	if left != 0 || len(list) != 16 {
		t.Fatalf("%d combinations, %d left", len(list), left)
	}
	for i, c := range list {
		if c.Failed != "" || i > 0 && c.End.At < list[i-1].End.At {
			t.Errorf("combination %d: %s, %v after %v", i, c.Failed, c.End.At, list[max(i-1, 0)].End.At)
		}
		r := simtest.Of(t, m.sc.Config, c.Changes...)
		if end := goal.Of(r); end != c.End || r.Stats() != c.Stats {
			t.Errorf("%s: %+v in the matrix, %+v alone", changeText(c.Changes), c.End, end)
		}
	}
	best := changeText(list[0].Changes)
	work(m, "enter")
	if got := changeText(m.scene.Run.Changes()); got != best {
		t.Errorf("opened %q, want %q", got, best)
	}
}

// TestLayouts: panes fill the body without a gap at every size; edges can be dragged.
func TestLayouts(t *testing.T) {
	m := start(t, Options{Scenario: "page"}, 80, 24)
	for w := MinW; w <= 300; w += 17 {
		for h := MinH; h <= 100; h += 7 {
			m.Update(tea.WindowSizeMsg{Width: w, Height: h})
			for i := range presets {
				m.setLayout(i)
				area := 0
				for _, p := range m.arrange(m.body()) {
					area += p.r.W * p.r.H
					if p.r.W < leastW-1 || p.r.H < leastH-1 {
						t.Fatalf("%dx%d, %s: pane %v", w, h, presets[i].name, p.r)
					}
				}
				if b := m.body(); area != b.W*b.H {
					t.Fatalf("%dx%d, %s: panes fill %d of %d cells", w, h, presets[i].name, area, b.W*b.H)
				}
			}
		}
	}
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.setLayout(0)
	x := m.arrange(m.body())[1].r.X
	m.Update(tea.MouseClickMsg{X: x, Y: 10, Button: tea.MouseLeft})
	m.Update(tea.MouseMotionMsg{X: x - 20, Y: 10, Button: tea.MouseLeft})
	m.Update(tea.MouseReleaseMsg{X: x - 20, Y: 10})
	if got := m.arrange(m.body())[1].r.X; got != x-20 {
		t.Errorf("the edge was dragged from %d to %d, want %d", x, got, x-20)
	}
	work(m, "0")
	m.Text()
	if got := m.arrange(m.body())[1].r.X; got != x {
		t.Errorf("the layout is not as it was: %d, want %d", got, x)
	}
	m.Update(tea.MouseClickMsg{X: m.bar[1] - 1, Y: 0, Button: tea.MouseLeft})
	if m.scene.Frame < m.scene.Run.Frames()*9/10 {
		t.Errorf("a click at the end of the timeline goes to frame %d of %d", m.scene.Frame, m.scene.Run.Frames())
	}
}

// TestIntervene does each thing of the list to a segment and its connection: a branch with
// the change that the command line quotes, whose screen says what was done.
func TestIntervene(t *testing.T) {
	for i, want := range []string{"wire.lose=1", "wire.delay=50ms", "wire.duplicate=1", "client.close=0", "server.close=0", "client.reset=0", "server.reset=0"} {
		m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
		work(m, ":")
		typed(m, "16") // the held write leaves
		work(m, "enter", "i")
		golden(t, "intervene-80x24", m.Text())
		for range i {
			work(m, "down")
		}
		work(m, "enter")
		if got := changeText(m.scene.Run.Changes()); got != want || len(m.tree) != 2 {
			t.Fatalf("line %d makes %q, %d branches: %s", i, got, len(m.tree), m.status)
		}
		if s := strings.Join(words.Why(m.scene.Run, m.scene.Frame, "en"), "\n"); !strings.Contains(s, "because somebody") || !strings.Contains(s, "by_hand") {
			t.Errorf("%s: the reason is not named:\n%s", want, s)
		}
		if line := m.commandLine(); !strings.Contains(line, "--at 1") || !strings.Contains(line, want) {
			t.Errorf("%s: quoted as %s", want, line)
		}
		work(m, "u")
		if m.cur != 0 {
			t.Errorf("%s cannot be taken back", want)
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 80, 24)
	work(m, "alt+x")
	if !strings.Contains(m.status, "No segment") {
		t.Errorf("losing nothing says %q", m.status)
	}
	m.moveTo(12) // where a segment arrives, its sending is meant
	sent := m.scene.Run.Events(m.scene.Frame)[0].Cause.Frame()
	work(m, "alt+x")
	if c := m.scene.Run.Changes(); len(c) != 1 || c[0].Frame != sent || m.scene.Frame != sent+1 {
		t.Errorf("changes %v, cursor at %d, sent in %d", c, m.scene.Frame, sent)
	}
	if name := m.tree[m.cur].name; name != fmt.Sprintf("client 1:101 (100 B) ACK 1 is lost (:%d)", sent+1) || !strings.HasPrefix(m.status, name+": ") {
		t.Errorf("the branch is called %q, and it says %q", name, m.status)
	}
	work(m, "u")
	m.moveTo(20)
	work(m, "i", "down", "down", "down", "down", "enter") // let the server close here
	if name := m.tree[m.cur].name; name != "server closes #0 (:21)" {
		t.Errorf("the branch is called %q", name)
	}
}

// TestCompareWithProfileAndScenario compares with a profile and with another scenario; both come back with the
// session.
func TestCompareWithProfileAndScenario(t *testing.T) {
	dir := t.TempDir()
	m := start(t, Options{Scenario: "nagle-delayed-ack", StateDir: dir}, 120, 40)
	work(m, "n", "alt+v")
	golden(t, "compare-with-120x40", m.Text())
	typed(m, "linux")
	work(m, "enter")
	if m.cmp == nil || m.tree[m.cmp.cols[1]].name != "profile=linux" || !m.cmp.parts[1].known || m.cmp.parts[1].same {
		t.Fatalf("no comparison with another profile: %+v, %s", m.cmp, m.status)
	}
	work(m, "alt+v")
	typed(m, "(nodelay)")
	work(m, "enter", "tab", "tab")
	if len(m.cmp.cols) != 3 || m.sc.Name != "nodelay" || !strings.Contains(m.commandLine(), "teacp nodelay") {
		t.Fatalf("%d columns, on %s: %s", len(m.cmp.cols), m.sc.Name, m.commandLine())
	}
	golden(t, "compare-three-120x40", m.Text())
	work(m, "=", "right", "right", "right", "d")
	golden(t, "differences-three-120x40", m.Text())
	work(m, "d", "N") // a knob of the other scenario
	if m.tree[m.cur].src.sc.Name != "nodelay" || m.tree[m.cur].parent != m.cmp.cols[2] && m.tree[m.tree[m.cur].parent].name != "nodelay" {
		t.Errorf("the branch belongs to %s", m.tree[m.cur].src.sc.Name)
	}
	m.saveNow()
	n := start(t, Options{StateDir: dir}, 120, 40)
	work(n, "enter")
	if len(n.tree) != len(m.tree) || n.tree[0].src.sc.Name != "nagle-delayed-ack" || n.sc.Name != "nodelay" || n.commandLine() != m.commandLine() {
		t.Errorf("the session has %d branches, stands on %s: %s, want %s", len(n.tree), n.sc.Name, n.commandLine(), m.commandLine())
	}
	work(n, "W", "enter", "enter")
	if n.sc.Name != "nodelay" {
		t.Errorf("what if of another scenario: %s", n.sc.Name)
	}
}

// TestConformance opens a recording of a real kernel beside its simulation: locked by
// matching events, judged segment by segment; a knob turned in the simulation is judged too.
func TestConformance(t *testing.T) {
	m := start(t, Options{Scenario: "../sim/testdata/linux/traces/pingpong_fast.json", Conform: true}, 120, 40)
	m.finish(nil)
	p := m.cmp.parts[1]
	if !p.known || p.judged == nil || p.judged.Real == 0 || p.judged.Matched < p.judged.Real*9/10 {
		t.Fatalf("judged: %+v", p.judged)
	}
	s := m.Text()
	for _, want := range []string{"A pingpong_fast", "B simulated", "what the kernel did in", "locked by matching events"} {
		if !strings.Contains(s, want) {
			t.Errorf("the screen does not say %q:\n%s", want, s)
		}
	}
	for range 12 {
		work(m, "s")
		mine := m.scene.Run.Events(m.scene.Frame)[0]
		other := &m.cmp.scenes[1-m.cmp.on]
		if e := other.Run.Events(other.Frame)[0]; e.Kind == sim.EvRecv && mine.Kind == sim.EvRecv && e.Seg.Seq != mine.Seg.Seq {
			t.Errorf("%s beside %s", words.SegLabel(&mine.Seg), words.SegLabel(&e.Seg))
		}
	}
	work(m, "tab", "N")
	if len(m.cmp.cols) != 2 || m.tree[m.cur].src.trace == nil || m.cmp.parts[1].judged == nil {
		t.Errorf("a knob in the simulation: on %q, judged %+v", m.tree[m.cur].name, m.cmp.parts[1].judged)
	}
	if line := m.commandLine(); !strings.HasPrefix(line, "teacp conform -i ") || !strings.Contains(line, "nagle=off") {
		t.Errorf("quoted as %s", line)
	}
}

// TestFilterBy: ladder and segments show what the filter lets through, and the header says so.
func TestFilterBy(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	work(m, "G", "alt+f")
	typed(m, "send nagle")
	work(m, "enter")
	if s := m.filterText(); s != "send nagle" || !strings.Contains(m.Text(), "filter: send nagle") {
		t.Fatalf("filter %q, status %q:\n%s", s, m.status, m.Text())
	}
	if l := m.scene.Ladder(); len(l.Arrows) != 0 {
		t.Errorf("%d arrows are sent by Nagle's rule", len(l.Arrows))
	}
	all := func(words string) int {
		m.filterBy(words)
		return len(m.scene.Ladder().Arrows)
	}
	if a, b, c := all(""), all("send"), all("data"); a != 11 || b != a || c >= a {
		t.Errorf("%d arrows, %d with send alone, %d without pure ACKs", a, b, c)
	}
	if n := all("hold"); n != 0 {
		t.Errorf("holds have %d arrows", n)
	}
	rows, held := 0, 0
	for _, r := range m.scene.Ladder().Rows {
		if r.Frame >= 0 && (r.Held[0] || r.Held[1]) {
			rows++
		}
	}
	m.scene.Run.Each(0, m.scene.Run.Frames(), 1<<sim.EvHold|1<<sim.EvAckHeld, func(*sim.Event) bool { held++; return true })
	if rows != held || held < 2 {
		t.Errorf("%d rows with a hold, want %d", rows, held)
	}
	m.filterBy("holt")
	if !strings.Contains(m.status, `did you mean "hold"`) {
		t.Errorf("status %q", m.status)
	}
	work(m, "esc")
	if m.filterText() != "" {
		t.Error("esc leaves the filter")
	}
}
