package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/pflag"

	"teacp/views/report"
)

// teacp runs a command line and returns its exit status and outputs.
func teacp(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = Run(args, &out, &errs)
	return code, out.String(), errs.String()
}

// TestWrongInput: exit status 2, a message that says what was wrong, nothing written.
func TestWrongInput(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	noise, prose, packed, session := filepath.Join(dir, "noise"), filepath.Join(dir, "letter.txt"), filepath.Join(dir, "x.pcap.gz"), filepath.Join(dir, "session.teacp")
	write(t, noise, "\x00\xfe\x17name: x\n\x9c")
	write(t, prose, "Dear Sir,\n\nnote: this is a letter.\n")
	write(t, packed, "\x1f\x8b\x08\x00")
	write(t, session, "{}")
	bad := filepath.Join(dir, "bad.yaml")
	if err := os.WriteFile(bad, []byte("name: bad\ntitle: {en: x, ko: x}\nlink: {dealy: 25ms}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		say  string
	}{
		{[]string{"nosuch"}, `"nosuch"`},
		{[]string{"run"}, "expected one scenario"},
		{[]string{"run", "nagel"}, `did you mean "nagle"?`},
		{[]string{"help", "leger"}, `did you mean "teacp help ledger"?`},
		{[]string{"help", "sharding"}, `it is a scenario: "teacp sharding" opens it`},
		{[]string{"help", "wobble", "run"}, `there is no command "wobble"`},
		{[]string{"open", noise}, "neither a capture (pcap, pcapng) nor a scenario"},
		{[]string{"run", prose}, "neither a capture"},
		{[]string{"lint", noise}, "neither a capture"},
		{[]string{"open", packed}, "compressed; unpack it first"},
		{[]string{"open", session}, "session.teacp: "},
		{[]string{"leger", "page"}, `did you mean "teacp ledger page"?`},
		{[]string{"lsit"}, "teacp list"},
		{[]string{"run", "page", "--frmat", "svg"}, "did you mean --format?"},
		{[]string{"run", "page", "--seed", "lucky"}, `--seed: expected a whole number from 0 on, found "lucky"`},
		{[]string{"lint", os.DevNull}, "the file is empty"},
		{[]string{"run", bad}, "bad.yaml:3:"},
		{[]string{"lint", bad}, "bad.yaml:3:"},
		{[]string{"run", filepath.Join(dir, "none.yaml")}, "none.yaml"},
		{[]string{"run", "nagle", "--format", "jsn"}, `did you mean "json"?`},
		{[]string{"run", "nagle", "--set", "client.nagel=off"}, `did you mean "client.nagle"?`},
		{[]string{"run", "nagle", "--set", "client.nagle"}, "expected KNOB=VALUE"},
		{[]string{"run", "nagle", "--set", "client.nagle=maybe"}, `found "maybe"`},
		{[]string{"run", "nagle", "--at", "client.nagle=off"}, "FRAME:KNOB=VALUE"},
		{[]string{"run", "nagle", "--at", "-1:client.nagle=off"}, "frame from 0 on"},
		{[]string{"run", "nagle", "--seed", "x"}, `"x"`},
		{[]string{"run", "nagle", "--kind", "hodl"}, `did you mean "hold"?`},
		{[]string{"run", "nagle", "--kind", "hold", "--format", "svg"}, "expected one of plain, json"},
		{[]string{"run", "nagle", "--from", "3", "--format", "stats"}, "the whole run"},
		{[]string{"run", "nagle", "--from", "9", "--to", "3"}, "range of frames"},
		{[]string{"run", "nagle", "--from", "999999"}, "expected a frame of the run"},
		{[]string{"run", "nagle", "--width", "3"}, "60 to 500"},
		{[]string{"run", "nagle", "--lang", "fr"}, "en or ko"},
		{[]string{"run", "nagle", "--bogus"}, "--bogus"},
		{[]string{"run", "nagle", "--out", filepath.Join(dir, "no", "x")}, "cannot write"},
		{[]string{"why", "nagle"}, "SCENARIO FRAME"},
		{[]string{"why", "nagle", "x"}, `found "x"`},
		{[]string{"why", "nagle", "99999"}, "expected a frame of the run"},
		{[]string{"compare", "nagle"}, "--b KNOB=VALUE"},
		{[]string{"compare", "nagle", "--b", "x=y"}, "unknown knob"},
		{[]string{"conform", bad}, "recorded trace"},
		{[]string{"--set", "client.nagle=off"}, "expected a scenario"},
		{[]string{"run", "x\x1b[31m"}, `\u001b`},
	} {
		code, stdout, stderr := teacp(c.args...)
		if code != exitBad || stdout != "" || !strings.Contains(stderr, c.say) && !strings.Contains(stderr, strings.ReplaceAll(c.say, `\u001b`, `\x1b`)) {
			t.Errorf("%q: expected status 2 and %q, found %d, output %q, message %q", c.args, c.say, code, stdout, stderr)
		}
		if strings.ContainsRune(stderr, '\x1b') {
			t.Errorf("%q: the message holds an escape character", c.args)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestOut: a file is written whole or not at all, with the bytes of standard output.
func TestOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.json")
	code, stdout, stderr := teacp("run", "page", "--format", "json", "--out", file)
	if code != exitDone || stdout != "" || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, want, _ := teacp("run", "page", "--format", "json"); want != string(data) || !json.Valid(data) {
		t.Error("the file is not what standard output gets")
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("expected the file alone, found %v", left)
	}
}

// TestClosedPipe: a reader that goes away ends a command without a word.
func TestClosedPipe(t *testing.T) {
	for _, args := range [][]string{{"run", "page", "--format", "json"}, {"run", "page"}, {"list"}, {"why", "nagle", "5"}, {"run", "page", "--format", "pcapng"}, {"profiles"}} {
		var errs bytes.Buffer
		if code := Run(args, brokenPipe{}, &errs); code != exitDone || errs.Len() > 0 {
			t.Errorf("%q: expected a quiet end, found %d %q", args, code, errs.String())
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// TestAnswers: done is 0; a difference or a failed expectation is 1.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		code int
		args []string
	}{
		{exitDone, []string{"list"}},
		{exitDone, []string{"list", "--json"}},
		{exitDone, []string{"profiles"}},
		{exitDone, []string{"assert", "nagle-delayed-ack"}},
		{exitNo, []string{"compare", "nagle-delayed-ack", "--b", "client.nagle=off"}},
		{exitDone, []string{"compare", "nagle-delayed-ack", "--a", "client.nagle=off", "--b", "client.nagle=off"}},
		{exitDone, []string{"run", "--help"}},
		{exitDone, []string{"help"}},
		{exitDone, []string{"help", "run"}},
	} {
		if code, _, stderr := teacp(c.args...); code != c.code || stderr != "" {
			t.Errorf("%q: expected status %d, found %d %q", c.args, c.code, code, stderr)
		}
	}
}

// TestHelpOfAll: the help of every command names its flags, and is no wider than a page.
func TestHelpOfAll(t *testing.T) {
	for _, c := range append(newRoot().Commands(), newRoot()) {
		args := []string{c.Name(), "--help"}
		if c.Name() == "teacp" {
			args = args[1:]
		}
		code, out, errs := teacp(args...)
		if code != exitDone || errs != "" || !strings.Contains(out, "\nUsage\n  teacp") || !strings.Contains(out, "-h, --help") {
			t.Errorf("%q: %d %q\n%s", args, code, errs, out)
		}
		for _, l := range strings.Split(out, "\n") {
			if len(l) > helpWidth {
				t.Errorf("%q: a line of %d columns: %q", args, len(l), l)
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(out, "--"+f.Name) {
				t.Errorf("%q: --%s is not there", args, f.Name)
			}
		})
	}
}

// TestPlainHelp: nothing that goes to a pipe is styled.
func TestPlainHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"run", "--help"}, {"--version"}} {
		if _, out, _ := teacp(args...); strings.ContainsRune(out, '\x1b') || out == "" {
			t.Errorf("%q: escape sequences, or nothing, in a pipe", args)
		}
	}
}

// TestNagleNumbers: what switching either mechanism off saves is what the run waited for.
func TestNagleNumbers(t *testing.T) {
	delivered := func(args ...string) int64 {
		t.Helper()
		code, out, stderr := teacp(append([]string{"run", "nagle-delayed-ack", "--format", "json"}, args...)...)
		if code != exitDone {
			t.Fatal(stderr)
		}
		var tr struct {
			Segments []struct {
				Dir   string
				Seq   int64
				Len   int64
				TRecv float64 `json:"t_recv_us"`
			}
		}
		if err := json.Unmarshal([]byte(out), &tr); err != nil {
			t.Fatal(err)
		}
		for _, s := range tr.Segments {
			if s.Dir == "c2s" && s.Seq <= 101 && 101 < s.Seq+s.Len {
				return int64(s.TRecv*1000 + 0.5)
			}
		}
		t.Fatal("the second write is never delivered")
		return 0
	}
	const delayedAck = 200_000_000
	base := delivered()
	if d := base - delivered("--set", "server.delayed_ack=off"); d != delayedAck {
		t.Errorf("without delayed ACK: expected %d ns less, found %d", int64(delayedAck), d)
	}
	// The round trip is that of the first write and its ACK: two delays of 25 ms, 140 and 40
	// bytes at 10 Mbit/s; the second write's own 112 µs are then spent behind the first's.
	const roundTrip = 2*25_000_000 + (140+40)*8*100
	if d := base - delivered("--set", "client.nagle=off"); d != delayedAck+roundTrip-140*8*100 {
		t.Errorf("without Nagle: expected %d ns less, found %d", int64(delayedAck+roundTrip-140*8*100), d)
	}
}

// TestShare: a shared line opens with the same settings, whatever stands in them.
func TestShare(t *testing.T) {
	for _, args := range [][]string{
		{"nagle"},
		{"nagle", "--seed=7", "--set=client.nagle=off", "--at=12:server.delayed_ack=off", "--frame=9"},
		{"page", "--set=link.loss=1.5%", "--set=http.strategy=persistent-parallel"},
	} {
		code, line, stderr := teacp(append([]string{"share"}, args...)...)
		if code != exitDone {
			t.Fatal(stderr)
		}
		back, err := shared(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		_, again, _ := teacp(append([]string{"share"}, back...)...)
		if again != line || len(back) != len(args) {
			t.Errorf("%q became %q", args, back)
		}
	}
	for _, bad := range []string{"teacp:", "teacp:x?y=z", "teacp:%zz", "teacp:-x", "teacp:x?set=%zz", "x.pcap"} {
		if code, _, stderr := teacp("open", bad); code != exitBad || stderr == "" {
			t.Errorf("%q: expected status 2, found %d", bad, code)
		}
	}
}

// TestNew: what one begins with has no mistakes, holds its expectation, and is never
// written over something.
func TestNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my-first.yaml")
	for _, args := range [][]string{{"new", file}, {"lint", file}, {"assert", file}, {"run", file}} {
		if code, _, stderr := teacp(args...); code != exitDone {
			t.Errorf("%q: %d %s", args, code, stderr)
		}
	}
	if code, _, _ := teacp("new", file); code != exitBad {
		t.Errorf("a file that is there: expected status 2, found %d", code)
	}
	other := filepath.Join(filepath.Dir(file), "other.yaml")
	for _, args := range [][]string{{"new", other, "--from", "nagle"}, {"lint", other}, {"assert", other}} {
		if code, _, stderr := teacp(args...); code != exitDone {
			t.Errorf("%q: %d %s", args, code, stderr)
		}
	}
	schema, err := os.ReadFile(filepath.Join(filepath.Dir(file), "teacp.schema.json"))
	if _, out, _ := teacp("schema"); err != nil || out != string(schema) || !json.Valid(schema) {
		t.Errorf("the schema beside a new scenario: %v", err)
	}
}

// TestHandout: every note and the answer stand in the handout, in both languages.
func TestHandout(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"# Nagle meets delayed ACK", "## Before you step", "The delayed-ACK timer ends the wait", "200.000 ms earlier", "## Answer"},
		"ko": {"## 보기 전에", "지연 ACK 타이머가 기다림을 끝낸다", "## 답"},
	} {
		_, out, stderr := teacp("handout", "nagle-delayed-ack", "--lang", lang)
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: expected %q in the handout %s", lang, s, stderr)
			}
		}
	}
}

