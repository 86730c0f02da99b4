package scenarios

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// Bounds of what the parser of YAML is given. It takes time that grows with the square of the keys of one
// mapping, and memory for every tag and anchor, which scenarios do not have.
const (
	maxKeys   = 200 // of one mapping; none has so many known ones
	maxMarks  = 100 // tags, anchors and aliases
	maxOnLine = maxDepth
)

// tokenLimits follows the tokens of a file.
type tokenLimits struct {
	marks   int
	nested  int // keys and marks of nested keys since a line or an entry began
	line    int
	flows   []int      // brackets that are open: the keys so far in each
	mapping []mappings // block mappings that are open, by column
}

type mappings struct{ column, keys int }

// excess returns the first place where a file has more of something than a scenario can have.
func excess(tokens token.Tokens) *Problem {
	var l tokenLimits
	for i, t := range tokens {
		if what, most := l.next(tokens, i); most > 0 {
			return &Problem{Line: t.Position.Line, Col: t.Position.Column, Message: "too many " + what,
				Expected: fmt.Sprintf("at most %d", most), Found: "more"}
		}
	}
	return nil
}

// next takes the next token; it returns what there is too much of, and how much may be.
func (l *tokenLimits) next(tokens token.Tokens, i int) (what string, most int) {
	t := tokens[i]
	if t.Position.Line != l.line {
		l.line, l.nested = t.Position.Line, 0
	}
	switch t.Type {
	case token.TagType, token.AnchorType, token.AliasType, token.MergeKeyType:
		l.marks++
	case token.MappingStartType, token.SequenceStartType:
		l.flows, l.nested = append(l.flows, 0), 0
	case token.MappingEndType, token.SequenceEndType:
		l.flows, l.nested = l.flows[:max(len(l.flows)-1, 0)], 0
	case token.CollectEntryType:
		l.nested = 0
	case token.SequenceEntryType:
		l.nested++
		l.leave(t.Position.Column + 1)
	case token.MappingKeyType:
		l.nested++
	case token.MappingValueType:
		l.nested++
		if i > 0 && l.key(tokens[i-1].Position.Column) > maxKeys {
			return "keys in one mapping", maxKeys
		}
	}
	switch {
	case l.marks > maxMarks:
		return "tags, anchors and aliases", maxMarks
	case l.nested > maxOnLine:
		return "nested values in one line", maxOnLine
	}
	return "", 0
}

// key counts a key at a column, and returns how many its mapping has.
func (l *tokenLimits) key(column int) int {
	if n := len(l.flows); n > 0 {
		l.flows[n-1]++
		return l.flows[n-1]
	}
	l.leave(column + 1)
	if n := len(l.mapping); n == 0 || l.mapping[n-1].column < column {
		l.mapping = append(l.mapping, mappings{column: column})
	}
	m := &l.mapping[len(l.mapping)-1]
	m.keys++
	return m.keys
}

// leave ends the block mappings that begin at a column or behind it.
func (l *tokenLimits) leave(column int) {
	for n := len(l.mapping); n > 0 && l.mapping[n-1].column >= column; n-- {
		l.mapping = l.mapping[:n-1]
	}
}
