package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
)

// written is the path of a scenario file with a text.
func written(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "test.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const hangingPage = `
name: hanging
profile: linux
http:
  strategy: persistent-parallel
  connections: 1
  requests: [{path: /stream, size: 100, think: 1h}, {path: /tab, size: 100}]
limits: {time: 16s}
`

// TestHangIsShown checks that a page that hangs says so in both languages, that its bars reach the end of the
// run, and that the key goes there.
func TestHangIsShown(t *testing.T) {
	for lang, want := range map[string]string{"en": "never complete: still waiting", "ko": "완료되지 않음"} {
		m := start(t, Options{Scenario: written(t, hangingPage), Lang: lang}, 80, 24)
		work(m, "4", "!")
		if m.scene.Frame != m.scene.Run.Frames()-1 {
			t.Errorf("%s: the key goes to frame %d of %d", lang, m.scene.Frame, m.scene.Run.Frames())
		}
		text := m.Text()
		if !strings.Contains(text, want) || !strings.Contains(text, "ssssssssssssssssssssssssssssssssssss") {
			t.Errorf("%s:\n%s", lang, text)
		}
	}
}

// TestChangeOfEndIsSaid checks the status line after a change that cures, causes, or leaves a hang.
func TestChangeOfEndIsSaid(t *testing.T) {
	const hang = `
name: hang
profile: linux
link: {delay: 20ms, mtu: 1400}
connections:
  - client: [connect, {write: 1900}, {read: 3000}, close]
    server: [accept, {read: 1900}, {write: 3000}, read_eof, close]
limits: {time: 3s}
`
	for _, c := range []struct{ mtu, knob, value, want string }{
		{"1400", "link.mtu", "1500", "it completes, at 84.307 ms"},
		{"1500", "link.mtu", "1400", "it never completes. server: still waiting in read(1900)"},
		{"1400", "link.delay", "10ms", "it does not complete either"},
	} {
		text := strings.Replace(hang, "mtu: 1400", "mtu: "+c.mtu, 1)
		m := start(t, Options{Scenario: written(t, text)}, 120, 40)
		m.turn([]sim.Change{{Knob: c.knob, Value: c.value}}, true)
		if !strings.Contains(m.status, c.want) {
			t.Errorf("MTU %s, %s=%s: %q", c.mtu, c.knob, c.value, m.status)
		}
	}
}

// TestComparisonOverSeeds checks that a comparison that rests on chance goes on over further seeds in the
// background, and ends when it is closed.
func TestComparisonOverSeeds(t *testing.T) {
	m := start(t, Options{Scenario: written(t, `
name: lossy
profile: linux
link: {delay: 25ms, rate: 20Mbit/s, loss: 5%}
http: {requests: [{size: 5kB, count: 3}], strategy: persistent}
`)}, 120, 40)
	work(m, "P")
	if !strings.Contains(m.status, "one draw") {
		t.Errorf("a change is told without its chance: %q", m.status)
	}
	work(m, "C")
	if text := m.Text(); !strings.Contains(text, "Over seeds 1 to 30: B is earlier in ") {
		t.Errorf("no seeds:\n%s", text)
	}
	draws := len(m.drawn)
	work(m, "esc")
	if m.drawing != nil || draws != 2 {
		t.Errorf("%d runs drawn, still drawing: %v", draws, m.drawing != nil)
	}
}
