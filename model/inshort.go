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
		far = c.say("the first ", "처음 ")
	}
	s := fmt.Sprintf(c.say("In %s%s packets: ", "%s패킷 %s개에서: "), far, words.Bytes(packets))
	if len(parts) == 0 {
		return s + c.say("nothing that waits or is sent again.", "기다리거나 다시 보낸 것이 없다.")
	}
	return s + strings.Join(parts, ", ") + c.say(". n goes to the next wait, r to the next retransmission.", ". n: 다음 기다림, r: 다음 재전송.")
}
