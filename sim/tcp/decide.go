package tcp

import "teacp/sim/rule"

// due names a segment that a timer or a call sends before other data, past the windows.
type due uint8

const (
	dueNothing   due = iota
	dueRexmt         // the retransmission timer has expired (RFC 6298 section 5.4)
	dueTlp           // the tail loss probe (RFC 8985 section 7.3)
	dueFrto          // new data in place of a retransmission (RFC 5682 section 2 step 2b)
	duePersist       // the zero-window probe (RFC 9293 section 3.8.6.1)
	dueKeepAlive     // the keep-alive probe (RFC 9293 section 3.8.4)
	dueSynAck        // the SYN-ACK once more (RFC 9293 section 3.10.7.4)
	dueNoDelay       // TCP_NODELAY was set under a cork: the small segment is sent (Linux tcp(7))
)

// Verdict is what is sent next, or what holds it. A deferred burst stays held until an arrival, a timer
// or a call, even if the time that has passed would let decide send it.
func (c *Conn) Verdict(env *Env) Verdict {
	v := c.offer(env)
	if v.Do == Send && c.due == dueNothing && c.hold.Do == Hold && c.hold.Seq == v.Seq {
		v = c.hold
		v.Until = c.rexmtAt()
	}
	return v
}

// offer is what decide sends or holds, as far as the device takes it. A packet that a full device refuses does not
// count as sent; a SYN does (Linux tcp_connect).
func (c *Conn) offer(env *Env) Verdict {
	v := c.decide(env)
	if env.Full && v.Do == Send && v.piece != 0 && env.Mem.nodes.At(v.piece).Flags&NodeSyn == 0 {
		return v.hold(rule.DeviceFull, int64(v.Len), 0, c.persistAt())
	}
	return v
}

// decide is the one place that decides whether a segment is sent, and if not, what holds it: a ladder
// of guarded returns, each naming its rule. It changes nothing.
func (c *Conn) decide(env *Env) Verdict {
	if c.released || c.state == Closed || c.state == Listen || c.state == TimeWait {
		return Verdict{Until: Never}
	}
	if c.due != dueNothing {
		return c.dueVerdict(env)
	}
	if i := c.firstLost(env.Mem); i != 0 && c.ca.recovering() {
		n := env.Mem.nodes.At(i)
		v := pieceVerdict(i, n, true)
		if c.inFlight() >= c.cc.cwnd && !(c.loss.force && i == c.head) {
			return v.hold(c.recoveryHold(env), int64(c.inFlight()), int64(c.cc.cwnd), c.rexmtAt())
		}
		if !c.mayRetransmit(env, i) {
			return v.hold(rule.RwndHold, n.Len(), c.sndWnd, c.rexmtAt())
		}
		return v.send(c.rexmtRule(env))
	}
	if c.next == 0 {
		return Verdict{Until: Never}
	}
	n := env.Mem.nodes.At(c.next)
	v := pieceVerdict(c.next, n, false)
	if n.Flags&NodeSyn != 0 {
		if c.state == SynReceived {
			return v.send(rule.SynAck)
		}
		return v.send(rule.Syn)
	}
	if c.state == SynSent || c.state == SynReceived {
		return v.hold(rule.Handshaking, n.End-n.Seq, 0, c.rexmtAt())
	}
	if c.frame > 0 {
		return v.send(rule.TsoFrame)
	}
	held := c.writeSeq - c.sndNxt
	if f := c.inFlight(); f >= c.cc.cwnd {
		v.Len = int32(held)
		return v.hold(c.cwndRule(env), int64(f), int64(c.cc.cwnd), c.rexmtAt())
	}
	if wnd := c.sndUna + c.sndWnd; n.End-finLen(n) > wnd {
		v.Len = int32(held)
		return c.windowVerdict(env, v, n, wnd)
	}
	if n.Len() >= int64(c.mss) {
		if env.Pol.gso() {
			return c.frameVerdict(env, v)
		}
		return v.send(rule.FullSegment)
	}
	if n.Flags&NodeFin != 0 {
		if n.Len() == 0 {
			return v.send(rule.FinSend)
		}
		return v.send(rule.LastData)
	}
	if c.next != c.tail {
		return v.send(rule.NewData) // something follows: it cannot grow any more
	}
	return c.small(env, v, n)
}

