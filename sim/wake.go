package sim

import "teacp/sim/tcp"

// wakeOwner tells the owner of a socket that something happened to it.
func (w *World) wakeOwner(ei uint32, k tcp.OutKind, id EventID) {
	e := w.ends.Mut(ei)
	e.wake = id
	if k == tcp.OutConnected && ei&1 == 1 {
		if w.conns.At(ei/2).listener != 0 && e.app == 0 {
			w.queueAccepted(ei, id)
			return
		}
	}
	if e.agent {
		w.wakeAgent(ei, id)
		return
	}
	if e.app != 0 {
		w.wakeApp(e.app-1, k, id)
	}
}

// wakeApp lets an application that is blocked go on.
func (w *World) wakeApp(i uint32, k tcp.OutKind, id EventID) {
	a := w.apps.Mut(i)
	if !a.blocked || a.done {
		return
	}
	if !wakesCall(a.op, k) {
		return
	}
	if a.wakeBy != 0 { // what woke it first sets the time
		if a.readUntil != 0 {
			w.heap.set(a.component, w.now+1)
		}
		return
	}
	a.wakeBy = id
	w.heap.set(a.component, w.now+w.wakeDelay(a))
}

// wakeDelay is how long after its cause a blocked call of the application returns.
func (w *World) wakeDelay(a *scriptApp) Time {
	if s := w.stepsOf(a); int(a.pc) < len(s) {
		st := &s[a.pc]
		if r := st.readTime(st.Bytes - a.left); r != nil && r.Wake > 0 {
			return r.Wake
		}
		if st.Wake > 0 {
			return st.Wake
		}
	}
	return w.cfg.Hosts[w.conns.At(a.ei / 2).host[a.side]].Wake
}

// stepsOf is the script of an application.
func (w *World) stepsOf(a *scriptApp) []Step {
	c := &w.cfg.Conns[a.script]
	if a.side == 0 {
		return c.Client
	}
	return c.Server
}

// scriptOf is what the scenario scripts for a connection, nil for an agent's.
func (w *World) scriptOf(conn uint32) *ConnScript {
	i := w.conns.At(conn).script
	if i < 0 || int(i) >= len(w.cfg.Conns) {
		return nil
	}
	return &w.cfg.Conns[i]
}
