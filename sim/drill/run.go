package drill

import "fmt"

// Run runs a script on the simulated endpoint.
func Run(s *Script, opt Options) (*Result, error) {
	st, err := newSimulated(s, &opt)
	if err != nil {
		return nil, err
	}
	return Play(s, st, opt), nil
}

// Play runs a script on a stack and compares the stack's packets and returns with the script's.
func Play(s *Script, st Stack, opt Options) *Result {
	p := &play{s: s, st: st, opt: opt, tolerance: 4 * millisecond, names: map[string]int64{},
		stamps: map[uint32]uint32{}}
	if s.Config.Tolerance > 0 {
		p.tolerance = s.Config.Tolerance
	}
	if opt.Tolerance > 0 {
		p.tolerance = opt.Tolerance
	}
	for i := range s.Config.Setup {
		st.Set(&s.Config.Setup[i])
	}
	for i := range s.Events {
		p.e = &s.Events[i]
		if !p.event(i) {
			break
		}
		p.res.Events++
	}
	if !p.failed && p.waiting != nil { // the last call may not have returned yet
		p.await()
	}
	p.res.Time = st.Now() / microsecond * microsecond // without the nanoseconds between packets, see instant
	return &p.res
}

// play is the state of a script while it runs.
type play struct {
	s         *Script
	st        Stack
	opt       Options
	e         *Event
	res       Result
	failed    bool
	tolerance Time

	due      Time // when the script says that the current event happens
	last     Time // when the previous event ended
	lastDue  Time // when the script said that it would happen
	injected bool // the previous event was an injected packet

	waiting *Event // the call that is blocked
	returns Time   // when it must return
	slack   Time   // the tolerance for that time

	names       map[string]int64 // names that code blocks have assigned
	isn         wire
	stamps      map[uint32]uint32 // timestamps that the endpoint sent: from the script's value to the stack's
	offset      uint32            // the stack's timestamps minus the script's
	offsetKnown bool
}

// event runs one event. It returns false if the script ends here.
func (p *play) event(i int) bool {
	w := &p.e.When
	base := Time(0)
	if w.Form == Relative || w.Form == RelativeRange {
		base = p.last
		if p.injected && p.e.Kind == EvInject {
			base = p.lastDue
		}
	}
	p.due = base + w.At
	if w.Form == Any {
		p.due = max(p.st.Now(), p.lastDue)
	}
	slack := p.slackFor(p.due - p.lastDue)
	if p.e.Kind == EvExpect {
		if !p.expect(base, slack) {
			return false
		}
	} else {
		if !p.waitUntilDue(slack) {
			return false
		}
		if !p.act(base) {
			return false
		}
	}
	p.injected = p.e.Kind == EvInject
	p.lastDue = p.due
	return true
}

// slackFor returns the tolerance for the time of an event: the script's tolerance, or an eighth of
// the interval since the previous event if that is more.
func (p *play) slackFor(interval Time) Time { return max(p.tolerance, interval/8) }

// waitUntilDue advances the clock to the time of the event.
func (p *play) waitUntilDue(slack Time) bool {
	for p.st.Now() < p.due {
		p.st.Wait(p.due, OnReturn)
		if !p.takeReply() {
			return false
		}
	}
	now := p.st.Now()
	if p.e.When.Form != Any && now > p.due+slack+p.e.When.To-p.e.When.At && p.opt.Ignore&IgnoreTime == 0 {
		return p.differ("the event comes too late", "at "+seconds(p.due), "at "+seconds(now))
	}
	p.last = now
	return true
}

// act runs an event that is not an expected packet.
func (p *play) act(base Time) bool {
	e := p.e
	switch e.Kind {
	case EvInject:
		k, ok := p.inbound(&e.Packet)
		if !ok {
			return p.differ("a timestamp that the endpoint never sent", "ecr of a timestamp sent before",
				"another one")
		}
		p.log(e.Line, "< "+PacketText(&e.Packet))
		p.st.Inject(&k)
	case EvICMP:
		m := e.ICMP
		m.Seq = p.isn.toStack(m.Seq)
		p.log(e.Line, e.Text)
		p.st.ICMP(&m)
	case EvCode:
		return p.assertions()
	case EvShell:
		for i := range e.Commands {
			p.st.Set(&e.Commands[i])
			for end := p.st.Now() + e.Commands[i].Sleep(); p.st.Now() < end; {
				p.st.Wait(end, OnReturn)
				if !p.takeReply() {
					return false
				}
			}
		}
		p.last = p.st.Now()
	case EvCall:
		return p.call(base)
	}
	return p.takeReply()
}

