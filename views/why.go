package views

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// RuleLine is a rule with its source and its knob, for the foot of an explanation.
func RuleLine(id rule.ID, lang string) string {
	in := id.Info()
	s := Say(lang, "Rule: ", "규칙: ") + in.Name
	if in.Source != "" {
		s += " — " + in.Source
	}
	if in.Knob != "" {
		s += Say(lang, " — knob: ", " — 설정: ") + in.Knob
	}
	return s
}

// Why explains a frame: what happened and by which rule, the chain of causes back to the
// start of the run, and what each sender is waiting for afterwards.
func Why(r *sim.Run, frame int64, lang string) []string {
	evs := r.Events(frame)
	if len(evs) == 0 {
		return nil
	}
	out := []string{fmt.Sprintf(Say(lang, "Frame %d at %s", "프레임 %d, %s"), frame, Time(evs[0].At))}
	seen := map[rule.ID]bool{}
	var rules []string
	for i := range evs {
		e := &evs[i]
		if e.Kind == sim.EvArm || e.Kind == sim.EvCancel || e.Kind == sim.EvAcked {
			continue
		}
		out = append(out, "  "+Sentence(r, e, lang))
		if e.Rule != rule.None && e.Rule.Info().Class != rule.ClassApp && !seen[e.Rule] {
			seen[e.Rule] = true
			rules = append(rules, "  "+RuleLine(e.Rule, lang))
		}
	}
	out = append(out, rules...)
	most := causesShown + 2
	if frame < causesCounted {
		most = 1 << 20
	}
	if chain := r.NearCauses(evs[0].ID, most); len(chain) > 1 {
		out = append(out, Say(lang, "Because", "왜냐하면"))
		out = append(out, causeLines(r, chain[1:], lang, causesShown)...)
	}
	if lines := Silence(r, frame, lang); len(lines) > 0 {
		out = append(out, Say(lang, "Now waiting", "지금 기다리는 것"))
		for _, l := range lines {
			out = append(out, "  "+l)
		}
	}
	return out
}

const (
	causesShown   = 12
	causesCounted = 8192 // so far into a run, all causes are counted; further on the next ones alone are looked up
)

// causeLines tells a chain of causes, nearest first; a long one is cut in the middle.
func causeLines(r *sim.Run, chain []sim.EventID, lang string, most int) []string {
	var out []string
	for i, id := range chain {
		if i == most-1 && len(chain) > most {
			if r.Event(chain[len(chain)-1]).Cause != 0 {
				out = append(out, Say(lang, "  … and further causes back to the start of the run", "  … 시작까지 원인이 더 있다"))
				break
			}
			out = append(out, fmt.Sprintf(Say(lang, "  … %d more causes back to the start of the run", "  … 시작까지 원인 %d개 더"), len(chain)-i))
			break
		}
		e := r.Event(id)
		if e == nil {
			break
		}
		wait := ""
		if i > 0 {
			if d := r.Event(chain[i-1]).At - e.At; d > 0 {
				wait = " (+" + Time(d) + ")"
			}
		}
		out = append(out, fmt.Sprintf("  :%d %s  %s%s", id.Frame(), Time(e.At), what(r, e, lang), wait))
	}
	return out
}

// Silence is what every sender waits for after a frame.
func Silence(r *sim.Run, frame int64, lang string) []string {
	w := r.At(frame)
	var out []string
	n := w.Conns()
	for i := 0; i < n && len(out) < 12; i++ {
		v := w.Conn(uint32(i))
		for side := 0; side < 2; side++ {
			if !v.Exists[side] || v.State[side] == tcp.Closed {
				continue
			}
			h := Clean(r.Config().HostName(int(v.Host[side])))
			if n > 1 {
				h = fmt.Sprintf("#%d %s", i, h)
			}
			out = append(out, sideSilence(w, uint32(i), side, h, lang)...)
		}
	}
	return out
}

// sideSilence is what one end waits for: its hold, its delayed ACK, its timers, its
// application.
func sideSilence(w *sim.World, conn uint32, side int, h, lang string) []string {
	var out []string
	if v := w.Verdict(conn, side); v.Do == tcp.Hold {
		out = append(out, VerdictSentence(h, v, lang))
	}
	if v := w.AckVerdict(conn, side); v.Do == tcp.Hold {
		out = append(out, fmt.Sprintf(Say(lang, "%s owes an ACK and sends it at %s at the latest.", "%s는 ACK를 늦어도 %s에 보낸다."), h, Time(v.Until)))
	}
	var names []string
	for _, t := range w.Timers(conn, side) {
		if t.Kind != tcp.TimerDelAck {
			names = append(names, TimerName(t.Kind, lang)+" ("+Time(t.Fires)+")")
		}
	}
	in := w.Info(conn, side)
	if in.InFlight > 0 {
		out = append(out, fmt.Sprintf(Say(lang, "%s waits for the ACK of %s bytes.", "%s는 %s바이트의 ACK를 기다린다."), h, Bytes(in.InFlight)))
	}
	if len(names) > 0 {
		out = append(out, h+": "+strings.Join(names, ", "))
	}
	if a := w.App(conn, side); a.Exists && a.Blocked && a.Op != sim.OpSleep {
		out = append(out, fmt.Sprintf(Say(lang, "The application of %s waits in %s().", "%s의 응용이 %s()에서 기다린다."), h, a.Op))
	}
	return out
}
