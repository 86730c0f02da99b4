package words

import "teacp/sim/rule"

// RuleSentence is the sentence of a rule, without numbers; "" for rule.None.
func RuleSentence(id rule.ID, lang string) string {
	sentences := &enRules
	if lang == "ko" {
		sentences = &koRules
	}
	if int(id) >= len(sentences) {
		return ""
	}
	return sentences[id]
}
