package session

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/goccy/go-yaml"

	"teacp/model/keymap"
	"teacp/scenarios"
	"teacp/sim/tcp"
	"teacp/views"
	"teacp/views/paint"
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

// Builtin is what a configuration can name and the explorer defines: its layouts, how many
// speeds of playing there are, and the usual one.
type Builtin struct {
	Layouts       []string
	Speeds, Speed int
}

// maxConfig limits the size of a configuration file that is read.
const maxConfig = 1 << 20

// ReadConfig reads a configuration file; one that does not exist is empty. A mistake gives
// an error with line and column.
func ReadConfig(file string, own *Builtin) (*Config, error) {
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
	if err := c.check(own); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// check refuses values that nothing stands for.
func (c *Config) check(own *Builtin) error {
	if _, ok := paint.ThemeByName(c.Theme); !ok && c.Theme != "" {
		return fmt.Errorf("theme: expected one of %s, found %q", ThemeNames(), c.Theme)
	}
	if c.Lang != "" && c.Lang != "en" && c.Lang != "ko" {
		return fmt.Errorf("lang: expected en or ko, found %q", c.Lang)
	}
	if c.Graphs != "" && c.Graphs != "braille" && c.Graphs != "letters" {
		return fmt.Errorf("graphs: expected braille or letters, found %q", c.Graphs)
	}
	if _, ok := paint.AxisByName(c.Axis); !ok && c.Axis != "" {
		return fmt.Errorf("axis: expected one of %s, found %q", strings.Join(paint.AxisNames[:], ", "), c.Axis)
	}
	if c.Speed < 0 || c.Speed > own.Speeds {
		return fmt.Errorf("speed: expected 1 to %d, found %d", own.Speeds, c.Speed)
	}
	if c.Layout != "" && !slices.Contains(own.Layouts, c.Layout) {
		return fmt.Errorf("layout: expected one of %s, found %q", strings.Join(own.Layouts, ", "), c.Layout)
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

// Text writes the effective configuration as a commented file that names where each
// setting comes from.
func (c *Config) Text(own *Builtin) string {
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
	fmt.Fprintf(&b, "# Configuration of teacp, in effect. File: %s\n"+
		"# Flags (--theme, --lang, --ascii) come before it.\n\n", file)
	line("theme", or(c.Theme, paint.Themes[0].Name),
		"one of "+ThemeNames()+"; without it, light on a light background", c.Theme != "")
	line("lang", or(c.Lang, LocaleLang()), "en or ko; without it, the locale's", c.Lang != "")
	line("ascii", fmt.Sprint(c.ASCII != nil && *c.ASCII), "draw with + - | only", c.ASCII != nil)
	line("graphs", or(c.Graphs, "braille"), "braille or letters: what graphs are drawn with", c.Graphs != "")
	line("axis", or(c.Axis, paint.AxisNames[0]), "what time axes count: "+strings.Join(paint.AxisNames[:], ", "),
		c.Axis != "")
	line("mouse", fmt.Sprint(c.Mouse == nil || *c.Mouse),
		"clicks, wheel and dragging; off leaves the mouse to the terminal", c.Mouse != nil)
	line("speed", fmt.Sprint(max(c.Speed, own.Speed)), fmt.Sprintf("of playing, 1 to %d", own.Speeds), c.Speed != 0)
	line("layout", or(c.Layout, own.Layouts[0]), "one of "+strings.Join(own.Layouts, ", "), c.Layout != "")
	line("profile", or(c.Profile, `""`), "stack of all scenarios ("+strings.Join(tcp.ProfileNames,
		", ")+"); empty: as the scenario says", c.Profile != "")
	sets := c.Sets()
	line("columns", or(c.Columns, sets[0].Name), "the set of columns that the table of segments begins with",
		c.Columns != "")
	b.WriteString("# Sets of columns by name (| and \\ in the explorer). Columns: " + strings.Join(views.ColumnNames(),
		" ") + "\ncolumn_sets:\n")
	for _, s := range sets {
		_, set := c.ColumnSets[s.Name]
		fmt.Fprintf(&b, "  %s: [%s] # %s\n", quoteName(s.Name), strings.Join(s.Cols, ", "), src(set))
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
		fmt.Fprintf(&b, "  %-40s # %s; %s\n", string(t.Action)+": ["+strings.Join(ks, ", ")+"]", t.Text.In("en"),
			src(set))
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

// ThemeNames lists the themes by name.
func ThemeNames() string {
	s := ""
	for i, t := range paint.Themes {
		if i > 0 {
			s += ", "
		}
		s += t.Name
	}
	return s
}
