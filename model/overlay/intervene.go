package overlay

import (
	"fmt"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// An intervention is done to what stands at the cursor: this segment is lost, late or
// doubled; an end of this connection is closed or reset here. Each is a change of the run,
// so it makes a branch like any knob.

// intervention is a line of the list.
type intervention struct {
	text words.Key
	wire string // the knob for the segment, or ""
	host int    // side of the connection whose application acts
	verb string // close or reset
}

// interventions are the lines of the list. The first is also on a key of its own.
var interventions = []intervention{
	{text: words.InterveneLose, wire: "wire.lose"},
	{text: words.InterveneDelay, wire: "wire.delay"},
	{text: words.InterveneDuplicate, wire: "wire.duplicate"},
	{text: words.InterveneClientClose, verb: "close"},
	{text: words.InterveneServerClose, host: 1, verb: "close"},
	{text: words.InterveneClientReset, verb: "reset"},
	{text: words.InterveneServerReset, host: 1, verb: "reset"},
}

// NumInterventions is how many lines the list of interventions has.
func NumInterventions() int { return len(interventions) }

// LoseSegment is the line of the list that loses the segment at the cursor.
const LoseSegment = 0

// InterveneBy is what a line of the list does: Intervene, or Say with the reason why it
// cannot be done.
func InterveneBy(h *Host, line int) Action {
	iv := &interventions[line]
	c, why, ok := iv.change(h)
	if !ok {
		return Say{why}
	}
	return Intervene{c, iv.wire != ""}
}

func newIntervene(*Host) (Overlay, string) {
	return &List{
		right: wideRight,
		title: titled(words.ListIntervene),
		hints: always(hintMove, Hint{"enter", words.HintDo}, hintEsc),
		items: func(h *Host) (out []Item) {
			for i := range interventions {
				right := "—"
				if c, _, ok := interventions[i].change(h); ok {
					right = fmt.Sprintf(":%d %s=%s", c.Frame, c.Knob, c.Value)
				}
				out = append(out, Item{Left: h.Say(interventions[i].text), Right: right, Ref: i})
			}
			return out
		},
		choose: func(h *Host, it *Item) Action { return Close{InterveneBy(h, it.Ref)} },
		key: func(h *Host, _ *Item, s string) (Action, bool) {
			return Close{}, closes(h, keymap.Intervene, s)
		},
		about: func(h *Host, it *Item) string { return interventions[it.Ref].about(h) },
		lines: func(h *Host) []string {
			return []string{h.Say(words.PlainDo)}
		},
		number: true,
	}, ""
}

// change is the change that an intervention stands for; ok is false, with the reason, where
// it cannot be done.
func (iv *intervention) change(h *Host) (c sim.Change, why string, ok bool) {
	r := h.Scene.Run
	if iv.wire != "" {
		e, nth := segmentAt(r, h.Scene.Frame)
		if e == nil {
			return c, h.Say(words.InterveneNoSegment), false
		}
		c = sim.Change{Frame: e.ID.Frame(), Knob: iv.wire, Value: fmt.Sprint(nth)}
		if iv.wire == "wire.delay" {
			d := r.Config().Links[0].Dir
			c.Value = max(d[0].Delay+d[1].Delay, 1_000_000).String()
			if nth > 1 {
				c.Value = fmt.Sprintf("%d:%s", nth, c.Value)
			}
		}
		return c, "", true
	}
	w := r.At(h.Scene.Frame)
	if int(h.Scene.Conn) >= w.Conns() {
		return c, h.Say(words.InterveneNoConnection), false
	}
	v := w.Conn(h.Scene.Conn)
	name := r.Config().HostName(int(v.Host[iv.host]))
	if !v.Exists[iv.host] || v.State[iv.host] == tcp.Closed {
		return c, fmt.Sprintf(h.Say(words.InterveneNotOpen), h.Scene.Conn, words.Clean(name)), false
	}
	return sim.Change{Frame: h.Scene.Frame + 1, Knob: name + "." + iv.verb, Value: fmt.Sprint(h.Scene.Conn)}, "", true
}

// about says which segment or connection an intervention is about.
func (iv *intervention) about(h *Host) string {
	if _, why, ok := iv.change(h); !ok {
		return why
	}
	if iv.wire == "" {
		return fmt.Sprintf(h.Say(words.InterveneConnection), h.Scene.Conn)
	}
	e, _ := segmentAt(h.Scene.Run, h.Scene.Frame)
	if e.Kind == sim.EvDgram {
		return "DNS"
	}
	return fmt.Sprintf("#%d %s", e.Conn, words.ShortLabel(&e.Seg))
}

// segmentAt is the segment of a frame: the first one that it sends or, if it sends none, the
// one that it receives. The number counts the packets that the frame of the sending sends.
func segmentAt(r *sim.Run, frame int64) (e *sim.Event, nth int) {
	var got *sim.Event
	evs := r.Events(frame)
	for i := range evs {
		switch evs[i].Kind {
		case sim.EvSend, sim.EvDgram:
			return &evs[i], 1
		case sim.EvRecv, sim.EvDgramRecv:
			got = &evs[i]
		}
	}
	if got == nil {
		return nil, 0
	}
	sent := r.Event(got.Cause)
	if sent == nil {
		return nil, 0
	}
	for _, x := range r.Events(sent.ID.Frame()) {
		if x.Kind == sim.EvSend || x.Kind == sim.EvDgram {
			nth++
		}
		if x.ID == sent.ID {
			break
		}
	}
	return sent, nth
}
