package tcp

import "teacp/sim/rule"

// kernelDetails are the settings in which a Linux kernel, as the recordings show it, differs from the
// standards or goes beyond them. Lists that are to be short leave them out.
var kernelDetails = details(
	enumKnob("rtt_estimator", "RFC 6298 section 2; trace rto_backoff_notlp", []string{"rfc6298", "linux"},
		func(p *Policy) *RTTEstimator { return &p.RTTEstimator }, rule.RttSample),
	boolKnob("ssthresh_from_cwnd", "RFC 5681 equation 4: of FlightSize; Linux tcp_reno_ssthresh",
		func(p *Policy) *bool { return &p.SsthreshFromCwnd }),
	boolKnob("idle_decay", "RFC 2861 section 3.1; trace idle_restart",
		func(p *Policy) *bool { return &p.IdleDecay }, rule.IdleRestart, rule.CwndValidation),
	boolKnob("stay_in_recovery", "RFC 6582 section 3.2; Linux tcp_try_undo_recovery",
		func(p *Policy) *bool { return &p.StayInRecovery }),
	boolKnob("reordering_detection", "RFC 4653; trace c_reorder_2_ts_cubic; Linux tcp_check_sack_reordering",
		func(p *Policy) *bool { return &p.DetectReordering }),
	boolKnob("reneging_detection", "RFC 2018 section 8; trace c_renege",
		func(p *Policy) *bool { return &p.DetectReneging }, rule.SackReneging),
	boolKnob("any_window_update", "RFC 5681 section 2; Linux tcp_ack_update_window",
		func(p *Policy) *bool { return &p.AnyWindowUpdate }),
	boolKnob("tlp_uncounted", "RFC 8985 section 7.3; Linux tcp_send_loss_probe",
		func(p *Policy) *bool { return &p.TLPUncounted }, rule.Tlp),
	boolKnob("retransmit_collapse", "Linux tcp_retrans_collapse; trace c_oneway_small_nodelay_loss",
		func(p *Policy) *bool { return &p.RetransmitCollapse }, rule.RexmtJoin),
	boolKnob("retransmit_in_window", "RFC 9293 section 3.8.6; trace c_window_taken_back",
		func(p *Policy) *bool { return &p.RetransmitInWindow }),
	boolKnob("retransmit_is_send", "traces c_cubic_after_idle, c_sack_room",
		func(p *Policy) *bool { return &p.RetransmitIsSend }, rule.PingPong),
	boolKnob("retries_by_time", "Linux retransmits_timed_out",
		func(p *Policy) *bool { return &p.RetriesByTime }, rule.GiveUp),
	boolKnob("half_window_send", "RFC 9293 section 3.8.6.2.1; Linux tcp_snd_wnd_test",
		func(p *Policy) *bool { return &p.HalfWindowSend }, rule.HalfWindow),
	boolKnob("half_window_mss", "Linux tcp_bound_to_half_wnd; trace c_half_window", func(p *Policy) *bool { return &p.HalfWindowMSS }),
	boolKnob("header_prediction", "Linux tcp_rcv_established",
		func(p *Policy) *bool { return &p.HeaderPrediction }, rule.DelayedAck),
	boolKnob("paws_slack", "RFC 7323 section 5.2; trace c_old_acks_ts; Linux tcp_disordered_ack",
		func(p *Policy) *bool { return &p.PawsSlack }, rule.Paws),
	boolKnob("ack_compression", "Linux tcp_comp_sack_delay_ns; traces loss_one_sack_ts, c_sack_blocks_few",
		func(p *Policy) *bool { return &p.AckCompression }, rule.AckCompressed),
	boolKnob("ack_on_read", "Linux tcp_cleanup_rbuf; trace delack_oneway",
		func(p *Policy) *bool { return &p.AckOnRead }, rule.AckOnRead, rule.AckWindow),
	boolKnob("ack_after_call", "Linux tcp_backlog_ack_defer; trace c_backlog_ack",
		func(p *Policy) *bool { return &p.AckAfterCall }, rule.AckDeferred),
	boolKnob("quickack_details", "traces c_dup_full_buffer, delack_visible; Linux tcp_fin",
		func(p *Policy) *bool { return &p.QuickAckDetails }, rule.QuickAck, rule.PingPong),
	boolKnob("buffer_overhead", "Linux truesize; traces zero_window, slow_reader",
		func(p *Policy) *bool { return &p.BufferOverhead }, rule.RwndHold),
	boolKnob("window_growth", "Linux tcp_grow_window; trace delack_oneway",
		func(p *Policy) *bool { return &p.WindowGrowth }, rule.RwndHold),
	boolKnob("prune_rcvbuf", "Linux tcp_prune_queue; traces c_rcvbuf_shrunk, c_renege",
		func(p *Policy) *bool { return &p.PruneRcvBuf }, rule.RcvBufPack, rule.NoBuffer),
	boolKnob("moderate_sndbuf", "Linux tcp_sndbuf_expand; traces ss_iw10_reno, bottleneck_sack",
		func(p *Policy) *bool { return &p.ModerateSnd }, rule.SndBufFull),
	boolKnob("fin_wait2_orphan", "RFC 9293 section 3.6.1; Linux tcp_rcv_state_process",
		func(p *Policy) *bool { return &p.OrphanFinWait2 }, rule.RstClosed),
	boolKnob("kernel_handshake", "RFC 9293 section 3.10.7.3; Linux tcp_check_req",
		func(p *Policy) *bool { return &p.KernelHandshake }, rule.SynAck, rule.RstNoConn),
	boolKnob("kernel_answers", "RFC 5961 sections 3 and 5; Linux tcp_reset_check",
		func(p *Policy) *bool { return &p.KernelAnswers }, rule.ChallengeAck),
	boolKnob("kernel_errors", "RFC 9293 section 3.10; Linux tcp_reset",
		func(p *Policy) *bool { return &p.KernelErrors }, rule.StateReset),
	enumKnob("ecn", "RFC 3168 section 6.1.1; Linux tcp_ecn", []string{"off", "ask", "accept"},
		func(p *Policy) *ECN { return &p.ECN }),
	timeKnob("timer_tick_phase", "recordings", 0, ms(1000), func(p *Policy) *Time { return &p.TickPhase }),
	timeKnob("timestamp_phase", "RFC 7323 section 5.4; recordings", 0, maxStamp,
		func(p *Policy) *Time { return &p.StampPhase }),
)

// maxStamp is the span in which a clock of 32 bits and milliseconds comes round (RFC 7323 section 5.4).
const maxStamp = Time(1<<32) * ms1000 / 1000

// details marks settings as kernel details.
func details(ks ...Knob) []Knob {
	for i := range ks {
		ks[i].Detail = true
	}
	return ks
}
