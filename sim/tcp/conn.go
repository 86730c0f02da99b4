package tcp

import "teacp/sim/rule"

// caState is the state of congestion control and loss recovery, as TCP_INFO shows it.
type caState uint8

const (
	caOpen caState = iota
	caDisorder
	caCWR
	caRecovery
	caLoss
)

// normal reports whether nothing reduces the window: no loss and no echo of congestion.
func (s caState) normal() bool { return s == caOpen || s == caDisorder }

// reducing reports whether the window is on its way down to ssthresh (PRR).
func (s caState) reducing() bool { return s == caCWR || s == caRecovery }

// recovering reports whether lost segments are sent again before anything new.
func (s caState) recovering() bool { return s == caRecovery || s == caLoss }

// notSet is an ssthresh that has not been set.
const notSet int32 = 1<<31 - 1

// Conn is a transmission control block (RFC 9293 section 3.3.1). Sequence numbers are
// relative: a SYN is 0. Windows of the network are counted in segments, of the receiver in
// bytes.
type Conn struct {
	state State
	err   Errno // pending error for the application
	ca    caState

	// Sending.
	sndUna, sndNxt   int64
	sndWnd           int64
	sndWl1           int64
	maxWnd           int64 // the largest window the peer has offered
	writeSeq         int64 // end of what the application has written
	pushedSeq        int64
	sndSml           int64 // end of the last small segment sent (Minshall)
	mss              int32 // payload of a full segment now, all options taken off
	fullMSS          int32 // the same without SACK blocks
	peerMSS          int32
	head, tail, next uint32 // send queue; next is the first unsent piece
	thead, ttail     uint32 // sent pieces in order of transmission
	sndBuf           int64
	sndQueued        int64 // buffer space that the queue takes
	pacing           int64 // bytes per second, for the size of bursts; 0: unknown
	lastTx           Time  // last transmission of any kind
	frame, resend    int32 // segments left of the present offload burst: new, or retransmitted
	frameLen         int32 // segments of the present burst
	writing, pushOne bool  // a write is in progress; send one burst at most
	due              due   // what a timer or a call sends before other data

	// Receiving.
	rcvNxt, rcvWup int64
	copied         int64 // end of what the application has read
	rcvWnd         int64
	ooo            uint32 // ranges out of order
	oooBytes       int64
	rcvBuf         int64
	rcvMem         int64  // buffer space of unread and out-of-order segments
	rq, rqTail     uint32 // unread segments in order
	winClamp       int64
	rcvSsthresh    int64
	ratio          int64 // payload per buffer space, in 1/256
	finRcv         int64 // sequence number of the peer's FIN; 0: none yet
	sacks          [4]Block
	dsack          Block

	// Options in force.
	sackOK, tsOK bool
	rcvScale     uint8
	offered      uint8 // scale of the first SYN
	scaleOK      bool
	tsRecent     uint32
	ecr          uint32 // timestamp echo of the last ACK
	advMSS       int32  // what the SYN offers

	// Acknowledging.
	ack ackState

	// RTT and RTO.
	srtt, mdev, mdevMax, rttvar Time // srtt times 8, mdev times 4 in the Linux estimator
	rttSeq                      int64
	rto                         Time
	minRTT                      Time
	minRTTAt                    Time
	rtts                        int64 // samples so far

	// Congestion control and recovery.
	cc   ccState
	loss lossState
	ecn  ecnState

	timer [NumTimers]timerState

	// What the application has set.
	record               bool // MSG_EOR on the present write
	nodelay, cork, more  bool
	sndLocked, rcvLocked bool
	userClamp            int64
	linger               int64 // seconds; -1: off
	linger2              Time  // TCP_LINGER2; 0: the host's setting, -1: none
	notSentLowat         int64
	userMSS              int32
	pathMTU              int32 // smaller than the interface's, by ICMP; 0: not known
	userTimeout          Time  // TCP_USER_TIMEOUT; 0: the host's setting
	probed               int64 // end of the octet that a zero-window probe carried; 0: none
	probesAt             Time  // first window probe of this wait; 0: none
	softErr              Errno // error that an ICMP message reported
	keepSet              keepSettings
	finQueued, finSent   bool
	orphan               bool // closed by the application
	rcvShut              bool
	wantWrite            bool // a write waits for room
	midWrite             bool // a write that has accepted some bytes is blocked
	eofReported          bool
	passive              bool
	released             bool
	hold                 Verdict // the hold last reported
	lsnd                 Time    // last data sent
	lastAck              Time    // arrival of the last ACK
	lastLimited          Time    // last answer to a segment that did not fit
	spaceSeq             int64   // receive-buffer tuning: start of the measured round trip
	spaceAt              Time
	space                int64
	rrtt                 Time // receiver's RTT estimate
	rrttSeq              int64
	rrttAt               Time
	echoed               uint32 // last timestamp echo used as a sample
}

// ackState is what decides when to acknowledge.
type ackState struct {
	pending   bool // something received is not acknowledged
	now       bool // acknowledge at once
	pushed    bool // a segment with PSH or below full size has arrived
	pushed2   bool
	deferred  bool // the ACK waits until the call that locks the socket ends
	full      bool // the last segment found no room: no window is offered
	pingpong  bool
	quick     int32
	segs      int32 // segments since the last ACK that delayed_ack counts: full-sized ones, or all
	rcvMSS    int32 // estimate of the peer's segment size
	lastSeg   int32
	ato       Time
	lastRcv   Time
	rule      rule.ID
	answer    rule.ID   // an ACK is due before any other segment, with this rule
	limited   bool      // that answer falls under the rate limit of RFC 5961 section 7
	review    ackReview // what has happened since it was last decided when to acknowledge
	comp      int32     // ACKs compressed
	dups      int32
	compNxt   int64
	stoppedAt Time // when the stopped delayed-ACK timer would have expired
}

