package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"teacp/sim"
)

// Bounds of a scenario file.
const (
	maxFile  = 1 << 20
	maxDepth = 40
)

// reader walks the syntax tree of a file and collects every mistake.
type reader struct {
	file     string
	problems Problems
}

// tree parses the file; syntax errors end it.
func (r *reader) tree(data []byte) ast.Node {
	if len(data) > maxFile {
		r.problems = append(
			r.problems,
			Problem{
				File:     r.file,
				Line:     1,
				Col:      1,
				Message:  "the file is too large",
				Expected: "at most 1 MiB",
				Found:    strconv.Itoa(len(data)) + " bytes",
			},
		)
		return nil
	}
	if depth := nesting(data); depth > maxDepth {
		r.problems = append(
			r.problems,
			Problem{
				File:     r.file,
				Line:     1,
				Col:      1,
				Message:  "the file is nested too deeply",
				Expected: "at most " + strconv.Itoa(maxDepth) + " levels",
			},
		)
		return nil
	}
	tokens := lexer.Tokenize(string(data))
	if p := excess(tokens); p != nil {
		p.File = r.file
		r.problems = append(r.problems, *p)
		return nil
	}
	f, err := parser.Parse(tokens, 0)
	if err != nil {
		line, col, msg := syntaxError(err)
		p := Problem{File: r.file, Line: line, Col: col, Message: "this is not YAML: " + msg}
		if strings.Contains(msg, "mapping value is not allowed") {
			p.Expected = `quotes around a text that holds ": "`
		}
		if strings.Contains(msg, "character '\t'") {
			p.Message, p.Expected, p.Found = "this is not YAML", "spaces at the beginning of a line", "a tab"
		}
		r.problems = append(r.problems, p)
		return nil
	}
	if len(f.Docs) == 0 || len(f.Docs) == 1 && f.Docs[0].Body == nil {
		r.problems = append(
			r.problems,
			Problem{
				File:     r.file,
				Line:     1,
				Col:      1,
				Message:  "the file is empty",
				Expected: "keys such as name, link, connections",
			},
		)
		return nil
	}
	if len(f.Docs) != 1 {
		r.problems = append(
			r.problems,
			Problem{
				File:     r.file,
				Line:     1,
				Col:      1,
				Message:  "a scenario file holds one document",
				Expected: "keys such as name, link, connections",
				Found:    strconv.Itoa(len(f.Docs)) + " documents",
			},
		)
		return nil
	}
	return f.Docs[0].Body
}

// nesting is an upper bound of a file's depth, from brackets and indentation.
func nesting(data []byte) int {
	deep, open, indent, start := 0, 0, 0, true
	for _, b := range data {
		switch {
		case b == '\n':
			indent, start = 0, true
		case start && b == ' ':
			indent++
		case start && b == '-':
			indent += 2
		default:
			start = false
			if b == '[' || b == '{' {
				open++
			} else if (b == ']' || b == '}') && open > 0 {
				open--
			}
		}
		deep = max(deep, open+indent/2)
	}
	return deep
}

// syntaxError reads the place out of the parser's "[line:col] message".
func syntaxError(err error) (line, col int, msg string) {
	line, col, msg = 1, 1, strings.SplitN(err.Error(), "\n", 2)[0]
	if strings.HasPrefix(msg, "[") {
		if i := strings.IndexByte(msg, ']'); i > 0 {
			a, b, _ := strings.Cut(msg[1:i], ":")
			line, _ = strconv.Atoi(a)
			col, _ = strconv.Atoi(b)
			msg = strings.TrimSpace(msg[i+1:])
		}
	}
	return max(line, 1), max(col, 1), msg
}

func (r *reader) add(n ast.Node, p Problem) {
	p.File = r.file
	if t := tokenOf(n); t != nil && t.Position != nil {
		p.Line, p.Col = t.Position.Line, t.Position.Column
	}
	p.Line, p.Col = max(p.Line, 1), max(p.Col, 1)
	r.problems = append(r.problems, p)
}

func tokenOf(n ast.Node) *token.Token {
	switch v := n.(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		if len(v.Values) > 0 {
			return v.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return v.Key.GetToken()
	case *ast.SequenceNode:
		if len(v.Values) > 0 && !v.IsFlowStyle {
			return tokenOf(v.Values[0])
		}
	}
	return n.GetToken()
}

// wrong notes that a value is not what was expected.
func (r *reader) wrong(n ast.Node, key, expected string) {
	r.add(n, Problem{Message: "wrong value for " + key, Expected: expected, Found: describe(n)})
}

func describe(n ast.Node) string {
	switch v := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode, *ast.MergeKeyNode:
		return "an alias, anchor or tag"
	case *ast.StringNode:
		return clean(v.Value)
	}
	return clean(n.String())
}

// fieldsSeen, if set by a test, is told the keys of every mapping that is read.
var fieldsSeen func(known []string)

