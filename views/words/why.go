package words

import (
	"bytes"
	"strconv"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// ruleLine adds the last line of an explanation: a rule, its source and its knob.
func (s *Builder) ruleLine(id rule.ID) *Builder {
	in := id.Info()
	s.Add(WhyRule.In(s.Lang)).Add(in.Name)
	if in.Source != "" {
		s.Add(" — ").Add(in.Source)
	}
	if in.Knob != "" {
		s.Add(WhyKnob.In(s.Lang)).Add(in.Knob)
	}
	return s
}

// Why explains a frame: its events with their rules, the chain of causes back to the start of the
// run, and what each sender waits for afterwards.
func Why(r *sim.Run, frame int64, lang string) []string {
	lines, _ := WhyWithin(r, frame, lang, 1<<62)
	return lines
}

// WhyWithin is Why for a screen: it simulates at most so many frames again to find causes far back.
// more reports that it left causes out.
func WhyWithin(r *sim.Run, frame int64, lang string, frames int64) (lines []string, more bool) {
	evs := r.Events(frame)
	if len(evs) == 0 {
		return nil, false
	}
	s := Builder{make([]byte, 0, 4096), lang, frames < 1<<62}
	s.Say(WhyFrame, Number(frame), Timed(evs[0].At))
	most := causesShown + 2
	if frame < CausesCounted {
		most, frames = 1<<20, 1<<62
	}
	chain, more := r.CausesWithin(evs[0].ID, most, frames)
	evs = r.Events(frame)
	s.happened(r, evs)
	if len(chain) > 1 {
		if e := r.Event(chain[1]); e != nil {
			s.Say(WhyCause, Number(e.ID.Frame()), Timed(e.At)).what(r, e)
		}
	}
	s.ruleLines(r.Events(frame))
	s.callLines(r.Events(frame))
	if len(chain) > 1 {
		s.Say(WhyBecause).causes(r, chain[1:], causesShown)
	}
	if more {
		s.Say(WhyLookingBack)
	}
	if from := len(s.B); s.silence(r, frame, "\n  ") > 0 { // the heading goes in front of them
		head := WhyWaiting.In(lang)
		s.Add(head)
		copy(s.B[from+len(head):], s.B[from:len(s.B)-len(head)])
		copy(s.B[from:], head)
	}
	return s.lines(), more
}

// ruleSet is a set of rules.
type ruleSet [8]uint64

// add puts a rule into the set, and reports whether it was there.
func (set *ruleSet) add(id rule.ID) (was bool) {
	w, bit := int(id)>>6&7, uint64(1)<<(id&63)
	was = set[w]&bit != 0
	set[w] |= bit
	return was
}

// happened adds the events of a frame; the sentence of a rule once.
func (s *Builder) happened(r *sim.Run, evs []sim.Event) {
	var said ruleSet
	for i := range evs {
		e := &evs[i]
		if e.Kind == sim.EvArm || e.Kind == sim.EvCancel || e.Kind == sim.EvAcked {
			continue
		}
		from := len(s.B)
		s.B = appendSentence(append(s.B, "\n  "...), r, e, s.Lang)
		if e.Kind != sim.EvSend && e.Kind != sim.EvLost && e.Kind != sim.EvIgnored && e.Kind != sim.EvInfer {
			continue
		}
		if said.add(e.Rule) {
			for _, text := range []string{" " + RuleSentence(e.Rule, s.Lang), RuleSentence(e.Rule, s.Lang) + " "} {
				s.B = append(s.B[:from], bytes.Replace(s.B[from:], []byte(text), nil, 1)...)
			}
		}
	}
	if evs[0].Kind == sim.EvStart && !r.Config().Replays() {
		s.lineOf(r)
	}
}

// ruleLines adds the rules of a frame, each once, with their sources.
func (s *Builder) ruleLines(evs []sim.Event) {
	var seen ruleSet
	for i := range evs {
		e := &evs[i]
		if e.HasRule(rule.Piggyback) && seen[int(rule.Piggyback)>>6]&(1<<(rule.Piggyback&63)) == 0 {
			seen[int(rule.Piggyback)>>6] |= 1 << (rule.Piggyback & 63)
			s.Add("\n  ").ruleLine(rule.Piggyback)
		}
		if e.Kind == sim.EvArm || e.Kind == sim.EvCancel || e.Kind == sim.EvAcked || e.Rule == rule.None || e.Rule == rule.RunStart || e.Rule == rule.RunEnd || e.Rule.Info().Class == rule.ClassApp {
			continue
		}
		if !seen.add(e.Rule) {
			s.Add("\n  ").ruleLine(e.Rule)
		}
	}
}

// lineOf adds the links of the run with their delay, rate, queue and loss.
func (s *Builder) lineOf(r *sim.Run) {
	w, links := r.At(0), r.Config().Links
	for i := range links[:min(len(links), 8)] {
		there, back := w.Path(i, 0).PathConfig, w.Path(i, 1).PathConfig
		if there.Delay == 0 && back.Delay == 0 { // a script plays the other end
			continue
		}
		a, b := Host(r, links[i].A), Host(r, links[i].B)
		if there == back {
			s.Say(WhyLineBetween, Str(a), Str(b), Str(pathText(&there, s.Lang)))
			continue
		}
		s.Say(WhyLineFrom, Str(a), Str(b), Str(pathText(&there, s.Lang)))
		s.Say(WhyLineFrom, Str(b), Str(a), Str(pathText(&back, s.Lang)))
	}
}

// pathText describes one direction of a link.
func pathText(p *sim.PathConfig, lang string) string {
	text := PathDelay.With(lang, ShortTime(p.Delay))
	if p.RateBps > 0 {
		text += ", " + RateText(p.RateBps)
	}
	if p.QueuePackets > 0 {
		text += PathQueue.With(lang, Bytes(p.QueuePackets))
	}
	if p.LossPPM > 0 {
		text += PathLoss.With(lang, fraction(p.LossPPM, 10_000))
	}
	return text
}

const (
	causesShown   = 12
	CausesCounted = 8192 // so far into a run, all causes are counted; further on the next ones alone are looked up
)

// causes adds a chain of causes, nearest first, and leaves out the middle of a long one.
func (s *Builder) causes(r *sim.Run, chain []sim.EventID, most int) {
	for i, id := range chain {
		if i == most-1 && len(chain) > most {
			if r.Event(chain[len(chain)-1]).Cause != 0 {
				s.Say(WhyFurtherCauses)
				return
			}
			s.Say(WhyMoreCauses, Number(int64(len(chain)-i)))
			return
		}
		e := r.Event(id)
		if e == nil {
			return
		}
		s.Fill("\n  :%d %s ", Number(id.Frame()), Timed(e.At))
		if !s.Tight {
			s.Add(" ")
		}
		s.what(r, e)
		if i > 0 {
			if d := r.Event(chain[i-1]).At - e.At; d > 0 {
				s.Fill(" (+%s)", Timed(d))
			}
		}
	}
}

// mostWaiting limits the lines about what connections wait for.
const mostWaiting = 12

// silence adds what each sender waits for, one line each behind front, and returns the number of
// lines.
func (s *Builder) silence(r *sim.Run, frame int64, front string) int {
	w := r.At(frame)
	n := 0
	w.Living(func(i uint32) bool {
		v := w.Conn(i)
		for side := 0; side < 2; side++ {
			if !v.Exists[side] || v.State[side] == tcp.Closed {
				continue
			}
			h := Clean(r.Config().HostName(int(v.Host[side])))
			if w.Conns() > 1 {
				h = "#" + strconv.FormatUint(uint64(i), 10) + " " + h
			}
			n += s.side(w, i, side, h, front)
		}
		return n < mostWaiting
	})
	return n
}

// side adds what one end waits for: held data, a delayed ACK, timers, its application.
func (s *Builder) side(w *sim.World, conn uint32, side int, h, front string) (lines int) {
	next := func() *Builder {
		lines++
		return s.Add(front)
	}
	if v := w.Verdict(conn, side); v.Do == tcp.Hold {
		next().hold(h, v.Rule, int64(v.Len), v.B, v.Until)
	}
	if v := w.AckVerdict(conn, side); v.Do == tcp.Hold {
		next().Say(WaitOwesAck, Str(h), Timed(v.Until))
	}
	if in := w.Info(conn, side); in.InFlight > 0 {
		next().Say(WaitForAck, Str(h), Grouped(in.InFlight))
	}
	first := true
	var room [tcp.NumTimers]sim.TimerView
	for _, t := range w.Timers(room[:0], conn, side) {
		switch {
		case t.Kind == tcp.TimerDelAck:
			continue
		case first:
			next().Add(h).Add(": ")
		default:
			s.Add(", ")
		}
		first = false
		s.Fill("%s (%s)", Str(TimerName(t.Kind, s.Lang)), Timed(t.Fires))
	}
	if a := w.App(conn, side); a.Exists && a.Blocked && a.Op != sim.OpSleep {
		next().Say(WaitInCall, Str(h), Str(a.Op.String()))
	}
	return lines
}
