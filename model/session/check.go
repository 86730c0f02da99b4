package session

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/views/words"
)

// Limits of what a session holds.
const (
	MaxBranches = 200
	MaxMarks    = 200
	MaxCompared = 4
	NumLocks    = 3 // ways in which compared runs move together
	NumClasses  = 3 // classes of screen sizes

	maxChanges = 10_000 // of a branch
	maxShares  = 64     // columns of a split, or rows of one
	maxShare   = 1 << 16
	maxFrame   = 1 << 40 // a recording may have more frames than a simulation
)

// NewerError is the error for a session that a newer version of the program has saved.
type NewerError struct{ Schema string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("a newer version of teacp has saved it: expected %s, found %q", Schema, words.Clean(e.Schema))
}

// step is one step of a path into a file: a key of an object, or an index of an array.
type step struct {
	key   string
	index int
}

// checking collects the first mistake of a session file.
type checking struct {
	data []byte
	path []step
	err  error
}

// Decode reads a session from the text of its file. A mistake gives an error that begins with its line
// and column.
func Decode(data []byte) (*Session, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	var head struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(data, &head) == nil && head.Schema != Schema && strings.HasPrefix(head.Schema, schemaName) {
		return nil, &NewerError{head.Schema}
	}
	var s Session
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, jsonError(data, err)
	}
	c := &checking{data: data}
	c.session(&s)
	return &s, c.err
}

// jsonError puts the place in front of an error of encoding/json.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at, msg := int64(len(data)), "this is not JSON: "+err.Error()
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset - 1
	case errors.As(err, &kind):
		at = kind.Offset - 1
		msg = fmt.Sprintf("%s: expected %s, found %s", kind.Field, typeName(kind.Type.Kind().String()), kind.Value)
	}
	return place(data, at, msg)
}

// typeName is a kind of Go's as a user would say it.
func typeName(kind string) string {
	switch {
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"):
		return "a whole number in range"
	case kind == "string":
		return "a text"
	case kind == "slice":
		return "a list"
	}
	return "an object"
}

// placeError is a mistake with its place in the file.
type placeError struct {
	line, col int
	msg       string
}

func (e *placeError) Error() string { return fmt.Sprintf("%d:%d: %s", e.line, e.col, e.msg) }

