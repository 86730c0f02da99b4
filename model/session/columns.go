package session

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// ColumnSet is a named list of columns of the table of segments.
type ColumnSet struct {
	Name string
	Cols []string
	Made bool // in the explorer: the session file keeps it
}

// BuiltColumns are the sets that the program has.
var BuiltColumns = []ColumnSet{
	{Name: "standard", Cols: views.StandardColumns},
	{Name: "times", Cols: []string{"number", "frame", "time", "received", "took", "conn", "dir", "flags", "range",
		"ack", "rtt", "since"}},
	{Name: "windows", Cols: []string{"frame", "time", "conn", "dir", "flags", "range", "ack", "win", "cwnd",
		"ssthresh", "flight", "peer-win", "why"}},
	{Name: "options", Cols: []string{"frame", "time", "conn", "dir", "flags", "range", "ack", "win", "options"}},
	{Name: "wire", Cols: []string{"number", "time", "conn", "dir", "flags", "seq-raw", "ack-raw", "len", "win",
		"bytes", "queue", "loss"}},
	{Name: "words", Cols: []string{"frame", "time", "conn", "dir", "flags", "range", "why", "sentence"}},
}

// MaxColumnSets limits how many sets there are: each has a number key in the list.
const MaxColumnSets = 9

// ColumnSets are the program's sets, with those of the configuration in their places or
// behind them.
func (c *Config) Sets() []ColumnSet {
	out := slices.Clone(BuiltColumns)
	for _, name := range slices.Sorted(maps.Keys(c.ColumnSets)) {
		set := ColumnSet{Name: name, Cols: c.ColumnSets[name]}
		if i := SetNamed(out, name); i >= 0 {
			out[i] = set
		} else {
			out = append(out, set)
		}
	}
	return out
}

func SetNamed(list []ColumnSet, name string) int {
	return slices.IndexFunc(list, func(s ColumnSet) bool { return s.Name == name })
}

// checkColumns refuses columns that do not exist, and sets that nothing can be done with.
func (c *Config) checkColumns() error {
	for name, cols := range c.ColumnSets {
		if err := CheckSet(name, cols); err != nil {
			return fmt.Errorf("column_sets: %w", err)
		}
	}
	sets := c.Sets()
	if len(sets) > MaxColumnSets {
		return fmt.Errorf("column_sets: expected at most %d sets with the program's own, found %d", MaxColumnSets,
			len(sets))
	}
	if c.Columns != "" && SetNamed(sets, c.Columns) < 0 {
		return fmt.Errorf("columns: expected one of %s, found %q", strings.Join(SetNames(sets), ", "), c.Columns)
	}
	return nil
}

// CheckSet refuses a set with an unknown or doubled column, or with none.
func CheckSet(name string, cols []string) error {
	if name = words.Clean(name); name == "" || paint.Width(name) > maxSetName {
		return fmt.Errorf("expected a name of at most %d columns, found %q", maxSetName, name)
	}
	if len(cols) == 0 {
		return fmt.Errorf("%s: expected at least one column", name)
	}
	if _, bad := views.ColumnsOf(cols); bad != "" {
		if _, ok := views.ColumnByName(bad); ok {
			return fmt.Errorf("%s: %q stands there twice", name, bad)
		}
		return fmt.Errorf("%s: there is no column %q; expected some of %s", name, words.Clean(bad),
			strings.Join(views.ColumnNames(), ", "))
	}
	return nil
}

const maxSetName = 20

func SetNames(list []ColumnSet) []string {
	var out []string
	for i := range list {
		out = append(out, list[i].Name)
	}
	return out
}
