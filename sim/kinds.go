package sim

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

// kindNames are the names of event kinds in the JSON, in scenarios and in filters.
var kindNames = [NumKinds]string{
	EvStart: "start", EvSend: "send", EvRecv: "receive", EvLost: "lost", EvIgnored: "ignored",
	EvHold: "hold", EvRelease: "release", EvAckHeld: "ack-held", EvArm: "arm", EvFire: "timer",
	EvCancel: "cancel", EvState: "state", EvWindow: "window", EvRTT: "rtt", EvMark: "marked-lost",
	EvUndo: "undo", EvReadable: "readable", EvEOF: "eof", EvWritable: "writable", EvConnected: "connected",
	EvError: "error", EvAcked: "acked", EvOOO: "out-of-order", EvCall: "call", EvDone: "done",
	EvKnob: "knob", EvHTTP: "http", EvDgram: "datagram", EvDgramRecv: "datagram-received", EvEnd: "end", EvWire: "disturbed",
	EvInfer: "inferred",
}

// String is the kind's name.
func (k Kind) String() string {
	if k >= NumKinds {
		return "unknown"
	}
	return kindNames[k]
}

// KindByName finds a kind by its name.
func KindByName(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name {
			return Kind(k), true
		}
	}
	return 0, false
}

// KindNames lists the names of all kinds, in their order.
func KindNames() []string { return append([]string(nil), kindNames[:]...) }
