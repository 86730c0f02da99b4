package drill

import (
	"fmt"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
)

// defaults are the parameters that defaults.sh sets.
var defaults = [][2]string{
	{"tcp_rmem", "4096 540000 15728640"}, {"tcp_wmem", "4096 262144 4194304"}, {"tcp_timestamps", "1"},
	{"tcp_sack", "1"}, {"tcp_dsack", "1"}, {"tcp_window_scaling", "1"}, {"tcp_syn_retries", "5"},
	{"tcp_synack_retries", "5"}, {"tcp_frto", "2"}, {"tcp_reordering", "3"}, {"tcp_congestion_control", "cubic"},
	{"tcp_slow_start_after_idle", "0"}, {"tcp_early_retrans", "3"}, {"tcp_recovery", "1"},
	{"tcp_tso_win_divisor", "3"}, {"tcp_ecn", "0"}, {"tcp_notsent_lowat", "4294967295"}, {"tcp_syncookies", "1"},
}

// parameter is a parameter of the kernel. Its first value may be from lo to hi, unless both are 0.
type parameter struct {
	set    func(*Settings, [3]int64) // nil: the parameter has no effect, see why
	why    string
	lo, hi int64
}

// Reasons why a parameter has no effect.
const (
	removed  = "current kernels do not have it"
	oneHost  = "it limits what many connections use together"
	noCache  = "no connection leaves numbers to the next one"
	noPacing = "the endpoint paces only as far as the profile says"
	noFO     = "Fast Open needs a socket option, which is refused"
	noProbe  = "the path MTU is not probed"
	noCook   = "there is no flood of SYNs"
	noDriver = "the device reports what it has sent at once"
)

const anyMore = 1 << 32