// TestConform: recorded cases are compared, and the simulated runs written where asked.
func TestConform(t *testing.T) {
	files, _ := filepath.Glob("sim/testdata/linux/traces/basic_*.json")
	if len(files) == 0 {
		t.Fatal("no recordings")
	}
	dir := filepath.Join(t.TempDir(), "out")
	code, out, stderr := teacp(append([]string{"conform", "--json", "--emit", dir}, files...)...)
	var rep report.Conform
	if err := json.Unmarshal([]byte(out), &rep); err != nil || code == exitBad {
		t.Fatalf("%d %v %s", code, err, stderr)
	}
	if rep.Schema != "teacp.conform/1" || len(rep.Cases) != len(files) || (code == exitDone) != (rep.Whole == len(files)) {
		t.Errorf("status %d, report %+v", code, rep)
	}
	for _, c := range rep.Cases {
		data, err := os.ReadFile(filepath.Join(dir, c.Case+".json"))
		if err != nil || !json.Valid(data) || !strings.Contains(string(data), `"schema":"teacp.trace/1"`) {
			t.Errorf("%s: %v", c.Case, err)
		}
	}
}

// TestAssert: the verdicts in each form, and the exit status.
func TestAssert(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(file, []byte("name: x\nconnections: [{client: [connect, close], server: [accept, close]}]\n"+
		"expect:\n  - {count: segments, at_least: 3}\n  - {count: drops, is: 1}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string][]string{
		"text":  {"ok    ", "x.yaml:4: segments (rfc) is ", "FAIL  ", "x.yaml:5: drops (rfc)", "expected 1", "found    0", "1 of 2 expectations hold"},
		"json":  {`"schema": "teacp.assert/1"`, `"held": 1`, `"expected": "at least 3"`, `"ok": false`},
		"junit": {`failures="1"`, `<failure message="expected 1, found 0">`},
		"tap":   {"TAP version 13\n1..2\nok 1 - ", "not ok 2 - ", `found: "0"`},
	} {
		code, out, stderr := teacp("assert", file, "--format", format)
		if code != exitNo {
			t.Errorf("%s: expected status 1, found %d %s", format, code, stderr)
		}
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: expected %q in\n%s", format, s, out)
			}
		}
	}
	if code, out, _ := teacp("assert", file, "--profile", "linux", "--profile", "textbook"); code != exitNo || !strings.Contains(out, "(textbook)") || strings.Contains(out, "(rfc)") {
		t.Errorf("--profile: %d\n%s", code, out)
	}
	silent := filepath.Join(dir, "silent.yaml")
	write(t, silent, "name: x\nconnections: [{client: [connect, close], server: [accept, close]}]\n")
	for _, bad := range [][]string{{silent}, {file, filepath.Join("scenarios", "capture", "testdata", "mixed.pcapng")}, {file, "--profile", "linus"}, {file, "--format", "xml"}, {filepath.Join(dir, "none.yaml")}} {
		if code, out, _ := teacp(append([]string{"assert"}, bad...)...); code != exitBad || out != "" {
			t.Errorf("%q: expected status 2, found %d", bad, code)
		}
	}
}

// write makes a file for a test.
func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