// call makes a call and checks what it returns.
func (p *play) call(base Time) bool {
	e := p.e
	if p.waiting != nil && !p.await() {
		return false
	}
	p.e = e
	r, blocked := p.st.Call(&e.Sys)
	if !blocked {
		p.last = max(p.last, r.At)
		return p.judgeReply(e, r)
	}
	p.waiting, p.returns, p.slack = e, e.When.End, p.slackFor(0)
	if e.When.Form == Relative {
		p.returns += base
	}
	p.slack = p.slackFor(p.returns - p.lastDue)
	if !e.When.Blocks {
		p.returns = p.due
		return p.await()
	}
	return true
}

// await advances the clock until the blocked call returns.
func (p *play) await() bool {
	limit := p.returns + p.slack
	for p.waiting != nil && p.st.Now() <= limit {
		p.st.Wait(limit+1, OnReturn)
		if !p.takeReply() {
			return false
		}
	}
	if p.waiting != nil {
		p.e = p.waiting
		return p.differ("the call does not return", "a return at "+seconds(p.returns),
			"blocked at "+seconds(p.st.Now()))
	}
	return true
}

// takeReply takes the reply of the blocked call, if it has returned.
func (p *play) takeReply() bool {
	r, ok := p.st.Returned()
	if !ok {
		return true
	}
	e := p.waiting
	if e == nil {
		return true
	}
	p.waiting = nil
	if d := r.At - p.returns; (d > p.slack || d < -p.slack) && p.opt.Ignore&IgnoreTime == 0 {
		p.e = e
		return p.differ("the call returns at another time", "at "+seconds(p.returns), "at "+seconds(r.At))
	}
	return p.judgeReply(e, r)
}

// judgeReply compares the reply of a call with the expected one.
func (p *play) judgeReply(e *Event, r Reply) bool {
	s := &e.Sys
	p.log(e.Line, e.Call.Name+" = "+replyText(r))
	want := Reply{Ret: s.Ret, Errno: s.Errno}
	if s.Ret >= 0 {
		want.Errno = 0
	}
	fd := s.Op == OpSocket || s.Op == OpAccept // the script's number stands for any descriptor
	same := r.Ret == want.Ret || fd && r.Ret >= 0 && want.Ret >= 0
	if !s.AnyRet && (!same || r.Ret < 0 && want.Errno != 0 && r.Errno != want.Errno) {
		p.e = e
		return p.differ("the call returns something else", e.Call.Name+" = "+replyText(want),
			e.Call.Name+" = "+replyText(r))
	}
	if s.Op == OpGetOpt && s.Level == solSocket &&
		(s.Name == soRcvBuf || s.Name == soSndBuf && p.opt.Ignore&IgnoreSoBuf != 0) {
		return true
	}
	same = r.Value == s.Want || s.Op == OpGetOpt && int32(r.Value) == int32(s.Want) // options are ints
	if s.HasWant && s.Op != OpSetOpt && r.Ret >= 0 && !same {
		p.e = e
		a, b := fmt.Sprint(s.Want), fmt.Sprint(r.Value)
		if s.Op == OpGetOpt && s.Name == soError && s.Level == solSocket {
			a, b = errText(s.Want), errText(r.Value)
		}
		return p.differ("the call gives another value", a, b)
	}
	return true
}

func errText(v int64) string {
	if v == 0 {
		return "0"
	}
	return ErrnoName(int(v))
}

func replyText(r Reply) string {
	if r.Ret < 0 && r.Errno != 0 {
		return fmt.Sprintf("%d %s", r.Ret, ErrnoName(r.Errno))
	}
	return fmt.Sprint(r.Ret)
}

// assertions evaluates a code block with the current values.
func (p *play) assertions() bool {
	for i := range p.e.Code {
		st := &p.e.Code[i]
		lookup := func(name string) int64 {
			if v, ok := p.names[name]; ok {
				return v
			}
			if v, ok := codeConstants[name]; ok {
				return v
			}
			v, _ := p.st.Info(name)
			return v
		}
		v := st.Expr.eval(lookup)
		if st.Set != "" {
			p.names[st.Set] = v
			continue
		}
		if v != 0 || !st.Assert {
			continue
		}
		actual, seen := "", map[string]bool{}
		st.Expr.Names(func(name string, _ int) {
			if !seen[name] {
				seen[name] = true
				if actual != "" {
					actual += ", "
				}
				actual += fmt.Sprintf("%s is %d", name, lookup(name))
			}
		})
		p.differ("the assertion does not hold", st.Text, actual)
		p.res.Line = st.Line
		return false
	}
	return true
}

// differ records the first difference. It always returns false.
func (p *play) differ(what, expected, actual string) bool {
	if !p.failed {
		p.failed = true
		p.res.Verdict, p.res.Line, p.res.What, p.res.Expected, p.res.Actual = Fail, p.e.Line, what, expected, actual
	}
	return false
}

func (p *play) log(line int, text string) {
	if p.opt.Log {
		p.res.Log = append(p.res.Log, Entry{At: p.st.Now(), Line: line, Text: text})
	}
}
