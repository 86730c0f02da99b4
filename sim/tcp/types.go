package tcp

import (
	"fmt"
	"time"

	"teacp/sim/rule"
)

// Time is an instant or a span of simulated time; instants count from the run's start.
type Time = time.Duration

// Never is the deadline of a timer that does not run.
const Never Time = 1<<63 - 1

// Flags are a segment's control bits (RFC 9293 section 3.1).
type Flags uint8

// The control bits.
const (
	FIN Flags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

// String gives the letters of the trace format in its order: S F R P A U E C.
func (f Flags) String() string {
	var b [8]byte
	n := 0
	for _, x := range [...]struct {
		f Flags
		c byte
	}{{SYN, 'S'}, {FIN, 'F'}, {RST, 'R'}, {PSH, 'P'}, {ACK, 'A'}, {URG, 'U'}, {ECE, 'E'}, {CWR, 'C'}} {
		if f&x.f != 0 {
			b[n] = x.c
			n++
		}
	}
	return string(b[:n])
}

// Block is a range of sequence numbers [Lo, Hi).
type Block struct{ Lo, Hi int64 }

// Segment is one TCP segment on the wire. It carries lengths, not bytes. Sequence
// numbers are relative to the sender's ISN (the SYN is 0) and do not wrap: 64 bits
// hold any run. The wire's 32 bits are made at export.
type Segment struct {
	Seq, Ack int64
	Len      int32 // bytes of payload
	Unit     int32 // of a segment that receive offload has merged: the payload of one on the wire; 0: not merged
	Wnd      int32 // the window in bytes, scaled as the receiver will read it
	Flags    Flags
	NSack    uint8
	WScale   int8   // window scale option on a SYN; -1: not offered
	SackOK   bool   // SACK-permitted option
	TS       bool   // timestamps option present
	ECN      uint8  // bits of the IP header: NotECT and so on
	MSS      uint16 // MSS option; 0: none
	TSVal    uint32
	TSEcr    uint32
	Sack     [4]Block
}

// End is the sequence number after the segment: payload, SYN and FIN count.
func (s *Segment) End() int64 {
	e := s.Seq + int64(s.Len)
	if s.Flags&SYN != 0 {
		e++
	}
	if s.Flags&FIN != 0 {
		e++
	}
	return e
}

// Size is the payload of one segment on the wire: Unit if it is set, else Len.
func (s *Segment) Size() int32 {
	if s.Unit > 0 {
		return min(s.Unit, s.Len)
	}
	return s.Len
}

// State is a connection's state (RFC 9293 section 3.3.2).
type State uint8

// The eleven states.
const (
	Closed State = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

var stateNames = [...]string{"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED",
	"FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT"}

func (s State) String() string { return stateNames[s] }

// stateFacts is what a state says about the two directions of a connection.
var stateFacts = [...]struct {
	synchronized bool // both ends know each other's numbers (RFC 9293 section 3.3.2)
	finSent      bool // the application has closed this direction
	finReceived  bool // the peer has closed its direction
}{
	Established: {synchronized: true},
	FinWait1:    {synchronized: true, finSent: true},
	FinWait2:    {synchronized: true, finSent: true},
	CloseWait:   {synchronized: true, finReceived: true},
	Closing:     {synchronized: true, finSent: true, finReceived: true},
	LastAck:     {synchronized: true, finSent: true, finReceived: true},
	TimeWait:    {synchronized: true, finSent: true, finReceived: true},
}

func (s State) synchronized() bool { return stateFacts[s].synchronized }
func (s State) finSent() bool      { return stateFacts[s].finSent }
func (s State) finReceived() bool  { return stateFacts[s].finReceived }

// Do is what a verdict says.
type Do uint8

// The three verdicts.
const (
	Idle Do = iota // nothing to send
	Send           // send Segment now
	Hold           // data is held until Until or until an event
)

// Verdict is the one answer to "may I send?". Panes, timers, explanations and tests
// read it; what commits a send and what computes the next deadline read it too.
type Verdict struct {
	Do      Do
	Rule    rule.ID
	Len     int32 // bytes that would be sent, or that are held
	Retrans bool
	Seq     int64
	Until   Time  // deadline that ends a hold; Never if only an event does
	A, B    int64 // the rule's numbers: see the rule's sentence

	piece uint32 // the piece of the send queue that would be sent; 0: an empty segment
}

// TimerKind names a timer of a connection.
type TimerKind uint8

// The timers. One connection has at most one of each.
const (
	TimerRexmt    TimerKind = iota // retransmission (RFC 6298); SYN and SYN-ACK too
	TimerPersist                   // zero-window probe (RFC 9293 section 3.8.6.1)
	TimerDelAck                    // delayed ACK (RFC 9293 section 3.8.6.3)
	TimerLoss                      // tail loss probe (RFC 8985 section 7)
	TimerReorder                   // RACK reordering window (RFC 8985 section 6.2)
	TimerTimeWait                  // 2 MSL (RFC 9293 section 3.6.1) and FIN-WAIT-2 time-out
	TimerKeep                      // keep-alive (RFC 9293 section 3.8.4)
	TimerPace                      // the one ACK for several out-of-order segments (Linux tcp_comp_sack_delay_ns)
	NumTimers
)

var timerNames = [...]string{"rexmt", "persist", "delayed-ack", "tail-loss-probe", "reorder", "time-wait",
	"keep-alive", "pace"}

func (k TimerKind) String() string { return timerNames[k] }

// OutKind says what an Out is.
type OutKind uint8

// What an endpoint reports of one call into it, in order.
const (
	OutSend       OutKind = iota // Seg was sent because of Rule; Retrans if any of it was sent before
	OutHold                      // the verdict has become a hold: Rule, A bytes held, At = Until
	OutRelease                   // a reported hold ended (Rule names the hold that ended): A bytes were held
	OutArm                       // Timer armed to fire at At, because of Rule
	OutCancel                    // Timer stopped
	OutState                     // state A (old) -> B (new)
	OutDrop                      // the arriving segment was ignored, because of Rule
	OutReadable                  // A more bytes in order for the application (B: buffered now)
	OutEOF                       // the peer's FIN is in order: the application reads end of file
	OutWritable                  // room in the send buffer again (A bytes)
	OutConnected                 // the handshake is done
	OutError                     // the connection failed: A = Errno
	OutWindow                    // cwnd or ssthresh changed because of Rule: A = cwnd, B = ssthresh (segments)
	OutRTT                       // RTT sample: A = sample ns, B = new RTO ns
	OutMark                      // segment [A,B) was marked lost because of Rule
	OutUndo                      // a window reduction was undone
	OutAckHeld                   // an ACK is owed and delayed: Rule, At = when the timer fires
	OutAcked                     // bytes up to A were acknowledged for the first time
	OutOutOfOrder                // payload [A,B) arrived out of order and waits
)

// Out is one thing that came of a call into an endpoint.
type Out struct {
	Kind    OutKind
	Timer   TimerKind
	Retrans bool
	// Piggyback says of an OutSend that the segment carries a delayed ACK with its data or FIN.
	Piggyback bool
	Rule      rule.ID
	At        Time
	A, B      int64
	Seg       Segment // OutSend only
}

// Env is what one call into an endpoint works with. It is not state: the caller owns
// it, empties Out before a call and reads it afterwards.
type Env struct {
	Now Time
	Pol *Policy // the host's settings at this moment
	Mem *Mem    // the pools that hold the queues of all connections
	Out []Out

	// Audit, where it is set, is called before each act: nil where Verdict or AckVerdict gives the
	// verdict that is acted on and reading it changes nothing.
	Audit func(error)

	acting rule.ID // the rule of the verdict that is acted on; None: nothing may leave

	Queue int64 // connections that wait for accept at the listening socket of a passive open
	Held  bool  // the application is in a call that holds the socket
	Full  bool  // the host's device takes no packet
	Lag   Time  // how long ago the stack has looked at the clock that timestamps show
	Acked Time  // how soon a recording's kernel let its compressed ACKs go after this arrival; 0: not known
}

// begin starts acting on a verdict: it permits one segment, with this rule.
func (env *Env) begin(c *Conn, v *Verdict) {
	env.acting = v.Rule
	if env.Audit != nil {
		env.Audit(c.audit(env, *v, c.Verdict))
	}
}

// beginAck is begin for an ACK.
func (env *Env) beginAck(c *Conn, v ackVerdict) {
	env.acting = v.rule
	if env.Audit != nil {
		env.Audit(c.audit(env, c.asVerdict(v), c.AckVerdict))
	}
}

// audit compares the verdict that is acted on with what its public reader returns.
func (c *Conn) audit(env *Env, v Verdict, read func(*Env) Verdict) error {
	before := *c
	switch got := read(env); {
	case *c != before:
		return fmt.Errorf("reading the verdict %s changes the connection", got.Rule)
	case got != v:
		return fmt.Errorf("the verdict reads %d by %s at %d, the act is %d by %s at %d",
			got.Do, got.Rule, got.Seq, v.Do, v.Rule, v.Seq)
	}
	return nil
}

// out appends a report.
func (env *Env) out(k OutKind, r rule.ID, a, b int64) {
	o := env.add()
	o.Kind, o.Rule, o.A, o.B = k, r, a, b
}

// add returns the next report, empty. It is cleared in place: a literal with values would
// be built aside and copied.
func (env *Env) add() *Out {
	if n := len(env.Out); n < cap(env.Out) {
		env.Out = env.Out[:n+1]
		env.Out[n] = Out{}
	} else {
		env.Out = append(env.Out, Out{})
	}
	return &env.Out[len(env.Out)-1]
}

// Errno is an application's error.
type Errno uint8

// The errors that calls can give.
const (
	OK Errno = iota
	ErrAgain
	ErrInProgress
	ErrRefused  // ECONNREFUSED: RST in answer to a SYN
	ErrReset    // ECONNRESET
	ErrPipe     // EPIPE
	ErrTimedOut // ETIMEDOUT
	ErrNotConn
	ErrInvalid
	ErrIsConn
	ErrAddrInUse
	ErrAddrNotAvail // no ephemeral port left
	ErrAborted
	ErrHostUnreach
	ErrNetUnreach
	ErrNoProto // ENOPROTOOPT: the peer has no TCP
)

var errnoNames = [...]string{"", "EAGAIN", "EINPROGRESS", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT",
	"ENOTCONN", "EINVAL", "EISCONN", "EADDRINUSE", "EADDRNOTAVAIL", "ECONNABORTED",
	"EHOSTUNREACH", "ENETUNREACH", "ENOPROTOOPT"}

func (e Errno) String() string { return errnoNames[e] }

var errnoNumbers = [...]int{0, 11, 115, 111, 104, 32, 110, 107, 22, 106, 98, 99, 103, 113, 101, 92}

// Number is the number that Linux has for the error.
func (e Errno) Number() int { return errnoNumbers[e] }

// Opt is a socket option.
type Opt uint8

// The socket options of SetOpt and GetOpt.
const (
	OptNoDelay Opt = iota
	OptCork
	OptQuickAck
	OptLinger // value: seconds, -1 off; 0 resets on close
	OptRcvBuf // bytes as the application says; doubled inside where the profile does that
	OptSndBuf
	OptWindowClamp
	OptNotSentLowat
	OptMaxSeg
	OptUserTimeout // milliseconds
	OptKeepAlive   // 0: off; 1: on; more: on, with so many nanoseconds of idle time before the first probe
	OptKeepIdle    // nanoseconds
	OptKeepInterval
	OptKeepCount
	OptLinger2 // seconds of FIN-WAIT-2 after close, -1: none
	OptError   // read only: the pending error, which reading clears
)

var optionNames = [...]string{"TCP_NODELAY", "TCP_CORK", "TCP_QUICKACK", "SO_LINGER", "SO_RCVBUF", "SO_SNDBUF",
	"TCP_WINDOW_CLAMP", "TCP_NOTSENT_LOWAT", "TCP_MAXSEG",
	"TCP_USER_TIMEOUT", "SO_KEEPALIVE", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_LINGER2", "SO_ERROR"}

// String is the name that the socket API has for it.
func (o Opt) String() string { return optionNames[o] }

// Info is a reading of a connection, as TCP_INFO gives it and the panes show it.
type Info struct {
	State                          State
	SndUna, SndNxt, SndWnd         int64 // RFC 9293 section 3.3.1; SndWnd in bytes
	RcvNxt, RcvWnd                 int64
	WriteSeq                       int64 // end of what the application has written
	CopiedSeq                      int64 // end of what the application has read
	Cwnd, Ssthresh                 int32 // segments; Ssthresh < 0: not set
	Unacked, Sacked, Lost, Retrans int32 // segments
	Reordering                     int32
	CAState                        uint8 // 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss
	Backoff, Probes                uint8
	PingPong                       bool
	NoDelay, Cork                  bool
	QuickAcks                      int32
	SRTT, RTTVar, RTO, ATO, MinRTT Time
	SndMSS, RcvMSS, AdvMSS         int32
	RcvBuf, SndBuf                 int32
	Held                           int64 // bytes written and not yet sent
	InFlight                       int64 // bytes sent and not yet acknowledged
	OOO                            int64 // bytes received out of order
	Unread                         int64 // bytes in order and not yet read
	AckPending                     bool  // something received is not yet acknowledged
}

// TimerInfo is one running timer.
type TimerInfo struct {
	Kind  TimerKind
	Rule  rule.ID // why it was armed
	Armed Time
	Fires Time
}
