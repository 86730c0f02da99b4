package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestLintLibrary: a scenario of the library lacks nothing; what another one lacks is said, and the
// exit status is 1.
func TestLintLibrary(t *testing.T) {
	if code, out, stderr := teacp("lint", "--library", "scenarios/library/page.yaml"); code != exitDone ||
		out != "scenarios/library/page.yaml: ok\n" {
		t.Errorf("page: %d %q %q", code, out, stderr)
	}
	file := filepath.Join(t.TempDir(), "new.yaml")
	if code, _, stderr := teacp("new", file); code != exitDone {
		t.Fatal(stderr)
	}
	if code, out, _ := teacp("lint", "--library", file); code != exitNo ||
		!strings.Contains(out, "new.yaml: lacks a topic") {
		t.Errorf("a new scenario: %d %q", code, out)
	}
	if code, out, _ := teacp("lint", file); code != exitDone || !strings.HasSuffix(out, "new.yaml: ok\n") {
		t.Errorf("without --library: %d %q", code, out)
	}
}
