package drill

import "teacp/sim/tcp"

// Stack is what a script is played against: the simulated endpoint, or anything else that
// can be driven by calls and packets on a clock.
type Stack interface {
	// Now is the time since the script's begin.
	Now() Time
	// Wait lets time pass until an instant, or until something happens before it.
	Wait(until Time, or Wake)
	// Sent takes the oldest packet that was sent and not taken yet.
	Sent() (Sent, bool)
	// Inject lets a packet arrive.
	Inject(*Packet)
	// ICMP lets a message arrive.
	ICMP(*ICMP)
	// Call makes a call. Where it blocks the reply comes later, by Returned.
	Call(*Sys) (r Reply, blocked bool)
	// Returned takes the reply of the call that was blocked.
	Returned() (Reply, bool)
	// Set lets a command change the host's settings.
	Set(*Command)
	// Info reads a number of TCP_INFO by its name; false if there is none of that name.
	Info(name string) (int64, bool)
}

// Wake is what ends a wait early.
type Wake uint8

// What may end a wait.
const (
	OnNothing Wake = iota
	OnReturn       // a call that was blocked returns
	OnPacket       // that, or a packet is there to be taken
)

// Sent is a packet that the endpoint sent, as it stood on the wire: window not scaled,
// sequence numbers of the wire.
type Sent struct {
	Packet
	At Time
}

// Reply is what a call returned.
type Reply struct {
	At    Time
	Ret   int64
	Errno int
	Value int64 // of an option, an ioctl, a poll or a control message
}

// Verdict is the outcome of a run.
type Verdict uint8

// The outcomes.
const (
	Pass Verdict = iota
	Fail
)

// Result is the outcome of a script.
type Result struct {
	Verdict  Verdict
	Events   int  // that passed
	Time     Time // simulated
	Line     int
	What     string // what differs
	Expected string
	Actual   string
	Log      []Entry
}

// Entry is one line of the exchange as it happened.
type Entry struct {
	At   Time
	Line int
	Text string
}

// Options are the settings of a run.
type Options struct {
	Profile   string      // linux unless said otherwise
	Sysctls   [][2]string // set before the script's own
	Tolerance Time        // 0: the script's own, or 4 ms
	Ignore    Ignore
	Log       bool        // keep the exchange
	Audit     func(error) // told of each act of an endpoint: see tcp.Env
}

// Ignore is a set of things that are not compared.
type Ignore uint8

// What can be left out of the comparison.
const (
	IgnorePush    Ignore = 1 << iota // the PSH flag
	IgnoreWindow                     // windows
	IgnoreSynOpts                    // options of SYNs: order, set and values
	IgnoreSoBuf                      // values of SO_SNDBUF and SO_RCVBUF
	IgnoreTime                       // times
)

// Ignorable are the names of the set, in order.
var Ignorable = []string{"psh", "win", "synopts", "sobuf", "time"}

// wireOptions are the options of a segment in the order in which common stacks write them.
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
