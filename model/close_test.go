package model

import (
	"strings"
	"testing"

	"teacp/model/keymap"
	"teacp/views/ladder"
)

// TestEscapeClosesWhatIsOpen: each press closes one thing; with nothing open it leaves neither the
// scenario nor the program, and says what does.
func TestEscapeClosesWhatIsOpen(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		for _, layout := range []string{"1", "4", "6", "8"} {
			m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: lang}, 80, 24)
			work(m, "n", "N", layout, "C", "f", "z", "?")
			open := func() (n int) {
				for _, is := range []bool{m.over.IsOpen(), m.zoom, m.cmp != nil, m.scene.Filter != ladder.AllConns} {
					n += boolInt(is)
				}
				return n
			}
			frame := m.scene.Frame
			for left := open() - 1; left >= 0; left-- {
				if keys(m, "esc"); open() != left {
					t.Fatalf("%s: esc leaves %d open, not %d", layout, open(), left)
				}
			}
			for range 3 {
				if keys(m, "esc"); m.scene.Run == nil || m.quit || m.scene.Frame != frame || presets[m.layout].name != presets[int(layout[0]-'1')].name {
					t.Fatalf("%s: esc leaves the scenario", layout)
				}
				if !strings.Contains(m.status, "O") || !strings.Contains(m.status, "q") || !strings.Contains(m.Text(), m.status) {
					t.Errorf("%s: the foot does not say how to leave: %q", layout, m.status)
				}
			}
			keys(m, "O")
			for range 3 {
				if keys(m, "esc"); m.quit || m.scene.Run != nil {
					t.Fatalf("esc leaves the library")
				}
			}
			if keys(m, "q"); !m.quit {
				t.Error("q does not leave the library")
			}
		}
	}
}

// TestLibraryStandsOnWhatWasLeft: after a scenario is left, the library's cursor is on it, through a
// filter, too, unless that hides it; what was left can be gone on with.
func TestLibraryStandsOnWhatWasLeft(t *testing.T) {
	state := t.TempDir()
	for _, name := range []string{"time-wait", "page", "handshake"} {
		m := start(t, Options{Scenario: name, Lang: "en", StateDir: state}, 80, 24)
		work(m, "n", "right", "O")
		on := func() string {
			row := m.shown()[m.pick]
			if row.meta < 0 {
				return "a session"
			}
			return m.metas[row.meta].Name
		}
		if on() != name {
			t.Errorf("left %s, the cursor is on %s", name, on())
		}
		at := m.saved[m.savedOf(name)].Session.Frame
		if work(m, "r"); m.scene.Run == nil || m.scene.Frame != at || at == 0 {
			t.Fatalf("%s is not gone on with", name)
		}
		m.query.Set("page")
		if work(m, "O"); on() != name {
			t.Errorf("left %s with a filter, the cursor is on %s", name, on())
		}
		if (m.query.Value() == "") == strings.Contains(name, "page") {
			t.Errorf("%s: the filter is %q", name, m.query.Value())
		}
		work(m, "/", "ctrl+u", "t", "i", "m", "e", "down")
		before := on()
		if work(m, "esc"); on() != before || m.query.Value() != "" {
			t.Errorf("esc moves from %s to %s", before, on())
		}
	}
}

// TestLeavingEndsAJob: work on a scenario that is left does not go on.
func TestLeavingEndsAJob(t *testing.T) {
	m := start(t, Options{Scenario: "congestion", Lang: "en"}, 80, 24)
	_, cmd := m.Update(press("G"))
	_, library := m.Update(press("O"))
	drain(m, cmd)
	drain(m, library)
	if m.scene.Run != nil || m.job != nil {
		t.Error("the scenario is not left")
	}
}

// TestWrongAnswersKeepTheirPrompt: what cannot be read or done keeps the prompt open with the text in
// it and says why; the text mended is taken.
func TestWrongAnswersKeepTheirPrompt(t *testing.T) {
	for _, c := range []struct{ key, wrong, right, why string }{
		{";", "cwnd >>= 8", "ack-held", ""},
		{"alt+;", "holt", "send", "holt"},
		{":", "nonsense", "25", "expected"},
		{":", "next nothing", "next hold", "expected"},
		{":", "40mz", "40ms", "expected"},
		{"alt+f", "sent", "send", "did you mean"},
		{"alt+r", "client.nagle=off", "fast", "name"},
		{"ctrl+s", "/dev/null/x.teacp", "", ""},
	} {
		m := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 120, 40)
		work(m, "n", "N", "u", c.key, "ctrl+u")
		typed(m, c.wrong)
		for range 2 {
			work(m, "enter")
			if !m.over.IsOpen() || typedIn(m).Value() != c.wrong || !strings.Contains(m.Text(), "✗ ") || !strings.Contains(m.Text(), c.why) {
				t.Fatalf("%s %q: the prompt is closed, or does not say why (%q):\n%s", c.key, c.wrong, m.status, m.Text())
			}
		}
		if work(m, "backspace"); strings.Contains(m.Text(), "✗ "+c.why) && c.why == "name" {
			t.Errorf("%s: another text is refused before it is answered", c.key)
		}
		if c.right == "" {
			continue
		}
		work(m, "ctrl+u")
		typed(m, c.right)
		if work(m, "enter"); m.over.IsOpen() {
			t.Errorf("%s %q is refused", c.key, c.right)
		}
	}
}

// TestHelpSaysHowToLeave: what esc does and what leaves stand in the help.
func TestHelpSaysHowToLeave(t *testing.T) {
	for _, act := range []keymap.Action{keymap.Close, keymap.Library, keymap.Quit} {
		if b := keymap.Builtin.Find(act); b == nil || b.Text.In("en") == "" || b.Text.In("ko") == "" {
			t.Errorf("%s is not in the help", act)
		}
	}
}
