package model

import (
	"slices"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/views/ladder"
	"teacp/views/words"
)

// parseFilter reads what ladder and segments are to show: kinds of events, a rule, a
// connection, data for segments without pure ACKs. Nothing at all shows everything.
func (c *cursor) parseFilter(s string) (ladder.Filter, error) {
	f := ladder.AllConns
	w := strings.Fields(s)
	for i := 0; i < len(w); i++ {
		k, kind := sim.KindByName(w[i])
		id, named := rule.ByName(w[i])
		switch {
		case w[i] == "conn":
			if i++; i == len(w) {
				return f, words.Fail(words.ErrorConnNumberNone)
			}
			n, err := strconv.ParseUint(strings.TrimPrefix(w[i], "#"), 10, 31)
			if err != nil {
				return f, words.Fail(words.ErrorConnNumber, w[i])
			}
			f.Conn = int64(n)
		case w[i] == "data":
			f.Only = 1
		case kind:
			f.Kinds |= 1 << k
			if k == sim.EvHold { // an ACK that is kept back is held, too
				f.Kinds |= 1 << sim.EvAckHeld
			}
		case named && f.Rule != rule.None:
			return f, words.Fail(words.ErrorFilterTwoRules, w[i])
		case named && id != rule.None:
			f.Rule = id
		default:
			if near := sim.Nearest(w[i], allFilterWords()); near != "" {
				return f, words.Fail(words.ErrorFilterNear, w[i], near)
			}
			return f, words.Fail(words.ErrorFilterName, w[i])
		}
	}
	return f, nil
}

// filterText is the filter in force as one types it, "" for none.
func (c *cursor) filterText() string {
	f := c.scene.Filter
	var w []string
	for k := sim.Kind(0); k < sim.NumKinds; k++ {
		if f.Kinds&(1<<k) != 0 {
			w = append(w, k.String())
		}
	}
	if f.Rule != rule.None {
		w = append(w, f.Rule.String())
	}
	if f.Only == 1 {
		w = append(w, "data")
	}
	if f.Conn >= 0 {
		w = append(w, "conn", strconv.FormatInt(f.Conn, 10))
	}
	return strings.Join(w, " ")
}

// filterBy puts a filter in force; false if it cannot.
func (c *cursor) filterBy(s string) bool {
	f, err := c.parseFilter(s)
	if err != nil {
		c.status = words.Clean(err.Error())
		return false
	}
	c.scene.Filter = f
	c.status = c.say(words.FilterNone)
	if f != ladder.AllConns {
		c.status = c.say(words.FilterShown) + c.filterText() + c.say(words.FilterEscape)
	}
	if f.Conn >= 0 {
		c.scene.Conn = uint32(f.Conn)
	}
	return true
}

func allFilterWords() []string {
	out := append([]string{"conn", "data"}, sim.KindNames()...)
	out = append(out, ruleNames()...)
	slices.Sort(out)
	return slices.Compact(out)
}

// filterWords are the words with which the last one of a filter can go on.
func filterWords(s string) []string {
	last := s[strings.LastIndex(s, " ")+1:]
	var out []string
	for _, w := range allFilterWords() {
		if strings.HasPrefix(w, last) && w != last {
			out = append(out, w)
		}
	}
	return out
}
