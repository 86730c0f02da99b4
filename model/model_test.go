package model

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/sim/simtest"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// TestMain keeps the tests out of the state and the configuration of whoever runs them.
func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "teacp-model")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_STATE_HOME", dir)
	os.Setenv("XDG_CONFIG_HOME", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// press makes the message of a key by its name in the key table.
func press(name string) tea.KeyPressMsg {
	named := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter,
		"esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome,
		"end": tea.KeyEnd, "backspace": tea.KeyBackspace}
	var k tea.KeyPressMsg
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+"):
			k.Mod, name = k.Mod|tea.ModCtrl, name[5:]
			continue
		case strings.HasPrefix(name, "alt+"):
			k.Mod, name = k.Mod|tea.ModAlt, name[4:]
			continue
		case strings.HasPrefix(name, "shift+"):
			k.Mod, name = k.Mod|tea.ModShift, name[6:]
			continue
		}
		break
	}
	if r, ok := named[name]; ok {
		k.Code = r
		return k
	}
	k.Code = []rune(name)[0]
	if k.Mod == 0 {
		k.Text = name
	}
	return k
}

func start(t testing.TB, opt Options, w, h int) *Model {
	t.Helper()
	m, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

func keys(m *Model, names ...string) {
	for _, n := range names {
		m.Update(press(n))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	simtest.Golden(t, filepath.Join("testdata", name+".txt"), got, *update)
}

var sizes = [][2]int{{80, 24}, {120, 40}, {200, 60}}

// TestScreens holds whole screens against golden files that people can read.
func TestScreens(t *testing.T) {
	for _, s := range sizes {
		for _, lang := range []string{"en", "ko"} {
			m := start(t, Options{Lang: lang}, s[0], s[1])
			golden(t, fmt.Sprintf("library-%s-%dx%d", lang, s[0], s[1]), m.Text())
			m = start(t, Options{Scenario: "nagle-delayed-ack", Lang: lang}, s[0], s[1])
			keys(m, "n")
			golden(t, fmt.Sprintf("hold-%s-%dx%d", lang, s[0], s[1]), m.Text())
			keys(m, "2")
			golden(t, fmt.Sprintf("segments-%s-%dx%d", lang, s[0], s[1]), m.Text())
		}
		m := start(t, Options{Scenario: "nagle-delayed-ack", ASCII: true}, s[0], s[1])
		keys(m, "n", "N")
		golden(t, fmt.Sprintf("toggled-ascii-%dx%d", s[0], s[1]), m.Text())
		m = start(t, Options{Scenario: "page"}, s[0], s[1])
		keys(m, "G", "b", "b")
		golden(t, fmt.Sprintf("page-%dx%d", s[0], s[1]), m.Text())
		keys(m, "?")
		golden(t, fmt.Sprintf("help-%dx%d", s[0], s[1]), m.Text())
	}
}

// TestToggle steps to the hold, switches Nagle off, and takes it back: every number on
// the screen comes back with it.
func TestToggle(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
	keys(m, "n")
	if !strings.Contains(m.Text(), "holds 100 bytes back. Nagle") {
		t.Fatalf("no hold on the screen:\n%s", m.Text())
	}
	at, before := m.scene.Frame, m.Text()
	keys(m, "N")
	if s := m.Text(); !strings.Contains(s, "client.nagle=off") || !strings.Contains(s, "sends 101:201 (100 B)") {
		t.Fatalf("the second write does not leave:\n%s", s)
	}
	keys(m, "u")
	if err := m.moveTo(at); !err {
		t.Fatal("cannot go back")
	}
	m.status = ""
	if m.Text() != before {
		t.Errorf("undo does not bring the screen back: %s", simtest.Difference(before, m.Text()))
	}
}

// TestChangeWithoutEffectSaysSo says that a change has no effect, and by which rules.
func TestChangeWithoutEffectSaysSo(t *testing.T) {
	m := start(t, Options{Scenario: "handshake"}, 120, 40)
	keys(m, "G", "N")
	if !strings.Contains(m.status, "changes nothing") {
		t.Errorf("status: %q", m.status)
	}
	keys(m, "P")
	if !strings.Contains(m.status, "no parallel connections") {
		t.Errorf("status: %q", m.status)
	}
}

// TestSteppingBackShowsTheSameScreens steps back to the start and forward again: the same screens.
func TestSteppingBackShowsTheSameScreens(t *testing.T) {
	m := start(t, Options{Scenario: "slow-start"}, 120, 40)
	keys(m, "G")
	var screens []string
	for i := 0; i < 500 && m.scene.Frame > 0; i++ {
		m.status = ""
		screens = append(screens, m.Text())
		keys(m, "left")
	}
	for i := len(screens) - 1; i >= 0; i-- {
		keys(m, "right")
		m.status = ""
		if s := m.Text(); s != screens[i] {
			t.Fatalf("frame %d: %s", m.scene.Frame, simtest.Difference(screens[i], s))
		}
	}
}

// TestGoTo reads what is typed behind the colon.
func TestGoTo(t *testing.T) {
	for _, c := range []struct {
		typed string
		frame int64
	}{{"25", 25}, {"+3", 3}, {"300ms", 15}, {"+80ms", 14}, {"next nagle", 7}, {"hold", 7}, {"99999", 31}, {"-5", 0}, {"40ms", 3}} {
		m := start(t, Options{Scenario: "nagle-delayed-ack"}, 120, 40)
		keys(m, ":")
		for _, r := range c.typed {
			keys(m, string(r))
		}
		keys(m, "enter")
		if m.scene.Frame != c.frame {
			t.Errorf(":%s goes to frame %d, want %d (%s)", c.typed, m.scene.Frame, c.frame, m.status)
		}
	}
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 120, 40)
	m.moveTo(14)
	for _, want := range []int64{15, 16} { // 200 ms of nothing: a step on is a step
		work(m, ":")
		typed(m, "+10ms")
		if work(m, "enter"); m.scene.Frame != want || !strings.Contains(m.status, "Nothing happens until") {
			t.Errorf("frame %d, want %d (%s)", m.scene.Frame, want, m.status)
		}
	}
	m.goTo("100ms")
	if m.scene.Frame != 14 || !strings.Contains(m.status, "the last frame before, the next is :15 at 275.227 ms") {
		t.Errorf("frame %d (%s)", m.scene.Frame, m.status)
	}
	m = start(t, Options{Scenario: "handshake"}, 120, 40)
	m.goTo("nonsense")
	if !strings.Contains(m.status, "expected") {
		t.Errorf("status: %q", m.status)
	}
}

// TestKeyTable: every action has a key, a text in both languages, and a line in the help;
// no key stands twice.
func TestKeyTable(t *testing.T) {
	seen := map[string]bool{}
	for i := range keymap.Builtin {
		b := &keymap.Builtin[i]
		if b.Text.In("en") == "" || b.Text.In("ko") == "" {
			t.Errorf("action %s has no text in one language", b.Action)
		}
		for _, k := range b.Keys() {
			if seen[k] {
				t.Errorf("key %q stands twice", k)
			}
			seen[k] = true
			if press(k).String() != k {
				t.Errorf("key %q is called %q by the terminal", k, press(k).String())
			}
		}
	}
}

// TestPlain is the explorer for a screen reader.
func TestPlain(t *testing.T) {
	m := start(t, Options{Scenario: "handshake"}, 80, 24)
	var out strings.Builder
	if err := m.plain(strings.NewReader("\n\nn\n:3\nnonsense\nq\n"), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"client sends SYN", "No such key", "Frame 3"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("plain mode does not say %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Error("plain mode writes escape codes")
	}
}

// TestNagleKeyChangesTheEndThatHolds: at a hold N turns the end that holds, whichever it is.
func TestNagleKeyChangesTheEndThatHolds(t *testing.T) {
	for scenario, want := range map[string]string{"keep-alive-stall": "server.nagle", "nagle-delayed-ack": "client.nagle"} {
		m := start(t, Options{Scenario: scenario, Lang: "en"}, 80, 24)
		keys(m, "n", "N")
		if c := m.scene.Run.Changes(); len(c) != 1 || c[0].Knob != want {
			t.Errorf("%s: expected %s to be turned, found %v", scenario, want, c)
		}
	}
}

// TestLibraryHelp: the help that the library names opens there, and closes again.
func TestLibraryHelp(t *testing.T) {
	m := start(t, Options{Lang: "en"}, 80, 24)
	keys(m, "?")
	if !strings.Contains(m.Text(), "─ Help ─") {
		t.Errorf("expected the help:\n%s", m.Text())
	}
	if keys(m, "esc"); m.over.IsOpen() || m.scene.Run != nil {
		t.Error("expected the library again")
	}
}

// TestNotesAreHiddenAfterAChange: a note is about the run as the scenario has it; behind a turned
// knob it is not said as if it held there.
func TestNotesAreHiddenAfterAChange(t *testing.T) {
	m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 120, 40)
	if keys(m, "n"); !strings.Contains(m.Text(), "» The second write is held") {
		t.Errorf("expected the note of the hold:\n%s", m.Text())
	}
	keys(m, "N", "right", "left")
	if strings.Contains(m.Text(), "» ") {
		t.Errorf("a note about another run:\n%s", m.Text())
	}
	if keys(m, "6"); !strings.Contains(m.Text(), "about the run without the changes") {
		t.Errorf("expected the cue to say which run it is about:\n%s", m.Text())
	}
}

// openList is the list that is open.
func openList(m *Model) *overlay.List {
	if x, ok := m.over.Overlay().(*overlay.Matrix); ok {
		return &x.List
	}
	return m.over.Overlay().(*overlay.List)
}

// typedIn is the input of the prompt that is open.
func typedIn(m *Model) *overlay.Input { return m.over.Overlay().(*overlay.Prompt).Input() }
