package drill

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// shell parses `commands`. It splits them into words and never executes them. A command behind || is left out:
// the one before it succeeds.
func (p *parser) shell() []Command {
	line, col := p.line, p.col()
	p.skip(1)
	var out []Command
	cur := Command{Line: p.line, Col: p.col()}
	skip, piped := false, false
	end := func() {
		switch {
		case len(cur.Words) == 0:
		case skip:
			p.remark(cur.Line, cur.text(), "the command before || succeeds")
		case piped:
			cur.Words = append(cur.Words, "|")
			fallthrough
		default:
			out = append(out, cur)
		}
		cur = Command{Line: p.line, Col: p.col()}
		skip, piped = false, false
	}
	for {
		if p.eof() {
			p.failAt(line, col, "` that ends the commands", "the end of the file")
		}
		switch c := p.peek(); {
		case c == '`':
			end()
			p.skip(1)
			p.check(out)
			return out
		case p.has("\\\n"):
			p.skip(2)
		case c == '\n' || c == ';':
			p.skip(1)
			end()
		case p.has("&&") || p.has("||"):
			alternative := c == '|'
			p.skip(2)
			end()
			skip = alternative
		case c == '|':
			p.skip(1)
			piped = true
			cur.Words = append(cur.Words, "|")
		case c == ' ' || c == '\t' || c == '\r':
			p.skip(1)
		case c == '#':
			for !p.eof() && p.peek() != '\n' && p.peek() != '`' {
				p.next()
			}
		default:
			if len(cur.Words) == 0 {
				cur.Line, cur.Col = p.line, p.col()
			}
			cur.Words = append(cur.Words, p.shellWord())
		}
	}
}

// shellWord parses one word, removes quotation marks and computes $((...)).
func (p *parser) shellWord() string {
	var b strings.Builder
	expand := func() bool {
		if !p.has("$") {
			return false
		}
		b.WriteString(p.expansion())
		return true
	}
	for !p.eof() {
		switch c := p.peek(); {
		case c == '\'' || c == '"':
			p.next()
			for !p.eof() && p.peek() != c && p.peek() != '`' {
				if c == '\'' || !expand() {
					b.WriteByte(p.next())
				}
			}
			p.skip(1)
		case strings.IndexByte(" \t\r\n;`", c) >= 0 || p.has("&&") || c == '|' || p.has("\\\n"):
			return b.String()
		case expand():
		default:
			b.WriteByte(p.next())
		}
	}
	return b.String()
}

// expansion computes $((...)). Other expansions stay as they are: only commands that are passed over may have them.
func (p *parser) expansion() string {
	line, col := p.line, p.col()
	if end := strings.Index(p.src[p.pos:], "))"); p.has("$((") && end > 0 {
		q := &parser{scanner: scanner{file: p.file, src: p.src[:p.pos+end], pos: p.pos + 3, line: p.line, bol: p.bol}}
		text := p.src[p.pos : p.pos+end+2]
		p.skip(end + 2)
		e := q.expr()
		if q.pyspace(); !q.eof() {
			q.fail("the end of the expression")
		}
		named := false
		e.Names(func(string, int) { named = true })
		if named {
			p.report(line, col, "a variable of the shell in "+text)
		}
		return strconv.FormatInt(e.eval(func(string) int64 { return 0 }), 10)
	}
	p.skip(1)
	return "$"
}

// check reports commands that are not supported, and remarks those that have no effect.
func (p *parser) check(cs []Command) {
	for i := range cs {
		c := &cs[i]
		var trial Settings
		if bad := c.Apply(&trial); bad != "" {
			p.report(c.Line, c.Col, bad)
		} else if c.prints() {
			p.remark(c.Line, "`"+c.text()+"`", "it only prints or cleans up")
		}
		c.Each(func(name, value string) string {
			if why := WithoutEffect(name); why != "" && !c.is("defaults.sh") {
				p.remark(c.Line, name+"="+value, why)
			}
			return ""
		})
	}
}

func (c *Command) text() string { return strings.Join(c.Words, " ") }

// program returns the words of a command without sudo and environment variables.
func (c *Command) program() []string {
	w := c.Words
	for len(w) > 0 && (w[0] == "sudo" || strings.Contains(w[0], "=") && !strings.HasPrefix(w[0], "/")) {
		w = w[1:]
	}
	return w
}

func (c *Command) is(name string) bool {
	w := c.program()
	return len(w) > 0 && path.Base(w[0]) == name
}

// Apply changes the settings as a command says. It returns "", or what is not supported.
func (c *Command) Apply(set *Settings) string {
	return c.Each(func(name, value string) string { return Sysctl(set, name, value) })
}

// Parameters of the network device.
const (
	DeviceQueue = "device.queue" // the length of its queue in packets
	DeviceGSO   = "device.gso"   // segmentation offload
)

// printing are the commands that change nothing a script can see.
var printing = map[string]bool{
	"nstat": true, "true": true, "sync": true, "ss": true, "netstat": true, "sockstat": true, "cat": true,
	"rm": true, "modprobe": true, ":": true, "date": true, "uname": true, "dmesg": true, "ls": true, "printf": true,
	"lsof": true, "ps": true, "id": true, "hostname": true, "ifconfig": true, "echo": true,
}

// prints reports whether a command only prints or cleans up.
func (c *Command) prints() bool {
	w := c.program()
	if len(w) == 0 {
		return false
	}
	name := path.Base(w[0])
	return printing[name] && !(name == "echo" && strings.Contains(c.text(), ">")) ||
		name == "ip" || strings.Contains(name, "restore") || strings.HasPrefix(w[0], "/tmp/sysctl")
}

