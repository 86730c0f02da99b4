package sim

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// packages lists which packages of the module each package may import. Imports go downwards only.
// std: of all other packages, only those of the standard library.
var packages = []struct {
	dir  string
	own  []string
	std  bool
	pure bool // a pure function of its inputs: no goroutines, clocks, randomness or floats
}{
	{dir: "sim/rule", std: true, pure: true},
	{dir: "sim/page", std: true, pure: true},
	{dir: "sim/tcp", own: []string{"sim/rule", "sim/page"}, std: true, pure: true},
	{dir: "sim/http", own: []string{"sim/rule"}, std: true, pure: true},
	{dir: "sim/cause", std: true, pure: true},
	{dir: "sim/replay", own: []string{"sim/rule", "sim/tcp"}, std: true, pure: true},
	{dir: "sim/agent", own: []string{"sim/cause", "sim/http", "sim/page", "sim/rule", "sim/tcp"}, std: true,
		pure: true},
	{dir: "sim", own: []string{"sim/rule", "sim/page", "sim/tcp", "sim/http", "sim/cause", "sim/replay",
		"sim/agent"}, std: true, pure: true},
	{dir: "sim/goal", own: []string{"sim", "sim/rule", "sim/tcp", "sim/http"}, std: true, pure: true},
	{dir: "sim/ledger", own: []string{"sim", "sim/goal", "sim/rule", "sim/tcp", "sim/http"}, std: true, pure: true},
	{dir: "sim/sample", own: []string{"sim", "sim/goal"}, std: true, pure: true},
	{dir: "sim/drill", own: []string{"sim", "sim/rule", "sim/tcp"}, std: true, pure: true},
	{dir: "sim/conform", own: []string{"sim", "sim/rule", "sim/tcp", "sim/http"}, std: true},
	{dir: "sim/simtest", own: []string{"sim", "sim/rule", "sim/tcp"}, std: true},
	{dir: "scenarios", own: []string{"scenarios/capture", "views/words", "sim/..."}},
	{dir: "scenarios/capture", own: []string{"sim/..."}},
	{dir: "scenarios/schema", own: []string{"scenarios", "views/words", "sim/..."}},
	{dir: "scenarios/scenariotest", own: []string{"scenarios", "sim", "sim/http", "sim/simtest", "sim/tcp"}},
	{dir: "views/wire", own: []string{"sim/..."}},
	{dir: "views/words", own: []string{"sim/..."}},
	{dir: "views/paint", own: []string{"views/words", "sim/..."}},
	{dir: "views/ladder", own: []string{"views/paint", "views/words", "sim/..."}},
	{dir: "views", own: []string{"views/ladder", "views/paint", "views/wire", "views/words", "sim/..."}},
	{dir: "views/export", own: []string{"views", "views/ladder", "views/paint", "views/wire", "views/words",
		"sim/..."}},
	{dir: "views/report", own: []string{"views", "views/export", "views/words", "sim/..."}},
	{dir: "model/keymap", own: []string{"views/words", "sim"}},
	{dir: "model/session", own: []string{"model/keymap", "views", "views/...", "scenarios", "sim/..."}},
	{dir: "model/lecture", own: []string{"model/keymap", "model/session", "views", "views/...", "scenarios",
		"sim/..."}},
	{dir: "model/overlay", own: []string{"model/keymap", "views", "views/...", "scenarios", "sim/..."}},
	{dir: "model", own: []string{"model/...", "views", "views/...", "scenarios", "scenarios/capture", "sim/..."}},
	{dir: "cli", own: []string{"model", "model/session", "model/lecture", "views", "views/...", "scenarios",
		"scenarios/...", "sim/..."}},
	{dir: ".", own: []string{"cli"}},
}

// TestImports checks the imports of every package against the table.
func TestImports(t *testing.T) {
	for dir, files := range parseModule(t) {
		line := -1
		for i := range packages {
			if matches(packages[i].dir, dir) {
				line = i
				break
			}
		}
		if line < 0 {
			t.Errorf("%s: missing in the table of packages", dir)
			continue
		}
		for _, f := range files {
			for _, im := range f.Imports {
				checkImport(t, f, line, strings.Trim(im.Path.Value, `"`))
			}
		}
	}
}

