package rule

// The rules, in the order of the table.
const (
	None ID = iota
	RunStart
	Knob
	Limit
	RunEnd
	AppCall
	AppBlocked
	AppSleep
	Think
	Propagation
	Serialization
	Queueing
	QueueDrop
	FaultDrop
	FaultDelay
	FaultDup
	RandomLoss
	Jitter
	MTU
	Syn
	SynAck
	HandshakeAck
	SynRetry
	SynAckRetry
	Backlog
	SynQueue
	AcceptFull
	NewData
	FullSegment
	SmallIdle
	SmallNoSmall
	NoDelay
	FinSend
	LastData
	HalfWindow
	Nagle
	Minshall
	Cork
	CwndHold
	RwndHold
	SwsSender
	TsoFrame
	TsoDefer
	Handshaking
	DelayedAck
	PingPong
	QuickAck
	AckEvery
	AckDeferred
	AckCompressed
	AckSecond
	AckEverySecond
	AckOutOfOrder
	AckGapFilled
	AckFin
	AckOnRead
	AckWindow
	AckDup
	Dsack
	AckProbe
	DelAckTimer
	Piggyback
	ChallengeAck
	Rto
	FastRetransmit
	FastRecovery
	PartialAck
	SackHole
	Rack
	RackWait
	Tlp
	TlpNew
	TlpArm
	LimitedTransmit
	Prr
	PrrHold
	Undo
	Frto
	Karn
	RttSample
	Backoff
	InitialWindow
	SlowStart
	CongestionAvoidance
	Cubic
	Hystart
	CwndValidation
	IdleRestart
	Cwr
	CorkLimit
	SwsOverride
	Persist
	PersistArm
	DeviceFull
	RexmtArm
	AckedAll
	TimeWait
	FinWait2Timeout
	StateOpen
	StateSyn
	StateEstablished
	StateClose
	StateFinReceived
	StateFinAcked
	StateReset
	ResetFlush
	ResetReadable
	RstNoConn
	StrayIgnored
	RstClosed
	RstUnread
	RstLinger
	RstAbort
	GiveUp
	UserTimeout
	KeepAlive
	Unreachable
	OldSegment
	OldAck
	FutureAck
	Paws
	Duplicate
	OutOfOrder
	InOrder
	NoBuffer
	SndBufFull
	FixedWindow
	RcvBufGrow
	RcvBufPack
	RexmtJoin
	SackReneging
	Dns
	Tls
	Request
	Response
	Server
	Pool
	HeadOfLine
	PortWait
	URLHost
	Reuse
	PoolTotal
	Pipelining
	PipelineUnsure
	PipelinePost
	PipelineDepth
	Workers
	Persistent
	KeepAliveHeader
	NotPersistent
	CloseHeader
	MaxRequests
	EOFFraming
	IdleTimeout
	AtWill
	ClientTimeout
	ClientDone
	PeerClosed
	ConnLost
	Truncated
	BadFraming
	RetryIdempotent
	RetryUnsent
	RetryUnsafe
	RetryPost
	RetryLimit
	RetryOff
	HopByHop
	BlindRelay
	BadGateway
	TwRecycled
	HandLose
	HandDelay
	HandDup
	HandClose
	HandReset
	Seen
	SeenAck
	SeenReset
	SeenMidstream
	SeenPortReuse
	SeenBadChecksum
	SeenCut
	SeenTimeBack
	SeenTwice
	SeenOther
	SeenRequest
	SeenResponse
	Reading
	RecordEnd
	Scripted
	RecordDamaged
	InferRTT
	InferRto
	InferTlp
	InferFast
	InferRetransmission
	InferSpurious
	InferUndoDsack
	InferUndoEifel
	InferUndoQuick
	InferOutOfOrder
	InferDupAck
	InferGap
	InferAckedUnseen
	InferDelayedAck
	InferNagle
	InferCwnd
	InferWindowFull
	InferZeroWindow
	InferWindowUpdate
	InferProbe
	InferProbeAck
	InferKeepAlive
	InferKeepAliveAck
	InferIdle
)