// dueVerdict decides about what a timer or a call wants sent, past the windows that hold other data.
func (c *Conn) dueVerdict(env *Env) Verdict {
	m := env.Mem
	probe := Verdict{Seq: c.sndUna - 1, Until: Never} // an old number makes the peer answer
	switch c.due {
	case dueRexmt:
		return pieceVerdict(c.head, m.nodes.At(c.head), true).send(c.rtoRule())
	case dueSynAck:
		return pieceVerdict(c.head, m.nodes.At(c.head), true).send(rule.SynAck)
	case dueTlp:
		if n := m.nodes.At(c.next); c.next != 0 && n.End <= c.sndUna+c.sndWnd {
			return pieceVerdict(c.next, n, false).send(rule.TlpNew)
		}
		if i := c.lastSent(m); i != 0 && c.mayRetransmit(env, i) {
			return pieceVerdict(i, m.nodes.At(i), true).send(rule.Tlp)
		}
	case dueFrto:
		if n := m.nodes.At(c.next); c.next != 0 && c.cwndRoom() && n.End <= c.sndUna+c.sndWnd {
			return pieceVerdict(c.next, n, false).send(rule.Frto)
		}
	case duePersist:
		n := m.nodes.At(c.next)
		switch {
		case n.Seq < c.sndUna+c.sndWnd: // send what fits
			return pieceVerdict(c.next, n, false).send(c.overrideRule())
		case env.Pol.ProbeOctet && n.Len() > 0:
			probe.Seq, probe.Len = n.Seq, 1
		}
		return probe.send(rule.Persist)
	case dueKeepAlive:
		return probe.send(rule.KeepAlive)
	case dueNoDelay:
		n := m.nodes.At(c.next)
		if c.state.synchronized() && c.cwndRoom() && n.End <= c.sndUna+c.sndWnd {
			return pieceVerdict(c.next, n, false).send(rule.NoDelay)
		}
	}
	return Verdict{Until: Never}
}

// overrideRule names what is sent because its hold has lasted until the persist timer although the window is
// open: corked data, or less than silly-window avoidance waits for (RFC 9293 section 3.8.6.2.1, rule 4).
func (c *Conn) overrideRule() rule.ID {
	if c.cork || c.more {
		return rule.CorkLimit
	}
	return rule.SwsOverride
}

// pieceVerdict is a verdict about a piece of the send queue, without its answer.
func pieceVerdict(i uint32, n *Node, retrans bool) Verdict {
	return Verdict{piece: i, Len: int32(n.Len()), Seq: n.Seq, Retrans: retrans, Until: Never}
}

// small decides about a segment below full size at the end of what is written.
func (c *Conn) small(env *Env, v Verdict, n *Node) Verdict {
	held := n.Len()
	switch {
	case c.cork || c.more:
		return v.hold(rule.Cork, held, int64(c.mss)-held, c.persistAt())
	case !env.Pol.nagleHolds(c.nodelay):
		return v.send(rule.NoDelay)
	case c.loss.packets == 0:
		return v.send(rule.SmallIdle)
	case env.Pol.Nagle == NagleRFC896:
		if env.Pol.HalfWindowSend && held*2 >= c.maxWnd {
			return v.send(rule.HalfWindow)
		}
		return v.hold(rule.Nagle, held, c.sndNxt-c.sndUna, c.rexmtAt())
	case c.sndSml > c.sndUna:
		return v.hold(rule.Minshall, held, c.sndSml-c.sndUna, c.rexmtAt())
	}
	return v.send(rule.SmallNoSmall)
}

