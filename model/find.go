package model

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

// find runs to the nearest event of some kinds.
func (fd *finder) find(d int, kinds uint64, pred func(*sim.Run, *sim.Event) bool, what words.Key) tea.Cmd {
	c := &condition{conn: -1, host: -1, kinds: kinds, event: pred}
	fd.looked = looked{text: fd.say(what), c: c}
	return fd.seekTo(c, d, fd.looked.text)
}

// goTo answers what was typed behind the colon; false if that names no place.
func (fd *finder) goTo(s string) (cmd tea.Cmd, ok bool) {
	s = strings.TrimSpace(s)
	r, f := fd.scene.Run, fd.scene.Frame
	sign := int64(0)
	rest := s
	switch {
	case strings.HasPrefix(s, "+"):
		sign, rest = 1, s[1:]
	case strings.HasPrefix(s, "-"):
		sign, rest = -1, s[1:]
	}
	if word, back := strings.CutPrefix(s, "prev "); back || strings.HasPrefix(s, "next ") {
		return fd.goRule(strings.TrimPrefix(word, "next "), dir(!back))
	}
	if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
		if sign != 0 {
			n = f + sign*n
		}
		return fd.jump(n), true
	}
	if trips, ok := strings.CutSuffix(rest, "rtt"); ok {
		if n, err := strconv.ParseInt(trips, 10, 32); err == nil && sign != 0 {
			return fd.toTime(r.TimeOf(f)+sim.Time(sign*n)*fd.rtt(), leastFrame(f, sign)), true
		}
	}
	if d, err := sim.ParseDuration(rest); err == nil {
		t := sim.Time(d)
		if sign != 0 {
			t = r.TimeOf(f) + sim.Time(sign)*t
		}
		return fd.toTime(t, leastFrame(f, sign)), true
	}
	return fd.goRule(s, 1)
}

// goRule runs to the next or previous place that a condition names.
func (fd *finder) goRule(s string, d int) (cmd tea.Cmd, ok bool) {
	c, err := parseCondition(fd.scene.Run.Config(), s)
	if err != nil {
		fd.status = fd.say(words.GoToExpected, words.Clean(s))
		return nil, false
	}
	fd.looked = looked{text: s, c: c}
	return fd.seekTo(c, d, s), true
}

// again looks for the next or previous of what was looked for last.
func (fd *finder) again(back bool) tea.Cmd {
	if fd.looked.c == nil {
		fd.status = fd.say(words.SearchNothingYet)
		return nil
	}
	if fd.looked.s != nil {
		return fd.nextHit(dir(!back))
	}
	return fd.seekTo(fd.looked.c, dir(!back), fd.looked.text)
}

// until runs to a condition; false if the text is none.
func (fd *finder) until(s string, d int) (cmd tea.Cmd, ok bool) {
	c, err := parseCondition(fd.scene.Run.Config(), s)
	if err != nil {
		fd.status = fd.reason(err)
		return nil, false
	}
	what := strings.TrimPrefix(s, "text ")
	fd.looked = looked{text: what, c: c}
	return fd.seekTo(c, d, fmt.Sprintf("%q", words.Clean(what))), true
}
