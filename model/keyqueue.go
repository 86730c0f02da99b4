package model

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
)

// keyQueue stands between Bubble Tea and the explorer. Bubble Tea hands over one key at a time and has the
// screen made behind each; where that takes longer than a held key takes to repeat, keys would wait in
// front of it, ctrl+c among them. The queue takes the keys at once, and answers them when no further one
// waits: steps of one kind are summed, and ctrl+c and esc go before the rest.
type keyQueue struct {
	*Model
	waiting []tea.KeyPressMsg
	came    int // keys so far
	asked   bool
}

// drainMsg asks whether keys have come since.
type drainMsg struct{ came int }

// mostWaiting is how many keys are taken before some are answered.
const mostWaiting = 4096

// Update takes a key, or answers what waits.
func (q *keyQueue) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return q, q.take(msg)
	case drainMsg:
		if msg.came != q.came && len(q.waiting) < mostWaiting {
			return q, q.look()
		}
		q.asked = false
		return q, q.answer()
	case tea.PasteMsg, tea.MouseClickMsg, tea.MouseWheelMsg: // in the order in which they came
		cmd := q.answer()
		_, then := q.Model.Update(msg)
		return q, tea.Batch(cmd, then)
	}
	_, cmd := q.Model.Update(msg)
	return q, cmd
}

// take puts a key into the queue. At ctrl+c what waits before it is left out; esc is answered before the
// steps that wait, but not before keys that it may be about.
func (q *keyQueue) take(k tea.KeyPressMsg) tea.Cmd {
	switch s := k.String(); {
	case s == "ctrl+c":
		q.waiting = nil
		_, cmd := q.Model.Update(k)
		return cmd
	case s == "esc" && q.onlySteps():
		_, cmd := q.Model.Update(k)
		return cmd
	}
	q.came++
	q.waiting = append(q.waiting, k)
	if q.asked {
		return nil
	}
	q.asked = true
	return q.look()
}

// look comes back behind the keys that wait now.
func (q *keyQueue) look() tea.Cmd {
	came := q.came
	return func() tea.Msg { return drainMsg{came} }
}

// onlySteps reports whether all keys that wait are steps.
func (q *keyQueue) onlySteps() bool {
	for _, k := range q.waiting {
		if q.stepOf(k) == 0 {
			return false
		}
	}
	return true
}

// stepOf is how many frames a key goes on, 0 if it does something else.
func (q *keyQueue) stepOf(k tea.KeyPressMsg) int64 {
	if q.over.IsOpen() || q.scene.Run == nil {
		return 0
	}
	switch q.Model.keys.Action(k.String()) {
	case keymap.Next:
		return 1
	case keymap.Prev:
		return -1
	}
	return 0
}

// answer hands the keys that wait to the explorer, repeated steps as one.
func (q *keyQueue) answer() tea.Cmd {
	var cmds []tea.Cmd
	list := q.waiting
	q.waiting = nil
	for i := 0; i < len(list); {
		n, d := 1, q.stepOf(list[i])
		for ; d != 0 && i+n < len(list) && q.stepOf(list[i+n]) == d; n++ {
		}
		var msg tea.Msg = list[i]
		if n > 1 {
			msg = stepsMsg(int64(n) * d)
		}
		_, cmd := q.Model.Update(msg)
		cmds = append(cmds, cmd)
		i += n
	}
	return tea.Batch(cmds...)
}

// stepsMsg is a number of steps at once.
type stepsMsg int64

// stepOn goes on by frames, to the end of time at most.
func (c *cursor) stepOn(n int64) {
	c.status = ""
	c.edge(c.moveTo(c.scene.Frame+n), dir(n > 0))
}
