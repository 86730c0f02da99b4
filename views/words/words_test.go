package words

import (
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// TestInferredWords: every rule by which something is inferred has words beside a lane, in both
// languages.
func TestInferredWords(t *testing.T) {
	for i := range rule.Count {
		id := rule.ID(i)
		if !strings.HasPrefix(id.String(), "inferred_") || id == rule.InferRTT { // that one is told by Why alone
			continue
		}
		en, ko := InferName(id, "en"), InferName(id, "ko")
		if en == "" || ko == "" || en == ko && id != rule.InferRto {
			t.Errorf("%s: %q and %q", id, en, ko)
		}
	}
}

// TestOneByte: one of something is not said in the plural.
func TestOneByte(t *testing.T) {
	for form, want := range map[string]string{"holds %s bytes back": "holds 1 byte back", "%d bytes are unacknowledged": "1 byte is unacknowledged", "cwnd is %d segments, ssthresh": "cwnd is 1 segment, ssthresh", "%d times": "1 times"} {
		if got := string(fill(nil, form, Number(1))); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
		if got := string(fill(nil, form, Grouped(2))); strings.Contains(got, "byte ") {
			t.Errorf("%q", got)
		}
	}
}

// TestStepsWithoutACall: a frame in which nothing is called reads well in both languages.
func TestStepsWithoutACall(t *testing.T) {
	for _, c := range []struct {
		rule   rule.ID
		en, ko string
	}{
		{rule.AppCall, "client goes on to the next step.", "client가 다음 단계로 넘어간다."},
		{rule.Scripted, "The settings of client change.", "client의 설정이 바뀐다."},
	} {
		e := &sim.Event{Kind: sim.EvCall, Op: sim.OpEnd, Rule: c.rule, At2: 1}
		var en, ko Builder
		en.Lang, ko.Lang = "en", "ko"
		if s := string(en.call("client", e).B); s != c.en {
			t.Errorf("expected %q, found %q", c.en, s)
		}
		if s := string(ko.call("client", e).B); s != c.ko || CallName(e, "ko") == CallName(e, "en") {
			t.Errorf("expected %q, found %q", c.ko, s)
		}
	}
}

// TestEveryHoldIsACause checks that the time of every hold has a name and a letter in the ledger.
func TestEveryHoldIsACause(t *testing.T) {
	for id := range rule.ID(rule.Count) {
		if id.Info().Class != rule.ClassHold {
			continue
		}
		if c := CauseOf(ledger.Booked(id)); c.Letter == '*' || c.Label("ko") == c.Rule.String() {
			t.Errorf("%s has no name as a cause", id)
		}
	}
}
