package model

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"teacp/model/keymap"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views"
)

// Config is the configuration file: how the explorer looks and which keys it has. What it
// leaves out is as the program has it.
type Config struct {
	Theme      string              `yaml:"theme"`
	Lang       string              `yaml:"lang"`
	ASCII      *bool               `yaml:"ascii"`
	Graphs     string              `yaml:"graphs"`
	Axis       string              `yaml:"axis"`
	Mouse      *bool               `yaml:"mouse"`
	Speed      int                 `yaml:"speed"`
	Layout     string              `yaml:"layout"`
	Profile    string              `yaml:"profile"`
	Columns    string              `yaml:"columns"`
	ColumnSets map[string][]string `yaml:"column_sets"`
	Keys       map[string][]string `yaml:"keys"`
	File       string              `yaml:"-"` // where it was read from, "" if there is none
}

// ConfigFile is where the configuration file is looked for.
func ConfigFile() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "teacp", "config.yaml")
}

// StateDir is where sessions are kept.
func StateDir() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "teacp")
}

// maxConfig limits the size of a configuration file that is read.
const maxConfig = 1 << 20

// ReadConfig reads a configuration file; one that does not exist is empty. A mistake gives
// an error with line and column.
func ReadConfig(file string) (*Config, error) {
	data, err := scenarios.ReadFile(file, maxConfig)
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || file == "":
		return &Config{}, nil
	case errors.As(err, &p):
		return nil, fmt.Errorf("cannot read the configuration %s: %w", file, p.Err)
	case err != nil:
		return nil, fmt.Errorf("cannot read the configuration %s: %w", file, err)
	}
	c := &Config{File: file}
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s:%s", file, configSlip(err))
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

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
		msg := fmt.Sprintf("%s: unknown setting %q", placeOf(unknown.Token), views.Clean(name))
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
			found = fmt.Sprintf("%q", views.Clean(kind.Token.Value))
		}
		return fmt.Sprintf("%s: %s: expected %s, found %s", placeOf(kind.Token), name, want, found)
	case errors.As(err, &large):
		return fmt.Sprintf("%s: expected a smaller number, found %s", placeOf(large.Token), views.Clean(large.SrcNum))
	case errors.As(err, &twice):
		return fmt.Sprintf("%s: %q stands twice", placeOf(twice.Token), views.Clean(twice.Token.Value))
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "already defined"):
		return fmt.Sprintf("%s: %q stands twice", placeOf(syntax.Token), views.Clean(syntax.Token.Value))
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "tab character"):
		return placeOf(syntax.Token) + ": expected spaces at the beginning of a line, found a tab"
	case errors.As(err, &syntax):
		return fmt.Sprintf("%s: this is not YAML: expected lines such as \"theme: dark\" (%s)", placeOf(syntax.Token), views.Clean(syntax.Message))
	case errors.As(err, &node) && (node.Expected == ast.SequenceType || placeOf(node.Token) != "1:1"):
		return fmt.Sprintf("%s: expected a list of keys by action, such as nagle: [\"N\"], or of columns by name, such as few: [time, dir], found %s", placeOf(node.Token), nodeKinds[node.Actual])
	case errors.As(err, &node):
		return fmt.Sprintf("%s: expected settings such as \"theme: dark\", found %s", placeOf(node.Token), nodeKinds[node.Actual])
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return "1:1: " + views.Clean(line)
}

// nodeKinds say in words what stands where settings are expected.
var nodeKinds = map[ast.NodeType]string{ast.SequenceType: "a list", ast.MappingType: "a table", ast.StringType: "a text", ast.IntegerType: "a number",
	ast.FloatType: "a number", ast.BoolType: "true or false", ast.NullType: "nothing"}

// placeOf is where a token stands, LINE:COL.
func placeOf(t *token.Token) string {
	if t == nil || t.Position == nil {
		return "1:1"
	}
	return fmt.Sprintf("%d:%d", t.Position.Line, t.Position.Column)
}

// settingKinds says in words of what kind a setting is.
var settingKinds = map[string]string{"int": "a whole number", "bool": "true or false", "*bool": "true or false", "string": "a word", "map[string][]string": "lists of keys by action"}

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

