package ladder

import (
	"testing"

	"teacp/views/paint"
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
			if got := fitNote(note, w); paint.Width(got) > w {
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
	}{{60, "1:201 (200 B) ACK 1 again lost: fault_drop"}, {30, "1:201 again lost: fault_drop"},
		{16, "1:201 again lost"}, {12, "1:201 lost"}} {
		if got := fitLabel("1:201 (200 B) ACK 1", " again lost: fault_drop", c.w); got != c.want {
			t.Errorf("in %d columns: %q, expected %q", c.w, got, c.want)
		}
	}
}