// Sleep returns how long a command of the form "sleep SECONDS" takes, else 0.
func (c *Command) Sleep() Time {
	w := c.program()
	if len(w) != 2 || path.Base(w[0]) != "sleep" && path.Base(w[0]) != "usleep" {
		return 0
	}
	s := &scanner{src: w[1], line: 1}
	d, ok := Time(0), false
	func() {
		defer func() { _ = recover() }()
		d = s.span()
		ok = s.eof()
	}()
	if !ok {
		return 0
	}
	if path.Base(w[0]) == "usleep" {
		return d / second * microsecond
	}
	return d
}

// Each calls set for every parameter of a command until set returns an error text. It returns that
// text, or "".
func (c *Command) Each(set func(name, value string) string) string {
	w := c.program()
	if len(w) == 0 {
		return ""
	}
	for _, a := range w {
		if a == "|" {
			text := strings.TrimSuffix(strings.Join(w, " "), " |")
			return "the pipe " + text + ", whose result the script depends on"
		}
	}
	w, file := redirection(w)
	name := path.Base(w[0])
	for _, a := range w {
		if strings.Contains(a, "$") && !c.prints() {
			return "the shell's expansion in " + a
		}
	}
	if file != "" && (name != "echo" || !strings.HasPrefix(file, "/proc/sys/") && !strings.HasPrefix(file, "/sys/")) {
		return "writing to the file " + file
	}
	switch {
	case name == "defaults.sh":
		for _, kv := range defaults {
			if bad := set(kv[0], kv[1]); bad != "" {
				return bad
			}
		}
		return ""
	case name == settingsCommand:
		for _, kv := range w[1:] {
			k, v, _ := strings.Cut(kv, "=")
			if bad := set(settingsCommand+"."+k, v); bad != "" {
				return bad
			}
		}
		return ""
	case name == "sysctl" || name == "set_sysctls.py":
		return sysctls(set, w[1:])
	case name == "tc":
		return trafficControl(set, w)
	case name == "ethtool":
		return offload(set, w)
	case name == "echo" && file != "":
		return sysctls(set, []string{file + "=" + strings.Join(w[1:], " ")})
	case name == "ip" && len(w) > 1 && (strings.HasPrefix(w[1], "tcp") || slices.Contains(w, "show")):
		return ""
	case name != "ip" && c.prints(), c.Sleep() > 0:
		return ""
	}
	return "the command " + strings.Join(w, " ")
}

// redirection takes redirections off a command. It returns the file to which the command writes, "" for none and
// for /dev/null.
func redirection(w []string) (words []string, file string) {
	for i := 0; i < len(w); i++ {
		a := strings.TrimLeft(w[i], "12&")
		if i == 0 || a == "" || a[0] != '>' {
			words = append(words, w[i])
			continue
		}
		target := strings.TrimPrefix(strings.TrimLeft(a, ">"), "&")
		if target == "" && i+1 < len(w) {
			i++
			target = w[i]
		}
		if target != "/dev/null" && target != "1" && target != "2" {
			file = target
		}
	}
	return words, file
}

// offload is ethtool -K DEVICE gso off.
func offload(set func(name, value string) string, w []string) string {
	for i, a := range w {
		if (a == "gso" || a == "tso") && i+1 < len(w) {
			n := "0"
			if w[i+1] != "off" {
				n = "1"
			}
			if bad := set(DeviceGSO, n); bad != "" {
				return bad
			}
		}
	}
	return ""
}

// trafficControl supports the plain queues of a device. With one of 0 packets every send fails.
func trafficControl(set func(name, value string) string, w []string) string {
	bad := "the command " + strings.Join(w, " ")
	if len(w) < 3 || w[1] != "qdisc" {
		return bad
	}
	switch w[2] {
	case "show", "list", "ls":
		return ""
	case "del", "delete":
		return set(DeviceQueue, "1000")
	}
	for i := 3; i < len(w); i++ {
		switch a := w[i]; {
		case a == "dev" || a == "handle" || a == "parent":
			i++
		case a == "root":
		case strings.HasPrefix(a, "pfifo") || a == "bfifo" || a == "fq_codel" || a == "noqueue":
			switch {
			case i+1 == len(w):
				return set(DeviceQueue, "1000")
			case i+3 == len(w) && w[i+1] == "limit":
				return set(DeviceQueue, w[i+2])
			}
			return bad
		default:
			return bad
		}
	}
	return bad
}

// sysctls parses names with values: -w a.b=v, a.b = v, /proc/sys/a/b=v.
func sysctls(set func(name, value string) string, words []string) string {
	var w []string
	for _, a := range words {
		if !strings.HasPrefix(a, "-") {
			w = append(w, a)
		}
	}
	for i := 0; i < len(w); i++ {
		name, value, ok := strings.Cut(w[i], "=")
		if !ok && i+1 < len(w) && strings.HasPrefix(w[i+1], "=") {
			i++
			value, ok = w[i][1:], true
		}
		for ok && i+1 < len(w) && !strings.Contains(w[i+1], "=") &&
			(i+2 >= len(w) || !strings.HasPrefix(w[i+2], "=")) {
			i++
			value += " " + w[i]
		}
		if !ok {
			continue // a query without a value
		}
		if bad := set(name, strings.TrimSpace(value)); bad != "" {
			return bad
		}
	}
	return ""
}
