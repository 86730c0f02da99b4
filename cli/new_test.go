package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestNew: what one begins with has no mistakes, holds its expectation, and is never
// written over something.
func TestNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my-first.yaml")
	for _, args := range [][]string{{"new", file}, {"lint", file}, {"assert", file}, {"run", file}} {
		if code, _, stderr := teacp(args...); code != exitDone {
			t.Errorf("%q: %d %s", args, code, stderr)
		}
	}
	if code, _, _ := teacp("new", file); code != exitBad {
		t.Errorf("a file that is there: expected status 2, found %d", code)
	}
	other := filepath.Join(filepath.Dir(file), "other.yaml")
	for _, args := range [][]string{{"new", other, "--from", "nagle"}, {"lint", other}, {"assert", other}} {
		if code, _, stderr := teacp(args...); code != exitDone {
			t.Errorf("%q: %d %s", args, code, stderr)
		}
	}
	schema, err := os.ReadFile(filepath.Join(filepath.Dir(file), "teacp.schema.json"))
	if _, out, _ := teacp("schema"); err != nil || out != string(schema) || !json.Valid(schema) {
		t.Errorf("the schema beside a new scenario: %v", err)
	}
}