// parameters are the parameters of the kernel that a script may set.
var parameters = map[string]parameter{
	"tcp_rmem":                  {set: setRcvBuf},
	"tcp_wmem":                  {set: setSndBuf},
	"tcp_timestamps":            {set: func(p *Settings, v [3]int64) { p.Timestamps = v[0] != 0 }},
	"tcp_sack":                  {set: func(p *Settings, v [3]int64) { p.SACK = v[0] != 0 }},
	"tcp_dsack":                 {set: func(p *Settings, v [3]int64) { p.DSACK = v[0] != 0 }},
	"tcp_window_scaling":        {set: func(p *Settings, v [3]int64) { p.WScale = v[0] != 0 }},
	"tcp_syn_retries":           {set: func(p *Settings, v [3]int64) { p.SynRetries = int32(v[0]) }},
	"tcp_synack_retries":        {set: func(p *Settings, v [3]int64) { p.SynAckRetries = int32(v[0]) }},
	"tcp_syn_linear_timeouts":   {set: func(p *Settings, v [3]int64) { p.SynLinear = int32(v[0]) }},
	"tcp_retries2":              {set: func(p *Settings, v [3]int64) { p.Retries = int32(v[0]) }},
	"tcp_orphan_retries":        {set: func(p *Settings, v [3]int64) { p.OrphanRetries = int32(v[0]) }},
	"tcp_frto":                  {set: func(p *Settings, v [3]int64) { p.FRTO = v[0] != 0 }},
	"tcp_reordering":            {set: func(p *Settings, v [3]int64) { p.Reordering = int32(max(v[0], 1)) }},
	"tcp_slow_start_after_idle": {set: func(p *Settings, v [3]int64) { p.IdleRestart = v[0] != 0 }},
	"tcp_early_retrans":         {set: func(p *Settings, v [3]int64) { p.TLP = v[0] >= 3 }},
	"tcp_recovery":              {set: func(p *Settings, v [3]int64) { p.RACK = v[0]&1 != 0 }},
	"tcp_min_tso_segs":          {set: func(p *Settings, v [3]int64) { p.MinTSOSegs = int32(min(max(v[0], 1), 255)) }},
	"tcp_tso_win_divisor":       {set: setTSOWinDivisor},
	"tcp_invalid_ratelimit":     {set: func(p *Settings, v [3]int64) { p.OOWLimit = Time(v[0]) * millisecond }},
	"tcp_notsent_lowat":         {set: func(p *Settings, v [3]int64) { p.NotSentLowat = notSentLowat(v[0]) }},
	"tcp_moderate_rcvbuf":       {set: func(p *Settings, v [3]int64) { p.Moderate = v[0] != 0 }},
	"tcp_fin_timeout":           {set: func(p *Settings, v [3]int64) { p.FinTimeout = Time(v[0]) * second }},
	"tcp_keepalive_time":        {set: func(p *Settings, v [3]int64) { p.KeepTime = Time(v[0]) * second }},
	"tcp_keepalive_intvl":       {set: func(p *Settings, v [3]int64) { p.KeepInterval = Time(v[0]) * second }},
	"tcp_keepalive_probes":      {set: func(p *Settings, v [3]int64) { p.KeepProbes = int32(v[0]) }},
	"tcp_rto_min_us":            {set: func(p *Settings, v [3]int64) { p.RTOMin = Time(v[0]) * microsecond }},
	"tcp_rto_max_ms":            {set: func(p *Settings, v [3]int64) { p.RTOMax = Time(v[0]) * millisecond }},
	hystart:                     {set: func(p *Settings, v [3]int64) { p.HyStart = v[0] != 0 }},
	hystart + "_detect":         {set: func(p *Settings, v [3]int64) { p.HyStart = v[0] != 0 }},
	DeviceQueue:                 {set: func(p *Settings, v [3]int64) { p.NoDevice = v[0] == 0 }},
	DeviceGSO:                   {set: func(p *Settings, v [3]int64) { p.GSOMaxSegs = int32(1 - v[0]) }},
	"tcp_ecn":                   {set: func(p *Settings, v [3]int64) { p.ECN = tcp.ECN(v[0]) }, lo: 0, hi: 2},
	"tcp_congestion_control":    {set: func(*Settings, [3]int64) {}},
	"net.core.rmem_max":         {set: func(p *Settings, v [3]int64) { p.RcvBufLimit = v[0] }},
	"net.core.wmem_max":         {set: func(p *Settings, v [3]int64) { p.SndBufLimit = v[0] }},
	"tcp_retrans_collapse":      {set: func(p *Settings, v [3]int64) { p.RetransmitCollapse = v[0] != 0 }},

	// no effect at the values that the bounds allow
	"tcp_comp_sack_nr":         {why: "it is the kernel's default", lo: 44, hi: 44},
	"tcp_comp_sack_delay_ns":   {why: "it is the kernel's default", lo: 1000000, hi: 1000000},
	"tcp_comp_sack_slack_ns":   {why: "the endpoint's timers have no slack"},
	"tcp_max_reordering":       {why: "no more is reordered", lo: 100, hi: anyMore},
	"tcp_shrink_window":        {why: "off is what the endpoint does", hi: off},
	"tcp_rfc1337":              {why: "off is what the endpoint does", hi: off},
	"tcp_thin_linear_timeouts": {why: "off is what the endpoint does", hi: off},
	"tcp_plb_enabled":          {why: "off is what the endpoint does", hi: off},
	"tcp_abort_on_overflow":    {why: "off is what the endpoint does", hi: off},
	"ip_no_pmtu_disc":          {why: "off is what the endpoint does", hi: off},
	"tcp_ecn_fallback":         {why: "on is what the endpoint does", lo: 1, hi: 1},
	"tcp_syncookies":           {why: noCook, lo: 0, hi: 1},
	"tcp_challenge_ack_limit":  {why: "no limit of the whole host is reached", lo: 100, hi: anyMore},
	"tcp_mtu_probing":          {why: noProbe, lo: 0, hi: 1},
	"tcp_app_win":              {why: "it is the kernel's default", lo: 31, hi: 31},
	"tcp_mem":                  {why: oneHost, lo: 1000, hi: anyMore},
	"tcp_min_rtt_wlen":         {why: "no run is that long", lo: 60, hi: anyMore},
	"tcp_fastopen":             {why: noFO, lo: 0, hi: 0x3ff},
	"route.min_pmtu":           {why: "it is the kernel's default", lo: 552, hi: 552},
	"net.core.default_qdisc":   {why: noPacing},

	// no effect
	"tcp_retries1": {why: "it only makes the host look for another route"}, "tcp_adv_win_scale": {why: removed},
	"tcp_fack": {why: removed}, "tcp_abc": {why: removed}, "tcp_low_latency": {why: removed},
	"tcp_thin_dupack": {why: removed}, "tcp_max_tso_segs": {why: removed}, "tcp_tso_rtt_log": {why: noPacing},
	"tcp_pacing_ss_ratio": {why: noPacing}, "tcp_pacing_ca_ratio": {why: noPacing},
	"tcp_no_metrics_save": {why: noCache}, "tcp_no_ssthresh_metrics_save": {why: noCache},
	"route.flush":            {why: noCache},
	"tcp_limit_output_bytes": {why: noDriver}, "tcp_autocorking": {why: noDriver},
	"tcp_fastopen_key": {why: noFO}, "tcp_fastopen_blackhole_timeout_sec": {why: noFO},
	"tcp_tw_reuse": {why: "no port is used twice"}, "ip_local_port_range": {why: "ports do not matter"},
	"tcp_base_mss": {why: noProbe}, "tcp_mtu_probe_floor": {why: noProbe}, "tcp_probe_interval": {why: noProbe},
	"tcp_probe_threshold": {why: noProbe}, "tcp_max_syn_backlog": {why: noCook},
	"tcp_max_orphans": {why: oneHost}, "net.core.somaxconn": {why: oneHost}, "net.core.optmem_max": {why: oneHost},
	"net.core.netdev_max_backlog": {why: oneHost}, "tcp_stdurg": {why: "urgent data is refused"},
	"tcp_early_demux": {why: "it only saves time"}, "tcp_ecn_option": {why: "it belongs to Accurate ECN"},
	"tcp_reflect_tos":                  {why: "TOS bits are not compared"},
	"tcp_available_congestion_control": {why: "it names what there is"},
	"tcp_allowed_congestion_control":   {why: "it names what there is"},
}