// windowVerdict decides where the segment does not fit the receiver's window. The sender's
// silly-window avoidance (RFC 9293 section 3.8.6.2.1) sends a part only if it fills half of
// the largest window seen; a Linux kernel does not send parts at all.
func (c *Conn) windowVerdict(env *Env, v Verdict, n *Node, wnd int64) Verdict {
	room := wnd - n.Seq
	if room > 0 {
		if env.Pol.HalfWindowSend && room*2 >= c.maxWnd {
			v.Len = int32(room)
			return v.send(rule.HalfWindow)
		}
		return v.hold(rule.SwsSender, room, int64(c.mss), c.persistAt())
	}
	return v.hold(rule.RwndHold, c.writeSeq-c.sndNxt, c.sndWnd, c.persistAt())
}

// frameVerdict is the part of the ladder that concerns a buffer of more than one segment.
func (c *Conn) frameVerdict(env *Env, v Verdict) Verdict {
	n := env.Mem.nodes.At(c.next)
	more := n.next != 0 && env.Mem.nodes.At(n.next).Flags&NodeHead == 0 && env.Mem.nodes.At(n.next).Len() > 0
	if more && !c.pushOne && c.defersFrame(env) {
		v.Len = int32(c.writeSeq - c.sndNxt)
		return v.hold(rule.TsoDefer, int64(c.frameSegs(env.Pol)), int64(c.cc.cwnd-c.inFlight()), c.rexmtAt())
	}
	return v.send(rule.FullSegment)
}

func (v Verdict) send(r rule.ID) Verdict {
	v.Do, v.Rule = Send, r
	return v
}

func (v Verdict) hold(r rule.ID, a, b int64, until Time) Verdict {
	v.Do, v.Rule, v.A, v.B, v.Until = Hold, r, a, b, until
	return v
}

func finLen(n *Node) int64 {
	if n.Flags&NodeFin != 0 {
		return 1
	}
	return 0
}

// cwndRule names what holds new data when cwnd is full.
func (c *Conn) cwndRule(env *Env) rule.ID {
	if env.Pol.PRR && c.ca.reducing() {
		return rule.PrrHold
	}
	return rule.CwndHold
}

func (c *Conn) recoveryHold(env *Env) rule.ID {
	if env.Pol.PRR && c.ca == caRecovery {
		return rule.PrrHold
	}
	return rule.CwndHold
}

// rexmtRule names why the next lost segment is resent.
func (c *Conn) rexmtRule(env *Env) rule.ID {
	switch {
	case c.ca == caLoss:
		return rule.Rto
	case c.loss.lostRule != rule.None:
		return c.loss.lostRule
	}
	return rule.FastRetransmit
}

// rexmtAt and persistAt are the deadlines that end a hold if no segment does.
func (c *Conn) rexmtAt() Time {
	at := Never
	for _, k := range [...]TimerKind{TimerRexmt, TimerLoss, TimerReorder} {
		if t := c.timer[k].at; t != 0 && t < at {
			at = t
		}
	}
	return at
}

func (c *Conn) persistAt() Time {
	if t := c.timer[TimerPersist].at; t != 0 {
		return t
	}
	return c.rexmtAt()
}

// push sends segments as long as decide says so, and reports the hold that remains.
func (c *Conn) push(env *Env) {
	if c.released {
		return
	}
	sent := int32(0)
	var v Verdict
	for {
		if c.frame == 0 {
			c.updateMSS()
			c.growBuffer(env)
			c.cutPiece(env, c.next)
		}
		v = c.offer(env)
		if v.Do != Send || c.pushOne && sent > 0 && c.frame == 0 {
			break
		}
		c.release(env, v)
		c.act(env, &v)
		if v.Retrans {
			c.resend = max(c.resend-1, 0)
			if c.ca.reducing() {
				c.loss.prrOut++
			}
			if v.piece == c.head && !c.running(TimerReorder) {
				c.armRexmt(env)
			}
			continue
		}
		sent++
	}
	c.frameLen, c.resend = 0, 0
	if v.Rule == rule.DeviceFull {
		c.enterCWR(env)
	}
	cwndFull := v.Rule == rule.CwndHold || v.Rule == rule.PrrHold || v.Rule == rule.TsoDefer && c.cwndShort()
	limited := v.Do == Hold && (!v.Retrans || c.next != 0) && cwndFull
	if sent > 0 || limited {
		c.validate(env, limited || c.inFlight() >= c.cc.cwnd)
	}
	if sent > 0 {
		if c.ca.reducing() {
			c.loss.prrOut += sent
		}
		c.scheduleProbe(env, false)
	}
	if c.writing {
		return // the write continues: its hold is reported at its end
	}
	if c.checkPersist(env); v.Do == Hold && v.Until == Never {
		v.Until = c.persistAt()
	}
	c.report(env, v)
}

