package tcp

import (
	"fmt"
	"slices"
)

// Check returns the first broken invariant.
func (c *Conn) Check(mem *Mem) error {
	var packets, sacked, lost, retrans int32
	at := int64(-1)
	for i := c.head; i != 0; {
		n := mem.nodes.At(i)
		if at >= 0 && n.Seq != at {
			return fmt.Errorf("send queue has a gap at %d", n.Seq)
		}
		at = n.End
		if n.Flags&NodeSent != 0 {
			packets++
			if n.Flags&NodeSacked != 0 {
				sacked++
			}
			if n.Flags&NodeLost != 0 {
				lost++
			}
			if n.Flags&NodeRetrans != 0 {
				retrans++
			}
			if n.Flags&NodeSacked != 0 && n.Flags&(NodeLost|NodeRetrans) != 0 {
				return fmt.Errorf("%d is both arrived and lost", n.Seq)
			}
		}
		i = n.next
	}
	l := &c.loss
	if packets != l.packets || lost != l.lost || retrans != l.retrans || c.sackOK && sacked != l.sacked {
		return fmt.Errorf("counters %d/%d/%d/%d, queue %d/%d/%d/%d (sent, sacked, lost, retransmitted)",
			l.packets, l.sacked, l.lost, l.retrans, packets, sacked, lost, retrans)
	}
	switch {
	case c.sndUna > c.sndNxt:
		return fmt.Errorf("SND.UNA %d is beyond SND.NXT %d", c.sndUna, c.sndNxt)
	case c.sndNxt > c.writeSeq:
		return fmt.Errorf("SND.NXT %d is beyond what was written, %d", c.sndNxt, c.writeSeq)
	case c.copied > c.rcvNxt:
		return fmt.Errorf("read %d is beyond RCV.NXT %d", c.copied, c.rcvNxt)
	case c.cc.cwnd < 1 && c.state.synchronized():
		return fmt.Errorf("cwnd is %d", c.cc.cwnd)
	}
	for _, check := range []func(*Mem) error{c.checkSendQueue, c.checkReceiveQueues, c.checkTimers} {
		if err := check(mem); err != nil {
			return err
		}
	}
	return nil
}

// checkSendQueue returns an error unless the send queue holds all that was written and is not acknowledged.
func (c *Conn) checkSendQueue(mem *Mem) error {
	if c.state == Closed || c.state == TimeWait || c.state == FinWait2 { // nothing is left to send
		return nil
	}
	if c.head == 0 {
		if c.sndUna != c.writeSeq {
			return fmt.Errorf("%d to %d are unacknowledged and not in the send queue", c.sndUna, c.writeSeq)
		}
		return nil
	}
	if first, last := mem.nodes.At(c.head).Seq, mem.nodes.At(c.tail).End; first > c.sndUna || last != c.writeSeq {
		return fmt.Errorf("the send queue holds %d to %d of %d to %d", first, last, c.sndUna, c.writeSeq)
	}
	return nil
}

// checkReceiveQueues returns an error unless the receive queue holds all that is in order and unread, and
// the ranges out of order lie apart behind it.
func (c *Conn) checkReceiveQueues(mem *Mem) error {
	at, space := c.copied, int64(0)
	for i := c.rq; i != 0; i = mem.ranges.At(i).next {
		r := mem.ranges.At(i)
		if r.lo > at || r.hi < at {
			return fmt.Errorf("the receive queue has %d to %d after %d", r.lo, r.hi, at)
		}
		at, space = r.hi, space+r.mem
	}
	if unread := at - c.copied; unread != c.Unread() {
		return fmt.Errorf("the receive queue has %d bytes, %d are unread", unread, c.Unread())
	}
	behind, bytes := c.rcvNxt, int64(0)
	for i := c.ooo; i != 0; i = mem.ranges.At(i).next {
		r := mem.ranges.At(i)
		if r.lo <= behind {
			return fmt.Errorf("%d to %d are out of order, %d was expected before them", r.lo, r.hi, behind)
		}
		behind, bytes, space = r.hi, bytes+r.hi-r.lo, space+r.mem
	}
	if bytes != c.oooBytes || space != c.rcvMem {
		return fmt.Errorf("%d bytes out of order and %d of space are counted, the queues have %d and %d",
			c.oooBytes, c.rcvMem, bytes, space)
	}
	return nil
}

// checkTimers returns an error where nothing would end a state or a wait if the peer were gone: all that is
// not left to the application has a timer.
func (c *Conn) checkTimers(*Mem) error {
	any := func(kinds ...TimerKind) bool { return slices.ContainsFunc(kinds, c.running) }
	switch {
	case c.state == Closed:
	case c.state == TimeWait && !any(TimerTimeWait):
		return fmt.Errorf("TIME-WAIT has no timer")
	case c.loss.packets > 0 && !any(TimerRexmt, TimerLoss, TimerReorder):
		return fmt.Errorf("%s: %d segments are unacknowledged, and no timer resends them", c.state, c.loss.packets)
	case c.state != TimeWait && c.next != 0 && c.loss.packets == 0 && !any(TimerPersist, TimerRexmt):
		return fmt.Errorf("%s: data waits to be sent, and no timer probes", c.state)
	case c.waitsForPeer() && c.loss.packets == 0 && c.next == 0:
		return fmt.Errorf("%s: the peer owes an answer, and nothing asks for it", c.state)
	case c.ack.pending && c.state.synchronized() && !any(TimerDelAck, TimerPace) && !c.ack.deferred:
		return fmt.Errorf("%s: an ACK is pending without a timer", c.state)
	}
	return nil
}

// waitsForPeer reports whether only the peer's answer to a SYN or FIN ends the state.
func (c *Conn) waitsForPeer() bool {
	switch c.state {
	case SynSent, SynReceived, FinWait1, Closing, LastAck:
		return true
	}
	return false
}
