package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// player carries out the inputs of a played run, one a frame.
type player struct{ *World }

// init makes the connections and their places in the schedule: an input comes behind
// the arrivals of its instant, and before its timers unless it is late.
func (w player) init() {
	p := w.cfg.Played
	if p == nil {
		return
	}
	w.playedComp = w.addComp(compPlayed, 0)
	for i := range p.Active {
		ci := w.addConn(connection{host: [2]uint8{0, 1}, port: [2]uint16{uint16(firstPort + i), 8080}, script: -1})
		e := w.ends.Mut(2*ci + p.side(ci))
		e.component = w.addComp(compEnd, 2*ci+p.side(ci)) + 1
	}
}

func (w player) start() {
	if p := w.cfg.Played; p != nil && len(p.Inputs) > 0 {
		w.await(&p.Inputs[0])
	}
}

func (w player) await(in *Input) {
	if in.Late {
		w.heap.setBehind(w.playedComp, in.At)
	} else {
		w.heap.set(w.playedComp, in.At)
	}
}

// next is the frame of one input.
func (w player) next() {
	p := w.cfg.Played
	in := &p.Inputs[w.played]
	if w.played++; int(w.played) < len(p.Inputs) {
		w.await(&p.Inputs[w.played])
	} else {
		w.heap.set(w.playedComp, Never)
	}
	ei := 2*in.Conn + p.side(in.Conn)
	host := uint8(p.side(in.Conn))
	switch in.What {
	case InSegment:
		w.launch(ei^1, 1-host, host, &tcp.Out{Rule: rule.Scripted, Seg: in.Seg})
	case InPolicy:
		w.set(ei)
		*w.policies.Mut(0), *w.policies.Mut(1) = p.Policies[in.N], p.Policies[in.N]
		if in.Res != 0 {
			w.applyPolicyChange(int(host))
		}
	case InDevice:
		w.set(ei)
		w.net.dirs.Mut(w.cfg.route(host, 1-host)).cfg.MTU = fullDevice * (1 - min(in.N, 1))
	case InRecycle:
		w.ends.Mut(ei).conn.Recycle(w.callEnv(ei))
		w.settle(ei)
	default:
		w.call(in, ei)
	}
}

// fullDevice is the MTU of a device that takes no packet.
const fullDevice = 1

// deviceFull reports whether the device of an end's host takes no packet.
func (w player) deviceFull(ei uint32) bool {
	if w.cfg.Played == nil {
		return false
	}
	host := w.conns.At(ei / 2).host[ei&1]
	return w.net.dirs.At(w.cfg.route(host, 1-host)).cfg.MTU == fullDevice
}

// set is the event of a command that changes the host.
func (w player) set(ei uint32) {
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.Rule, ev.At2 = OpEnd, rule.Scripted, w.now
	w.emit()
}

var playedOps = [...]Op{InConnect: OpConnect, InAccept: OpAccept, InRead: OpRead, InWrite: OpWrite,
	InShutdown: OpShutdown, InShutdownRead: OpShutdown,

	InClose: OpClose, InAbort: OpAbort, InSet: OpSet, InTakeError: OpSet, InUnreachable: OpSet}

// call makes a call of the application, or lets an ICMP message arrive.
func (w player) call(in *Input, ei uint32) {
	e := w.open(ei)
	ev := w.blank(EvCall)
	w.about(ev, ei)
	ev.Op, ev.Rule, ev.A, ev.B, ev.Sub, ev.At2 = playedOps[in.What], rule.AppCall, in.N, in.Res, uint8(in.Errno), w.now
	if in.More {
		ev.Flag |= FlagMore
	}
	if in.Record {
		ev.Flag |= FlagRecord
	}
	switch in.What {
	case InSet:
		ev.A = OptionArg(in.Opt, in.N)
	case InShutdownRead:
		ev.A = int64(ShutRead)
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

// arrives is a segment's arrival in a played run; false: as always.
func (w player) arrives(pk *Packet, ei uint32) bool {
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
	if pk.Seg.Flags&(tcp.SYN|tcp.ACK|tcp.RST|tcp.FIN) == tcp.SYN {
		e = w.open(ei)
		w.conns.Mut(ei / 2).opened = w.now
		e.conn.Accept(w.callEnv(ei), &pk.Seg)
		w.settle(ei)
		return true
	}
	tcp.Stray(w.callEnv(ei), &pk.Seg, true)
	w.emitOut(ei)
	return true
}
