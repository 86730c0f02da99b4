package sim

import (
	"fmt"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Played is an exchange that was scripted from one side: what arrived at an endpoint and
// what its application called, each at its instant. The run simulates the endpoint alone; the
// other end of every connection only takes what comes.
type Played struct {
	Active   []bool // by connection: the endpoint opens it, as side 0 on host 0; else it is side 1 on host 1
	Inputs   []Input
	Policies []tcp.Policy // for InPolicy
}

// Input is one thing that happens to the endpoint.
type Input struct {
	At     Time
	What   InputKind
	Conn   uint32
	Seg    tcp.Segment // InSegment
	Opt    tcp.Opt     // InSet
	N, Res int64       // argument and result of a call
	Errno  tcp.Errno
	More   bool // MSG_MORE
	Record bool // MSG_EOR
}

// InputKind says what an Input is.
type InputKind uint8

// The kinds.
const (
	InSegment InputKind = iota
	InConnect
	InAccept // tells that the application knows of the connection
	InRead
	InWrite
	InShutdown
	InShutdownRead
	InClose
	InAbort
	InSet
	InTakeError
	InUnreachable // N: sequence number, Res: code and MTU<<8
	InPolicy      // N: index in Policies
	InDevice      // N: 0: the device takes nothing
)

// MaxInputs bounds what a run may be given.
const MaxInputs = 1 << 20

func (p *Played) check() error {
	if len(p.Active) == 0 || len(p.Active) > MaxScripts || len(p.Inputs) > MaxInputs {
		return fmt.Errorf("expected 1 to %d connections and at most %d inputs", MaxScripts, MaxInputs)
	}
	last := Time(0)
	for i := range p.Inputs {
		in := &p.Inputs[i]
		if in.At < last || int(in.Conn) >= len(p.Active) || in.What == InPolicy && (in.N < 0 || int(in.N) >= len(p.Policies)) {
			return fmt.Errorf("input %d: expected inputs in order, about connections and settings that are there", i)
		}
		last = in.At
	}
	return nil
}

// initPlayed makes the connections and their places in the schedule: an input comes after
// everything else of its instant.
func (w *World) initPlayed() {
	p := w.cfg.Played
	if p == nil {
		return
	}
	for i := range p.Active {
		ci := w.addConn(connRec{host: [2]uint8{0, 1}, port: [2]uint16{uint16(40001 + i), 8080}, script: -1})
		e := w.ends.Mut(2*ci + p.side(ci))
		e.comp = w.addComp(compEnd, 2*ci+p.side(ci)) + 1
	}
	w.playedComp = w.addComp(compPlayed, 0)
}

// side is the endpoint's side of a connection.
func (p *Played) side(conn uint32) uint32 {
	if p.Active[conn] {
		return 0
	}
	return 1
}

func (w *World) startPlayed() {
	if p := w.cfg.Played; p != nil && len(p.Inputs) > 0 {
		w.heap.set(w.playedComp, p.Inputs[0].At)
	}
}

// playNext is the frame of one input.
func (w *World) playNext() {
	p := w.cfg.Played
	in := &p.Inputs[w.played]
	if w.played++; int(w.played) < len(p.Inputs) {
		w.heap.set(w.playedComp, p.Inputs[w.played].At)
	} else {
		w.heap.set(w.playedComp, Never)
	}
	ei := 2*in.Conn + p.side(in.Conn)
	host := uint8(p.side(in.Conn))
	switch in.What {
	case InSegment:
		w.launch(ei^1, 1-host, host, &tcp.Out{Rule: rule.Scripted, Seg: in.Seg})
	case InPolicy:
		w.playSetting(ei)
		*w.pol.Mut(0), *w.pol.Mut(1) = p.Policies[in.N], p.Policies[in.N]
	case InDevice:
		w.playSetting(ei)
		w.paths.Mut(w.route(host, 1-host)).cfg.MTU = 1 - min(in.N, 1)
	default:
		w.playCall(in, ei)
	}
}

// playSetting is the event of a command that changes the host.
func (w *World) playSetting(ei uint32) {
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.Rule, ev.At2 = OpEnd, rule.Scripted, w.now
	w.emit()
}

var playedOps = [...]Op{InConnect: OpConnect, InAccept: OpAccept, InRead: OpRead, InWrite: OpWrite, InShutdown: OpShutdown, InShutdownRead: OpShutdown,
	InClose: OpClose, InAbort: OpAbort, InSet: OpSet, InTakeError: OpSet, InUnreachable: OpSet}

// playCall makes a call of the application, or lets an ICMP message arrive.
func (w *World) playCall(in *Input, ei uint32) {
	e := w.open(ei)
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.Rule, ev.A, ev.B, ev.Sub, ev.At2 = playedOps[in.What], rule.AppCall, in.N, in.Res, uint8(in.Errno), w.now
	switch in.What {
	case InSet:
		ev.A = OptionArg(in.Opt, in.N)
	case InTakeError, InUnreachable:
		ev.Kind, ev.Rule, ev.A = EvError, rule.Unreachable, int64(in.Errno)
	}
	w.emit()
	env := w.callEnv(ei)
	switch in.What {
	case InConnect:
		w.conns.Mut(ei / 2).opened = w.now
		e.conn.Connect(env)
	case InRead:
		e.conn.Read(env, in.N)
	case InWrite:
		if in.Record {
			e.conn.WriteRecord(env, in.N, in.More)
		} else {
			e.conn.Write(env, in.N, in.More)
		}
	case InShutdown:
		e.conn.Shutdown(env)
	case InShutdownRead:
		e.conn.ShutdownRead()
	case InClose:
		e.conn.Close(env)
	case InAbort:
		e.conn.Abort(env)
	case InSet:
		e.conn.SetOpt(env, in.Opt, in.N)
	case InTakeError:
		e.conn.TakeError()
	case InUnreachable:
		e.conn.Unreachable(env, in.N, int(in.Res&0xff), int32(in.Res>>8))
	}
	w.settle(ei)
}

// playedArrives is a segment's arrival in a played run; false: as always.
func (w *World) playedArrives(pk *Packet, ei uint32) bool {
	p := w.cfg.Played
	if p == nil {
		return false
	}
	if ei&1 != p.side(ei/2) {
		return true // the script only looks
	}
	e := w.ends.Mut(ei)
	_, nxt, _ := e.conn.Sequence()
	if p.Active[ei/2] || e.exists && nxt > 0 {
		return false
	}
	switch f := pk.Seg.Flags & (tcp.SYN | tcp.ACK | tcp.RST | tcp.FIN); {
	case f == tcp.SYN:
		e = w.open(ei)
		w.conns.Mut(ei / 2).opened = w.now
		e.conn.Accept(w.callEnv(ei), &pk.Seg)
		w.settle(ei)
	case f&(tcp.ACK|tcp.RST) == 0: // nothing for a listening socket
		ev := w.blank(EvIgnored)
		w.about(ev, ei)
		ev.Rule, ev.Seg = rule.OldSegment, pk.Seg
		w.emit()
	default:
		tcp.Stray(w.callEnv(ei), &pk.Seg)
		w.settleStray(ei)
	}
	return true
}
