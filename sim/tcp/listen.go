package tcp

import "teacp/sim/rule"

// ListenFull names the queue of a listening socket that has no room for a new SYN; None if both have. As in
// a Linux kernel without SYN cookies, a queue is full when it holds more connections than the backlog.
func ListenFull(p *Policy, queue, halfOpen int64) rule.ID {
	switch {
	case p.acceptFull(queue):
		return rule.Backlog
	case halfOpen > int64(p.Backlog):
		return rule.SynQueue
	}
	return rule.None
}

// acceptFull reports whether a listening socket takes no further connection from its handshake: the ACK is
// ignored, and the timer repeats the SYN-ACK (a Linux kernel with tcp_abort_on_overflow=0).
func (p *Policy) acceptFull(queue int64) bool { return queue > int64(p.Backlog) }
