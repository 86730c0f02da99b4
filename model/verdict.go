package model

import (
	"teacp/model/keymap"
	"teacp/sim/drill"
	"teacp/views/paint"
	"teacp/views/words"
)

// paintVerdict shows the outcome of a script below the title: the line that fails with the key that goes there, and
// where there is room, what was expected and what came.
func paintVerdict(m *Model, room int) {
	c, th, v := m.canvas, m.scene.Theme, m.sc.Script
	if v.Verdict == drill.Pass {
		c.TextIn(1, 1, room-1, m.say(words.ScriptHeaderPass, v.Events), th.Good)
		return
	}
	lang := m.scene.Lang
	x := c.TextIn(1, 1, room-1, m.say(words.ScriptHeader, v.Line, words.ScriptWhat(v.What, lang)), th.Bad)
	if h, ok := m.hintOf(keymap.NextCue); ok && m.scene.Frame < m.scene.Run.Frames()-1 {
		text := m.say(words.ScriptGoThere)
		if x+3+paint.Width(h.Key)+1+paint.Width(text) <= room {
			from := x + 3
			x = c.Text(from, 1, h.Key, th.Key)
			x = c.Text(x+1, 1, text, th.Dim)
			m.foot.Add(from, x, 1, h.Key)
		}
	}
	if both := m.say(words.ScriptBoth, words.Clean(v.Expected), words.Clean(v.Actual)); x+3+paint.Width(both) <= room {
		c.Text(x+3, 1, both, th.Plain)
	}
}
