package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var themes = []string{"events", "panes", "packet", "keys", "explorer", "reports", "errors"}

// keyNames are the names of all keys, in the order of their values; that of key 0 is "".
func keyNames(t *testing.T) []string {
	names := []string{""}
	for _, theme := range themes {
		names = append(names, declared(t, "keys_"+theme+".go")...)
	}
	return names
}

// declared are the names that the first declaration of a file lists, without the mark of its end.
func declared(t *testing.T, file string) (names []string) {
	for _, s := range parsed(t, file).Decls[0].(*ast.GenDecl).Specs {
		if n := s.(*ast.ValueSpec).Names[0].Name; ast.IsExported(n) {
			names = append(names, n)
		}
	}
	return names
}

func parsed(t *testing.T, file string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestEveryKeyHasATextInEachLanguage checks that no text is missing, that each is in normal form C,
// and that the texts of a key fill the same placeholders.
func TestEveryKeyHasATextInEachLanguage(t *testing.T) {
	names := keyNames(t)
	if len(names) != int(numKeys) {
		t.Fatalf("%d keys have names, of %d", len(names), numKeys)
	}
	for k := Key(1); k < numKeys; k++ {
		en, ko := k.In("en"), k.In("ko")
		if en == "" || ko == "" {
			t.Errorf("%s has no text in one language: %q, %q", names[k], en, ko)
		}
		if !norm.NFC.IsNormalString(ko) {
			t.Errorf("%s is not in normal form C", names[k])
		}
		if a, b := placeholders(en), placeholders(ko); !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in English, %v in Korean", names[k], a, b)
		}
	}
}

var placeholder = regexp.MustCompile(`%(?:\[(\d)\])?([a-z%])`)

// placeholders are the arguments that a text uses, each with its verb, in order.
func placeholders(form string) (out []string) {
	next := byte('1')
	for _, m := range placeholder.FindAllStringSubmatch(form, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next = m[1][0]
		}
		out = append(out, string(next)+m[2])
		next++
	}
	slices.Sort(out)
	return out
}

// TestCatalogueFilesHaveOneOrder checks that the files of both languages list the keys of their
// theme in the order of the constants, so that they can be read side by side.
func TestCatalogueFilesHaveOneOrder(t *testing.T) {
	for _, theme := range themes {
		want := declared(t, "keys_"+theme+".go")
		for _, lang := range []string{"en", "ko"} {
			if got := listed(t, lang+"_"+theme+".go"); !slices.Equal(got, want) {
				t.Errorf("%s_%s.go has another order than the keys", lang, theme)
			}
		}
	}
	for _, theme := range []string{"rules", "settings"} {
		if !slices.Equal(listed(t, "en_"+theme+".go"), listed(t, "ko_"+theme+".go")) {
			t.Errorf("the order of the %s differs between the languages", theme)
		}
	}
}

// listed are the keys of the literal that a file declares.
func listed(t *testing.T, file string) (keys []string) {
	ast.Inspect(parsed(t, file), func(n ast.Node) bool {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			switch k := kv.Key.(type) {
			case *ast.Ident:
				keys = append(keys, k.Name)
			case *ast.SelectorExpr:
				keys = append(keys, k.Sel.Name)
			case *ast.BasicLit:
				keys = append(keys, k.Value)
			}
		}
		return true
	})
	return keys
}

// TestEveryKeyIsUsed checks that some code outside the catalogue names each key.
func TestEveryKeyIsUsed(t *testing.T) {
	used := map[string]bool{}
	eachSource(t, func(path string, f *ast.File) {
		if strings.HasPrefix(path, "views/words/") && regexp.MustCompile(`/(en|ko|keys)_\w+\.go$`).MatchString(path) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used[id.Name] = true
			}
			return true
		})
	})
	for _, n := range keyNames(t)[1:] {
		if !used[n] {
			t.Errorf("nothing uses %s", n)
		}
	}
}

// TestTextsStandInTheCatalogue checks that code outside the catalogue holds no Korean text, and so
// no text in two languages. Scenarios bring their own texts.
func TestTextsStandInTheCatalogue(t *testing.T) {
	eachSource(t, func(path string, f *ast.File) {
		if strings.HasPrefix(path, "views/words/") || strings.HasPrefix(path, "scenarios/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && strings.ContainsFunc(l.Value, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
				t.Errorf("%s: the text %s belongs to views/words", path, l.Value)
			}
			return true
		})
	})
}

// eachSource calls do for each source file of the program that is no test.
func eachSource(t *testing.T, do func(path string, f *ast.File)) {
	const root = "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		do(filepath.ToSlash(rel), parsed(t, path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
