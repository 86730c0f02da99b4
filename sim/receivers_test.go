package sim

import (
	"go/ast"
	"testing"
)

// maxMethods is the largest number of methods of a type.
const maxMethods = 120

// TestReceiversStayNarrow counts the methods of every type. The connection of sim/tcp is exempt: it
// is one endpoint, with files in the order in which it processes a segment.
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