func setRcvBuf(p *Settings, v [3]int64) { p.RcvBuf, p.RcvBufMax = v[1], max(v[2], v[1]) }

func setSndBuf(p *Settings, v [3]int64) { p.SndBuf, p.SndBufMax = v[1], max(v[2], v[1]) }

func setTSOWinDivisor(p *Settings, v [3]int64) { p.TSOWinDivisor = int32(min(max(v[0], 0), 255)) }

// off is the upper bound of parameters that must be 0. It is not 0 because two bounds of 0 mean none.
const off = -1

// Sysctl sets a parameter of the kernel. It returns "", or what is not supported.
func Sysctl(pol *Settings, name, value string) string {
	if knob, ok := strings.CutPrefix(name, settingsCommand+"."); ok {
		if err := sim.SetKnob(&pol.Policy, knob, value); err != nil {
			return "the setting " + knob + "=" + value
		}
		return ""
	}
	name, ok := canonical(name)
	if !ok {
		if strings.Contains(name, "insecure_") && value != "0" {
			return "the parameter " + name + "=" + value
		}
		return ""
	}
	par, ok := parameters[name]
	if !ok {
		return "the parameter " + name
	}
	if name == "tcp_congestion_control" {
		return congestion(pol, value)
	}
	v, ok := numbers(value)
	switch {
	case !ok && par.set != nil:
		return "the value " + strconv.Quote(value) + " of " + name
	case ok && !par.allows(v[0]):
		return fmt.Sprintf("the parameter %s=%s", name, value)
	}
	if par.set != nil {
		par.set(pol, v)
	}
	return ""
}

func (p *parameter) allows(v int64) bool {
	switch {
	case p.hi == off:
		return v == 0
	case p.lo == 0 && p.hi == 0:
		return true
	}
	return v >= p.lo && v <= p.hi
}

// WithoutEffect returns why a parameter has no effect, "" if it has one.
func WithoutEffect(name string) string {
	name, ok := canonical(name)
	if !ok {
		return "it belongs to another system"
	}
	return parameters[name].why
}

// canonical returns the name of a parameter without net.ipv4, and false for a parameter of BSD.
func canonical(name string) (string, bool) {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "/proc/sys/"), "net/ipv4/")
	name = strings.ReplaceAll(name, "/", ".")
	for _, p := range []string{"net.inet.", "net.inet6.", "kern.ipc."} {
		if strings.HasPrefix(name, p) {
			return name, false
		}
	}
	return strings.TrimPrefix(name, "net.ipv4."), true
}

// numbers parses one to three whole numbers.
func numbers(value string) (v [3]int64, ok bool) {
	f := strings.Fields(value)
	if len(f) == 0 || len(f) > 3 {
		return v, false
	}
	for i := range f {
		n, err := strconv.ParseInt(f[i], 0, 64)
		if err != nil || n < -1<<31 || n >= 1<<32 {
			return v, false
		}
		v[i] = n
	}
	return v, true
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
	NoDevice    bool  // the device refuses every packet
	SndBufLimit int64 // of SO_SNDBUF, 0: none
	KeepTime    Time  // idle time before the first keep-alive probe
}

// hystart is a module parameter of the kernel, in the form to which Sysctl reduces its path.
const hystart = ".sys.module.tcp_cubic.parameters.hystart"

// notSentLowat converts the limit of unsent data. The largest number means no limit, which is 0.
func notSentLowat(v int64) int64 {
	if v >= 1<<31 || v < 0 {
		return 0
	}
	return v
}
