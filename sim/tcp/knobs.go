package tcp

import (
	"slices"

	"teacp/sim/rule"
)

// KnobKind is the form of a knob's value.
type KnobKind uint8

// The forms, in the order of sim.KnobKind.
const (
	KnobBool KnobKind = iota
	KnobEnum
	KnobInt
	KnobDuration
	KnobBytes
)

// Knob is one setting of a Policy. Values are int64 outside: 0/1, an index into Values, a
// number, nanoseconds, bytes.
type Knob struct {
	Name     string // its label and help stand in views/words under "host." and this name
	Kind     KnobKind
	Values   []string
	Renamed  []Renamed // former names of values
	Min, Max int64
	Rules    []rule.ID
	Get      func(*Policy) int64
	Set      func(*Policy, int64)
	Source   string // where the profiles' values come from
	Detail   bool   // a kernel detail: short lists leave it out
	NoEffect string // why no value of it changes a run; "" of all that change one
}

func boolKnob(name, source string, f func(*Policy) *bool, rules ...rule.ID) Knob {
	return Knob{Name: name, Source: source, Kind: KnobBool, Max: 1, Rules: rules,
		Get: func(p *Policy) int64 {
			if *f(p) {
				return 1
			}
			return 0
		},
		Set: func(p *Policy, v int64) { *f(p) = v != 0 }}
}

func intKnob(name, source string, lo, hi int64, f func(*Policy) *int32, rules ...rule.ID) Knob {
	return Knob{Name: name, Source: source, Kind: KnobInt, Min: lo, Max: hi, Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = int32(v) }}
}

func timeKnob(name, source string, lo, hi Time, f func(*Policy) *Time, rules ...rule.ID) Knob {
	return Knob{Name: name, Source: source, Kind: KnobDuration, Min: int64(lo), Max: int64(hi), Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = Time(v) }}
}

func byteKnob(name, source string, lo, hi int64, f func(*Policy) *int64, rules ...rule.ID) Knob {
	return Knob{Name: name, Source: source, Kind: KnobBytes, Min: lo, Max: hi, Rules: rules,
		Get: func(p *Policy) int64 { return *f(p) },
		Set: func(p *Policy, v int64) { *f(p) = v }}
}

func enumKnob[E ~uint8](name, source string, values []string, f func(*Policy) *E, rules ...rule.ID) Knob {
	return Knob{Name: name, Source: source, Kind: KnobEnum, Values: values, Max: int64(len(values) - 1), Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = E(v) }}
}

// Renamed is a value's former name, which is read as the present one.
type Renamed struct{ Old, New string }

// renamed adds a former name of a value.
func renamed(old, now string, k Knob) Knob {
	k.Renamed = append(k.Renamed, Renamed{Old: old, New: now})
	return k
}

func withoutEffect(why string, k Knob) Knob {
	k.NoEffect = why
	return k
}

const day = 24 * 3600 * ms1000

const ms1000 = Time(1_000_000_000)

// Knobs is the table of settings, in the order of the help. A profile is the sum of them: no field of a
// Policy is set by anything else.
var Knobs = slices.Concat(stackSettings, kernelDetails)

