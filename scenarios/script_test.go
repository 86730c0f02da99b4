package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
)

const closing = `// A close that waits for the peer.
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 1000
+0 accept(3, ..., ...) = 4
+0 close(4) = 0
+0 > F. 1:1(0) ack 1
`

// TestScriptAsScenario opens a script: a run with a note that says what came of it.
func TestScriptAsScenario(t *testing.T) {
	for _, c := range []struct{ src, note string }{
		{closing, "The script passes: 9 events."},
		{strings.Replace(closing, "> F.", "> FP.", 1), "The script fails in line 10: the flags differ."},
	} {
		file := filepath.Join(t.TempDir(), "x.pkt")
		if err := os.WriteFile(file, []byte(c.src), 0o644); err != nil {
			t.Fatal(err)
		}
		sc, err := Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := sc.Title.EN; got != "A close that waits for the peer." {
			t.Errorf("title %q", got)
		}
		if !strings.HasPrefix(sc.Notes[0].Text.EN, c.note) {
			t.Errorf("note %q, expected %q", sc.Notes[0].Text.EN, c.note)
		}
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Finish()
		sent := 0
		r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
			if e.Rule != rule.Scripted {
				sent++
			}
			return true
		})
		if sent != 2 {
			t.Errorf("the endpoint sends %d segments, expected 2", sent)
		}
	}
	if _, err := Load("no/such.pkt"); err == nil {
		t.Error("expected an error for a file that is not there")
	}
}
