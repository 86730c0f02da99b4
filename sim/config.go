package sim

import (
	"time"

	"teacp/sim/cause"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Time is an instant or a span of simulated time; instants count from the run's start.
type Time = time.Duration

// Never is a deadline that does not come.
const Never = tcp.Never

// Config is what a scenario compiles to: with a seed and a list of changes it is
// all that a run depends on. It is not written after New.
type Config struct {
	Name     string
	Seed     uint64
	Hosts    []HostConfig // 0 is the client, 1 the server; proxies follow
	Links    []LinkConfig
	Faults   []Fault
	Recorded Recorded      // of a recording that is simulated
	Conns    []ConnScript  // scripted connections
	HTTP     []http.Config // HTTP agents: at most one page, its servers and proxies
	Limits   Limits
	// LimitTime ends the run (0: Limits.Time).
	LimitTime Time
	// Replay is a recording: the run shows it and simulates nothing. Hosts 0 and 1 are the
	// lanes of the openers and of their peers, link 0 what lies between them.
	Replay Source
	// Audit, where it is set, is told of each act of an endpoint: see tcp.Env.
	Audit func(error)
	// Played is an exchange scripted from one side: see there.
	Played *Played
}

// HostConfig is one host.
type HostConfig struct {
	Name           string
	Addr           [4]byte
	PortLo, PortHi uint16 // ephemeral ports, inclusive; 0,0: 32768..60999
	Profile        string // the name Policy was taken from
	Policy         tcp.Policy
	Wake           Time      // how long after its cause a blocked call returns
	Pause          Time      // how much longer than asked a pause between two reads takes
	Delay          Time      // how long after its arrival a packet is processed
	Rouse          Time      // how much longer that takes at most after a silence: a thousandth of it
	Set            []Setting // what the scenario sets beside the profile; part of Policy already
}

// LinkConfig joins two hosts.
type LinkConfig struct {
	A, B uint8
	Dir  [2]PathConfig // 0: from A to B, 1: from B to A
}

// PathConfig is one direction of a link.
type PathConfig struct {
	Delay        Time
	RateBps      int64 // bits per second; 0: no serialisation delay
	QueuePackets int64 // packets that may wait behind the one on the line; 0: no limit
	QueueBytes   int64 // likewise in bytes of IP packets
	MTU          int64 // larger packets are dropped; 0: no limit
	Jitter       Time  // each packet is delayed by up to this much more, without reordering
	LossPPM      int64 // random loss, packets in a million, hashed from the seed
}

// Match says which packets a fault counts.
type Match uint8

// The matches, as in the recorded cases.
const (
	MatchAny Match = iota
	MatchData
	MatchSyn
	MatchFin
	MatchRst
	MatchAck    // pure ACKs
	MatchOffset // payload that covers byte Offset of its stream (0 is the first)
	MatchDgram  // datagrams (DNS)
)

// Act is what a fault does.
type Act uint8

// The actions of faults.
const (
	ActDrop Act = iota
	ActDelay
	ActDup
)

// Fault is a named disturbance of the wire: the N-th match (1 is the first) and the
// Count-1 after it are hit.
type Fault struct {
	Name   string
	Link   uint8
	Dir    uint8
	Conn   int32 // -1: any
	Match  Match
	Offset int64
	N      int64
	Count  int64
	Act    Act
	Extra  Time // ActDelay: on top; ActDup: the copy comes this much later
}

// Op is a step of a script: a call of the socket API or control.
type Op uint8

// The steps.
const (
	OpSocket Op = iota
	OpConnect
	OpListen
	OpAccept
	OpWrite    // Bytes; blocks until all is in the send buffer
	OpRead     // Bytes in all; Chunk limits one call, Pause waits between calls
	OpReadEOF  // reads until end of file; Chunk, Pause as above
	OpSleep    // Pause
	OpSet      // Opt, Value
	OpShutdown // the sending side
	OpClose
	OpSignal // Label: wakes OpWait of the same side
	OpWait   // Label
	OpLoop   // Times: repeats the steps up to the matching OpEnd
	OpEnd
	OpAbort // close with RST
)

var opNames = [...]string{"socket", "connect", "listen", "accept", "write", "read", "read_eof", "sleep", "set", "shutdown", "close", "signal", "wait", "repeat", "end", "abort"}

func (o Op) String() string { return opNames[o] }

// Step is one step of a script.
type Step struct {
	Op    Op
	More  bool // MSG_MORE on a write
	Opt   tcp.Opt
	At    Time // not before this instant; 0: at once
	Bytes int64
	Chunk int64
	Pause Time
	Value int64
	Label int32
	Times int32
	Line  int32 // line of the scenario file, 0 if none
	Name  string
	Wake  Time       // how long after its cause this call returns; 0: as the host's
	Reads []ReadTime // the same for the single calls of a read
}

// ReadTime is when one call of a reading step returned.
type ReadTime struct {
	From  int64 // bytes that the step had read before
	Took  int64 // bytes; 0: all there was
	Wake  Time  // how long after its cause the call returned
	Pause Time  // how long the pause behind it took; 0: as asked
}

// ConnScript is one connection and what the applications at both ends do with it.
type ConnScript struct {
	ClientHost, ServerHost uint8
	ClientPort, ServerPort uint16
	Client, Server         []Step
	// Held are the ends of segments that arrive, at the client (0) and the server (1), while the
	// application is in a call that holds the socket; ascending.
	Held [2][]int64
	// Short are the ends, in bytes of the stream, of reads that took less than they asked for: what
	// lies behind had not been processed when they took it; ascending.
	Short [2][]int64
}

// Limits bound a run. Reaching one ends it with EndLimit and a message.
type Limits struct {
	Frames int64
	Conns  int64
	Time   Time
}

// DefaultLimits are used where a Config says nothing.
var DefaultLimits = Limits{Frames: 20_000_000, Conns: 200_000, Time: 24 * time.Hour}

// Change is one turn of a knob: from Frame on (0: the whole run).
type Change struct {
	Frame int64  `json:"frame"`
	Knob  string `json:"knob"`
	Value string `json:"value"`
}

// NoConn is the connection of an event that has none.
const NoConn = ^uint32(0)

// EventID names an event for ever; 0 is none.
type EventID = cause.ID

// Kind says what an event is.
type Kind uint8

// The kinds of events. Names (String) are those of the JSON.
const (
	EvStart    Kind = iota // the run begins
	EvSend                 // a segment leaves Host: Seg, At2 = arrival (Never: lost), Rule
	EvRecv                 // a segment arrives at Host: Seg; cause is its send
	EvLost                 // the wire lost the segment, at sending: Rule says why
	EvIgnored              // the endpoint ignored an arriving segment: Rule
	EvHold                 // data held back: Rule, A bytes, At2 = deadline or Never
	EvRelease              // a hold ended: Rule is the hold's
	EvAckHeld              // an ACK is owed and delayed: Rule, At2 = deadline
	EvArm                  // Timer armed: At2 = when it fires
	EvFire                 // Timer fired; cause is its arming
	EvCancel               // Timer stopped
	EvState                // state A -> B
	EvWindow               // cwnd A, ssthresh B (segments)
	EvRTT                  // sample A ns, RTO B ns
	EvMark                 // bytes [A,B) marked lost
	EvUndo                 // a reduction undone
	EvReadable             // A new bytes in order, B buffered
	EvEOF                  // end of file can be read
	EvWritable             // room in the send buffer
	EvConnected
	EvError // Errno A; bytes that were not read B
	EvAcked // bytes up to A acknowledged
	EvOOO   // payload [A,B) waits out of order
	EvCall  // an application calls Op: A argument, B result when done; At2 Never: blocked
	EvDone  // a blocked call returns: B result; cause is what woke it
	EvKnob  // a knob was turned: A is the index in Changes
	EvHTTP  // HTTP: Sub says what, Req which request
	EvDgram // a datagram (DNS): sent
	EvDgramRecv
	EvEnd   // the run ends: Rule says why
	EvWire  // the wire delays a packet or doubles it: Rule, A how much later
	EvInfer // what a recording shows or lets one conclude: Rule, A and B its numbers
	NumKinds
)

// Event is one thing that happened in a frame.
type Event struct {
	ID    EventID
	Cause EventID
	At    Time
	At2   Time
	A, B  int64
	Conn  uint32
	Req   int32 // request id of HTTP events, -1 none
	Rule  rule.ID
	Host  uint8
	Side  uint8 // 0: the opener's end of Conn, 1: the other
	Kind  Kind
	Timer tcp.TimerKind
	Op    Op
	Sub   uint8 // http.Kind of an EvHTTP
	Flag  uint8 // FlagRetrans, FlagDup, FlagSeen
	Link  uint8
	Dir   uint8  // direction on Link: 0 A to B
	Queue uint16 // packets that waited in front of a sent segment
	Seg   tcp.Segment
}

// OptionArg is A of the event of a call that sets an option.
func OptionArg(o tcp.Opt, value int64) int64 { return int64(o)<<48 | value&(1<<48-1) }

// Option is the option that a call sets, and its value.
func (e *Event) Option() (tcp.Opt, int64) { return tcp.Opt(e.A >> 48), e.A << 16 >> 16 }

// Flags of events.
const (
	FlagRetrans = 1 << iota // some of the segment had been sent before
	FlagDup                 // a second copy
	FlagSeen                // seen at one point of the wire: leaving and arriving are that instant
)
