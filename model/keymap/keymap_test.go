package keymap

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// TestEveryActionHasOneLine reads the constants of actions.go: each has one line in the table.
func TestEveryActionHasOneLine(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "actions.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[Action]int{}
	for i := range Builtin {
		lines[Builtin[i].Action]++
	}
	seen := 0
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) == 0 || v.Names[0].Name == "None" || v.Names[0].Name == "layoutAction" {
			return true
		}
		s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if seen++; lines[Action(s)] != 1 {
			t.Errorf("%s: %d lines in the table", v.Names[0].Name, lines[Action(s)])
		}
		return true
	})
	if seen != len(Builtin) {
		t.Errorf("%d constants, %d lines", seen, len(Builtin))
	}
}

// TestLinesOfAGroupStandTogether: the help gives each group one heading.
func TestLinesOfAGroupStandTogether(t *testing.T) {
	for i := 1; i < len(Builtin); i++ {
		if Builtin[i].Group < Builtin[i-1].Group {
			t.Errorf("%s stands behind another group", Builtin[i].Action)
		}
	}
}
