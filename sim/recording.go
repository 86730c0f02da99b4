package sim

import (
	"net/netip"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Source is a recording that a run replays (Config.Replay): what was seen on a real wire.
// It is part of the run's input, so its records never change: record i is the same
// whenever it is asked for, in any order. Record may be called from several goroutines.
type Source interface {
	// Record returns record i; false when the recording has fewer. Records stand in
	// order of time; At is Never where the recording does not say.
	Record(i int64) (Record, bool)
	// Ended says how the recording ends, when Record has returned false: rule.RecordEnd,
	// or rule.RecordDamaged where more could not be read.
	Ended() rule.ID
	// Addr is the address of one side of a connection; the zero Addr if the recording
	// does not say.
	Addr(conn uint32, side int) netip.Addr
	// Payload copies bytes of a side's stream into dst, from the segment that record i
	// shows, and returns how many are there: 0 where the recording has none.
	Payload(dst []byte, i int64) int
	// Remark is what is to be said about record i in words: "" mostly.
	Remark(i int64) string
}

// RecordKind says what a record shows.
type RecordKind uint8

// The kinds of records.
const (
	RecSeen    RecordKind = iota // a segment passed the one point of a capture
	RecSend                      // a segment left its sender; At2 is its arrival, Never: it was lost
	RecArrive                    // the segment of record Sent arrived
	RecCall                      // an application called Op; B is Never-like -1 while it waits
	RecDone                      // a call that waited returned
	RecReading                   // a reading of a host's own numbers: Info
	RecDgram                     // a datagram (DNS) passed; A is 0 for a question, 1 for an answer
	RecNote                      // something else is to be said: Rule, A, B; Conn is NoConn where it is about none
)

// Record is one line of a recording, as values. Sequence numbers are relative to each
// side's SYN, or the wire's own 32 bits where Raw is set; then the window is the wire's
// 16 bits, too.
type Record struct {
	Kind    RecordKind
	Side    uint8 // of the sender, or of the application
	Raw     bool
	Retrans bool // the recording says so itself
	Dup     bool // a second copy
	Op      Op
	Errno   tcp.Errno
	At, At2 Time
	Conn    uint32
	Port    [2]uint16
	Bytes   int32 // of the IP packet
	Lost    rule.ID
	Rule    rule.ID
	Sent    int64 // RecArrive: the record of its sending
	A, B    int64
	Notes   [3]Note // what else is to be said about a segment
	Seg     tcp.Segment
	Info    tcp.Info
}

// Note is a remark on a record: Rule, and its numbers.
type Note struct {
	Rule rule.ID
	A, B int64
}
