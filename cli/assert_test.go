package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAssert: the verdicts in each form, and the exit status.
func TestAssert(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(file, []byte("name: x\nconnections: [{client: [connect, close], server: [accept, close]}]\n"+
		"expect:\n  - {count: segments, at_least: 3}\n  - {count: drops, is: 1}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string][]string{
		"text":  {"ok    ", "x.yaml:4: segments (rfc) is ", "FAIL  ", "x.yaml:5: drops (rfc)", "expected 1", "found    0", "1 of 2 expectations hold"},
		"json":  {`"schema": "teacp.assert/1"`, `"held": 1`, `"expected": "at least 3"`, `"ok": false`},
		"junit": {`failures="1"`, `<failure message="expected 1, found 0">`},
		"tap":   {"TAP version 13\n1..2\nok 1 - ", "not ok 2 - ", `found: "0"`},
	} {
		code, out, stderr := teacp("assert", file, "--format", format)
		if code != exitNo {
			t.Errorf("%s: expected status 1, found %d %s", format, code, stderr)
		}
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: expected %q in\n%s", format, s, out)
			}
		}
	}
	if code, out, _ := teacp("assert", file, "--profile", "linux", "--profile", "textbook"); code != exitNo ||
		!strings.Contains(out, "(textbook)") ||
		strings.Contains(out, "(rfc)") {
		t.Errorf("--profile: %d\n%s", code, out)
	}
	silent := filepath.Join(dir, "silent.yaml")
	write(t, silent, "name: x\nconnections: [{client: [connect, close], server: [accept, close]}]\n")
	for _, bad := range [][]string{{silent}, {file, filepath.Join("scenarios", "capture", "testdata", "mixed.pcapng")}, {file, "--profile", "linus"}, {file, "--format", "xml"}, {filepath.Join(dir, "none.yaml")}} {
		if code, out, _ := teacp(append([]string{"assert"}, bad...)...); code != exitBad || out != "" {
			t.Errorf("%q: expected status 2, found %d", bad, code)
		}
	}
}
