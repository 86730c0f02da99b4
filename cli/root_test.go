package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestMain runs the tests in the module's root, so that file names in command lines, documents
// and folders are those that a user types there.
func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// topLevel is all that stands in the root of the module.
var topLevel = []string{
	".ci",
	".gitignore",
	".goreleaser.yaml",
	"CHANGELOG.md",
	"CONTRIBUTING.md",
	"LICENSE",
	"README.md",
	"cli",
	"docs",
	"go.mod",
	"go.sum",
	"main.go",
	"model",
	"scenarios",
	"sim",
	"views",
}

// TestTopLevel: the root of the module holds the listed files and folders and no others. What
// .gitignore leaves out is not counted.
func TestTopLevel(t *testing.T) {
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range list {
		switch name := e.Name(); {
		case name == ".git",
			name == "teacp",
			name == "dist",
			strings.HasSuffix(name, ".test"),
			strings.HasSuffix(name, ".prof"):
		default:
			found = append(found, name)
		}
	}
	if !slices.Equal(found, topLevel) {
		t.Errorf("expected %q\nfound    %q", topLevel, found)
	}
}

// teacp runs a command line and returns its exit status and outputs.
func teacp(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = Run(args, &out, &errs, nil)
	return code, out.String(), errs.String()
}

// write makes a file for a test.
func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWrongInput: exit status 2, a message that says what was wrong, nothing written.
func TestWrongInput(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	noise, prose, packed, session := filepath.Join(
		dir,
		"noise",
	), filepath.Join(
		dir,
		"letter.txt",
	), filepath.Join(
		dir,
		"x.pcap.gz",
	), filepath.Join(
		dir,
		"session.teacp",
	)
	write(t, noise, "\x00\xfe\x17name: x\n\x9c")
	write(t, prose, "Dear Sir,\n\nnote: this is a letter.\n")
	write(t, packed, "\x1f\x8b\x08\x00")
	write(t, session, "{}")
	endless := filepath.Join(dir, "endless.teacp")
	write(t, endless, `{"schema":"teacp.session/1","scenario":"page","branches":[{"parent":-1},`+"\n"+
		` {"parent":0,"at":-1000000000000000000}],"current":0,"compare":[0,1]}`)
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
		{[]string{endless}, "endless.teacp:2:19: branches[1].at: expected 0 to 1099511627776, found -1"},
		{[]string{"open", session}, "session.teacp:1:1: schema: expected teacp.session/1"},
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
		if code != exitBad || stdout != "" ||
			!strings.Contains(stderr, c.say) &&
				!strings.Contains(stderr, strings.ReplaceAll(c.say, `\u001b`, `\x1b`)) {
			t.Errorf(
				"%q: expected status 2 and %q, found %d, output %q, message %q",
				c.args,
				c.say,
				code,
				stdout,
				stderr,
			)
		}
		if strings.ContainsRune(stderr, '\x1b') {
			t.Errorf("%q: the message holds an escape character", c.args)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestClosedPipe: a reader that goes away ends a command without a word.
func TestClosedPipe(t *testing.T) {
	for _, args := range [][]string{{"run", "page", "--format", "json"}, {"run", "page"}, {"list"}, {"why", "nagle", "5"}, {"run", "page", "--format", "pcapng"}, {"profiles"}} {
		var errs bytes.Buffer
		if code := Run(args, brokenPipe{}, &errs, nil); code != exitDone || errs.Len() > 0 {
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
