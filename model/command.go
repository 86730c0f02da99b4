package model

import (
	"fmt"

	"teacp/views/words"
)

// commandLine is the command that reproduces the screen.
func (m *Model) commandLine() string { return m.commandOf(m.cur, m.scene.Frame) }

// commandOf is the command that opens a branch at a frame.
func (m *Model) commandOf(branch int, frame int64) string {
	b := &m.tree[branch]
	name := b.src.opened
	if _, ok := m.carried(name); !ok {
		name = b.src.sc.File
	}
	s := "teacp " + words.Quote(words.Clean(name))
	if b.src.trace != nil {
		s = "teacp conform -i " + words.Quote(words.Clean(name))
	}
	if m.opt.SeedSet && b.src == m.tree[0].src {
		s += fmt.Sprintf(" --seed %d", uint64(m.opt.Seed))
	}
	if m.opt.Memory > 0 && b.src == m.tree[0].src {
		s += fmt.Sprintf(" --memory %d", m.opt.Memory)
	}
	for _, c := range b.run.Changes() {
		if c.Frame == 0 {
			s += " --set " + words.Quote(c.Knob+"="+c.Value)
		} else {
			s += fmt.Sprintf(" --at %d:%s", c.Frame, words.Quote(c.Knob+"="+c.Value))
		}
	}
	if frame > 0 {
		s += fmt.Sprintf(" --frame %d", frame)
	}
	return s
}
