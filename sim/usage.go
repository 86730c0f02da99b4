package sim

import "teacp/sim/tcp"

// What connections cost a host: sockets, and memory. A socket's control block is as large as
// the slab that a Linux kernel (6.18, 64 bits) takes for it; with it go the buffers, counted
// by the space that the bytes in them take.
const (
	sizeSocket   = 2368 // struct tcp_sock
	sizeTimeWait = 256  // struct tcp_timewait_sock
	sizeHalfOpen = 320  // struct tcp_request_sock
)

// hostUse counts what the connections of a host take.
type hostUse struct {
	open, timeWait, halfOpen int64
	buffers                  int64
	peakOpen, peakMemory     int64
	peakTimeWait             int64
	queue, peakQueue         int64 // connections that wait for accept
}

func (u *hostUse) memory() int64 {
	return u.open*sizeSocket + u.timeWait*sizeTimeWait + u.halfOpen*sizeHalfOpen + u.buffers
}

func (u *hostUse) count(s tcp.State, n int64) {
	switch s {
	case tcp.Closed, tcp.Listen:
	case tcp.TimeWait:
		u.timeWait += n
	case tcp.SynReceived:
		u.halfOpen += n
	default:
		u.open += n
	}
}

func (u *hostUse) peak() {
	u.peakOpen = max(u.peakOpen, u.open)
	u.peakTimeWait = max(u.peakTimeWait, u.timeWait)
	u.peakMemory = max(u.peakMemory, u.memory())
	u.peakQueue = max(u.peakQueue, u.queue)
}

// HostUse is what the connections of a host take, at this moment and at the most so far.
type HostUse struct {
	Open         int64 // sockets of connections, those in TIME-WAIT and half-open ones not counted
	TimeWait     int64 // pairs in TIME-WAIT
	Queue        int64 // connections that wait for accept, at all listening sockets
	PeakQueue    int64
	Buffers      int64 // bytes that send and receive buffers take
	Memory       int64 // with the control blocks, those of half-open connections too
	PeakOpen     int64
	PeakTimeWait int64
	PeakMemory   int64
}
