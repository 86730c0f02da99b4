package words

import (
	"fmt"
	"strconv"
	"strings"

	"teacp/sim"
)

// handWithin is how many frames behind a change its packet is looked for.
const handWithin = 100_000

// HandText says in words what an intervention does to a run: which segment is lost, late or
// doubled, who closes or resets which connection. It is "" for any other change.
func HandText(r *sim.Run, c sim.Change, lang string) string {
	name, verb, _ := strings.Cut(c.Knob, ".")
	switch {
	case c.Knob == "wire.lose":
		return handOn(r, c, Say(lang, "%s is lost (:%d)", "%s 잃음 (:%d)"), lang)
	case c.Knob == "wire.duplicate":
		return handOn(r, c, Say(lang, "%s comes twice (:%d)", "%s 두 번 옴 (:%d)"), lang)
	case c.Knob == "wire.delay":
		by := c.Value[strings.LastIndexByte(c.Value, ':')+1:]
		return handOn(r, c, Say(lang, "%s is "+by+" late (:%d)", "%s "+by+" 늦음 (:%d)"), lang)
	case verb == "close" && isHost(r, name):
		return fmt.Sprintf(Say(lang, "%s closes #%s (:%d)", "%s #%s 닫음 (:%d)"), Clean(name), Clean(c.Value), c.Frame)
	case verb == "reset" && isHost(r, name):
		return fmt.Sprintf(Say(lang, "%s resets #%s (:%d)", "%s #%s 끊음 (:%d)"), Clean(name), Clean(c.Value), c.Frame)
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

// handOn fills in which packet a change of the wire is meant for, and in which frame it is
// sent.
func handOn(r *sim.Run, c sim.Change, form, lang string) string {
	count, _, _ := strings.Cut(c.Value, ":")
	nth, err := strconv.Atoi(count)
	if err != nil { // a time alone: the first one
		nth = 1
	}
	if nth < 1 {
		return ""
	}
	what, frame := fmt.Sprintf(Say(lang, "packet %d from here on", "여기부터 %d번째 패킷"), nth), c.Frame
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
	return fmt.Sprintf(form, what, frame)
}

// ChangeText is a change for people: an intervention in words, a knob with its value.
func ChangeText(r *sim.Run, c sim.Change, lang string) string {
	if s := HandText(r, c, lang); s != "" {
		return s
	}
	return Clean(c.Knob + "=" + c.Value)
}

// Fate says what the wire did to a segment as it was sent: that it is lost, late or doubled;
// "" where it did nothing.
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
