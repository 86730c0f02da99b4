package tcp

import "teacp/sim/rule"

// ackInfo collects what an arriving ACK means while handleAck processes it.
type ackInfo struct {
	advanced   bool // SND.UNA moves
	data       bool // the segment carries payload
	window     bool // it changes the window
	sacked     bool // new data was selectively acknowledged
	origSacked bool // never-resent data was
	dsack      bool
	dsackTLP   bool
	ece        bool // the peer has met congestion
	lostRexmt  bool // a retransmission was found lost
	setTimer   bool
	acked      int32 // segments newly acknowledged, cumulatively or selectively
	newLost    int32
	dupAcks    int32
	dataAcked  bool
	priorUna   int64
	priorFack  int64
	prior      int32 // segments out before
	resend     resend
	nonDup     bool
}

// resend is what may be sent after an ACK in recovery.
type resend uint8

const (
	resendNone resend = iota
	resendLost
	resendNew // F-RTO: new data first
)

// handleAck is the fifth check of RFC 9293 section 3.10.7.4 with RFC 5681; it reports
// whether the segment may be processed further.
func (c *Conn) handleAck(env *Env, s *Segment) bool {
	if s.Ack > c.sndNxt {
		c.takeProbed(env, s.Ack)
	}
	a := ackInfo{priorUna: c.sndUna, priorFack: c.highestSack(), prior: c.loss.packets, data: s.Len > 0}
	c.loss.frtoSent = false
	if c.ecr = 0; s.TS {
		c.ecr = s.TSEcr
	}
	if s.Ack < c.sndUna {
		if env.Pol.ChallengeAck && s.Ack < c.sndUna-c.oldest(env.Pol) {
			c.drop(env, s, rule.ChallengeAck)
			c.challenge()
			return false
		}
		if s.NSack > 0 && c.sackOK {
			c.applySacks(env, s, &a)
			c.recover(env, &a)
			c.stopProbe(env)
		}
		return true
	}
	if s.Ack > c.sndNxt {
		c.drop(env, s, rule.FutureAck)
		c.answerLimited(rule.FutureAck)
		return false
	}
	a.advanced = s.Ack > c.sndUna
	if a.advanced {
		c.loss.timeouts = 0
	}
	c.updateWindow(env, s, &a)
	c.loss.probes = 0
	c.lastAck = env.Now
	a.nonDup = a.data || a.window || a.advanced
	if a.prior == 0 {
		c.sndUna = s.Ack
		if s.NSack > 0 && c.sackOK {
			if c.applySacks(env, s, &a); a.dsack { // a late D-SACK may still undo a reduction
				c.recover(env, &a)
			}
		}
		c.probeOrClear(env)
		return true
	}
	if s.NSack > 0 && c.sackOK {
		c.applySacks(env, s, &a)
	}
	c.removeAcked(env, s, &a)
	a.ece = c.ecnEchoed(s)
	c.tlpAcked(env, s, &a)
	dubious := !a.nonDup || a.sacked || a.dsack || a.ece || c.ca != caOpen
	if dubious {
		if !a.advanced && !a.nonDup && !a.dsack {
			a.dupAcks = 1
		}
		c.recover(env, &a)
	}
	if a.setTimer {
		c.setTimer(env)
	}
	c.stopProbe(env)
	c.congest(env, &a)
	if a.resend == resendNew {
		c.frtoNew(env)
	}
	if c.loss.packets == 0 {
		c.probeOrClear(env)
	}
	return true
}

// takeProbed counts the octet of a zero-window probe as sent once the peer acknowledges it: a window that
// opened before the probe arrived accepts it (RFC 9293 section 3.8.6.1).
func (c *Conn) takeProbed(env *Env, ack int64) {
	if c.next == 0 || ack != c.probed || c.probed != c.sndNxt+1 {
		return
	}
	m, i := env.Mem, c.next
	if m.nodes.At(i).End > c.probed {
		c.split(env, i, 1)
	}
	n := m.nodes.Mut(i)
	n.Flags |= NodeSent | NodeEver // no RTT sample: it may have been sent more than once
	n.Sent, n.First = c.lastTx, c.lastTx
	c.next, c.sndNxt = n.next, n.End
	c.appendTx(m, i)
	c.loss.packets++
}

// oldest is how far behind SND.UNA an ACK may lie (RFC 5961 section 5.2): the peer's largest
// window, and with a Linux kernel no more than what has been acknowledged.
func (c *Conn) oldest(p *Policy) int64 {
	if !p.KernelAnswers {
		return c.maxWnd
	}
	acked := c.sndUna
	if c.passive {
		acked = max(acked-1, 0)
	}
	return min(c.maxWnd, acked)
}

// updateWindow is SND.WND (RFC 9293 section 3.10.7.4): SND.WL1 and SND.UNA keep old segments
// from changing it. One that is no newer than the last may open the window, or close it. A Linux
// kernel counts each newer segment as an update, even of the same window: the first ACK after data of
// the peer's own is then no duplicate. Data that waits for the window ends an idle time where it changes.
func (c *Conn) updateWindow(env *Env, s *Segment, a *ackInfo) {
	w := int64(s.Wnd)
	if s.Ack > c.sndUna || s.Seq > c.sndWl1 || s.Seq == c.sndWl1 && (w > c.sndWnd || w == 0) {
		a.window = env.Pol.AnyWindowUpdate || c.sndWnd != w
		c.sndWl1 = s.Seq
		if c.sndWnd != w {
			c.sndWnd = w
			c.noteWindow(env.Pol, w)
			if c.next != 0 {
				c.idleRestart(env)
			}
		}
	}
}

