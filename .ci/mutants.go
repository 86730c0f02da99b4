//go:build ignore

// Mutants runs the tests against one-line changes of the simulator's core, each of which must
// make a test fail. A mutant that no longer fits the source, or does not compile, is an error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// mutant is an entry of mutants.txt:
//
//	name: package function
//	- a fragment that stands once in that function
//	+ what takes its place
//
// A function is named as in stack traces, without a star: Conn.decide. A declaration of a type,
// a constant or a variable is named by its identifier.
type mutant struct {
	name, pkg, fn, old, new string
	line                    int
	file                    string // where the function stands
	text                    []byte // of the file, changed
}

// result is what became of a mutant.
type result struct {
	m      *mutant
	killed string // what failed; "" if nothing did
	err    error  // it could not be tried
	took   time.Duration
}

// core holds the folders whose functions may be changed.
var core = []string{"sim"}

// step is a part of the tests: a package, or some tests of it.
type step struct{ pkg, run string }

// order is what is tested behind the mutant's own package: first what fails soonest, at the end
// all that is left.
var order = []step{
	{"./sim", "^(TestHashes|TestFreezeAndThawKeepEveryField)$"},
	{"./sim/ledger", ""},
	{"./sim/drill", ""},
	{"./scenarios", ""},
	{"./sim/conform", ""},
	{"./sim", ""},
	{"./sim/...", ""},
}

func main() {
	sample := flag.Int("sample", 0, "try only so many mutants, chosen by the commit")
	only := flag.String("only", "", "try only the mutants whose names match this `pattern`")
	check := flag.Bool("check", false, "only look whether each mutant still fits the source")
	build := flag.Bool("build", false, "only look whether each mutant still fits the source and compiles")
	jobs := flag.Int("j", runtime.NumCPU(), "mutants that are tried at the same time")
	limit := flag.Duration("timeout", 10*time.Minute, "time for the tests of one package")
	flag.Parse()
	start := time.Now()
	list, err := read(".ci/mutants.txt")
	if err == nil {
		err = locate(list)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	list = choose(list, *only, *sample)
	if *check {
		fmt.Printf("%d mutants fit the source\n", len(list))
		return
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	defer os.RemoveAll(dir)
	if *build {
		os.Exit(buildAll(list, dir))
	}
	if err := passes(*limit); err != nil {
		os.RemoveAll(dir)
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	survived, broken := tryAll(list, dir, *jobs, *limit)
	fmt.Printf("%d mutants, %d killed, %d survived, %d could not be tried, in %.0f s\n",
		len(list), len(list)-len(survived)-len(broken), len(survived), len(broken), time.Since(start).Seconds())
	for _, m := range survived {
		fmt.Printf("survived: %s, %s %s\n\t- %s\n\t+ %s\n", m.name, m.pkg, m.fn, m.old, m.new)
	}
	if len(survived)+len(broken) > 0 {
		os.RemoveAll(dir)
		os.Exit(1)
	}
}

var heading = regexp.MustCompile(`^([a-z0-9-]+): (\S+) (\S+)$`)

// read parses the list.
func read(name string) ([]*mutant, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []*mutant
	seen := map[string]bool{}
	for i, line := range strings.Split(string(data), "\n") {
		at := fmt.Sprintf("%s:%d", name, i+1)
		last := &mutant{}
		if len(list) > 0 {
			last = list[len(list)-1]
		}
		switch {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "- "):
			last.old = line[2:]
		case strings.HasPrefix(line, "+"):
			last.new = strings.TrimPrefix(line[1:], " ")
		default:
			h := heading.FindStringSubmatch(line)
			if h == nil {
				return nil, fmt.Errorf("%s: expected \"name: package function\", found %q", at, line)
			}
			if seen[h[1]] {
				return nil, fmt.Errorf("%s: a second mutant %s", at, h[1])
			}
			seen[h[1]] = true
			list = append(list, &mutant{name: h[1], pkg: h[2], fn: h[3], line: i + 1})
		}
	}
	return list, nil
}

// place is where a declaration stands.
type place struct {
	file     string
	from, to int
}

// locate finds the function of each mutant and makes the changed file. It reports every mutant
// that does not fit.
func locate(list []*mutant) error {
	at := map[string][]place{}
	for _, dir := range core {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			return declarations(path, at)
		})
		if err != nil {
			return err
		}
	}
	var bad []string
	for _, m := range list {
		if err := m.apply(at[m.pkg+" "+m.fn]); err != nil {
			bad = append(bad, fmt.Sprintf(".ci/mutants.txt:%d: %s: %v", m.line, m.name, err))
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	return nil
}

// declarations notes where the declarations of a file stand.
func declarations(path string, at map[string][]place) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	note := func(name string, n ast.Node) {
		key := f.Name.Name + " " + name
		at[key] = append(at[key], place{path, fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset})
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = receiver(d.Recv.List[0].Type) + "." + name
			}
			note(name, d)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					note(s.Name.Name, s)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						note(n.Name, s)
					}
				}
			}
		}
	}
	return nil
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// apply makes the changed file.
func (m *mutant) apply(at []place) error {
	if m.old == "" || m.old == m.new {
		return fmt.Errorf("a mutant needs a line that begins with \"- \" and another one with \"+ \"")
	}
	if len(at) != 1 {
		return fmt.Errorf("%d declarations %s in package %s, expected one", len(at), m.fn, m.pkg)
	}
	data, err := os.ReadFile(at[0].file)
	if err != nil {
		return err
	}
	body := data[at[0].from:at[0].to]
	if n := bytes.Count(body, []byte(m.old)); n != 1 {
		return fmt.Errorf("%q stands %d times in %s (%s), expected once", m.old, n, m.fn, at[0].file)
	}
	m.file = at[0].file
	m.text = slices.Concat(data[:at[0].from], bytes.Replace(body, []byte(m.old), []byte(m.new), 1), data[at[0].to:])
	return nil
}

