package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/views/report"
)

// TestConform: recorded cases are compared, and the simulated runs written where asked.
func TestConform(t *testing.T) {
	files, _ := filepath.Glob("sim/testdata/linux/traces/basic_*.json")
	if len(files) == 0 {
		t.Fatal("no recordings")
	}
	dir := filepath.Join(t.TempDir(), "out")
	code, out, stderr := teacp(append([]string{"conform", "--json", "--emit", dir}, files...)...)
	var rep report.Conform
	if err := json.Unmarshal([]byte(out), &rep); err != nil || code == exitBad {
		t.Fatalf("%d %v %s", code, err, stderr)
	}
	if rep.Schema != "teacp.conform/1" || len(rep.Cases) != len(files) ||
		(code == exitDone) != (rep.Whole == len(files)) {
		t.Errorf("status %d, report %+v", code, rep)
	}
	for _, c := range rep.Cases {
		data, err := os.ReadFile(filepath.Join(dir, c.Case+".json"))
		if err != nil || !json.Valid(data) || !strings.Contains(string(data), `"schema":"teacp.trace/1"`) {
			t.Errorf("%s: %v", c.Case, err)
		}
	}
}
