package drill

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Stack runs a script: the simulated endpoint, or another implementation with calls, packets and a
// clock.
type Stack interface {
	// Now returns the time since the start of the script.
	Now() Time
	// Wait advances the clock to an instant, or to an event that or names.
	Wait(until Time, or Wake)
	// Sent returns the oldest packet that was sent and not returned yet.
	Sent() (Sent, bool)
	// Inject delivers a packet.
	Inject(*Packet)
	// ICMP delivers an ICMP message.
	ICMP(*ICMP)
	// Call starts a call. If it blocks, Returned gives the reply later.
	Call(*Sys) (r Reply, blocked bool)
	// Returned returns the reply of the call that blocked.
	Returned() (Reply, bool)
	// Set applies a command to the settings of the host.
	Set(*Command)
	// Info returns a field of TCP_INFO by its name, false if there is no such field.
	Info(name string) (int64, bool)
}

// Holder is a Stack that knows what it holds and why.
type Holder interface {
	// Held returns the data that is not sent, or with ack the ACK that is delayed; nil if there is none.
	Held(ack bool) *Held
}

// Held describes data or an ACK that an endpoint holds.
type Held struct {
	Rule  rule.ID
	Bytes int64 // of data; 0: an ACK
	A, B  int64 // the numbers of the rule, see its sentence
	Until Time  // when a timer ends the hold; tcp.Never if only another event does
}

// Wake names the event that ends a wait early.
type Wake uint8

// Events that end a wait.
const (
	OnNothing Wake = iota
	OnReturn       // a blocked call returns
	OnPacket       // a blocked call returns, or a packet is sent
)

// Sent is a packet that the endpoint sent, with the values of the TCP header: the window is not
// scaled, and sequence numbers are absolute.
type Sent struct {
	Packet
	At Time
}

// Reply is the result of a call.
type Reply struct {
	At    Time
	Ret   int64
	Errno int
	Value int64 // the value of an option, an ioctl, a poll or a control message
}

// Verdict is the outcome of a script.
type Verdict uint8

// Outcomes.
const (
	Pass Verdict = iota
	Fail
)

// Result is the outcome of a script with the first difference.
type Result struct {
	Verdict  Verdict
	Events   int  // number of events that passed
	Time     Time // simulated time at the end
	Line     int
	What     string // the difference
	Expected string
	Actual   string
	Held     *Held // what is held where an expected packet is not sent in time
	Packets  int   // packets that the endpoint sent and the script has compared
	Log      []Entry
}

// Entry is one line of the log.
type Entry struct {
	At   Time
	Line int
	Text string
}

// Options are the settings of one run of a script.
type Options struct {
	Profile   string      // default: linux
	Sysctls   [][2]string // set before those of the script
	Tolerance Time        // 0: that of the script, or 4 ms
	Ignore    Ignore
	Log       bool        // fill Result.Log
	Audit     func(error) // called for each act of an endpoint, see tcp.Env
}

// Ignore is a set of properties that are not compared.
type Ignore uint8

// Properties that can be ignored.
const (
	IgnorePush    Ignore = 1 << iota // the PSH flag
	IgnoreWindow                     // windows
	IgnoreSynOpts                    // options of SYNs: order, set and values
	IgnoreSoBuf                      // values of SO_SNDBUF and SO_RCVBUF
	IgnoreTime                       // times
)

// Ignorable are the names of the properties, in the order of the bits.
var Ignorable = []string{"psh", "win", "synopts", "sobuf", "time"}

// wireOptions returns the options of a segment in the order that common stacks use.
func wireOptions(s *tcp.Segment) []Option {
	var o []Option
	nop := Option{Kind: optNop}
	syn := s.Flags&tcp.SYN != 0
	if s.MSS != 0 {
		o = append(o, Option{Kind: optMSS, A: uint32(s.MSS)})
	}
	if sack := syn && s.SackOK; sack && s.TS {
		o = append(o, Option{Kind: optSackOK})
	} else if sack {
		o = append(o, nop, nop, Option{Kind: optSackOK})
	} else if s.TS {
		o = append(o, nop, nop)
	}
	if s.TS {
		o = append(o, Option{Kind: optTS, A: s.TSVal, B: s.TSEcr})
	}
	if syn && s.WScale >= 0 {
		o = append(o, nop, Option{Kind: optWScale, A: uint32(s.WScale)})
	}
	if s.NSack > 0 {
		b := Option{Kind: optSack}
		for _, x := range s.Sack[:s.NSack] {
			b.Sack = append(b.Sack, SackBlock{uint32(x.Lo), uint32(x.Hi)})
		}
		o = append(o, nop, nop, b)
	}
	return o
}
