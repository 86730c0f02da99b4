package sim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// withoutMap are packages whose doc.go does not list their files yet.
var withoutMap = map[string]bool{
	"model/keymap": true,
}

// TestFilesAreNamed checks that the doc.go of each package has a line for every file.
func TestFilesAreNamed(t *testing.T) {
	for dir, files := range parseModule(t) {
		if dir == "." || withoutMap[dir] {
			continue
		}
		doc, err := os.ReadFile(filepath.Join("..", dir, "doc.go"))
		if err != nil {
			t.Errorf("%s: expected a doc.go with the package comment", dir)
			continue
		}
		for _, f := range files {
			if name := filepath.Base(f.name); name != "doc.go" && !named(string(doc), name) {
				t.Errorf("%s/doc.go does not name %s", dir, name)
			}
		}
	}
}

// named reports whether a package comment names a file, either alone or as part of a set: "en_*.go"
// with a line for each theme.
func named(doc, file string) bool {
	if strings.Contains(doc, file+" ") {
		return true
	}
	prefix, theme, ok := strings.Cut(strings.TrimSuffix(file, ".go"), "_")
	return ok && strings.Contains(doc, prefix+"_*.go") && strings.Contains(doc, "\t"+theme+" ")
}

// narrow are the folders whose code lines stay below 120 columns. A tab counts as four.
var narrow = []string{".", "cli", "model/lecture", "model/session", "scenarios", "scenarios/capture", "scenarios/schema",
	"scenarios/scenariotest", "sim", "sim/agent", "sim/cause", "sim/conform", "sim/drill", "sim/ledger",
	"sim/page", "sim/replay",
	"views/ladder", "views/paint", "views/wire"}

// TestLineWidth checks that no code line has 120 columns or more.
func TestLineWidth(t *testing.T) {
	const most = 119
	for _, dir := range narrow {
		for _, f := range parseModule(t)[dir] {
			data, err := os.ReadFile(filepath.Join("..", f.name))
			if err != nil {
				t.Fatal(err)
			}
			for n, l := range strings.Split(string(data), "\n") {
				if w := utf8.RuneCountInString(strings.ReplaceAll(l, "\t", "    ")); w > most {
					t.Errorf("%s:%d has %d columns", f.name, n+1, w)
				}
			}
		}
	}
}
