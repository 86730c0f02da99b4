package model

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views/words"
)

// plain is the explorer for a screen reader: a key's name and Enter in, lines out. Enter
// alone steps forward. What is written passes a gate, as the outputs of commands do.
func (m *Model) plain(in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(words.NewGate(out))
	defer w.Flush()
	if m.scene.Run == nil {
		for _, meta := range m.metas {
			printLine(w, meta.Name+": "+meta.Title.In(m.scene.Lang))
		}
		printLine(w, m.say(words.PlainStart))
		return nil
	}
	m.w, m.h = 80, 24
	printLine(w, m.sc.Title.In(m.scene.Lang)+". "+m.say(words.PlainWelcome))
	m.tell(w)
	sc := bufio.NewScanner(in)
	for !m.quit {
		if err := w.Flush(); err != nil {
			return err
		}
		if !sc.Scan() {
			m.saveNow()
			return sc.Err()
		}
		if !m.plainLine(w, strings.TrimSpace(sc.Text())) {
			continue
		}
		if m.quit || m.scene.Run == nil {
			break
		}
		m.tell(w)
	}
	m.saveNow()
	return nil
}

// printLine writes a text as one line, as the panes would show it.
func printLine(w io.Writer, s string) { fmt.Fprintln(w, words.Clean(s)) }

// plainLine answers one line; false if the frame need not be told again.
func (m *Model) plainLine(w io.Writer, s string) bool {
	if s == "" {
		s = m.keys[0].Keys()[0]
	}
	word, rest, _ := strings.Cut(s, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case s == "?":
		m.openOverlay(keymap.Help)
		return m.plainOverlay(w)
	case strings.HasPrefix(s, ":") && len(s) > 1:
		m.goTo(s[1:])
		m.finish(nil)
	case strings.HasPrefix(s, ";") && len(s) > 1:
		m.until(strings.TrimSpace(s[1:]), 1)
		m.finish(nil)
	case strings.HasPrefix(s, "/") && len(s) > 1:
		m.finish(m.searchFor(strings.TrimSpace(s[1:])))
	case word == "back" && rest != "":
		m.until(rest, -1)
		m.finish(nil)
	case (word == "set" || word == "all") && rest != "":
		m.plainSet(rest, word == "all")
	case word == "do" && rest != "":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > overlay.NumInterventions() {
			fmt.Fprint(w, m.say(words.PlainExpectedNumber, overlay.NumInterventions()))
			return false
		}
		m.finish(m.perform(overlay.InterveneBy(m.host(), n-1)))
	case word == "mark" && rest != "":
		m.mark(rest)
	case word == "rename" && rest != "":
		m.rename(rest)
	case word == "open" && m.named(rest) >= 0:
		m.visit(m.named(rest))
	case m.keys.Action(s) == keymap.None:
		printLine(w, m.say(words.PlainUnknownKey))
		return false
	default:
		m.finish(m.do(m.keys.Action(s)))
		return m.plainOverlay(w)
	}
	return true
}

// finish does the rest of a job, and what was put off until after it.
func (m *Model) finish(tea.Cmd) {
	for m.job != nil || len(m.after) > 0 {
		if j := m.job; j != nil && j.step() && m.job == j {
			m.job = nil
		}
		if m.job == nil && len(m.after) > 0 {
			f := m.after[0]
			m.after = m.after[1:]
			f()
		}
	}
	for len(m.young()) > 0 && m.pend.run != nil {
		m.grown()
	}
}

// plainOverlay tells what would lie over the panes, as lines.
func (m *Model) plainOverlay(w io.Writer) bool {
	m.playing = false
	switch {
	case m.over.IsOpen():
		for _, l := range m.over.Overlay().Lines(m.host()) {
			printLine(w, l)
		}
		m.over.Close()
		return false
	case m.cmp != nil:
		m.finish(nil)
		for _, l := range m.cmp.partingLines() {
			printLine(w, l.text)
		}
		m.cmp = nil
		return false
	default:
		return true
	}
}

func (m *Model) plainSet(s string, whole bool) {
	knob, value, ok := strings.Cut(s, "=")
	if !ok {
		m.status = m.say(words.PlainExpectedSetting)
		return
	}
	m.turn([]sim.Change{{Knob: strings.TrimSpace(knob), Value: strings.TrimSpace(value)}}, whole)
	m.finish(nil)
}

// tell says what the frame under the cursor is.
func (m *Model) tell(w io.Writer) {
	m.sayOverBudget()
	if m.status != "" {
		printLine(w, m.status)
		m.status = ""
	}
	for _, l := range words.Why(m.scene.Run, m.scene.Frame, m.scene.Lang) {
		printLine(w, l)
	}
	if m.lecture.cues().On(m.scene.Frame) {
		printLine(w, m.lecture.cueText())
		m.lecture.point(m.cmp.columnScenes())
		if at := lecture.PointsAt(&m.scene); at != "" {
			printLine(w, at)
		}
	}
}
