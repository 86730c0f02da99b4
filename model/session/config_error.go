package session

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"teacp/sim"
	"teacp/views/words"
)

// configSlip puts what the reader met into words of this program: LINE:COL, what, what was expected.
func configSlip(err error) string {
	var (
		syntax  *yaml.SyntaxError
		kind    *yaml.TypeError
		node    *yaml.UnexpectedNodeTypeError
		unknown *yaml.UnknownFieldError
		twice   *yaml.DuplicateKeyError
		large   *yaml.OverflowError
	)
	switch {
	case errors.As(err, &unknown):
		_, name, _ := strings.Cut(unknown.Message, `"`)
		name = strings.TrimSuffix(name, `"`)
		msg := fmt.Sprintf("%s: unknown setting %q", placeOf(unknown.Token), words.Clean(name))
		if near := sim.Nearest(name, settingNames()); near != "" {
			msg += fmt.Sprintf("; did you mean %q?", near)
		}
		return msg + " (teacp config shows all settings)"
	case errors.As(err, &kind) && kind.StructFieldName != nil:
		name := strings.ToLower(strings.TrimPrefix(*kind.StructFieldName, "Config."))
		want := settingKinds[kind.DstType.String()]
		if name == "columnsets" {
			name, want = "column_sets", "lists of columns by name"
		}
		found := map[reflect.Kind]string{reflect.Slice: "a list", reflect.Map: "a table"}[kind.SrcType.Kind()]
		if found == "" {
			found = fmt.Sprintf("%q", words.Clean(kind.Token.Value))
		}
		return fmt.Sprintf("%s: %s: expected %s, found %s", placeOf(kind.Token), name, want, found)
	case errors.As(err, &large):
		return fmt.Sprintf("%s: expected a smaller number, found %s", placeOf(large.Token), words.Clean(large.SrcNum))
	case errors.As(err, &twice):
		return fmt.Sprintf("%s: %q stands twice", placeOf(twice.Token), words.Clean(twice.Token.Value))
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "already defined"):
		return fmt.Sprintf("%s: %q stands twice", placeOf(syntax.Token), words.Clean(syntax.Token.Value))
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "tab character"):
		return placeOf(syntax.Token) + ": expected spaces at the beginning of a line, found a tab"
	case errors.As(err, &syntax):
		return fmt.Sprintf("%s: this is not YAML: expected lines such as \"theme: dark\" (%s)", placeOf(syntax.Token),
			words.Clean(syntax.Message))
	case errors.As(err, &node) && (node.Expected == ast.SequenceType || placeOf(node.Token) != "1:1"):
		return fmt.Sprintf("%s: expected a list of keys by action, such as nagle: [\"N\"], "+
			"or of columns by name, such as few: [time, dir], found %s", placeOf(node.Token), nodeKinds[node.Actual])
	case errors.As(err, &node):
		return fmt.Sprintf("%s: expected settings such as \"theme: dark\", found %s", placeOf(node.Token),
			nodeKinds[node.Actual])
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return "1:1: " + words.Clean(line)
}

// nodeKinds say in words what stands where settings are expected.
var nodeKinds = map[ast.NodeType]string{ast.SequenceType: "a list", ast.MappingType: "a table",
	ast.StringType: "a text", ast.IntegerType: "a number",
	ast.FloatType: "a number", ast.BoolType: "true or false", ast.NullType: "nothing"}

// placeOf is where a token stands, LINE:COL.
func placeOf(t *token.Token) string {
	if t == nil || t.Position == nil {
		return "1:1"
	}
	return fmt.Sprintf("%d:%d", t.Position.Line, t.Position.Column)
}

// settingKinds says in words of what kind a setting is.
var settingKinds = map[string]string{"int": "a whole number", "bool": "true or false", "*bool": "true or false",
	"string": "a word", "map[string][]string": "lists of keys by action"}

// settingNames are the keys of a configuration file.
func settingNames() []string {
	var out []string
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}
