package drill

import (
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
)

// option parses --name=value before the first event of a script.
func (p *parser) option() {
	line, col := p.line, p.col()
	p.skip(2)
	from := p.pos
	for !p.eof() && p.peek() != '\n' && p.peek() != ' ' && p.peek() != '\t' && p.peek() != '\r' && !p.has("//") {
		p.next()
	}
	name, value, has := strings.Cut(p.src[from:p.pos], "=")
	num := func(lo, hi int64) int64 {
		v, err := strconv.ParseInt(value, 0, 64)
		if err != nil || !has || v < lo || v > hi {
			bounds := strconv.FormatInt(lo, 10) + " to " + strconv.FormatInt(hi, 10)
			p.failAt(line, col, "--"+name+"=N with N from "+bounds, strconv.Quote(value))
		}
		return v
	}
	c := &p.out.Config
	switch name {
	case "tolerance_usecs":
		c.Tolerance = Time(num(0, 3600_000_000)) * microsecond
	case "mss":
		c.MSS = int32(num(1, 65535))
	case "mtu":
		c.MTU = int32(num(68, 65535))
	case "tcp_ts_tick_usecs":
		c.TSTick = Time(num(0, 1_000_000)) * microsecond
	case "strict_segments":
		c.Strict = value != "false" && value != "0"
	case "ip_version":
		switch value {
		case "ipv4":
		case "ipv4-mapped-ipv6":
			c.Mapped = true
		case "ipv6":
			c.IPv6 = true
		default:
			p.report(line, col, "--ip_version="+value)
		}
	case "init_scripts":
		for _, name := range strings.Split(value, ",") {
			cmd := Command{Line: line, Col: col, Words: []string{name}}
			p.check([]Command{cmd})
			c.Setup = append(c.Setup, cmd)
		}
	case "bind_port", "connect_port", "local_ip", "remote_ip", "gateway_ip", "netmask_ip", "speed", "send_omit_free",
		"verbose", "dry_run", "debug",
		"is_anyip", "persistent_tun_dev", "ifname", "code_command", "code_format", "code_sockopt", "timeout",
		"scratch_space", "tun_dev":
		p.remark(line, "--"+name, "addresses, ports, devices and the tool's own settings do not matter here")
	default:
		p.unsupported(line, col, "the option --"+name)
	}
}

// remark records something that has no effect, once.
func (p *parser) remark(line int, what, why string) {
	text := what + ": no effect, " + why
	for i := range p.out.Remarks {
		if p.out.Remarks[i].Text == text {
			return
		}
	}
	p.out.Remarks = append(p.out.Remarks, Remark{Line: line, Text: text})
}

// checkNames refuses names that are neither fields of TCP_INFO nor assigned before.
func (p *parser) checkNames(sts []Statement) {
	for i := range sts {
		st := &sts[i]
		st.Expr.Names(func(name string, line int) {
			if _, ok := infos[name]; ok || p.assigned[name] {
				return
			}
			if _, ok := codeConstants[name]; !ok {
				p.report(line, 1, "the name "+name)
			}
		})
		if st.Set != "" {
			p.assigned[st.Set] = true
		}
	}
}

// settings parses comments of the form "// teacp: profile=rfc nagle=off mtu=576". They set what no
// kernel parameter can set. An exported run contains one. Behind the first event, "// teacp: +0.1 nagle=off" changes
// the host's settings at a time that counts from the event before.
func (p *parser) settings() {
	line := 0
	for rest := p.src; rest != ""; {
		l, after, _ := strings.Cut(rest, "\n")
		line, rest = line+1, after
		text, ok := strings.CutPrefix(l, "// teacp:")
		if !ok {
			continue
		}
		e := Event{Line: line, Col: 1, Text: l, Kind: EvShell, When: When{Form: Relative},
			Commands: []Command{{Line: line, Col: 1, Words: []string{settingsCommand}}}}
		for i, w := range strings.Fields(text) {
			if i == 0 && w[0] == '+' {
				e.When.At = p.spanOf(w[1:], line)
				e.When.To = e.When.At
				continue
			}
			p.checkSetting(w, line)
			e.Commands[0].Words = append(e.Commands[0].Words, w)
		}
		p.changes = append(p.changes, e)
	}
}

// settingsCommand is the name of the command that stands for a comment with settings.
const settingsCommand = "teacp"

// spanOf parses a time that stands alone.
func (p *parser) spanOf(text string, line int) Time {
	s := scanner{file: p.file, src: text, line: line}
	d := s.span()
	if !s.eof() {
		s.fail("a time in seconds")
	}
	return d
}

// checkSetting refuses a setting that is not NAME=VALUE, or has a wrong name or value.
func (p *parser) checkSetting(w string, line int) {
	k, v, ok := strings.Cut(w, "=")
	if !ok {
		p.failAt(line, 1, "settings of the form name=value", strconv.Quote(w))
	}
	if k == "profile" {
		if _, ok := tcp.Profile(v); !ok {
			p.failAt(line, 1, "a profile: "+strings.Join(tcp.ProfileNames, ", "), strconv.Quote(v))
		}
		return
	}
	var trial tcp.Policy
	if err := sim.SetKnob(&trial, k, v); err != nil {
		want, found, _ := strings.Cut(strings.TrimPrefix(err.Error(), "expected "), ", found ")
		if found != strconv.Quote(k) { // the value is wrong, not the name
			want += " for " + k
		}
		p.failAt(line, 1, want, found)
	}
}

// applySettings takes the comments with settings before a line: those before the first event are the host's
// settings, the others are events.
func (p *parser) applySettings(before int) {
	for ; len(p.changes) > 0 && p.changes[0].Line < before; p.changes = p.changes[1:] {
		e := p.changes[0]
		if len(p.out.Events) > 0 {
			p.out.Events = append(p.out.Events, e)
			continue
		}
		for _, w := range e.Commands[0].Words[1:] {
			if k, v, _ := strings.Cut(w, "="); k == "profile" {
				p.out.Config.Profile = v
			} else {
				p.out.Config.Knobs = append(p.out.Config.Knobs, [2]string{k, v})
			}
		}
	}
}
