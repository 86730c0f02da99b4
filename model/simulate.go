package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/views/ladder"
	"teacp/views/words"
)

// simulateThis makes a scenario out of the connection of a capture that the panes show, and
// puts the two side by side: the connection as it was recorded, and its simulation, both
// from its first packet on.
func (m *Model) simulateThis() tea.Cmd {
	if m.sc.Capture == nil {
		m.status = m.say(words.SimulateOnlyCapture)
		return nil
	}
	m.cmp = nil
	file, _, alone := strings.Cut(m.opened, "#")
	real := m.cur
	part := m.opened
	if !alone {
		part = fmt.Sprintf("%s#%d", file, m.scene.Conn)
		if conns := m.scene.Run.At(m.scene.Run.Frames() - 1).Conns(); !m.scene.Run.Done() || conns > 1 {
			i, err := m.admit(overlay.Rival{Branch: -1, Scenario: part})
			if err != nil {
				m.status = m.reason(err)
				return nil
			}
			real = i
		}
	}
	made, err := m.admit(overlay.Rival{Branch: -1, Scenario: part + ":simulated"})
	if err != nil {
		m.status = m.reason(err)
		return nil
	}
	if real != m.cur {
		m.tree[m.cur].cursor = m.scene.Frame
		m.stand(real)
		m.scene.Frame, m.scene.Conn, m.scene.Filter = 0, 0, ladder.AllConns
	}
	return m.compareBranches([]int{real, made})
}

// leftOut says why packets of a capture are not shown.
var leftOut = [6]words.Key{words.LeftOutNotTCP, words.LeftOutFragments, words.LeftOutCut, words.LeftOutLinkType, words.LeftOutContradictory, words.LeftOutConnections}

// recordingLine says what is shown where it is no simulation: what is inferred, what was left
// out, and what could not be read.
func (c *cursor) recordingLine() string {
	line := c.say(words.RecordingInferred)
	if c.sc.Capture == nil {
		return line
	}
	if what := c.sc.Capture.Remark(-1); what != "" { // the file's name stands above
		return c.say(words.RecordingDamaged) + words.Clean(what)
	}
	left := ""
	for i, n := range c.sc.Capture.LeftOut() {
		if n > 0 {
			left += fmt.Sprintf(" %d %s.", n, c.say(leftOut[i]))
		}
	}
	if left != "" {
		line += c.say(words.RecordingLeftOut) + left
	}
	return line + c.say(words.RecordingSimulate)
}
