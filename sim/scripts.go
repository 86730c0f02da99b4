package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// initScripts makes the connections of the scripts, their listeners and applications.
func (w *World) initScripts() {
	listeners := map[[2]uint16]uint32{} // by host and port
	for i := range w.cfg.Conns {
		c := &w.cfg.Conns[i]
		rec := connection{host: [2]uint8{c.ClientHost, c.ServerHost}, port: [2]uint16{c.ClientPort,
			c.ServerPort}, script: int32(i)}
		ci := w.addConn(rec)
		client := w.addApp(2*ci, int32(i), c.Client)
		server := w.addApp(2*ci+1, int32(i), c.Server)
		w.ends.Mut(2 * ci).app = client + 1
		if hasOp(c.Server, OpConnect) {
			w.ends.Mut(2*ci + 1).app = server + 1
			continue
		}
		w.ends.Mut(2*ci + 1).shown = server + 1
		at := [2]uint16{uint16(c.ServerHost), c.ServerPort}
		l, ok := listeners[at]
		if !ok {
			l = w.addListener(c.ServerHost, c.ServerPort, false)
			listeners[at] = l
		}
		if hasOp(c.Server, OpListen) || hasOp(c.Server, OpBind) {
			w.listeners.Mut(l - 1).open = false
		}
		w.conns.Mut(ci).listener = l
	}
	for range 2 * countLabels(w.cfg.Conns) {
		w.labels.Push(0)
	}
}

func (w *World) addApp(ei uint32, script int32, steps []Step) uint32 {
	none := len(steps) == 0
	i := w.apps.Push(scriptApp{exists: !none, ei: ei, script: script, side: uint8(ei & 1), done: none,
		sleepUntil: Never})
	w.apps.Mut(i).component = w.addComp(compApp, i)
	return i
}

// startScripts lets every application begin at time 0. Options that a server sets before
// its accept belong to the listening socket, so that the SYN-ACK already shows them.
func (w *World) startScripts() {
	for i := range uint32(w.apps.Len()) {
		if !w.apps.At(i).exists {
			continue
		}
		p := w.scriptRun(i)
		p.a.last = w.root
		if l := w.conns.At(p.a.ei / 2).listener; p.a.side == 1 && l != 0 {
			p.setListenerOptions(w.listeners.Mut(l - 1))
		}
		w.heap.set(p.a.component, p.a.startTime(p.steps, w.now))
	}
}

// scriptRun plays the script of one application.
type scriptRun struct {
	w     *World
	a     *scriptApp
	i     uint32
	steps []Step
}

func (w *World) scriptRun(i uint32) scriptRun {
	a := w.apps.Mut(i)
	return scriptRun{w, a, i, w.stepsOf(a)}
}

func (p scriptRun) setListenerOptions(l *listener) {
	for int(p.a.pc) < len(p.steps) && p.steps[p.a.pc].Op == OpSet {
		l.set(p.steps[p.a.pc].Opt, p.steps[p.a.pc].Value)
		p.a.pc++
	}
}

// stepResult says how a step has ended, or why it has not.
type stepResult uint8

const (
	stepDone   stepResult = iota
	stepAgain             // the step goes on at once, in a frame of its own
	stepBlocks            // until something wakes the call
	stepSleeps            // until sleepUntil
	stepWaits             // until readUntil
	stepEnds              // the whole script
)

// run is the frame in which an application does its next step, or goes on with a
// call in which it was blocked.
func (p scriptRun) run() {
	w, a := p.w, p.a
	st := &p.steps[a.pc]
	if !a.started {
		a.started, a.op, a.left = true, st.Op, st.Bytes
		if st.Op == OpLoop || st.Op == OpEnd {
			p.runLoop()
			return
		}
	}
	switch p.act(st) {
	case stepDone:
		a.blocked, a.started = false, false
		a.pc++
		w.heap.set(a.component, a.startTime(p.steps, w.now))
	case stepAgain:
		a.blocked = false
		w.heap.set(a.component, w.now)
	case stepBlocks:
		a.blocked = true
		w.heap.set(a.component, Never)
	case stepSleeps:
		a.blocked = a.blocked && st.Op == OpSleep // a pause between reads is no call
		w.heap.set(a.component, a.sleepUntil)
	case stepWaits:
		w.heap.set(a.component, a.readUntil)
	case stepEnds:
		a.blocked, a.done = false, true
		w.heap.set(a.component, Never)
	}
}

// runLoop enters or repeats loops. That takes no frame: the frame goes to the step behind them, if
// it begins now.
func (p scriptRun) runLoop() {
	w, a := p.w, p.a
	a.passLoops(p.steps)
	a.started = false
	at := a.startTime(p.steps, w.now)
	if at == w.now && !a.done {
		p.run()
		return
	}
	ev := w.blank(EvCall) // the script has come to its end, or begins to wait
	w.about(ev, a.ei)
	ev.Cause, ev.Op, ev.Rule = a.last, OpEnd, rule.AppCall
	a.last = w.emit()
	w.heap.set(a.component, at)
}

// emitCall emits the event of a call, or of its return when it had been blocked.
func (p scriptRun) emitCall(arg, res int64, errno tcp.Errno, blocked bool) {
	w, a := p.w, p.a
	k, by := EvCall, a.last
	if a.blocked {
		k = EvDone
		if a.wakeBy != 0 {
			by = a.wakeBy
		}
	}
	ev := w.blank(k)
	w.about(ev, a.ei)
	ev.Cause, ev.Op, ev.Rule, ev.A, ev.B, ev.Sub = by, a.op, rule.AppCall, arg, res, uint8(errno)
	ev.At2 = w.now
	if st := w.stepsOf(a); a.op == OpWrite && st[a.pc].More {
		ev.Flag = FlagMore
	}
	if blocked {
		ev.At2, ev.Rule = Never, rule.AppBlocked
	}
	a.last = w.emit()
	a.wakeBy = 0
}
