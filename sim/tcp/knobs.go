package tcp

import "teacp/sim/rule"

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
	Name, Label, Help string
	Kind              KnobKind
	Values            []string
	Min, Max          int64
	Rules             []rule.ID
	Get               func(*Policy) int64
	Set               func(*Policy, int64)
	Source            string // where the profiles' values come from
}

func boolKnob(name, label, help, source string, f func(*Policy) *bool, rules ...rule.ID) Knob {
	return Knob{Name: name, Label: label, Help: help, Source: source, Kind: KnobBool, Max: 1, Rules: rules,
		Get: func(p *Policy) int64 {
			if *f(p) {
				return 1
			}
			return 0
		},
		Set: func(p *Policy, v int64) { *f(p) = v != 0 }}
}

func intKnob(name, label, help, source string, lo, hi int64, f func(*Policy) *int32, rules ...rule.ID) Knob {
	return Knob{Name: name, Label: label, Help: help, Source: source, Kind: KnobInt, Min: lo, Max: hi, Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = int32(v) }}
}

func timeKnob(name, label, help, source string, lo, hi Time, f func(*Policy) *Time, rules ...rule.ID) Knob {
	return Knob{Name: name, Label: label, Help: help, Source: source, Kind: KnobDuration, Min: int64(lo), Max: int64(hi), Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = Time(v) }}
}

func byteKnob(name, label, help, source string, lo, hi int64, f func(*Policy) *int64, rules ...rule.ID) Knob {
	return Knob{Name: name, Label: label, Help: help, Source: source, Kind: KnobBytes, Min: lo, Max: hi, Rules: rules,
		Get: func(p *Policy) int64 { return *f(p) },
		Set: func(p *Policy, v int64) { *f(p) = v }}
}

func enumKnob[E ~uint8](name, label, help, source string, values []string, f func(*Policy) *E, rules ...rule.ID) Knob {
	return Knob{Name: name, Label: label, Help: help, Source: source, Kind: KnobEnum, Values: values, Max: int64(len(values) - 1), Rules: rules,
		Get: func(p *Policy) int64 { return int64(*f(p)) },
		Set: func(p *Policy, v int64) { *f(p) = E(v) }}
}

const day = 24 * 3600 * ms1000

const ms1000 = Time(1_000_000_000)