func checkImport(t *testing.T, f *source, line int, path string) {
	t.Helper()
	own, ok := strings.CutPrefix(path, "teacp/")
	switch {
	case ok:
		if !slices.ContainsFunc(packages[line].own, func(p string) bool { return matches(p, own) }) {
			t.Errorf("%s imports %s: imports go downwards only", f.name, path)
		}
	case packages[line].std && strings.Contains(strings.Split(path, "/")[0], "."):
		t.Errorf("%s imports %s: packages under sim may import the standard library only", f.name, path)
	case packages[line].pure && slices.Contains(impure, path):
		t.Errorf("%s imports %s: a run is a pure function of its inputs", f.name, path)
	}
}

// impure are packages through which the environment could change a run.
var impure = []string{"os", "os/exec", "os/signal", "sync", "sync/atomic", "math/rand", "math/rand/v2",
	"crypto/rand", "runtime", "net", "io/ioutil",
	"context", "log", "log/slog", "math", "math/big", "unsafe", "syscall", "reflect", "iter", "maps", "hash/maphash"}

// TestDeterminism rejects constructs that can make a run depend on more than its inputs:
// goroutines, channels, clocks, map order and floats.
func TestDeterminism(t *testing.T) {
	all := parseModule(t)
	im := newImporter(t, all)
	for _, r := range packages {
		if !r.pure || strings.HasSuffix(r.dir, "...") {
			continue
		}
		files := all[r.dir]
		if len(files) == 0 {
			t.Errorf("%s: expected a package, found no files", r.dir)
			continue
		}
		info := im.check(r.dir)
		for _, f := range files {
			ast.Inspect(f.File, func(n ast.Node) bool {
				if what := forbidden(n, info); what != "" {
					t.Errorf("%s: %s", f.fset.Position(n.Pos()), what)
				}
				return true
			})
		}
	}
}

// forbidden says why a node is not allowed, "" if it is.
func forbidden(n ast.Node, info *types.Info) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a go statement"
	case *ast.SelectStmt, *ast.SendStmt, *ast.ChanType:
		return "a channel"
	case *ast.RangeStmt:
		if tv, ok := info.Types[n.X]; ok {
			switch tv.Type.Underlying().(type) {
			case *types.Map:
				return "ranging over a map: its order is random"
			case *types.Chan:
				return "a channel"
			}
		}
	case *ast.SelectorExpr:
		if p, ok := n.X.(*ast.Ident); ok && p.Name == "time" &&
			slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker",
				"AfterFunc"}, n.Sel.Name) {
			return "time." + n.Sel.Name + ": a wall clock"
		}
	case *ast.BasicLit:
		if n.Kind == token.FLOAT || n.Kind == token.IMAG {
			// A constant such as 1e6 is an integer.
			if tv, ok := info.Types[n]; ok && tv.Value != nil && constant.ToInt(tv.Value).Kind() == constant.Int {
				return ""
			}
			return "a floating-point number"
		}
	case ast.Expr:
		if tv, ok := info.Types[n]; ok && tv.Type != nil && isFloat(tv.Type) && tv.Value == nil {
			return "a floating-point value"
		}
	}
	return ""
}

func isFloat(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsFloat|types.IsComplex) != 0
}

// TestState checks that a checkpoint copies only plain values, and containers of plain values.
// Copies share the pages of a container, so they would also share a pointer, map, slice, func or
// interface in it. It also checks the four parts of World, because a checkpoint would not contain a
// fifth.
func TestState(t *testing.T) {
	all := parseModule(t)
	im := newImporter(t, all)
	im.check("sim")
	world := im.done["sim"].Scope().Lookup("World").Type().Underlying().(*types.Struct)
	var parts []string
	for i := range world.NumFields() {
		parts = append(parts, world.Field(i).Name())
		if world.Field(i).Name() == "snapshot" {
			for _, bad := range sharedParts(world.Field(i).Type(), nil) {
				t.Errorf("sim.World holds %s, which copies of a world would share", bad)
			}
		}
	}
	if want := []string{"cfg", "changes", "snapshot", "scratch"}; !slices.Equal(parts, want) {
		t.Errorf("sim.World has the fields %v, expected %v: state belongs into snapshot", parts, want)
	}
}

