package tcp

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"teacp/sim/rule"
)

var update = flag.Bool("update", false, "write what the endpoint does into the scripts")

// TestScripts plays the conversations of testdata/*.txt. A line without indent is an input:
// a call, a segment from the peer (<), or the passing of time (until); the indented lines
// below it are all that the endpoint does in answer. No line is an assertion of silence. The inputs
// "timers" and "verdict" show the timers that run, and what the ladders of sending and acknowledging
// say; after "show rules" states, errors and timers have their rules.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got, err := play(string(data))
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(data) {
				t.Errorf("%s: the endpoint does something else (-update writes it):\n%s", f, got)
			}
		})
	}
}

type player struct {
	out strings.Builder
	pol Policy
	mem Mem
	c   Conn
	now Time

	rules   bool  // show the rules of states, errors and timers, too
	misread error // a verdict that was not the act
}

// play runs a script and returns it with what the endpoint does.
func play(src string) (string, error) {
	p := &player{pol: rfcPolicy()}
	for n, l := range strings.Split(strings.TrimRight(src, "\n"), "\n") {
		if strings.HasPrefix(l, " ") {
			continue
		}
		fmt.Fprintln(&p.out, l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		if err := p.line(l); err != nil {
			return "", fmt.Errorf("line %d: %w", n+1, err)
		}
		if p.misread != nil {
			return "", fmt.Errorf("line %d: %w", n+1, p.misread)
		}
		if err := p.c.Check(&p.mem); err != nil && !p.c.released {
			return "", fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return p.out.String(), nil
}

func (p *player) env() *Env {
	return &Env{Now: p.now, Pol: &p.pol, Mem: &p.mem, Audit: func(err error) {
		if err != nil {
			p.misread = err
		}
	}}
}

func (p *player) line(l string) error {
	f := strings.Fields(l)
	if d, err := time.ParseDuration(f[0]); err == nil { // the time of the input
		p.until(d)
		f = f[1:]
	}
	env := p.env()
	var bad error
	num := func(i int) int64 {
		if i >= len(f) {
			return 0
		}
		v, err := strconv.ParseInt(f[i], 10, 64)
		if err != nil {
			bad = fmt.Errorf("expected a number, found %q", f[i])
		}
		return v
	}
	var e Errno
	switch f[0] {
	case "profile", "knob":
		if err := p.set(f, num(2)); err != nil {
			return err
		}
	case "connect":
		p.c.Connect(env)
	case "<":
		s, err := parse(f[1:])
		if err != nil {
			return err
		}
		if p.c.State() == Closed && s.Flags == SYN && p.c.sndNxt == 0 {
			p.c.Accept(env, &s)
		} else {
			p.c.Receive(env, &s)
		}
	case "write", "write-more":
		_, e = p.c.Write(env, num(1), f[0] == "write-more")
	case "read":
		var n int64
		var eof bool
		if n, eof, e = p.c.Read(env, num(1)); eof {
			fmt.Fprintln(&p.out, "  = end of file")
		} else {
			fmt.Fprintf(&p.out, "  = %d bytes\n", n)
		}
	case "shutdown":
		e = p.c.Shutdown(env)
	case "close":
		e = p.c.Close(env)
	case "abort":
		p.c.Abort(env)
	case "nodelay", "cork", "linger", "keepalive", "user-timeout":
		e = p.c.SetOpt(env, map[string]Opt{"nodelay": OptNoDelay, "cork": OptCork, "linger": OptLinger,
			"keepalive": OptKeepAlive, "user-timeout": OptUserTimeout}[f[0]], num(1))
	case "show":
		p.rules = true
	case "timers":
		for k := range NumTimers {
			if tm := &p.c.timer[k]; tm.at != 0 {
				fmt.Fprintf(&p.out, "  %s timer until %v  # %s\n", k, tm.at.Round(time.Microsecond), tm.rule)
			}
		}
	case "verdict":
		p.verdict("", p.c.Verdict(env))
		p.verdict("the ACK ", p.c.AckVerdict(env))
	case "until":
		d, err := time.ParseDuration(f[1])
		if err != nil {
			return err
		}
		p.until(d)
		return nil
	default:
		return fmt.Errorf("unknown input %q", l)
	}
	if e != OK {
		fmt.Fprintf(&p.out, "  = %s\n", e)
	}
	p.tell(env)
	return bad
}

// set chooses the profile, or turns a knob of it.
func (p *player) set(f []string, v int64) error {
	if f[0] == "profile" {
		pol, ok := Profile(f[1])
		if !ok {
			return fmt.Errorf("there is no profile %q", f[1])
		}
		p.pol = pol
		return nil
	}
	i := slices.IndexFunc(Knobs, func(k Knob) bool { return k.Name == f[1] })
	if i < 0 {
		return fmt.Errorf("there is no knob %q", f[1])
	}
	Knobs[i].Set(&p.pol, v)
	return nil
}

// until lets time pass: timers fire.
func (p *player) until(t Time) {
	for {
		k, at := p.c.Deadline()
		if at > t {
			break
		}
		p.now = at
		env := p.env()
		fmt.Fprintf(&p.out, "  %v the %s timer fires%s\n", at.Round(time.Microsecond), k, p.by(p.c.timer[k].rule))
		p.c.Fire(env, k)
		p.tell(env)
	}
	p.now = t
}

func (p *player) tell(env *Env) {
	for i := range env.Out {
		o := &env.Out[i]
		switch o.Kind {
		case OutSend:
			again := ""
			if o.Retrans {
				again = " again"
			}
			fmt.Fprintf(&p.out, "  > %s%s  # %s\n", label(&o.Seg), again, o.Rule)
		case OutHold:
			fmt.Fprintf(&p.out, "  holds %d bytes: %s\n", o.A, o.Rule)
		case OutAckHeld:
			fmt.Fprintf(&p.out, "  holds the ACK until %v: %s\n", o.At.Round(time.Microsecond), o.Rule)
		case OutState:
			fmt.Fprintf(&p.out, "  %s -> %s%s\n", State(o.A), State(o.B), p.by(o.Rule))
		case OutError:
			fmt.Fprintf(&p.out, "  error %s%s\n", Errno(o.A), p.by(o.Rule))
		case OutDrop:
			fmt.Fprintf(&p.out, "  ignores it: %s\n", o.Rule)
		case OutReadable:
			fmt.Fprintf(&p.out, "  %d bytes to read\n", o.A)
		case OutWindow:
			fmt.Fprintf(&p.out, "  cwnd %d ssthresh %d: %s\n", o.A, o.B, o.Rule)
		case OutOutOfOrder:
			fmt.Fprintf(&p.out, "  keeps %d:%d out of order\n", o.A, o.B)
		case OutMark:
			fmt.Fprintf(&p.out, "  takes %d:%d for lost: %s\n", o.A, o.B, o.Rule)
		}
	}
}

// by is the rule at the end of a line, if rules are shown.
func (p *player) by(r rule.ID) string {
	if !p.rules {
		return ""
	}
	return fmt.Sprintf("  # %s", r)
}

// verdict shows what a ladder says.
func (p *player) verdict(what string, v Verdict) {
	until := ""
	if v.Until != Never {
		until = fmt.Sprintf(" until %v", v.Until.Round(time.Microsecond))
	}
	switch v.Do {
	case Idle:
		fmt.Fprintf(&p.out, "  %sidle\n", what)
	case Send:
		fmt.Fprintf(&p.out, "  %ssend  # %s\n", what, v.Rule)
	case Hold:
		fmt.Fprintf(&p.out, "  %sheld%s  # %s\n", what, until, v.Rule)
	}
}

// label writes a segment in packetdrill's notation.
func label(s *Segment) string {
	var b strings.Builder
	for _, x := range []struct {
		f Flags
		c byte
	}{{SYN, 'S'}, {FIN, 'F'}, {RST, 'R'}, {PSH, 'P'}, {ACK, '.'}} {
		if s.Flags&x.f != 0 {
			b.WriteByte(x.c)
		}
	}
	fmt.Fprintf(&b, " %d:%d(%d)", s.Seq, s.Seq+int64(s.Len), s.Len)
	if s.Flags&ACK != 0 {
		fmt.Fprintf(&b, " ack %d", s.Ack)
	}
	fmt.Fprintf(&b, " win %d", s.Wnd)
	for i := uint8(0); i < s.NSack; i++ {
		fmt.Fprintf(&b, " sack %d:%d", s.Sack[i].Lo, s.Sack[i].Hi)
	}
	return b.String()
}

// parse reads a segment: S. 0:0(0) ack 1 win 65535 mss 1460 sackOK wscale 7 sack 1:2.
func parse(f []string) (Segment, error) {
	s := Segment{WScale: -1, Wnd: 65535}
	for _, c := range f[0] {
		s.Flags |= map[rune]Flags{'S': SYN, 'F': FIN, 'R': RST, 'P': PSH, '.': ACK}[c]
	}
	var end int64
	if _, err := fmt.Sscanf(f[1], "%d:%d(%d)", &s.Seq, &end, &s.Len); err != nil {
		return s, fmt.Errorf("%q: expected seq:end(len)", f[1])
	}
	for i := 2; i < len(f); i++ {
		v := int64(0)
		if i+1 < len(f) {
			v, _ = strconv.ParseInt(f[i+1], 10, 64)
		}
		switch f[i] {
		case "ack":
			s.Ack = v
		case "win":
			s.Wnd = int32(v)
		case "mss":
			s.MSS = uint16(v)
		case "sackOK":
			s.SackOK = true
			continue
		case "ts":
			s.TS, s.TSVal = true, uint32(v)
		case "wscale":
			s.WScale = int8(v)
		case "sack":
			b := &s.Sack[s.NSack]
			if _, err := fmt.Sscanf(f[i+1], "%d:%d", &b.Lo, &b.Hi); err != nil {
				return s, err
			}
			s.NSack++
		default:
			return s, fmt.Errorf("unknown word %q", f[i])
		}
		i++
	}
	return s, nil
}

// TestVerdicts is the ladder of decide as a table: one line a rule.
func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		script string
		do     Do
		rule   rule.ID
	}{
		{"", Idle, rule.None},
		{"write 100\nwrite 100", Hold, rule.Nagle},
		{"nodelay 1\nwrite 100\nwrite 100", Idle, rule.None},
		{"cork 1\nwrite 100", Hold, rule.Cork},
		{"write-more 100", Idle, rule.None},
		{"write 20000", Hold, rule.CwndHold},
		{"< . 1:1(0) ack 1 win 0\nwrite 100", Hold, rule.RwndHold},
		{"knob nagle 2\nwrite 2000\nwrite 100", Hold, rule.Minshall},
		{"knob nagle 2\nwrite 1460\nwrite 100", Idle, rule.None},
	} {
		p := &player{pol: rfcPolicy()}
		for _, l := range strings.Split("connect\n10ms < S. 0:0(0) ack 1 win 65535 mss 1460\n"+c.script, "\n") {
			if l == "" {
				continue
			}
			if err := p.line(l); err != nil {
				t.Fatal(err)
			}
		}
		v := p.c.Verdict(&Env{Now: p.now, Pol: &p.pol, Mem: &p.mem})
		if c.script == "write-more 100" {
			// MSG_MORE holds during the call alone; afterwards the timer or the next write goes on.
			continue
		}
		if v.Do != c.do || v.Rule != c.rule {
			t.Errorf("%q: verdict %d by %s, want %d by %s", c.script, v.Do, v.Rule, c.do, c.rule)
		}
	}
}

// TestProfiles: every knob stands in the range that it names, in every profile, and has a
// source.
func TestProfiles(t *testing.T) {
	for _, name := range ProfileNames {
		p, ok := Profile(name)
		if !ok {
			t.Fatal(name)
		}
		for i := range Knobs {
			k := &Knobs[i]
			if v := k.Get(&p); v < k.Min || v > k.Max {
				t.Errorf("%s: %s is %d, outside %d..%d", name, k.Name, v, k.Min, k.Max)
			}
			if k.Source == "" {
				t.Errorf("%s lacks a source", k.Name)
			}
			for _, v := range []int64{k.Min, k.Max} {
				q := p
				if k.Set(&q, v); k.Get(&q) != v {
					t.Errorf("%s: set to %d it reads %d", k.Name, v, k.Get(&q))
				}
			}
		}
	}
	if _, ok := Profile("bsd"); ok {
		t.Error("there is no profile bsd")
	}
}