// check refuses values that nothing stands for.
func (c *Config) check() error {
	if _, ok := views.ThemeByName(c.Theme); !ok && c.Theme != "" {
		return fmt.Errorf("theme: expected one of %s, found %q", themeNames(), c.Theme)
	}
	if c.Lang != "" && c.Lang != "en" && c.Lang != "ko" {
		return fmt.Errorf("lang: expected en or ko, found %q", c.Lang)
	}
	if c.Graphs != "" && c.Graphs != "braille" && c.Graphs != "letters" {
		return fmt.Errorf("graphs: expected braille or letters, found %q", c.Graphs)
	}
	if _, ok := views.AxisByName(c.Axis); !ok && c.Axis != "" {
		return fmt.Errorf("axis: expected one of %s, found %q", strings.Join(views.AxisNames[:], ", "), c.Axis)
	}
	if c.Speed < 0 || c.Speed > len(paces) {
		return fmt.Errorf("speed: expected 1 to %d, found %d", len(paces), c.Speed)
	}
	if c.Layout != "" && presets[presetIndex(c.Layout)].name != c.Layout {
		return fmt.Errorf("layout: expected one of %s, found %q", strings.Join(presetNames(), ", "), c.Layout)
	}
	if c.Profile != "" && !slices.Contains(tcp.ProfileNames, c.Profile) {
		return fmt.Errorf("profile: expected %s, found %q", strings.Join(tcp.ProfileNames, ", "), c.Profile)
	}
	if err := c.checkColumns(); err != nil {
		return err
	}
	_, err := keymap.Builtin.With(c.Keys)
	return err
}

func presetNames() []string {
	var out []string
	for i := range presets {
		out = append(out, presets[i].name)
	}
	return out
}

// Text writes the effective configuration as a commented file that names where each
// setting comes from.
func (c *Config) Text() string {
	src := func(set bool) string {
		if set {
			return c.File
		}
		return "built in"
	}
	var b strings.Builder
	line := func(key, value, about string, set bool) {
		fmt.Fprintf(&b, "# %s\n%-30s # %s\n", about, key+": "+value, src(set))
	}
	or := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	file := or(c.File, ConfigFile()+" (none yet)")
	if file == " (none yet)" {
		file = "none, for HOME is not set"
	}
	fmt.Fprintf(&b, "# Configuration of teacp, in effect. File: %s\n# Flags (--theme, --lang, --ascii) come before it.\n\n", file)
	line("theme", or(c.Theme, views.Themes[0].Name), "one of "+themeNames()+"; without it, light on a light background", c.Theme != "")
	line("lang", or(c.Lang, localeLang()), "en or ko; without it, the locale's", c.Lang != "")
	line("ascii", fmt.Sprint(c.ASCII != nil && *c.ASCII), "draw with + - | only", c.ASCII != nil)
	line("graphs", or(c.Graphs, "braille"), "braille or letters: what graphs are drawn with", c.Graphs != "")
	line("axis", or(c.Axis, views.AxisNames[0]), "what time axes count: "+strings.Join(views.AxisNames[:], ", "), c.Axis != "")
	line("mouse", fmt.Sprint(c.Mouse == nil || *c.Mouse), "clicks, wheel and dragging; off leaves the mouse to the terminal", c.Mouse != nil)
	line("speed", fmt.Sprint(max(c.Speed, defaultSpeed)), fmt.Sprintf("of playing, 1 to %d", len(paces)), c.Speed != 0)
	line("layout", or(c.Layout, presets[0].name), "one of "+strings.Join(presetNames(), ", "), c.Layout != "")
	line("profile", or(c.Profile, `""`), "stack of all scenarios ("+strings.Join(tcp.ProfileNames, ", ")+"); empty: as the scenario says", c.Profile != "")
	sets := c.columnSets()
	line("columns", or(c.Columns, sets[0].name), "the set of columns that the table of segments begins with", c.Columns != "")
	b.WriteString("# Sets of columns by name (| and \\ in the explorer). Columns: " + strings.Join(views.ColumnNames(), " ") + "\ncolumn_sets:\n")
	for _, s := range sets {
		_, set := c.ColumnSets[s.name]
		fmt.Fprintf(&b, "  %s: [%s] # %s\n", quoteName(s.name), strings.Join(s.cols, ", "), src(set))
	}
	b.WriteString("# Keys by action. An action listed here has these keys alone.\nkeys:\n")
	table, err := keymap.Builtin.With(c.Keys)
	if err != nil {
		table = keymap.Builtin
	}
	for i := range table {
		t := &table[i]
		var ks []string
		for _, k := range t.Keys() {
			ks = append(ks, fmt.Sprintf("%q", k))
		}
		_, set := c.Keys[string(t.Action)]
		fmt.Fprintf(&b, "  %-40s # %s; %s\n", string(t.Action)+": ["+strings.Join(ks, ", ")+"]", t.En, src(set))
	}
	return b.String()
}

// quoteName is a name as a key of a YAML mapping.
func quoteName(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }) < 0 {
		return s
	}
	return strconv.Quote(s)
}

const defaultSpeed = 3
