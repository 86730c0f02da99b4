package sim

import (
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// maxUpward is how many references between two files of a package may run against the order in which
// its doc.go lists the files.
var maxUpward = map[string]int{"sim": 40, "model": 50}

// usersFirst are the packages whose doc.go lists files before those that they use; others list them after.
var usersFirst = []string{"model"}

// TestFilesReferOneWay counts pairs of files of which one refers to the other against the order of the
// package's doc.go. A file refers to another if it names something that stands there: a package-level
// identifier or a method, but no field.
func TestFilesReferOneWay(t *testing.T) {
	im := newImporter(t, parseModule(t))
	for dir, most := range maxUpward {
		info := im.check(dir)
		place := placesInDoc(t, dir)
		pairs := map[[2]string]bool{}
		for _, f := range im.sources[dir] {
			from := filepath.Base(f.name)
			ast.Inspect(f.File, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				obj := info.Uses[id]
				if obj == nil || obj.Pkg() != im.done[dir] || obj.Parent() != obj.Pkg().Scope() && !isMethod(obj) {
					return true
				}
				if to := filepath.Base(f.fset.Position(obj.Pos()).Filename); to != from {
					pairs[[2]string{from, to}] = true
				}
				return true
			})
		}
		var upward []string
		for p := range pairs {
			if (place[p[1]] < place[p[0]]) == slices.Contains(usersFirst, dir) {
				upward = append(upward, p[0]+" to "+p[1])
			}
		}
		t.Logf("%s: %d of %d references run back up", dir, len(upward), len(pairs))
		if len(upward) > most {
			slices.Sort(upward)
			t.Errorf("%s: %d references run against the order of doc.go, expected at most %d: %q", dir, len(upward),
				most, upward)
		}
	}
}

func isMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	return ok && f.Signature().Recv() != nil
}

// placesInDoc returns the places of a package's files in its doc.go.
func placesInDoc(t *testing.T, dir string) map[string]int {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", dir, "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for i, m := range regexp.MustCompile(`(?m)^//\t(\S+\.go) `).FindAllStringSubmatch(string(doc), -1) {
		place[m[1]] = i
	}
	return place
}
