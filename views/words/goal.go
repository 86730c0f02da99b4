package words

import (
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// GoalHead says when a goal that was not reached failed, or until when it waits; "" for a goal that was
// reached, and while the run goes on.
func GoalHead(e *goal.End, lang string) string {
	switch {
	case e.State == goal.Failed:
		s := GoalFailed.With(lang, Time(e.Part.At), e.Part.Frame)
		if e.At != e.Part.At {
			s += GoalBookedUpTo.With(lang, Time(e.At))
		}
		return s
	case e.State == goal.Waiting && e.Limit:
		return GoalAtLimit.With(lang, Time(e.At))
	case e.State == goal.Waiting:
		return GoalAtEnd.With(lang, Time(e.At))
	}
	return ""
}

// GoalDetail says with which error a goal failed, or for what it waits; "" for one that was reached.
func GoalDetail(r *sim.Run, e *goal.End, lang string) string {
	if e.State != goal.Failed && e.State != goal.Waiting {
		return ""
	}
	waiting, failed := e.Waiting, e.Failed
	s := ""
	if e.State == goal.Failed {
		s, failed = goalFailure(r, &e.Part, lang), failed-1
	} else if s = goalWait(r, &e.Part, lang); s == "" {
		s, waiting = GoalNotRequested.With(lang, e.Waiting), 1
	}
	if e.State == goal.Waiting {
		waiting--
	}
	if failed > 0 {
		s += GoalMoreFailed.With(lang, failed)
	}
	if waiting > 0 {
		s += GoalMoreWaiting.With(lang, waiting)
	}
	return s
}

// Goal is both in one line.
func Goal(r *sim.Run, e *goal.End, lang string) string {
	s := GoalHead(e, lang)
	if d := GoalDetail(r, e, lang); d != "" {
		s += ". " + d
	}
	return s
}

// GoalReason is a goal's error or what it waits for, in a word or two, for tables.
func GoalReason(e *goal.End, lang string) string {
	p := &e.Part
	switch {
	case e.State == goal.Failed && p.Err != tcp.OK:
		return p.Err.String()
	case e.State == goal.Failed && p.Req >= 0:
		return p.Rule.String()
	case e.State == goal.Failed:
		return "EOF"
	case e.State == goal.Waiting && p.Rule != rule.None:
		c := CauseOf(p.Rule)
		return c.Label(lang)
	}
	return ""
}

// GoalPart says how a part failed, or what it waits for.
func GoalPart(r *sim.Run, p *goal.Part, lang string) string {
	if p.Failed {
		return goalFailure(r, p, lang)
	}
	return goalWait(r, p, lang)
}

// goalFailure says how a part failed.
func goalFailure(r *sim.Run, p *goal.Part, lang string) string {
	switch {
	case p.Req >= 0:
		return GoalRequestFails.With(lang, ObjectName(r, p.Req), RuleSentence(p.Rule, lang))
	case p.Undelivered:
		return GoalWriteLost.With(lang, Host(r, p.Host), p.Err.String(), Bytes(p.Left))
	case p.Err == tcp.OK:
		return GoalCallEOF.With(lang, Host(r, p.Host), partCall(p), Bytes(p.Left))
	}
	return GoalCallFails.With(lang, Host(r, p.Host), partCall(p), p.Err.String())
}

// goalWait says what a part waits for; "" if nothing of the page has been asked for.
func goalWait(r *sim.Run, p *goal.Part, lang string) string {
	s := ""
	switch {
	case p.Req >= 0:
		s = GoalWaitsRequest.With(lang, ObjectName(r, p.Req))
	case p.Conn == sim.NoConn:
		return ""
	case p.Undelivered:
		s = GoalWaitsWrite.With(lang, Host(r, p.Host), Bytes(p.Left))
	default:
		s = GoalWaitsCall.With(lang, Host(r, p.Host), partCall(p))
		if p.Of > 0 && goal.IsWork(p.Op) {
			s += GoalLeft.With(lang, Bytes(p.Left), Bytes(p.Of))
		}
	}
	if p.Rule != rule.None {
		c := CauseOf(p.Rule)
		s += " (" + c.Label(lang) + ")"
	}
	return s
}

// partCall is the call of a part with its arguments: read(100).
func partCall(p *goal.Part) string {
	switch p.Op {
	case sim.OpRead, sim.OpWrite:
		e := sim.Event{Op: p.Op, A: p.Of}
		return CallName(&e, "")
	case sim.OpReadEOF:
		return "read()"
	}
	return p.Op.String() + "()"
}
