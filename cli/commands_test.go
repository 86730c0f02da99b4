package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/export"
)

// runs returns what a command writes, and fails the test if its status is another one than expected.
func runs(t *testing.T, status int, args ...string) string {
	t.Helper()
	code, out, errs := teacp(args...)
	if code != status {
		t.Fatalf("%q: status %d, expected %d: %s", args, code, status, errs)
	}
	return out + errs
}

// TestCompare: the status says whether the runs differ, the JSON by how much.
func TestCompare(t *testing.T) {
	runs(t, exitDone, "compare", "nagle-delayed-ack", "--b", "client.nagle=rfc896")
	var got struct {
		Schema string
		A, B   struct {
			Total int64 `json:"total_ns"`
		}
	}
	out := runs(t, exitNo, "compare", "nagle-delayed-ack", "--b", "client.nagle=off", "--json")
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if saved := got.A.Total - got.B.Total; got.Schema != "teacp.compare/1" || saved != 250_032_000 {
		t.Errorf("%s: %d ns are saved", got.Schema, saved)
	}
	if text := runs(t, exitNo, "compare", "nagle-delayed-ack", "--b", "client.nagle=off"); !strings.Contains(text, "client.nagle") {
		t.Errorf("the text does not name the change:\n%s", text)
	}
}

// TestConfig: a setting has the place from which it comes beside it.
func TestConfig(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	file := filepath.Join(dir, "teacp", "config.yaml")
	for _, c := range []struct{ text, lang, from string }{{"", "", "# built in"}, {"lang: ko\n", "ko", "# " + file}} {
		if c.text != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, file, c.text)
		}
		for _, l := range strings.Split(runs(t, exitDone, "config"), "\n") {
			if rest, ok := strings.CutPrefix(l, "lang:"); ok && (!strings.Contains(rest, c.lang) || !strings.HasSuffix(l, c.from)) {
				t.Errorf("%q, expected %q from %s", l, c.lang, c.from)
			}
		}
	}
}

// TestDrill: a script that passes, one that fails in a line, and one that cannot be read have different
// states.
func TestDrill(t *testing.T) {
	const good = "sim/drill/testdata/accept-nonblocking.pkt"
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bad, broken := filepath.Join(dir, "bad.pkt"), filepath.Join(dir, "broken.pkt")
	write(t, bad, strings.Replace(string(data), "> S. 0:0(0) ack 1 ", "> S. 0:0(0) ack 2 ", 1))
	write(t, broken, "+0 accept(\n")
	for file, want := range map[string]struct {
		status int
		text   string
	}{good: {exitDone, "PASS " + good}, bad: {exitNo, "FAIL " + bad + ":11"}, broken: {2, "ERROR " + broken}} {
		if out := runs(t, want.status, "drill", file); !strings.Contains(out, want.text) {
			t.Errorf("%s: expected %q, found\n%s", file, want.text, out)
		}
	}
}

// TestExploreWithoutTerminal: the explorer says what it needs, and what may have been meant.
func TestExploreWithoutTerminal(t *testing.T) {
	for args, want := range map[string]string{
		"nagle-delayed-ack": "needs a terminal",
		"nagle-delayed-akc": "did you mean \"nagle-delayed-ack\"?",
	} {
		if out := runs(t, 2, args); !strings.Contains(out, want) {
			t.Errorf("%s: expected %q, found %q", args, want, out)
		}
	}
}

// TestFormatsCanBeWritten: every format that is listed can be written.
func TestFormatsCanBeWritten(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(runs(t, exitDone, "formats")), "\n")
	if n := len(export.Formats()); len(lines) < n {
		t.Fatalf("%d formats are listed, expected %d", len(lines), n)
	}
	for i := range export.Formats() {
		name, _, _ := strings.Cut(lines[i], " ")
		if out := runs(t, exitDone, "run", "handshake", "--format", name); len(out) < 50 {
			t.Errorf("%s: %q", name, out)
		}
	}
}

