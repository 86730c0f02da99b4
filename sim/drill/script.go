// Package drill reads scripts in packetdrill's language and plays them against an
// endpoint: the script is the endpoint's application and its peer. It is judged as the
// original does: by order, content and time of what the endpoint sends, and by what calls
// return.
//
//	s, err := drill.Parse("close.pkt", text)
//	res, err := drill.Run(s, drill.Options{})
//	// res.Verdict: Pass, or Fail with line, what was expected and what came
//
// Nothing is ever executed: commands for a shell and assertions in Python are read by
// small readers of their own (shell.go, code.go), and what these do not know is refused.
package drill

import (
	"fmt"

	"teacp/sim/tcp"
)

// Time is an instant or a span of the script's clock.
type Time = tcp.Time

const (
	microsecond Time = 1000
	millisecond      = 1000 * microsecond
	second           = 1000 * millisecond
)

// Script is a script that has been read.
type Script struct {
	File   string
	Source string
	Events []Event
	Config Config
}

// Config is what the options in front of a script say, and the commands before its first
// event.
type Config struct {
	Tolerance Time  // 0: 4 ms
	MSS       int32 // read and not used: an arriving segment counts as one
	MTU       int32
	TSTick    Time // 0: outbound timestamps are not compared
	Strict    bool // one segment for each expected packet
	Setup     []Command
	Profile   string      // of a comment "// teacp: profile=rfc nagle=off ..."
	Knobs     [][2]string // likewise
}

// Form is the form in which an event's time is given.
type Form uint8

// The forms.
const (
	Absolute      Form = iota
	Relative           // +x: since the previous event
	Any                // *
	AbsoluteRange      // x~y
	RelativeRange      // +x~+y
)

// When is when an event is due.
type When struct {
	Form   Form
	At, To Time // To: end of a range, otherwise At
	Blocks bool // a call that blocks until End
	End    Time
}

// EventKind is what an event is.
type EventKind uint8

// The kinds.
const (
	EvInject EventKind = iota // a packet arrives at the endpoint
	EvExpect                  // the endpoint sends a packet
	EvICMP                    // an ICMP message arrives
	EvCall
	EvCode
	EvShell
)

// Event is one line of a script, which may span several.
type Event struct {
	Line, Col int
	Text      string // as it stands in the script, on one line
	When      When
	Kind      EventKind
	Packet    Packet
	ICMP      ICMP
	Call      Call
	Sys       Sys // what the call asks for
	Code      []Statement
	Commands  []Command
}

// Packet is a segment as a script writes it.
type Packet struct {
	Flags    tcp.Flags
	Seq, Ack uint32
	Len      int32
	Win      int64
	HasWin   bool
	AnyOpts  bool // <...>
	Opts     []Option
	ECN      int8 // -1: not said
}

// Values of Packet.ECN, as the two bits of the IP header.
const (
	ecnUnsaid int8 = -1
	ecnNot    int8 = 0
	ecnECT1   int8 = 1
	ecnECT0   int8 = 2
	ecnCE     int8 = 3
)

// Option is a TCP option; Kind is its number on the wire.
type Option struct {
	Kind uint8
	A, B uint32 // value; val and ecr of a timestamp
	Sack []SackBlock
}

// SackBlock is a range of sequence numbers.
type SackBlock struct{ Lo, Hi uint32 }

// Kinds of TCP options.
const (
	optEOL    = 0
	optNop    = 1
	optMSS    = 2
	optWScale = 3
	optSackOK = 4
	optSack   = 5
	optTS     = 8
)

// ICMP is a destination-unreachable message about a segment.
type ICMP struct {
	Code int
	MTU  int32
	Seq  uint32
	Len  int32
}

// Call is a call of the socket API as the script writes it.
type Call struct {
	Name   string
	Args   []Value
	Result Value
	Errno  string
}

// Command is one command for a shell.
type Command struct {
	Line, Col int
	Words     []string
}

// Problem says why a script cannot be played: it does not fit the language, or it needs
// something that the simulation does not have.
type Problem struct {
	File        string
	Line, Col   int
	Unsupported bool
	Expected    string
	Found       string
}

func (p *Problem) Error() string {
	if p.Unsupported {
		return fmt.Sprintf("%s:%d:%d: not supported: %s", p.File, p.Line, p.Col, p.Found)
	}
	return fmt.Sprintf("%s:%d:%d: expected %s, found %s", p.File, p.Line, p.Col, p.Expected, p.Found)
}

// Bounds of a script.
const (
	MaxBytes  = 4 << 20
	maxEvents = 100_000
	maxDepth  = 32
	maxTime   = 24 * 3600 * second
)
