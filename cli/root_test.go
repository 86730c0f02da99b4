package cli

import (
	"os"
	"slices"
	"strings"
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
var topLevel = []string{".ci", ".gitignore", ".goreleaser.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
	"cli", "docs", "go.mod", "go.sum", "main.go", "model", "scenarios", "sim", "views"}

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
		case name == ".git", name == "teacp", name == "dist", strings.HasSuffix(name, ".test"), strings.HasSuffix(name, ".prof"):
		default:
			found = append(found, name)
		}
	}
	if !slices.Equal(found, topLevel) {
		t.Errorf("expected %q\nfound    %q", topLevel, found)
	}
}
