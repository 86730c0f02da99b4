package sim

import (
	"go/ast"
	"testing"
)

// maxMethods limits how many methods a type has: a longer list cannot be seen whole.
const maxMethods = 120

// TestReceiversStayNarrow counts the methods of every type. A connection of sim/tcp is excepted:
// it is one endpoint, whose files stand in the order of a segment's way.
func TestReceiversStayNarrow(t *testing.T) {
	for dir, files := range parseModule(t) {
		count := map[string]int{}
		for _, f := range files {
			for _, d := range f.Decls {
				fd, ok := d.(*ast.FuncDecl)
				if !ok || fd.Recv == nil {
					continue
				}
				typ := fd.Recv.List[0].Type
				if star, ok := typ.(*ast.StarExpr); ok {
					typ = star.X
				}
				if id, ok := typ.(*ast.Ident); ok {
					count[id.Name]++
				}
			}
		}
		for name, n := range count {
			if n > maxMethods && dir+"."+name != "sim/tcp.Conn" {
				t.Errorf("%s.%s has %d methods, expected at most %d", dir, name, n, maxMethods)
			}
		}
	}
}
