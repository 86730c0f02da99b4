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
		m.status = m.say("This works on a capture: teacp open FILE.pcap", "캡처에서 쓴다: teacp open FILE.pcap")
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
				m.status = words.Clean(err.Error())
				return nil
			}
			real = i
		}
	}
	made, err := m.admit(overlay.Rival{Branch: -1, Scenario: part + ":simulated"})
	if err != nil {
		m.status = words.Clean(err.Error())
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
var leftOut = [6][2]string{{"not TCP", "TCP 아님"}, {"fragments", "단편"}, {"cut in their headers", "헤더가 잘림"}, {"of an unknown link type", "모르는 링크 종류"}, {"with contradictory headers", "헤더가 모순됨"}, {"of further connections", "그 밖의 연결"}}

// recordingLine says what is shown where it is no simulation: what is inferred, what was left
// out, and what could not be read.
func (c *cursor) recordingLine() string {
	line := c.say(" A recording: what it cannot say is inferred.", " 기록이다. 기록에 없는 것은 추론한다.")
	if c.sc.Capture == nil {
		return line
	}
	if what := c.sc.Capture.Remark(-1); what != "" { // the file's name stands above
		return c.say(" Damaged: ", " 손상됨: ") + words.Clean(what)
	}
	left := ""
	for i, n := range c.sc.Capture.LeftOut() {
		if n > 0 {
			left += fmt.Sprintf(" %d %s.", n, c.say(leftOut[i][0], leftOut[i][1]))
		}
	}
	if left != "" {
		line += c.say(" Left out:", " 뺀 것:") + left
	}
	return line + c.say(" I simulates this connection.", " I 이 연결을 모의실험.")
}
