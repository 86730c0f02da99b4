// Package tcp is one TCP endpoint as a plain value: calls and segments go in, segments,
// timers and reasons come out. It knows no host, no link and no clock but Env.Now.
//
//	p, _ := tcp.Profile("rfc")
//	var mem tcp.Mem
//	env := tcp.Env{Pol: &p, Mem: &mem}
//	var c tcp.Conn
//	c.Connect(&env)           // env.Out: SYN sent, timer armed, CLOSED -> SYN-SENT
//	c.Receive(&env, &synAck)  // env.Out: ACK sent, ESTABLISHED
//	c.Write(&env, 100, false) // env.Out: 100 bytes sent, or held and by which rule
//
// The files, in the order in which a segment passes them.
//
// An arriving segment:
//
//	receive.go     the order of the checks and steps for each state (RFC 9293 section 3.10.7)
//	acceptance.go  the checks: timestamp, sequence number, RST, SYN; answers to what fails them
//	listen.go      whether the queues of a listening socket take a connection
//	handshake.go   the options and sizes that SYNs agree on; the start of ESTABLISHED
//	ack.go         the ACK: send window, acknowledged segments, timers
//	scoreboard.go  which sent segments have arrived or are lost: SACK blocks, duplicate ACKs
//	rtt.go         RTT samples and the RTO (RFC 6298)
//	recovery.go    the states of loss recovery: entering, staying in and leaving them
//	detect.go      which segments are lost: duplicate ACKs, SACK counting, RACK
//	undo.go        spurious recoveries and what they give back
//	cc.go          the congestion control: the switch between the algorithms
//	cwnd.go        what all algorithms share: growth, reduction, PRR, validation, restart after idle
//	reno.go        Reno and NewReno (RFC 5681, RFC 6582), Tahoe
//	cubic.go       CUBIC's curve (RFC 9438)
//	hystart.go     HyStart, the end of slow start by delay (RFC 9406)
//	ecn.go         ECN marks and their echoes (RFC 3168)
//	data.go        payload in order or out of order
//	reassembly.go  the queues of received ranges; SACK blocks to report
//	rcvbuf.go      the receive buffer: charges, growth, the receiver's round trip
//	prune.go       what happens when the receive buffer is over its size
//	window.go      the receive window to advertise
//	state.go       FINs and the transitions between states
//	acknowledge.go whether an ACK goes, and if not what keeps it
//	delack.go      quick ACKs, the delay of ACKs, ACK compression
//
// A segment that leaves:
//
//	calls.go       the calls of an application
//	options.go     socket options
//	sendqueue.go   the send queue and its buffers
//	decide.go      whether a segment goes, and if not what holds it; the loop that acts on it
//	offload.go     buffers of several segments (segmentation offload)
//	emit.go        new data leaves; the header and options of a segment
//	retransmit.go  a segment leaves again
//	timer.go       the timers: starting, stopping, expiring
//	timeout.go     retransmission, zero-window and keep-alive timeouts
//	tlp.go         the tail loss probe (RFC 8985 section 7)
//	icmp.go        destination unreachable, path MTU
//
// Values: types.go (what goes in and out), conn.go (the control block), invariants.go (what holds between
// two calls), mem.go (the queues of all connections), policy.go and profiles.go (settings and their
// profiles), knobs.go and details.go (their table).
//
// What is sent, and what is held back, is decided in one place: see decide.
package tcp
