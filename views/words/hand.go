package words

import (
	"strconv"
	"strings"

	"teacp/sim"
)

// handWithin limits the frames behind a change in which its packet is searched.
const handWithin = 100_000

// HandText describes an intervention: which segment is lost, delayed or duplicated, or which host
// closes or resets which connection. It returns "" for any other change.
func HandText(r *sim.Run, c sim.Change, lang string) string {
	name, verb, _ := strings.Cut(c.Knob, ".")
	switch {
	case c.Knob == "wire.lose":
		return handOn(r, c, HandLost, "", lang)
	case c.Knob == "wire.duplicate":
		return handOn(r, c, HandTwice, "", lang)
	case c.Knob == "wire.delay":
		by := c.Value[strings.LastIndexByte(c.Value, ':')+1:]
		return handOn(r, c, HandLate, by, lang)
	case verb == "close" && isHost(r, name):
		return HandCloses.With(lang, Clean(name), Clean(c.Value), c.Frame)
	case verb == "reset" && isHost(r, name):
		return HandResets.With(lang, Clean(name), Clean(c.Value), c.Frame)
	}
	return ""
}

func isHost(r *sim.Run, name string) bool {
	for h := range r.Config().Hosts {
		if r.Config().HostName(h) == name {
			return true
		}
	}
	return false
}

// handOn says what a change of the wire does: to which packet, in which frame that is sent, and by
// how much it is delayed.
func handOn(r *sim.Run, c sim.Change, text Key, by, lang string) string {
	count, _, _ := strings.Cut(c.Value, ":")
	nth, err := strconv.Atoi(count)
	if err != nil { // a time alone: the first one
		nth = 1
	}
	if nth < 1 {
		return ""
	}
	what, frame := HandPacketFromHere.With(lang, nth), c.Frame
	left := nth
	r.Each(c.Frame, min(c.Frame+handWithin, r.Frames()), 1<<sim.EvSend|1<<sim.EvDgram, func(e *sim.Event) bool {
		if left--; left > 0 {
			return true
		}
		what, frame = Host(r, e.Host)+" "+ShortLabel(&e.Seg), e.ID.Frame()
		if e.Kind == sim.EvDgram {
			what = Host(r, e.Host) + " DNS"
		}
		return false
	})
	return text.With(lang, what, frame, by)
}

// ChangeText describes a change: an intervention as HandText does, a knob with its value.
func ChangeText(r *sim.Run, c sim.Change, lang string) string {
	if s := HandText(r, c, lang); s != "" {
		return s
	}
	return Clean(c.Knob + "=" + c.Value)
}

// Fate says that a segment just sent is lost, delayed or duplicated; "" if it is none of these.
func Fate(r *sim.Run, e *sim.Event, lang string) string {
	if e.Kind != sim.EvSend {
		return ""
	}
	for _, x := range r.Events(e.ID.Frame()) {
		if x.Cause == e.ID && (x.Kind == sim.EvLost || x.Kind == sim.EvWire) {
			return Sentence(r, &x, lang)
		}
	}
	return ""
}
