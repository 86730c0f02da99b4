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

// kindInfo says what holds for all events of a kind.
type kindInfo struct {
	name      string // in the JSON, in scenarios and in filters
	isSegment bool   // a segment is sent, arrives, is lost or ignored
	isOfRun   bool   // about the run itself: no part of its hash
	isTraffic bool   // of segments, timers, calls and states: part of Run.Traffic
}

var kindTable = [NumKinds]kindInfo{
	EvStart:     {name: "start", isOfRun: true},
	EvSend:      {name: "send", isSegment: true, isTraffic: true},
	EvRecv:      {name: "receive", isSegment: true, isTraffic: true},
	EvLost:      {name: "lost", isSegment: true, isTraffic: true},
	EvIgnored:   {name: "ignored", isSegment: true, isTraffic: true},
	EvHold:      {name: "hold"},
	EvRelease:   {name: "release"},
	EvAckHeld:   {name: "ack-held"},
	EvArm:       {name: "arm", isTraffic: true},
	EvFire:      {name: "timer", isTraffic: true},
	EvCancel:    {name: "cancel", isTraffic: true},
	EvState:     {name: "state", isTraffic: true},
	EvWindow:    {name: "window"},
	EvRTT:       {name: "rtt"},
	EvMark:      {name: "marked-lost"},
	EvUndo:      {name: "undo"},
	EvReadable:  {name: "readable"},
	EvEOF:       {name: "eof"},
	EvWritable:  {name: "writable"},
	EvConnected: {name: "connected"},
	EvError:     {name: "error", isTraffic: true},
	EvAcked:     {name: "acked"},
	EvOOO:       {name: "out-of-order"},
	EvCall:      {name: "call", isTraffic: true},
	EvDone:      {name: "done", isTraffic: true},
	EvKnob:      {name: "knob", isOfRun: true},
	EvHTTP:      {name: "http"},
	EvDgram:     {name: "datagram", isTraffic: true},
	EvDgramRecv: {name: "datagram-received", isTraffic: true},
	EvEnd:       {name: "end", isOfRun: true},
	EvWire:      {name: "disturbed"},
	EvInfer:     {name: "inferred"},
}

// String is the kind's name.
func (k Kind) String() string {
	if k >= NumKinds {
		return "unknown"
	}
	return kindTable[k].name
}

// IsSegment reports whether a segment is sent, arrives, is lost or ignored.
func (k Kind) IsSegment() bool { return kindTable[k].isSegment }

// KindByName finds a kind by its name.
func KindByName(name string) (Kind, bool) {
	for k := range kindTable {
		if kindTable[k].name == name {
			return Kind(k), true
		}
	}
	return 0, false
}

// KindNames lists the names of all kinds, in their order.
func KindNames() []string {
	names := make([]string, NumKinds)
	for k := range kindTable {
		names[k] = kindTable[k].name
	}
	return names
}
