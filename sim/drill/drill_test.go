package drill

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/simtest"
)

// scripts parses testdata/*.pkt.
func scripts(t testing.TB) []*Script {
	t.Helper()
	files, err := filepath.Glob("testdata/*.pkt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var out []*Script
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse(f, string(data))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func mustRun(t testing.TB, s *Script, opt Options) *Result {
	t.Helper()
	r, err := Run(s, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestScripts runs every script. The first line of each script is a comment that describes it.
func TestScripts(t *testing.T) {
	for _, s := range scripts(t) {
		if !strings.HasPrefix(s.Source, "// ") {
			t.Errorf("%s: expected a comment that describes the script", s.File)
		}
		r := mustRun(t, s, Options{})
		if r.Verdict != Pass {
			t.Errorf("%s:%d: %s\n  expected  %s\n  actual    %s", s.File, r.Line, r.What, r.Expected, r.Actual)
		}
	}
}

// TestVerdictsAreActs checks in every script that the endpoint does what its verdict announces, and
// that computing a verdict changes nothing. Package sim checks the same for the library.
func TestVerdictsAreActs(t *testing.T) {
	acts, all := 0, scripts(t)
	for _, s := range all {
		mustRun(t, s, Options{Audit: func(err error) {
			if acts++; err != nil {
				t.Errorf("%s: %v", s.File, err)
			}
		}})
	}
	if acts < len(all) {
		t.Errorf("%d scripts, but only %d acts with a verdict", len(all), acts)
	}
}

// TestRepeatable runs every script twice and expects the same packets at the same nanosecond.
func TestRepeatable(t *testing.T) {
	for _, s := range scripts(t) {
		a, b := mustRun(t, s, Options{Log: true}), mustRun(t, s, Options{Log: true})
		if len(a.Log) != len(b.Log) || a.Time != b.Time {
			t.Errorf("%s: two runs differ", s.File)
			continue
		}
		for i := range a.Log {
			if a.Log[i] != b.Log[i] {
				t.Errorf("%s: two runs differ at %v and %v", s.File, a.Log[i], b.Log[i])
			}
		}
	}
}

// TestFalsifiedScriptFails changes one expected packet or result of a script at a time, and expects
// a failure in the changed line.
func TestFalsifiedScriptFails(t *testing.T) {
	n := 0
	for _, s := range scripts(t) {
		for i := range s.Events {
			for _, f := range falsify(s.Events[i]) {
				if n++; !simtest.Sample(n, 3) {
					continue
				}
				bad := *s
				bad.Events = append([]Event(nil), s.Events...)
				bad.Events[i] = f
				r := mustRun(t, &bad, Options{})
				if r.Verdict != Fail || r.Line != f.Line {
					t.Errorf("%s:%d: %+v must fail in its line, found verdict %d in line %d (%s)", s.File, f.Line,
						f.Packet, r.Verdict, r.Line, r.What)
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d falsifications", n)
	}
}

// falsify returns versions of an event that must fail.
func falsify(e Event) []Event {
	var out []Event
	add := func(f func(*Event)) {
		c := e
		c.Packet.Opts = append([]Option(nil), e.Packet.Opts...)
		f(&c)
		out = append(out, c)
	}
	switch {
	case e.Kind == EvExpect:
		add(func(c *Event) { c.Packet.Len++ })
		if e.Packet.Flags&flagLetters['S'] == 0 { // the sequence number of a SYN defines the offset
			add(func(c *Event) { c.Packet.Seq++ })
		}
		if e.Packet.Flags&flagLetters['.'] != 0 {
			add(func(c *Event) { c.Packet.Ack-- })
		}
		for _, l := range []byte("SFRPEW.") {
			add(func(c *Event) { c.Packet.Flags ^= flagLetters[l] })
		}
		if !e.Packet.AnyOpts {
			add(func(c *Event) { c.Packet.Opts = append(c.Packet.Opts, Option{Kind: optNop}) })
		}
		if e.Packet.HasWin {
			add(func(c *Event) { c.Packet.Win ^= 1 })
		}
		if e.When.Form == Relative { // later than the tolerance allows
			late := e.When.At*5/4 + 200*millisecond // a command may have slept for a second, of which an eighth is tolerated
			add(func(c *Event) { c.When.At, c.When.To = late, late })
		}
	case e.Kind == EvCall && !e.When.Blocks && !e.Sys.AnyRet && e.Sys.Op != OpSocket && e.Sys.Op != OpAccept:
		add(func(c *Event) { c.Sys.Ret += 7; c.Sys.Errno = 0 })
		if e.Sys.Ret < 0 {
			add(func(c *Event) { c.Sys.Errno = 1 })
		}
	case e.Kind == EvCode && len(e.Code) == 1 && e.Code[0].Assert:
		add(func(c *Event) {
			st := c.Code[0]
			st.Expr = &Expr{Op: "not", Args: []*Expr{st.Expr}}
			c.Code = []Statement{st}
		})
	}
	return out
}

// TestUnreadableScripts checks that the parser refuses what it cannot read or run, and names the
// place.
func TestUnreadableScripts(t *testing.T) {
	const head = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
	for _, c := range []struct {
		src, want string
	}{
		{"", "x.pkt:1:1: expected an event, found the end of the file"},
		{"hello", `x.pkt:1:1: expected a time such as +0.1, 0.1 or *, found "hello"`},
		{head + "+0 > Q 0:0(0)", `x.pkt:2:6: expected flags of S F R P E W U . or -, found "Q"`},
		{head + "+0 > S 0:1(0)", "x.pkt:2:12: expected a length that is the difference of the sequence numbers, found another one"},
		{head + "+0 < S 0:0(0) win 70000", "x.pkt:2:24: expected a window of 16 bits, found the end of the file"},
		{head + "+0 < S 0:0(0) win 1 <mss 1460,what>",
			`x.pkt:2:31: expected a TCP option: mss, sackOK, wscale, nop, eol, TS or sack, found "what"`},
		{head + "+0 < S 0:0(0) win 1 <mss 1460,FO abcd>", "x.pkt:2:31: not supported: the TCP option FO"},
		{head + "+0 sendfile(3, 4, 0, 10) = 10", "x.pkt:2:1: not supported: the call sendfile"},
		{head + "+0 setsockopt(3, SOL_TCP, TCP_REPAIR, [1], 4) = 0",
			"x.pkt:2:27: not supported: setsockopt of TCP_REPAIR"},
		{head + "+0 setsockopt(3, SOL_TCP, TCP_WHAT, [1], 4) = 0", "x.pkt:2:27: not supported: the name TCP_WHAT"},
		{head + "+0 listen(3) = 0", "x.pkt:2:1: expected listen with 2 arguments, found 1"},
		{head + "+0 `rm -rf /; curl x`", "x.pkt:2:15: not supported: the command curl x"},
		{head + "+0 `sysctl -q net.ipv4.tcp_nonsense=1`", "x.pkt:2:5: not supported: the parameter tcp_nonsense"},
		{"`sysctl -q net.inet.tcp.insecure_rst=1`\n" + head,
			"x.pkt:1:2: not supported: the parameter net.inet.tcp.insecure_rst=1"},
		{head + "+0 %{ assert tcpi_nonsense == 1 }%", "x.pkt:2:1: not supported: the name tcpi_nonsense"},
		{head + "+0 %{ import os }%", "x.pkt:2:7: not supported: the statement import"},
		{head + "+0 %{ assert open(1) }%", "x.pkt:2:14: not supported: the function open"},
		{head + "+0 %{ assert 1 ==", "x.pkt:2:4: expected }% that ends the code, found the end of the file"},
		{"--ip_version=ipv5\n" + head, "x.pkt:1:1: not supported: --ip_version=ipv5"},
		{head + "+0 < udp (100)", "x.pkt:2:6: not supported: udp packets"},
		{head + "+0 close(3) = 0 /* no end", "x.pkt:2:17: expected */ that ends the comment, found the end of the file"},
		{head + "+2~+1 > . 1:1(0) ack 1", `x.pkt:2:6: expected a range that ends after its begin, found " "`},
	} {
		_, err := Parse("x.pkt", c.src)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n  expected  %s\n  found     %v", c.src, c.want, err)
		}
	}
}

// TestCode checks that expressions have the values that Python gives them.
func TestCode(t *testing.T) {
	for src, want := range map[string]int64{
		"1 + 2 * 3": 7, "(1 + 2) * 3": 9, "7 // 2": 3, "-7 // 2": -4, "-7 % 3": 2, "1 < 2 < 3": 1, "3 > 2 > 2": 0,
		"not 1 == 2":   1,
		"1 and 0 or 5": 5, "x == 4 and not x != 4": 1, "min(3, x, 9)": 3, "abs(-3)": 3, "x <= 4 <= x": 1,
		"TCP_CA_Recovery": 3, "1 + 1 << 2 + 1": 16, "-9 >> 1 < 0": 1, "TCP_FIN_WAIT2": 5, "True": 1,
	} {
		if _, err := Parse("x", "0 socket(..., SOCK_STREAM, 0) = 3\n+0 %{ x = 4; assert "+src+" == 0 }%"); err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		// "== 0" would extend a chain of comparisons, so evaluate the expression alone.
		p := &parser{scanner: scanner{file: "x", src: src, line: 1}, assigned: map[string]bool{"x": true}}
		got := p.expr().eval(func(name string) int64 {
			if name == "x" {
				return 4
			}
			return codeConstants[name]
		})
		if got != want {
			t.Errorf("%s = %d, expected %d", src, got, want)
		}
	}
}

// FuzzParse parses any text. Either Parse returns a Problem with line and column, or the script
// runs.
func FuzzParse(f *testing.F) {
	for _, s := range scripts(f) {
		f.Add(s.Source)
	}
	f.Add("--tolerance_usecs=1000\n`a; b`\n0 socket(..., 1, 0) = 3\n*  > S 0:0(0) <...>\n0.1~0.2 > . 1:1(0) ack 1 <nop,nop,sack 1:2>")
	f.Fuzz(func(t *testing.T, src string) {
		s, err := Parse("fuzz.pkt", src)
		if err != nil {
			p, ok := err.(*Problem)
			if !ok || p.Line < 1 || p.Col < 1 {
				t.Fatalf("expected a Problem with line and column, found %v", err)
			}
			return
		}
		if len(s.Events) > 200 {
			s.Events = s.Events[:200]
		}
		if r, err := Run(s, Options{}); err != nil {
			t.Fatal(err)
		} else if r.Verdict == Fail && r.Line < 1 {
			t.Errorf("a failure without a line: %+v", r)
		}
	})
}

// TestReplay replays every script as a run of the simulation, and expects the same segments at the
// same times.
func TestReplay(t *testing.T) {
	for _, s := range scripts(t) {
		cfg, _, st, err := replay(s, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.New(cfg, nil)
		if err != nil {
			t.Fatalf("%s: %v", s.File, err)
		}
		r.Finish()
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Errorf("%s: %v", s.File, err)
		}
		var got []sim.Event
		r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
			if e.Rule != rule.Scripted {
				got = append(got, *e)
			}
			return true
		})
		for i, k := range st.sent {
			if i >= len(got) {
				t.Errorf("%s: the run sends %d segments, the script saw %d", s.File, len(got), len(st.sent))
				break
			}
			g := &got[i]
			seq := uint32(g.Seg.Seq)
			if int(g.Conn) < len(st.conns) { // the run counts from 0 in every connection
				seq += uint32(st.conns[g.Conn].isn)
			}
			if g.At != k.At || g.Seg.Flags != k.Flags || seq != k.Seq || g.Seg.Len != k.Len {
				t.Errorf("%s: segment %d is %s %d (%d) at %v, the script saw %s", s.File, i, g.Seg.Flags, g.Seg.Seq,
					g.Seg.Len, g.At, PacketText(&k.Packet))
				break
			}
		}
	}
}

// TestSettingsMistakes checks the error for a wrong setting in a script: it names what was expected
// once.
func TestSettingsMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"nagle=fast", `x.pkt:1:1: expected one of off, rfc896, minshall for nagle, found "fast"`},
		{"retries=many", `x.pkt:1:1: expected a whole number for retries, found "many"`},
		{"nagel=off", `x.pkt:1:1: expected the name of a knob, found "nagel"`},
		{"profile=bsd", `x.pkt:1:1: expected a profile: rfc, linux, textbook, found "bsd"`},
	} {
		_, err := Parse("x.pkt", "// teacp: "+c.text+"\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: expected %s\nfound %v", c.text, c.want, err)
		}
	}
}
