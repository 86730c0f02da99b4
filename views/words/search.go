package words

import (
	"strings"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// Place is a set of places where a text was found.
type Place uint8

// The places.
const (
	InSentence Place = 1 << iota // what happens
	InRule                       // a rule's name or sentence
	InHold                       // the reason why something is held back
	InCall                       // a call of an application
	InMessage                    // an HTTP message, or what a recorded segment carries
	InNote                       // a note of the scenario
	InMark                       // the name of a bookmark
)

var placeNames = [...]Key{PlaceEvent, PlaceRule, PlaceHold, PlaceCall, PlaceMessage, PlaceNote, PlaceBookmark}

// Text names the places.
func (p Place) Text(lang string) string {
	var out []string
	for i := range placeNames {
		if p&(1<<i) != 0 {
			out = append(out, placeNames[i].In(lang))
		}
	}
	return strings.Join(out, ", ")
}

// Places names all places that are searched.
func Places(lang string) string { return Place(1<<len(placeNames) - 1).Text(lang) }

// Matcher finds a text in all texts about events, in English and Korean, whatever the case.
type Matcher struct {
	text  string
	rules []bool // by rule: its name or sentence has the text
	// At gives what else is said in a frame, as a set of places; nil: nothing.
	At func(frame int64) Place
}

// NewMatcher returns a matcher for a text.
func NewMatcher(text string) *Matcher {
	m := &Matcher{text: strings.ToLower(Clean(text)), rules: make([]bool, rule.Count)}
	for i := range m.rules {
		id := rule.ID(i)
		m.rules[i] = id != rule.None && (m.has(id.String()) || m.has(RuleSentence(id, "en")) || m.has(RuleSentence(id, "ko")))
	}
	return m
}

func (m *Matcher) has(s string) bool { return strings.Contains(strings.ToLower(s), m.text) }

// Find returns the places of an event that contain the text.
func (m *Matcher) Find(r *sim.Run, e *sim.Event) Place {
	var p Place
	if m.At != nil && e.ID.Index() == 0 {
		p = m.At(e.ID.Frame())
	}
	held := e.Kind == sim.EvHold || e.Kind == sim.EvAckHeld
	if int(e.Rule) < len(m.rules) && m.rules[e.Rule] {
		if p |= InRule; held {
			p ^= InRule | InHold
		}
	}
	if m.has(Sentence(r, e, "en")) || m.has(Sentence(r, e, "ko")) {
		switch {
		case held:
			p |= InHold
		case e.Kind == sim.EvCall || e.Kind == sim.EvDone:
			p |= InCall
		case p&InRule == 0: // the sentence may be the rule's own
			p |= InSentence
		}
	}
	if m.has(messageText(r, e)) {
		p |= InMessage
	}
	return p
}

// searchedPayload limits how much of a recorded segment is searched.
const searchedPayload = 1 << 14

// messageText is the header of the HTTP message that an event begins to write, or what a
// recorded segment carries.
func messageText(r *sim.Run, e *sim.Event) string {
	switch {
	case e.Kind == sim.EvSend && e.Seg.Len > 0 && r.Config().Replays():
		b := make([]byte, min(e.Seg.Len, searchedPayload))
		return string(b[:r.Payload(b, e.ID.Frame())])
	case e.Kind != sim.EvHTTP || e.Req < 0 || e.Conn == sim.NoConn:
		return ""
	}
	k := http.Kind(e.Sub)
	asks := k == http.Sent || k == http.Forwarded
	if !asks && k != http.Served && k != http.Relayed {
		return ""
	}
	text := ""
	r.At(e.ID.Frame()).ExchangesOf(e.Conn, func(x *sim.Exchange) bool {
		switch {
		case x.Req != e.Req:
		case asks && x.AskLen > 0:
			text = string(x.Ask.Head(nil, &r.Config().HTTP[0]))
		case !asks && x.AnsLen > 0:
			text = string(x.Ans.Head(nil, &r.Config().HTTP[0]))
		}
		return true
	})
	return text
}
