package session

import (
	"strings"
	"testing"
)

// TestWrongColumnsAreNamed: what is wrong in the sets of a configuration is named.
func TestWrongColumnsAreNamed(t *testing.T) {
	for _, c := range []struct {
		c    Config
		want string
	}{
		{Config{Columns: "none"}, `columns: expected one of standard, times, windows, options, wire, words, found "none"`},
		{Config{ColumnSets: map[string][]string{"a": {"tim"}}}, `column_sets: a: there is no column "tim"`},
		{Config{ColumnSets: map[string][]string{"a": {"time", "time"}}}, `column_sets: a: "time" stands there twice`},
		{Config{ColumnSets: map[string][]string{"a": {}}}, "column_sets: a: expected at least one column"},
		{Config{ColumnSets: map[string][]string{"a": {"time"}, "b": {"time"}, "c": {"time"}, "d": {"time"}}}, "at most 9 sets"},
	} {
		if err := c.c.check(&Builtin{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.c, err, c.want)
		}
	}
}

// TestBuiltColumnsAreValid: the program's own sets pass the check of a configuration.
func TestBuiltColumnsAreValid(t *testing.T) {
	for _, s := range BuiltColumns {
		if err := CheckSet(s.Name, s.Cols); err != nil {
			t.Error(err)
		}
	}
}
