package sim

import (
	"teacp/sim/cause"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

func (w *World) addComp(class componentClass, i uint32) uint32 {
	w.components.Push(component{class, i})
	return w.heap.addComp()
}

// begin emits the frame's first event where it has nothing but a kind and a rule.
func (w *World) begin(k Kind, id rule.ID) {
	e := w.blank(k)
	e.Rule = id
	w.emit()
}

// blank readies the scratch event; emit takes it over.
func (w *World) blank(k Kind) *Event {
	e := &w.ev
	*e = Event{} // cleared in place: a literal with values is built aside and copied
	e.Kind, e.At, e.At2, e.Conn, e.Req, e.Cause = k, w.now, Never, NoConn, -1, w.root
	return e
}

// nextID is the name of the event that emit takes over next.
func (w *World) nextID() EventID { return cause.New(w.frame, w.index) }

// emit gives the scratch event its name and appends it to w.record, if that is set. The last name of a
// frame goes to the end of the run, and what follows in that frame has no event of its own.
func (w *World) emit() EventID {
	e := &w.ev
	if w.index >= cause.MaxIndex {
		if w.index > cause.MaxIndex {
			return w.nextID()
		}
		w.blank(EvEnd)
		e.Rule, w.ended = rule.Limit, rule.Limit
	}
	e.ID = w.nextID()
	if w.index == 0 {
		w.root = e.ID
	}
	w.index++
	w.kinds |= 1 << e.Kind
	w.hash(e)
	if w.record != nil {
		*w.record = append(*w.record, *e)
	}
	return e.ID
}

// Frame is the number of the frame that the world stands after.
func (w *World) Frame() int64 { return w.frame }

// Now is the instant of that frame.
func (w *World) Now() Time { return w.now }

// Policy returns a host's settings at this moment.
func (w *World) Policy(host int) *tcp.Policy { return w.policies.At(uint32(host)) }

// about sets an event's connection, side and host.
func (w *World) about(e *Event, ei uint32) {
	e.Conn, e.Side = ei/2, uint8(ei&1)
	e.Host = w.conns.At(ei / 2).host[ei&1]
}
