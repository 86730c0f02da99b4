package views

import (
	"strings"
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/rule"
)

// TestFitNote shortens what stands beside a lane by what is common, never in the middle of a
// word if anything else helps.
func TestFitNote(t *testing.T) {
	for _, c := range []struct {
		note string
		w    int
		want string
	}{
		{"held: nagle 100 B", 17, "held: nagle 100 B"},
		{"held: nagle 100 B", 13, "held: nagle"},
		{"held: nagle 100 B", 7, "held"},
		{"connect()…, SYN-SENT", 20, "connect()…, SYN-SENT"},
		{"connect()…, SYN-SENT", 18, "connect…, SYN-SENT"},
		{"connect()…, SYN-SENT", 14, "connect()… +1"},
		{"connect()…, SYN-SENT", 7, "connect"},
		{"read=100, EOF, close()", 13, "read=100 +2"},
		{"ESTABLISHED", 9, "ESTAB"},
		{"SYN-RECEIVED", 8, "SYN-RCVD"},
		{"client.nagle=off", 11, "nagle=off"},
		{"client.nagle=off", 7, "nagle"},
		{"retransmission timer", 14, "retransmission"},
		{"retransmission timer", 8, "RTO"},
		{"(TIME-WAIT timer)", 9, "TIME-WAIT"},
		{"ACK held: delayed_ack", 12, "ACK held"},
		{"ACK held: delayed_ack", 5, "ACK"},
		{"ACK late? 40.200 ms", 12, "ACK late?"},
		{"데이터 붙듦", 6, "붙듦"},
		{"네이글?", 7, "네이글?"},
	} {
		if got := fitNote(c.note, c.w); got != c.want {
			t.Errorf("%q in %d columns: %q, expected %q", c.note, c.w, got, c.want)
		}
	}
	for _, note := range []string{"held: nagle 100 B, write(100)", "connect()…, SYN-SENT", "요청 대기: pool, read()…", "한", "(TIME-WAIT timer), CLOSED"} {
		for w := range 40 {
			if got := fitNote(note, w); Width(got) > w {
				t.Errorf("%q in %d columns: %q", note, w, got)
			}
		}
	}
}

// TestFitLabel: what became of a segment outlives its numbers, and its rule.
func TestFitLabel(t *testing.T) {
	for _, c := range []struct {
		w    int
		want string
	}{{60, "1:201 (200 B) ACK 1 again lost: fault_drop"}, {30, "1:201 again lost: fault_drop"}, {16, "1:201 again lost"}, {12, "1:201 lost"}} {
		if got := fitLabel("1:201 (200 B) ACK 1", " again lost: fault_drop", c.w); got != c.want {
			t.Errorf("in %d columns: %q, expected %q", c.w, got, c.want)
		}
	}
}

// TestInferredWords: every rule by which something is inferred has words beside a lane, in both
// languages.
func TestInferredWords(t *testing.T) {
	for i := range rule.Count() {
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

// TestWhyTellsOfTheLine: the first frame says what the line between the hosts is like, as the
// changes have it.
func TestWhyTellsOfTheLine(t *testing.T) {
	r := scenariotest.Run(t, "dumb-proxy")
	if s := strings.Join(Why(r, 0, "en"), "\n"); !strings.Contains(s, "The line between client and proxy: 20 ms one way, 10 Mbit/s.") || !strings.Contains(s, "between proxy and server") {
		t.Errorf("the lines are not told:\n%s", s)
	}
	changed, err := sim.New(scenariotest.Run(t, "page").Config(), []sim.Change{{Knob: "link.delay", Value: "7ms"}})
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(Why(changed, 0, "en"), "\n"); !strings.Contains(s, "7 ms one way") {
		t.Errorf("a changed line is not told:\n%s", s)
	}
}

// TestOneByte: one of something is not said in the plural.
func TestOneByte(t *testing.T) {
	for form, want := range map[string]string{"holds %s bytes back": "holds 1 byte back", "%d bytes are unacknowledged": "1 byte is unacknowledged", "cwnd is %d segments, ssthresh": "cwnd is 1 segment, ssthresh", "%d times": "1 times"} {
		if got := string(fill(nil, form, number(1))); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
		if got := string(fill(nil, form, grouped(2))); strings.Contains(got, "byte ") {
			t.Errorf("%q", got)
		}
	}
}

// TestWrapParts breaks a summary between its parts.
func TestWrapParts(t *testing.T) {
	const s = "client: 1 socket · ports 60,000/60,000, 1 wait · memory 15,362,311 B"
	if got := wrapParts(s, 80); len(got) != 1 {
		t.Errorf("%q", got)
	}
	if got := wrapParts(s, 50); len(got) != 2 || got[1] != "  memory 15,362,311 B" {
		t.Errorf("%q", got)
	}
}
