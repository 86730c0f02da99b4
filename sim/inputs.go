package sim

import (
	"fmt"

	"teacp/sim/tcp"
)

// Played is an exchange that was scripted from one side: what arrived at an endpoint and
// what its application called, each at its instant. The run simulates the endpoint alone; the
// other end of every connection only takes what comes.
type Played struct {
	Active   []bool // by connection: the endpoint opens it, as side 0 on host 0; else it is side 1 on host 1
	Inputs   []Input
	Policies []tcp.Policy // for InPolicy
	Fails    int          // the line of the script whose expectation fails where the run ends; 0: none
}

// Input is one thing that happens to the endpoint.
type Input struct {
	At     Time
	What   InputKind
	Conn   uint32
	Seg    tcp.Segment // InSegment
	Opt    tcp.Opt     // InSet
	N, Res int64       // argument and result of a call
	Errno  tcp.Errno
	More   bool // MSG_MORE
	Record bool // MSG_EOR
	Late   bool // it comes after the timers of its instant
}

// InputKind says what an Input is.
type InputKind uint8

// The kinds.
const (
	InSegment InputKind = iota
	InConnect
	InAccept // tells that the application knows of the connection
	InRead
	InWrite
	InShutdown
	InShutdownRead
	InClose
	InAbort
	InSet
	InTakeError
	InUnreachable // N: sequence number, Res: code and MTU<<8
	InPolicy      // N: index in Policies; Res: 1: connections notice at once
	InDevice      // N: 0: the device takes nothing
	InRecycle     // a new SYN reaches the listening socket and ends TIME-WAIT
)

func (p *Played) check() error {
	if len(p.Active) == 0 || len(p.Active) > MaxScripts || len(p.Inputs) > MaxInputs {
		return fmt.Errorf("expected 1 to %d connections and at most %d inputs", MaxScripts, MaxInputs)
	}
	last := Time(0)
	for i := range p.Inputs {
		in := &p.Inputs[i]
		if in.At < last || int(in.Conn) >= len(p.Active) || in.What == InPolicy && (in.N < 0 ||
			int(in.N) >= len(p.Policies)) {
			return fmt.Errorf("input %d: expected inputs in order, about connections and settings that are there", i)
		}
		last = in.At
	}
	return nil
}

// side is the endpoint's side of a connection.
func (p *Played) side(conn uint32) uint32 {
	if p.Active[conn] {
		return 0
	}
	return 1
}

// MaxInputs bounds what a run may be given.
const MaxInputs = 1 << 20
