package model

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"teacp/views"
)

// plain is the explorer for a screen reader: a key's letter and Enter in, lines out. Enter
// alone steps forward.
func (m *Model) plain(in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	defer w.Flush()
	if m.scene.Run == nil {
		for _, meta := range m.metas {
			fmt.Fprintf(w, "%s: %s\n", meta.Name, meta.Title.In(m.scene.Lang))
		}
		fmt.Fprintln(w, m.say("Start one with: teacp --plain NAME", "시작하려면: teacp --plain 이름"))
		return nil
	}
	fmt.Fprintln(w, m.sc.Title.In(m.scene.Lang)+". "+m.say("Enter steps, ? lists the keys, q quits.", "엔터는 다음, ?는 키 목록, q는 끝."))
	m.tell(w)
	sc := bufio.NewScanner(in)
	for !m.quit {
		if err := w.Flush(); err != nil {
			return err
		}
		if !sc.Scan() {
			return sc.Err()
		}
		s := strings.TrimSpace(sc.Text())
		switch {
		case s == "":
			m.do(actNext)
		case strings.HasPrefix(s, ":"):
			m.goTo(s[1:])
		case s == "?":
			for i := range bindings {
				fmt.Fprintf(w, "%s: %s\n", strings.Join(bindings[i].keys, " "), bindings[i].text(m.scene.Lang))
			}
			continue
		case keyMap[s] == actNone:
			fmt.Fprintln(w, m.say("No such key. ? lists them.", "그런 키가 없다. ?는 키 목록."))
			continue
		default:
			m.do(keyMap[s])
			m.playing, m.over = false, overNone
		}
		if m.quit || m.scene.Run == nil {
			return nil
		}
		m.tell(w)
	}
	return nil
}

// tell says what the frame under the cursor is.
func (m *Model) tell(w io.Writer) {
	if m.status != "" {
		fmt.Fprintln(w, m.status)
		m.status = ""
	}
	for _, l := range views.Why(m.scene.Run, m.scene.Frame, m.scene.Lang) {
		fmt.Fprintln(w, l)
	}
}
