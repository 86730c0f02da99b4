package tcp

import "time"

// Nagle is a variant of Nagle's algorithm.
type Nagle uint8

// The variants.
const (
	NagleOff      Nagle = iota // TCP_NODELAY on every socket
	NagleRFC896                // hold a small segment while anything is unacknowledged
	NagleMinshall              // hold a small segment while another small one is unacknowledged
)

// NoDelayOpt is whether the option TCP_NODELAY of a socket counts.
type NoDelayOpt uint8

// The choices.
const (
	NoDelayApplication NoDelayOpt = iota // as the application sets it
	NoDelayOff                           // off on every socket, whatever the application sets
)

// DelAck is a policy for delayed acknowledgments.
type DelAck uint8

// The policies.
const (
	DelAckOff           DelAck = iota // acknowledge every segment at once
	DelAckTimer                       // wait for the timer only
	DelAckSecondFull                  // timer, and at least every second full-sized segment (RFC 9293 section 3.8.6.3)
	DelAckSecondSegment               // timer, and every second segment of any size (BSD, Windows, lwIP)
	DelAckQuick                       // quick ACKs at the start, then adaptive (Linux)
)

// nagleHolds reports whether the policy and a socket's option TCP_NODELAY leave Nagle's algorithm on.
func (p *Policy) nagleHolds(nodelay bool) bool {
	return p.Nagle != NagleOff && (!nodelay || p.NoDelay == NoDelayOff)
}

// CC is a congestion control.
type CC uint8

// The congestion controls.
const (
	CCNone    CC = iota // a fixed window of FixedWindow segments
	CCTahoe             // RFC 5681 without fast recovery
	CCReno              // RFC 5681
	CCNewReno           // RFC 6582, with SACK RFC 6675
	CCCubic             // RFC 9438
)

// ECN is whether congestion is notified explicitly (RFC 3168 section 6.1.1).
type ECN uint8

// The choices.
const (
	ECNOff    ECN = iota
	ECNAsk        // SYNs ask for it
	ECNAccept     // only where the peer asks
)

// RTTEstimator is how RTT samples become the RTO.
type RTTEstimator uint8

// The estimators.
const (
	RTTStandard RTTEstimator = iota // RFC 6298 section 2
	RTTLinux                        // the minimum bounds the deviation, which falls slowly
)

// Policy is how a host's stack is set. It is a plain value: a knob changes one field, and
// every connection of the host follows from then on.
type Policy struct {
	Nagle        Nagle
	NoDelay      NoDelayOpt
	DelAck       DelAck
	CC           CC
	SACK         bool
	DSACK        bool
	Timestamps   bool
	WScale       bool
	RACK         bool
	TLP          bool
	PRR          bool
	HyStart      bool
	LimitedXmit  bool
	Undo         bool
	FRTO         bool
	IdleRestart  bool
	CwndValidate bool
	Moderate     bool // receive-buffer auto-tuning
	QuickRoute   bool
	Autocork     bool
	ChallengeAck bool
	ResetFlush   bool // a reset discards unread data
	ProbeOctet   bool // a zero-window probe carries an octet
	ECN          ECN

	InitialWindow int32 // segments
	FixedWindow   int32 // segments, with CCNone
	Reordering    int32 // segments
	MTU           int32 // bytes of an IP packet
	MSS           int32 // 0: MTU - 40
	InitialRcvWnd int32 // segments; 0: what the buffer gives
	SynRetries    int32
	SynAckRetries int32
	SynLinear     int32 // SYN time-outs that do not double
	Retries       int32
	OrphanRetries int32 // of a closed socket; 0: 8, -1: as of any other
	Backlog       int32
	GSOMaxSegs    int32 // segments of a frame; 0: as many as fit
	MinTSOSegs    int32 // segments that a frame may have in any case
	TSOWinDivisor int32 // a frame is deferred while it would be less than this part of the window

	RcvBuf, RcvBufMax int64 // bytes
	RcvBufLimit       int64 // of SO_RCVBUF; 0: none
	SndBuf, SndBufMax int64
	NotSentLowat      int64 // of sockets that do not set TCP_NOTSENT_LOWAT; 0: no limit

	DelAckMin, DelAckMax Time
	RTOInit              Time
	RTOMin, RTOMax       Time
	Granularity          Time // of the RTO (RFC 6298: G)
	Tick                 Time // timers fire at its multiples; 0: exact
	TickPhase            Time // the clock of ticks is ahead by this at the run's start
	StampPhase           Time // likewise the clock of timestamps
	TimeWait             Time // 2 MSL
	FinTimeout           Time
	OOWLimit             Time // between two rate-limited ACKs; 0: none
	KeepIdle             Time // 0: keep-alive off
	KeepInterval         Time
	KeepProbes           int32
	UserTimeout          Time // 0: off

	// Kernel details: how a Linux kernel, as the recordings show it, differs from the standards. Each is a
	// setting of the table Knobs.
	RTTEstimator       RTTEstimator
	ABCLimit           int32 // segments that one ACK counts for in slow start; 0: all
	AckAfterCall       bool
	AckCompression     bool
	AckOnRead          bool
	AnyWindowUpdate    bool
	BufferOverhead     bool
	DetectReneging     bool
	DetectReordering   bool
	WindowGrowth       bool
	HalfWindowMSS      bool
	HalfWindowSend     bool
	HeaderPrediction   bool
	IdleDecay          bool
	KernelAnswers      bool
	KernelErrors       bool
	KernelHandshake    bool
	ModerateSnd        bool
	OrphanFinWait2     bool
	PawsSlack          bool
	PruneRcvBuf        bool
	QuickAckDetails    bool
	RetransmitCollapse bool
	RetransmitInWindow bool
	RetransmitIsSend   bool
	RetriesByTime      bool
	SsthreshFromCwnd   bool
	StayInRecovery     bool
	TLPUncounted       bool
}