// sharedParts lists the parts of a type that a copy made by assignment would share with the
// original. Containers of package page copy their pages; their elements have to be plain.
func sharedParts(t types.Type, at []string) []string {
	n, named := types.Unalias(t).(*types.Named)
	paged := named && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "teacp/sim/page"
	if paged && !slices.Contains(at, "[]") { // copies would share a container inside a page
		return sharedParts(n.TypeArgs().At(0), append(slices.Clone(at), "[]"))
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Kind() == types.UnsafePointer {
			return []string{strings.Join(append(at, t.String()), ".")}
		}
		return nil
	case *types.Array:
		return sharedParts(u.Elem(), at)
	case *types.Struct:
		var out []string
		for i := range u.NumFields() {
			out = append(out, sharedParts(u.Field(i).Type(), append(slices.Clone(at), u.Field(i).Name()))...)
		}
		return out
	}
	return []string{strings.Join(append(at, t.String()), ".")}
}

// TestSize limits the size of a file.
func TestSize(t *testing.T) {
	const most = 500
	for _, files := range parseModule(t) {
		for _, f := range files {
			if n := f.fset.Position(f.File.End()).Line; n > most {
				t.Errorf("%s has %d lines; expected at most %d", f.name, n, most)
			}
		}
	}
}

type source struct {
	*ast.File
	fset *token.FileSet
	name string
}

// parseModule returns every Go file of the module except tests, by folder. It parses them once.
func parseModule(t *testing.T) map[string][]*source {
	t.Helper()
	all, err := module()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var module = sync.OnceValues(func() (map[string][]*source, error) {
	root := ".."
	out := map[string][]*source{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != root && (name == "testdata" || strings.HasPrefix(name, ".") ||
			strings.HasPrefix(name, "_")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, rel, data, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("%s: %w", rel, err)
		}
		dir := filepath.ToSlash(filepath.Dir(rel))
		out[dir] = append(out[dir], &source{f, fset, filepath.ToSlash(rel)})
		return nil
	})
	return out, err
})

// matches reports whether a folder fits a pattern: itself, or everything below it.
func matches(pattern, dir string) bool {
	base, all := strings.CutSuffix(pattern, "...")
	return dir == pattern || all && (base == "" || strings.HasPrefix(dir+"/", base))
}

// moduleImporter type-checks the packages of the module from their parsed files.
type moduleImporter struct {
	t       *testing.T
	sources map[string][]*source
	std     types.Importer
	done    map[string]*types.Package
}

func newImporter(t *testing.T, sources map[string][]*source) *moduleImporter {
	t.Helper()
	exports, err := otherExports()
	if err != nil {
		t.Fatal(err)
	}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	return &moduleImporter{t: t, sources: sources, std: importer.ForCompiler(token.NewFileSet(), "gc", open),
		done: map[string]*types.Package{}}
}

// otherExports returns the files with the types of the packages that are not of this module.
var otherExports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f",
		"{{if or .Standard (not .Module.Main)}}{{.ImportPath}} {{.Export}}{{end}}", "../model").Output()
	exports := map[string]string{}
	for _, l := range strings.Split(string(out), "\n") {
		path, file, _ := strings.Cut(l, " ")
		exports[path] = file
	}
	return exports, err
})

func (im *moduleImporter) Import(path string) (*types.Package, error) {
	own, ok := strings.CutPrefix(path, "teacp/")
	if !ok {
		return im.std.Import(path)
	}
	if im.done[own] == nil {
		im.check(own)
	}
	return im.done[own], nil
}

func (im *moduleImporter) check(dir string) *types.Info {
	im.t.Helper()
	var files []*ast.File
	for _, f := range im.sources[dir] {
		files = append(files, f.File)
	}
	if len(files) == 0 {
		im.t.Fatalf("%s: expected a package, found no files", dir)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	cfg := types.Config{Importer: im, FakeImportC: true}
	pkg, err := cfg.Check("teacp/"+dir, im.sources[dir][0].fset, files, info)
	if err != nil {
		im.t.Fatalf("%s: %v", dir, err)
	}
	im.done[dir] = pkg
	return info
}
