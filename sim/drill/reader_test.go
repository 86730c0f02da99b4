package drill

import (
	"strings"
	"testing"
)

const socketLine = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

// TestAllUnsupportedThings checks that one parse lists everything that a script needs and that is missing, each once.
func TestAllUnsupportedThings(t *testing.T) {
	src := "--so_filename=x.so\n`sysctl -q net.ipv4.tcp_ecn=3; frobnicate -x`\n" + socketLine +
		"+0 sendfile(3, 4, 0, 10) = 10\n" +
		"+0 > S 0:0(0) <mss 1460,FO 12ab,ACCECN>\n" +
		"+0 sendmsg(3, {msg_name(...)=...,\n  msg_iov(1)=[{..., 10}], msg_control=[{cmsg_type=99}]}, 0) = 10\n" +
		"+0 %{ assert tcpi_what == 1 and tcpi_that == 2\nimport os }%\n" +
		"+0 sendfile(3, 4, 0, 10) = 10\n+0 < udp (100)\n+0 close(3) = 0\n"
	want := []string{
		"1: the option --so_filename", "2: the parameter tcp_ecn=3", "2: the command frobnicate -x",
		"4: the call sendfile", "5: the TCP option FO", "5: the TCP option ACCECN",
		"7: a control message other than TCP_CM_INQ", "9: the statement import", "11: udp packets",
	}
	_, err := Parse("x.pkt", src)
	var got []string
	for _, l := range strings.Split(err.Error(), "\n") {
		f := strings.SplitN(l, ":", 5)
		got = append(got, f[1]+":"+f[4])
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("expected\n%s\nfound\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

// TestConditions checks which lines #ifdef selects.
func TestConditions(t *testing.T) {
	src := "#ifdef Linux\n" + socketLine + "#ifdef FreeBSD\nnonsense\n#else\n+0 close(3) = 0\n#endif\n#else\n" +
		"# a comment\n+0 broken\n#endif\n#ifndef Linux\n+1 other\n#endif\n"
	s, err := Parse("x.pkt", src)
	if err != nil || len(s.Events) != 2 || s.Events[1].Line != 6 || s.Source != src {
		t.Fatalf("%v, %+v", err, s)
	}
	if _, err := Parse("x.pkt", src, "FreeBSD"); err == nil || !strings.HasPrefix(err.Error(), "x.pkt:13:1:") {
		t.Errorf("expected an error in the branch of another system, found %v", err)
	}
	for bad, want := range map[string]string{
		"#endif\n":                       "x.pkt:1:1: expected an #ifdef before #endif, found none",
		"#ifdef A\n#else\n#else\n#endif": "x.pkt:3:1: expected an #ifdef before #else, found none",
		"#ifdef A\n" + socketLine:        "x.pkt:1:1: expected #endif, found the end of the file",
		"#ifdef\n#endif":                 "x.pkt:1:1: expected #ifdef NAME, found the end of the line",
		"#if X > 1\n" + socketLine:       "x.pkt:1:1: not supported: the directive #if",
	} {
		if _, err := Parse("x.pkt", bad); err == nil || err.Error() != want {
			t.Errorf("%q: expected %s, found %v", bad, want, err)
		}
	}
}

// TestNothingIsSwallowed checks commands and parameters: each is applied, remarked or refused.
func TestNothingIsSwallowed(t *testing.T) {
	for cmd, want := range map[string]string{
		"ss -tan":                              "remark",
		"netstat -s > /dev/null 2>&1":          "remark",
		"sockstat -4 -l":                       "remark",
		"ss -tan | grep -q ESTAB":              "the pipe ss -tan | grep -q ESTAB, whose result the script depends on",
		"cat /proc/net/tcp | wc -l":            "the pipe cat /proc/net/tcp | wc -l, whose result the script depends on",
		"grep -q x /proc/net/tcp":              "the command grep -q x /proc/net/tcp",
		"ss -tan > /tmp/out":                   "writing to the file /tmp/out",
		"echo 1 > /tmp/out":                    "writing to the file /tmp/out",
		"echo 1 > /proc/sys/net/ipv4/tcp_sack": "applied",
		"tc qdisc add dev tun0 root netem delay 10ms limit 1000":          "the command tc qdisc add dev tun0 root netem delay 10ms limit 1000",
		"tc qdisc add dev tun0 root pfifo":                                "applied",
		"tc qdisc show dev tun0":                                          "applied",
		"sysctl -q net.ipv4.tcp_shrink_window=1":                          "the parameter tcp_shrink_window=1",
		"sysctl -q net.ipv4.tcp_shrink_window=0":                          "remark",
		"sysctl -q net.ipv4.tcp_ecn=3":                                    "the parameter tcp_ecn=3",
		"sysctl -q net.ipv4.tcp_ecn=2":                                    "applied",
		"sysctl -q net.ipv4.tcp_mtu_probing=2":                            "the parameter tcp_mtu_probing=2",
		"sysctl -q net.ipv4.tcp_thin_linear_timeouts=1":                   "the parameter tcp_thin_linear_timeouts=1",
		"sysctl -q net.ipv4.tcp_fack=1":                                   "remark",
		"sysctl net.ipv4.tcp_fack":                                        "applied",
		"sysctl -q net.ipv4.tcp_rmem=\"4096 $((128*1024)) $((1 << 20))\"": "applied",
		"sysctl -q net.ipv4.tcp_retries2=$N":                              "the shell's expansion in net.ipv4.tcp_retries2=$N",
		"/tmp/sysctl_restore_${PPID}.sh":                                  "remark",
		"sysctl -q net.ipv4.tcp_sack=$(cat x)":                            "the shell's expansion in net.ipv4.tcp_sack=$(cat",
		"sysctl -q net.ipv4.tcp_retries2=$((N+1))":                        "a variable of the shell in $((N+1))",
		"false || tc qdisc del dev tun0 root":                             "the command false",
		"true || frobnicate":                                              "remark",
		"sleep 1":                                                         "applied",
		"if true; then true; fi":                                          "the command if true",
	} {
		s, err := Parse("x.pkt", socketLine+"+0 `"+cmd+"`")
		got := "applied"
		if err != nil {
			got = err.(*Problem).Found
		} else if len(s.Remarks) > 0 {
			got = "remark"
		}
		if got != want {
			t.Errorf("%s: expected %s, found %s", cmd, want, got)
		}
	}
}

// TestParametersAreAppliedOrExplained checks that every parameter has an effect or a reason for having none, and that
// its bounds admit a value.
func TestParametersAreAppliedOrExplained(t *testing.T) {
	for name, p := range parameters {
		if (p.set == nil) == (p.why == "") {
			t.Errorf("%s: expected either a function or a reason", name)
		}
		if !p.allows(max(p.lo, 0)) {
			t.Errorf("%s: no value is possible", name)
		}
	}
}

// TestDifferences checks the text of a failure: the option that differs, the data that is held, and its deadline.
func TestDifferences(t *testing.T) {
	const server = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 < S 0:0(0) win 32000 <mss 1000,sackOK,nop,wscale 7>\n"
	const open = server + "+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 10>\n" +
		"+.1 < . 1:1(0) ack 1 win 257\n+0 accept(3, ..., ...) = 4\n"
	for _, c := range []struct{ src, what, held string }{
		{server + "+0 > S. 0:0(0) ack 1 <mss 1460>", "the option nop is not expected", ""},
		{server + "+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 10,eol>", "the option eol is missing", ""},
		{server + "+0 > S. 0:0(0) ack 1 <mss 1400,nop,nop,sackOK,nop,wscale 10>",
			"the value of the option mss differs", ""},
		{server + "+0 > S. 0:0(0) ack 1 <mss 1460,sackOK,nop,nop,nop,wscale 7>", "the option nop is out of order", ""},
		{open + "+0 write(4, ..., 100) = 100\n+0 > P. 1:101(100) ack 1\n+0 write(4, ..., 50) = 50\n" +
			"+0 > P. 101:151(50) ack 1", "nothing is sent", "minshall"},
		{open + "+0 < P. 1:101(100) ack 1 win 257\n+0 > . 1:1(0) ack 101\n+0 write(4, ..., 10) = 10\n" +
			"+0 > P. 1:11(10) ack 101\n+.1 < P. 101:201(100) ack 11 win 257\n+0 > . 11:11(0) ack 201",
			"nothing is sent", "pingpong"},
	} {
		s, err := Parse("x.pkt", c.src)
		if err != nil {
			t.Fatal(err)
		}
		r := mustRun(t, s, Options{})
		held := ""
		if r.Held != nil {
			held = r.Held.Rule.String()
			if r.Held.Until <= r.Time {
				t.Errorf("%s: held until %v, at %v", c.what, r.Held.Until, r.Time)
			}
		}
		if r.Verdict != Fail || r.What != c.what || held != c.held {
			t.Errorf("expected %q held by %q, found %q held by %q\n%s", c.what, c.held, r.What, held, c.src)
		}
	}
}

// TestTimesAreThoseOfTheScript checks that results have no trace of the time between packets that arrive together.
func TestTimesAreThoseOfTheScript(t *testing.T) {
	for _, s := range scripts(t)[:50] {
		r := mustRun(t, s, Options{Log: true})
		if r.Time%microsecond != 0 {
			t.Errorf("%s: ends at %v", s.File, r.Time)
		}
	}
}