// removeAcked removes acknowledged pieces from the send queue and samples the RTT from them.
func (c *Conn) removeAcked(env *Env, s *Segment, a *ackInfo) {
	c.sndUna = max(c.sndUna, s.Ack)
	if c.sndUna > a.priorUna {
		env.out(OutAcked, rule.None, c.sndUna, c.sndUna-a.priorUna)
	}
	m := env.Mem
	var sample Time = -1
	var last Node
	var acked, reno int32
	low, resent := int64(-1), false
	for c.head != 0 {
		n := m.nodes.At(c.head)
		if n.Flags&NodeSent == 0 || n.Seq >= c.sndUna {
			break
		}
		if n.End > c.sndUna {
			c.cutHead(env)
			break
		}
		i := c.head
		nn := *n
		c.removePiece(env, i, &nn)
		acked++
		if nn.Flags&NodeSacked == 0 {
			reno++
			c.loss.delivered++
			a.acked++
			if nn.Flags&NodeEver == 0 {
				if low < 0 {
					low = nn.Seq
				}
				if nn.End <= c.loss.highSeq {
					a.origSacked = true
				}
			}
			c.rackAdvance(env, &nn)
		}
		if nn.Flags&NodeEver != 0 {
			resent = true
		} else if nn.Flags&NodeSacked == 0 {
			if sample < 0 {
				sample = env.Now - nn.First
			}
			last = nn
		}
		if nn.Flags&NodeSyn == 0 {
			a.dataAcked = true
		} else if nn.Flags&NodeEver != 0 {
			c.loss.retransAt = 0
		}
	}
	if acked == 0 {
		if c.loss.sackRTT >= 0 && c.head != 0 && c.loss.sackRTT > env.Now-m.nodes.At(c.head).Sent {
			a.setTimer = true
		}
		c.sampleSack(env)
		return
	}
	a.setTimer = true
	if !c.sackOK {
		a.origSacked = a.origSacked && !resent          // without SACK the retransmission may have brought it
		a.acked = max(reno-c.loss.sacked, min(reno, 1)) // duplicate ACKs have been counted before
		c.renoAcked(env, reno)
	} else if low >= 0 && low < a.priorFack {
		c.sawReordering(env, low)
	}
	if resent { // Karn's rule: it is ambiguous which copy was acknowledged
		sample = -1
	}
	c.sample(env, s, sample, &last)
}

// cutHead shortens a segment that is acknowledged in part.
func (c *Conn) cutHead(env *Env) {
	n := env.Mem.nodes.Mut(c.head)
	c.sndQueued -= c.sndUna - n.Seq
	n.Seq = c.sndUna
}

// removePiece removes an acknowledged piece from the send queue and from the counters.
func (c *Conn) removePiece(env *Env, i uint32, n *Node) {
	c.loss.packets--
	if n.Flags&NodeSacked != 0 {
		c.loss.sacked--
	}
	if n.Flags&NodeLost != 0 {
		c.loss.lost--
	}
	if n.Flags&NodeRetrans != 0 {
		c.loss.retrans--
	}
	c.sndQueued -= n.Len()
	if n.next != 0 && env.Mem.nodes.At(n.next).Flags&NodeHead == 0 {
		env.Mem.nodes.Mut(n.next).Flags |= NodeHead // the next piece now begins the buffer
	} else if n.Flags&NodeSyn == 0 {
		c.sndQueued -= c.nodeCost()
	}
	c.sndQueued = max(c.sndQueued, 0)
	c.unlinkTx(env.Mem, i)
	c.head = n.next
	if n.next != 0 {
		env.Mem.nodes.Mut(n.next).prev = 0
	} else {
		c.tail = 0
	}
	env.Mem.nodes.Free(i)
}

// setTimer restarts the probe or retransmission timer after an ACK (RFC 6298 section 5.3).
func (c *Conn) setTimer(env *Env) {
	if c.loss.packets == 0 {
		c.cancel(env, TimerRexmt)
		c.cancel(env, TimerLoss)
		c.cancel(env, TimerReorder)
		return
	}
	if !c.scheduleProbe(env, true) {
		c.armRexmt(env)
	}
}

// probeOrClear stops the persist timer after an ACK, or restarts it if the window still blocks the data.
func (c *Conn) probeOrClear(env *Env) {
	if c.next == 0 {
		c.cancel(env, TimerPersist)
		return
	}
	if env.Mem.nodes.At(c.next).End <= c.sndUna+c.sndWnd {
		c.loss.backoff, c.probesAt = 0, 0
		c.cancel(env, TimerPersist)
		return
	}
	c.cancel(env, TimerPersist)
	c.arm(env, TimerPersist, env.Now+c.probeWait(env), rule.PersistArm)
}

// checkSpace wakes a write that waits for room, see Writable.
func (c *Conn) checkSpace(env *Env) {
	if !c.wantWrite {
		return
	}
	if c.inFlight() < c.cc.cwnd { // a full window needs no larger buffer
		c.growSndBuf(env)
	}
	free := c.sndBuf - c.sndQueued
	if free >= c.sndQueued/2 && free > 0 && c.unsentBelow(env.Pol, 2) {
		c.wantWrite = false
		env.out(OutWritable, rule.SndBufFull, free, 0)
	}
}