// FileError is an error of a session with the name of its file in front of it.
func FileError(file string, err error) error {
	var p *placeError
	if errors.As(err, &p) {
		return fmt.Errorf("%s:%w", file, err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

func place(data []byte, at int64, msg string) error {
	before := data[:min(max(at, 0), int64(len(data)))]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := len(before) - bytes.LastIndexByte(before, '\n')
	return &placeError{line, col, words.Clean(msg)}
}

// in runs a check of the value behind a key.
func (c *checking) in(key string, check func()) {
	c.path = append(c.path, step{key, -1})
	check()
	c.path = c.path[:len(c.path)-1]
}

// each checks how long a list is, and its elements.
func each[T any](c *checking, key string, all []T, lo, hi int, check func(i int, v *T)) {
	c.in(key, func() {
		if len(all) < lo || len(all) > hi {
			c.wrong(fmt.Sprintf("%d to %d entries", lo, hi), fmt.Sprint(len(all)))
		}
		for i := range all {
			if c.err != nil {
				return
			}
			c.path = append(c.path, step{"", i})
			check(i, &all[i])
			c.path = c.path[:len(c.path)-1]
		}
	})
}

// number checks a number; hi is inclusive.
func (c *checking) number(key string, v, lo, hi int64) { c.in(key, func() { c.value(v, lo, hi) }) }

func (c *checking) value(v, lo, hi int64) {
	if v < lo || v > hi {
		c.wrong(fmt.Sprintf("%d to %d", lo, hi), fmt.Sprint(v))
	}
}

// wrong notes the first mistake, at the path where the check is.
func (c *checking) wrong(expected, found string) {
	if c.err != nil {
		return
	}
	name := ""
	for _, s := range c.path {
		switch {
		case s.index >= 0:
			name += fmt.Sprintf("[%d]", s.index)
		case name == "":
			name = s.key
		default:
			name += "." + s.key
		}
	}
	c.err = place(c.data, locate(c.data, c.path), fmt.Sprintf("%s: expected %s, found %s", name, expected, found))
}

// session checks every number, and what numbers refer to.
func (c *checking) session(s *Session) {
	c.in("schema", func() {
		if s.Schema != Schema {
			c.wrong(Schema, fmt.Sprintf("%q", words.Clean(s.Schema)))
		}
	})
	last := int64(len(s.Branches)) - 1
	each(c, "branches", s.Branches, 1, MaxBranches, func(i int, b *Branch) { c.branch(i, b) })
	if s.Memory != 0 {
		c.number("memory", s.Memory, sim.LeastMemory, sim.MostMemory)
	}
	c.number("current", int64(s.Current), 0, last)
	c.number("frame", s.Frame, 0, maxFrame)
	each(c, "bookmarks", s.Marks, 0, MaxMarks, func(_ int, b *Bookmark) {
		c.number("branch", int64(b.Branch), 0, last)
		c.number("frame", b.Frame, 0, maxFrame)
	})
	each(c, "splits", s.Splits, 0, maxShares, func(_ int, p *Split) { c.split(p) })
	each(c, "compare", s.Compare, 0, MaxCompared, func(_ int, b *int) { c.value(int64(*b), 0, last) })
	c.number("lock", int64(s.Lock), 0, NumLocks-1)
}

func (c *checking) branch(i int, b *Branch) {
	switch { // one without a parent is the first, or came in to be compared
	case i == 0:
		c.number("parent", int64(b.Parent), -1, -1)
	case b.Scenario != "":
		c.number("parent", int64(b.Parent), -1, int64(i)-1)
	default:
		c.number("parent", int64(b.Parent), 0, int64(i)-1)
	}
	c.number("at", b.At, 0, maxFrame)
	c.number("cursor", b.Cursor, 0, maxFrame)
	c.in("changes", func() {
		if len(b.Changes) > maxChanges {
			c.wrong(fmt.Sprintf("at most %d entries", maxChanges), fmt.Sprint(len(b.Changes)))
		}
	})
	for k := range b.Changes {
		if v := b.Changes[k].Frame; v < 0 || v > maxFrame {
			c.path = append(c.path, step{"changes", -1}, step{"", k})
			c.number("frame", v, 0, maxFrame)
			c.path = c.path[:len(c.path)-2]
		}
	}
}

func (c *checking) split(p *Split) {
	share := func(_ int, v *int) { c.value(int64(*v), 0, maxShare) }
	c.number("class", int64(p.Class), 0, NumClasses-1)
	each(c, "cols", p.Cols, 1, maxShares, share)
	each(c, "rows", p.Rows, len(p.Cols), len(p.Cols), func(i int, rows *[]int) {
		if len(*rows) == 0 || len(*rows) > maxShares {
			c.wrong(fmt.Sprintf("1 to %d entries", maxShares), fmt.Sprint(len(*rows)))
		}
		for k, v := range *rows {
			c.path = append(c.path, step{"", k})
			c.value(int64(v), 0, maxShare)
			c.path = c.path[:len(c.path)-1]
		}
	})
}

// locate is the offset at which the value of a path begins, or that of the value around it if the file
// leaves it out.
func locate(data []byte, path []step) int64 {
	dec := json.NewDecoder(bytes.NewReader(data))
	at := valueAt(data, 0)
	for _, s := range path {
		if tok, err := dec.Token(); err != nil || tok != json.Delim('{') && tok != json.Delim('[') {
			return at
		}
		found := false
		for i := 0; !found && dec.More(); i++ {
			if s.index < 0 {
				tok, err := dec.Token()
				key, ok := tok.(string)
				if err != nil || !ok {
					return at
				}
				found = strings.EqualFold(key, s.key)
			} else {
				found = i == s.index
			}
			if !found {
				var skipped json.RawMessage
				if dec.Decode(&skipped) != nil {
					return at
				}
			}
		}
		if !found {
			return at
		}
		at = valueAt(data, dec.InputOffset())
	}
	return at
}

// valueAt passes over what may stand in front of a value.
func valueAt(data []byte, at int64) int64 {
	for at < int64(len(data)) && strings.IndexByte(" \t\r\n,:", data[at]) >= 0 {
		at++
	}
	return at
}
