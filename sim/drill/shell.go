package drill

import (
	"path"
	"strconv"
	"strings"

	"teacp/sim/tcp"
)

// shell parses `commands`. It splits them into words and never executes them.
func (p *parser) shell() []Command {
	line, col := p.line, p.col()
	p.skip(1)
	var out []Command
	cur := Command{Line: p.line, Col: p.col()}
	end := func() {
		if len(cur.Words) > 0 {
			out = append(out, cur)
		}
		cur = Command{Line: p.line, Col: p.col()}
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
			p.skip(2)
			end()
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

// shellWord parses one word and removes quotation marks.
func (p *parser) shellWord() string {
	var b strings.Builder
	for !p.eof() {
		switch c := p.peek(); {
		case c == '\'' || c == '"':
			p.next()
			for !p.eof() && p.peek() != c && p.peek() != '`' {
				b.WriteByte(p.next())
			}
			p.skip(1)
		case strings.IndexByte(" \t\r\n;`", c) >= 0 || p.has("&&") || p.has("||") || p.has("\\\n"):
			return b.String()
		default:
			b.WriteByte(p.next())
		}
	}
	return b.String()
}

// check refuses unknown commands.
func (p *parser) check(cs []Command) {
	for i := range cs {
		var trial Settings
		if bad := cs[i].Apply(&trial); bad != "" {
			p.unsupported(cs[i].Line, cs[i].Col, bad)
		}
	}
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

// Each calls set for every parameter of a command until set returns an error text. It returns that
// text, or "".
func (c *Command) Each(set func(name, value string) string) string {
	w := c.Words
	for len(w) > 0 && (w[0] == "sudo" || strings.Contains(w[0], "=") && !strings.HasPrefix(w[0], "/")) {
		w = w[1:] // environment variables
	}
	if len(w) == 0 {
		return ""
	}
	switch name := path.Base(w[0]); name {
	case "defaults.sh":
		for _, kv := range defaults {
			if bad := set(kv[0], kv[1]); bad != "" {
				return bad
			}
		}
		return ""
	case "sysctl", "set_sysctls.py":
		return sysctls(set, w[1:])
	case "tc":
		return trafficControl(set, w)
	case "ethtool":
		for i, a := range w {
			if (a == "gso" || a == "tso") && i+1 < len(w) && w[i+1] == "off" {
				return set(DeviceGSO, "0")
			}
		}
		return ""
	case "echo":
		if n := len(w); n >= 4 && w[n-2] == ">" {
			return sysctls(set, []string{w[n-1] + "=" + strings.Join(w[1:n-2], " ")})
		}
		return ""
	case "nstat", "true", "sleep", "sync", "ss", "netstat", "cat", "rm", "modprobe", ":":
		return ""
	case "ip":
		if len(w) > 1 && strings.HasPrefix(w[1], "tcp") {
			return ""
		}
	default:
		if strings.Contains(name, "restore") || strings.HasPrefix(w[0], "/tmp/sysctl") {
			return ""
		}
		return "the command " + name
	}
	return "the command " + strings.Join(w, " ")
}

// trafficControl supports one setting: a queue of 0 packets, with which every send fails.
func trafficControl(set func(name, value string) string, w []string) string {
	for i, a := range w {
		if a == "limit" && i+1 < len(w) {
			return set(DeviceQueue, w[i+1])
		}
	}
	for _, a := range w {
		if a == "del" {
			return set(DeviceQueue, "1000")
		}
	}
	return "the command " + strings.Join(w, " ")
}

// sysctls parses names with values: -w a.b=v, a.b = v, /proc/sys/a/b=v.
func sysctls(set func(name, value string) string, w []string) string {
	var words []string
	for _, a := range w {
		if strings.HasPrefix(a, "-") || strings.HasPrefix(a, ">") || strings.HasPrefix(a, "2>") || a == "/dev/null" {
			continue
		}
		words = append(words, a)
	}
	for i := 0; i < len(words); i++ {
		name, value, ok := strings.Cut(words[i], "=")
		if !ok && i+1 < len(words) && strings.HasPrefix(words[i+1], "=") {
			i++
			value, ok = words[i][1:], true
		}
		for ok && i+1 < len(words) && !strings.Contains(words[i+1], "=") &&
			(i+2 >= len(words) || !strings.HasPrefix(words[i+2], "=")) {
			i++
			value += " " + words[i]
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

// defaults are the parameters that defaults.sh sets.
var defaults = [][2]string{
	{"tcp_rmem", "4096 540000 15728640"}, {"tcp_wmem", "4096 262144 4194304"}, {"tcp_timestamps", "1"},
	{"tcp_sack", "1"}, {"tcp_dsack", "1"}, {"tcp_window_scaling", "1"}, {"tcp_syn_retries", "5"},
	{"tcp_synack_retries", "5"}, {"tcp_frto", "2"}, {"tcp_reordering", "3"}, {"tcp_congestion_control", "cubic"},
	{"tcp_slow_start_after_idle", "0"}, {"tcp_early_retrans", "3"}, {"tcp_recovery", "1"},
	{"tcp_tso_win_divisor", "3"}, {"tcp_ecn", "0"}, {"tcp_notsent_lowat", "4294967295"}, {"tcp_syncookies", "1"},
}

// Sysctl sets a parameter of the kernel. It returns "", or what is not supported.
func Sysctl(pol *Settings, name, value string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "/proc/sys/"), "net/ipv4/")
	name = strings.ReplaceAll(name, "/", ".")
	if strings.HasPrefix(name, "net.inet.") || strings.HasPrefix(name, "kern.ipc.") ||
		strings.HasPrefix(name, "net.inet6.") {
		if strings.Contains(name, "insecure_") && value != "0" {
			return "the parameter " + name + "=" + value
		}
		return ""
	}
	name = strings.TrimPrefix(name, "net.ipv4.")
	if noMeaning[name] {
		return ""
	}
	set, ok := parameters[name]
	if !ok {
		return "the parameter " + name
	}
	var v [3]int64
	f := strings.Fields(value)
	if name == "tcp_congestion_control" {
		return congestion(pol, value)
	}
	if len(f) == 0 || len(f) > 3 {
		return "the value " + strconv.Quote(value) + " of " + name
	}
	for i := range f {
		n, err := strconv.ParseInt(f[i], 0, 64)
		if err != nil || n < -1<<31 || n >= 1<<32 {
			return "the value " + strconv.Quote(value) + " of " + name
		}
		v[i] = n
	}
	set(pol, v)
	return ""
}

// congestion sets the congestion control.
func congestion(pol *Settings, name string) string {
	switch name {
	case "reno":
		pol.CC = tcp.CCReno
	case "cubic":
		pol.CC = tcp.CCCubic
	default:
		return "the congestion control " + name
	}
	return ""
}

// Settings are the settings of the endpoint's host.
type Settings struct {
	tcp.Policy
	NoDevice     bool // the device refuses every packet
	NotSentLowat int64
	KeepTime     Time // idle time before the first keep-alive probe
}

// hystart is a module parameter of the kernel, in the form to which Sysctl reduces its path.
const hystart = ".sys.module.tcp_cubic.parameters.hystart"

// noMeaning are parameters that have no effect in the simulation.
var noMeaning = map[string]bool{
	"tcp_fack": true, "tcp_syncookies": true, "tcp_no_metrics_save": true, "tcp_pacing_ss_ratio": true,
	"tcp_pacing_ca_ratio": true, "tcp_limit_output_bytes": true, "tcp_abc": true, "tcp_low_latency": true,
	"tcp_challenge_ack_limit": true, "tcp_fastopen": true, "tcp_fastopen_key": true, "tcp_tw_reuse": true,
	"tcp_thin_dupack": true, "tcp_thin_linear_timeouts": true, "tcp_retrans_collapse": true,
	"tcp_max_tso_segs": true, "tcp_comp_sack_delay_ns": true, "tcp_comp_sack_slack_ns": true,
	"tcp_min_rtt_wlen": true, "tcp_mtu_probing": true, "tcp_base_mss": true, "tcp_mtu_probe_floor": true,
	"tcp_probe_interval": true, "tcp_probe_threshold": true, "tcp_max_syn_backlog": true, "tcp_max_orphans": true,
	"tcp_mem": true, "tcp_app_win": true, "tcp_rfc1337": true, "tcp_stdurg": true, "tcp_abort_on_overflow": true,
	"tcp_early_demux": true, "tcp_tso_rtt_log": true, "tcp_plb_enabled": true, "tcp_ecn_fallback": true,
	"tcp_ecn_option": true, "ip_no_pmtu_disc": true, "ip_local_port_range": true, "route.flush": true,
	"route.min_pmtu": true, "tcp_available_congestion_control": true, "tcp_allowed_congestion_control": true,
	"tcp_autocorking": true, "tcp_no_ssthresh_metrics_save": true, "tcp_reflect_tos": true,
	"net.core.wmem_max": true, "net.core.rmem_max": true, "net.core.somaxconn": true,
	"net.core.default_qdisc": true, "net.core.netdev_max_backlog": true, "net.core.optmem_max": true,
}

// parameters are the functions that set each parameter.
var parameters = map[string]func(*Settings, [3]int64){
	"tcp_rmem":                  func(p *Settings, v [3]int64) { p.RcvBuf, p.RcvBufMax = v[1], max(v[2], v[1]) },
	"tcp_wmem":                  func(p *Settings, v [3]int64) { p.SndBuf, p.SndBufMax = v[1], max(v[2], v[1]) },
	"tcp_timestamps":            func(p *Settings, v [3]int64) { p.Timestamps = v[0] != 0 },
	"tcp_sack":                  func(p *Settings, v [3]int64) { p.SACK = v[0] != 0 },
	"tcp_dsack":                 func(p *Settings, v [3]int64) { p.DSACK = v[0] != 0 },
	"tcp_window_scaling":        func(p *Settings, v [3]int64) { p.WScale = v[0] != 0 },
	"tcp_syn_retries":           func(p *Settings, v [3]int64) { p.SynRetries = int32(v[0]) },
	"tcp_synack_retries":        func(p *Settings, v [3]int64) { p.SynAckRetries = int32(v[0]) },
	"tcp_syn_linear_timeouts":   func(p *Settings, v [3]int64) { p.SynLinear = int32(v[0]) },
	"tcp_retries1":              func(*Settings, [3]int64) {},
	"tcp_retries2":              func(p *Settings, v [3]int64) { p.Retries = int32(v[0]) },
	"tcp_orphan_retries":        func(p *Settings, v [3]int64) { p.OrphanRetries = int32(v[0]) },
	"tcp_frto":                  func(p *Settings, v [3]int64) { p.FRTO = v[0] != 0 },
	"tcp_reordering":            func(p *Settings, v [3]int64) { p.Reordering = int32(max(v[0], 1)) },
	"tcp_max_reordering":        func(*Settings, [3]int64) {},
	"tcp_congestion_control":    nil,
	"tcp_slow_start_after_idle": func(p *Settings, v [3]int64) { p.IdleRestart = v[0] != 0 },
	"tcp_early_retrans":         func(p *Settings, v [3]int64) { p.TLP = v[0] >= 3 },
	"tcp_recovery":              func(p *Settings, v [3]int64) { p.RACK = v[0]&1 != 0 },
	"tcp_min_tso_segs":          func(p *Settings, v [3]int64) { p.MinTSOSegs = int32(min(max(v[0], 1), 255)) },
	"tcp_tso_win_divisor":       func(p *Settings, v [3]int64) { p.TSOWinDivisor = int32(min(max(v[0], 0), 255)) },
	"tcp_invalid_ratelimit":     func(p *Settings, v [3]int64) { p.OOWLimit = Time(v[0]) * millisecond },
	"tcp_ecn":                   func(p *Settings, v [3]int64) { p.ECN = ecnMode(v[0]) },
	"tcp_notsent_lowat":         func(p *Settings, v [3]int64) { p.NotSentLowat = notSentLowat(v[0]) },
	"tcp_moderate_rcvbuf":       func(p *Settings, v [3]int64) { p.Moderate = v[0] != 0 },
	"tcp_fin_timeout":           func(p *Settings, v [3]int64) { p.FinTimeout = Time(v[0]) * second },
	"tcp_keepalive_time":        func(p *Settings, v [3]int64) { p.KeepTime = Time(v[0]) * second },
	"tcp_keepalive_intvl":       func(p *Settings, v [3]int64) { p.KeepInterval = Time(v[0]) * second },
	"tcp_keepalive_probes":      func(p *Settings, v [3]int64) { p.KeepProbes = int32(v[0]) },
	"tcp_adv_win_scale":         func(*Settings, [3]int64) {},
	"tcp_comp_sack_nr":          func(*Settings, [3]int64) {},
	"tcp_rto_min_us":            func(p *Settings, v [3]int64) { p.RTOMin = Time(v[0]) * microsecond },
	"tcp_rto_max_ms":            func(p *Settings, v [3]int64) { p.RTOMax = Time(v[0]) * millisecond },
	hystart:                     func(p *Settings, v [3]int64) { p.HyStart = v[0] != 0 },
	hystart + "_detect":         func(p *Settings, v [3]int64) { p.HyStart = v[0] != 0 },
	DeviceQueue:                 func(p *Settings, v [3]int64) { p.NoDevice = v[0] == 0 },
	DeviceGSO:                   func(p *Settings, v [3]int64) { p.GSOMaxSegs = 1 },
	"tcp_shrink_window":         func(*Settings, [3]int64) {},
}

// ecnMode converts tcp_ecn. The modes of Accurate ECN become those of RFC 3168.
func ecnMode(v int64) tcp.ECN { return tcp.ECN(min(max(v, 0), 2)) }

// notSentLowat converts the limit of unsent data. The largest number means no limit, which is 0.
func notSentLowat(v int64) int64 {
	if v >= 1<<31 || v < 0 {
		return 0
	}
	return v
}