// Knobs is the table of settings, in the order of the help.
var Knobs = []Knob{
	enumKnob("nagle", "Nagle", "hold small segments while data is unacknowledged; off is TCP_NODELAY", "RFC 896; RFC 1122 section 4.2.3.4; trace wwr_large_nagle",
		[]string{"off", "rfc896", "minshall"}, func(p *Policy) *Nagle { return &p.Nagle }, rule.Nagle, rule.Minshall, rule.NoDelay),
	enumKnob("delayed_ack", "delayed ACK", "when this host acknowledges what it receives", "RFC 1122 section 4.2.3.2; RFC 5681 section 4.2; trace delack_visible",
		[]string{"off", "timer", "second", "quickack"}, func(p *Policy) *DelAck { return &p.DelAck }, rule.DelayedAck, rule.PingPong, rule.QuickAck, rule.AckEvery, rule.AckSecond, rule.DelAckTimer),
	timeKnob("delayed_ack_timeout", "delayed-ACK time-out", "how long an ACK is kept back at least", "RFC 1122 section 4.2.3.2: less than 500 ms; trace delack_visible: 40 ms",
		ms(1), ms(500), func(p *Policy) *Time { return &p.DelAckMin }, rule.DelayedAck),
	timeKnob("delayed_ack_max", "delayed-ACK maximum", "how long the adaptive timer may become", "RFC 1122 section 4.2.3.2",
		ms(1), ms(500), func(p *Policy) *Time { return &p.DelAckMax }, rule.DelayedAck),
	boolKnob("quickack_route", "quick-ACK route", "acknowledge every segment at once on this route", "trace delack_quickack_route",
		func(p *Policy) *bool { return &p.QuickRoute }, rule.QuickAck),
	enumKnob("congestion", "congestion control", "how the congestion window grows and shrinks; none keeps it fixed", "RFC 5681; RFC 6582; RFC 9438",
		[]string{"none", "tahoe", "reno", "newreno", "cubic"}, func(p *Policy) *CC { return &p.CC }, rule.CwndHold, rule.SlowStart, rule.CongestionAvoidance, rule.Cubic, rule.FixedWindow),
	intKnob("initial_window", "initial window", "segments that may leave before the first ACK", "RFC 6928; RFC 2001 (textbook: 1)",
		1, 1000, func(p *Policy) *int32 { return &p.InitialWindow }, rule.InitialWindow),
	intKnob("fixed_window", "fixed window", "segments in flight when congestion control is none; 1 is stop-and-wait", "scenario",
		1, 100000, func(p *Policy) *int32 { return &p.FixedWindow }, rule.FixedWindow),
	boolKnob("slow_start_after_idle", "slow start after idle", "an idle connection begins again with the initial window", "RFC 5681 section 4.1; trace idle_restart",
		func(p *Policy) *bool { return &p.IdleRestart }, rule.IdleRestart),
	boolKnob("cwnd_validation", "window validation", "the window grows only while it is used to the full", "RFC 7661 section 4.4",
		func(p *Policy) *bool { return &p.CwndValidate }, rule.CwndValidation),
	boolKnob("hystart", "HyStart", "CUBIC leaves slow start when the round trip grows", "RFC 9406; trace hystart_cubic",
		func(p *Policy) *bool { return &p.HyStart }, rule.Hystart),
	boolKnob("sack", "SACK", "selective acknowledgments are offered", "RFC 2018",
		func(p *Policy) *bool { return &p.SACK }, rule.SackHole),
	boolKnob("dsack", "D-SACK", "duplicates are reported with SACK blocks", "RFC 2883",
		func(p *Policy) *bool { return &p.DSACK }, rule.Dsack),
	boolKnob("timestamps", "timestamps", "the timestamps option is offered", "RFC 7323",
		func(p *Policy) *bool { return &p.Timestamps }, rule.Paws),
	boolKnob("window_scaling", "window scaling", "the window scale option is offered", "RFC 7323 section 2",
		func(p *Policy) *bool { return &p.WScale }),
	boolKnob("rack", "RACK", "losses are found by time, not by counting duplicate ACKs", "RFC 8985",
		func(p *Policy) *bool { return &p.RACK }, rule.Rack, rule.RackWait),
	boolKnob("tlp", "tail loss probe", "the tail of the data is probed after two round trips", "RFC 8985 section 7",
		func(p *Policy) *bool { return &p.TLP }, rule.Tlp),
	boolKnob("prr", "proportional rate reduction", "the window shrinks with the ACKs", "RFC 6937",
		func(p *Policy) *bool { return &p.PRR }, rule.Prr, rule.PrrHold),
	boolKnob("limited_transmit", "limited transmit", "the first two duplicate ACKs let new data out", "RFC 3042",
		func(p *Policy) *bool { return &p.LimitedXmit }, rule.LimitedTransmit),
	boolKnob("undo", "undo", "a reduction that proves wrong is taken back", "RFC 4015; trace late_retransmission",
		func(p *Policy) *bool { return &p.Undo }, rule.Undo),
	boolKnob("frto", "F-RTO", "a time-out is checked for being spurious", "RFC 5682",
		func(p *Policy) *bool { return &p.FRTO }, rule.Frto),
	intKnob("reordering", "duplicate-ACK threshold", "duplicate ACKs that mean a loss", "RFC 5681 section 3.2: 3",
		1, 300, func(p *Policy) *int32 { return &p.Reordering }, rule.FastRetransmit),
	timeKnob("rto_init", "first RTO", "retransmission time-out before the first RTT sample", "RFC 6298 section 2.1: 1 s; RFC 2988: 3 s",
		ms(10), ms(60000), func(p *Policy) *Time { return &p.RTOInit }, rule.Rto, rule.SynRetry),
	timeKnob("rto_min", "minimum RTO", "the retransmission time-out is never shorter", "RFC 6298 section 2.4: 1 s; trace rto_backoff: 200 ms",
		ms(1), ms(60000), func(p *Policy) *Time { return &p.RTOMin }, rule.Rto),
	timeKnob("rto_max", "maximum RTO", "the retransmission time-out is never longer", "RFC 6298 section 2.5: at least 60 s",
		ms(100), 3600*ms1000, func(p *Policy) *Time { return &p.RTOMax }, rule.Backoff),
	timeKnob("rto_granularity", "RTO granularity", "the time-out is rounded up to a multiple of this", "RFC 6298 section 2.3: G",
		0, ms(1000), func(p *Policy) *Time { return &p.Granularity }, rule.Rto),
	{Name: "timer_tick", Label: "timer tick", Help: "timers fire exactly, or at the ticks of a kernel's clock", Kind: KnobEnum, Values: []string{"exact", "1ms", "4ms", "10ms"}, Max: 3,
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
	intKnob("syn_retries", "SYN retries", "how often a SYN is repeated", "RFC 9293 section 3.8.3; Linux tcp_syn_retries",
		0, 127, func(p *Policy) *int32 { return &p.SynRetries }, rule.SynRetry),
	intKnob("synack_retries", "SYN-ACK retries", "how often a SYN-ACK is repeated", "Linux tcp_synack_retries",
		0, 127, func(p *Policy) *int32 { return &p.SynAckRetries }, rule.SynAckRetry),
	intKnob("syn_linear_timeouts", "linear SYN time-outs", "SYN time-outs that do not double yet", "trace syn_lost2; RFC: 0",
		0, 127, func(p *Policy) *int32 { return &p.SynLinear }, rule.SynRetry),
	intKnob("retries", "data retries", "time-outs in a row before the connection is given up", "RFC 9293 section 3.8.3; Linux tcp_retries2",
		1, 127, func(p *Policy) *int32 { return &p.Retries }, rule.GiveUp),
	intKnob("mtu", "interface MTU", "largest IP packet; the MSS offered is 40 less", "RFC 9293 section 3.7.1",
		68, 65535, func(p *Policy) *int32 { return &p.MTU }),
	intKnob("mss", "MSS", "largest segment offered; 0: MTU less 40", "RFC 9293 section 3.7.1",
		0, 65495, func(p *Policy) *int32 { return &p.MSS }),
	intKnob("gso_max_segs", "segments per frame", "segments that leave as one burst with PSH on its last; 1: each by itself; 0: as many as fit", "trace ss_iw10_reno_gso; Linux gso_max_segs",
		0, 65535, func(p *Policy) *int32 { return &p.GSOMaxSegs }, rule.TsoFrame, rule.TsoDefer),
	intKnob("min_tso_segs", "smallest frame", "segments that a frame may have however low the rate is", "Linux tcp_min_tso_segs",
		1, 255, func(p *Policy) *int32 { return &p.MinTSOSegs }, rule.TsoFrame),
	intKnob("tso_win_divisor", "frame deferral", "a frame waits while it would be less than this part of the window; 0: while less than three segments", "Linux tcp_tso_win_divisor",
		0, 255, func(p *Policy) *int32 { return &p.TSOWinDivisor }, rule.TsoDefer),
	byteKnob("rcvbuf", "receive buffer", "bytes of the receive buffer at the start", "RFC 9293 section 3.8.6; Linux tcp_rmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.RcvBuf }, rule.RwndHold),
	byteKnob("rcvbuf_max", "largest receive buffer", "bytes to which auto-tuning may let it grow", "Linux tcp_rmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.RcvBufMax }, rule.RcvBufGrow),
	boolKnob("moderate_rcvbuf", "receive-buffer tuning", "the receive buffer grows with what the application reads", "Linux tcp_moderate_rcvbuf",
		func(p *Policy) *bool { return &p.Moderate }, rule.RcvBufGrow),
	intKnob("initial_rcv_window", "initial receive window", "segments of the first window offered; 0: what the buffer gives", "ip-route initrwnd",
		0, 100000, func(p *Policy) *int32 { return &p.InitialRcvWnd }),
	byteKnob("sndbuf", "send buffer", "bytes of the send buffer at the start", "Linux tcp_wmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.SndBuf }, rule.SndBufFull),
	byteKnob("sndbuf_max", "largest send buffer", "bytes to which it may grow", "Linux tcp_wmem",
		256, 1<<30, func(p *Policy) *int64 { return &p.SndBufMax }, rule.SndBufFull),
	boolKnob("autocorking", "auto-corking", "small writes wait while a packet of the connection waits in the device; without effect here, where none waits in a device", "Linux tcp_autocorking",
		func(p *Policy) *bool { return &p.Autocork }),
	boolKnob("challenge_ack", "challenge ACKs", "a SYN or RST that does not fit exactly is answered with an ACK", "RFC 5961",
		func(p *Policy) *bool { return &p.ChallengeAck }, rule.ChallengeAck),
	boolKnob("reset_flush", "reset flushes", "a reset throws away what has arrived and was not read; off: it can still be read, and the read after that fails", "RFC 9293 section 3.10.7.4; Linux tcp_reset",
		func(p *Policy) *bool { return &p.ResetFlush }, rule.ResetFlush, rule.ResetReadable),
	timeKnob("oow_ratelimit", "answers to misfits", "the least time between two ACKs that answer segments out of the window without data; 0: no limit", "Linux tcp_invalid_ratelimit; RFC 5961 section 7",
		0, ms(60000), func(p *Policy) *Time { return &p.OOWLimit }, rule.ChallengeAck, rule.AckProbe),
	timeKnob("time_wait", "TIME-WAIT", "2 MSL: how long the pair of addresses and ports rests", "RFC 9293 section 3.4.2: MSL 2 min; Linux: 60 s in all",
		0, 3600*ms1000, func(p *Policy) *Time { return &p.TimeWait }, rule.TimeWait, rule.PortWait),
	timeKnob("fin_timeout", "FIN-WAIT-2 time-out", "how long to wait for the peer's FIN after close; 0: for ever", "Linux tcp_fin_timeout",
		0, 3600*ms1000, func(p *Policy) *Time { return &p.FinTimeout }, rule.FinWait2Timeout),
	intKnob("backlog", "listen backlog", "connections that may wait for accept", "POSIX listen(); Linux somaxconn",
		0, 65535, func(p *Policy) *int32 { return &p.Backlog }, rule.Backlog),
	timeKnob("keepalive", "keep-alive probes after", "idle time before the first probe; 0: off", "RFC 1122 section 4.2.3.6: at least 2 h",
		0, day, func(p *Policy) *Time { return &p.KeepIdle }, rule.KeepAlive),
	timeKnob("user_timeout", "user time-out", "unacknowledged data for so long ends the connection; 0: off", "RFC 9293 section 3.8.3",
		0, day, func(p *Policy) *Time { return &p.UserTimeout }, rule.UserTimeout),
}

var ticks = [...]Time{0, ms(1), ms(4), ms(10)}