// choose leaves the mutants that are asked for. A sample is drawn by a hash of the commit and
// the name, so that one commit always gets the same, and each commit another one.
func choose(list []*mutant, only string, sample int) []*mutant {
	if only != "" {
		re := regexp.MustCompile(only)
		list = slices.DeleteFunc(list, func(m *mutant) bool { return !re.MatchString(m.name) })
	}
	if sample > 0 && sample < len(list) {
		head, _ := exec.Command("git", "rev-parse", "HEAD").Output()
		key := func(m *mutant) uint64 {
			h := fnv.New64a()
			h.Write(head)
			h.Write([]byte(m.name))
			return h.Sum64()
		}
		slices.SortFunc(list, func(a, b *mutant) int {
			if key(a) < key(b) {
				return -1
			}
			return 1
		})
		list = list[:sample]
	}
	return list
}

// tryAll tries mutants, several at once, and prints what became of each.
func tryAll(list []*mutant, dir string, jobs int, limit time.Duration) (survived, broken []*mutant) {
	work, results := make(chan *mutant), make(chan result)
	var wg sync.WaitGroup
	for range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for m := range work {
				results <- m.try(dir, limit)
			}
		}()
	}
	go func() {
		for _, m := range list {
			work <- m
		}
		close(work)
		wg.Wait()
		close(results)
	}()
	for r := range results {
		switch {
		case r.err != nil:
			broken = append(broken, r.m)
			fmt.Printf("%-32s could not be tried: %v\n", r.m.name, r.err)
		case r.killed == "":
			survived = append(survived, r.m)
			fmt.Printf("%-32s SURVIVED (%.0f s)\n", r.m.name, r.took.Seconds())
		default:
			fmt.Printf("%-32s %s (%.0f s)\n", r.m.name, r.killed, r.took.Seconds())
		}
	}
	return survived, broken
}

// passes runs the tests without a mutant: one that fails anyway would seem to kill all that survive up to it.
func passes(limit time.Duration) error {
	for _, pkg := range []string{"./sim/...", "./scenarios"} {
		if out, err := run(10*limit, "test", "-vet=off", "-timeout", limit.String(), pkg); err != nil {
			return fmt.Errorf("the tests fail without a mutant: go test %s: %s", pkg, firstFailure(out))
		}
	}
	return nil
}

// buildAll compiles the package of each mutant, and returns the exit status.
func buildAll(list []*mutant, dir string) (status int) {
	for _, m := range list {
		overlay, err := m.write(dir)
		if err == nil {
			var out []byte
			if out, err = run(10*time.Minute, "build", "-overlay", overlay, "./"+filepath.ToSlash(filepath.Dir(m.file))); err != nil {
				err = fmt.Errorf("it does not compile:\n%s", out)
			}
		}
		if err != nil {
			fmt.Printf("%s: %v\n", m.name, err)
			status = 1
		}
	}
	fmt.Printf("%d mutants built\n", len(list))
	return status
}

// write writes the changed file and the overlay that puts it in the place of the original.
func (m *mutant) write(dir string) (overlay string, err error) {
	changed := filepath.Join(dir, m.name+".go")
	overlay = filepath.Join(dir, m.name+".json")
	file, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(changed, m.text, 0o644); err != nil {
		return "", err
	}
	return overlay, os.WriteFile(overlay, data, 0o644)
}

// try runs the tests with a mutant laid over its file, package by package, until one fails.
func (m *mutant) try(dir string, limit time.Duration) result {
	start := time.Now()
	overlay, err := m.write(dir)
	if err != nil {
		return result{m: m, err: err}
	}
	steps := order
	if own := "./" + filepath.ToSlash(filepath.Dir(m.file)); own != "./sim" {
		steps = append([]step{{own, ""}}, order...)
	}
	for i, st := range steps {
		if i > 0 && st == steps[0] {
			continue
		}
		args := []string{"test", "-overlay", overlay, "-vet=off", "-failfast", "-timeout", limit.String(), st.pkg}
		if st.run != "" {
			args = append(args, "-run", st.run)
		}
		out, err := run(limit+time.Minute, args...)
		if err == nil {
			continue
		}
		if bytes.Contains(out, []byte("[build failed]")) || bytes.Contains(out, []byte("[setup failed]")) {
			return result{m: m, err: fmt.Errorf("it does not compile:\n%s", out)}
		}
		if !bytes.Contains(out, []byte("FAIL")) { // ended from outside: that says nothing of the mutant
			return result{m: m, err: fmt.Errorf("go test %s: %v\n%s", st.pkg, err, out)}
		}
		return result{m: m, killed: st.pkg + " " + firstFailure(out), took: time.Since(start)}
	}
	return result{m: m, took: time.Since(start)}
}

// run runs the go command.
func run(limit time.Duration, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return exec.CommandContext(ctx, "go", args...).CombinedOutput()
}

var failure = regexp.MustCompile(`(?m)^--- FAIL: (\S+)|^panic: (.{1,60})`)

// firstFailure names the test that failed.
func firstFailure(out []byte) string {
	f := failure.FindSubmatch(out)
	switch {
	case f == nil:
		return "failed"
	case len(f[1]) > 0:
		return string(f[1])
	}
	return "panic: " + string(f[2])
}
