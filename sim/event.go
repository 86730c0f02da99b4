package sim

import (
	"teacp/sim/cause"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

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
	OpShutdown // Value: a ShutSide
	OpClose
	OpSignal // Label: wakes OpWait of the same side
	OpWait   // Label
	OpLoop   // Times: repeats the steps up to the matching OpEnd
	OpEnd
	OpAbort // close with RST
	OpBind
	OpGet // Opt
)

var opNames = [...]string{"socket", "connect", "listen", "accept", "write", "read", "read_eof",
	"sleep", "set", "shutdown", "close", "signal", "wait", "repeat", "end", "abort",
	"bind", "get"}

func (o Op) String() string { return opNames[o] }

// ShutSide says what shutdown closes: A of its event.
type ShutSide uint8

// The sides of shutdown.
const (
	ShutWrite ShutSide = iota // SHUT_WR: a FIN follows all that was written
	ShutRead                  // SHUT_RD: reads return end of file; nothing is sent
	ShutBoth                  // SHUT_RDWR
	numShutSides
)

var shutNames = [numShutSides]string{"SHUT_WR", "SHUT_RD", "SHUT_RDWR"}

// String is the name that the socket API has for it.
func (s ShutSide) String() string { return shutNames[s] }

// NoConn is the connection of an event that has none.
const NoConn = ^uint32(0)

// EventID names an event for ever; 0 is none.
type EventID = cause.ID

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
	Flag  uint8 // FlagRetrans and so on, FlagPiggyback
	Link  uint8
	Dir   uint8  // direction on Link: 0 A to B
	Queue uint16 // packets that waited in front of a sent segment
	Seg   tcp.Segment
}

// OptionArg is A of the event of a call that sets or gets an option.
func OptionArg(o tcp.Opt, value int64) int64 { return int64(o)<<48 | value&(1<<48-1) }

// Option is the option that a call sets or gets, and its value. That of SO_ERROR is a tcp.Errno.
func (e *Event) Option() (tcp.Opt, int64) {
	if e.Op == OpGet {
		return tcp.Opt(e.A >> 48), e.B
	}
	return tcp.Opt(e.A >> 48), e.A << 16 >> 16
}

// Flags of events.
const (
	FlagRetrans   = 1 << iota // some of the segment had been sent before
	FlagDup                   // a second copy
	FlagSeen                  // seen at one point of the wire: leaving and arriving are that instant
	FlagMore                  // a call of the form send(..., MSG_MORE)
	FlagRecord                // the application wrote with MSG_EOR
	FlagPiggyback             // the segment carries a delayed ACK with its data or FIN
)

// IsQueueFull reports whether the event says that a queue of a listening socket was full: A connections
// were in it, and the backlog was B.
func (e *Event) IsQueueFull() bool {
	return e.Kind == EvIgnored && (e.Rule == rule.Backlog || e.Rule == rule.SynQueue || e.Rule == rule.AcceptFull)
}

// HasRule reports whether a rule made the event, or is a further one that holds of it.
func (e *Event) HasRule(id rule.ID) bool {
	return e.Rule == id || id == rule.Piggyback && e.Kind == EvSend && e.Flag&FlagPiggyback != 0
}
