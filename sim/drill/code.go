package drill

import (
	"strconv"
	"strings"
)

// Statement is a statement of a %{ }% block: an assertion or an assignment. A print has no effect.
// Expressions use the syntax and precedence of Python, with integers only.
type Statement struct {
	Line   int
	Text   string
	Assert bool
	Set    string // the name that is assigned, "" for an assertion
	Expr   *Expr
}

// Expr is a node of an expression.
type Expr struct {
	Op   string // num, name, a comparison chain "cmp", and, or, not, neg, + - * / // %, a function's name with "()"
	Num  int64
	Name string
	Args []*Expr
	Cmp  []string // for a chain: the operators between Args
}

// code parses a %{ ... }% block.
func (p *parser) code() []Statement {
	line, col := p.line, p.col()
	p.skip(2)
	i := strings.Index(p.src[p.pos:], "}%")
	if i < 0 {
		p.failAt(line, col, "}% that ends the code", "the end of the file")
	}
	end := p.pos + i
	q := &parser{scanner: scanner{file: p.file, src: p.src[:end], pos: p.pos, line: p.line, bol: p.bol}}
	p.skip(i + 2)
	var out []Statement
	p.attempt(func() { out = q.statements() })
	return out
}

// statements parses the text of a block.
func (p *parser) statements() []Statement {
	var out []Statement
	for {
		for p.pyspace(); !p.eof() && (p.peek() == '\n' || p.peek() == ';'); p.pyspace() {
			p.next()
		}
		if p.eof() {
			break
		}
		if st := p.statement(); st.Expr != nil {
			out = append(out, st)
		}
		if p.pyspace(); !p.eof() && p.peek() != '\n' && p.peek() != ';' {
			p.fail("the end of the statement")
		}
	}
	return out
}

// pyspace skips blanks and comments within a line, and line breaks after a backslash.
func (s *scanner) pyspace() {
	for !s.eof() {
		switch c := s.peek(); {
		case c == ' ' || c == '\t' || c == '\r':
			s.next()
		case c == '\\' && s.has("\\\n"):
			s.skip(2)
		case c == '#' || s.has("//") && s.blankBefore():
			for !s.eof() && s.peek() != '\n' {
				s.next()
			}
		default:
			return
		}
	}
}

func (p *parser) statement() Statement {
	st := Statement{Line: p.line}
	from, line, col := p.pos, p.line, p.col()
	w := p.word()
	switch w {
	case "assert":
		st.Assert, st.Expr = true, p.expr()
		st.Text = strings.TrimSpace(p.src[from:p.pos])
		if p.pyspace(); p.take(",") {
			p.rest()
		}
	case "print":
		p.rest()
	case "if", "for", "while", "import", "from", "def", "with", "try", "raise", "del", "return", "class", "lambda":
		p.unsupported(line, col, "the statement "+w)
	default:
		p.pyspace()
		if w == "" || p.peek() != '=' || p.has("==") {
			p.unsupported(line, col, "a statement other than assert, print and an assignment")
		}
		p.next()
		st.Set, st.Expr = w, p.expr()
		st.Text = strings.TrimSpace(p.src[from:p.pos])
	}
	return st
}

// rest skips the arguments of a print, to the end of the statement. It skips strings and brackets
// as a whole.
func (p *parser) rest() {
	depth := 0
	for !p.eof() {
		switch c := p.peek(); {
		case c == '"' || c == '\'':
			p.pystring()
			continue
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
		case (c == '\n' || c == ';') && depth <= 0:
			return
		case c == '#' && depth <= 0:
			p.pyspace()
			continue
		}
		p.next()
	}
}

func (p *parser) pystring() {
	line, col := p.line, p.col()
	quote := p.next()
	for !p.eof() && p.peek() != quote && p.peek() != '\n' {
		if p.peek() == '\\' {
			p.next()
		}
		p.skip(1)
	}
	if p.peek() != quote {
		p.failAt(line, col, "a quotation mark that ends the string", "the end of the line")
	}
	p.next()
}

// expr parses an expression. The precedence rises from or over and, not, comparisons, shifts, sums and
// products to signs.
func (p *parser) expr() *Expr {
	if p.depth++; p.depth > maxDepth {
		p.fail("at most 32 levels of brackets")
	}
	defer func() { p.depth-- }()
	return p.logical("or", func() *Expr { return p.logical("and", p.not) })
}

func (p *parser) logical(op string, sub func() *Expr) *Expr {
	e := sub()
	for p.pyspace(); p.keyword(op); p.pyspace() {
		e = &Expr{Op: op, Args: []*Expr{e, sub()}}
	}
	return e
}

func (p *parser) not() *Expr {
	if p.pyspace(); p.keyword("not") {
		if p.depth++; p.depth > maxDepth {
			p.fail("fewer negations")
		}
		defer func() { p.depth-- }()
		return &Expr{Op: "not", Args: []*Expr{p.not()}}
	}
	e := p.shift()
	chain := &Expr{Op: "cmp", Args: []*Expr{e}}
	for {
		p.pyspace()
		op := ""
		for _, o := range []string{"==", "!=", "<=", ">=", "<", ">"} {
			if p.take(o) {
				op = o
				break
			}
		}
		if op == "" {
			break
		}
		chain.Cmp = append(chain.Cmp, op)
		chain.Args = append(chain.Args, p.shift())
	}
	if len(chain.Cmp) == 0 {
		return e
	}
	return chain
}