// release reports that a reported hold has ended.
func (c *Conn) release(env *Env, v Verdict) {
	if c.hold.Do == Hold && v.Seq == c.hold.Seq {
		env.Out = append(env.Out, Out{Kind: OutRelease, Rule: c.hold.Rule, A: int64(c.hold.Len), B: int64(v.Rule)})
		c.hold = Verdict{}
	}
}

// report reports a hold when the verdict changes, once for as long as it stays the same.
func (c *Conn) report(env *Env, v Verdict) {
	if v.Do != Hold {
		c.hold = Verdict{}
		return
	}
	same := c.hold.Do == Hold && c.hold.Rule == v.Rule && c.hold.Seq == v.Seq && c.hold.Len == v.Len
	if same {
		return
	}
	c.hold = v
	env.Out = append(env.Out, Out{Kind: OutHold, Rule: v.Rule, A: int64(v.Len), B: v.B, At: v.Until,
		Seg: Segment{Seq: v.Seq, Len: v.Len}})
}

// sendDue sends what a timer or a call makes due, if decide says so. The caller has updated the state of
// recovery.
func (c *Conn) sendDue(env *Env, d due) Verdict {
	c.due = d
	v := c.offer(env)
	if v.Do == Send {
		c.act(env, &v)
	}
	c.due = dueNothing
	return v
}

// act carries out a verdict: one segment is sent.
func (c *Conn) act(env *Env, v *Verdict) {
	env.begin(c, v)
	switch {
	case v.piece == 0:
		if v.Len > 0 {
			c.probed = v.Seq + 1
		}
		s := c.segment(env, v.Seq, int64(v.Len), ACK)
		c.emit(env, &s, v.Rule, false)
	case c.due == dueSynAck:
		s := c.nodeSegment(env, env.Mem.nodes.At(v.piece))
		c.emit(env, &s, v.Rule, true)
	case v.Retrans:
		if c.due == dueNothing {
			c.loss.force = false
			if env.Pol.gso() && c.resend == 0 {
				c.cutRetransmit(env, v.piece)
			}
		}
		c.retransmit(env, v.piece, v.Rule)
	default:
		switch {
		case c.due == dueNoDelay:
			c.release(env, *v)
			env.Mem.nodes.Mut(v.piece).Flags |= NodePush
		case v.Rule == rule.FullSegment && env.Pol.gso():
			c.cutFrame(env, c.pushOne)
		case v.Rule == rule.HalfWindow && int64(v.Len) < env.Mem.nodes.At(v.piece).Len():
			c.split(env, v.piece, int64(v.Len))
		}
		c.sendNew(env, v.Rule)
	}
}

// checkPersist arms the probe timer where only it could go on: data waits and nothing is
// in flight.
func (c *Conn) checkPersist(env *Env) {
	if c.next == 0 || c.loss.packets > 0 || !c.state.synchronized() || c.running(TimerPersist) {
		return
	}
	r := rule.PersistArm
	switch c.offer(env).Rule {
	case rule.Cork:
		r = rule.CorkLimit
	case rule.DeviceFull:
		r = rule.DeviceFull
	}
	c.arm(env, TimerPersist, env.Now+max(c.rto, env.Pol.RTOMin), r)
}
