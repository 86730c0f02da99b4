package drill

import (
	"fmt"

	"teacp/sim/tcp"
)

// Time is an instant or a duration of the script's clock.
type Time = tcp.Time

const (
	microsecond Time = 1000
	millisecond      = 1000 * microsecond
	second           = 1000 * millisecond
)

// Script is a parsed script.
type Script struct {
	File    string
	Source  string
	Events  []Event
	Config  Config
	Remarks []Remark
}

// Remark names something in a script that has no effect in the simulation, with the first line that uses it.
type Remark struct {
	Line int
	Text string
}

// Config contains the options before the first event of a script, and the commands among them.
type Config struct {
	Tolerance Time  // 0: 4 ms
	MSS       int32 // payload of one segment on the wire: a larger packet that arrives is several, merged; 0: none
	MTU       int32
	IPv6      bool // MTU-sized segments are ipv6Extra bytes shorter than over IPv4
	Mapped    bool // sockets of IPv6 with mapped addresses: packets of IPv4
	TSTick    Time // 0: timestamps that the endpoint sends are not compared
	Strict    bool // an expected packet matches one segment only
	Setup     []Command
	Profile   string      // of a comment "// teacp: profile=rfc nagle=off ..."
	Knobs     [][2]string // from the same comment
}

// Form is the notation of an event's time.
type Form uint8

// Forms of the time of an event.
const (
	Absolute      Form = iota
	Relative           // +x: since the previous event
	Any                // *
	AbsoluteRange      // x~y
	RelativeRange      // +x~+y
)

// When is the time of an event.
type When struct {
	Form   Form
	At, To Time // To: the end of a range, else equal to At
	Blocks bool // the call blocks until End
	End    Time
}

// EventKind is the type of an event.
type EventKind uint8

// Types of events.
const (
	EvInject EventKind = iota // a packet arrives at the endpoint
	EvExpect                  // the endpoint sends a packet
	EvICMP                    // an ICMP message arrives
	EvCall
	EvCode
	EvShell
)

// Event is an event of a script. It may span several lines.
type Event struct {
	Line, Col int
	Text      string // the source text, joined to one line
	When      When
	Kind      EventKind
	Packet    Packet
	ICMP      ICMP
	Call      Call
	Sys       Sys // the call as the stack executes it
	Code      []Statement
	Commands  []Command
}

// Packet is a segment in the notation of a script.
type Packet struct {
	Flags    tcp.Flags
	Seq, Ack uint32
	Len      int32
	Win      int64
	HasWin   bool
	AnyOpts  bool // <...>
	Opts     []Option
	ECN      int8 // -1: not given
}

// Values of Packet.ECN: the two ECN bits of the IP header.
const (
	ecnNotGiven int8 = -1
	ecnNot      int8 = 0
	ecnECT1     int8 = 1
	ecnECT0     int8 = 2
	ecnCE       int8 = 3
)

// Option is a TCP option. Kind is its number in the TCP header.
type Option struct {
	Kind uint8
	A, B uint32 // the value; for a timestamp val and ecr
	Sack []SackBlock
}

// SackBlock is a range [Lo, Hi) of sequence numbers.
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

// ICMP is a message that quotes a segment. Code is that of the message "destination unreachable" with the same
// effect, or noEffect.
type ICMP struct {
	Code int
	MTU  int32
	Seq  uint32
	Len  int32
}

// Call is a call of the socket API in the notation of a script.
type Call struct {
	Name   string
	Args   []Value
	Result Value
	Errno  string
}

// Command is one shell command.
type Command struct {
	Line, Col int
	Words     []string
}

// Problem is an error of a script: a syntax error, or something that the simulation does not
// support.
type Problem struct {
	File        string
	Line, Col   int
	Unsupported bool
	Expected    string
	Found       string
	More        []*Problem // what else is not supported
}

func (p *Problem) Error() string {
	if p.Unsupported {
		text := fmt.Sprintf("%s:%d:%d: not supported: %s", p.File, p.Line, p.Col, p.Found)
		for _, m := range p.More {
			text += "\n" + m.Error()
		}
		return text
	}
	return fmt.Sprintf("%s:%d:%d: expected %s, found %s", p.File, p.Line, p.Col, p.Expected, p.Found)
}

// ipv6Extra is how much longer the header of IPv6 is than that of IPv4.
const ipv6Extra = 20

// Limits of a script.
const (
	MaxBytes  = 4 << 20
	maxEvents = 100_000
	maxDepth  = 32
	maxTime   = 24 * 3600 * second
)