func (p *parser) shift() *Expr {
	e := p.sum()
	for p.pyspace(); p.has("<<") || p.has(">>"); p.pyspace() {
		op := p.src[p.pos : p.pos+2]
		p.skip(2)
		e = &Expr{Op: op, Args: []*Expr{e, p.sum()}}
	}
	return e
}

func (p *parser) sum() *Expr {
	e := p.product()
	for p.pyspace(); p.peek() == '+' || p.peek() == '-'; p.pyspace() {
		op := string(p.next())
		e = &Expr{Op: op, Args: []*Expr{e, p.product()}}
	}
	return e
}

func (p *parser) product() *Expr {
	e := p.atom()
	for p.pyspace(); p.peek() == '*' || p.peek() == '/' || p.peek() == '%' || p.peek() == '&'; p.pyspace() {
		op := string(p.next())
		if op == "/" {
			p.take("/")
		}
		e = &Expr{Op: op, Args: []*Expr{e, p.atom()}}
	}
	return e
}

func (p *parser) atom() *Expr {
	p.pyspace()
	line, col := p.line, p.col()
	switch c := p.peek(); {
	case p.take("-"):
		if p.depth++; p.depth > maxDepth {
			p.fail("fewer signs")
		}
		defer func() { p.depth-- }()
		return &Expr{Op: "neg", Args: []*Expr{p.atom()}}
	case p.take("("):
		e := p.expr()
		p.close(")")
		return e
	case isDigit(c):
		from := p.pos
		w := p.word()
		v, err := strconv.ParseInt(w, 0, 64)
		if err != nil || v > 1<<53 {
			p.pos = from
			p.failAt(line, col, "a whole number", p.found())
		}
		if p.peek() == '.' {
			p.unsupported(line, col, "numbers with a decimal point")
		}
		return &Expr{Op: "num", Num: v}
	}
	w := p.word()
	if w == "" {
		p.fail("an expression")
	}
	if p.pyspace(); p.peek() == '(' {
		if w != "abs" && w != "min" && w != "max" && w != "int" {
			p.unsupported(line, col, "the function "+w)
		}
		p.next()
		e := &Expr{Op: w + "()", Args: []*Expr{p.expr()}}
		for p.pyspace(); p.take(","); p.pyspace() {
			e.Args = append(e.Args, p.expr())
		}
		p.close(")")
		return e
	}
	switch w {
	case "True":
		return &Expr{Op: "num", Num: 1}
	case "False", "None":
		return &Expr{Op: "num"}
	}
	return &Expr{Op: "name", Name: w, Num: int64(line)}
}

func (p *parser) close(s string) {
	for p.pyspace(); p.peek() == '\n'; p.pyspace() {
		p.next()
	}
	if !p.take(s) {
		p.fail(s)
	}
}

// eval computes an expression. lookup returns the value of a name.
func (e *Expr) eval(lookup func(string) int64) int64 {
	arg := func(i int) int64 { return e.Args[i].eval(lookup) }
	switch e.Op {
	case "num":
		return e.Num
	case "name":
		return lookup(e.Name)
	case "and":
		if a := arg(0); a == 0 {
			return a
		}
		return arg(1)
	case "or":
		if a := arg(0); a != 0 {
			return a
		}
		return arg(1)
	case "not":
		return truth(arg(0) == 0)
	case "neg":
		return -arg(0)
	case "cmp":
		for i, op := range e.Cmp {
			if !compare(op, arg(i), arg(i+1)) {
				return 0
			}
		}
		return 1
	case "min()", "max()":
		v := arg(0)
		for i := 1; i < len(e.Args); i++ {
			if e.Op == "min()" {
				v = min(v, arg(i))
			} else {
				v = max(v, arg(i))
			}
		}
		return v
	case "int()":
		return arg(0)
	case "abs()":
		return max(arg(0), -arg(0))
	}
	return arithmetic(e.Op, arg(0), arg(1))
}

func arithmetic(op string, a, b int64) int64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "&":
		return a & b
	case "<<":
		return a << min(uint64(b), 63)
	case ">>":
		return a >> min(uint64(b), 63)
	}
	if b == 0 {
		return 0
	}
	q, r := a/b, a%b
	if r != 0 && (r < 0) != (b < 0) { // Python rounds towards minus infinity
		q, r = q-1, r+b
	}
	if op == "%" {
		return r
	}
	return q
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func compare(op string, a, b int64) bool {
	switch op {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	}
	return a >= b
}

// Names calls f for every name in an expression.
func (e *Expr) Names(f func(name string, line int)) {
	if e.Op == "name" {
		f(e.Name, int(e.Num))
	}
	for _, a := range e.Args {
		a.Names(f)
	}
}