// TestList: the list has every scenario once, in the order of teaching, as text and as JSON.
func TestList(t *testing.T) {
	var got []struct{ Name, Title, Topic string }
	if err := json.Unmarshal([]byte(runs(t, exitDone, "list", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(runs(t, exitDone, "list")), "\n")
	want := scenarios.List()
	if len(got) != len(want) || len(lines) < len(want) {
		t.Fatalf("%d scenarios as JSON, %d lines, expected %d", len(got), len(lines), len(want))
	}
	for i, m := range want {
		name, _, _ := strings.Cut(lines[i], " ")
		if got[i].Name != m.Name || got[i].Topic != m.Topic || name != m.Name {
			t.Errorf("place %d has %+v and %q, expected %s", i, got[i], lines[i], m.Name)
		}
	}
}

// TestOpen: a capture is written as a run, and as a scenario that can be simulated.
func TestOpen(t *testing.T) {
	const file = "scenarios/capture/testdata/curl-get.pcap"
	var trace struct {
		Schema string
		Conns  []struct{ Client string }
	}
	if err := json.Unmarshal([]byte(runs(t, exitDone, "open", file, "--format", "json")), &trace); err != nil {
		t.Fatal(err)
	}
	if trace.Schema != "teacp.trace/1" || len(trace.Conns) != 1 || trace.Conns[0].Client != "127.0.0.1:37502" {
		t.Errorf("%+v", trace)
	}
	made := filepath.Join(t.TempDir(), "made.yaml")
	runs(t, exitDone, "open", file, "--simulate", "0", "--out", made)
	r := scenariotest.Run(t, made)
	if r.Ended() != rule.RunEnd || r.Stats().Segments < 8 {
		t.Errorf("the scenario ends by %s after %d segments", r.Ended(), r.Stats().Segments)
	}
}

// TestProfilesCommand: every setting of a stack has a line with its values.
func TestProfilesCommand(t *testing.T) {
	out := runs(t, exitDone, "profiles")
	for i := range tcp.Knobs {
		if n := strings.Count("\n"+out, "\n"+tcp.Knobs[i].Name+" "); n != 1 {
			t.Errorf("%s has %d lines", tcp.Knobs[i].Name, n)
		}
	}
	for lang, want := range map[string]string{"en": "The timers of every profile are exact, unless", "ko": "타이머는 모든 프로필에서 정확하다."} {
		if out := runs(t, exitDone, "profiles", "--lang", lang); !strings.Contains(out, want) {
			t.Errorf("--lang %s: no word about exact timers: %s", lang, out[max(len(out)-200, 0):])
		}
	}
}

// TestSchema: the schema is JSON, and the list of keys has what it has.
func TestSchema(t *testing.T) {
	var s struct{ Properties map[string]any }
	if err := json.Unmarshal([]byte(runs(t, exitDone, "schema")), &s); err != nil {
		t.Fatal(err)
	}
	keys := runs(t, exitDone, "schema", "--keys")
	if len(s.Properties) < 10 {
		t.Errorf("%d properties", len(s.Properties))
	}
	for name := range s.Properties {
		if !strings.Contains(keys, "\n  "+name+" ") {
			t.Errorf("the list of keys lacks %s", name)
		}
	}
}

// TestWhyNamesRules: each frame is explained with the rules of its events.
func TestWhyNamesRules(t *testing.T) {
	r := scenariotest.Run(t, "nagle-delayed-ack")
	for f := range min(r.Frames(), 24) {
		out := runs(t, exitDone, "why", "nagle-delayed-ack", fmt.Sprint(f))
		if !strings.HasPrefix(out, "Frame "+fmt.Sprint(f)+" at ") {
			t.Errorf("frame %d begins with %.40q", f, out)
		}
		for _, e := range r.Events(f) {
			if e.Rule == rule.Nagle && !strings.Contains(out, "Rule: nagle") {
				t.Errorf("frame %d does not name the rule:\n%s", f, out)
			}
		}
	}
}
