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
	AckSecond
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
	Persist
	PersistArm
	RexmtArm
	AckedAll
	TimeWait
	FinWait2Timeout
	StateOpen
	StateEstablished
	StateClose
	StateFinReceived
	StateFinAcked
	StateReset
	ResetFlush
	ResetReadable
	RstNoConn
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
	RunStart:            {Name: "run_start", Class: ClassRun, Sentence: "The run begins: hosts, links and applications stand as the scenario says.", Source: "teacp"},
	Knob:                {Name: "knob", Class: ClassRun, Sentence: "A knob was turned; from here on the new setting holds.", Source: "teacp"},
	Limit:               {Name: "limit", Class: ClassRun, Sentence: "A limit of the run was reached.", Source: "teacp"},
	RunEnd:              {Name: "end", Class: ClassRun, Sentence: "Nothing is left to happen.", Source: "teacp"},
	AppCall:             {Name: "app_call", Class: ClassApp, Sentence: "An application calls the socket API.", Source: "POSIX.1-2017"},
	AppBlocked:          {Name: "app_blocked", Class: ClassApp, Sentence: "The call waits until the socket can go on.", Source: "POSIX.1-2017"},
	AppSleep:            {Name: "app_sleep", Class: ClassApp, Sentence: "The application does something else for a while.", Source: "scenario"},
	Think:               {Name: "think", Class: ClassApp, Sentence: "The application thinks before it goes on.", Source: "scenario"},
	Propagation:         {Name: "propagation", Class: ClassLink, Sentence: "A bit travels from one end of the link to the other.", Source: "link", Knob: "link.delay"},
	Serialization:       {Name: "serialization", Class: ClassLink, Sentence: "The line takes its time to put every bit of a packet on the wire.", Source: "link", Knob: "link.rate"},
	Queueing:            {Name: "queueing", Class: ClassLink, Sentence: "The packet waits until the packets before it have left.", Source: "link", Knob: "link.rate"},
	QueueDrop:           {Name: "queue_drop", Class: ClassLink, Sentence: "The queue in front of the line is full: the packet is dropped (drop-tail).", Source: "RFC 2309 section 2", Knob: "link.queue"},
	FaultDrop:           {Name: "fault_drop", Class: ClassLink, Sentence: "The scenario loses this packet on the way.", Source: "scenario"},
	FaultDelay:          {Name: "fault_delay", Class: ClassLink, Sentence: "The scenario delays this packet.", Source: "scenario"},
	FaultDup:            {Name: "fault_dup", Class: ClassLink, Sentence: "The scenario delivers this packet twice.", Source: "scenario"},
	RandomLoss:          {Name: "random_loss", Class: ClassLink, Sentence: "The link loses packets at random; the seed decides which.", Source: "scenario", Knob: "link.loss"},
	Jitter:              {Name: "jitter", Class: ClassLink, Sentence: "The link delays each packet by a little more or less.", Source: "scenario", Knob: "link.jitter"},
	MTU:                 {Name: "mtu", Class: ClassLink, Sentence: "The packet is larger than the link carries.", Source: "RFC 1191", Knob: "link.mtu"},
	Syn:                 {Name: "syn", Class: ClassSend, Sentence: "An active open sends a SYN.", Source: "RFC 9293 section 3.5"},
	SynAck:              {Name: "synack", Class: ClassSend, Sentence: "A SYN is answered with SYN and ACK.", Source: "RFC 9293 section 3.5"},
	HandshakeAck:        {Name: "handshake_ack", Class: ClassAck, Sentence: "The third segment of the handshake acknowledges the peer's SYN.", Source: "RFC 9293 section 3.5"},
	SynRetry:            {Name: "syn_retry", Class: ClassLoss, Sentence: "No answer to the SYN in time: it is sent again.", Source: "RFC 6298 section 5; RFC 9293 section 3.8.1", Knob: "syn_retries"},
	SynAckRetry:         {Name: "synack_retry", Class: ClassLoss, Sentence: "No ACK of the SYN-ACK in time: it is sent again.", Source: "RFC 6298 section 5", Knob: "synack_retries"},
	Backlog:             {Name: "backlog", Class: ClassState, Sentence: "The listening socket's queue is full: the SYN is ignored.", Source: "POSIX.1-2017 listen()", Knob: "backlog"},
	NewData:             {Name: "new_data", Class: ClassSend, Sentence: "New data, and nothing holds it back.", Source: "RFC 9293 section 3.8"},
	FullSegment:         {Name: "full_segment", Class: ClassSend, Sentence: "A full segment may always go: Nagle and silly-window avoidance hold only small ones.", Source: "RFC 1122 section 4.2.3.4"},
	SmallIdle:           {Name: "small_idle", Class: ClassSend, Sentence: "A small segment may go because no data is unacknowledged.", Source: "RFC 896", Knob: "nagle"},
	SmallNoSmall:        {Name: "small_no_small", Class: ClassSend, Sentence: "A small segment may go because no other small segment is unacknowledged (Minshall).", Source: "draft-minshall-nagle-01; trace wwr_large_nagle", Knob: "nagle"},
	NoDelay:             {Name: "nodelay", Class: ClassSend, Sentence: "TCP_NODELAY: a small segment goes at once.", Source: "RFC 1122 section 4.2.3.4", Knob: "nagle"},
	FinSend:             {Name: "fin", Class: ClassSend, Sentence: "The application closed its sending side: FIN.", Source: "RFC 9293 section 3.6"},
	LastData:            {Name: "fin_flush", Class: ClassSend, Sentence: "The FIN ends the stream: what is left goes with it at once.", Source: "RFC 9293 section 3.6"},
	HalfWindow:          {Name: "half_window", Class: ClassSend, Sentence: "The segment fills at least half of the largest window the peer has offered.", Source: "RFC 1122 section 4.2.3.4"},
	Nagle:               {Name: "nagle", Class: ClassHold, Sentence: "A small segment waits until all data sent before is acknowledged, or until it has grown to a full segment.", Source: "RFC 896; RFC 1122 section 4.2.3.4", Knob: "nagle"},
	Minshall:            {Name: "minshall", Class: ClassHold, Sentence: "A small segment waits while another small segment is unacknowledged, or until it has grown to a full segment.", Source: "draft-minshall-nagle-01; trace wwr_large_nagle", Knob: "nagle"},
	Cork:                {Name: "cork", Class: ClassHold, Sentence: "TCP_CORK holds everything below a full segment.", Source: "Linux tcp(7); trace cork", Knob: "cork"},
	CwndHold:            {Name: "cwnd", Class: ClassHold, Sentence: "The congestion window is full: an ACK must come first.", Source: "RFC 5681 section 3.1", Knob: "congestion"},
	RwndHold:            {Name: "rwnd", Class: ClassHold, Sentence: "The receiver's window is full.", Source: "RFC 9293 section 3.8.6; trace c_rcvbuf_shrunk", Knob: "rcvbuf"},
	SwsSender:           {Name: "sws_sender", Class: ClassHold, Sentence: "The usable window is too small to be worth a segment (silly window avoidance).", Source: "RFC 9293 section 3.8.6.2.1"},
	TsoFrame:            {Name: "tso_frame", Class: ClassSend, Sentence: "Segmentation offload: the segment leaves in one frame with the one before it; the last of a frame carries PSH.", Source: "trace ss_iw10_reno_gso; Linux tcp_min_tso_segs", Knob: "gso_max_segs"},
	TsoDefer:            {Name: "tso_defer", Class: ClassHold, Sentence: "Segmentation offload: a larger frame can leave after the next ACK, so this one waits for it.", Source: "Linux tcp_tso_win_divisor; trace gso_bottleneck", Knob: "tso_win_divisor"},
	Handshaking:         {Name: "handshake", Class: ClassHold, Sentence: "The connection is not established yet.", Source: "RFC 9293 section 3.5"},
	DelayedAck:          {Name: "delayed_ack", Class: ClassHold, Sentence: "The ACK waits for data to ride on, for a second full segment, or for its timer.", Source: "RFC 1122 section 4.2.3.2; RFC 5681 section 4.2", Knob: "delayed_ack"},
	PingPong:            {Name: "pingpong", Class: ClassHold, Sentence: "The connection looks interactive: the ACK waits for the answer it can ride on, or for its timer.", Source: "trace pingpong_fast", Knob: "delayed_ack"},
	QuickAck:            {Name: "quickack", Class: ClassAck, Sentence: "Quick ACK: at the start of a connection, and while the window grows, every segment is acknowledged at once.", Source: "trace ss_iw10_reno", Knob: "delayed_ack"},
	AckEvery:            {Name: "ack_every", Class: ClassAck, Sentence: "Delayed ACK is off: every segment is acknowledged at once.", Source: "RFC 9293 section 3.8.6.3", Knob: "delayed_ack"},
	AckSecond:           {Name: "ack_second_segment", Class: ClassAck, Sentence: "At least every second full segment is acknowledged at once.", Source: "RFC 5681 section 4.2", Knob: "delayed_ack"},
	AckDeferred:         {Name: "ack_deferred", Class: ClassAck, Sentence: "The application was in a call that holds the socket: one ACK for all that arrived meanwhile goes when the call lets go of it.", Source: "Linux tcp_backlog_ack_defer; trace c_backlog_ack"},
	AckOutOfOrder:       {Name: "ack_out_of_order", Class: ClassAck, Sentence: "A segment out of order is acknowledged at once, so that the sender learns of the gap.", Source: "RFC 5681 section 4.2"},
	AckGapFilled:        {Name: "ack_gap_filled", Class: ClassAck, Sentence: "A segment that fills a gap is acknowledged at once.", Source: "RFC 5681 section 4.2"},
	AckFin:              {Name: "ack_fin", Class: ClassAck, Sentence: "The peer's FIN is acknowledged at once.", Source: "RFC 9293 section 3.10.7.4"},
	AckOnRead:           {Name: "ack_on_read", Class: ClassAck, Sentence: "The application has read everything: what is owed is acknowledged now.", Source: "trace delack_oneway", Knob: "delayed_ack"},
	AckWindow:           {Name: "ack_window_update", Class: ClassAck, Sentence: "The application has read: the window that opened is announced.", Source: "RFC 9293 section 3.8.6.2.2"},
	AckDup:              {Name: "ack_duplicate", Class: ClassAck, Sentence: "The segment had been received before: the ACK says what is expected.", Source: "RFC 9293 section 3.10.7.4"},
	Dsack:               {Name: "dsack", Class: ClassAck, Sentence: "The segment had been received before: a SACK block says so (D-SACK).", Source: "RFC 2883 section 4", Knob: "dsack"},
	AckProbe:            {Name: "ack_probe", Class: ClassAck, Sentence: "A window probe is answered with the present window.", Source: "RFC 9293 section 3.8.6.1"},
	DelAckTimer:         {Name: "delack_timer", Class: ClassAck, Sentence: "The delayed-ACK timer fired: the ACK goes now.", Source: "RFC 1122 section 4.2.3.2", Knob: "delayed_ack"},
	Piggyback:           {Name: "piggyback", Class: ClassAck, Sentence: "The ACK rides on data that goes anyway.", Source: "RFC 1122 section 4.2.3.2"},
	ChallengeAck:        {Name: "challenge_ack", Class: ClassAck, Sentence: "A segment that does not fit is answered with an ACK, not believed.", Source: "RFC 5961 sections 3 to 5"},
	Rto:                 {Name: "rto", Class: ClassLoss, Sentence: "No ACK in time: the retransmission timer resends the first unacknowledged segment.", Source: "RFC 6298 section 5", Knob: "rto_min"},
	FastRetransmit:      {Name: "fast_retransmit", Class: ClassLoss, Sentence: "Three duplicate ACKs: the segment is taken for lost and sent again.", Source: "RFC 5681 section 3.2"},
	FastRecovery:        {Name: "fast_recovery", Class: ClassLoss, Sentence: "Loss recovery: the window follows the ACKs until all that was in flight is acknowledged.", Source: "RFC 6582; RFC 6675"},
	PartialAck:          {Name: "newreno_partial", Class: ClassLoss, Sentence: "A partial ACK shows the next hole: it is sent again at once.", Source: "RFC 6582 section 3.2"},
	SackHole:            {Name: "sack_hole", Class: ClassLoss, Sentence: "The SACK blocks show a hole: it is sent again.", Source: "RFC 6675 section 4", Knob: "sack"},
	Rack:                {Name: "rack", Class: ClassLoss, Sentence: "A segment sent later has arrived: this one is taken for lost.", Source: "RFC 8985 section 6", Knob: "rack"},
	RackWait:            {Name: "rack_wait", Class: ClassHold, Sentence: "Perhaps only reordered: RACK waits for a fraction of the RTT before it calls a segment lost.", Source: "RFC 8985 section 6.2", Knob: "rack"},
	Tlp:                 {Name: "tlp", Class: ClassLoss, Sentence: "Tail loss probe: no ACK for two round trips, so the last segment is sent once more.", Source: "RFC 8985 section 7", Knob: "tlp"},
	TlpArm:              {Name: "tlp_arm", Class: ClassSend, Sentence: "Data is in flight: if no ACK comes for two round trips, its tail is probed.", Source: "RFC 8985 section 7.2", Knob: "tlp"},
	LimitedTransmit:     {Name: "limited_transmit", Class: ClassSend, Sentence: "A duplicate ACK lets one new segment out.", Source: "RFC 3042", Knob: "limited_transmit"},
	Prr:                 {Name: "prr", Class: ClassLoss, Sentence: "Proportional rate reduction: the window shrinks with the ACKs, not at once.", Source: "RFC 6937", Knob: "prr"},
	PrrHold:             {Name: "prr_hold", Class: ClassHold, Sentence: "Recovery lets one segment out for each that has left the network.", Source: "RFC 6937", Knob: "prr"},
	Undo:                {Name: "undo", Class: ClassLoss, Sentence: "The loss was none: the window goes back to what it was.", Source: "RFC 4015; RFC 5682; trace late_retransmission", Knob: "undo"},
	Frto:                {Name: "frto", Class: ClassLoss, Sentence: "After a time-out new data is sent first, to see whether the time-out was spurious.", Source: "RFC 5682 section 2", Knob: "frto"},
	Karn:                {Name: "karn", Class: ClassLoss, Sentence: "No RTT sample from a segment that was sent twice.", Source: "RFC 6298 section 3"},
	RttSample:           {Name: "rtt_sample", Class: ClassGrow, Sentence: "An ACK gives an RTT sample.", Source: "RFC 6298 section 2"},
	Backoff:             {Name: "backoff", Class: ClassLoss, Sentence: "The retransmission time-out doubles.", Source: "RFC 6298 section 5.5"},
	InitialWindow:       {Name: "initial_window", Class: ClassGrow, Sentence: "The congestion window begins at the initial window.", Source: "RFC 6928 section 2; RFC 5681 section 3.1", Knob: "initial_window"},
	SlowStart:           {Name: "slow_start", Class: ClassGrow, Sentence: "Slow start: the window grows by what is acknowledged and doubles each round trip.", Source: "RFC 5681 section 3.1"},
	CongestionAvoidance: {Name: "congestion_avoidance", Class: ClassGrow, Sentence: "Congestion avoidance: one segment more each round trip.", Source: "RFC 5681 section 3.1"},
	Cubic:               {Name: "cubic", Class: ClassGrow, Sentence: "CUBIC: the window follows a cubic curve of the time since the last loss.", Source: "RFC 9438 section 4", Knob: "congestion"},
	Hystart:             {Name: "hystart", Class: ClassGrow, Sentence: "HyStart: the round trip has grown, so slow start ends before a loss.", Source: "RFC 9406; trace hystart_cubic", Knob: "hystart"},
	CwndValidation:      {Name: "cwnd_validation", Class: ClassGrow, Sentence: "The window was not used to the full: it does not grow.", Source: "RFC 7661 section 4"},
	IdleRestart:         {Name: "idle_restart", Class: ClassGrow, Sentence: "The connection was idle for longer than an RTO: it begins again with the initial window.", Source: "RFC 5681 section 4.1", Knob: "slow_start_after_idle"},
	Cwr:                 {Name: "cwr", Class: ClassLoss, Sentence: "The window is reduced.", Source: "RFC 5681 section 3.2"},
	Persist:             {Name: "persist", Class: ClassLoss, Sentence: "The window is zero: a probe asks whether it has opened.", Source: "RFC 9293 section 3.8.6.1"},
	PersistArm:          {Name: "persist_arm", Class: ClassHold, Sentence: "Nothing in flight and data waiting: only a window update or the probe timer can go on.", Source: "RFC 9293 section 3.8.6.1"},
	RexmtArm:            {Name: "rexmt_arm", Class: ClassSend, Sentence: "Data is in flight: if no ACK comes in time it is sent again.", Source: "RFC 6298 section 5", Knob: "rto_min"},
	AckedAll:            {Name: "acked_all", Class: ClassState, Sentence: "All that was sent is acknowledged.", Source: "RFC 6298 section 5.2"},
	TimeWait:            {Name: "time_wait", Class: ClassState, Sentence: "TIME-WAIT: the pair of addresses and ports rests for 2 MSL.", Source: "RFC 9293 section 3.6.1", Knob: "time_wait"},
	FinWait2Timeout:     {Name: "fin_wait2_timeout", Class: ClassState, Sentence: "The peer does not close: FIN-WAIT-2 is left after a while.", Source: "Linux tcp_fin_timeout; trace half_close", Knob: "fin_timeout"},
	StateOpen:           {Name: "state_open", Class: ClassState, Sentence: "An application opened the connection.", Source: "RFC 9293 section 3.5"},
	StateEstablished:    {Name: "state_established", Class: ClassState, Sentence: "Both SYNs are acknowledged.", Source: "RFC 9293 section 3.5"},
	StateClose:          {Name: "state_close", Class: ClassState, Sentence: "An application closed its sending side.", Source: "RFC 9293 section 3.6"},
	StateFinReceived:    {Name: "state_fin_received", Class: ClassState, Sentence: "The peer has closed its sending side.", Source: "RFC 9293 section 3.10.7.4"},
	StateFinAcked:       {Name: "state_fin_acked", Class: ClassState, Sentence: "The FIN is acknowledged.", Source: "RFC 9293 section 3.10.7.4"},
	StateReset:          {Name: "state_reset", Class: ClassState, Sentence: "A reset ends the connection.", Source: "RFC 9293 section 3.10.7.4"},
	ResetFlush:          {Name: "reset_flush", Class: ClassState, Sentence: "A reset ends the connection and throws away what has arrived and was not read.", Source: "RFC 9293 section 3.10.7.4", Knob: "reset_flush"},
	ResetReadable:       {Name: "reset_readable", Class: ClassState, Sentence: "A reset ends the connection; what has arrived can still be read, and the read after that fails.", Source: "Linux tcp_reset", Knob: "reset_flush"},
	RstNoConn:           {Name: "rst_no_connection", Class: ClassSend, Sentence: "There is no such connection: reset.", Source: "RFC 9293 section 3.10.7.1"},
	RstClosed:           {Name: "rst_data_after_close", Class: ClassSend, Sentence: "Data arrived for a socket that nobody reads any more: reset.", Source: "RFC 1122 section 4.2.2.13"},
	RstUnread:           {Name: "rst_unread", Class: ClassSend, Sentence: "Closed with unread data: reset, so that the peer learns that it was not read.", Source: "RFC 2525 section 2.17; trace rst_close_unread"},
	RstLinger:           {Name: "rst_linger", Class: ClassSend, Sentence: "SO_LINGER 0: close resets.", Source: "trace rst_linger0"},
	RstAbort:            {Name: "rst_abort", Class: ClassSend, Sentence: "The application aborts the connection.", Source: "RFC 9293 section 3.10.5"},
	GiveUp:              {Name: "give_up", Class: ClassState, Sentence: "Too many retransmissions: the connection is given up.", Source: "RFC 9293 section 3.8.3", Knob: "retries"},
	UserTimeout:         {Name: "user_timeout", Class: ClassState, Sentence: "The user time-out is over: the connection is given up.", Source: "RFC 9293 section 3.8.3"},
	KeepAlive:           {Name: "keep_alive_probe", Class: ClassSend, Sentence: "The connection has been idle: a probe asks whether the peer is still there.", Source: "RFC 1122 section 4.2.3.6"},
	Unreachable:         {Name: "unreachable", Class: ClassState, Sentence: "An ICMP message says that the segment could not be delivered, or was too large for the path.", Source: "RFC 1122 section 4.2.3.9; RFC 1191 section 6.4; RFC 5461"},
	OldSegment:          {Name: "old_segment", Class: ClassState, Sentence: "The segment lies outside the window.", Source: "RFC 9293 section 3.10.7.4"},
	OldAck:              {Name: "old_ack", Class: ClassState, Sentence: "The ACK is older than what is acknowledged already.", Source: "RFC 9293 section 3.10.7.4"},
	FutureAck:           {Name: "future_ack", Class: ClassState, Sentence: "The ACK acknowledges what was never sent.", Source: "RFC 9293 section 3.10.7.4"},
	Paws:                {Name: "paws", Class: ClassState, Sentence: "The timestamp is older than the last one: an old duplicate.", Source: "RFC 7323 section 5", Knob: "timestamps"},
	Duplicate:           {Name: "duplicate", Class: ClassState, Sentence: "All of the segment had been received before.", Source: "RFC 9293 section 3.10.7.4"},
	OutOfOrder:          {Name: "out_of_order", Class: ClassState, Sentence: "The segment lies behind a gap: it waits.", Source: "RFC 9293 section 3.10.7.4"},
	InOrder:             {Name: "in_order", Class: ClassState, Sentence: "Bytes in order: the application can read them.", Source: "RFC 9293 section 3.10.7.4"},
	NoBuffer:            {Name: "no_buffer", Class: ClassState, Sentence: "The receive buffer is full: the segment is dropped.", Source: "RFC 9293 section 3.8.6", Knob: "rcvbuf"},
	SndBufFull:          {Name: "sndbuf", Class: ClassHold, Sentence: "The send buffer is full: the write waits.", Source: "POSIX.1-2017 send()", Knob: "sndbuf"},
	FixedWindow:         {Name: "fixed_window", Class: ClassGrow, Sentence: "The window is fixed: congestion control is off.", Source: "scenario", Knob: "congestion"},
	RcvBufPack:          {Name: "rcvbuf_pack", Class: ClassState, Sentence: "The receive buffer is over its size: what waits unread is copied together, page by page.", Source: "Linux tcp_collapse; trace c_rcvbuf_shrunk", Knob: "rcvbuf"},
	SackReneging:        {Name: "sack_reneging", Class: ClassLoss, Sentence: "The peer has thrown away what it had acknowledged selectively: after a moment all of it is sent again.", Source: "RFC 2018 section 8; trace c_renege", Knob: "sack"},
	RexmtJoin:           {Name: "rexmt_join", Class: ClassLoss, Sentence: "Small segments that follow the one sent again are joined with it, up to a full segment.", Source: "Linux tcp_retrans_collapse; trace c_oneway_small_nodelay_loss"},
	RcvBufGrow:          {Name: "rcvbuf_autotune", Class: ClassGrow, Sentence: "The receive buffer grows with what the application reads in a round trip.", Source: "trace ss_iw10_reno", Knob: "moderate_rcvbuf"},
	Dns:                 {Name: "dns", Class: ClassHTTP, Sentence: "The name of the host is looked up.", Source: "RFC 1035", Knob: "http.dns"},
	Tls:                 {Name: "tls", Class: ClassHTTP, Sentence: "The TLS handshake takes its round trips before the first request: two in 1.2, one in 1.3.", Source: "RFC 5246 section 7.3; RFC 8446 section 2", Knob: "http.tls"},
	Request:             {Name: "request", Class: ClassHTTP, Sentence: "The request travels.", Source: "RFC 9110 section 9"},
	Response:            {Name: "response", Class: ClassHTTP, Sentence: "The response travels.", Source: "RFC 9110 section 15"},
	Server:              {Name: "server", Class: ClassHTTP, Sentence: "The server works on the answer.", Source: "scenario", Knob: "http.think"},
	Pool:                {Name: "pool", Class: ClassHTTP, Sentence: "All connections that the client may have are busy: the request waits.", Source: "RFC 9112 section 9.4", Knob: "http.connections"},
	HeadOfLine:          {Name: "head_of_line", Class: ClassHTTP, Sentence: "The answers come in the order of the requests: this one waits for those before it.", Source: "RFC 9112 section 9.3.2", Knob: "http.strategy"},
	PortWait:            {Name: "port_wait", Class: ClassHTTP, Sentence: "No ephemeral port is free: the pairs are held in TIME-WAIT.", Source: "RFC 9293 section 3.6.1; RFC 6056", Knob: "client.time_wait"},
	URLHost:             {Name: "url_host", Class: ClassHTTP, Sentence: "The host's name and the port stand in the URL.", Source: "RFC 3986 section 3.2; RFC 9110 section 4.2.1"},
	Reuse:               {Name: "reuse", Class: ClassHTTP, Sentence: "An open connection is idle: it is used again.", Source: "RFC 9112 section 9.3", Knob: "http.strategy"},
	PoolTotal:           {Name: "pool_total", Class: ClassHTTP, Sentence: "The client may open no more connections in all: the request waits.", Source: "RFC 9112 section 9.4", Knob: "http.total"},
	Pipelining:          {Name: "pipelining", Class: ClassHTTP, Sentence: "The request follows others that are not answered yet, on the same connection.", Source: "RFC 9112 section 9.3.2", Knob: "http.depth"},
	PipelineUnsure:      {Name: "pipeline_unsure", Class: ClassHTTP, Sentence: "Nothing is pipelined on a connection before an answer has shown that it persists.", Source: "RFC 9112 section 9.3.2", Knob: "http.strategy"},
	PipelinePost:        {Name: "pipeline_post", Class: ClassHTTP, Sentence: "A POST does not share a pipeline: if the connection is lost, nobody knows whether it was carried out.", Source: "RFC 9112 section 9.3.2", Knob: "http.pipeline_post"},
	PipelineDepth:       {Name: "pipeline_depth", Class: ClassHTTP, Sentence: "The pipeline is full: an answer must come first.", Source: "RFC 9112 section 9.3.2", Knob: "http.depth"},
	Workers:             {Name: "workers", Class: ClassHTTP, Sentence: "All workers of the server are busy: the request waits.", Source: "scenario", Knob: "http.workers"},
	Persistent:          {Name: "persistent", Class: ClassHTTP, Sentence: "HTTP/1.1: the connection persists unless somebody says close.", Source: "RFC 9112 section 9.3", Knob: "http.strategy"},
	KeepAliveHeader:     {Name: "keep_alive_header", Class: ClassHTTP, Sentence: "HTTP/1.0 with Connection: Keep-Alive from both ends: the connection persists.", Source: "RFC 9112 appendix C.2.2", Knob: "http.keep_alive"},
	NotPersistent:       {Name: "not_persistent", Class: ClassHTTP, Sentence: "Nothing makes the connection persist: it ends with the answer.", Source: "RFC 9112 section 9.3", Knob: "http.keep_alive"},
	CloseHeader:         {Name: "close_header", Class: ClassHTTP, Sentence: "Connection: close has been said: this was the last answer.", Source: "RFC 9112 section 9.6", Knob: "http.close"},
	MaxRequests:         {Name: "max_requests", Class: ClassHTTP, Sentence: "The server takes so many requests on one connection and no more.", Source: "RFC 2068 section 19.7.1.1", Knob: "http.max"},
	EOFFraming:          {Name: "eof_framing", Class: ClassHTTP, Sentence: "The answer does not say how long it is: only the end of the connection ends it.", Source: "RFC 9112 section 6.3", Knob: "http.length"},
	IdleTimeout:         {Name: "idle_timeout", Class: ClassHTTP, Sentence: "The connection has been idle for as long as the server allows: it closes it.", Source: "RFC 9112 section 9.5", Knob: "http.idle"},
	AtWill:              {Name: "at_will", Class: ClassHTTP, Sentence: "The server closes at will, without a word: it may do so at any time.", Source: "RFC 9112 section 9.5", Knob: "http.close_at"},
	ClientTimeout:       {Name: "client_timeout", Class: ClassHTTP, Sentence: "The client has waited long enough: it gives up.", Source: "RFC 9112 section 9.5", Knob: "http.timeout"},
	ClientDone:          {Name: "client_done", Class: ClassHTTP, Sentence: "The client has what it asked for and closes.", Source: "RFC 9112 section 9.6"},
	PeerClosed:          {Name: "peer_closed", Class: ClassHTTP, Sentence: "The other end has closed: this end closes too.", Source: "RFC 9112 section 9.6"},
	ConnLost:            {Name: "connection_lost", Class: ClassHTTP, Sentence: "The connection ended before the answer.", Source: "RFC 9112 section 9.3.1"},
	Truncated:           {Name: "truncated", Class: ClassHTTP, Sentence: "The connection ended before all bytes had come that Content-Length or the chunks promised: the answer is not complete.", Source: "RFC 9112 section 8", Knob: "http.length"},
	BadFraming:          {Name: "bad_framing", Class: ClassHTTP, Sentence: "More bytes come than Content-Length promised: nobody knows what they belong to, so the connection is closed.", Source: "RFC 9112 section 6.3", Knob: "http.length"},
	RetryIdempotent:     {Name: "retry_idempotent", Class: ClassHTTP, Sentence: "The method is idempotent: the request is sent again on a new connection.", Source: "RFC 9110 section 9.2.2; RFC 9112 section 9.3.1", Knob: "http.retry"},
	RetryUnsent:         {Name: "retry_unsent", Class: ClassHTTP, Sentence: "The server cannot have carried it out: the request is sent again.", Source: "RFC 9112 sections 9.3.1 and 9.6", Knob: "http.retry"},
	RetryUnsafe:         {Name: "retry_unsafe", Class: ClassHTTP, Sentence: "The client repeats even a POST: it may be carried out twice.", Source: "RFC 9110 section 9.2.2", Knob: "http.retry"},
	RetryPost:           {Name: "no_retry_post", Class: ClassHTTP, Sentence: "A POST may have been carried out, wholly or in part: it is not sent again unasked.", Source: "RFC 9110 section 9.2.2", Knob: "http.retry"},
	RetryLimit:          {Name: "no_retry_limit", Class: ClassHTTP, Sentence: "The request has been repeated often enough.", Source: "RFC 9110 section 9.2.2", Knob: "http.retries"},
	RetryOff:            {Name: "no_retry", Class: ClassHTTP, Sentence: "The client repeats nothing.", Source: "scenario", Knob: "http.retry"},
	HopByHop:            {Name: "hop_by_hop", Class: ClassHTTP, Sentence: "The proxy removes the fields that concern one connection alone and says itself what it wants of the next.", Source: "RFC 9110 section 7.6.1", Knob: "proxy.mode"},
	BlindRelay:          {Name: "blind_relay", Class: ClassHTTP, Sentence: "The relay copies bytes without reading them, hop-by-hop fields too, and then waits for the server to close; nothing else that the client sends is read.", Source: "RFC 9112 appendix C.2.2", Knob: "proxy.mode"},
	BadGateway:          {Name: "bad_gateway", Class: ClassHTTP, Sentence: "The proxy cannot reach the server and says so itself.", Source: "RFC 9110 section 15.6.3"},
	TwRecycled:          {Name: "time_wait_recycled", Class: ClassHTTP, Sentence: "A new SYN ends the TIME-WAIT of the same pair of addresses and ports.", Source: "RFC 9293 section 3.6.1; RFC 6191"},
	HandLose:            {Name: "lost_by_hand", Class: ClassLink, Sentence: "This packet is lost because somebody asked for it: a change of the run says so.", Source: "teacp", Knob: "wire.lose"},
	HandDelay:           {Name: "delayed_by_hand", Class: ClassLink, Sentence: "This packet is late because somebody asked for it: a change of the run says so.", Source: "teacp", Knob: "wire.delay"},
	HandDup:             {Name: "doubled_by_hand", Class: ClassLink, Sentence: "This packet arrives twice because somebody asked for it: a change of the run says so.", Source: "teacp", Knob: "wire.duplicate"},
	HandClose:           {Name: "closed_by_hand", Class: ClassRun, Sentence: "The application closes here because somebody asked for it: a change of the run says so.", Source: "teacp", Knob: "close"},
	HandReset:           {Name: "reset_by_hand", Class: ClassRun, Sentence: "The application aborts here because somebody asked for it: a change of the run says so.", Source: "teacp", Knob: "reset"},
	Seen:                {Name: "seen", Class: ClassSeen, Sentence: "The recording shows this segment; what its sender went by is not on the wire.", Source: "recording"},
	SeenAck:             {Name: "seen_ack", Class: ClassSeen, Sentence: "The recording shows this acknowledgment.", Source: "recording"},
	SeenReset:           {Name: "seen_reset", Class: ClassSeen, Sentence: "The recording shows a reset.", Source: "recording; RFC 9293 section 3.5.2"},
	SeenMidstream:       {Name: "seen_midstream", Class: ClassSeen, Sentence: "The connection was open before the recording began.", Source: "recording"},
	SeenPortReuse:       {Name: "seen_port_reuse", Class: ClassSeen, Sentence: "The same addresses and ports as an earlier connection: this is a new one.", Source: "recording; RFC 9293 section 3.6.1"},
	SeenBadChecksum:     {Name: "seen_bad_checksum", Class: ClassSeen, Sentence: "The checksum is wrong: the packet was damaged, or the capturing host leaves checksums to its network card.", Source: "recording; RFC 9293 section 3.1"},
	SeenCut:             {Name: "seen_cut", Class: ClassSeen, Sentence: "The capture holds only the beginning of this packet.", Source: "recording"},
	SeenTimeBack:        {Name: "seen_time_back", Class: ClassSeen, Sentence: "The packet's time lies before that of the packet in front of it.", Source: "recording"},
	SeenTwice:           {Name: "seen_twice", Class: ClassSeen, Sentence: "The same packet was captured again on another interface: it is no retransmission.", Source: "recording"},
	SeenOther:           {Name: "seen_other", Class: ClassSeen, Sentence: "Packets that are not TCP were left out.", Source: "recording"},
	SeenRequest:         {Name: "seen_http_request", Class: ClassSeen, Sentence: "An HTTP request begins in this segment.", Source: "recording; RFC 9112 section 3"},
	SeenResponse:        {Name: "seen_http_response", Class: ClassSeen, Sentence: "An HTTP response begins in this segment.", Source: "recording; RFC 9112 section 4"},
	Reading:             {Name: "reading", Class: ClassSeen, Sentence: "A reading of the kernel's own numbers (TCP_INFO).", Source: "recording"},
	RecordEnd:           {Name: "recording_end", Class: ClassSeen, Sentence: "The recording ends here.", Source: "recording"},
	Scripted:            {Name: "scripted", Class: ClassApp, Sentence: "The script says so.", Source: "scenario"},
	RecordDamaged:       {Name: "recording_damaged", Class: ClassSeen, Sentence: "The file is damaged: nothing can be read beyond this point.", Source: "recording"},
	InferRTT:            {Name: "inferred_rtt", Class: ClassSeen, Sentence: "Inferred: the time from a segment to its ACK, seen from where the recording was made.", Source: "RFC 6298 section 2"},
	InferRto:            {Name: "inferred_rto", Class: ClassSeen, Sentence: "Inferred: the data is sent again after a silence, as by a retransmission time-out.", Source: "RFC 6298 section 5"},
	InferTlp:            {Name: "inferred_tlp", Class: ClassSeen, Sentence: "Inferred: the last segment is sent again after about two round trips without an ACK, as by a tail loss probe.", Source: "RFC 8985 section 7"},
	InferFast:           {Name: "inferred_fast_retransmit", Class: ClassSeen, Sentence: "Inferred: duplicate ACKs asked for this segment, and it is sent again: a fast retransmission.", Source: "RFC 5681 section 3.2"},
	InferRetransmission: {Name: "inferred_retransmission", Class: ClassSeen, Sentence: "Inferred: bytes that were sent before are sent again, as in the recovery from a loss.", Source: "RFC 6675 section 5"},
	InferSpurious:       {Name: "inferred_spurious", Class: ClassSeen, Sentence: "Inferred: the bytes had been acknowledged already, so this retransmission was not needed.", Source: "RFC 3522 section 1"},
	InferUndoDsack:      {Name: "inferred_spurious_dsack", Class: ClassSeen, Sentence: "Inferred: a D-SACK says that the retransmission arrived twice, so it was not needed.", Source: "RFC 3708 section 2"},
	InferUndoEifel:      {Name: "inferred_spurious_eifel", Class: ClassSeen, Sentence: "Inferred: the ACK echoes the time of the first transmission, so the retransmission was not needed.", Source: "RFC 3522 section 3.2"},
	InferUndoQuick:      {Name: "inferred_spurious_quick", Class: ClassSeen, Sentence: "Inferred: the ACK came sooner than a round trip takes, so it was for the first transmission.", Source: "RFC 5682 section 1"},
	InferOutOfOrder:     {Name: "inferred_out_of_order", Class: ClassSeen, Sentence: "Inferred: the segment comes behind later ones and too soon for a retransmission: it was overtaken.", Source: "RFC 5236 section 3"},
	InferDupAck:         {Name: "inferred_duplicate_ack", Class: ClassSeen, Sentence: "Inferred: a duplicate ACK: something arrived out of order, or twice.", Source: "RFC 5681 section 2"},
	InferGap:            {Name: "inferred_gap", Class: ClassSeen, Sentence: "Inferred: bytes before this segment are missing: lost in front of the recording, or not recorded.", Source: "RFC 9293 section 3.4"},
	InferAckedUnseen:    {Name: "inferred_acked_unseen", Class: ClassSeen, Sentence: "Inferred: bytes are acknowledged that the recording does not show.", Source: "RFC 9293 section 3.4"},
	InferDelayedAck:     {Name: "inferred_delayed_ack", Class: ClassSeen, Sentence: "Inferred: the ACK came later than this end's quickest: it was delayed.", Source: "RFC 1122 section 4.2.3.2"},
	InferNagle:          {Name: "inferred_nagle", Class: ClassSeen, Sentence: "Inferred: a small segment left just when everything before it was acknowledged, as Nagle's algorithm has it.", Source: "RFC 896; RFC 1122 section 4.2.3.4"},
	InferCwnd:           {Name: "inferred_cwnd", Class: ClassSeen, Sentence: "Inferred: the sender paused below the receiver's window and went on with an ACK, as when its congestion window is full.", Source: "RFC 5681 section 3.1"},
	InferWindowFull:     {Name: "inferred_window_full", Class: ClassSeen, Sentence: "Inferred: this segment fills the receiver's window to the last byte.", Source: "RFC 9293 section 3.8.6"},
	InferZeroWindow:     {Name: "inferred_zero_window", Class: ClassSeen, Sentence: "The receiver's window is zero.", Source: "RFC 9293 section 3.8.6"},
	InferWindowUpdate:   {Name: "inferred_window_update", Class: ClassSeen, Sentence: "Inferred: the ACK acknowledges nothing new and changes the window: the application has read.", Source: "RFC 9293 section 3.8.6.2.2"},
	InferProbe:          {Name: "inferred_probe", Class: ClassSeen, Sentence: "Inferred: a probe of a zero window.", Source: "RFC 9293 section 3.8.6.1"},
	InferProbeAck:       {Name: "inferred_probe_ack", Class: ClassSeen, Sentence: "Inferred: the answer to a window probe.", Source: "RFC 9293 section 3.8.6.1"},
	InferKeepAlive:      {Name: "inferred_keep_alive", Class: ClassSeen, Sentence: "Inferred: a keep-alive: it asks whether the peer is still there.", Source: "RFC 1122 section 4.2.3.6"},
	InferKeepAliveAck:   {Name: "inferred_keep_alive_ack", Class: ClassSeen, Sentence: "Inferred: the answer to a keep-alive.", Source: "RFC 1122 section 4.2.3.6"},
	InferIdle:           {Name: "inferred_idle", Class: ClassSeen, Sentence: "Inferred: both ends were silent for a while: an application had nothing to say.", Source: "recording"},
}
