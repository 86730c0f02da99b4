package cli

import (
	"strings"
	"testing"
)

// TestHandout: every note and the answer stand in the handout, in both languages.
func TestHandout(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"# Nagle meets delayed ACK", "## Before you step", "The delayed-ACK timer ends the wait", "200.000 ms earlier", "## Answer"},
		"ko": {"## 보기 전에", "지연 ACK 타이머가 기다림을 끝낸다", "## 답"},
	} {
		_, out, stderr := teacp("handout", "nagle-delayed-ack", "--lang", lang)
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: expected %q in the handout %s", lang, s, stderr)
			}
		}
	}
}
