package sim

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