// fields calls f for each key of a mapping; keys that come twice, or that f does not know,
// are mistakes. known lists the right names.
func (r *reader) fields(n ast.Node, what string, known []string, f func(key string, val ast.Node)) {
	if fieldsSeen != nil {
		fieldsSeen(known)
	}
	var values []*ast.MappingValueNode
	switch v := n.(type) {
	case *ast.MappingNode:
		values = v.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{v}
	default:
		r.wrong(n, what, "keys such as "+strings.Join(known[:min(len(known), 4)], ", "))
		return
	}
	seen := map[string]bool{}
	for _, mv := range values {
		k, ok := mv.Key.(ast.ScalarNode)
		if !ok {
			r.add(mv, Problem{Message: "wrong key in " + what, Expected: "a plain name", Found: describe(mv.Key)})
			continue
		}
		name := k.GetToken().Value
		switch {
		case seen[name]:
			r.add(mv.Key, Problem{Message: clean(name) + " stands twice in " + what})
		case !slices.Contains(known, name):
			p := Problem{Message: "unknown key " + clean(name) + " in " + what, Nearest: sim.Nearest(name, known)}
			if p.Nearest == "" {
				p.Expected = "one of " + list(known)
			}
			if strings.Contains(name, " ") && slices.Contains(known, "ko") {
				p.Expected = "quotes around a text that holds a comma"
			}
			r.add(mv.Key, p)
		default:
			f(name, mv.Value)
		}
		seen[name] = true
	}
}

// list joins names; a long list is cut.
func list(names []string) string {
	if len(names) > 24 {
		return strings.Join(names[:24], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// items calls f for each element of a list.
func (r *reader) items(n ast.Node, what string, most int, f func(i int, val ast.Node)) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.wrong(n, what, "a list")
		return
	}
	if len(s.Values) > most {
		r.add(
			n,
			Problem{
				Message:  "too many entries in " + what,
				Expected: "at most " + strconv.Itoa(most),
				Found:    strconv.Itoa(len(s.Values)),
			},
		)
		return
	}
	for i, v := range s.Values {
		f(i, v)
	}
}

// scalar is a value's text as it stands in the file.
func (r *reader) scalar(n ast.Node, key, expected string) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	r.wrong(n, key, expected)
	return "", false
}

func (r *reader) text(n ast.Node, key string) string {
	s, _ := r.scalar(n, key, "a text")
	return s
}

// number reads a whole number between lo and hi.
func (r *reader) number(n ast.Node, key string, lo, hi int64) int64 {
	want := "a whole number from " + strconv.FormatInt(lo, 10) + " to " + strconv.FormatInt(hi, 10)
	s, ok := r.scalar(n, key, want)
	if !ok {
		return lo
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), 10, 64)
	if err != nil || v < lo || v > hi {
		r.wrong(n, key, want)
		return lo
	}
	return v
}

// unit reads a value with a unit by one of sim's readers.
func (r *reader) unit(n ast.Node, key, expected string, parse func(string) (int64, error), lo, hi int64) int64 {
	s, ok := r.scalar(n, key, expected)
	if !ok {
		return lo
	}
	v, err := parse(s)
	if err != nil || v < lo || v > hi {
		r.wrong(n, key, expected)
		return lo
	}
	return v
}

const maxTime = int64(24 * 3600 * 1e9)

func (r *reader) duration(n ast.Node, key string) sim.Time {
	return sim.Time(r.unit(n, key, "a time such as 40ms or 1.5s", sim.ParseDuration, 0, maxTime))
}

func (r *reader) bytes(n ast.Node, key string) int64 {
	return r.unit(n, key, "a size such as 1460, 64KiB or 1MB, up to 1 TB", sim.ParseBytes, 0, 1e12)
}

// choice reads one of some names.
func (r *reader) choice(n ast.Node, key string, names []string) (int, bool) {
	s, ok := r.scalar(n, key, "one of "+list(names))
	if !ok {
		return 0, false
	}
	for i, v := range names {
		if v == s {
			return i, true
		}
	}
	r.add(
		n,
		Problem{
			Message:  "wrong value for " + key,
			Expected: "one of " + list(names),
			Found:    clean(s),
			Nearest:  sim.Nearest(s, names),
		},
	)
	return 0, false
}

func (r *reader) flag(n ast.Node, key string) bool {
	i, _ := r.choice(n, key, []string{"off", "on", "false", "true", "no", "yes"})
	return i%2 == 1
}

// both reads a text in English and Korean, or one text for both.
func (r *reader) both(n ast.Node, key string) Text {
	if _, ok := n.(ast.ScalarNode); ok {
		s := r.text(n, key)
		return Text{EN: s}
	}
	var t Text
	r.fields(n, key, []string{"en", "ko"}, func(k string, v ast.Node) {
		if k == "en" {
			t.EN = r.text(v, key+".en")
		} else {
			t.KO = r.text(v, key+".ko")
		}
	})
	return t
}
