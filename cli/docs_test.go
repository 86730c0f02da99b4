package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/views"
)

var update = flag.Bool("update", false, "write what the documentation quotes anew")

// quoted is a block of a document that says where it comes from.
var quoted = regexp.MustCompile("(?s)(<!-- from: ([^\n]*?) -->\n```[a-z]*\n)(.*?)(```\n)")

// TestDocs: what the documents quote from the program is what the program says.
// `go test ./cli -run TestDocs -update` brings them up to date.
func TestDocs(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	files, _ := filepath.Glob("docs/*.md")
	for _, name := range append(files, "README.md", "CONTRIBUTING.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fresh := quoted.ReplaceAllStringFunc(string(data), func(block string) string {
			m := quoted.FindStringSubmatch(block)
			return m[1] + source(t, m[2]) + m[4]
		})
		if fresh == string(data) {
			continue
		}
		if !*update {
			t.Errorf(
				"%s quotes something that is no longer so; go test ./cli -run TestDocs -update writes it anew",
				name,
			)
			continue
		}
		if err := os.WriteFile(name, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// source is what a quotation quotes: a file, or the output of a command line.
func source(t *testing.T, from string) string {
	t.Helper()
	if name, ok := strings.CutPrefix(from, "file "); ok {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if from == "panes" {
		var b strings.Builder
		for id := range views.Panes {
			fmt.Fprintf(&b, "%-12s %s\n", views.Panes[id].Name, views.PaneID(id).Title("en"))
		}
		fmt.Fprintf(&b, "\nfields: %s\n", strings.Join(scenarios.HighlightFields, ", "))
		return b.String()
	}
	args, ok := strings.CutPrefix(from, "teacp ")
	if !ok {
		t.Fatalf("%q: expected file NAME, panes or teacp ARGUMENTS", from)
	}
	var out, errs bytes.Buffer
	if code := Run(strings.Fields(args), &out, &errs, nil); code != exitDone {
		t.Fatalf("teacp %s: %d: %s", args, code, errs.String())
	}
	return out.String()
}

// TestLinks: documents link to files that exist.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	files, _ := filepath.Glob("docs/*.md")
	for _, name := range append(files, "README.md", "CONTRIBUTING.md", "CHANGELOG.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(data), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}