// table has one entry a rule. Source is where the rule is laid down: an RFC and its section,
// or the recorded trace of a real kernel that shows it.
var table = [...]Info{
	{Name: "none"},
	RunStart:            {Name: "run_start", Class: ClassRun, Source: "teacp"},
	Knob:                {Name: "knob", Class: ClassRun, Source: "teacp"},
	Limit:               {Name: "limit", Class: ClassRun, Source: "teacp"},
	RunEnd:              {Name: "end", Class: ClassRun, Source: "teacp"},
	AppCall:             {Name: "app_call", Class: ClassApp, Source: "POSIX.1-2017"},
	AppBlocked:          {Name: "app_blocked", Class: ClassApp, Source: "POSIX.1-2017"},
	AppSleep:            {Name: "app_sleep", Class: ClassApp, Source: "scenario"},
	Think:               {Name: "think", Class: ClassApp, Source: "scenario"},
	Propagation:         {Name: "propagation", Class: ClassLink, Source: "link", Knob: "link.delay"},
	Serialization:       {Name: "serialization", Class: ClassLink, Source: "link", Knob: "link.rate"},
	Queueing:            {Name: "queueing", Class: ClassLink, Source: "link", Knob: "link.rate"},
	QueueDrop:           {Name: "queue_drop", Class: ClassLink, Source: "RFC 7567 section 2", Knob: "link.queue"},
	FaultDrop:           {Name: "fault_drop", Class: ClassLink, Source: "scenario"},
	FaultDelay:          {Name: "fault_delay", Class: ClassLink, Source: "scenario"},
	FaultDup:            {Name: "fault_dup", Class: ClassLink, Source: "scenario"},
	RandomLoss:          {Name: "random_loss", Class: ClassLink, Source: "scenario", Knob: "link.loss"},
	Jitter:              {Name: "jitter", Class: ClassLink, Source: "scenario", Knob: "link.jitter"},
	MTU:                 {Name: "mtu", Class: ClassLink, Source: "RFC 1191", Knob: "link.mtu"},
	Syn:                 {Name: "syn", Class: ClassSend, Source: "RFC 9293 section 3.5"},
	SynAck:              {Name: "synack", Class: ClassSend, Source: "RFC 9293 section 3.5"},
	HandshakeAck:        {Name: "handshake_ack", Class: ClassAck, Source: "RFC 9293 section 3.5"},
	SynRetry:            {Name: "syn_retry", Class: ClassLoss, Source: "RFC 6298 section 5; RFC 9293 section 3.8.1", Knob: "syn_retries"},
	SynAckRetry:         {Name: "synack_retry", Class: ClassLoss, Source: "RFC 6298 section 5", Knob: "synack_retries"},
	Backlog:             {Name: "backlog", Class: ClassState, Source: "POSIX.1-2017 listen(); Linux sk_acceptq_is_full", Knob: "backlog"},
	SynQueue:            {Name: "syn_queue", Class: ClassState, Source: "Linux inet_csk_reqsk_queue_is_full, tcp_syncookies=0", Knob: "backlog"},
	AcceptFull:          {Name: "accept_full", Class: ClassState, Source: "Linux tcp_v4_syn_recv_sock, tcp_abort_on_overflow=0", Knob: "backlog"},
	NewData:             {Name: "new_data", Class: ClassSend, Source: "RFC 9293 section 3.8"},
	FullSegment:         {Name: "full_segment", Class: ClassSend, Source: "RFC 9293 section 3.8.6.2.1"},
	SmallIdle:           {Name: "small_idle", Class: ClassSend, Source: "RFC 896", Knob: "nagle"},
	SmallNoSmall:        {Name: "small_no_small", Class: ClassSend, Source: "draft-minshall-nagle-01; trace wwr_large_nagle", Knob: "nagle"},
	NoDelay:             {Name: "nodelay", Class: ClassSend, Source: "RFC 9293 section 3.7.4", Knob: "nagle"},
	FinSend:             {Name: "fin", Class: ClassSend, Source: "RFC 9293 section 3.6"},
	LastData:            {Name: "fin_flush", Class: ClassSend, Source: "RFC 9293 section 3.6"},
	HalfWindow:          {Name: "half_window", Class: ClassSend, Source: "RFC 9293 section 3.8.6.2.1", Knob: "half_window_send"},
	Nagle:               {Name: "nagle", Class: ClassHold, Source: "RFC 896; RFC 9293 section 3.7.4", Knob: "nagle"},
	Minshall:            {Name: "minshall", Class: ClassHold, Source: "draft-minshall-nagle-01; trace wwr_large_nagle", Knob: "nagle"},
	Cork:                {Name: "cork", Class: ClassHold, Source: "Linux tcp(7); trace cork", Knob: "cork"},
	CwndHold:            {Name: "cwnd", Class: ClassHold, Source: "RFC 5681 section 3.1", Knob: "congestion"},
	RwndHold:            {Name: "rwnd", Class: ClassHold, Source: "RFC 9293 section 3.8.6; trace c_rcvbuf_shrunk", Knob: "rcvbuf"},
	SwsSender:           {Name: "sws_sender", Class: ClassHold, Source: "RFC 9293 section 3.8.6.2.1"},
	TsoFrame:            {Name: "tso_frame", Class: ClassSend, Source: "trace ss_iw10_reno_gso; Linux tcp_min_tso_segs", Knob: "gso_max_segs"},
	TsoDefer:            {Name: "tso_defer", Class: ClassHold, Source: "Linux tcp_tso_win_divisor; trace gso_bottleneck", Knob: "tso_win_divisor"},
	Handshaking:         {Name: "handshake", Class: ClassHold, Source: "RFC 9293 section 3.5"},
	DelayedAck:          {Name: "delayed_ack", Class: ClassHold, Source: "RFC 9293 section 3.8.6.3; RFC 5681 section 4.2", Knob: "delayed_ack"},
	PingPong:            {Name: "pingpong", Class: ClassHold, Source: "trace pingpong_fast", Knob: "delayed_ack"},
	QuickAck:            {Name: "quickack", Class: ClassAck, Source: "trace ss_iw10_reno", Knob: "delayed_ack"},
	AckEvery:            {Name: "ack_every", Class: ClassAck, Source: "RFC 9293 section 3.8.6.3", Knob: "delayed_ack"},
	AckSecond:           {Name: "ack_second_segment", Class: ClassAck, Source: "RFC 9293 section 3.8.6.3; RFC 5681 section 4.2", Knob: "delayed_ack"},
	AckEverySecond:      {Name: "ack_every_second", Class: ClassAck, Source: "4.4BSD tcp_input", Knob: "delayed_ack"},
	AckDeferred:         {Name: "ack_deferred", Class: ClassAck, Source: "Linux tcp_backlog_ack_defer; trace c_backlog_ack", Knob: "ack_after_call"},
	AckCompressed:       {Name: "ack_compressed", Class: ClassAck, Source: "Linux tcp_comp_sack_delay_ns; trace loss_one_sack_ts", Knob: "ack_compression"},
	AckOutOfOrder:       {Name: "ack_out_of_order", Class: ClassAck, Source: "RFC 5681 section 4.2"},
	AckGapFilled:        {Name: "ack_gap_filled", Class: ClassAck, Source: "RFC 5681 section 4.2"},
	AckFin:              {Name: "ack_fin", Class: ClassAck, Source: "RFC 9293 section 3.10.7.4"},
	AckOnRead:           {Name: "ack_on_read", Class: ClassAck, Source: "trace delack_oneway", Knob: "delayed_ack"},
	AckWindow:           {Name: "ack_window_update", Class: ClassAck, Source: "RFC 9293 section 3.8.6.2.2"},
	AckDup:              {Name: "ack_duplicate", Class: ClassAck, Source: "RFC 9293 section 3.10.7.4"},
	Dsack:               {Name: "dsack", Class: ClassAck, Source: "RFC 2883 section 4", Knob: "dsack"},
	AckProbe:            {Name: "ack_probe", Class: ClassAck, Source: "RFC 9293 section 3.8.6.1"},
	DelAckTimer:         {Name: "delack_timer", Class: ClassAck, Source: "RFC 9293 section 3.8.6.3", Knob: "delayed_ack"},
	Piggyback:           {Name: "piggyback", Class: ClassAck, Source: "RFC 9293 section 3.8.6.3"},
	ChallengeAck:        {Name: "challenge_ack", Class: ClassAck, Source: "RFC 5961 sections 3 to 5"},
	Rto:                 {Name: "rto", Class: ClassLoss, Source: "RFC 6298 section 5", Knob: "rto_min"},
	FastRetransmit:      {Name: "fast_retransmit", Class: ClassLoss, Source: "RFC 5681 section 3.2"},
	FastRecovery:        {Name: "fast_recovery", Class: ClassLoss, Source: "RFC 6582; RFC 6675"},
	PartialAck:          {Name: "newreno_partial", Class: ClassLoss, Source: "RFC 6582 section 3.2"},
	SackHole:            {Name: "sack_hole", Class: ClassLoss, Source: "RFC 6675 section 4", Knob: "sack"},
	Rack:                {Name: "rack", Class: ClassLoss, Source: "RFC 8985 section 6", Knob: "rack"},
	RackWait:            {Name: "rack_wait", Class: ClassHold, Source: "RFC 8985 section 6.2", Knob: "rack"},
	Tlp:                 {Name: "tlp", Class: ClassLoss, Source: "RFC 8985 section 7", Knob: "tlp"},
	TlpNew:              {Name: "tlp_new", Class: ClassLoss, Source: "RFC 8985 section 7.3", Knob: "tlp"},
	TlpArm:              {Name: "tlp_arm", Class: ClassSend, Source: "RFC 8985 section 7.2", Knob: "tlp"},
	LimitedTransmit:     {Name: "limited_transmit", Class: ClassSend, Source: "RFC 3042", Knob: "limited_transmit"},
	Prr:                 {Name: "prr", Class: ClassLoss, Source: "RFC 9937", Knob: "prr"},
	PrrHold:             {Name: "prr_hold", Class: ClassHold, Source: "RFC 9937", Knob: "prr"},
	Undo:                {Name: "undo", Class: ClassLoss, Source: "RFC 4015; RFC 5682; trace late_retransmission", Knob: "undo"},
	Frto:                {Name: "frto", Class: ClassLoss, Source: "RFC 5682 section 2", Knob: "frto"},
	Karn:                {Name: "karn", Class: ClassLoss, Source: "RFC 6298 section 3"},
	RttSample:           {Name: "rtt_sample", Class: ClassGrow, Source: "RFC 6298 section 2"},
	Backoff:             {Name: "backoff", Class: ClassLoss, Source: "RFC 6298 section 5.5"},
	InitialWindow:       {Name: "initial_window", Class: ClassGrow, Source: "RFC 6928 section 2; RFC 5681 section 3.1", Knob: "initial_window"},
	SlowStart:           {Name: "slow_start", Class: ClassGrow, Source: "RFC 5681 section 3.1"},
	CongestionAvoidance: {Name: "congestion_avoidance", Class: ClassGrow, Source: "RFC 5681 section 3.1"},
	Cubic:               {Name: "cubic", Class: ClassGrow, Source: "RFC 9438 section 4", Knob: "congestion"},
	Hystart:             {Name: "hystart", Class: ClassGrow, Source: "RFC 9406; trace hystart_cubic", Knob: "hystart"},
	CwndValidation:      {Name: "cwnd_validation", Class: ClassGrow, Source: "RFC 7661 section 4"},
	IdleRestart:         {Name: "idle_restart", Class: ClassGrow, Source: "RFC 5681 section 4.1", Knob: "slow_start_after_idle"},
	Cwr:                 {Name: "cwr", Class: ClassLoss, Source: "RFC 5681 section 3.2"},
	CorkLimit:           {Name: "cork_limit", Class: ClassSend, Source: "Linux tcp_write_wakeup; trace cork_timeout"},
	SwsOverride:         {Name: "sws_override", Class: ClassSend, Source: "RFC 9293 section 3.8.6.2.1"},
	Persist:             {Name: "persist", Class: ClassLoss, Source: "RFC 9293 section 3.8.6.1"},
	DeviceFull:          {Name: "device_full", Class: ClassHold, Source: "Linux tcp_send_probe0"},
	PersistArm:          {Name: "persist_arm", Class: ClassHold, Source: "RFC 9293 section 3.8.6.1"},
	RexmtArm:            {Name: "rexmt_arm", Class: ClassSend, Source: "RFC 6298 section 5", Knob: "rto_min"},
	AckedAll:            {Name: "acked_all", Class: ClassState, Source: "RFC 6298 section 5.2"},
	TimeWait:            {Name: "time_wait", Class: ClassState, Source: "RFC 9293 section 3.6.1", Knob: "time_wait"},
	FinWait2Timeout:     {Name: "fin_wait2_timeout", Class: ClassState, Source: "Linux tcp_fin_timeout; trace half_close", Knob: "fin_timeout"},
	StateOpen:           {Name: "state_open", Class: ClassState, Source: "RFC 9293 section 3.5"},
	StateSyn:            {Name: "state_syn", Class: ClassState, Source: "RFC 9293 sections 3.10.7.2 and 3.10.7.3"},
	StateEstablished:    {Name: "state_established", Class: ClassState, Source: "RFC 9293 section 3.5"},
	StateClose:          {Name: "state_close", Class: ClassState, Source: "RFC 9293 section 3.6"},
	StateFinReceived:    {Name: "state_fin_received", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	StateFinAcked:       {Name: "state_fin_acked", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	StateReset:          {Name: "state_reset", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	ResetFlush:          {Name: "reset_flush", Class: ClassState, Source: "RFC 9293 section 3.10.7.4", Knob: "reset_flush"},
	ResetReadable:       {Name: "reset_readable", Class: ClassState, Source: "Linux tcp_reset", Knob: "reset_flush"},
	RstNoConn:           {Name: "rst_no_connection", Class: ClassSend, Source: "RFC 9293 section 3.10.7.1"},
	StrayIgnored:        {Name: "stray_ignored", Class: ClassState, Source: "RFC 9293 sections 3.10.7.1, 3.10.7.2"},
	RstClosed:           {Name: "rst_data_after_close", Class: ClassSend, Source: "RFC 9293 section 3.6.1"},
	RstUnread:           {Name: "rst_unread", Class: ClassSend, Source: "RFC 2525 section 2.17; trace rst_close_unread"},
	RstLinger:           {Name: "rst_linger", Class: ClassSend, Source: "trace rst_linger0"},
	RstAbort:            {Name: "rst_abort", Class: ClassSend, Source: "RFC 9293 section 3.10.5"},
	GiveUp:              {Name: "give_up", Class: ClassState, Source: "RFC 9293 section 3.8.3", Knob: "retries"},
	UserTimeout:         {Name: "user_timeout", Class: ClassState, Source: "RFC 9293 section 3.8.3"},
	KeepAlive:           {Name: "keep_alive_probe", Class: ClassSend, Source: "RFC 9293 section 3.8.4"},
	Unreachable:         {Name: "unreachable", Class: ClassState, Source: "RFC 9293 section 3.9.2.2; RFC 1191 section 6.4; RFC 5461"},
	OldSegment:          {Name: "old_segment", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	OldAck:              {Name: "old_ack", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	FutureAck:           {Name: "future_ack", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	Paws:                {Name: "paws", Class: ClassState, Source: "RFC 7323 section 5", Knob: "timestamps"},
	Duplicate:           {Name: "duplicate", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	OutOfOrder:          {Name: "out_of_order", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	InOrder:             {Name: "in_order", Class: ClassState, Source: "RFC 9293 section 3.10.7.4"},
	NoBuffer:            {Name: "no_buffer", Class: ClassState, Source: "RFC 9293 section 3.8.6", Knob: "rcvbuf"},
	SndBufFull:          {Name: "sndbuf", Class: ClassHold, Source: "POSIX.1-2017 send()", Knob: "sndbuf"},
	FixedWindow:         {Name: "fixed_window", Class: ClassGrow, Source: "scenario", Knob: "congestion"},
	RcvBufPack:          {Name: "rcvbuf_pack", Class: ClassState, Source: "Linux tcp_collapse; trace c_rcvbuf_shrunk", Knob: "prune_rcvbuf"},
	SackReneging:        {Name: "sack_reneging", Class: ClassLoss, Source: "RFC 2018 section 8; trace c_renege", Knob: "reneging_detection"},
	RexmtJoin:           {Name: "rexmt_join", Class: ClassLoss, Source: "Linux tcp_retrans_collapse; trace c_oneway_small_nodelay_loss", Knob: "retransmit_collapse"},
	RcvBufGrow:          {Name: "rcvbuf_autotune", Class: ClassGrow, Source: "trace ss_iw10_reno", Knob: "moderate_rcvbuf"},
	Dns:                 {Name: "dns", Class: ClassHTTP, Source: "RFC 1035", Knob: "http.dns"},
	Tls:                 {Name: "tls", Class: ClassHTTP, Source: "RFC 5246 section 7.3; RFC 8446 section 2", Knob: "http.tls"},
	Request:             {Name: "request", Class: ClassHTTP, Source: "RFC 9110 section 9"},
	Response:            {Name: "response", Class: ClassHTTP, Source: "RFC 9110 section 15"},
	Server:              {Name: "server", Class: ClassHTTP, Source: "scenario", Knob: "http.think"},
	Pool:                {Name: "pool", Class: ClassHTTP, Source: "RFC 9112 section 9.4", Knob: "http.connections"},
	HeadOfLine:          {Name: "head_of_line", Class: ClassHTTP, Source: "RFC 9112 section 9.3.2", Knob: "http.strategy"},
	PortWait:            {Name: "port_wait", Class: ClassHTTP, Source: "RFC 9293 section 3.6.1; RFC 6056", Knob: "client.time_wait"},
	URLHost:             {Name: "url_host", Class: ClassHTTP, Source: "RFC 3986 section 3.2; RFC 9110 section 4.2.1"},
	Reuse:               {Name: "reuse", Class: ClassHTTP, Source: "RFC 9112 section 9.3", Knob: "http.strategy"},
	PoolTotal:           {Name: "pool_total", Class: ClassHTTP, Source: "RFC 9112 section 9.4", Knob: "http.total"},
	Pipelining:          {Name: "pipelining", Class: ClassHTTP, Source: "RFC 9112 section 9.3.2", Knob: "http.depth"},
	PipelineUnsure:      {Name: "pipeline_unsure", Class: ClassHTTP, Source: "RFC 2616 section 8.1.2.2", Knob: "http.strategy"},
	PipelinePost:        {Name: "pipeline_post", Class: ClassHTTP, Source: "RFC 9112 section 9.3.2", Knob: "http.pipeline_post"},
	PipelineDepth:       {Name: "pipeline_depth", Class: ClassHTTP, Source: "RFC 9112 section 9.3.2", Knob: "http.depth"},
	Workers:             {Name: "workers", Class: ClassHTTP, Source: "scenario", Knob: "http.workers"},
	Persistent:          {Name: "persistent", Class: ClassHTTP, Source: "RFC 9112 section 9.3", Knob: "http.strategy"},
	KeepAliveHeader:     {Name: "keep_alive_header", Class: ClassHTTP, Source: "RFC 9112 appendix C.2.2", Knob: "http.keep_alive"},
	NotPersistent:       {Name: "not_persistent", Class: ClassHTTP, Source: "RFC 9112 section 9.3", Knob: "http.keep_alive"},
	CloseHeader:         {Name: "close_header", Class: ClassHTTP, Source: "RFC 9112 section 9.6", Knob: "http.close"},
	MaxRequests:         {Name: "max_requests", Class: ClassHTTP, Source: "RFC 2068 section 19.7.1.1", Knob: "http.max"},
	EOFFraming:          {Name: "eof_framing", Class: ClassHTTP, Source: "RFC 9112 section 6.3", Knob: "http.length"},
	IdleTimeout:         {Name: "idle_timeout", Class: ClassHTTP, Source: "RFC 9112 section 9.5", Knob: "http.idle"},
	AtWill:              {Name: "at_will", Class: ClassHTTP, Source: "RFC 9112 section 9.5", Knob: "http.close_at"},
	ClientTimeout:       {Name: "client_timeout", Class: ClassHTTP, Source: "RFC 9112 section 9.5", Knob: "http.timeout"},
	ClientDone:          {Name: "client_done", Class: ClassHTTP, Source: "RFC 9112 section 9.6"},
	PeerClosed:          {Name: "peer_closed", Class: ClassHTTP, Source: "RFC 9112 section 9.6"},
	ConnLost:            {Name: "connection_lost", Class: ClassHTTP, Source: "RFC 9112 section 9.3.1"},
	Truncated:           {Name: "truncated", Class: ClassHTTP, Source: "RFC 9112 section 8", Knob: "http.length"},
	BadFraming:          {Name: "bad_framing", Class: ClassHTTP, Source: "RFC 9112 section 6.3", Knob: "http.length"},
	RetryIdempotent:     {Name: "retry_idempotent", Class: ClassHTTP, Source: "RFC 9110 section 9.2.2; RFC 9112 section 9.3.1", Knob: "http.retry"},
	RetryUnsent:         {Name: "retry_unsent", Class: ClassHTTP, Source: "RFC 9112 sections 9.3.1 and 9.6", Knob: "http.retry"},
	RetryUnsafe:         {Name: "retry_unsafe", Class: ClassHTTP, Source: "RFC 9110 section 9.2.2", Knob: "http.retry"},
	RetryPost:           {Name: "no_retry_post", Class: ClassHTTP, Source: "RFC 9110 section 9.2.2", Knob: "http.retry"},
	RetryLimit:          {Name: "no_retry_limit", Class: ClassHTTP, Source: "RFC 9110 section 9.2.2", Knob: "http.retries"},
	RetryOff:            {Name: "no_retry", Class: ClassHTTP, Source: "scenario", Knob: "http.retry"},
	HopByHop:            {Name: "hop_by_hop", Class: ClassHTTP, Source: "RFC 9110 section 7.6.1", Knob: "proxy.mode"},
	BlindRelay:          {Name: "blind_relay", Class: ClassHTTP, Source: "RFC 9112 appendix C.2.2", Knob: "proxy.mode"},
	BadGateway:          {Name: "bad_gateway", Class: ClassHTTP, Source: "RFC 9110 section 15.6.3"},
	TwRecycled:          {Name: "time_wait_recycled", Class: ClassHTTP, Source: "RFC 9293 section 3.6.1; RFC 6191; Linux tcp_timewait_state_process"},
	HandLose:            {Name: "lost_by_hand", Class: ClassLink, Source: "teacp", Knob: "wire.lose"},
	HandDelay:           {Name: "delayed_by_hand", Class: ClassLink, Source: "teacp", Knob: "wire.delay"},
	HandDup:             {Name: "doubled_by_hand", Class: ClassLink, Source: "teacp", Knob: "wire.duplicate"},
	HandClose:           {Name: "closed_by_hand", Class: ClassRun, Source: "teacp", Knob: "close"},
	HandReset:           {Name: "reset_by_hand", Class: ClassRun, Source: "teacp", Knob: "reset"},
	Seen:                {Name: "seen", Class: ClassSeen, Source: "recording"},
	SeenAck:             {Name: "seen_ack", Class: ClassSeen, Source: "recording"},
	SeenReset:           {Name: "seen_reset", Class: ClassSeen, Source: "recording; RFC 9293 section 3.5.2"},
	SeenMidstream:       {Name: "seen_midstream", Class: ClassSeen, Source: "recording"},
	SeenPortReuse:       {Name: "seen_port_reuse", Class: ClassSeen, Source: "recording; RFC 9293 section 3.6.1"},
	SeenBadChecksum:     {Name: "seen_bad_checksum", Class: ClassSeen, Source: "recording; RFC 9293 section 3.1"},
	SeenCut:             {Name: "seen_cut", Class: ClassSeen, Source: "recording"},
	SeenTimeBack:        {Name: "seen_time_back", Class: ClassSeen, Source: "recording"},
	SeenTwice:           {Name: "seen_twice", Class: ClassSeen, Source: "recording"},
	SeenOther:           {Name: "seen_other", Class: ClassSeen, Source: "recording"},
	SeenRequest:         {Name: "seen_http_request", Class: ClassSeen, Source: "recording; RFC 9112 section 3"},
	SeenResponse:        {Name: "seen_http_response", Class: ClassSeen, Source: "recording; RFC 9112 section 4"},
	Reading:             {Name: "reading", Class: ClassSeen, Source: "recording"},
	RecordEnd:           {Name: "recording_end", Class: ClassSeen, Source: "recording"},
	Scripted:            {Name: "scripted", Class: ClassApp, Source: "scenario"},
	RecordDamaged:       {Name: "recording_damaged", Class: ClassSeen, Source: "recording"},
	InferRTT:            {Name: "inferred_rtt", Class: ClassSeen, Source: "RFC 6298 section 2"},
	InferRto:            {Name: "inferred_rto", Class: ClassSeen, Source: "RFC 6298 section 5"},
	InferTlp:            {Name: "inferred_tlp", Class: ClassSeen, Source: "RFC 8985 section 7"},
	InferFast:           {Name: "inferred_fast_retransmit", Class: ClassSeen, Source: "RFC 5681 section 3.2"},
	InferRetransmission: {Name: "inferred_retransmission", Class: ClassSeen, Source: "RFC 6675 section 5"},
	InferSpurious:       {Name: "inferred_spurious", Class: ClassSeen, Source: "RFC 3522 section 1"},
	InferUndoDsack:      {Name: "inferred_spurious_dsack", Class: ClassSeen, Source: "RFC 3708 section 2"},
	InferUndoEifel:      {Name: "inferred_spurious_eifel", Class: ClassSeen, Source: "RFC 3522 section 3.2"},
	InferUndoQuick:      {Name: "inferred_spurious_quick", Class: ClassSeen, Source: "RFC 5682 section 1"},
	InferOutOfOrder:     {Name: "inferred_out_of_order", Class: ClassSeen, Source: "RFC 5236 section 3"},
	InferDupAck:         {Name: "inferred_duplicate_ack", Class: ClassSeen, Source: "RFC 5681 section 2"},
	InferGap:            {Name: "inferred_gap", Class: ClassSeen, Source: "RFC 9293 section 3.4"},
	InferAckedUnseen:    {Name: "inferred_acked_unseen", Class: ClassSeen, Source: "RFC 9293 section 3.4"},
	InferDelayedAck:     {Name: "inferred_delayed_ack", Class: ClassSeen, Source: "RFC 9293 section 3.8.6.3"},
	InferNagle:          {Name: "inferred_nagle", Class: ClassSeen, Source: "RFC 896; RFC 9293 section 3.7.4"},
	InferCwnd:           {Name: "inferred_cwnd", Class: ClassSeen, Source: "RFC 5681 section 3.1"},
	InferWindowFull:     {Name: "inferred_window_full", Class: ClassSeen, Source: "RFC 9293 section 3.8.6"},
	InferZeroWindow:     {Name: "inferred_zero_window", Class: ClassSeen, Source: "RFC 9293 section 3.8.6"},
	InferWindowUpdate:   {Name: "inferred_window_update", Class: ClassSeen, Source: "RFC 9293 section 3.8.6.2.2"},
	InferProbe:          {Name: "inferred_probe", Class: ClassSeen, Source: "RFC 9293 section 3.8.6.1"},
	InferProbeAck:       {Name: "inferred_probe_ack", Class: ClassSeen, Source: "RFC 9293 section 3.8.6.1"},
	InferKeepAlive:      {Name: "inferred_keep_alive", Class: ClassSeen, Source: "RFC 9293 section 3.8.4"},
	InferKeepAliveAck:   {Name: "inferred_keep_alive_ack", Class: ClassSeen, Source: "RFC 9293 section 3.8.4"},
	InferIdle:           {Name: "inferred_idle", Class: ClassSeen, Source: "recording"},
}
