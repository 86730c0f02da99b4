package export

import (
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// Otherwise says what each knob behind a hold costs: how much earlier the held data or ACK would have
// arrived with the knob off. Each answer comes from a run of its own, with the knob off from the start.
func Otherwise(r *sim.Run, frame int64, lang string) []string {
	var out []string
	for _, e := range r.Events(frame) {
		if e.Kind != sim.EvHold && e.Kind != sim.EvAckHeld {
			continue
		}
		want := awaited(r, &e)
		got := arrival(r, want)
		if got == nil {
			continue
		}
		got = copyOf(got)
		for _, knob := range knobsBehind(r, &e, got) {
			if s := arrivalWithout(r, knob, want, got.At, lang); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// wanted is what a hold delays: a byte of a stream, or an acknowledgment.
type wanted struct {
	conn uint32
	side uint8 // the end that holds it back
	ack  bool
	seq  int64
}

// awaited is what event e, a hold, delays.
func awaited(r *sim.Run, e *sim.Event) wanted {
	in := r.At(e.ID.Frame()).Info(e.Conn, int(e.Side))
	if e.Kind == sim.EvAckHeld {
		return wanted{e.Conn, e.Side, true, in.RcvNxt}
	}
	return wanted{e.Conn, e.Side, false, in.SndNxt}
}

// arrival is the event in which the wanted byte or ACK arrives; nil if it does not.
func arrival(r *sim.Run, w wanted) *sim.Event {
	id, ok := r.Find(-1, 1, 1<<sim.EvRecv, func(e *sim.Event) bool {
		s := &e.Seg
		switch {
		case e.Conn != w.conn || e.Side == w.side:
			return false
		case w.ack:
			return s.Flags&tcp.ACK != 0 && s.Ack >= w.seq
		}
		return s.Len > 0 && s.Seq <= w.seq && w.seq < s.Seq+int64(s.Len)
	})
	if !ok {
		return nil
	}
	return r.Event(id)
}

func copyOf(e *sim.Event) *sim.Event {
	c := *e
	return &c
}

// knobsBehind lists the knobs that switch the rules by which the wait came about: that of the
// hold itself, and those of all that happened between it and the arrival.
func knobsBehind(r *sim.Run, hold, got *sim.Event) []string {
	var out []string
	add := func(e *sim.Event) {
		knob := e.Rule.Info().Knob
		if knob == "" {
			return
		}
		if !strings.Contains(knob, ".") {
			knob = r.Config().HostName(int(e.Host)) + "." + knob
		}
		for _, k := range out {
			if k == knob {
				return
			}
		}
		if _, _, err := r.Config().ParseKnob(knob, "off"); err == nil {
			out = append(out, knob)
		}
	}
	add(hold)
	for e := got; e != nil && e.At >= hold.At && len(out) < 4; e = r.Event(e.Cause) {
		add(e)
		if e.Cause == e.ID {
			break
		}
	}
	return out
}

// arrivalWithout says when the wanted byte or ACK arrives with a knob off; "" if that changes nothing.
func arrivalWithout(r *sim.Run, knob string, w wanted, was sim.Time, lang string) string {
	changes := append(append([]sim.Change(nil), r.Changes()...), sim.Change{Knob: knob, Value: "off"})
	alt, err := r.With(changes)
	if err != nil {
		return ""
	}
	got := arrival(alt, w)
	if got == nil || got.At == was {
		return ""
	}
	what := words.OtherwiseByte.With(lang, w.seq)
	if w.ack {
		what = words.OtherwiseAck.With(lang, w.seq)
	}
	word, d := words.OtherwiseEarlier.In(lang), was-got.At
	if d < 0 {
		word, d = words.OtherwiseLater.In(lang), -d
	}
	return words.OtherwiseWith.With(lang, Clean(knob), what, words.Time(got.At), words.Time(was), words.Time(d), word)
}
