package scenarios

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one mistake of a scenario file: what, where, what was expected.
type Problem struct {
	File      string
	Line, Col int
	Message   string // what is wrong
	Expected  string
	Found     string
	Nearest   string // the nearest right name
}

// Error is the problem in one line: FILE:LINE:COL: message.
func (p Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s", p.File, p.Line, p.Col, p.Message)
	if p.Expected != "" {
		fmt.Fprintf(&b, ": expected %s", p.Expected)
	}
	if p.Found != "" {
		fmt.Fprintf(&b, ", found %s", p.Found)
	}
	if p.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %q?", p.Nearest)
	}
	return b.String()
}

// Problems are the mistakes of a file, in order of their places.
type Problems []Problem

// Error lists all problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		return ps[i].Line < ps[j].Line || ps[i].Line == ps[j].Line && ps[i].Col < ps[j].Col
	})
}

// clean makes text from a file harmless in a message: control characters are escaped.
func clean(s string) string {
	q := fmt.Sprintf("%q", s)
	if len(q) > 80 {
		q = q[:77] + `..."`
	}
	return q
}
