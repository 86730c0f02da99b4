package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/views/words"
)

// leftOut says why packets of a capture are not shown.
var leftOut = [6]words.Key{words.LeftOutNotTCP, words.LeftOutFragments, words.LeftOutCut, words.LeftOutLinkType,
	words.LeftOutContradictory, words.LeftOutConnections}

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

// inShort says of a capture what is inferred from it how often, as far as it has been read: where
// the time may have gone, and how one gets there.
func (c *cursor) inShort() string {
	r := c.scene.Run
	packets, counts := int64(0), map[rule.ID]int64{}
	r.Each(0, r.Frames(), 1<<sim.EvInfer|1<<sim.EvSend, func(e *sim.Event) bool {
		switch {
		case e.Kind == sim.EvSend:
			packets++
		case words.InferName(e.Rule, "en") != "":
			counts[e.Rule]++
		}
		return true
	})
	var ids []rule.ID
	for id := rule.ID(0); int(id) < rule.Count; id++ {
		if counts[id] > 0 {
			ids = append(ids, id)
		}
	}
	slices.SortStableFunc(ids, func(a, b rule.ID) int { return cmp.Compare(counts[b], counts[a]) })
	var parts []string
	for _, id := range ids[:min(len(ids), 5)] {
		parts = append(parts, fmt.Sprintf("%s ×%s", words.InferName(id, c.scene.Lang), words.Bytes(counts[id])))
	}
	far := ""
	if !r.Done() {
		far = c.say(words.RecordingFirst)
	}
	s := c.say(words.RecordingPackets, far, words.Bytes(packets))
	if len(parts) == 0 {
		return s + c.say(words.RecordingNoWaits)
	}
	return s + strings.Join(parts, ", ") + c.say(words.RecordingNext)
}