// ms is a number of milliseconds.
func ms(n int64) Time { return Time(n) * time.Millisecond }

// rfcPolicy has the values of the standards.
func rfcPolicy() Policy {
	return Policy{
		Nagle: NagleRFC896, DelAck: DelAckSecondFull, CC: CCNewReno,
		SACK: true, WScale: true, LimitedXmit: true, IdleRestart: true, CwndValidate: true,
		ChallengeAck: true, ResetFlush: true, ProbeOctet: true, InitialWindow: 10, FixedWindow: 1, Reordering: 3, MTU: 1500,
		SynRetries: 6, SynAckRetries: 5, Retries: 15, Backlog: 128, GSOMaxSegs: 1, MinTSOSegs: 2, TSOWinDivisor: 3,
		RcvBuf: 65535, RcvBufMax: 65535, SndBuf: 65536, SndBufMax: 65536,
		DelAckMin: ms(200), DelAckMax: ms(500),
		RTOInit: ms(1000), RTOMin: ms(1000), RTOMax: 60 * time.Second, Granularity: ms(1),
		TimeWait: 240 * time.Second, FinTimeout: 0, KeepInterval: 75 * time.Second, KeepProbes: 9,

		ABCLimit: 1, HalfWindowSend: true, OrphanRetries: -1,
	}
}

// linuxPolicy has the values of a current Linux kernel, as the recordings show them.
func linuxPolicy() Policy {
	return Policy{
		Nagle: NagleMinshall, DelAck: DelAckQuick, CC: CCCubic,
		SACK: true, DSACK: true, Timestamps: true, WScale: true, RACK: true, TLP: true, PRR: true, HyStart: true,
		Undo: true, FRTO: true, IdleRestart: true, CwndValidate: true, Moderate: true, Autocork: true,
		ChallengeAck: true, LimitedXmit: true,
		InitialWindow: 10, FixedWindow: 1, Reordering: 3, MTU: 1500,
		SynRetries: 6, SynAckRetries: 5, SynLinear: 4, Retries: 15, Backlog: 4096, GSOMaxSegs: 0,
		MinTSOSegs: 2, TSOWinDivisor: 3,
		RcvBuf: 131072, RcvBufMax: 33554432, RcvBufLimit: 4 << 20, SndBuf: 16384, SndBufMax: 4194304,
		DelAckMin: ms(40), DelAckMax: ms(200),
		RTOInit: ms(1000), RTOMin: ms(200), RTOMax: 120 * time.Second, Granularity: ms(4),
		TimeWait: 60 * time.Second, FinTimeout: 60 * time.Second, OOWLimit: ms(500),
		KeepInterval: 75 * time.Second, KeepProbes: 9,

		RTTEstimator: RTTLinux, AckAfterCall: true, AckCompression: true, AckOnRead: true,
		AnyWindowUpdate: true, BufferOverhead: true, DetectReneging: true, DetectReordering: true,
		WindowGrowth: true, HalfWindowMSS: true, HeaderPrediction: true, IdleDecay: true,
		KernelAnswers: true, KernelErrors: true, KernelHandshake: true, ModerateSnd: true,
		OrphanFinWait2: true, PawsSlack: true, PruneRcvBuf: true, QuickAckDetails: true,
		RetransmitCollapse: true, RetransmitInWindow: true, RetransmitIsSend: true, RetriesByTime: true,
		SsthreshFromCwnd: true, StayInRecovery: true, TLPUncounted: true,
	}
}

// textbookPolicy has the values that the literature of 2002 teaches.
func textbookPolicy() Policy {
	return Policy{
		Nagle: NagleRFC896, DelAck: DelAckSecondSegment, CC: CCReno, IdleRestart: true, ResetFlush: true, ProbeOctet: true,
		InitialWindow: 1, FixedWindow: 1, Reordering: 3, MTU: 1500,
		SynRetries: 5, SynAckRetries: 5, Retries: 12, Backlog: 128, GSOMaxSegs: 1, MinTSOSegs: 2, TSOWinDivisor: 3,
		RcvBuf: 65535, RcvBufMax: 65535, SndBuf: 65536, SndBufMax: 65536,
		DelAckMin: ms(200), DelAckMax: ms(200),
		RTOInit: ms(3000), RTOMin: ms(1000), RTOMax: 64 * time.Second, Granularity: ms(500),
		TimeWait: 240 * time.Second, FinTimeout: 0, KeepInterval: 75 * time.Second, KeepProbes: 9,

		ABCLimit: 1, HalfWindowSend: true, OrphanRetries: -1,
	}
}

// Profile returns the settings of a named stack: rfc, linux or textbook.
func Profile(name string) (Policy, bool) {
	switch name {
	case "rfc":
		return rfcPolicy(), true
	case "linux":
		return linuxPolicy(), true
	case "textbook":
		return textbookPolicy(), true
	}
	return Policy{}, false
}

// mss is the largest segment that the host takes (RFC 9293 section 3.7.1: without options).
func (p *Policy) mss() int32 {
	if p.MSS > 0 && p.MSS < p.MTU-40 {
		return p.MSS
	}
	return p.MTU - 40
}
