package cli

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/views/export"
	"teacp/views/report"
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

// hostile is a text that would act on a terminal if it came through.
const hostile = "\x1b]0;PWN\a\x1b[2J\x1b]52;c;cHduZWQ=\x1b\\\u202e\u009b31m\u200b\r\t\x9b2J"

// hostileFiles writes one file of each kind that commands read, in a folder and under names that are
// hostile, too: what stands in them is as hostile as their form allows.
func hostileFiles(t *testing.T) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d\x1b[2J\u202e")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	quoted := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	capture := filepath.Join(t.TempDir(), "x.pcapng")
	if code, _, errs := teacp("run", "serial", "--format", "pcapng", "--out", capture); code != exitDone {
		t.Fatal(errs)
	}
	const agent, host = "User-Agent: teacp", "www.example.com"
	evil := ("\x1b[2J\x1b]0;PWN\a\xe2\x80\xae\x9b31m" + strings.Repeat("x", 20))[:len(host)]
	trace := read("sim/testdata/linux/traces/close_before_request.json")
	trace = strings.Replace(trace, `"title": "`, `"title": "`+strings.Trim(quoted(hostile), `"`), 1)
	texts := map[string]string{
		"yaml":   "# \x1b[2J\u202e\u009b31m\n" + read("scenarios/testdata/hostile.yaml"),
		"pcapng": strings.ReplaceAll(read(capture), host, evil),
		"json":   trace,
		"pkt": "// " + hostile + "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 `echo " + hostile + "`\n+0 bind(3, ..., " +
			hostile + ") = 0\n",
		"teacp": `{"schema":"teacp.session/1","scenario":` + quoted("scenarios/testdata/hostile.yaml") +
			`,"branches":[{"name":` + quoted(hostile) + `,"parent":-1,"changes":[]}],"current":0,"bookmarks":[{"name":` +
			quoted(hostile) + `,"frame":3}],"layout":` + quoted(hostile) + `}`,
		"txt": hostile,
	}
	files := map[string]string{}
	for ext, text := range texts {
		files[ext] = filepath.Join(dir, "f\x1b]0;PWN\a\u202e."+ext)
		write(t, files[ext], text)
	}
	return files
}

// typed is what is typed in the line mode: steps, lists, and hostile arguments of everything.
var typed = strings.Repeat("\n", 30) + "?\nQ\na\nB\ni\nb\nmark " + hostile + "\nrename " + hostile + "\nB\nb\n/" + hostile + "\n;" +
	hostile + "\n:" + hostile + "\nset " + hostile + "=" + hostile + "\nset client.nagle=" + hostile + "\nback " + hostile +
	"\nopen " + hostile + "\ndo " + hostile + "\n" + hostile + "\nN\nC\nx\n"

// argumentLists are the ways in which a test calls a command: as its usage says, with each value of its
// --format, and with each of its other flags.
func argumentLists(c *cobra.Command, file string) [][]string {
	path := strings.Fields(c.CommandPath())[1:]
	base := slices.Clip(append(path, wanted(c.Use, file)...))
	if c.Flags().Lookup("b") != nil {
		base = slices.Clip(append(base, "--b", "client.nagle=off"))
	}
	lists := [][]string{base}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		switch {
		case f.Name == "format":
			names := export.Names()
			for _, e := range report.Expectations {
				names = append(names, e.Name)
			}
			for _, name := range names {
				lists = append(lists, slices.Concat(base, []string{"--format", name}))
			}
		case f.Value.Type() == "bool":
			lists = append(lists, slices.Concat(base, []string{"--" + f.Name}))
		case f.Name == "lang":
			lists = append(lists, slices.Concat(base, []string{"--lang", "ko"}))
		case f.Name == "from" && f.Value.Type() == "string":
			lists = append(lists, slices.Concat(path, []string{"--from", file}))
		case f.Name == "simulate":
			lists = append(lists, slices.Concat(base, []string{"--simulate", "0"}))
		case f.Name != "out" && f.Name != "emit":
			lists = append(lists, slices.Concat(base, []string{"--" + f.Name, hostile}))
		}
	})
	return lists
}

// wanted are the arguments that a usage asks for.
func wanted(use, file string) []string {
	var out []string
	for _, w := range strings.Fields(use)[1:] {
		switch {
		case strings.Contains(w, "FRAME"):
			out = append(out, "7")
		case strings.Contains(w, "SCENARIO"), strings.Contains(w, "FILE"), strings.Contains(w, "TRACE"):
			out = append(out, file)
		default:
			out = append(out, hostile)
		}
	}
	return out
}

// allCommands calls f with each command of the table.
func allCommands(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		allCommands(sub, f)
	}
}

// TestHostileFiles: every command of the table, with each of its flags and formats, and the line mode,
// read files whose every text is hostile; nothing that acts on a terminal comes out.
func TestHostileFiles(t *testing.T) {
	files := hostileFiles(t)
	t.Setenv("LC_ALL", "C")
	for _, name := range []string{"XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"} {
		t.Setenv(name, t.TempDir())
	}
	lines := filepath.Join(t.TempDir(), "typed")
	write(t, lines, typed)
	try := func(args []string) string {
		in, err := os.Open(lines)
		if err != nil {
			t.Fatal(err)
		}
		defer func(old *os.File) { os.Stdin = old; in.Close() }(os.Stdin)
		os.Stdin = in
		_, out, errs := teacp(args...)
		what := strings.Join(args, " ")
		if !slices.Contains(args, "pcapng") {
			checkHarmless(t, what, out)
		}
		checkHarmless(t, what+", messages", errs)
		return out
	}
	said := map[string]bool{}
	allCommands(newRoot(), func(c *cobra.Command) {
		lists := argumentLists(c, files["yaml"])
		for i, args := range lists {
			if c.Flags().Lookup("no-what-if") != nil && i > 0 {
				args = append(args, "--no-what-if")
			}
			out := try(args)
			said[c.Name()] = said[c.Name()] || out != ""
			if out != "" {
				wellFormedOutput(t, strings.Join(args, " "), args, out)
			}
		}
		for ext, file := range files {
			if ext != "yaml" {
				out := try(argumentLists(c, file)[0])
				said[c.Name()] = said[c.Name()] || out != ""
			}
		}
	})
	for frame := range 40 {
		try([]string{"why", files["yaml"], itoa(frame)})
	}
	for ext, file := range files {
		if out := try([]string{"--plain", file}); out == "" && ext != "txt" && ext != "pkt" {
			t.Errorf("%s: the line mode said nothing", ext)
		}
	}
	for name, any := range said {
		if !any && name != "notes" { // there is no explorer that it could follow
			t.Errorf("teacp %s: no call of the test printed anything", name)
		}
	}
	config := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "teacp", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"theme: \"x\\e[2J\\u202e\"\n", "\"k\\e[2J\": 1\n", "keys: {\"q\\e[2J\": \"z\\e]0;x\\a\"}\n", hostile} {
		write(t, config, text)
		try([]string{"config"})
		try([]string{"--plain", files["yaml"]})
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