var stackSettings = []Knob{
	enumKnob("nagle", "RFC 896; RFC 9293 section 3.7.4; trace wwr_large_nagle",
		[]string{"off", "rfc896", "minshall"},
		func(p *Policy) *Nagle { return &p.Nagle }, rule.Nagle, rule.Minshall, rule.NoDelay),
	enumKnob("tcp_nodelay", "scenario", []string{"application", "off"},
		func(p *Policy) *NoDelayOpt { return &p.NoDelay }, rule.Nagle, rule.Minshall, rule.NoDelay),
	renamed("second", "second_full",
		enumKnob("delayed_ack", "RFC 9293 section 3.8.6.3; RFC 5681 section 4.2; trace delack_visible",
			[]string{"off", "timer", "second_full", "second_segment", "quickack"},
			func(p *Policy) *DelAck { return &p.DelAck }, rule.DelayedAck, rule.PingPong, rule.QuickAck, rule.AckEvery,
			rule.AckSecond, rule.AckEverySecond, rule.DelAckTimer)),
	timeKnob("delayed_ack_timeout", "RFC 9293 section 3.8.6.3: less than 500 ms; trace delack_visible: 40 ms",
		ms(1), ms(500), func(p *Policy) *Time { return &p.DelAckMin }, rule.DelayedAck),
	timeKnob("delayed_ack_max", "RFC 9293 section 3.8.6.3",
		ms(1), ms(500), func(p *Policy) *Time { return &p.DelAckMax }, rule.DelayedAck),
	boolKnob("quickack_route", "trace delack_quickack_route",
		func(p *Policy) *bool { return &p.QuickRoute }, rule.QuickAck),
	enumKnob("congestion", "RFC 5681; RFC 6582; RFC 9438",
		[]string{"none", "tahoe", "reno", "newreno", "cubic"},
		func(p *Policy) *CC { return &p.CC },
		rule.CwndHold, rule.SlowStart, rule.CongestionAvoidance, rule.Cubic, rule.FixedWindow),
	intKnob("initial_window", "RFC 6928; RFC 2001 (textbook: 1)",
		1, 1000, func(p *Policy) *int32 { return &p.InitialWindow }, rule.InitialWindow),
	intKnob("fixed_window", "scenario",
		1, 100000, func(p *Policy) *int32 { return &p.FixedWindow }, rule.FixedWindow),
	intKnob("abc_limit", "RFC 5681 section 3.1: 1; RFC 3465 section 2.3: 2; trace ss_iw10_reno: 0", 0, 1000,
		func(p *Policy) *int32 { return &p.ABCLimit }, rule.SlowStart),
	boolKnob("slow_start_after_idle", "RFC 5681 section 4.1; trace idle_restart",
		func(p *Policy) *bool { return &p.IdleRestart }, rule.IdleRestart),
	boolKnob("cwnd_validation", "RFC 7661 section 4.4",
		func(p *Policy) *bool { return &p.CwndValidate }, rule.CwndValidation),
	boolKnob("hystart", "RFC 9406; trace hystart_cubic",
		func(p *Policy) *bool { return &p.HyStart }, rule.Hystart),
	boolKnob("sack", "RFC 2018",
		func(p *Policy) *bool { return &p.SACK }, rule.SackHole),
	boolKnob("dsack", "RFC 2883",
		func(p *Policy) *bool { return &p.DSACK }, rule.Dsack),
	boolKnob("timestamps", "RFC 7323",
		func(p *Policy) *bool { return &p.Timestamps }, rule.Paws),
	boolKnob("window_scaling", "RFC 7323 section 2",
		func(p *Policy) *bool { return &p.WScale }),
	boolKnob("rack", "RFC 8985",
		func(p *Policy) *bool { return &p.RACK }, rule.Rack, rule.RackWait),
	boolKnob("tlp", "RFC 8985 section 7",
		func(p *Policy) *bool { return &p.TLP }, rule.Tlp, rule.TlpNew),
	boolKnob("prr", "RFC 9937",
		func(p *Policy) *bool { return &p.PRR }, rule.Prr, rule.PrrHold),
	withoutEffect("packets in flight are counted without those that duplicate ACKs tell of: new data always follows these",
		boolKnob("limited_transmit", "RFC 3042", func(p *Policy) *bool { return &p.LimitedXmit }, rule.LimitedTransmit)),
	boolKnob("undo", "RFC 4015; trace late_retransmission",
		func(p *Policy) *bool { return &p.Undo }, rule.Undo),
	boolKnob("frto", "RFC 5682",
		func(p *Policy) *bool { return &p.FRTO }, rule.Frto),
	intKnob("reordering", "RFC 5681 section 3.2: 3",
		1, 300, func(p *Policy) *int32 { return &p.Reordering }, rule.FastRetransmit),
	timeKnob("rto_init", "RFC 6298 section 2.1: 1 s; RFC 2988: 3 s",
		ms(10), ms(60000), func(p *Policy) *Time { return &p.RTOInit }, rule.Rto, rule.SynRetry),
	timeKnob("rto_min", "RFC 6298 section 2.4: 1 s; trace rto_backoff: 200 ms",
		ms(1), ms(60000), func(p *Policy) *Time { return &p.RTOMin }, rule.Rto),
	timeKnob("rto_max", "RFC 6298 section 2.5: at least 60 s",
		ms(100), 3600*ms1000, func(p *Policy) *Time { return &p.RTOMax }, rule.Backoff),
	timeKnob("rto_granularity", "RFC 6298 section 2.3: G",
		0, ms(1000), func(p *Policy) *Time { return &p.Granularity }, rule.Rto),
	{Name: "timer_tick", Kind: KnobEnum, Values: []string{"exact", "1ms", "4ms", "10ms"}, Max: 3,
		Source: "CONFIG_HZ of a kernel; recordings: 4 ms",
		Get: func(p *Policy) int64 {
			for i, t := range ticks {
				if t == p.Tick {
					return int64(i)
				}
			}
			return 0
		},
		Set: func(p *Policy, v int64) { p.Tick = ticks[v] }},
	intKnob("syn_retries", "RFC 9293 section 3.8.3; Linux tcp_syn_retries",
		0, 127, func(p *Policy) *int32 { return &p.SynRetries }, rule.SynRetry),
	intKnob("synack_retries", "Linux tcp_synack_retries",
		0, 127, func(p *Policy) *int32 { return &p.SynAckRetries }, rule.SynAckRetry),
	intKnob("syn_linear_timeouts", "trace syn_lost2; RFC: 0",
		0, 127, func(p *Policy) *int32 { return &p.SynLinear }, rule.SynRetry),
	intKnob("retries", "RFC 9293 section 3.8.3; Linux tcp_retries2",
		1, 127, func(p *Policy) *int32 { return &p.Retries }, rule.GiveUp),
	intKnob("orphan_retries", "Linux tcp_orphan_retries", -1, 127,
		func(p *Policy) *int32 { return &p.OrphanRetries }, rule.GiveUp),
	intKnob("mtu", "RFC 9293 section 3.7.1",
		68, 65535, func(p *Policy) *int32 { return &p.MTU }),
	intKnob("mss", "RFC 9293 section 3.7.1",
		0, 65495, func(p *Policy) *int32 { return &p.MSS }),
	intKnob("gso_max_segs", "trace ss_iw10_reno_gso; Linux gso_max_segs",
		0, 65535, func(p *Policy) *int32 { return &p.GSOMaxSegs }, rule.TsoFrame, rule.TsoDefer),
	intKnob("min_tso_segs", "Linux tcp_min_tso_segs",
		1, 255, func(p *Policy) *int32 { return &p.MinTSOSegs }, rule.TsoFrame),
	intKnob("tso_win_divisor", "Linux tcp_tso_win_divisor",
		0, 255, func(p *Policy) *int32 { return &p.TSOWinDivisor }, rule.TsoDefer),
	byteKnob("rcvbuf", "RFC 9293 section 3.8.6; Linux tcp_rmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.RcvBuf }, rule.RwndHold),
	byteKnob("rcvbuf_max", "Linux tcp_rmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.RcvBufMax }, rule.RcvBufGrow),
	byteKnob("rcvbuf_limit", "Linux net.core.rmem_max; RFC 7323 section 2.3",
		0, 1<<30, func(p *Policy) *int64 { return &p.RcvBufLimit }, rule.RwndHold),
	boolKnob("moderate_rcvbuf", "Linux tcp_moderate_rcvbuf",
		func(p *Policy) *bool { return &p.Moderate }, rule.RcvBufGrow),
	intKnob("initial_rcv_window", "ip-route initrwnd",
		0, 100000, func(p *Policy) *int32 { return &p.InitialRcvWnd }),
	byteKnob("sndbuf", "Linux tcp_wmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.SndBuf }, rule.SndBufFull),
	byteKnob("sndbuf_max", "Linux tcp_wmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.SndBufMax }, rule.SndBufFull),
	byteKnob("notsent_lowat", "Linux tcp_notsent_lowat",
		0, 1<<30, func(p *Policy) *int64 { return &p.NotSentLowat }, rule.SndBufFull),
	withoutEffect("a driver that has sent a segment reports it at once, so that nothing is ever corked",
		boolKnob("autocorking", "Linux tcp_autocorking", func(p *Policy) *bool { return &p.Autocork })),
	boolKnob("challenge_ack", "RFC 5961",
		func(p *Policy) *bool { return &p.ChallengeAck }, rule.ChallengeAck),
	boolKnob("reset_flush", "RFC 9293 section 3.10.7.4; Linux tcp_reset",
		func(p *Policy) *bool { return &p.ResetFlush }, rule.ResetFlush, rule.ResetReadable),
	boolKnob("probe_octet", "RFC 9293 section 3.8.6.1; Linux tcp_write_wakeup: none",
		func(p *Policy) *bool { return &p.ProbeOctet }, rule.Persist),
	timeKnob("oow_ratelimit", "Linux tcp_invalid_ratelimit; RFC 5961 section 7",
		0, ms(60000), func(p *Policy) *Time { return &p.OOWLimit }, rule.ChallengeAck, rule.AckProbe),
	timeKnob("time_wait", "RFC 9293 section 3.4.2: MSL 2 min; Linux: 60 s in all",
		0, 3600*ms1000, func(p *Policy) *Time { return &p.TimeWait }, rule.TimeWait, rule.PortWait),
	timeKnob("fin_timeout", "Linux tcp_fin_timeout",
		0, 3600*ms1000, func(p *Policy) *Time { return &p.FinTimeout }, rule.FinWait2Timeout),
	intKnob("backlog", "POSIX listen(); Linux sk_acceptq_is_full", 0, 65535,
		func(p *Policy) *int32 { return &p.Backlog }, rule.Backlog, rule.SynQueue, rule.AcceptFull),
	timeKnob("keepalive", "RFC 9293 section 3.8.4: at least 2 h",
		0, day, func(p *Policy) *Time { return &p.KeepIdle }, rule.KeepAlive),
	timeKnob("keepalive_interval", "RFC 9293 section 3.8.4; Linux tcp_keepalive_intvl",
		ms(1), day, func(p *Policy) *Time { return &p.KeepInterval }, rule.KeepAlive),
	intKnob("keepalive_probes", "RFC 9293 section 3.8.4; Linux tcp_keepalive_probes",
		1, 127, func(p *Policy) *int32 { return &p.KeepProbes }, rule.KeepAlive, rule.GiveUp),
	timeKnob("user_timeout", "RFC 9293 section 3.8.3",
		0, day, func(p *Policy) *Time { return &p.UserTimeout }, rule.UserTimeout),
}

var ticks = [...]Time{0, ms(1), ms(4), ms(10)}