// timerState is one timer. at == 0: not running.
type timerState struct {
	at, armed Time
	rule      rule.ID
}

// State returns the connection's state.
func (c *Conn) State() State { return c.state }

// Dead reports whether the connection is closed for good.
func (c *Conn) Dead() bool { return c.released || c.state == Closed && c.orphan && c.sndNxt > 0 }

// AtEOF reports whether a read returns end of file at once.
func (c *Conn) AtEOF() bool {
	return c.finRcv != 0 && c.copied >= c.finRcv || c.rcvShut || c.state == Closed && c.sndNxt > 0
}

// HasError reports whether an error waits for the application.
func (c *Conn) HasError() bool { return c.err != OK }

// TakeError returns the pending error and clears it (SO_ERROR).
func (c *Conn) TakeError() Errno {
	e := c.err
	c.err = OK
	return e
}

// Release frees the queues.
func (c *Conn) Release(mem *Mem) {
	for i := c.head; i != 0; {
		n := mem.nodes.At(i).next
		mem.nodes.Free(i)
		i = n
	}
	mem.freeRanges(c.ooo)
	mem.freeRanges(c.rq)
	c.head, c.tail, c.next, c.thead, c.ttail, c.ooo, c.rq, c.rqTail = 0, 0, 0, 0, 0, 0, 0, 0
	c.released = true
}

// Sequence returns SND.UNA, SND.NXT and RCV.NXT.
func (c *Conn) Sequence() (una, nxt, rcv int64) { return c.sndUna, c.sndNxt, c.rcvNxt }

// SentEnd is the end of what has been sent, with the octet of a zero-window probe that SND.NXT leaves out.
func (c *Conn) SentEnd() int64 { return max(c.sndNxt, c.probed) }

// Unread is the number of bytes in order that the application has not read.
func (c *Conn) Unread() int64 {
	n := c.rcvNxt - c.copied
	if c.finRcv != 0 && c.rcvNxt > c.finRcv {
		n--
	}
	return max(n, 0)
}

// Writable reports whether poll reports the socket writable: a third of the send buffer is free, and less than
// half of what TCP_NOTSENT_LOWAT allows is unsent.
func (c *Conn) Writable(p *Policy) bool {
	return c.sndBuf-c.sndQueued >= c.sndQueued/2 && c.unsentBelow(p, 2) && !c.finQueued &&
		(c.state == Established || c.state == CloseWait)
}

// UserMSS is what TCP_MAXSEG was set to; 0: nothing.
func (c *Conn) UserMSS() int64 { return int64(c.userMSS) }

// Numbers that TCP_INFO has beside those of Info.

// Timeouts is the number of time-outs in a row.
func (c *Conn) Timeouts() int64 { return int64(c.loss.timeouts) }

// OptionBytes is the size of the options of every segment.
func (c *Conn) OptionBytes() int32 {
	if c.tsOK {
		return 12
	}
	return 0
}

// Taken is how many bytes the application has read.
func (c *Conn) Taken() int64 { return max(c.copied-1, 0) }

// LastSent is when data was last sent.
func (c *Conn) LastSent() Time { return c.lsnd }

// TotalRetrans is the number of retransmissions.
func (c *Conn) TotalRetrans() int64 { return c.loss.totalRetrans }

// ReorderSeen is the number of reordering events.
func (c *Conn) ReorderSeen() int64 { return c.loss.reorders }

// Delivered is the number of segments that are known to have arrived.
func (c *Conn) Delivered() int64 { return c.loss.delivered }

// Info reads the connection.
func (c *Conn) Info(mem *Mem) Info {
	in := Info{
		State: c.state, SndUna: c.sndUna, SndNxt: c.sndNxt, SndWnd: c.sndWnd, RcvNxt: c.rcvNxt,
		RcvWnd: max(c.rcvWup+c.rcvWnd-c.rcvNxt, 0), WriteSeq: c.writeSeq, CopiedSeq: c.copied,
		Cwnd: c.cc.cwnd, Ssthresh: c.cc.ssthresh, Unacked: c.loss.packets, Sacked: c.loss.sacked,
		Lost: c.loss.lost, Retrans: c.loss.retrans, Reordering: c.loss.reordering, CAState: uint8(c.ca),
		Backoff: c.loss.backoff, Probes: c.loss.probes, PingPong: c.ack.pingpong, NoDelay: c.nodelay, Cork: c.cork,
		QuickAcks: c.ack.quick, SRTT: c.srtt / 8, RTTVar: c.mdev / 4, RTO: c.rto, ATO: c.ack.ato, MinRTT: c.minRTT,
		SndMSS: c.fullMSS, RcvMSS: c.ack.rcvMSS, AdvMSS: c.advMSS, RcvBuf: int32(c.rcvBuf), SndBuf: int32(c.sndBuf),
		InFlight: c.sndNxt - c.sndUna, OOO: c.oooBytes, AckPending: c.ack.pending,
	}
	if in.Ssthresh == notSet {
		in.Ssthresh = -1
	}
	if in.MinRTT == Never {
		in.MinRTT = 0
	}
	in.Held = max(c.writeSeq-c.sndNxt, 0)
	in.Unread = c.Unread()
	return in
}
