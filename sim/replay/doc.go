// Package replay concludes from recorded segments what they show of the two ends of a connection:
// states, sequence numbers, round trips, why a segment was sent and what held it back. It knows no
// world and no frame: package sim reads the records, copies the ends and makes events of reports.
//
//	a, b := replay.NewEnd(), replay.NewEnd()
//	o := replay.Observer{Now: at, End: &a, Peer: &b}
//	j := o.Judge(&syn, false) // j.Rule == rule.Syn
//	o.Sent(&syn, &j)          // a.State() == tcp.SynSent; o.Out has the change of state
//
// The files:
//
//	observer.go  what a segment means to the end that sent it and to the end that received it
//	infer.go     why a segment was sent, and signs of spurious retransmissions
//	end.go       the state of one end, and its description as TCP_INFO and verdict
package replay
