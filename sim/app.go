package sim

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

func (w *World) script(a *app) []Step {
	c := &w.cfg.Conns[w.conns.At(a.ei/2).script]
	if a.side == 0 {
		return c.Client
	}
	return c.Server
}

// initScripts makes the connections of the scripts, their listeners and applications.
func (w *World) initScripts() {
	for i := range w.cfg.Conns {
		c := &w.cfg.Conns[i]
		rec := connRec{host: [2]uint8{c.ClientHost, c.ServerHost}, port: [2]uint16{c.ClientPort, c.ServerPort}, script: int32(i)}
		ci := w.addConn(rec)
		a0 := w.addApp(2*ci, c.Client)
		a1 := w.addApp(2*ci+1, c.Server)
		w.ends.Mut(2 * ci).app = a0 + 1
		if hasOp(c.Server, OpConnect) {
			w.ends.Mut(2*ci + 1).app = a1 + 1
			continue
		}
		l := w.lst.Push(listener{host: c.ServerHost, port: c.ServerPort, app: a1 + 1, open: !hasOp(c.Server, OpListen)})
		w.conns.Mut(ci).lst = l + 1
	}
	n := 0
	for i := range w.cfg.Conns {
		for _, s := range [][]Step{w.cfg.Conns[i].Client, w.cfg.Conns[i].Server} {
			for j := range s {
				if s[j].Op == OpSignal || s[j].Op == OpWait {
					n = max(n, int(s[j].Label)+1)
				}
			}
		}
	}
	for i := 0; i < 2*n; i++ {
		w.labels.Push(0)
	}
}

func (w *World) addApp(ei uint32, steps []Step) uint32 {
	i := w.apps.Push(app{exists: len(steps) > 0, ei: ei, side: uint8(ei & 1), done: len(steps) == 0, until: Never})
	w.apps.Mut(i).comp = w.addComp(compApp, i)
	return i
}

// startScripts lets every application begin at time 0. Options that a server sets before
// its accept belong to the listening socket, so that the SYN-ACK already shows them.
func (w *World) startScripts() {
	for i := 0; i < w.apps.Len(); i++ {
		a := w.apps.Mut(uint32(i))
		if !a.exists {
			continue
		}
		a.last = w.root
		if l := w.conns.At(a.ei / 2).lst; a.side == 1 && l != 0 {
			w.listenerOptions(a, w.lst.Mut(l-1))
		}
		w.heap.set(a.comp, w.stepTime(a))
	}
}

func (w *World) listenerOptions(a *app, l *listener) {
	s := w.script(a)
	for int(a.pc) < len(s) && s[a.pc].Op == OpSet && int(l.nopts) < len(l.opts) {
		l.opts[l.nopts] = optSet{s[a.pc].Opt, s[a.pc].Value}
		l.nopts++
		a.pc++
	}
}

// stepTime is when the application's next step may begin.
func (w *World) stepTime(a *app) Time {
	s := w.script(a)
	if int(a.pc) >= len(s) {
		a.done = true
		return Never
	}
	return max(s[a.pc].At, w.now)
}

// runApp is the frame in which an application does its next step, or goes on with a
// call in which it was blocked.
func (w *World) runApp(i uint32) {
	a := w.apps.Mut(i)
	s := w.script(a)
	st := &s[a.pc]
	if !a.started {
		a.started, a.op, a.left = true, st.Op, st.Bytes
		if st.Op == OpLoop || st.Op == OpEnd {
			w.loopStep(a)
			return
		}
	}
	next := w.act(a, st)
	a = w.apps.Mut(i)
	switch next {
	case actDone:
		a.blocked, a.started = false, false
		a.pc++
		w.heap.set(a.comp, w.stepTime(a))
	case actAgain:
		a.blocked = false
		w.heap.set(a.comp, w.now)
	case actBlocked:
		a.blocked = true
		w.heap.set(a.comp, Never)
	case actSleep:
		a.blocked = a.blocked && st.Op == OpSleep // a pause between reads is no call
		w.heap.set(a.comp, a.until)
	case actWait:
		w.heap.set(a.comp, a.patient)
	case actStop:
		a.blocked, a.done = false, true
		w.heap.set(a.comp, Never)
	}
}

// loopStep enters or repeats a loop. It is not a frame's worth of action: it is done at
// once, and the frame goes to the step behind it.
func (w *World) loopStep(a *app) {
	s := w.script(a)
	for guard := 0; int(a.pc) < len(s); guard++ {
		st := &s[a.pc]
		switch {
		case st.Op == OpLoop && st.Times <= 0:
			a.pc = matchingEnd(s, a.pc) + 1
		case st.Op == OpLoop && int(a.depth) < len(a.loop):
			a.loop[a.depth] = loop{a.pc, st.Times}
			a.depth++
			a.pc++
		case st.Op == OpEnd && a.depth > 0:
			l := &a.loop[a.depth-1]
			if l.left--; l.left > 0 {
				a.pc = l.pc + 1
			} else {
				a.depth--
				a.pc++
			}
		default:
			guard = 1 << 20
		}
		if guard >= 1<<20 {
			break
		}
	}
	a.started = false
	at := w.stepTime(a)
	if at == w.now && !a.done {
		w.runApp(w.appIndex(a))
		return
	}
	w.appTick(a)
	w.heap.set(a.comp, at)
}

// appTick marks a frame in which a script only came to its end or began to wait.
func (w *World) appTick(a *app) {
	ev := w.blank(EvCall)
	w.about(ev, a.ei)
	ev.Cause, ev.Op, ev.Rule = a.last, OpEnd, rule.AppCall
	a.last = w.emit()
}

func (w *World) appIndex(a *app) uint32 { return w.comps.At(a.comp).i }

// called emits the event of a call, or of its return when it had been blocked.
func (w *World) called(a *app, arg, res int64, errno tcp.Errno, blocked bool) {
	k, cause := EvCall, a.last
	if a.blocked {
		k = EvDone
		if a.wakeBy != 0 {
			cause = a.wakeBy
		}
	}
	ev := w.blank(k)
	w.about(ev, a.ei)
	ev.Cause, ev.Op, ev.Rule, ev.A, ev.B, ev.Sub = cause, a.op, rule.AppCall, arg, res, uint8(errno)
	ev.At2 = w.now
	if blocked {
		ev.At2, ev.Rule = Never, rule.AppBlocked
	}
	a.last = w.emit()
	a.wakeBy = 0
}

// App says what the script at one end of a connection is doing.
func (w *World) App(conn uint32, side int) AppView {
	if w.cfg.Replay != nil {
		return w.recorded.At(2*conn + uint32(side)).app
	}
	for i := 2 * conn; i < 2*conn+2 && int(i) < w.apps.Len(); i++ {
		if a := w.apps.At(i); a.exists && a.ei == 2*conn+uint32(side) {
			return AppView{Exists: true, Op: a.op, Blocked: a.blocked, Done: a.done}
		}
	}
	return w.agentView(conn, side)
}
