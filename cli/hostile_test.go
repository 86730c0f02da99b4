package cli

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"teacp/views/export"
)

// harmful reports whether a character could act on a terminal, or change how a line reads.
func harmful(r rune) bool {
	switch {
	case r < 0x20 && r != '\n', r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f, r == 0xfeff, r >= 0x1160 && r <= 0x11ff: // the last: decomposed Hangul
		return true
	}
	return false
}

func checkHarmless(t *testing.T, what, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s: invalid UTF-8", what)
	}
	for i, r := range out {
		if harmful(r) {
			t.Errorf("%s: %U stands in the output: %q", what, r, out[max(i-40, 0):min(i+40, len(out))])
			return
		}
	}
}

// TestHostileFile: a scenario whose every text holds escape sequences, bidi controls and the
// like goes through all commands and formats, in both languages, and nothing of it acts.
func TestHostileFile(t *testing.T) {
	const file = "scenarios/testdata/hostile.yaml"
	commands := [][]string{
		{"lint", file},
		{"assert", file},
		{"assert", file, "--format", "json"},
		{"assert", file, "--format", "junit"},
		{"assert", file, "--format", "tap"},
		{
			"handout",
			file,
		},
		{"handout", file, "--ascii"},
		{"share", file},
		{"ledger", file},
		{"ledger", file, "--json", "--intervals"},
		{"compare", file, "--b", "client.nagle=off"},
		{"compare", file, "--b", "client.nagle=off", "--json"},
	}
	for frame := range 40 {
		commands = append(commands, []string{"why", file, itoa(frame)})
	}
	for _, f := range export.Formats() {
		if !f.Bin {
			commands = append(commands, []string{"run", file, "--format", f.Name})
		}
		if !f.Bin && f.Name != "stats" {
			commands = append(
				commands,
				[]string{"run", file, "--format", f.Name, "--theme", "dark", "--ascii", "--from", "3", "--to", "30"},
			)
		}
	}
	for _, args := range commands {
		for _, lang := range []string{"en", "ko"} {
			t.Setenv("LC_ALL", map[string]string{"en": "C", "ko": "ko_KR.UTF-8"}[lang])
			code, out, errs := teacp(args...)
			what := strings.Join(args, " ") + " in " + lang
			if code == exitBad {
				t.Errorf("%s: %s", what, errs)
			}
			checkHarmless(t, what, out)
			checkHarmless(t, what+", messages", errs)
			wellFormedOutput(t, what, args, out)
		}
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

// wellFormedOutput reads what a program would read.
func wellFormedOutput(t *testing.T, what string, args []string, out string) {
	t.Helper()
	joined := strings.Join(args, " ")
	switch {
	case strings.Contains(joined, "svg"), strings.Contains(joined, "junit"):
		for d := xml.NewDecoder(strings.NewReader(out)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: not well-formed: %v", what, err)
				break
			}
		}
		if strings.Contains(out, "<script") {
			t.Errorf("%s: markup of the scenario came through", what)
		}
	case strings.Contains(joined, "json"), strings.Contains(joined, "qlog"), strings.HasSuffix(joined, "format stats"):
		for _, doc := range strings.Split(strings.TrimSpace(strings.TrimPrefix(out, "\x1e")), "\n\x1e") {
			if !json.Valid([]byte(doc)) {
				t.Errorf("%s: invalid JSON: %.80q", what, doc)
			}
		}
	}
}

// TestHostileMistakes: a message quotes what it found harmlessly, and so does a file's name.
func TestHostileMistakes(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x\x1b[2J\u202e.yaml")
	write(
		t,
		file,
		"name: \"N\\e[2J\\u202e\"\n\"k\\e[2J\": 1\nprofile: \"p\\e[2J\\u200b\"\nhosts: {client: {\"h\\e]0;x\\a\": on, nagle: \"v\\e[2J\"}}\n",
	)
	for _, args := range [][]string{{"lint", file}, {"run", file}, {"assert", file}, {"new", "--from", file}, {"lint", file + "none\x1b[2J"}} {
		code, out, errs := teacp(args...)
		if code != exitBad || out != "" {
			t.Errorf("%q: %d %q", args, code, out)
		}
		checkHarmless(t, strings.Join(args, " "), errs)
	}
}
