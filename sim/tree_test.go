package sim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// withoutMap are packages whose doc.go does not name their files yet.
var withoutMap = map[string]bool{
	"model": true, "model/keymap": true, "sim/http": true,
	"sim/ledger": true, "sim/page": true, "sim/rule": true, "views/words": true,
}

// TestFilesAreNamed: the doc.go of each package has a map with a line for every file.
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
			if name := filepath.Base(f.name); name != "doc.go" && !strings.Contains(string(doc), name+" ") {
				t.Errorf("%s/doc.go does not name %s", dir, name)
			}
		}
	}
}

// narrow are the folders whose lines of code stay below 120 columns, a tab being four.
var narrow = []string{"cli", "sim", "sim/agent", "sim/cause", "sim/conform", "sim/drill", "sim/replay",
	"scenarios", "scenarios/capture", "scenarios/schema", "scenarios/scenariotest"}

// TestLineWidth: no line of code has 120 columns or more.
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
