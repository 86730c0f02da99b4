package tcp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestCongestionControlSwitch holds the choice of the algorithm to one file: no other file than
// cc.go reads Policy.CC or names an algorithm, but for the table of settings and the profiles.
func TestCongestionControlSwitch(t *testing.T) {
	allowed := map[string]bool{"cc.go": true, "policy.go": true, "knobs.go": true}
	read := 0
	eachIdent(t, func(file string, id *ast.Ident, pos token.Position) {
		switch id.Name {
		case "CC", "CCNone", "CCTahoe", "CCReno", "CCNewReno", "CCCubic":
			if read++; !allowed[file] {
				t.Errorf("%s: %s: the algorithm is chosen in cc.go alone", pos, id.Name)
			}
		}
	})
	if read == 0 {
		t.Error("nothing names an algorithm: this test looks for names that are gone")
	}
}

// eachIdent calls f for every identifier of the package's own files.
func eachIdent(t *testing.T, f func(file string, id *ast.Ident, pos token.Position)) {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range files {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				f(name, id, set.Position(id.Pos()))
			}
			return true
		})
	}
}
