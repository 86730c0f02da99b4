package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestOut: a file is written whole or not at all, with the bytes of standard output.
func TestOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.json")
	code, stdout, stderr := teacp("run", "page", "--format", "json", "--out", file)
	if code != exitDone || stdout != "" || stderr != "" {
		t.Fatalf("%d %q %q", code, stdout, stderr)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, want, _ := teacp("run", "page", "--format", "json"); want != string(data) || !json.Valid(data) {
		t.Error("the file is not what standard output gets")
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("expected the file alone, found %v", left)
	}
}
